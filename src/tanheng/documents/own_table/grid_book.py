"""The monthly grid as a workbook: a row for each line and source, a column for each month; filled on, it is read back cell by cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tanheng.documents.input.period_headings import period_of
from tanheng.documents.list_workbook import Listing, list_workbook
from tanheng.documents.own_table.layout import FIRST_ROWS, MONTHLY, MOST_COLUMNS, Column
from tanheng.documents.own_table.reading import TableRead, take_cell
from tanheng.documents.own_table.sentences import SENTENCES
from tanheng.documents.reading.cells import Sheet
from tanheng.engine.life import MONTHS
from tanheng.engine.numbers import parse_decimal
from tanheng.engine.sentences import problem_of
from tanheng.engine.text import Text

SPREADSHEET_DIGITS = 15  # a number of more digits stands as text, or a spreadsheet would cut it
LINE, SOURCE = Text("编号", "Line"), Text("数据源", "Source key")
UNIT = Text("单位", "Unit")
NAMES = (LINE, SOURCE, Text("数据项", "Data item"), UNIT)
LONGEST_NAME = 31  # of a sheet
OF_YEAR = re.compile(r".* · (\d{4})", re.DOTALL)  # how the line below the name ends


@dataclass(frozen=True, slots=True)
class BookRow:
    """A line of the plan by one source; its cells by month: all digits, "/" not applicable, "" blank."""

    line: str
    source: str
    name: str
    unit: str
    cells: Sequence[str]


def grid_book(name: str, note: str, rows: Sequence[BookRow], lang: str = "zh") -> bytes:
    """The bytes of the workbook; the same grid gives the same bytes."""
    heads = [one.in_(lang) for one in NAMES] + [f"{month}月" if lang == "zh" else f"{month:02d}" for month in MONTHS]
    lines = [[one.line, one.source, one.name, one.unit, *map(_cell, one.cells)] for one in rows]
    return list_workbook([Listing(_sheet_name(name), note, heads, lines)])


def _cell(text: str) -> str | Decimal | None:
    number = parse_decimal(text)
    if number is None or len(number.as_tuple().digits) > SPREADSHEET_DIGITS or f"{number:f}" != text:
        return text or None
    return number


def _sheet_name(name: str) -> str:
    return "".join(one for one in name if one not in "[]:*?/\\'")[:LONGEST_NAME] or "grid"


def grid_columns(sheet: Sheet) -> tuple[int, int, int] | None:
    """The heading row and the columns of line and source of a sheet that `grid_book` wrote; None of any other."""
    for row in range(1, FIRST_ROWS + 1):
        told = {sheet.at(row, column).text: column for column in range(1, len(NAMES) + 1)}
        for lang in ("zh", "en"):
            if LINE.in_(lang) in told and SOURCE.in_(lang) in told and sheet.at(row, len(NAMES) + 12).text:
                return row, told[LINE.in_(lang)], told[SOURCE.in_(lang)]
    return None


def _other_year(sheet: Sheet, head: int, year: int) -> tuple[int, str] | None:
    """The row above the headings that says another year than the one that is filled, and that year."""
    told = ((row, OF_YEAR.fullmatch(sheet.at(row, 1).text)) for row in range(1, head))
    return next(((row, one[1]) for row, one in told if one and int(one[1]) != year), None)


def read_grid_book(sheet: Sheet, year: int, file: str) -> TableRead:
    """What a grid that was downloaded, and filled on, says month by month; a cell that is blank says nothing."""
    read = TableRead()
    place = grid_columns(sheet)
    if place is None:
        return read
    head, line_at, source_at = place
    other = _other_year(sheet, head, year)
    if other is not None:
        row, found = other
        read.problems.append(problem_of(SENTENCES, "OWN-109", sheet.origin(file, row, 1).where(), found=found, year=str(year)))
        return read
    periods = {column: period_of(sheet.at(head, column)) for column in range(1, MOST_COLUMNS + 1)}
    months = {column: int(one.field) for column, one in periods.items() if one and one.field.isdigit()}
    unit_at = next((column for column in periods if sheet.at(head, column).text in (UNIT.zh, UNIT.en)), 0)
    for row in (one for one in sheet.rows() if one > head):
        if not (line := sheet.at(row, line_at).text.strip()):
            continue
        unit = sheet.at(row, unit_at).text.strip()
        column = Column(f"{line} {sheet.at(row, source_at).text}", line, sheet.at(row, source_at).text.strip() or "main", unit)
        for at, month in months.items():
            take_cell(sheet, file, column, (row, at), date(year, month, 1), MONTHLY, read)
    return read
