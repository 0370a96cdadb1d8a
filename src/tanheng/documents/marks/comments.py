"""Comments of a sheet and the shapes that show them: ours are put in and taken out, those of other people stay as they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from html import escape

from lxml import etree

from tanheng.documents.marks.package import Element, in_space, local, parsed, written
from tanheng.documents.marks.styles import MAIN_SPACE
from tanheng.documents.marks.words import AUTHOR, BLOCK
from tanheng.documents.reading.cells import Corner, cell_name, corner_of

SHAPE = re.compile(r"<((?:\w+:)?)shape\b[^<>]*>")  # where one opens; a pattern of the whole would look ahead again and again
SHAPE_NUMBER = re.compile(r'id="_x0000_s(\d{1,9})"')
BLOCK_OF_SHAPES = 1024  # numbers of shapes are given out in blocks, which the drawing lists
IDMAP = re.compile(r'(<(?:\w+:)?idmap\b[^<>]*\bdata=")([\d,]*)(")')
SPACES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
EMPTY_DRAWING = f"""<xml {SPACES}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout></xml>"""
SHAPE_TYPE = (
    f'<v:shapetype {SPACES} id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
COLUMNS_WIDE, MOST_ROWS_HIGH, LETTERS_A_LINE = 4, 24, 44


class Comments:
    """The comments of one sheet."""

    def __init__(self, content: bytes | None, space: str = MAIN_SPACE) -> None:
        empty = f'<comments xmlns="{space}"><authors/><commentList/></comments>'.encode()
        self.root = parsed(content or empty)
        self.authors, self.list = (self._part(name, at) for at, name in enumerate(("authors", "commentList")))
        self.gone: set[Corner] = set()
        self.new: dict[Corner, str] = {}
        self.had_ours: set[Corner] = set()
        self._theirs: dict[Corner | None, Element] | None = None  # by cell, once ours are out

    def _part(self, name: str, at: int) -> Element:
        found = next((one for one in self.root if local(one) == name), None)
        if found is None:
            found = etree.Element(in_space(self.root, name))
            self.root.insert(at, found)
        return found

    def take_ours_out(self) -> None:
        """Removes our texts; a comment that holds nothing else goes with its shape."""
        for one in list(self.list):
            texts = [part for part in one.iter() if local(part) == "t"]
            whole = "".join(part.text or "" for part in texts)
            found = BLOCK.search(whole)
            corner = corner_of(one.get("ref", ""))
            if found is None or corner is None:
                continue
            self.had_ours.add(corner)
            if not BLOCK.sub("", whole).strip():
                self.list.remove(one)
                self.gone.add(corner)
            else:
                _cut(texts, whole)

    def add(self, corner: Corner, text: str) -> None:
        """Puts our text at a cell, below what another person wrote there."""
        if self._theirs is None:
            self._theirs = {corner_of(one.get("ref", "")): one for one in reversed(self.list)}
        theirs = self._theirs.get(corner)
        if theirs is not None:
            self._append(theirs, text)
            return
        entry = etree.SubElement(self.list, in_space(self.root, "comment"))
        entry.set("ref", cell_name(*corner))
        entry.set("authorId", str(self._author()))
        self._text(etree.SubElement(entry, in_space(self.root, "text")), text)
        self.new[corner] = text

    def _append(self, comment: Element, text: str) -> None:
        """A run more after the runs of the comment, or after its plain text."""
        body = next((one for one in comment if local(one) == "text"), None)
        if body is None:
            body = etree.SubElement(comment, in_space(self.root, "text"))
        plain = [one for one in body if local(one) == "t"]
        for one in plain:
            run = etree.Element(in_space(self.root, "r"))
            body.replace(one, run)
            run.append(one)
        run = etree.Element(in_space(self.root, "r"))
        self._text(run, f"\n{text}")
        after = [number for number, one in enumerate(body) if local(one) == "r"]
        body.insert(after[-1] + 1 if after else 0, run)

    def _text(self, parent: Element, text: str) -> None:
        entry = etree.SubElement(parent, in_space(self.root, "t"))
        entry.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        entry.text = text

    def _author(self) -> int:
        for number, one in enumerate(self.authors):
            if one.text == AUTHOR:
                return number
        etree.SubElement(self.authors, in_space(self.root, "author")).text = AUTHOR
        return len(self.authors) - 1

    def content(self) -> bytes:
        """The part."""
        return written(self.root)


def _cut(texts: list[Element], whole: str) -> None:
    """Takes our blocks out of the runs that hold them."""
    keep = [True] * len(whole)
    for found in BLOCK.finditer(whole):
        keep[found.start() : found.end()] = [False] * (found.end() - found.start())
    at = 0
    for one in texts:
        text = one.text or ""
        one.text = "".join(letter for letter, kept in zip(text, keep[at : at + len(text)], strict=True) if kept)
        at += len(text)


# ── shapes ───────────────────────────────────────────────────────────────────────────────────────


def drawn(content: bytes | None, gone: set[Corner], new: Mapping[Corner, str]) -> bytes:
    """The drawing without the shapes of the comments that went, and with a hidden shape for each new one.

    Drawings are no sound XML in every program, so they are changed as text.
    """
    text = content.decode("utf-8", "surrogateescape") if content else EMPTY_DRAWING
    if gone:
        text = _without(text, lambda shape: _place(shape) in gone)
    first = max([1024, *(int(number) for number in SHAPE_NUMBER.findall(text))]) + 1
    shapes = [_shape(first + number, corner, words) for number, (corner, words) in enumerate(new.items())]
    if shapes and "_x0000_t202" not in _without(text, lambda shape: True):
        shapes.insert(0, SHAPE_TYPE)
    at = text.rfind("</xml>")
    if at < 0:
        return drawn(None, set(), new)
    text = f"{text[:at]}{''.join(shapes)}{text[at:]}"
    return _blocks_listed(text, first + len(new)).encode("utf-8", "surrogateescape")


def _without(text: str, goes: Callable[[str], bool]) -> str:
    """The drawing without the shapes that go."""
    kept, at = [], 0
    for start, end in _shapes(text):
        if goes(text[start:end]):
            kept.append(text[at:start])
            at = end
    return "".join([*kept, text[at:]])


def _shapes(text: str) -> Iterator[tuple[int, int]]:
    """Where each shape begins and ends. What comes after one that is never closed is left as it is."""
    end = 0
    while opened := SHAPE.search(text, end):
        closing = f"</{opened.group(1)}shape>"
        closed = opened.end() if opened.group().endswith("/>") else text.find(closing, opened.end())
        if closed < 0:
            return
        end = closed if opened.group().endswith("/>") else closed + len(closing)
        yield opened.start(), end


def _place(shape: str) -> Corner | None:
    """Row and column of the cell that a shape of a comment belongs to."""
    found = [re.search(rf"<(?:\w+:)?{name}>\s*([0-9]{{1,7}})\s*<", shape) for name in ("Row", "Column")]
    if 'ObjectType="Note"' not in shape or not all(found):
        return None
    row, column = (int(one.group(1)) + 1 for one in found if one)
    return row, column


def _blocks_listed(text: str, last: int) -> str:
    """The drawing lists every block of a thousand numbers that its shapes use."""

    def listed(found: re.Match[str]) -> str:
        known = [one for one in found.group(2).split(",") if one]
        wanted = [str(block) for block in range(1, last // BLOCK_OF_SHAPES + 1)]
        return found.group(1) + ",".join(dict.fromkeys([*known, *wanted])) + found.group(3)

    return IDMAP.sub(listed, text, count=1) if last >= 2 * BLOCK_OF_SHAPES else text


def _shape(number: int, corner: Corner, words: str) -> str:
    row, column = corner
    lines = sum(1 + len(line) // LETTERS_A_LINE for line in words.split("\n"))
    top, left = max(row - 2, 0), min(column, 16_380 - COLUMNS_WIDE)
    bottom = top + min(lines + 1, MOST_ROWS_HIGH)
    anchor = f"{left}, 15, {top}, 10, {left + COLUMNS_WIDE}, 15, {bottom}, 4"
    return (
        f'<v:shape {SPACES} id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:107pt;'
        f'margin-top:7pt;width:300pt;height:{lines * 14 + 20}pt;z-index:{number};visibility:hidden" fillcolor="#ffffe1" '
        'o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
        '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        f'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{escape(anchor)}</x:Anchor>'
        f"<x:AutoFill>False</x:AutoFill><x:Row>{row - 1}</x:Row><x:Column>{column - 1}</x:Column></x:ClientData></v:shape>"
    )
