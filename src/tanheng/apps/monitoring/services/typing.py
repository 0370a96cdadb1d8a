"""Figures typed in the grid or handed over by a program: each cell a line of the plan and a month, each figure a reading of its own.

What was seen in the cell is said with the figure: where something else counts by now, it is not overwritten but shown to both.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from tanheng.apps.journal.services import append_event
from tanheng.apps.monitoring.models import Entry, PlanLine, PlanSource, Reading
from tanheng.apps.monitoring.models.series import APPORTIONED, FILE, GRID, MONTH, TREATED, WITHDRAWN
from tanheng.apps.monitoring.selectors.cell_places import placed, places_by_code
from tanheng.apps.monitoring.selectors.cell_problems import REASON_NEEDED, cell_place, cell_problem
from tanheng.apps.monitoring.selectors.day_books import of_stock
from tanheng.apps.monitoring.selectors.deviations import Departure, Filled, departures_of, meters_named
from tanheng.apps.monitoring.selectors.months import Touched, kept_out
from tanheng.apps.monitoring.selectors.selection import (
    PLANNED,
    Cell,
    PlanOfYear,
    Readings,
    measured_by,
    monthly_uses,
    serving,
    sources_of,
    unit_of,
)
from tanheng.apps.monitoring.services.departures import departure_problem, record_departures
from tanheng.apps.monitoring.services.readings import OF_READING, Measurement, Said, series_of
from tanheng.apps.people.access import require
from tanheng.apps.people.services.changes import change
from tanheng.apps.sites.models import Node
from tanheng.apps.sites.selectors.life import lives_of
from tanheng.documents.input.typed_amounts import Asked, read_typed
from tanheng.documents.input.typed_amounts import Said as Figure
from tanheng.engine.case import Facility
from tanheng.engine.numbers import ZERO, decimal_text
from tanheng.engine.pack import KINDS
from tanheng.engine.plan.lists import CALCULATED, MAIN, MEASURED
from tanheng.engine.problems import Problem
from tanheng.pages.actor import Actor
from tanheng.rulebook import load
from tanheng.store.clock import now
from tanheng.store.many_rows import append_rows
from tanheng.store.one_line import one_line

ENTER = "upload_data"
MOST_CELLS = 2_000  # of one save
LONGEST_TEXT, LONGEST_REASON, LONGEST_TYPED = 500, 300, 100
WORDS = ("words", "evidence", "note")


@dataclass(frozen=True)
class Typed:
    """What somebody types into a cell: of which line and source, of which month (its first day), the text ("" takes the figure back, "/" is
    not applicable), of which kind, with which words; and the key of the reading that they saw there.
    """

    line: str
    month: date
    text: str
    source: str = MAIN
    kind: str = ""
    words: str | None = None  # where it comes from, as people call it; None leaves what stands there
    evidence: str | None = None
    note: str | None = None
    seen: int | None = None


@dataclass(frozen=True)
class Merge:
    """A cell in which something else counts by now than whoever typed had seen: theirs is kept, and yours is asked for again."""

    cell: Typed
    theirs: Reading | None


@dataclass(frozen=True)
class Saved:
    """What became of each cell: a reading that counts now, nothing new to say, a problem that kept it out or is told, a merge."""

    readings: list[tuple[Typed, Reading]]
    same: list[tuple[Typed, Reading | None]]
    problems: list[tuple[Typed, Problem]]
    merges: list[Merge]


@dataclass(frozen=True)
class Looked:
    """A cell as it would be saved: what counts there now, the figure that it would become, and every problem."""

    typed: Typed
    there: Reading | None
    amount: Decimal | None
    kind: str  # "" where it cannot be read
    problems: list[Problem]

    @property
    def same(self) -> bool:
        """Whether the figure stands there already."""
        return self.there is not None and (self.there.amount, self.there.kind) == (self.amount, self.kind)


@dataclass(frozen=True)
class _Cell:
    """A cell that could be read: its line and source in the month's version of the plan, its place, and the reading it asks for."""

    typed: Typed
    line: PlanLine
    source: PlanSource
    place: Node
    amount: Decimal | None
    kind: str
    as_typed: str

    @property
    def measurement(self) -> Measurement:
        return Measurement(self.place.pk, self.line.measure, self.line.item, MONTH, unit_of(self.line))

    def said(self, there: Reading | None) -> Said:
        """As readings hold it; the words that were not typed are those that stand there."""
        if self.kind == WITHDRAWN:
            return None, WITHDRAWN, "", "", "", ""
        typed = ((one, getattr(self.typed, one)) for one in WORDS)
        said = [getattr(there, one, "") if text is None else one_line(text, LONGEST_TEXT) for one, text in typed]
        uncertainty = there.uncertainty if there is not None and there.kind == self.kind else ""
        return self.amount, self.kind, said[0], said[1], uncertainty, said[2]


