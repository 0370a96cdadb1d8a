"""A list of analysis as CSV that spreadsheet programs open as it is: UTF-8 with its mark, and no cell that would run as a formula."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

from tanheng.documents.list_workbook import Listing

BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def list_csv(listing: Listing) -> bytes:
    """Headings and rows; the same list gives the same bytes."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(listing.headings)
    writer.writerows([_cell(cell) for cell in row] for row in listing.rows)
    return buffer.getvalue().encode("utf-8-sig")


def _cell(cell: str | Decimal | None) -> str:
    """Numbers as they are; a text that a spreadsheet would compute begins with an apostrophe, as spreadsheets mark texts."""
    if isinstance(cell, Decimal):
        return format(cell, "f")
    return f"'{cell}" if cell and cell.startswith(BEGINS_FORMULA) else cell or ""
