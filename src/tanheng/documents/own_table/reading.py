"""Reads a table of a plant's own layout: every cell of a mapped column at its month or day, what is wrong at its place.

The cells are read as those of an input workbook are: formulas with their stored result, formats, merged and hidden parts told.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tanheng.documents.formula_signs import as_meant
from tanheng.documents.input.csv_bounds import too_many_lines, too_wide_line
from tanheng.documents.input.period_headings import period_of
from tanheng.documents.input.typed_numbers import is_typed, says_not_applicable, typed_number
from tanheng.documents.input.workbook import workbook_sheets
from tanheng.documents.own_table.layout import DAILY, MOST_COLUMNS, Column, Layout, headings_of
from tanheng.documents.own_table.sentences import SENTENCES
from tanheng.documents.reading.cells import Cell, Sheet, area_name
from tanheng.documents.reading.plain_texts import TOLD
from tanheng.documents.reading.problems import input_problem
from tanheng.documents.reading.text_encoding import decoded_text
from tanheng.documents.reading.workbook_package import UnreadableWorkbook
from tanheng.engine.absences import NOT_APPLICABLE_SIGN
from tanheng.engine.numbers import figure
from tanheng.engine.place_spans import column_letters
from tanheng.engine.places import Origin
from tanheng.engine.problems import Problem
from tanheng.engine.sentences import problem_of
from tanheng.engine.text import Text

LARGEST_BYTES = 10_000_000
MOST_ROWS = 5_000
MOST_TOLD = 20
ZIP = b"PK\x03\x04"
FULL_DAY = re.compile(r"((?:19|20)\d\d)[-/.年](0?[1-9]|1[0-2])[-/.月](0?[1-9]|[12]\d|3[01])日?(?: \d\d:\d\d(?::\d\d)?)?")
SHORT_DAY = re.compile(r"(0?[1-9]|1[0-2])[-/.月](0?[1-9]|[12]\d|3[01])日?")


@dataclass(frozen=True, slots=True)
class Found:
    """What a column says of a month or a day: the number in the column's unit (None: not applicable), and where it stands."""

    column: Column
    month: date
    day: date | None
    number: Decimal | None
    row: int


@dataclass(slots=True)
class TableRead:
    """What a table says, the months of which a column said what cannot be read, and every problem."""

    found: list[Found] = field(default_factory=list)
    unread: set[tuple[str, date]] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


def table_sheets(content: bytes, file: str) -> tuple[list[Sheet], list[Problem]]:
    """The sheets of a workbook, or a CSV as one without a name; none where it cannot be read, and why."""
    origin = Origin(file=file)
    if len(content) > LARGEST_BYTES:
        return [], [input_problem("FILE-003", origin, found=figure(len(content)), known=figure(LARGEST_BYTES))]
    if not content.startswith(ZIP) and not content.startswith(b"\xd0\xcf\x11\xe0"):
        return _csv_sheet(content, origin)
    try:
        return workbook_sheets(content), []
    except UnreadableWorkbook as error:
        return [], [input_problem(error.code, origin, **error.words)]


def _csv_sheet(content: bytes, origin: Origin) -> tuple[list[Sheet], list[Problem]]:
    text, encoding = decoded_text(content)
    if text is None:
        wrong = encoding.wrong or 0
        at = origin._replace(line=content.count(b"\n", 0, wrong) + 1)
        return [], [input_problem("FILE-004", at, found=f"0x{content[wrong]:02X}", likely="")]
    plain = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    lines = plain.split("\n")
    if too_many_lines(plain) or len(lines) > 10 * MOST_ROWS:
        return [], [problem_of(SENTENCES, "OWN-106", origin.where(), found=figure(len(lines)), most=figure(MOST_ROWS))]
    if wide := too_wide_line(lines):
        told = Text(f"一行 {figure(wide[1])} 格", f"{figure(wide[1])} cells in a line")
        return [], [input_problem("FILE-206", origin._replace(line=wide[0]), found=told.zh, found_en=told.en, known=figure(MOST_COLUMNS))]
    delimiter = max("\t,;", key="\n".join(lines[:20]).count)
    sheet, reader = Sheet(name=None), csv.reader(io.StringIO(plain), delimiter=delimiter)
    try:
        for row, record in enumerate(reader, start=1):
            sheet.lines[row] = reader.line_num
            for column, said in enumerate(record[:MOST_COLUMNS], start=1):
                if said.strip():
                    sheet.cells[row, column] = Cell("text", as_meant(said.strip()))
    except csv.Error as error:
        return [], [input_problem("FILE-302", origin._replace(line=reader.line_num), found=str(error), known="")]
    return [sheet], []


def read_table(sheet: Sheet, layout: Layout, year: int, file: str) -> TableRead:
    """What the columns of a layout say of a year; collected problems, each at its cell."""
    read = TableRead()
    columns = headings_of(sheet, layout.heading_row)
    head = sheet.origin(file, layout.heading_row, 1)
    missing = [one for one in (layout.period, *(column.heading for column in layout.columns)) if one not in columns]
    read.problems += [problem_of(SENTENCES, "OWN-101", head.where(), heading=one) for one in missing]
    if layout.period in missing:
        return read
    rows = [row for row in sheet.rows() if row > layout.heading_row]
    if not rows or len(rows) > MOST_ROWS:
        code, words = ("OWN-106", {"found": figure(len(rows)), "most": figure(MOST_ROWS)}) if rows else ("OWN-107", {})
        read.problems.append(problem_of(SENTENCES, code, head.where(), **words))
        return read
    mapped = {column: columns[column.heading] for column in layout.columns if column.heading in columns}
    periods = dict(_periods(sheet, layout, (year, file), columns[layout.period], read, rows, mapped))
    for row, period in periods.items():
        for column, at in mapped.items():
            take_cell(sheet, file, column, (row, at), period, layout.grain, read)
    _tell_unseen(sheet, file, list(periods), mapped, read)
    return read