def save_cells(*, actor: Actor, node: Node, cells: Sequence[Typed], reason: str = "", kind: str = GRID) -> Saved:
    """Save what was typed into cells of a company's grid: each on its own, those that cannot be read or were changed by others not at all.

    A figure that came with a file, or was typed by somebody else, is corrected with a `reason` alone. Nothing that is told again as it
    stands makes a reading. `kind` is the way in, of the entry.
    """
    require(actor, ENTER, node)
    told = [replace(one, kind=CALCULATED) if one.kind == APPORTIONED else one for one in cells]  # what somebody types nobody apportioned
    read, problems = _read(node, told[:MOST_CELLS])
    problems += [(one, cell_problem("GRID-101", None, one.month, most=MOST_CELLS)) for one in cells[MOST_CELLS:]]
    why = one_line(reason, LONGEST_REASON)

    def write() -> Saved:
        saved = _written(actor, node, read, why, kind)
        if saved.readings:
            _tell(actor, node, saved.readings, why)
        return replace(saved, problems=[*problems, *saved.problems])

    return change(actor, ENTER, node, write)


def save_within(*, actor: Actor, node: Node, cells: Sequence[Typed], reason: str, kind: str, seen_up_to: int | None = None) -> Saved:
    """The same as part of a change of the caller's, who tells the journal. With `seen_up_to` whoever typed had seen every reading up to
    this key; a company's readings are written one act after the other, so that whatever came later has a higher one.
    """
    read, problems = _read(node, cells)
    saved = _written(actor, node, read, one_line(reason, LONGEST_REASON), kind, seen_up_to)
    return replace(saved, problems=[*problems, *saved.problems])


def look_at_cells(*, actor: Actor, node: Node, cells: Sequence[Typed]) -> list[Looked]:
    """What saving the cells would find: each with what counts there, the figure it would become, and what is wrong or told."""
    require(actor, ENTER, node)
    read, problems = _read(node, cells)
    counting, closed, departing = _counting(node, read), _closed(node, read), _departing(node, read, GRID)
    told: dict[Typed, list[Problem]] = {}
    for typed, problem in problems:
        told.setdefault(typed, []).append(problem)
    found = {one.typed: (one, counting[one.line.pk, one.source.key, one.typed.month].reading) for one in read}
    looked = []
    for typed in cells:
        cell, there = found.get(typed, (None, None))
        said = told.get(typed, [])
        looked_at = Looked(typed, there, cell.amount if cell else None, cell.kind if cell else "", said)
        if cell is not None and not looked_at.same:
            kept = closed.get(typed) or _refusal(actor, node, cell, there, "", departing)
            said += [kept] if kept else []
        looked.append(looked_at)
    return looked


def _read(node: Node, cells: Sequence[Typed]) -> tuple[list[_Cell], list[tuple[Typed, Problem]]]:
    """The cells that can be saved, and what is told of these and the others."""
    where, measures = measured_by(node, {one.line for one in cells})
    plans = {year: PlanOfYear(node, year, where, measures) for year in sorted({one.month.year for one in cells})}
    places = places_by_code(node)
    read: dict[tuple[int, str, date], _Cell] = {}
    problems: list[tuple[Typed, Problem]] = []
    for one in cells:
        found = placed(plans[one.month.year], places, (one.line, one.source, one.month))
        if isinstance(found, Problem):
            problems.append((one, found))
            continue
        cell, told = _amount(one, *found)
        problems += [(one, problem) for problem in told]
        if cell is not None:
            read[cell.line.pk, cell.source.key, one.month] = cell  # of one cell typed twice the last counts
    return list(read.values()), problems


def _amount(one: Typed, line: PlanLine, source: PlanSource, place: Node) -> tuple[_Cell | None, list[Problem]]:
    """The cell with what was typed read by the rule pack of the first quantity that its line serves."""
    if not one.text.strip():
        return _Cell(one, line, source, place, None, WITHDRAWN, ""), []
    use = monthly_uses(line)[0]
    pack = load(use.pack)
    kind = CALCULATED if one.kind == APPORTIONED else one.kind or (line.way if line.way in KINDS else "")
    asked = Asked(use.quantity, use.facility, use.item, one.month.month)
    facilities = {place.code: Facility(place.code, pack.quantities[use.quantity].facility_kind or place.present_kind, place.name)}
    read = read_typed(pack, one.month.year, facilities, asked, Figure(one.text, kind))
    if read.value is None or read.refused:
        return None, read.problems
    marked = APPORTIONED if one.kind == APPORTIONED else read.value.kind
    return _Cell(one, line, source, place, read.amount, marked, read.typed[:LONGEST_TYPED]), read.problems


