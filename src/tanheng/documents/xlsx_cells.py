"""Reads the cells of an .xlsx workbook as its XML has them, with formulas, hidden parts, merged areas, dates and errors.

One reading instead of a fast reader for values and a slow one for the rest: numbers keep the digits of the file, and no two
readers can disagree. It reads; it judges nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from posixpath import join, normpath

from tanheng.documents.cells import Cell, CellKind, Sheet, corner_of
from tanheng.documents.workbook_package import UnreadableWorkbook, WorkbookPackage, walk_xml

MOST_SHEETS = 200
MOST_CELLS = 400_000
DATE_FORMATS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
NOT_DATE = re.compile(r'"[^"]*"|\\.|_.|\[(?!h|m|s|hh|mm|ss)[^\]]*\]', re.IGNORECASE)  # quoted text, escapes, colours, locales
DATE_LETTERS = re.compile(r"[ymdhs]", re.IGNORECASE)
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
KINDS: dict[str, CellKind] = {"n": "number", "b": "boolean", "e": "error", "d": "date"}


def xlsx_sheets(package: WorkbookPackage) -> list[Sheet]:
    """All sheets in order. Raises UnreadableWorkbook."""
    if "xl/vbaProject.bin" in package:
        raise UnreadableWorkbook("FILE-207")
    book = _Book()
    walk_xml(package.read("xl/workbook.xml"), book.start, _nothing, _nothing)
    if len(book.sheets) > MOST_SHEETS:
        words = {"found": f"{len(book.sheets)} 张工作表", "found_en": f"{len(book.sheets)} sheets"}
        raise UnreadableWorkbook("FILE-206", known=MOST_SHEETS, **words)
    targets = _Relations()
    walk_xml(package.read("xl/_rels/workbook.xml.rels"), targets.start, _nothing, _nothing)
    strings, styles = _Strings(), _Styles()
    _walk_where_present(package, targets.part("sharedStrings"), strings)
    _walk_where_present(package, targets.part("styles"), styles)
    return [_sheet(package, *entry, targets, strings.texts, styles.dates) for entry in book.sheets]


def _sheet(
    package: WorkbookPackage, name: str, relation: str, hidden: bool, targets: _Relations, strings: list[str], dates: list[bool]
) -> Sheet:
    target = targets.by_id.get(relation)
    sheet = Sheet(name=name[:100], hidden=hidden)
    if target is None or target not in package:
        raise UnreadableWorkbook("FILE-201", found=f"找不到工作表 {name[:40]}", found_en=f"sheet {name[:40]} is missing")
    reader = _SheetReader(sheet, strings, dates)
    walk_xml(package.read(target), reader.start, reader.end, reader.data)
    return sheet


def _nothing(*_: object) -> None:
    """No interest in this."""


class _Book:
    """Names, relation ids and visibility of the sheets."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, bool]] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "sheet":
            hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append((attributes.get("name", ""), attributes.get("id", ""), hidden))


class _Relations:
    """Parts of the workbook by relation id and by type."""

    def __init__(self) -> None:
        self.by_id: dict[str, str] = {}
        self.by_type: dict[str, str] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship":
            target = attributes.get("Target", "")
            path = normpath(target.lstrip("/") if target.startswith("/") else join("xl", target))
            self.by_id[attributes.get("Id", "")] = path
            self.by_type.setdefault(attributes.get("Type", "").rpartition("/")[2], path)

    def part(self, kind: str) -> str | None:
        return self.by_type.get(kind)


def _walk_where_present(package: WorkbookPackage, part: str | None, reader: _Strings | _Styles) -> None:
    if part is not None and part in package:
        walk_xml(package.read(part), reader.start, reader.end, reader.data)


