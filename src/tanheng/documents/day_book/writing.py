"""Writes the month of a day-book, which can be filled on and handed in again. A text never becomes a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from decimal import Decimal

from tanheng.analysis.day_books.month import Computed, MonthOfBook
from tanheng.analysis.day_books.rows import shown
from tanheng.documents.day_book import DAY, NUMBER, headings
from tanheng.documents.formula_signs import as_text
from tanheng.documents.list_workbook import Listing, list_workbook
from tanheng.engine.numbers import decimal_text
from tanheng.engine.text import Text
from tanheng.rulebook.day_books import Column, DayBook

SPREADSHEET_DIGITS = 15  # a number of more digits stands as text, or a spreadsheet would cut it
LONGEST_NAME = 31  # of a sheet
Cell = str | Decimal | None


def book_csv(book: DayBook, found: MonthOfBook, lang: str = "zh") -> bytes:
    """The bytes of the CSV, with the mark by which spreadsheets know UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_heads(book, lang))
    for row in _rows(book, found, lang):
        writer.writerow(decimal_text(cell) if isinstance(cell, Decimal) else as_text(cell or "") for cell in row)
    return text.getvalue().encode("utf-8-sig")


def book_workbook(book: DayBook, found: MonthOfBook, note: Text, lang: str = "zh") -> bytes:
    """The bytes of the workbook; the same month gives the same bytes."""
    rows = [[_fitting(cell) for cell in row] for row in _rows(book, found, lang)]
    return list_workbook([Listing(book.label.in_(lang)[:LONGEST_NAME], note.in_(lang), _heads(book, lang), rows)])


def _heads(book: DayBook, lang: str) -> list[str]:
    return [NUMBER.in_(lang), DAY.in_(lang), *(one.in_(lang) for one in headings(book).values())]


def _rows(book: DayBook, found: MonthOfBook, lang: str) -> list[Sequence[Cell]]:
    rows: list[Sequence[Cell]] = []
    for one in found.rows:
        written = [_cell(column, one, lang) for column in book.columns.values()]
        rows.append([str(one.row.number), one.row.day.isoformat(), *written, *one.derived.values()])
    return rows


def _cell(column: Column, one: Computed, lang: str) -> Cell:
    return one.number_of(column.id) if column.is_number else shown(column, one.row.values.get(column.id), lang)


def _fitting(cell: Cell) -> Cell:
    if isinstance(cell, Decimal) and len(cell.as_tuple().digits) > SPREADSHEET_DIGITS:
        return decimal_text(cell)
    return cell
