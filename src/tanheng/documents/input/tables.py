"""Finds the tables of an input workbook or CSV by their headings, wherever they stand, and gives their rows with their cells.

It looks at headings only: sheets may be renamed, rows and columns moved, blank rows added. What a row means is decided in
`documents.input.rows`; which cells were left over, in `documents.input.record`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice

from tanheng.documents.input.heading_places import replaced_heading
from tanheng.documents.input.headings import HEADINGS_OF, PERIODS, TABLES, heading_field
from tanheng.documents.input.period_headings import Period, period_of, year_of_title
from tanheng.documents.reading.cells import BLANK, Cell, Sheet, area_name, cell_name
from tanheng.documents.reading.problems import input_problem
from tanheng.engine.errors import UnitError
from tanheng.engine.places import Origin
from tanheng.engine.problems import Problem, Severity
from tanheng.engine.units import unit as unit_of

LONGEST_HEADING = 80  # characters
HEADING_WIDTH = 200  # columns looked at for headings
MOST_TWICE = 4
HEADING_KINDS = ("text", "number", "date")
FIGURE = re.compile(r"[\d.]+")  # in a CSV every figure is a text
LEAST_BARE = 3  # so many figures must count on like months before a row of them heads columns


@dataclass(eq=False)
class Heading:
    """A heading row and the table below it: its columns by field, those of periods as written, and the other headed ones."""

    sheet: Sheet
    table: str
    row: int
    columns: dict[str, int] = field(default_factory=dict)
    periods: dict[int, Period] = field(default_factory=dict)
    others: dict[int, str] = field(default_factory=dict)
    twice: dict[int, int] = field(default_factory=dict)  # a second column of a field → its first one
    unit_row: int | None = None  # a row of units below the headings
    amounts: dict[str, int] = field(default_factory=dict)  # the columns of amounts, once the year is known
    has_units: bool = False  # whether a unit stands behind any heading
    first: int = 0
    inherited: set[int] = field(default_factory=set)  # columns that a heading row further up has headed
    replaced: tuple[int, str] | None = None  # a column of ours whose heading is known by its place alone, and its field

    def take(self, name: str, column: int) -> None:
        """A column of this field; a second one is remembered as such."""
        first = self.columns.setdefault(name, column)
        if first != column:
            self.twice[column] = first

    def settle(self, year: int | None) -> None:
        """Chooses the columns of the year: a month of another year is none of its columns."""
        for column, period in self.periods.items():
            if not (period.year and year and period.year != year):
                self.take(period.field, column)
        self.amounts = {name: column for name, column in self.columns.items() if name in PERIODS}
        self.has_units = any(period.unit for period in self.periods.values())
        self.first = min(self.columns.values(), default=1)

    def other_years(self, year: int | None) -> dict[int, int]:
        """Columns that are headed with another year."""
        return {column: one.year for column, one in self.periods.items() if one.year and year and one.year != year}

    def take_years(self, above: Mapping[int, Cell]) -> None:
        """Years in the row above stand over the months below them and to their right."""
        found = {column: year_of_title(cell) for column, cell in above.items()}
        years = {column: year for column, year in found.items() if year is not None}
        for column, period in self.periods.items():
            year = max((at for at in years if at <= column), default=None)
            if year is not None and period.year is None and period.field != "value":
                self.periods[column] = replace(period, year=years[year])

    @property
    def fields(self) -> dict[int, str]:
        """The field of each column that is headed."""
        return {**{column: name for name, column in self.columns.items()}, **{at: period.field for at, period in self.periods.items()}}

    @property
    def labels(self) -> dict[str, int]:
        """The columns that hold no amounts."""
        return {name: column for name, column in self.columns.items() if name not in PERIODS}

    def take_units(self, number: int, below: Mapping[int, Cell]) -> bool:
        """Whether the row below the headings holds units and nothing else; they are then those of its columns."""
        if not below.keys() <= self.periods.keys() or not all(is_unit(cell.text) for cell in below.values()):
            return False
        for column, cell in below.items():
            self.periods[column] = replace(self.periods[column], unit=self.periods[column].unit or cell.text.strip())
        self.unit_row = number
        return True

    def unit_of(self, name: str) -> str:
        """The unit behind the heading of a field."""
        period = self.periods.get(self.columns.get(name, 0))
        return period.unit if period else ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its cells by column, under the headings of its table."""

    heading: Heading
    number: int
    cells: Mapping[int, Cell]

    @property
    def sheet(self) -> Sheet:
        """The sheet it stands on."""
        return self.heading.sheet

    @property
    def columns(self) -> Mapping[str, int]:
        """The columns of its table by field."""
        return self.heading.columns

    def cell(self, name: str) -> Cell:
        """The cell of a field; blank where the table has no such column."""
        return self.cells.get(self.heading.columns.get(name, 0), BLANK)

    def text(self, name: str) -> str:
        """The cell's text, stripped."""
        return self.cell(name).text.strip()

    def origin(self, file: str, name: str | None = None) -> Origin:
        """The place of a field's cell, or of the row's first cell."""
        heading = self.heading
        column = heading.columns.get(name or "") or heading.first or min(heading.columns.values(), default=1)
        return heading.sheet.origin(file, self.number, column)