class _Strings:
    """The shared texts; phonetic hints are left out."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.pieces: list[str] = []
        self.inside = False
        self.phonetic = False

    def start(self, name: str, _attributes: Mapping[str, str]) -> None:
        if name == "si":
            self.pieces = []
        elif name == "rPh":
            self.phonetic = True
        elif name == "t":
            self.inside = not self.phonetic

    def end(self, name: str) -> None:
        if name == "si":
            self.texts.append(unescaped("".join(self.pieces)))
        elif name == "rPh":
            self.phonetic = False
        elif name == "t":
            self.inside = False

    def data(self, text: str) -> None:
        if self.inside:
            self.pieces.append(text)


class _Styles:
    """Which cell formats show a date or a time."""

    def __init__(self) -> None:
        self.custom: dict[str, bool] = {}
        self.dates: list[bool] = []
        self.inside = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "numFmt":
            code = NOT_DATE.sub("", attributes.get("formatCode", ""))
            self.custom[attributes.get("numFmtId", "")] = DATE_LETTERS.search(code) is not None and "General" not in code
        elif name == "cellXfs":
            self.inside = True
        elif name == "xf" and self.inside:
            number = attributes.get("numFmtId", "0")
            built_in = number.isdigit() and len(number) < 4 and int(number) in DATE_FORMATS
            self.dates.append(self.custom.get(number, built_in))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self.inside = False

    def data(self, _text: str) -> None:
        """Nothing stands between the tags."""


class _SheetReader:
    """Fills one sheet from its XML."""

    def __init__(self, sheet: Sheet, strings: list[str], dates: list[bool]) -> None:
        self.sheet = sheet
        self.strings = strings
        self.dates = dates
        self.row = 0
        self.column = 0
        self.cell: Mapping[str, str] | None = None
        self.value: list[str] = []
        self.formula = False
        self.inside = False
        self.phonetic = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "c":
            self._open_cell(attributes)
        elif name in ("v", "t") and self.cell is not None:
            self.inside = not self.phonetic
        elif name == "f" and self.cell is not None:
            self.formula = True
        elif name == "rPh":
            self.phonetic = True
        elif name == "row":
            self.row = _counted(attributes.get("r"), self.row + 1)
            self.column = 0
            if _true(attributes.get("hidden")):
                self.sheet.hidden_rows.add(self.row)
        elif name == "col" and _true(attributes.get("hidden")):
            self.sheet.hidden_columns.append((_counted(attributes.get("min"), 1), _counted(attributes.get("max"), 1)))
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def _open_cell(self, attributes: Mapping[str, str]) -> None:
        corner = corner_of(attributes.get("r", ""))
        self.row, self.column = corner or (self.row or 1, self.column + 1)
        self.cell, self.value, self.formula = attributes, [], False

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        corners = corner_of(first), corner_of(last)
        if corners[0] and corners[1] and corners[0] != corners[1] and len(self.sheet.merged) < MOST_CELLS:
            self.sheet.merged.append((corners[0], corners[1]))

    def data(self, text: str) -> None:
        if self.inside:
            self.value.append(text)

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self.inside = False
        elif name == "rPh":
            self.phonetic = False
        elif name == "c" and self.cell is not None:
            self._close_cell(self.cell)
            self.cell = None

    def _close_cell(self, attributes: Mapping[str, str]) -> None:
        cell = self._made(attributes, "".join(self.value))
        if cell is None:
            return
        self.sheet.cells[(self.row, self.column)] = cell
        if len(self.sheet.cells) > MOST_CELLS:
            raise UnreadableWorkbook("FILE-206", found=f"{self.sheet.name}", known=MOST_CELLS)

    def _made(self, attributes: Mapping[str, str], text: str) -> Cell | None:
        kind = attributes.get("t", "n")
        if kind == "s":
            text = self._shared(text)
        if kind in ("s", "str", "inlineStr"):
            shown = unescaped(text) if kind == "inlineStr" else text
            return Cell("text" if shown or kind == "str" else "blank", shown, self.formula) if shown or self.formula else None
        if not text:
            return Cell("blank", "", True) if self.formula else None
        if kind == "n" and self._is_date(attributes.get("s", "")):
            return Cell("date", text, self.formula)
        return Cell(KINDS.get(kind, "text"), _boolean(kind, text), self.formula)

    def _shared(self, text: str) -> str:
        if not (text.isascii() and text.isdigit() and len(text) < 9 and int(text) < len(self.strings)):
            raise UnreadableWorkbook("FILE-201", found=f"共享文本 {text[:20]}", found_en=f"shared text {text[:20]}")
        return self.strings[int(text)]

    def _is_date(self, style: str) -> bool:
        return style.isascii() and style.isdigit() and len(style) < 7 and int(style) < len(self.dates) and self.dates[int(style)]


def _boolean(kind: str, text: str) -> str:
    return ("TRUE" if text == "1" else "FALSE") if kind == "b" else text


def _counted(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else otherwise


def _true(text: str | None) -> bool:
    return text in ("1", "true")


def unescaped(text: str) -> str:
    """`_x000A_` is how a workbook writes characters that XML cannot hold; those nobody can see become blanks."""
    return ESCAPED.sub(_character, text) if "_x" in text else text


def _character(found: re.Match[str]) -> str:
    character = chr(int(found.group(1), 16))
    return character if character.isprintable() or character == "\n" else " "
