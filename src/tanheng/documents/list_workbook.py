"""Lists of analysis as a workbook, one sheet a list: texts and exact numbers as they are handed in. It knows no analysis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from tanheng.documents.analysis_sheet import FIRST_ROW, AnalysisBook
from tanheng.documents.text_sizes import text_width

Cells = Sequence[str | Decimal | None]
NARROWEST, WIDEST = 10, 60


@dataclass(frozen=True, slots=True)
class Listing:
    """One sheet: its name, the line below it, headings, and rows of texts and numbers (None: nothing stands there)."""

    name: str
    note: str
    headings: Sequence[str]
    rows: Sequence[Cells]


def list_workbook(listings: Sequence[Listing]) -> bytes:
    """The workbook's bytes; the same lists give the same bytes."""
    book = AnalysisBook()
    for one in listings:
        sheet = book.sheet(one.name, one.note, one.headings, _widths(one))
        for number, cells in enumerate(one.rows, start=FIRST_ROW):
            book.row(sheet, number, cells)
    return book.content()


def _widths(one: Listing) -> list[float]:
    columns = zip(one.headings, *([_text(cell) for cell in row] for row in one.rows), strict=True)
    return [min(max(NARROWEST, *(2 + text_width(text) for text in column)), WIDEST) for column in columns]


def _text(cell: str | Decimal | None) -> str:
    return f"{cell:,f}" if isinstance(cell, Decimal) else cell or ""