def _written(actor: Actor, node: Node, read: Sequence[_Cell], why: str, kind: str, seen_up_to: int | None = None) -> Saved:
    """Each cell against what counts now: part of a change, which holds the company, so that nobody comes in between."""
    counting = _counting(node, read)
    closed, departing = _closed(node, read), _departing(node, read, kind)
    same: list[tuple[Typed, Reading | None]] = []
    merges: list[Merge] = []
    problems: list[tuple[Typed, Problem]] = []
    new: list[tuple[_Cell, Reading | None]] = []
    for cell in read:
        now_there = counting[cell.line.pk, cell.source.key, cell.typed.month].reading
        if (now_there is None and cell.kind == WITHDRAWN) or (now_there is not None and _says(now_there) == cell.said(now_there)):
            same.append((cell.typed, now_there))
        elif (told := closed.get(cell.typed)) is not None:
            problems.append((cell.typed, told))
        elif _is_unseen(cell.typed, now_there, seen_up_to):
            merges.append(Merge(cell.typed, now_there))
        elif (told := _refusal(actor, node, cell, now_there, why, departing)) is not None:
            problems.append((cell.typed, told))
        else:
            new.append((cell, now_there))
    stored = _stored(actor, node, new, why, kind)
    lines = {cell.typed: cell.line for cell, _there in new}
    record_departures(actor=actor, node=node, found=[(one, lines[cell], departing.get(cell, [])) for cell, one in stored], reason=why)
    return Saved(stored, same, problems, merges)


def _refusal(
    actor: Actor, node: Node, cell: _Cell, there: Reading | None, why: str, departing: Mapping[Typed, Sequence[Departure]]
) -> Problem | None:
    """Why a figure is not put in the place of what counts there, or None; a preview asks the same without a reason."""
    if there is not None and not why and not _is_own(there, actor):
        return _reason_needed(cell, there)
    if there is not None and _meets_stock(node, cell, there):
        return _altered(cell, there)
    if not why and cell.typed in departing:
        return departure_problem(line=cell.line, month=cell.typed.month, found=departing[cell.typed])
    return None


def _is_unseen(typed: Typed, there: Reading | None, up_to: int | None) -> bool:
    """Whether something else counts in a cell than whoever typed had seen."""
    if up_to is not None:
        return there is not None and there.pk > up_to
    return (there.pk if there else None) != typed.seen


def _counting(node: Node, read: Sequence[_Cell]) -> dict[tuple[int, str, date], Cell]:
    """What counts now in the cells."""
    asked: dict[tuple[Node, int], tuple[set[int], set[str]]] = {}
    for cell in read:
        months, measures = asked.setdefault((cell.place, cell.typed.month.year), (set(), set()))
        months.add(cell.typed.month.month)
        measures.update(measure for measure, _item, _source in serving(cell.line, cell.source))
    of_year = {(place, year): Readings(node, place, year, *those) for (place, year), those in asked.items()}
    found: dict[tuple[int, str, date], Cell] = {}
    for cell in read:
        month = cell.typed.month
        readings = of_year[cell.place, month.year]
        found[cell.line.pk, cell.source.key, month] = readings.told_last(serving(cell.line, cell.source), month.month)
    return found


def _closed(node: Node, read: Sequence[_Cell]) -> dict[Typed, Problem]:
    """The cells whose month takes no figure any more, or that of another company: there figures can be taken back alone."""
    lives = lives_of({one.place for one in read if one.place.kind == "facility"})
    others = {
        one.typed: cell_problem("GRID-109", one.line, one.typed.month, place=one.place.name)
        for one in read
        if one.amount is not None and one.place.pk in lives
        if lives[one.place.pk].is_anothers(one.typed.month.year, one.typed.month.month)
    }
    touched = [Touched(one.place.pk, MONTH, one.typed.month, cell_place(one.line, one.typed.month)) for one in read]
    return others | {one.typed: told for one, told in zip(read, kept_out(node, touched), strict=True) if told}


