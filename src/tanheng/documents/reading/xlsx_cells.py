"""Reads the cells of an .xlsx workbook as its XML has them, with formulas, hidden parts, merged areas, dates and errors.

One reading instead of a fast reader for values and a slow one for the rest: numbers keep the digits of the file, and no two
readers can disagree. It reads; it judges nothing. A cell that cannot be read is odd, and told at its place (`Sheet.odd`). Plain
cells are taken by `documents.reading.xlsx_plain_cells` on the way.
"""

from __future__ import annotations

from collections.abc import Mapping

from tanheng.documents.reading.cell_dates import iso_text, likely_typed, serial_text
from tanheng.documents.reading.cells import LARGEST_ROW, LONGEST_TEXT, MOST_CELLS, MOST_ODD, ODD, Cell, Sheet, corner_of, too_long
from tanheng.documents.reading.conditional_formats import ConditionalFormats
from tanheng.documents.reading.constant_formulas import constant_result
from tanheng.documents.reading.number_formats import NumberFormat
from tanheng.documents.reading.shown_numbers import shown_by_format
from tanheng.documents.reading.stored_numbers import STORED, stored_number
from tanheng.documents.reading.workbook_package import WorkbookPackage, walk_xml
from tanheng.documents.reading.xlsx_book import XlsxBook, shown_text, too_many_cells, xlsx_book
from tanheng.documents.reading.xlsx_plain_cells import PlainCells

BOOLEANS = {"1": "TRUE", "true": "TRUE", "0": "FALSE", "false": "FALSE"}
NO_WIDTH = ("0", "0.0")
BLANKS = " \t\r\n"
HEADS = frozenset(("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"))
FILLED = (b"<v>", b"<is>")  # in a cell that holds anything


def xlsx_sheets(package: WorkbookPackage, part: str = "xl/workbook.xml") -> list[Sheet]:
    """All sheets in order, `part` the workbook itself. Raises UnreadableWorkbook."""
    book = xlsx_book(package, part)
    if package.holds_more([part for _, part, _ in book.sheets if part is not None], FILLED, MOST_CELLS):
        raise too_many_cells()
    return [_sheet(package, book, *listed) for listed in book.sheets]


def _sheet(package: WorkbookPackage, book: XlsxBook, name: str, part: str | None, hidden: bool) -> Sheet:
    sheet = Sheet(name=name[:100], hidden=hidden)
    if part is None:
        sheet.tell(None, "FILE-201", "工作表的内容不在文件里", "the content of the sheet is not in the file")
        return sheet
    reader = _SheetReader(sheet, book)
    left = PlainCells(sheet, book).rest(package.pieces(part))
    walk_xml(left, reader.start, reader.end, reader.data, own_attributes=True, budget=package.budget)
    reader.conditions.lay_over(sheet)
    book.finish(sheet)
    return sheet


