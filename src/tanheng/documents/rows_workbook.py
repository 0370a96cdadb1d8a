"""Very many rows as a plain workbook of one sheet, written row by row so that memory does not grow with them."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from xlsxwriter import Workbook

from tanheng.documents.written_workbook import FIXED_DATE

MOST_ROWS = 1_048_575  # of a worksheet, below its headings
SPREADSHEET_DIGITS = 15  # a number of more digits stands as text, or a spreadsheet would cut it


def rows_workbook(name: str, headings: Sequence[str], rows: Iterable[Sequence[Any]], exact: int) -> bytes:
    """The workbook's bytes; the column `exact` holds decimal texts. At most MOST_ROWS rows."""
    buffer = io.BytesIO()
    book = Workbook(buffer, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": FIXED_DATE, "author": "Tanheng 碳衡"})
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, headings, book.add_format({"bold": True}))
    sheet.set_column(0, len(headings) - 1, 18)
    shapes: dict[int, Any] = {}
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if column == exact and cell is not None:
                _write_exact(book, sheet, (number, column), str(cell), shapes)
            elif isinstance(cell, str):
                sheet.write_string(number, column, cell)
            elif cell is not None:
                sheet.write(number, column, cell)
    book.close()
    return buffer.getvalue()


def _write_exact(book: Any, sheet: Any, corner: tuple[int, int], text: str, shapes: dict[int, Any]) -> None:
    """A number with the decimals it carries."""
    value = Decimal(text)
    if len(value.as_tuple().digits) > SPREADSHEET_DIGITS:
        sheet.write_string(*corner, text)
        return
    places = max(0, -int(value.as_tuple().exponent))
    if places not in shapes:
        shapes[places] = book.add_format({"num_format": "#,##0" + (f".{'0' * places}" if places else "")})
    sheet.write_number(*corner, float(value), shapes[places])  # shown, never computed with
