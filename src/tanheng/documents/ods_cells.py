"""Reads the cells of an OpenDocument spreadsheet (.ods) as its XML has them; the counterpart of `documents.xlsx_cells`."""

from __future__ import annotations

from collections.abc import Mapping

from tanheng.documents.cells import Cell, CellKind, Sheet
from tanheng.documents.workbook_package import UnreadableWorkbook, WorkbookPackage, walk_xml
from tanheng.documents.xlsx_cells import MOST_CELLS, MOST_SHEETS

KINDS: dict[str, CellKind] = {
    "float": "number", "percentage": "number", "currency": "number", "date": "date", "time": "date", "boolean": "boolean", "string": "text",
}  # fmt: skip
VALUES = ("value", "date-value", "time-value", "boolean-value", "string-value")
HIDDEN = ("collapse", "filter")
LARGEST_ROW, LARGEST_COLUMN = 1_048_576, 16_384
ERRORS = ("#", "Err:")


def ods_sheets(package: WorkbookPackage) -> list[Sheet]:
    """All sheets in order. Raises UnreadableWorkbook."""
    if "META-INF/manifest.xml" in package and b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise UnreadableWorkbook("FILE-202")
    reader = _ContentReader()
    walk_xml(package.read("content.xml"), reader.start, reader.end, reader.data)
    return reader.sheets


class _ContentReader:
    """Fills the sheets from content.xml. Rows and columns are counted, for the format repeats what is alike."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self.hidden_styles: set[str] = set()
        self.style = ""
        self.tables = 0  # depth: tracked changes and sub-tables hold cells that are no cells of the sheet
        self.elsewhere = 0
        self.row = self.row_repeat = self.column = self.columns = self.count = 0
        self.cell: Mapping[str, str] | None = None
        self.paragraphs: list[str] = []
        self.in_text = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "style":
            self.style = attributes.get("name", "")
        elif name == "table-properties" and attributes.get("display") == "false":
            self.hidden_styles.add(self.style)
        elif name in ("tracked-changes", "annotation", "shapes"):
            self.elsewhere += 1
        elif name == "table":
            self._open_table(attributes)
        elif self.tables == 1 and not self.elsewhere:
            self._start_in_table(name, attributes)

    def _open_table(self, attributes: Mapping[str, str]) -> None:
        self.tables += 1
        if self.tables > 1 or self.elsewhere:
            return
        hidden = attributes.get("style-name", "") in self.hidden_styles or attributes.get("display") == "false"
        self.sheets.append(Sheet(name=attributes.get("name", "")[:100], hidden=hidden))
        self.row = self.row_repeat = self.columns = 0
        if len(self.sheets) > MOST_SHEETS:
            raise UnreadableWorkbook("FILE-206", found=f"{len(self.sheets)}", known=MOST_SHEETS)

    def _start_in_table(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "table-column":
            first, self.columns = self.columns + 1, self.columns + _repeat(attributes, "number-columns-repeated")
            if attributes.get("visibility") in HIDDEN:
                self.sheets[-1].hidden_columns.append((first, self.columns))
        elif name == "table-row":
            self.row += max(self.row_repeat, 0) or 1
            self.row_repeat, self.column = _repeat(attributes, "number-rows-repeated"), 1
            if attributes.get("visibility") in HIDDEN:
                last = min(self.row + self.row_repeat, self.row + 1000)
                self.sheets[-1].hidden_rows.update(range(self.row, last))
        elif name in ("table-cell", "covered-table-cell"):
            self.cell, self.paragraphs = attributes, []
            self._merge(attributes)
        elif self.cell is not None:
            self._start_in_cell(name, attributes)

    def _merge(self, attributes: Mapping[str, str]) -> None:
        rows, columns = _repeat(attributes, "number-rows-spanned"), _repeat(attributes, "number-columns-spanned")
        if (rows > 1 or columns > 1) and len(self.sheets[-1].merged) < MOST_CELLS:
            self.sheets[-1].merged.append(((self.row, self.column), (self.row + rows - 1, self.column + columns - 1)))

    def _start_in_cell(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in ("p", "h"):
            self.in_text += 1
            self.paragraphs.append("")
        elif self.in_text and self.paragraphs:
            count = attributes.get("c", "1")
            blanks = int(count) if count.isascii() and count.isdigit() and len(count) < 4 else 1
            self.paragraphs[-1] += {"s": " " * blanks, "tab": "\t", "line-break": "\n"}.get(name, "")

    def data(self, text: str) -> None:
        if self.in_text and not self.elsewhere and self.paragraphs:
            self.paragraphs[-1] += text

    def end(self, name: str) -> None:
        if name in ("tracked-changes", "annotation", "shapes"):
            self.elsewhere = max(self.elsewhere - 1, 0)
        elif name == "table":
            self.tables = max(self.tables - 1, 0)
        elif self.tables == 1 and not self.elsewhere:
            if name in ("p", "h") and self.in_text:
                self.in_text -= 1
            elif name in ("table-cell", "covered-table-cell") and self.cell is not None:
                self._close_cell(self.cell)
                self.cell, self.in_text = None, 0

    def _close_cell(self, attributes: Mapping[str, str]) -> None:
        repeat = _repeat(attributes, "number-columns-repeated")
        made = _cell(attributes, "\n".join(self.paragraphs))
        if made is not None:
            rows, columns = min(self.row_repeat, 1 + MOST_CELLS), min(repeat, LARGEST_COLUMN)
            self.count += rows * columns
            if self.count > MOST_CELLS or self.row + rows - 1 > LARGEST_ROW:
                raise UnreadableWorkbook("FILE-206", found=f"{self.sheets[-1].name}", known=MOST_CELLS)
            for row in range(self.row, self.row + rows):
                for column in range(self.column, self.column + columns):
                    self.sheets[-1].cells[(row, column)] = made
        self.column = min(self.column + repeat, LARGEST_COLUMN + 1)


def _cell(attributes: Mapping[str, str], text: str) -> Cell | None:
    formula = "formula" in attributes
    kind = KINDS.get(attributes.get("value-type", "string"), "text")
    stored = next((attributes[name] for name in VALUES if name in attributes), None)
    if attributes.get("value-type") == "error" or (text.startswith(ERRORS) and (formula or kind != "text")):
        return Cell("error", text[:20], formula)
    if kind == "boolean":
        stored = (stored or "").upper()
    shown = text if kind == "text" and stored is None else (stored or "")
    if shown:
        return Cell(kind, shown, formula)
    return Cell("text" if "value-type" in attributes else "blank", "", True) if formula else None


def _repeat(attributes: Mapping[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 9 else 1
