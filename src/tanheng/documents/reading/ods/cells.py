"""Reads the cells of an OpenDocument spreadsheet (.ods) as its XML has them; the counterpart of `documents.reading.xlsx_cells`."""

from __future__ import annotations

from collections.abc import Mapping

from tanheng.documents.reading.cell_dates import as_shown, iso_text, likely_typed
from tanheng.documents.reading.cells import (
    LARGEST_COLUMN,
    LARGEST_ROW,
    LONGEST_TEXT,
    MOST_AREAS,
    MOST_CELLS,
    MOST_CHARACTERS,
    MOST_ODD,
    ODD,
    Cell,
    CellKind,
    Sheet,
    too_long,
)
from tanheng.documents.reading.constant_formulas import constant_result
from tanheng.documents.reading.invisible_marks import without_marks
from tanheng.documents.reading.ods.styles import OdsStyles
from tanheng.documents.reading.shown_numbers import shown_as_text, shown_by_format
from tanheng.documents.reading.stored_numbers import STORED, stored_number
from tanheng.documents.reading.workbook_package import UnreadableWorkbook, WorkbookPackage, walk_xml
from tanheng.documents.reading.workbook_parts import encrypted_by_manifest
from tanheng.documents.reading.xlsx_book import MOST_SHEETS, too_many_areas, too_many_cells, too_many_characters
from tanheng.engine.numbers import figure

KINDS: dict[str, CellKind] = {
    "float": "number", "percentage": "number", "currency": "number", "date": "date", "time": "date", "boolean": "boolean", "string": "text",
}  # fmt: skip
NO_KINDS = ("void", "")
SIGNS = "%‰"
VALUES = ("value", "date-value", "time-value", "boolean-value", "string-value")
HIDDEN = ("collapse", "filter")
PARAGRAPHS = ("p", "h")
TRACKED = "tracked-changes"
BESIDE = {"annotation": "comments", TRACKED: ""}  # texts in no cell; all others are of drawings
ELSEWHERE = frozenset(  # what stands in a table, or in a cell of it, and is no part of a cell
    (*BESIDE, "shapes", "frame", "custom-shape", "rect", "ellipse", "circle", "g", "line", "polyline", "polygon", "path", "connector",
     "caption", "measure", "control", "forms", "scene", "regular-polygon")
)  # fmt: skip
ERRORS = ("#", "Err:")


def ods_sheets(package: WorkbookPackage) -> list[Sheet]:
    """All sheets in order. Raises UnreadableWorkbook."""
    if encrypted_by_manifest(package):
        raise UnreadableWorkbook("FILE-202")
    if package.holds_more(["content.xml"], (b"office:value-type=",), MOST_CELLS):
        raise too_many_cells()
    reader = _ContentReader()
    reader.styles.read(package)
    walk_xml(package.pieces("content.xml"), reader.start, reader.end, reader.data, budget=package.budget)
    return reader.sheets


