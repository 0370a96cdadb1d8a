"""The sources of a company's year side by side: of every line of the plan what its main source and each other say in each month."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from tanheng.apps.monitoring.models import PlanLine, PlanSource, Reading
from tanheng.apps.monitoring.models.series import WITHDRAWN
from tanheng.apps.monitoring.selectors.meters import MeterHistory, histories
from tanheng.apps.monitoring.selectors.plans import plan_of
from tanheng.apps.monitoring.selectors.selection import GridRow, Measured, PlanOfYear, grid_rows, monthly_uses, sources_of
from tanheng.apps.sites.models import Node
from tanheng.apps.sites.selectors import descendants
from tanheng.apps.sites.selectors.life import lives_of
from tanheng.engine.life import MONTHS
from tanheng.engine.plan.lists import MAIN
from tanheng.engine.plan.rows import PlannedLine
from tanheng.store.clock import today


@dataclass(frozen=True)
class SourceRow:
    """A line at its place, by its main source and by those it is compared with, in the order of their rank."""

    place: Node
    main: GridRow
    others: tuple[GridRow, ...]

    @property
    def line(self) -> PlanLine:
        """The line as its newest version of the year has it."""
        return self.main.line

    @property
    def measured(self) -> Measured:
        """What it is a row of."""
        return self.main.measured


def reading_in(row: GridRow, month: int) -> Reading | None:
    """What counts in a month; what was withdrawn does not."""
    found = row.cells[month].reading
    return None if found is None or found.kind == WITHDRAWN else found


def amount_in(row: GridRow, month: int) -> Decimal | None:
    """The amount that counts in a month."""
    found = reading_in(row, month)
    return found.amount if found else None


class YearSources:
    """All rows of a company's year, with the plan behind them; of one place alone where `place` says so."""

    def __init__(self, company: Node, year: int) -> None:
        self.company, self.year = company, year
        self.plan = PlanOfYear(company, year)
        facilities = list(descendants(company, kind="facility"))
        self.places = {"": company} | {one.code: one for one in facilities}
        lives = lives_of(facilities)
        self.idle = {one.code: set(lives[one.pk].not_applicable_months(year)) for one in facilities}

    @cached_property
    def rows(self) -> dict[Measured, SourceRow]:
        """Every row by what it measures, in the order of the plan; places in the order of the tree."""
        planned = {line.place for line in self.plan.newest()}
        found = {}
        for code, place in self.places.items():
            for row in _by_line(grid_rows(self.company, place, self.year, self.plan), place) if code in planned else ():
                found[row.measured] = row
        return found

    @cached_property
    def meters(self) -> dict[str, MeterHistory]:
        """The meters of the ledger by code."""
        return {one.meter.code: one for one in histories(self.company) if one.descriptions}

    @cached_property
    def before(self) -> "YearSources":
        """The year before."""
        return YearSources(self.company, self.year - 1)

    def line(self, row: SourceRow, month: int) -> PlanLine | None:
        """The line of a row in the version of a month."""
        return self.plan.line(row.measured, month)

    def main_source(self, row: SourceRow, month: int) -> PlanSource | None:
        """The main source of a row in a month."""
        return next((one for one in self.source_rows(row, month) if one.role == MAIN), None)

    def source_rows(self, row: SourceRow, month: int) -> list[PlanSource]:
        """The sources of a row in a month."""
        line = self.line(row, month)
        return sources_of(line) if line else []

    def months(self, row: SourceRow) -> list[int]:
        """The months that have ended in which the plan has the line and its facility was in use."""
        ended = [month for month in MONTHS if self.last_day(month) < today()]
        return [one for one in ended if self.line(row, one) and one not in self.idle.get(row.line.place, ())]

    def last_day(self, month: int) -> date:
        """The last day of a month of the year."""
        return date(self.year, month, monthrange(self.year, month)[1])

    def neighbours(self, row: SourceRow, month: int) -> Iterator[tuple[date, Decimal]]:
        """What the main source says of the months before and after, where it says something."""
        for other in (month - 1, month + 1):
            if other == 0:
                last = self.before.rows.get(row.measured)
                amount = amount_in(last.main, 12) if last else None
                if amount is not None:
                    yield date(self.year - 1, 12, 1), amount
            elif other <= 12 and (amount := amount_in(row.main, other)) is not None:
                yield date(self.year, other, 1), amount

    def planned(self, row: SourceRow, month: int) -> PlannedLine | None:
        """The line in the text of the version of a month: what stands in no table."""
        line = self.line(row, month)
        return self._texts[line.version_id].get(line.code) if line else None

    @cached_property
    def _texts(self) -> dict[int, dict[str, PlannedLine]]:
        versions = {one.pk: one for one in self.plan.versions.values()}
        return {key: {line.code: line for line in plan_of(one.document).lines} for key, one in versions.items()}

    @cached_property
    def _gates(self) -> set[str]:
        """The codes of the lines that others name as their gate."""
        return {line.gate for lines in self._texts.values() for line in lines.values() if line.gate}

    def behind(self, gate: SourceRow, month: int) -> list[tuple[SourceRow, PlannedLine]]:
        """The rows whose lines name this one's as their gate in a month."""
        line = self.line(gate, month)
        if line is None or line.code not in self._gates:
            return []
        pairs = ((row, planned) for row in self.rows.values() if (planned := self.planned(row, month)))
        return [(row, planned) for row, planned in pairs if planned.gate == line.code]

    def gate_of(self, row: SourceRow, month: int) -> SourceRow | None:
        """The row of the gate before a row."""
        planned = self.planned(row, month)
        if planned is None or not planned.gate:
            return None
        every = (one for one in self.rows.values() if (line := self.line(one, month)) and line.code == planned.gate)
        return next(every, None)


def _by_line(rows: list[GridRow], place: Node) -> Iterator[SourceRow]:
    by_line: dict[Measured, list[GridRow]] = {}
    for row in rows:
        by_line.setdefault(row.measured, []).append(row)
    for found in by_line.values():
        main = next((one for one in found if one.role == MAIN), None)
        if main is not None:
            ranks = {one.key: (one.rank is None, one.rank or 0) for one in sources_of(main.line)}
            others = sorted((one for one in found if one is not main), key=lambda one: ranks.get(one.source, (True, 0)))
            yield SourceRow(place, main, tuple(others))


def is_power(line: PlanLine) -> bool:
    """Whether the first edition that a line serves is a power guide."""
    uses = monthly_uses(line)
    return bool(uses) and uses[0].pack.split("/")[1:2] == ["power"]
