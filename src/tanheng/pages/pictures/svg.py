"""Elements of an SVG picture as text. Everything that is written into one is escaped here; looks are attributes, never styles."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from html import escape

from tanheng.documents.text_sizes import text_width

Length = int | Fraction
INK, PAPER, PALE, GREY, GREEN, AMBER = "#1f2937", "#ffffff", "#f3f5f7", "#56616f", "#175c5c", "#8a4b00"
FONT = 13
LINE = 17  # between two lines of text
COLUMN_PX = 7  # of a small letter; a Chinese character takes two columns
ELLIPSIS = "…"


def element(name: str, inner: str = "", /, **attributes: str | Length | None) -> str:
    """One element; an underscore in the name of an attribute stands for a hyphen, a final one for nothing; None is left out."""
    said = (f' {key.rstrip("_").replace("_", "-")}="{_said(value)}"' for key, value in attributes.items() if value is not None)
    return f"<{name}{''.join(said)}>{inner}</{name}>" if inner else f"<{name}{''.join(said)}/>"


def text(said: str, x: Length, y: Length, **attributes: str | Length | None) -> str:
    """A line of text with its foot at a place."""
    return element("text", escape(said), x=x, y=y, **attributes)


def titled(said: str) -> str:
    """What a pointer and a screen reader are told of the element around it."""
    return element("title", escape(said))


def link(address: str, inner: str, said: str) -> str:
    """What it holds as a link, reached by keyboard; without an address as a group that says the same."""
    if not address:
        return element("g", titled(said) + inner)
    return element("a", titled(said) + inner, href=address, aria_label=said)


def document(parts: Iterable[str], width: Length, height: Length, *, title: str, description: str, name: str) -> str:
    """The whole picture, a document of its own that may stand in a page, too; `name` keeps its ids apart from others of the page."""
    head = element("title", escape(title), id=f"{name}-title") + element("desc", escape(description), id=f"{name}-desc")
    ground = element("rect", width=width, height=height, fill=PAPER)
    return element(
        "svg",
        "\n".join([head, ground, *parts]),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {number(width)} {number(height)}",
        width=width,
        height=height,
        role="group",
        aria_labelledby=f"{name}-title {name}-desc",
        font_family="sans-serif",
        font_size=FONT,
        fill=INK,
    )


def wrapped(said: str, columns: int, most: int) -> list[str]:
    """A text in lines of at most so many columns, at most so many lines; what is left out is an ellipsis."""
    lines: list[str] = []
    rest = said.strip()
    while rest and len(lines) < most - 1:
        line = _fitting(rest, columns)
        rest = rest[len(line) :].strip()
        lines.append(line.strip())
    if rest:
        lines.append(rest if text_width(rest) <= columns else _fitting(rest, columns - 1, whole_words=False) + ELLIPSIS)
    return lines


def number(length: Length) -> str:
    """A length in hundredths of a pixel."""
    hundredths = round(Fraction(length) * 100)
    whole, part = divmod(abs(hundredths), 100)
    sign = "-" if hundredths < 0 else ""
    return f"{sign}{whole}.{part:02d}".rstrip("0").rstrip(".")


def path(*parts: str | Length) -> str:
    """The way of a line: commands and lengths."""
    return " ".join(part if isinstance(part, str) else number(part) for part in parts)


def _fitting(said: str, columns: int, *, whole_words: bool = True) -> str:
    """The longest beginning that fits, cut at a blank where there is one in its second half; at least one sign."""
    end = next((place for place in range(1, len(said) + 1) if text_width(said[:place]) > columns), len(said) + 1) - 1
    if end >= len(said):
        return said
    blank = _last_blank(said[: end + 1]) if whole_words else 0
    return said[: blank if blank > end // 2 else max(end, 1)]


def _last_blank(said: Sequence[str]) -> int:
    return next((place for place in range(len(said) - 1, 0, -1) if said[place] == " "), 0)


def _said(value: str | Length) -> str:
    return escape(value) if isinstance(value, str) else number(value)