def _departing(node: Node, read: Sequence[_Cell], kind: str) -> dict[Typed, list[Departure]]:
    """The cells whose figures depart from the plan; a treatment of missing data follows the plan's own order, and says so itself where it
    does not.
    """
    if kind == TREATED:
        return {}
    meters = meters_named(node, [one.source for one in read])
    found: dict[Typed, list[Departure]] = {}
    for one in read:
        filled = Filled(one.line, one.source, one.typed.month, one.kind, one.typed.words or "")
        if departures := departures_of(filled, meters):
            found[one.typed] = departures
    return found


def _says(reading: Reading) -> Said:
    return reading.amount, reading.kind, reading.words, reading.evidence, reading.uncertainty, reading.note


def _is_own(reading: Reading, actor: Actor) -> bool:
    """Whether it was typed by the same person: what they are still filling they may type again without a word."""
    return reading.entry.kind != FILE and reading.entry.by_id == actor.user.pk


def _meets_stock(node: Node, cell: _Cell, there: Reading) -> bool:
    """Whether a metered figure would be altered to the figure of a stock count that stands beside it."""
    if cell.source.role != MAIN or there.kind != MEASURED or cell.kind != MEASURED or cell.amount in (None, there.amount):
        return False
    month = cell.typed.month
    readings = Readings(node, cell.place, month.year, [month.month])
    others = (readings.told_last(serving(cell.line, one), month.month).reading for one in sources_of(cell.line) if one.role != MAIN)
    return any(one is not None and one.amount == cell.amount and of_stock(one) for one in others)


def _altered(cell: _Cell, there: Reading) -> Problem:
    said = {"old": decimal_text(there.amount or ZERO), "new": decimal_text(cell.amount or ZERO)}
    return cell_problem("GRID-108", cell.line, cell.typed.month, **said)


def _reason_needed(cell: _Cell, there: Reading) -> Problem:
    old = "/" if there.amount is None else decimal_text(there.amount)
    return cell_problem(REASON_NEEDED, cell.line, cell.typed.month, person=str(there.entry.by), old=old)


def _stored(actor: Actor, node: Node, new: Sequence[tuple[_Cell, Reading | None]], why: str, kind: str) -> list[tuple[Typed, Reading]]:
    """The readings with their entry and event; each cell beside what counted there."""
    if not new:
        return []
    entry = Entry(company=node, kind=kind, key=_next_key(node, kind), by=actor.user, at=now())
    entry.save()
    series = _series(node, [cell for cell, _there in new])
    older = _older(node, set(series.values()))
    again = why or str(_("Typed again while the month was being filled"))
    rows = []
    for cell, there in new:
        key, first = series[cell.source.key, cell.measurement], cell.typed.month
        last, before = first.replace(day=monthrange(first.year, first.month)[1]), older.get((key, first))
        chain = (again, before) if before else (why, None)
        rows.append((node.pk, entry.pk, key, first, last, *cell.said(there), cell.as_typed, *chain))
    keys = append_rows(Reading, OF_READING, rows)
    stored = Reading.objects.select_related("series", "entry", "entry__by").in_bulk(keys)
    return [(cell.typed, stored[key]) for key, (cell, _there) in zip(keys, new, strict=True)]


def _tell(actor: Actor, node: Node, readings: Sequence[tuple[Typed, Reading]], why: str) -> None:
    entry, months = readings[0][1].entry, sorted({f"{cell.month:%Y-%m}" for cell, _reading in readings})
    payload = {"entry": entry.key, "figures": len(readings), "months": months, "reason": why}
    append_event(actor=actor, action="monitoring.readings.typed", subject=entry, place=node, payload=payload)


def _series(node: Node, cells: Sequence[_Cell]) -> dict[tuple[str, Measurement], int]:
    """The keys of the series of the cells, by source and measurement; those that are not there yet are made."""
    by_source: dict[str, set[Measurement]] = {}
    for cell in cells:
        by_source.setdefault(cell.source.key, set()).add(cell.measurement)
    found = {source: series_of(company=node, source=PLANNED + source, wanted=wanted) for source, wanted in by_source.items()}
    return {(source, one): keys[one] for source, keys in found.items() for one in by_source[source]}


def _older(node: Node, series: Iterable[int]) -> dict[tuple[int, date], int]:
    """The reading at the end of each chain of these series, withdrawn ones too."""
    found = Reading.objects.filter(series__in=series, superseded_by=None)
    return {(key, start): pk for pk, key, start in found.values_list("pk", "series_id", "start")}


def _next_key(node: Node, kind: str) -> str:
    last = Entry.objects.filter(company=node, kind=kind).order_by("-pk").values_list("key", flat=True).first()
    return str(int(last or 0) + 1)
