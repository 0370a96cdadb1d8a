"""Doubts about the figures of a line in a month: sources that differ beyond the tolerance of the plan, a gate that is not the sum behind
it, a meter without a valid calibration. Each asks for an answer, which holds as long as the figures are the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from tanheng.analysis.cross_checks import BEYOND, CrossCheck
from tanheng.analysis.meter_uncertainty import class_per_cent
from tanheng.analysis.missing import Proposal, uncalibrated
from tanheng.apps.monitoring.models import CheckAnswer, PlanLine
from tanheng.apps.monitoring.selectors.calibrations import coverage
from tanheng.apps.monitoring.selectors.cell_problems import cell_problem
from tanheng.apps.monitoring.selectors.meters import MeterHistory, kind_of
from tanheng.apps.monitoring.selectors.selection import monthly_uses
from tanheng.apps.monitoring.selectors.year_sources import SourceRow, YearSources, amount_in, is_power, reading_in
from tanheng.apps.sites.models import Node
from tanheng.engine.numbers import ZERO, decimal_text, figure, shown
from tanheng.engine.plan.lists import COMPARISON, MEASURED
from tanheng.engine.problems import Problem
from tanheng.rulebook.conservative import direction_of
from tanheng.seal.canonical import sha256_of

SOURCES_DIFFER, GATE_DIFFERS, UNCALIBRATED = "GRID-201", "GRID-202", "GRID-203"


@dataclass(frozen=True)
class LineDoubt:
    """A doubt about a row in a month, what may stand in for the figure, and what was said to it."""

    row: SourceRow
    month: date
    problem: Problem
    proposals: tuple[Proposal, ...] = ()
    answer: CheckAnswer | None = None

    @property
    def key(self) -> str:
        """Its name on a page."""
        return f"{self.problem.code}-{self.row.line.code}-{self.month:%Y-%m}"

    def proposal(self, key: str) -> Proposal | None:
        """The proposal of that name."""
        return next((one for one in self.proposals if one.key == key), None)


def doubts_of(sources: YearSources, place: Node | None = None) -> list[LineDoubt]:
    """Every doubt of a year, or about the rows of one place, with its newest answer, the open ones first, then by line and month."""
    said = answers_of(sources.company, sources.year)
    found = [
        LineDoubt(one.row, one.month, one.problem, one.proposals, said.get(one.problem.digest))
        for row in sources.rows.values()
        if place is None or row.place.pk == place.pk
        for month in sources.months(row)
        for one in doubts_in(sources, row, month)
    ]
    return sorted(found, key=lambda one: one.answer is not None)


def open_doubts(company: Node, year: int) -> list[LineDoubt]:
    """Those that wait for an answer."""
    return [one for one in doubts_of(YearSources(company, year)) if one.answer is None]


def answers_of(company: Node, year: int) -> dict[str, CheckAnswer]:
    """The newest answer to each digest."""
    found = CheckAnswer.objects.filter(company=company, month__range=(date(year, 1, 1), date(year, 12, 31)))
    return {one.digest: one for one in found.select_related("by").order_by("id")}


def doubts_at(sources: YearSources, row: SourceRow, month: int) -> list[LineDoubt]:
    """The doubts about a row in a month, each with its newest answer."""
    said = answers_of(sources.company, sources.year)
    return [replace(one, answer=said.get(one.problem.digest)) for one in doubts_in(sources, row, month)]


def doubts_in(sources: YearSources, row: SourceRow, month: int) -> Iterator[LineDoubt]:
    """The doubts about a row in a month, without answers."""
    line = sources.line(row, month)
    if line is None:
        return
    day = date(sources.year, month, 1)
    yield from (LineDoubt(row, day, one) for one in _sources_differ(sources, row, line, month))
    yield from (LineDoubt(row, day, one) for one in _gate_differs(sources, row, line, month))
    yield from _not_calibrated(sources, row, line, month)


def _sources_differ(sources: YearSources, row: SourceRow, line: PlanLine, month: int) -> Iterator[Problem]:
    main = amount_in(row.main, month)
    stated = {one.key: one for one in sources.source_rows(row, month) if one.role == COMPARISON}
    for other in row.others if main is not None else ():
        amount, source = amount_in(other, month), stated.get(other.source)
        if main is None or amount is None or source is None:
            continue
        check = CrossCheck(main, amount, source.tolerance)
        if check.verdict == BEYOND:
            name = source.record or source.instrument or source.key
            yield _differing(SOURCES_DIFFER, line, date(sources.year, month, 1), check, source=name)


def _gate_differs(sources: YearSources, row: SourceRow, line: PlanLine, month: int) -> Iterator[Problem]:
    """Only where every facility behind has a figure; the tolerance is that of the gate's main source."""
    gate, source = amount_in(row.main, month), sources.main_source(row, month)
    behind = sources.behind(row, month)
    amounts = [amount_in(one.main, month) for one, _planned in behind]
    if gate is None or source is None or not behind or any(one is None for one in amounts):
        return
    check = CrossCheck(gate, sum((one for one in amounts if one is not None), ZERO), source.tolerance)
    if check.verdict == BEYOND:
        yield _differing(GATE_DIFFERS, line, date(sources.year, month, 1), check)


def _differing(code: str, line: PlanLine, month: date, check: CrossCheck, **words: str) -> Problem:
    tolerance = check.tolerance or ZERO
    per_cent = check.per_cent
    said = {
        "main": figure(check.main),
        "other": figure(check.other),
        "difference": figure(check.difference) if per_cent is None else f"{shown(per_cent, 2)}%",
        "tolerance": f"{figure(tolerance * 100)}%",
        **words,
    }
    digest = [decimal_text(one) for one in (check.main, check.other, tolerance)]
    return _asking(cell_problem(code, line, month, **said), line, month, [words.get("source", ""), *digest])


def _not_calibrated(sources: YearSources, row: SourceRow, line: PlanLine, month: int) -> Iterator[LineDoubt]:
    source, reading = sources.main_source(row, month), reading_in(row.main, month)
    meter = sources.meters.get(source.instrument) if source else None
    if meter is None or reading is None or reading.amount is None or reading.kind != MEASURED:
        return
    first, last = date(sources.year, month, 1), sources.last_day(month)
    days = coverage(meter, first, last, in_use_only=True).days_uncovered
    if days:
        told = cell_problem(UNCALIBRATED, line, first, meter=meter.meter.code, days=str(days))
        problem = _asking(told, line, first, [meter.meter.code, str(days), decimal_text(reading.amount)])
        yield LineDoubt(row, first, problem, tuple(_conservative(meter, row, line, reading.amount, (last, days))))


def _conservative(meter: MeterHistory, row: SourceRow, line: PlanLine, amount: Decimal, days: tuple[date, int]) -> list[Proposal]:
    last, uncovered = days
    said = meter.described(last)
    per_cent = class_per_cent(kind_of(said).accuracy_class) or class_per_cent(said.accuracy_class)
    if per_cent is None:
        return []
    direction = direction_of(monthly_uses(row.line)[0].quantity)
    return uncalibrated(amount, per_cent.scaleb(-2), last.day, uncovered, direction, power=is_power(line))


def _asking(problem: Problem, line: PlanLine, month: date, figures: list[str]) -> Problem:
    """The problem with the digest of the figures it speaks of."""
    place = [line.place, line.measure, line.item, f"{month:%Y-%m}"]
    return Problem(
        problem.code, problem.severity, problem.where, problem.message, problem.remedy, sha256_of([problem.code, *place, *figures])
    )