def _periods(
    sheet: Sheet,
    layout: Layout,
    of: tuple[int, str],
    at: int,
    read: TableRead,
    rows: list[int],
    mapped: Mapping[Column, int],
) -> Iterator[tuple[int, date]]:
    """The month (its first day) or the day of each row that has one in the year; of months told twice none."""
    year, file = of
    months: dict[date, list[int]] = {}
    for row in rows:
        cell = sheet.at(row, at)
        period = _day_of(cell, year) if layout.grain == DAILY else _month_of(cell, year)
        origin = sheet.origin(file, row, at)
        if period is None:
            if any(is_typed(sheet.at(row, column)) for column in mapped.values()):
                wanted = Text("日期", "day") if layout.grain == DAILY else Text("月份", "month")
                shown = Text(cell.text.strip()[:40] or "空", cell.text.strip()[:40] or "blank")
                read.problems.append(problem_of(SENTENCES, "OWN-201", origin.where(), found=shown, wanted=wanted))
        elif period.year != year:
            read.problems.append(problem_of(SENTENCES, "OWN-202", origin.where(), found=cell.text.strip()[:40], year=year))
        elif layout.grain == DAILY:
            yield row, period
        else:
            months.setdefault(period, []).append(row)
    for month, found in months.items():
        if len(found) > 1:
            origin, told = sheet.origin(file, found[-1], at), ", ".join(map(str, found))
            read.problems.append(problem_of(SENTENCES, "OWN-203", origin.where(month=month.month), month=f"{month:%Y-%m}", rows=told))
        else:
            yield found[0], month


def _month_of(cell: Cell, year: int) -> date | None:
    found = period_of(cell)
    if found is None or not found.field.isdigit() or found.unit:
        return None
    return date(found.year or year, int(found.field), 1)


def _day_of(cell: Cell, year: int) -> date | None:
    text = cell.text.strip()
    full, short = FULL_DAY.fullmatch(text), SHORT_DAY.fullmatch(text)
    try:
        if full:
            return date(int(full[1]), int(full[2]), int(full[3]))
        return date(year, int(short[1]), int(short[2])) if short and cell.kind == "text" else None
    except ValueError:
        return None


def take_cell(sheet: Sheet, file: str, column: Column, corner: tuple[int, int], period: date, grain: str, read: TableRead) -> None:
    """Take what a cell says of a month or a day; one in which nothing is typed says nothing."""
    cell, month = sheet.at(*corner), period.replace(day=1)
    if not is_typed(cell, known=grain != DAILY):
        return
    day = period if grain == DAILY else None
    if says_not_applicable(cell):
        if day is None:
            read.found.append(Found(column, month, day, None, corner[0]))
        return
    origin, number = sheet.origin(file, *corner), typed_number(cell, column.unit)
    code = number.refusal or number.remark
    if code and code != TOLD:
        read.problems.append(input_problem(code, origin, None, **number.words).at(month=month.month))
    if number.refusal:
        read.unread.add((column.heading, month))
    elif number.text is not None:
        read.found.append(Found(column, month, day, Decimal(number.text), corner[0]))


def _tell_unseen(sheet: Sheet, file: str, rows: list[int], mapped: Mapping[Column, int], read: TableRead) -> None:
    """Formulas, merged and hidden parts of what was read, and cells that nobody can read."""
    columns = set(mapped.values())
    taken = {(one.row, mapped[one.column]) for one in read.found}
    for one in sheet.odd:
        if one.corner is None or (one.corner[0] in rows and one.corner[1] in columns):
            read.problems.append(input_problem(one.code, sheet.origin(file, *(one.corner or (1, 1))), **one.words))
    formulas = sorted(corner for corner in taken if sheet.at(*corner).formula)
    if formulas:
        told = ", ".join(f"{column_letters(column)}{row}" for row, column in formulas[:MOST_TOLD])
        read.problems.append(input_problem("FILE-212", sheet.origin(file, *formulas[0]), found=told))
    for (top, left), (bottom, right) in sheet.merged:
        if any(top <= row <= bottom for row in rows) and any(left <= column <= right for column in columns):
            read.problems.append(input_problem("FILE-216", sheet.origin(file, top, left), found=area_name((top, left), (bottom, right))))
    _tell_hidden(sheet, file, taken, read)


def _tell_hidden(sheet: Sheet, file: str, taken: set[tuple[int, int]], read: TableRead) -> None:
    if not taken:
        return
    at = sheet.origin(file, *min(taken))
    if sheet.hidden:
        read.problems.append(input_problem("FILE-225", at))
    rows = sorted({row for row, _column in taken if row in sheet.hidden_rows})
    columns = sorted({column for _row, column in taken if sheet.column_hidden(column)})
    if rows:
        read.problems.append(input_problem("FILE-211", at, part="行", part_en="rows", found=", ".join(map(str, rows[:MOST_TOLD]))))
    if columns:
        found = ", ".join(map(column_letters, columns[:MOST_TOLD]))
        read.problems.append(input_problem("FILE-211", at, part="列", part_en="columns", found=found))


def as_typed(number: Decimal | None, unit: str) -> str:
    """A number as it is typed into the grid, with its unit where one is stated."""
    if number is None:
        return NOT_APPLICABLE_SIGN
    return f"{number:f} {unit}".strip() if unit != "1" else f"{number:f}"