class _ContentReader:
    """Fills the sheets from content.xml. Rows and columns are counted, for the format repeats what is alike."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self.styles = OdsStyles()
        self.styles_of_columns: list[tuple[int, str]] = []  # the last column of each run, and its style
        self.style_of_row = ""
        self.tables = 0  # depth: tracked changes and sub-tables hold cells that are no cells of the sheet
        self.elsewhere = 0
        self.kind_of_text = ""  # of what stands in no cell
        self.beside_open = 0
        self.row = self.row_repeat = self.column = self.columns = self.count = 0
        self.cell: Mapping[str, str] | None = None
        self.paragraphs = 0
        self.pieces: list[str] = []  # of the text of a cell, none more once it is too long
        self.length = 0
        self.in_text = 0
        self.areas = self.characters = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in ELSEWHERE and (self.tables or name == TRACKED):
            self.elsewhere += 1
            self.kind_of_text = self.kind_of_text if self.elsewhere > 1 else BESIDE.get(name, "drawing")
        elif name == "table":
            self._open_table(attributes)
        elif self.elsewhere or self.tables > 1:
            self.beside_open += name in PARAGRAPHS
        elif self.tables:
            self._start_in_table(name, attributes)
        else:
            self.styles.start(name, attributes)

    def _open_table(self, attributes: Mapping[str, str]) -> None:
        self.tables += 1
        if self.tables > 1 or self.elsewhere:
            return
        style = attributes.get("style-name", "")
        hidden = style in self.styles.hidden or attributes.get("display") == "false"
        self.sheets.append(Sheet(name=attributes.get("name", "")[:100], hidden=hidden))
        self.sheets[-1].note_beside("header", self.styles.pages.of_table(style))
        self.row = self.row_repeat = self.columns = 0
        self.styles_of_columns = []
        if len(self.sheets) > MOST_SHEETS:
            raise UnreadableWorkbook("FILE-206", found=figure(len(self.sheets)), known=figure(MOST_SHEETS))

    def _start_in_table(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "table-column":
            first, self.columns = self.columns + 1, self.columns + _repeat(attributes, "number-columns-repeated")
            self.styles_of_columns.append((self.columns, attributes.get("default-cell-style-name", "")))
            if attributes.get("visibility") in HIDDEN:
                self._count_area()
                self.sheets[-1].hidden_columns.append((first, self.columns))
        elif name == "table-row":
            self.row += max(self.row_repeat, 0) or 1
            self.row_repeat, self.column = _repeat(attributes, "number-rows-repeated"), 1
            self.style_of_row = attributes.get("default-cell-style-name", "")
            if attributes.get("visibility") in HIDDEN:
                last = min(self.row + self.row_repeat, self.row + 1000, LARGEST_ROW + 1)
                self.sheets[-1].hidden_rows.update(range(self.row, last))
        elif name in ("table-cell", "covered-table-cell"):
            self.cell, self.paragraphs, self.pieces, self.length = attributes, 0, [], 0
            if "number-rows-spanned" in attributes or "number-columns-spanned" in attributes:
                self._merge(attributes)
        elif self.cell is not None:
            self._start_in_cell(name, attributes)

    def _merge(self, attributes: Mapping[str, str]) -> None:
        rows, columns = _repeat(attributes, "number-rows-spanned"), _repeat(attributes, "number-columns-spanned")
        if rows > 1 or columns > 1:
            self._count_area()
            self.sheets[-1].merged.append(((self.row, self.column), (self.row + rows - 1, self.column + columns - 1)))

    def _count_area(self) -> None:
        self.areas += 1
        if self.areas > MOST_AREAS:
            raise too_many_areas()

    def _start_in_cell(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in PARAGRAPHS:
            self._add("\n" if self.paragraphs else "")
            self.in_text += 1
            self.paragraphs += 1
        elif self.in_text and self.paragraphs:
            count = attributes.get("c", "1")
            blanks = int(count) if count.isascii() and count.isdigit() and len(count) < 4 else 1
            self._add({"s": " " * blanks, "tab": "\t", "line-break": "\n"}.get(name, ""))

    def _add(self, text: str) -> None:
        if self.length <= LONGEST_TEXT:
            self.pieces.append(text)
        self.length += len(text)

    def data(self, text: str) -> None:
        if self.elsewhere or self.tables > 1:
            self._note_beside(text)
        elif self.in_text and self.paragraphs:
            self._add(text)
        elif not self.tables:
            self.styles.data(text)

    def _note_beside(self, text: str) -> None:
        """A text of a comment or a text box; what was deleted is in no table."""
        if self.beside_open and self.sheets and self.kind_of_text:
            self.characters += len(text)
            if self.characters > MOST_CHARACTERS:
                raise too_many_characters(self.sheets[-1].name)
            self.sheets[-1].note_beside(self.kind_of_text if self.elsewhere else "drawing", text)

    def end(self, name: str) -> None:
        if name in ELSEWHERE and (self.tables or name == TRACKED):
            self.elsewhere = max(self.elsewhere - 1, 0)
        elif name == "table":
            self.tables = max(self.tables - 1, 0)
        elif self.elsewhere or self.tables > 1:
            self.beside_open = max(self.beside_open - (name in PARAGRAPHS), 0)
        elif not self.tables:
            self.styles.end(name)
        elif name in PARAGRAPHS and self.in_text:
            self.in_text -= 1
        elif name in ("table-cell", "covered-table-cell") and self.cell is not None:
            self._close_cell(self.cell)
            self.cell, self.in_text = None, 0

    def _tell(self, found: str, found_en: str) -> None:
        if len(self.sheets[-1].odd) < MOST_ODD:
            self.sheets[-1].tell((min(self.row, LARGEST_ROW), self.column), "FILE-260", found, found_en)

    def _close_cell(self, attributes: Mapping[str, str]) -> None:
        repeat = _repeat(attributes, "number-columns-repeated")
        text = "".join(self.pieces)
        longest = max([text, *(attributes[name] for name in VALUES if name in attributes)], key=len)
        made = _cell(attributes, without_marks(text)) if len(longest) <= LONGEST_TEXT else ""
        if isinstance(made, Cell) and made.kind == "number":
            made = self._shown(made, attributes.get("style-name", ""), text)
        if isinstance(made, str):
            told = (f"不认识的值 {made[:40]}", f"unknown value {made[:40]}") if made else too_long(longest)
            self._tell(*told)
            self._place(ODD, self.row_repeat, repeat)
        elif made is not None:
            self._place(made, self.row_repeat, repeat)
        self.column = min(self.column + repeat, LARGEST_COLUMN + 1)

    def _shown(self, cell: Cell, style: str, text: str) -> Cell:
        """The number with what the text beside it shows, else what its style does."""
        number = stored_number(cell.text) or cell.text
        shown = None if cell.percent else shown_as_text(number, text)
        formats = self.styles.formats
        if (shown is None and formats.shapes) or formats.maps:
            by_column = (one for last, one in self.styles_of_columns if last >= self.column)
            style = style or self.style_of_row or next(by_column, "")
            shape = None if shown or cell.percent else formats.shape(style)
            shown = shown if shape is None else shown_by_format(number, shape)
            shown = formats.laid_over(style, number, shown, percent=cell.percent)
        return cell if shown is None else cell._replace(shown=shown)

    def _place(self, made: Cell, rows: int, columns: int) -> None:
        """The cell, as often as the format repeats it."""
        self.count += rows * columns
        self.characters += rows * columns * len(made.text)
        if self.count > MOST_CELLS or self.row + rows - 1 > LARGEST_ROW:
            raise too_many_cells(self.sheets[-1].name)
        if self.characters > MOST_CHARACTERS:
            raise too_many_characters(self.sheets[-1].name)
        cells = self.sheets[-1].cells
        for row in range(self.row, self.row + rows):
            for column in range(self.column, self.column + columns):
                cells[(row, column)] = made


def _cell(attributes: Mapping[str, str], text: str) -> Cell | str | None:
    """The cell, or nothing for a blank one; a text where it cannot be read: what it stores."""
    formula = "formula" in attributes
    said = attributes.get("value-type", "string")
    kind = KINDS.get(said, "text")
    stored = next((attributes[name] for name in VALUES if name in attributes), None)
    if said == "error" or (text.startswith(ERRORS) and (formula or kind != "text")):
        return Cell("error", text[:20], formula)
    if said not in KINDS and said not in NO_KINDS:
        return f"{stored or text} ({said})"
    if kind == "text":
        shown = text if stored is None else without_marks(stored)
        typed = "value-type" in attributes
        return Cell("text", shown, formula) if shown or (formula and typed) else _without_result(attributes.get("formula"))
    if not stored:
        return _without_result(attributes.get("formula"))
    return _valued(kind, stored.strip(), text, formula, percent=said == "percentage")


def _without_result(formula: str | None) -> Cell | None:
    """A cell in which nothing is stored: blank, or a formula, of which one of numbers alone is what was typed."""
    result = None if formula is None else constant_result(formula)
    return None if formula is None else Cell("blank", "", True) if result is None else Cell("number", result, True)


def _valued(kind: CellKind, stored: str, text: str, formula: bool, *, percent: bool) -> Cell | str:
    if kind == "boolean":
        return Cell(kind, stored.upper(), formula) if stored in ("true", "false") else stored
    if kind == "date":
        shown = iso_text(stored)
        if shown is None:
            return stored
        return Cell(kind, as_shown(shown, text), formula, likely=likely_typed(shown))
    if not STORED.fullmatch(stored):
        return stored
    sign = text.strip().replace("％", "%")[-1:]
    if percent or sign not in SIGNS or not sign:
        return Cell(kind, stored, formula, percent)
    shown = text.strip()[:-1].replace(",", "").strip()  # a percentage that another program calls a float, or a sign in quotes
    multiplied = STORED.fullmatch(shown) and abs(float(shown) - 100 * float(stored)) <= abs(float(shown) - float(stored))
    return Cell(kind, stored, formula, True) if multiplied else Cell("text", f"{stored_number(stored) or stored}{sign}", formula)


def _repeat(attributes: Mapping[str, str], name: str) -> int:
    text = attributes.get(name)
    if text is None:
        return 1
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 9 else 1
