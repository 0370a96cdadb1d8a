"""What a plan lacks before it can be submitted: blank fields, measured values without a source, quantities that nobody determines.

The rules are those of the steel guide 9.1 (P-1 to P-8 of the form); what is advice is a warning and holds nothing back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tanheng.engine.places import Where
from tanheng.engine.plan.lists import COMPARISON, MAIN, MEASURED
from tanheng.engine.plan.plan import FROM_MONTH, Plan, place_of
from tanheng.engine.plan.rows import Instrument, PlannedLine
from tanheng.engine.plan.sentences import SENTENCES
from tanheng.engine.plan.tables import INSTRUMENTS, LINES, SOURCES, TABLES
from tanheng.engine.problems import Problem
from tanheng.engine.sentences import problem_of
from tanheng.engine.text import Text

LONGEST_INTERVAL = 12  # months, templates 1.6


@dataclass(frozen=True, slots=True)
class Wanted:
    """A quantity of an edition that a plan has to determine at a facility ("" the enterprise) and for an item; labels for the sentence."""

    pack: str
    quantity: str
    facility: str
    item: str
    label: Text
    pack_label: Text


def lacking(plan: Plan, wanted: Iterable[Wanted] = ()) -> list[Problem]:
    """Everything that is not complete, each with its place and remedy; errors hold a submission back."""
    return [
        *_blanks(plan),
        *(problem for line in plan.lines for problem in _of_line(plan, line)),
        *_of_sources(plan),
        *_of_lines_twice(plan),
        *_undetermined(plan, wanted),
        *(problem for one in plan.instruments for problem in _of_instrument(plan, one)),
    ]


def _blanks(plan: Plan) -> Iterator[Problem]:
    if plan.from_month is None:
        yield problem_of(SENTENCES, "PLAN-201", Where(spoken=FROM_MONTH.label))
    for table in TABLES:
        if table.needed and not plan.rows(table):
            yield problem_of(SENTENCES, "PLAN-202", place_of(table, ""), table=table.title)
        for row in plan.rows(table):
            for column in table.columns:
                if column.needed and getattr(row, column.id) == column.blank:
                    yield problem_of(SENTENCES, "PLAN-201", place_of(table, table.key_of(row), column))


def _of_line(plan: Plan, line: PlannedLine) -> Iterator[Problem]:
    where = place_of(LINES, line.code)
    mains = sum(one.role == MAIN for one in plan.sources if one.line == line.code)
    if line.way == MEASURED and mains == 0:
        yield problem_of(SENTENCES, "PLAN-203", where)
    if mains > 1:
        yield problem_of(SENTENCES, "PLAN-204", where, found=str(mains))
    if line.way == MEASURED and not line.missing and not line.missing_words:
        yield problem_of(SENTENCES, "PLAN-206", where)


def _of_sources(plan: Plan) -> Iterator[Problem]:
    for one in plan.sources:
        where = place_of(SOURCES, SOURCES.key_of(one))
        if not one.instrument and not one.record:
            yield problem_of(SENTENCES, "PLAN-205", where)
        if one.role == COMPARISON and one.tolerance is None:
            yield problem_of(SENTENCES, "PLAN-212", where)


def _of_lines_twice(plan: Plan) -> Iterator[Problem]:
    first: dict[tuple[str, str, str], str] = {}
    for line in plan.lines:
        known = first.setdefault(line.measured, line.code)
        if known != line.code and line.measure:
            yield problem_of(SENTENCES, "PLAN-207", place_of(LINES, line.code), found=line.name, known=known)


def _undetermined(plan: Plan, wanted: Iterable[Wanted]) -> Iterator[Problem]:
    known = {(one.pack, one.quantity, one.facility, one.item) for one in plan.uses}
    for one in wanted:
        if not {(one.pack, one.quantity, one.facility, item) for item in (one.item, "")} & known:
            where = Where(one.quantity, one.facility or None, one.item or None, sheet=LINES.number)
            yield problem_of(SENTENCES, "PLAN-208", where, found=one.label, pack=one.pack_label)


def _of_instrument(plan: Plan, one: Instrument) -> Iterator[Problem]:
    where = place_of(INSTRUMENTS, one.code)
    if all(source.instrument != one.code for source in plan.sources):
        yield problem_of(SENTENCES, "PLAN-209", where)
    if one.calibrated and one.interval is None:
        yield problem_of(SENTENCES, "PLAN-211", where)
    if one.interval is not None and one.interval > LONGEST_INTERVAL:
        yield problem_of(SENTENCES, "PLAN-210", where, found=str(one.interval))
