"""What the cells of an .xlsx workbook need beside their sheet: the list of sheets, shared texts, number formats, the calendar.

Everything is found by relationships. The cells themselves are read by `documents.reading.xlsx_cells`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tanheng.documents.reading.cells import LONGEST_TEXT, MOST_AREAS, MOST_CELLS, MOST_CHARACTERS, MOST_LOOKS, ODD, Cell, Sheet
from tanheng.documents.reading.invisible_marks import without_marks
from tanheng.documents.reading.number_formats import NumberFormat, built_in_format, number_format
from tanheng.documents.reading.workbook_package import UnreadableWorkbook, WorkbookPackage, walk_xml
from tanheng.documents.reading.workbook_parts import nothing, relations
from tanheng.engine.numbers import figure

MOST_SHEETS = 200
CELLS = {"found": "单元格", "found_en": "cells"}
CELLS_KINDS = ("worksheet", "dialogsheet")  # relationships to sheets that hold cells; a sheet of a chart holds none
MACRO_SHEETS = ("xlMacrosheet", "xlIntlMacrosheet")
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass
class XlsxBook:
    """The sheets by name, part (None where it is missing) and visibility; texts and formats by the numbers that cells name."""

    sheets: list[tuple[str, str | None, bool]] = field(default_factory=list)
    texts: list[Cell | None] = field(default_factory=list)  # an odd one is too long for any cell
    formats: dict[str, NumberFormat] = field(default_factory=dict)  # of the styles that do not show plain numbers
    conditional: dict[str, NumberFormat] = field(default_factory=dict)  # of the styles that a condition lays over those of cells
    from_1904: bool = False
    cells: int = 0  # of the sheets read before
    characters: int = 0
    areas: int = 0
    looks: int = 0  # at cells under conditional formats

    def count(self, sheet: Sheet) -> None:
        """Raises UnreadableWorkbook where the sheets read before and this one hold more cells than fit in memory."""
        if self.cells + len(sheet.cells) > MOST_CELLS:
            raise too_many_cells(sheet.name)

    def count_area(self) -> None:
        """A merged area or a hidden column more. Raises UnreadableWorkbook where they are too many."""
        self.areas += 1
        if self.areas > MOST_AREAS:
            raise too_many_areas()

    def count_looks(self, count: int, sheet: Sheet) -> None:
        """Cells that are looked at for a conditional format. Raises UnreadableWorkbook where they are too many."""
        self.looks += count
        if self.looks > MOST_LOOKS:
            raise too_many_looks(sheet.name)

    def finish(self, sheet: Sheet) -> None:
        """A sheet was read. Raises UnreadableWorkbook where the texts of all are too long together."""
        self.cells += len(sheet.cells)
        self.characters += characters_of(sheet)
        if self.characters > MOST_CHARACTERS:
            raise too_many_characters(sheet.name)


def characters_of(sheet: Sheet) -> int:
    """How much stands in the cells of a sheet."""
    return sum(len(cell.text) for cell in sheet.cells.values())


def too_many_areas() -> UnreadableWorkbook:
    """The refusal of a workbook with too many merged areas and hidden columns."""
    words = {"found": "合并单元格和隐藏列", "found_en": "merged areas and hidden columns"}
    return UnreadableWorkbook("FILE-206", known=figure(MOST_AREAS), **words)


def too_many_looks(name: str | None) -> UnreadableWorkbook:
    """The refusal of a workbook whose conditional formats reach too many cells, with the sheet at which they did."""
    words = {
        "found": f"条件格式覆盖的单元格（到工作表 {name} 为止，每条规则分别计数）",
        "found_en": f"cells under conditional formats (up to the sheet {name}, counted for each rule)",
    }
    return UnreadableWorkbook("FILE-206", known=figure(MOST_LOOKS), **words)


def too_many_characters(name: str | None) -> UnreadableWorkbook:
    """The refusal of a workbook whose texts are too long, with the sheet at which they became so."""
    words = {"found": f"文字（到工作表 {name} 为止）", "found_en": f"characters (up to the sheet {name})"}
    return UnreadableWorkbook("FILE-206", known=figure(MOST_CHARACTERS), **words)


def too_many_cells(name: str | None = None) -> UnreadableWorkbook:
    """The refusal of a workbook that holds too many cells, with the sheet at which it did where that is known."""
    words = {"found": f"单元格（到工作表 {name} 为止）", "found_en": f"cells (up to the sheet {name})"} if name else CELLS
    return UnreadableWorkbook("FILE-206", known=figure(MOST_CELLS), **words)


def xlsx_book(package: WorkbookPackage, part: str) -> XlsxBook:
    """All of it but the cells. Raises UnreadableWorkbook."""
    listed, book = _Listed(), XlsxBook()
    walk_xml(package.read(part), listed.start, nothing, nothing, budget=package.budget)
    if listed.root != "workbook":
        raise UnreadableWorkbook("FILE-201", found=f"<{listed.root[:20]}> 不是工作簿", found_en=f"<{listed.root[:20]}> is no workbook")
    if len(listed.sheets) > MOST_SHEETS:
        words = {"found": f"{figure(len(listed.sheets))} 张工作表", "found_en": f"{figure(len(listed.sheets))} sheets"}
        raise UnreadableWorkbook("FILE-206", known=figure(MOST_SHEETS), **words)
    book.from_1904 = listed.from_1904
    found = relations(package, part)
    by_id = {one.id: one for one in found}
    for name, relation, hidden in listed.sheets:
        one = by_id.get(relation)
        if one is not None and one.kind in MACRO_SHEETS:
            raise UnreadableWorkbook("FILE-207")
        if one is None or one.target not in package:
            book.sheets.append((name, None, hidden))
        elif one.kind in CELLS_KINDS:
            if any(part == one.target for _, part, _ in book.sheets):
                words = {"found": f"工作表 {name[:40]} 与另一张是同一部件", "found_en": f"the sheet {name[:40]} is the part of another one"}
                raise UnreadableWorkbook("FILE-201", **words)
            book.sheets.append((name, one.target, hidden))
    by_kind = {one.kind: one.target for one in reversed(found)}
    strings, styles = _Strings(), _Styles()
    for kind, reader in (("sharedStrings", strings), ("styles", styles)):
        target = by_kind.get(kind)
        if target is not None and target in package:
            walk_xml(package.read(target), reader.start, reader.end, reader.data, budget=package.budget)
    book.texts, book.formats, book.conditional = strings.texts, styles.formats, styles.conditional
    return book


class _Listed:
    """Names, relation ids and visibility of the sheets, and where its calendar begins."""

    def __init__(self) -> None:
        self.root = ""
        self.sheets: list[tuple[str, str, bool]] = []
        self.from_1904 = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self.root = self.root or name
        if name == "sheet":
            hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append((attributes.get("name", ""), attributes.get("id", ""), hidden))
        elif name == "workbookPr":
            self.from_1904 = attributes.get("date1904") in ("1", "true", "on")


class _Strings:
    """The shared texts as cells; phonetic hints are left out."""

    def __init__(self) -> None:
        self.texts: list[Cell | None] = []
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
            text = shown_text("".join(self.pieces))
            self.texts.append(ODD if len(text) > LONGEST_TEXT else Cell("text", text) if text else None)
        elif name == "rPh":
            self.phonetic = False
        elif name == "t":
            self.inside = False

    def data(self, text: str) -> None:
        if self.inside:
            self.pieces.append(text)


class _Styles:
    """The number formats of the cell styles."""

    def __init__(self) -> None:
        self.custom: dict[str, NumberFormat] = {}
        self.formats: dict[str, NumberFormat] = {}
        self.conditional: dict[str, NumberFormat] = {}
        self.count = self.conditions = 0
        self.inside = self.in_condition = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "dxf":
            self.in_condition, self.conditions = True, self.conditions + 1
        elif name == "numFmt" and self.in_condition:
            self.conditional[str(self.conditions - 1)] = number_format(attributes.get("formatCode", ""))
        elif name == "numFmt":
            self.custom[attributes.get("numFmtId", "")] = number_format(attributes.get("formatCode", ""))
        elif name == "cellXfs":
            self.inside = True
        elif name == "xf" and self.inside:
            self._style(attributes.get("numFmtId", "0").strip())

    def _style(self, number: str) -> None:
        short = number.isascii() and number.isdigit() and len(number) < 5
        found = self.custom.get(number) or built_in_format(int(number) if short else 0)
        if not found.plain:
            self.formats[str(self.count)] = found
        self.count += 1

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self.inside = False
        elif name == "dxf":
            self.in_condition = False

    data: Callable[[str], None] = staticmethod(nothing)


def shown_text(text: str) -> str:
    """A text as it is shown: `_x000A_`, the way of a workbook to write what XML cannot hold, is the character; marks that nobody
    sees are dropped.
    """
    return without_marks(ESCAPED.sub(_character, text) if "_x" in text else text)


def _character(found: re.Match[str]) -> str:
    character = chr(int(found.group(1), 16))
    return character if character.isprintable() or character == "\n" else " "
