"""The number formats of an OpenDocument spreadsheet: which style of a cell shows which words beside a number, or divides it.

OpenDocument 1.3 part 3, chapter 16.29: data styles. Formats with conditions are left to the text that the file holds beside the number.
"""

from __future__ import annotations

from collections.abc import Mapping

from tanheng.documents.reading.number_formats import Shape, adds_digits, names_power, says_negative, says_something

FORMATS = ("number-style", "currency-style")
TEXTS = ("text", "currency-symbol")
LARGEST_POWER = 12


class OdsFormats:
    """Data styles and the styles of cells that name them, as they pass by."""

    def __init__(self) -> None:
        self.shapes: dict[str, Shape] = {}  # of data styles that show more than the number
        self.cells: dict[str, str] = {}  # style of a cell → data style
        self.parents: dict[str, str] = {}
        self.name = self.before = self.after = ""
        self.open = self.in_text = self.has_digits = self.conditional = False
        self.power = 0
        self.decimals: int | None = None

    def shape(self, style: str) -> Shape | None:
        """What a style of a cell shows; None for a plain number."""
        seen: set[str] = set()
        while style and style not in seen:
            if style in self.cells:
                return self.shapes.get(self.cells[style])
            seen.add(style)
            style = self.parents.get(style, "")
        return None

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element of styles."""
        if name in FORMATS:
            self.name, self.open, self.before, self.after = attributes.get("name", ""), True, "", ""
            self.has_digits, self.conditional, self.power, self.decimals = False, False, 0, None
        elif name == "style" and attributes.get("family") == "table-cell":
            self._style(attributes)
        elif self.open and name in TEXTS:
            self.in_text = True
        elif self.open and name == "number":
            self.has_digits = True
            self.power, self.decimals = _power(attributes.get("display-factor", "1")), _decimals(attributes)
        elif self.open and name == "map":
            self.conditional = True

    def _style(self, attributes: Mapping[str, str]) -> None:
        name = attributes.get("name", "")
        if "data-style-name" in attributes:
            self.cells[name] = attributes["data-style-name"]
        self.parents[name] = attributes.get("parent-style-name", "")

    def data(self, text: str) -> None:
        """A text within a data style."""
        if self.in_text:
            self.after, self.before = (self.after + text, self.before) if self.has_digits else (self.after, self.before + text)

    def end(self, name: str) -> None:
        """The end of an element of styles."""
        if name in TEXTS:
            self.in_text = False
        if name in FORMATS and self.open:
            self.open = False
            if self.conditional:
                return
            says = says_something(self.before + self.after) or names_power(self.after)
            if self.power or says or adds_digits(self.before, self.after) or says_negative(self.before, self.after):
                self.shapes[self.name] = self._made()

    def _made(self) -> Shape:
        before, after = self.before.strip(), self.after.strip()
        if not self.has_digits:
            return Shape("words", before=before)
        thousands, behind = divmod(self.power, 3)
        marks = {"altered": adds_digits(self.before, self.after), "negative": says_negative(self.before, self.after)}
        return Shape("number", frozenset(), "", before, after, thousands, behind, self.decimals, **marks)


def _power(factor: str) -> int:
    """The power of ten by which a number is divided before it is shown: 3 for a factor of 1000."""
    digits = factor.partition(".")[0]
    return len(digits) - 1 if digits == f"1{'0' * (len(digits) - 1)}" and len(digits) <= LARGEST_POWER else 0


def _decimals(attributes: Mapping[str, str]) -> int | None:
    places = attributes.get("decimal-places", "")
    return int(places) if places.isascii() and places.isdigit() and len(places) < 3 else None