@dataclass
class Tables:
    """All rows found, by table, the headings above them, and the problems on the way."""

    file: str
    rows: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in TABLES})
    sheets: list[Sheet] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    refused_rows: set[tuple[str | None, int]] = field(default_factory=set)  # sheet and line of records that are told as a whole
    merged_rows: set[tuple[int, int]] = field(default_factory=set)  # sheet and row with merged cells: what it says is not certain
    merged_elsewhere: bool = False  # one of them is no row of data
    broken: bool = False  # the rest of the file could not be read
    problems: list[Problem] = field(default_factory=list)

    def refused(self, row: Row) -> bool:
        """Whether the row was refused as a whole."""
        return (row.sheet.name, row.number) in self.refused_rows

    def take(self, sheets: Iterable[Sheet]) -> None:
        """Finds the rows of all tables on all sheets."""
        for sheet in sheets:
            self.sheets.append(sheet)
            for row in self._rows(sheet):
                self.rows[row.heading.table].append(row)

    def settle(self, year: int | None) -> None:
        """Settles the columns once the year of the case is known, and says what is doubtful about them."""
        for heading in self.headings:
            heading.settle(year)
            if heading.twice:
                self._tell_twice(heading)
            if heading.replaced is not None:
                self._tell_replaced(heading, *heading.replaced)
        headed = {id(heading.sheet) for heading in self.headings}
        for sheet in self.sheets:
            self._tell_odd(sheet, "error" if id(sheet) in headed else "warning")
            self._refuse_merged(sheet)

    def _tell_odd(self, sheet: Sheet, severity: Severity) -> None:
        """The cells that could not be read, each at its place: a warning on a sheet that is not read anyway."""
        for corner, code, words in sheet.odd:
            at = sheet.origin(self.file, *corner) if corner else Origin(file=self.file, sheet=sheet.name)
            self.problems.append(input_problem(code, at, severity if corner else "error", **words))

    def _rows(self, sheet: Sheet) -> Iterator[Row]:
        heading: Heading | None = None
        above: Mapping[int, Cell] = {}
        for number, cells in sheet.rows().items():
            found = heading_of(sheet, number, cells)
            if found is None and heading is not None:
                found = again_headed(heading, number, cells)
            if found is not None:
                heading = found
                heading.take_years(above)
                self.headings.append(found)
            elif heading is not None and not (number == heading.row + 1 and heading.take_units(number, cells)):
                yield Row(heading, number, cells)
            above = cells

    def _tell_twice(self, heading: Heading) -> None:
        """One problem for all headings of a row that stand twice."""
        pairs = [f"{cell_name(heading.row, first)}, {cell_name(heading.row, column)}" for column, first in heading.twice.items()]
        known = "; ".join(pairs[:MOST_TWICE]) + (" …" if len(pairs) > MOST_TWICE else "")
        column = next(iter(heading.twice))
        found = heading.sheet.at(heading.row, column).text.replace("\n", " ")[:40]
        origin = heading.sheet.origin(self.file, heading.row, column)
        self.problems.append(input_problem("FILE-226", origin, found=found, known=known))

    def _tell_replaced(self, heading: Heading, column: int, name: str) -> None:
        known = HEADINGS_OF[heading.table][name][0]
        found = heading.sheet.at(heading.row, column).text.replace("\n", " ")[:40]
        words = {"known": known.zh, "known_en": known.en, "cell": cell_name(heading.row, column)}
        self.problems.append(input_problem("FILE-264", heading.sheet.origin(self.file, heading.row, column), found=found, **words))

    def _refuse_merged(self, sheet: Sheet) -> None:
        if not sheet.merged:
            return
        by_number = {row.number: row for rows in self.rows.values() for row in rows if row.sheet is sheet}
        numbers = sorted(by_number)
        for first, last in sheet.merged:
            within = numbers[bisect_left(numbers, first[0]) : bisect_right(numbers, last[0])]
            met = _met(first[1], last[1], [by_number[number] for number in within])
            if met:
                self.merged_rows.update((id(sheet), row.number) for row in met)
                self.merged_elsewhere |= any(row.heading.table != "data" for row in met)
                at = sheet.origin(self.file, *first)
                self.problems.append(input_problem("FILE-216", at, found=area_name(first, last)))


