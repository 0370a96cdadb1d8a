"""What the figures of a year say against the plan in force: other sources than the main one in use, a frequency that is not kept,
treatments that the plan does not name, fuels and materials that came or went.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from tanheng.analysis.missing import METHODS
from tanheng.apps.monitoring.models import DayBookRow, PlanLine, PlanVersion, Reading, Treatment
from tanheng.apps.monitoring.models.series import DRAWN, MONTH
from tanheng.apps.monitoring.selectors.due import DUE_MONTHS
from tanheng.apps.monitoring.selectors.revision_meters import Cause, Evidence
from tanheng.apps.monitoring.selectors.selection import FROM_FILES
from tanheng.apps.monitoring.selectors.year_sources import SourceRow, YearSources, amount_in, reading_in
from tanheng.apps.sites.models import Node
from tanheng.apps.sites.selectors.life import life_of
from tanheng.engine.life import DAY, MONTHS
from tanheng.engine.numbers import ZERO
from tanheng.engine.pack import Pack
from tanheng.engine.plan.lists import FREQUENCIES, MEASURED, MISSING
from tanheng.engine.plan.plan import place_of
from tanheng.engine.plan.sentences import SENTENCES
from tanheng.engine.plan.tables import LINES
from tanheng.engine.sentences import problem_of
from tanheng.engine.text import Text
from tanheng.rulebook import sound_pack

IN_A_ROW = 2  # months: one alone is a gap that the plan's order of treatments is for
EACH_DAY = ("continuous", "shift", "day")
OF_BOOK = re.compile(r"\[([\w-]+)/[\w-]+\]")  # the mark of the day-book in the words of a reading (`day_books.mark_of`)
SUPPOSED = {"default": "default_value", "estimated": "conservative_estimate"}  # kinds of figures without a treatment: what they are
TREATED_BY_ANOTHER = "comparison_source"


def figure_causes(node: Node, version: PlanVersion, on: date) -> list[Cause]:
    """Causes that the figures of the year of the last ended month give, for months in which this version counts."""
    sources = YearSources(node, (on.replace(day=1) - DAY).year)
    treated = _treatments(node, sources.year)
    found: list[Cause] = []
    for row in sources.rows.values():
        months = [one for one in sources.months(row) if _counts(sources, version, one, on)]
        another = _another_source(sources, row, months, treated)
        found += another or _seldom(sources, row, months)
        found += _out_of_order(sources, row, months, treated)
        found += _given_up(sources, row, on)
    return [*found, *_unknown_streams(node, version, sources.year)]


Treated = dict[tuple[str, int], Treatment]  # code of the line, month → what stands there


def _treatments(node: Node, year: int) -> Treated:
    found = Treatment.objects.filter(company=node, reading__start__year=year, reading__superseded_by=None).select_related("reading", "by")
    return {(one.line, one.reading.start.month): one for one in found}


def _counts(sources: YearSources, version: PlanVersion, month: int, on: date) -> bool:
    there = sources.plan.versions.get(month)
    return there is not None and there.pk == version.pk and sources.last_day(month) < on


def _another_source(sources: YearSources, row: SourceRow, months: list[int], treated: Treated) -> list[Cause]:
    def used(month: int) -> bool:
        treatment = treated.get((row.line.code, month))
        if treatment is not None:
            return treatment.method == TREATED_BY_ANOTHER
        return amount_in(row.main, month) is None and any(amount_in(other, month) is not None for other in row.others)

    run = _in_a_row(months, used)
    if not run or not row.others:
        return []
    names = {source.key: source.record or source.instrument or source.key for source in sources.source_rows(row, run[0])}
    other = next((one for one in row.others if amount_in(one, run[0]) is not None), row.others[0])
    words = {"found": row.line.name, "months": _months(sources.year, run), "known": names.get(other.source, other.source)}
    return [_cause("PLAN-310", row, date(sources.year, run[0], 1), words)]


def _seldom(sources: YearSources, row: SourceRow, months: list[int]) -> list[Cause]:
    """Of a line that has figures: due months without one, or of what is recorded each day without every day, in a row."""
    frequency = row.line.frequency
    due = [one for one in months if one in DUE_MONTHS.get(frequency, MONTHS)]
    if all(reading_in(row.main, one) is None for one in MONTHS):
        return []
    run = _in_a_row(due, lambda month: not _is_kept(row, month, date(sources.year, month, 1), sources.last_day(month)))
    if not run:
        return []
    words = {"found": row.line.name, "frequency": FREQUENCIES[frequency], "months": _months(sources.year, run)}
    return [_cause("PLAN-311", row, date(sources.year, run[0], 1), words)]


def _is_kept(row: SourceRow, month: int, first: date, last: date) -> bool:
    reading = reading_in(row.main, month)
    if reading is None:
        return False
    book = OF_BOOK.search(reading.words)
    if book is None or row.line.frequency not in EACH_DAY:
        return True
    kept = DayBookRow.objects.filter(place=row.place, book=book[1], superseded_by=None, struck=False, day__range=(first, last))
    there = set(kept.values_list("day", flat=True))
    lacking = [day for number in range(last.day) if (day := first + DAY * number) not in there]
    if not lacking or row.place.kind != "facility":
        return not lacking
    life = life_of(row.place)
    return all(life.state(day) != "in_use" for day in lacking)


def _out_of_order(sources: YearSources, row: SourceRow, months: list[int], treated: Treated) -> list[Cause]:
    by_method: dict[str, list[int]] = {}
    for month in months:
        line = sources.line(row, month)
        method = _method(row, month, treated)
        if line is not None and method and line.way == MEASURED and method not in line.missing:
            by_method.setdefault(method, []).append(month)
    found = []
    for method, at in by_method.items():
        words = {"found": row.line.name, "months": _months(sources.year, at), "known": METHODS[method]}
        found.append(_cause("PLAN-312", row, date(sources.year, at[0], 1), words))
    return found


def _method(row: SourceRow, month: int, treated: Treated) -> str:
    """The treatment behind a figure, of those that a plan names: the accepted one, else what its kind says."""
    treatment = treated.get((row.line.code, month))
    if treatment is not None:
        return treatment.method if treatment.method in MISSING else ""
    reading = reading_in(row.main, month)
    return SUPPOSED.get(reading.kind, "") if reading is not None else ""


def _given_up(sources: YearSources, row: SourceRow, on: date) -> list[Cause]:
    """Of a fuel or material: nothing of it in the last twelve months, each of them told."""
    if not row.line.item:
        return []
    first = date(on.year - 1, on.month, 1)
    months = [(first.year, month) for month in MONTHS if month >= on.month] + [(on.year, month) for month in MONTHS if month < on.month]
    before = sources.before.rows.get(row.measured) if any(year < sources.year for year, _month in months) else None
    for year, month in months:
        there = row if year == sources.year else before
        reading = reading_in(there.main, month) if there is not None else None
        if reading is None or (reading.amount is not None and reading.amount > ZERO) or reading.entry.kind == DRAWN:
            return []
    return [_cause("PLAN-314", row, first, {"found": row.line.name, "month": f"{first:%Y-%m}"})]


def _unknown_streams(node: Node, version: PlanVersion, year: int) -> Iterator[Cause]:
    """Fuels and materials that files tell of and no line of the version is for."""
    known = set(version.uses.values_list("facility", "item")) | set(version.lines.values_list("place", "item"))
    told = Reading.objects.filter(company=node, series__grain=MONTH, start__year=year, start__gte=version.from_month, superseded_by=None)
    told = told.filter(series__source__startswith=FROM_FILES).exclude(amount=None).exclude(series__item="")
    seen: set[tuple[str, str]] = set()
    for reading in told.select_related("series__place").order_by("start", "id"):
        series = reading.series
        facility = "" if series.place_id == node.pk else series.place.code
        key = facility, series.item
        if reading.amount == ZERO or key in known or key in seen:
            continue
        seen.add(key)
        pack = sound_pack(series.source.removeprefix(FROM_FILES))
        words = {"found": _item(pack, series.measure, series.item), "place": series.place.name, "month": f"{reading.start:%Y-%m}"}
        where = place_of(LINES, f"{facility}/{series.item}".strip("/"))
        evidence = Evidence("grid", series.place_id, Text(series.place.name, series.place.name))
        yield Cause(problem_of(SENTENCES, "PLAN-313", where, **words), reading.start, (evidence,))


def _item(pack: Pack | None, measure: str, item: str) -> Text | str:
    quantity = pack.quantities.get(measure) if pack else None
    row = pack.tables[quantity.item_table].rows.get(item) if pack and quantity and quantity.item_table else None
    return row.label if row else item


def _cause(code: str, row: SourceRow, since: date, words: Mapping[str, object]) -> Cause:
    line: PlanLine = row.line
    evidence = Evidence("grid", row.place.pk, Text(row.place.name, row.place.name))
    return Cause(problem_of(SENTENCES, code, place_of(LINES, line.code), **words), since, (evidence,), line.department)


def _in_a_row(months: Iterable[int], is_so: Callable[[int], bool]) -> list[int]:
    """The first months one after another in which something is so; none where they are fewer than it takes."""
    run: list[int] = []
    for month in months:
        if is_so(month):
            run.append(month)
        elif len(run) >= IN_A_ROW:
            break
        else:
            run = []
    return run if len(run) >= IN_A_ROW else []


def _months(year: int, months: list[int]) -> Text:
    texts = [f"{year}-{month:02d}" for month in months]
    return Text("、".join(texts), ", ".join(texts))