class _SheetReader:
    """Fills one sheet from its XML."""

    def __init__(self, sheet: Sheet, book: XlsxBook) -> None:
        self.sheet = sheet
        self.book = book
        self.formats = book.formats
        self.conditions = ConditionalFormats(book)
        self.columns: dict[str, int] = {}
        self.row = self.here = self.column = 0
        self.row_text = ""
        self.open = self.inside = self.phonetic = self.formula = self.in_formula = self.in_head = False
        self.reference: str | None = None
        self.kind = self.style = ""
        self.pieces: list[str] = []
        self.formula_pieces: list[str] = []
        self.stored = self.first = 0  # values met in the cell, and the first one that holds anything
        self.several = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "c":
            self.reference = attributes.get("r")
            self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "")
            self.pieces, self.formula, self.stored, self.several, self.open = [], False, 0, False, True
        elif name == "v":
            self.inside = self.open
            self.stored += 1
        elif name == "t":
            self.inside = self.open and not self.phonetic
        elif name == "f":
            self.formula = self.in_formula = self.open
            self.formula_pieces = []
            if not self.open:  # of a conditional format
                self.conditions.start(name, attributes)
        elif name == "row":
            self._row(attributes)
        elif name == "is":
            self.stored += 1
        else:
            self._start_other(name, attributes)

    def _row(self, attributes: Mapping[str, str]) -> None:
        self.here = _counted(attributes.get("r"), self.row + 1)
        self._enter(self.here, 0)
        if _true(attributes.get("hidden")) or attributes.get("ht") in NO_WIDTH:
            self.sheet.hidden_rows.add(self.row)

    def _enter(self, row: int, column: int) -> None:
        self.row, self.column = row, column
        self.row_text = str(row) if 1 <= row <= LARGEST_ROW else "?"

    def _start_other(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "rPh":
            self.phonetic = True
        elif name == "col" and (_true(attributes.get("hidden")) or attributes.get("width") in NO_WIDTH):
            self.book.count_area()
            self.sheet.hidden_columns.append((_counted(attributes.get("min"), 1), _counted(attributes.get("max"), 1)))
        elif name in HEADS:
            self.in_head = True
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))
        else:
            self.conditions.start(name, attributes)

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        corners = corner_of(first), corner_of(last)
        if corners[0] and corners[1] and corners[0] != corners[1]:
            self.book.count_area()
            self.sheet.merged.append((corners[0], corners[1]))

    def data(self, text: str) -> None:
        if self.inside:
            if not self.pieces:
                self.first = self.stored
            self.several = self.several or self.first != self.stored
            self.pieces.append(text)
        elif self.in_formula:
            self.formula_pieces.append(text)
        elif self.in_head:
            self.sheet.note_beside("header", text)
        else:
            self.conditions.data(text)

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self.inside = False
        elif name == "f" and self.in_formula:
            self.in_formula = False
        elif name == "c":
            self.open = self.inside = self.in_formula = False
            self._close_cell()
        elif name == "rPh":
            self.phonetic = False
        elif name in HEADS:
            self.in_head = False
        else:
            self.conditions.end(name)

    # ── a cell ───────────────────────────────────────────────────────────────────────────────────

    def _close_cell(self) -> None:
        known = self._move()
        if not self.pieces and not self.formula:
            return
        text = self.pieces[0] if len(self.pieces) == 1 else "".join(self.pieces)
        if not known:
            shown = (self.reference or "")[:20]
            self._enter(self.here, 1)  # which one it is nobody knows; the row is all there is to say
            self._tell(f"它的位置 {shown} 不存在", f"its place {shown} does not exist")
        elif len(text) > LONGEST_TEXT:
            self._keep(self._odd(*too_long(text)))
        elif self.several:
            self._keep(self._odd(f"存了不止一个值：{text[:40]}", f"it stores more than one value: {text[:40]}"))
        elif (cell := self._made(text)) is not None:
            self._keep(cell)

    def _move(self) -> bool:
        """Goes to the cell's own place, or to the next one where it names none; false where it names one that is none."""
        reference = self.reference
        self.column += 1
        if reference is None:
            self.row = self.row or 1
            return True
        if reference.endswith(self.row_text) and (column := self.columns.get(reference[: -len(self.row_text)])):
            self.column = column  # the usual case: the row is the one we are in, the column has been met before
            return True
        corner = corner_of(reference)
        if corner is None:
            return False
        self._enter(*corner)
        self.columns[reference.rstrip("0123456789")] = self.column
        return True

    def _keep(self, cell: Cell) -> None:
        place = (self.row, self.column)
        before = self.sheet.cells.get(place)
        if before is not None and "odd" not in (before.kind, cell.kind) and before != cell:
            shown = " / ".join(sorted((before.text[:30], cell.text[:30])))
            cell = self._odd(f"同一个单元格写了两次：{shown}", f"it stands twice: {shown}")
        if before is None or before.kind != "odd":
            self.sheet.cells[place] = cell
        self.book.count(self.sheet)

    def _odd(self, found: str, found_en: str) -> Cell:
        """A cell that nobody can read, which is told."""
        self._tell(found, found_en)
        return ODD

    def _tell(self, found: str, found_en: str) -> None:
        if len(self.sheet.odd) < MOST_ODD:
            self.sheet.tell((max(self.row, 1), self.column), "FILE-260", found, found_en)

    def _made(self, text: str) -> Cell | None:
        """The cell of a stored text; None for a blank one."""
        kind = self.kind
        if kind == "s":
            return self._shared(text.strip(BLANKS))
        if kind in ("str", "inlineStr"):
            shown = shown_text(text)
            return Cell("text" if shown or kind == "str" else "blank", shown, self.formula) if shown or self.formula else None
        value = text.strip(BLANKS)
        if not value:
            return self._without_result() if self.formula else None
        if kind == "n":
            return self._number(value)
        return self._rare(kind, value)

    def _without_result(self) -> Cell | None:
        """A formula whose result nobody stored: one of numbers alone is what was typed."""
        result = constant_result("".join(self.formula_pieces))
        return Cell("blank", "", True) if result is None else self._number(result)

    def _shared(self, text: str) -> Cell | None:
        if not text:
            return Cell("blank", "", True) if self.formula else None
        if not (text.isascii() and text.isdigit() and len(text) < 9 and int(text) < len(self.book.texts)):
            return self._odd("它的文本不在文件里", "its text is not in the file")
        cell = self.book.texts[int(text)]
        if cell is ODD:
            return self._odd(f"它的文字超过 {LONGEST_TEXT} 个字", f"its text has more than {LONGEST_TEXT} characters")
        return cell if cell is None or not self.formula else cell._replace(formula=True)

    def _number(self, text: str) -> Cell:
        if not STORED.fullmatch(text):
            return self._odd(f"存的“{text[:40]}”不是数", f"what it stores is no number: {text[:40]}")
        style = self.formats.get(self.style)
        return Cell("number", text, self.formula) if style is None else self._styled(text, style)

    def _styled(self, text: str, style: NumberFormat) -> Cell:
        shape = style.shape(float(text))
        if shape.kind == "date":
            shown = serial_text(text, shape, from_1904=self.book.from_1904)
            return Cell("date", shown or text, self.formula, likely=likely_typed(shown or ""))
        if shape.kind == "sign":
            return Cell("text", f"{stored_number(text) or text}{shape.sign}", self.formula)
        seen = shown_by_format(stored_number(text) or text, shape)
        return Cell("number", text, self.formula, shape.kind == "percent", shown=seen)

    def _rare(self, kind: str, text: str) -> Cell:
        if kind == "b" and text.lower() in BOOLEANS:
            return Cell("boolean", BOOLEANS[text.lower()], self.formula)
        if kind == "e":
            return Cell("error", text, self.formula)
        shown = iso_text(text) if kind == "d" else None
        if shown is not None:
            return Cell("date", shown, self.formula, likely=likely_typed(shown))
        return self._odd(f"不认识的值 {text[:40]}（类型 {kind[:20]}）", f"unknown value {text[:40]} (type {kind[:20]})")


def _counted(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else otherwise


def _true(text: str | None) -> bool:
    return text in ("1", "true", "on")