def heading_of(sheet: Sheet, number: int, cells: Mapping[int, Cell]) -> Heading | None:
    """The heading that a row is, or None: of each table at least one word of each kind must stand in it."""
    tables = {table for cell in cells.values() if cell.kind == "text" for table, _ in words_of(cell.text)}
    for table in TABLES if tables else ():
        if table not in tables:
            continue
        heading = Heading(sheet, table, number)
        for column, cell in cells.items():
            if column <= HEADING_WIDTH and cell.kind in HEADING_KINDS:
                _take_column(heading, column, cell)
        heading.replaced = None if _is_complete(heading) else replaced_heading(table, heading.fields, cells)
        if heading.replaced is not None:
            _take_by_place(heading, *heading.replaced)
        if _is_complete(heading):
            return heading
    return None


def _is_complete(heading: Heading) -> bool:
    """Whether the row has the words that make it the headings of its table."""
    names = set(heading.fields.values())
    return all(names & group for group in TABLES[heading.table][1])


def _take_by_place(heading: Heading, column: int, name: str) -> None:
    heading.others.pop(column, None)  # a number or a day that stands there is none of them
    heading.periods.pop(column, None)
    if heading.table == "data" and name in PERIODS:
        heading.periods[column] = Period(name)
    else:
        heading.take(name, column)


def again_headed(above: Heading, number: int, cells: Mapping[int, Cell]) -> Heading | None:
    """A row inside a table that heads its columns of amounts anew, for another year or half of it; the other columns stay."""
    if above.table != "data":
        return None
    labels = above.labels
    titled = _titled(above, number, cells)
    if titled is not None:
        return titled
    amounts = {column: cell for column, cell in cells.items() if column not in labels.values() and cell.text.strip()}
    within = [column for column in amounts if column in above.periods]
    if len(within) < min(2, len(above.periods)) or any(_named_period(amounts[column]) is None for column in within):
        return None  # nearly every row: its first figure says so
    named = {column: period for column, cell in amounts.items() if (period := _named_period(cell)) is not None}
    distinct = {(period.field, period.year) for period in named.values()}
    if len(distinct) < len(named):
        return None
    title = next((cells[column] for name in ("label", "quantity") if (column := labels.get(name, 0)) in cells), BLANK)
    bare = any(cell.kind != "text" or FIGURE.fullmatch(cell.text.strip()) for cell in amounts.values())
    if bare and len(named) < LEAST_BARE:
        return None
    if bare and (not _counts_on(list(named.values())) or not (title.text.isspace() or not title.text or year_of_title(title))):
        return None  # figures of a quantity, or dates where figures belong
    heading = Heading(above.sheet, "data", number, columns=dict(labels), periods=named)
    heading.inherited = set(labels.values())
    heading.take_years({column: cells[column] for column in labels.values() if column in cells})
    return heading


def _titled(above: Heading, number: int, cells: Mapping[int, Cell]) -> Heading | None:
    """A row that says a year and nothing else: the columns stay, and their months are of that year."""
    filled = list(islice((pair for pair in cells.items() if pair[1].text.strip()), 2))
    column, cell = filled[0] if len(filled) == 1 else (0, BLANK)
    year = year_of_title(cell) if cell.kind == "text" and column in above.labels.values() else None
    if year is None:
        return None
    periods = {at: replace(period, year=year) for at, period in above.periods.items()}
    heading = Heading(above.sheet, "data", number, dict(above.labels), periods, dict(above.others))
    heading.inherited = {*above.labels.values(), *periods}
    return heading


def _named_period(cell: Cell) -> Period | None:
    """The month or year of a heading among figures: a bare number, typed as text too, is a figure."""
    period = period_of(cell) if cell.kind in HEADING_KINDS else None
    if period is None or period.field == "value" or (period.year is None and cell.text.strip().isdigit()):
        return None
    return period


def _counts_on(named: list[Period]) -> bool:
    """Whether numbers such as 202401, 202402 count the months on: figures do not."""
    months = [period.field for period in named]
    return len(months) > 2 and months[0].isdigit() and months == [str(int(months[0]) + step) for step in range(len(months))]


def _take_column(heading: Heading, column: int, cell: Cell) -> None:
    name = next((name for table, name in words_of(cell.text) if table == heading.table), None)
    period = period_of(cell) if name is None and heading.table == "data" else None
    if name is not None:
        heading.take(name, column)
    elif period is not None:
        heading.periods[column] = period
    else:
        heading.others[column] = cell.text


def words_of(text: str) -> tuple[tuple[str, str], ...]:
    """Table and field of every table in which the text is a heading."""
    return _words_of(text) if len(text) <= LONGEST_HEADING else ()


@lru_cache(20_000)
def _words_of(text: str) -> tuple[tuple[str, str], ...]:
    found = ((table, heading_field(text, words)) for table, (words, _) in TABLES.items())
    return tuple((table, name) for table, name in found if name)


def is_unit(text: str) -> bool:
    """Whether a text is a unit of the closed table."""
    try:
        unit_of(text.strip())
    except UnitError:
        return False
    return not text.strip().isdigit()


def _met(first: int, last: int, rows: Sequence[Row]) -> list[Row]:
    """The rows within a merged area of which its columns take a cell that the reader needs."""
    return [row for row in rows if any(first <= column <= last for column in row.columns.values())]
