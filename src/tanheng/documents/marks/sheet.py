"""Marks in the XML of one sheet: the styles of some cells, the drawing of comments, which sheet is selected. Nothing else moves.

The part is not built anew: places are found by a parser and a few bytes are put in, so that everything else stays byte for
byte, values, formulas with their stored results and what no library knows included.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from tanheng.documents.reading.cells import Corner, cell_name, corner_of
from tanheng.documents.reading.workbook_package import UnreadableWorkbook
from tanheng.engine.problems import Severity

TAG = re.compile(rb"<[^<>\"']*(?:\"[^\"]*\"[^<>\"']*|'[^']*'[^<>\"']*)*>")
DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
# What stands before the drawing of comments in a sheet, by the format's own order.
BEFORE_DRAWING = {
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection", "protectedRanges",
    "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting",
    "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks",
    "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing",
}  # fmt: skip
Restyle = Callable[[int, Corner, Severity | None], int]


@dataclass(frozen=True)
class SheetWish:
    """What is wanted of a sheet: the cells to colour, the style that a cell then has (from its style, place and severity; None
    for a cell that is not to be marked), the relation of a drawing of comments, and whether the sheet stays selected.
    """

    marks: Mapping[Corner, Severity]
    restyle: Restyle
    drawing: str = ""
    relation_space: str = ""


def edited_sheet(content: bytes, wish: SheetWish) -> bytes:
    """The XML of a sheet with the wished marks. Raises UnreadableWorkbook."""
    editor = _Editor(_plain(content), wish)
    editor.read()
    return editor.written()


def legacy_drawing(content: bytes) -> str:
    """The relation of the drawing of comments that a sheet has; nothing where it has none."""
    found = re.search(rb"<(?:\w+:)?legacyDrawing\b[^<>]*?:id\s*=\s*[\"']([^\"']*)", content)
    return found.group(1).decode("utf-8", "replace") if found else ""


def _plain(content: bytes) -> bytes:
    """The part in an encoding whose bytes can be cut: UTF-16 becomes UTF-8."""
    if not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content
    return DECLARATION.sub('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>', content.decode("utf-16")).encode()


@dataclass
class _Open:
    """A tag that has begun: where, and where it ends."""

    name: str
    start: int
    end: int

    def is_empty(self, content: bytes) -> bool:
        return content[self.end - 2 : self.end] == b"/>"


@dataclass
class _Editor:
    """Walks the sheet once and notes the bytes to change."""

    content: bytes
    wish: SheetWish
    changes: list[tuple[int, int, bytes]] = field(default_factory=list)
    prefix: bytes = b""
    depth: int = 0
    row: int = 0
    column: int = 0
    row_style: int | None = None
    in_data: bool = False
    opened: dict[int, _Open] = field(default_factory=dict)
    columns: list[tuple[int, int, int]] = field(default_factory=list)
    waiting: dict[int, list[int]] = field(default_factory=dict)  # row → columns whose cells have not been seen
    coming: list[int] = field(default_factory=list)  # the rows of `waiting`, the first one last
    column_styles: dict[int, int] = field(default_factory=dict)
    after: int = 0
    has_drawing: bool = False

    def read(self) -> None:
        for row, column in sorted(self.wish.marks):
            self.waiting.setdefault(row, []).append(column)
        self.coming = sorted(self.waiting, reverse=True)
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        try:
            self.parser.Parse(self.content, True)
        except expat.ExpatError as error:
            raise UnreadableWorkbook("FILE-201", found=str(error)[:80]) from None
        if self.wish.drawing and not self.has_drawing:
            words = f' xmlns:r="{self.wish.relation_space}" r:id="{self.wish.drawing}"/>'
            self.put(self.after, b"<" + self.prefix + b"legacyDrawing" + words.encode())

    def put(self, at: int, new: bytes, until: int | None = None) -> None:
        self.changes.append((at, at if until is None else until, new))

    def written(self) -> bytes:
        parts, at = [], 0
        for start, end, new in sorted(self.changes, key=lambda one: (one[0], one[1])):
            parts += [self.content[at:start], new]
            at = end
        return b"".join([*parts, self.content[at:]])

    # ── the parser's calls ───────────────────────────────────────────────────────────────────────

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        plain = name.rpartition(":")[2]
        if self.in_data and self.depth == 4 and plain == "c":
            self.cell(attributes)
            return
        if self.depth > 3:
            return
        here = self.parser.CurrentByteIndex
        found = TAG.match(self.content, here)
        tag = _Open(plain, here, found.end() if found else here)
        self.opened[self.depth] = tag
        if self.depth == 1:
            self.prefix, self.after = name.rpartition(":")[0].encode(), tag.end
            self.prefix += b":" if self.prefix else b""
        elif plain == "sheetData":
            self.in_data = True
        elif self.in_data and plain == "row":
            self.open_row(tag, attributes)
        else:
            self.beside_data(plain, tag, attributes)

    def beside_data(self, name: str, tag: _Open, attributes: Mapping[str, str]) -> None:
        if name == "legacyDrawing":
            self.has_drawing = True
        elif name == "col" and "style" in attributes:
            first, last, style = (_number(attributes.get(one)) for one in ("min", "max", "style"))
            self.columns.append((first, last, style))
        elif name == "sheetView" and attributes.get("tabSelected") in ("1", "true"):
            self.set(tag.start, tag.end, "tabSelected", "0")

    def end(self, _name: str) -> None:
        depth, self.depth = self.depth, self.depth - 1
        tag = self.opened.pop(depth, None)
        if tag is None:
            return
        here = self.parser.CurrentByteIndex
        if self.in_data and tag.name == "row" and depth == 3:
            self.close_row(tag, here)
        elif tag.name == "sheetData" and depth == 2:
            self.close_data(tag, here)
        if depth == 2 and tag.name in BEFORE_DRAWING:
            found = TAG.match(self.content, here)
            self.after = tag.end if tag.is_empty(self.content) or found is None else found.end()

    # ── rows and cells ───────────────────────────────────────────────────────────────────────────

    def open_row(self, tag: _Open, attributes: Mapping[str, str]) -> None:
        self.row = _number(attributes.get("r")) or self.row + 1
        self.column = 0
        self.row_style = _number(attributes.get("s")) if attributes.get("customFormat") in ("1", "true") else None
        while self.coming and self.coming[-1] < self.row:
            row = self.coming.pop()
            if row in self.waiting:
                self.put(tag.start, self.new_row(row, self.waiting.pop(row)))

    def cell(self, attributes: Mapping[str, str]) -> None:
        corner = corner_of(attributes.get("r", ""))
        row, self.column = corner or (self.row, self.column + 1)
        here = self.parser.CurrentByteIndex
        waiting = self.waiting.get(row, [])
        if waiting:
            earlier = waiting[: bisect_right(waiting, self.column - 1)]
            if earlier:
                self.put(here, self.new_cells(row, earlier))
                del waiting[: len(earlier)]
            if waiting and waiting[0] == self.column:
                del waiting[0]
        style = _number(attributes.get("s"))
        wanted = self.wish.restyle(style, (row, self.column), self.wish.marks.get((row, self.column)))
        if wanted != style:
            found = TAG.match(self.content, here)
            self.set(here, found.end() if found else here, "s", str(wanted))

    def close_row(self, tag: _Open, here: int) -> None:
        columns = self.waiting.pop(self.row, [])
        if not columns:
            return
        cells = self.new_cells(self.row, columns)
        if tag.is_empty(self.content):
            self.put(tag.end - 2, b">" + cells + b"</" + self.prefix + b"row>", tag.end)
        else:
            self.put(here, cells)
        spans = re.search(rb"\sspans\s*=\s*(\"[^\"]*\"|'[^']*')", self.content[tag.start : tag.end])
        if spans:  # a hint of which columns are filled, no longer true
            self.put(tag.start + spans.start(), b"", tag.start + spans.end())

    def close_data(self, tag: _Open, here: int) -> None:
        self.in_data, self.row_style = False, None
        rows = b"".join(self.new_row(row, columns) for row, columns in sorted(self.waiting.items()) if columns)
        self.waiting = {}
        if rows and tag.is_empty(self.content):
            self.put(tag.end - 2, b">" + rows + b"</" + self.prefix + b"sheetData>", tag.end)
        elif rows:
            self.put(here, rows)

    def new_row(self, row: int, columns: list[int]) -> bytes:
        style, self.row_style = self.row_style, None
        cells = self.new_cells(row, columns)
        self.row_style = style
        return b"".join((b"<", self.prefix, f'row r="{row}">'.encode(), cells, b"</", self.prefix, b"row>")) if columns else b""

    def new_cells(self, row: int, columns: list[int]) -> bytes:
        return b"".join(self.new_cell(row, column) for column in columns)

    def new_cell(self, row: int, column: int) -> bytes:
        style = self.column_style(column) if self.row_style is None else self.row_style
        wanted = self.wish.restyle(style, (row, column), self.wish.marks[row, column])
        return b"<" + self.prefix + f'c r="{cell_name(row, column)}" s="{wanted}"/>'.encode()

    def column_style(self, column: int) -> int:
        if column not in self.column_styles:
            self.column_styles[column] = next((style for first, last, style in self.columns if first <= column <= last), 0)
        return self.column_styles[column]

    def set(self, start: int, end: int, name: str, value: str) -> None:
        """Writes one attribute of a tag."""
        tag = self.content[start:end]
        pattern = re.compile(rb"(\s" + name.encode() + rb"\s*=\s*)(\"[^\"]*\"|'[^']*')")
        found = pattern.search(tag)
        if found:
            self.put(start + found.start(2), f'"{value}"'.encode(), start + found.end(2))
        else:
            at = start + len(re.split(rb"[\s/>]", tag, maxsplit=1)[0])
            self.put(at, f' {name}="{value}"'.encode())


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0
