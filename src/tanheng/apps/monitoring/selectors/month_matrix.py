"""The matrix of places and months: of each its state, what is missing, whether it is late. For a whole group by few queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from tanheng.apps.monitoring.selectors.due import Due
from tanheng.apps.monitoring.selectors.months import newest_steps, places_of
from tanheng.apps.monitoring.selectors.timetable import Timetables, is_late
from tanheng.apps.sites.models import STEP, Node
from tanheng.engine.life import MONTHS
from tanheng.workflow.months import CLOSED, FILLING, MONTH


class MatrixCell(NamedTuple):
    """A month at a place: its state ("" where nothing is asked for), how many lines miss a figure, whether the next step is late, whether
    the month is another company's to report (with a state: steps were taken here before that was known, and are to be taken back).
    """

    state: str
    missing: int
    late: bool
    anothers: bool


NOTHING, ANOTHERS = MatrixCell("", 0, False, False), MatrixCell("", 0, False, True)


@dataclass(frozen=True)
class MatrixRow:
    """A place of a company with its twelve months."""

    company: Node
    place: Node
    cells: tuple[MatrixCell, ...]

    @property
    def is_asked(self) -> bool:
        """Whether the plan asks for any month of it."""
        return any(one.state for one in self.cells)


@dataclass(frozen=True)
class Matrix:
    """The rows of some companies in a year; `planless` are those without a plan in force in it."""

    year: int
    rows: tuple[MatrixRow, ...]
    planless: tuple[Node, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many months stand in each state, in the order of the states."""
        found = [cell.state for row in self.rows for cell in row.cells]
        return {one.id: found.count(one.id) for one in MONTH.states}

    @property
    def late(self) -> int:
        """How many months are late."""
        return sum(cell.late for row in self.rows for cell in row.cells)

    @property
    def missing(self) -> int:
        """How many figures are missing in months that are over or running."""
        return sum(cell.missing for row in self.rows for cell in row.cells)


def month_matrix(companies: Sequence[Node], year: int, on: date) -> Matrix:
    """The matrix of a year as it stands on a day; months that have not begun are asked for and miss nothing yet."""
    facilities = Node.objects.filter(kind="facility", path__startswith=_common(companies)).order_by("path") if companies else []
    pairs = places_of(companies, facilities)
    due = Due(companies, [place for company, place in pairs if place is not company], year)
    table, states = Timetables(companies), newest_steps(companies, date(year, 1, 1), date(year, 12, 1))
    due.first = _first_open(due, pairs, states)
    rows = []
    days = [date(year, month, 1) for month in MONTHS]
    for company, place in pairs:
        cells = tuple(_cell(due, table, (company, place, day), states.get((place.pk, day)), on) for day in days)
        rows.append(MatrixRow(company, place, cells))
    planless = tuple(one for one in companies if not due.has_plan(one))
    return Matrix(year, tuple(one for one in rows if one.is_asked), planless)


def _first_open(due: Due, pairs: Sequence[tuple[Node, Node]], states: Mapping[tuple[int, date], str]) -> int:
    """The first month in which a place has not closed what it is asked for: of those before it nothing is missing."""
    for month in MONTHS:
        day = date(due.year, month, 1)
        if any(states.get((place.pk, day)) != CLOSED and due.lines(company, place, month) for company, place in pairs):
            return month
    return MONTHS[-1]


def _common(companies: Sequence[Node]) -> str:
    """The part of the path that the companies share: the group, or the one company."""
    return companies[0].path if len(companies) == 1 else companies[0].path[:STEP]


def _cell(due: Due, table: Timetables, at: tuple[Node, Node, date], state: str | None, on: date) -> MatrixCell:
    company, place, month = at
    anothers = due.is_anothers(place, month.month)
    if not state and not due.lines(company, place, month.month):
        return ANOTHERS if anothers else NOTHING
    missing = due.missing(company, place, month.month) if state in (None, FILLING) and month <= on else ()
    return MatrixCell(state or FILLING, len(missing), is_late(table, due, at, state or FILLING, on) is not None, anothers)
