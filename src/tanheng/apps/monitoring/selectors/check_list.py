"""The check list of a verifier, drawn from the plan that counts in a year: of each line what is asked for, and how the year stands.

A check list is of one version: that of December, or of today where the year is running. Months in which another counted are listed all
the same by what they measure.
"""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from tanheng.apps.monitoring.models import Calibration, PlanLine, PlanVersion, Treatment
from tanheng.apps.monitoring.selectors.calibrations import due_state, last_passed
from tanheng.apps.monitoring.selectors.meters import MeterHistory
from tanheng.apps.monitoring.selectors.months import newest_steps
from tanheng.apps.monitoring.selectors.plans import plan_of, version_in_force
from tanheng.apps.monitoring.selectors.selection import TAKEN_FROM_PAPER
from tanheng.apps.monitoring.selectors.year_sources import YearSources, reading_in
from tanheng.apps.sites.models import Node
from tanheng.engine.life import MONTHS
from tanheng.engine.plan.rows import Instrument, PlannedLine, PlannedSource
from tanheng.engine.plan.tables import INSTRUMENTS
from tanheng.workflow.months import FILLING

IDLE, MISSING, AHEAD = "idle", "missing", "ahead"


@dataclass(frozen=True)
class PlannedPart:
    """A source of a line with its instrument, the meter of the ledger by that code, and the certificate that holds or held last."""

    source: PlannedSource
    instrument: Instrument | None
    meter: MeterHistory | None
    certificate: Calibration | None
    state: str  # how it stands with its calibration; "" where the ledger does not know the meter


@dataclass(frozen=True)
class CheckLine:
    """A line of the check list; `months` are twelve states: of the month at its place, IDLE, MISSING, AHEAD, or "" where none is asked."""

    line: PlanLine
    planned: PlannedLine
    place: Node | None
    sources: tuple[PlannedPart, ...]
    months: tuple[str, ...]
    treatment: Treatment | None

    @property
    def spans(self) -> list[tuple[str, int, int]]:
        """The same, months in a row with one state together: state, first and last."""
        groups = groupby(zip(self.months, MONTHS, strict=True), key=lambda pair: pair[0])
        found = [(state, [month for _state, month in pairs]) for state, pairs in groups]
        return [(state, months[0], months[-1]) for state, months in found if state]


@dataclass(frozen=True)
class CheckList:
    """All lines of a company's year, in the order of the plan; no version where no plan counts."""

    company: Node
    year: int
    version: PlanVersion | None
    lines: tuple[CheckLine, ...]


def check_list(company: Node, year: int, on: date) -> CheckList:
    """The list as it stands on a day."""
    version = version_in_force(company, min(date(year, 12, 1), max(on.replace(day=1), date(year, 1, 1))))
    if version is None:
        return CheckList(company, year, None, ())
    plan, sources = plan_of(version.document), YearSources(company, year)
    stored = {one.code: one for one in version.lines.prefetch_related("uses").order_by("id")}
    states = newest_steps([company], date(year, 1, 1), date(year, 12, 1))
    treated = _last_treatments(company, year)
    day = min(on, date(year, 12, 31))
    lines = []
    for planned in plan.lines:
        line, place = stored[planned.code], sources.places.get(planned.place)
        parts = [_part(sources, one, plan.row(INSTRUMENTS, one.instrument), day) for one in plan.sources_of(planned.code)]
        months = tuple(_month(sources, line, place, month, states, on) for month in MONTHS)
        lines.append(CheckLine(line, planned, place, tuple(parts), months, treated.get(planned.code)))
    return CheckList(company, year, version, tuple(lines))


def _part(sources: YearSources, source: PlannedSource, instrument: Instrument | None, day: date) -> PlannedPart:
    meter = sources.meters.get(source.instrument)
    if meter is None:
        return PlannedPart(source, instrument, None, None, "")
    return PlannedPart(source, instrument, meter, last_passed(meter, day), due_state(meter, day))


def _month(sources: YearSources, line: PlanLine, place: Node | None, month: int, states: dict[tuple[int, date], str], on: date) -> str:
    row = sources.rows.get((line.place, line.measure, line.item))
    if row is None or place is None or line.way in TAKEN_FROM_PAPER:
        return ""
    if month in sources.idle.get(line.place, ()):
        return IDLE
    first = date(sources.year, month, 1)
    state = states.get((place.pk, first), FILLING)
    if state != FILLING:
        return state
    if first > on:
        return AHEAD
    return state if reading_in(row.main, month) is not None else MISSING


def _last_treatments(company: Node, year: int) -> dict[str, Treatment]:
    found = Treatment.objects.filter(company=company, reading__start__year=year).select_related("reading", "by").order_by("id")
    return {one.line: one for one in found}
