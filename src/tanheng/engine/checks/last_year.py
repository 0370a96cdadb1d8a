"""Last year beside this year: large changes of what was reported and of the intensities, as warnings with both figures.

Amounts are compared as they are and per unit of the main output, as totals of the year and as medians of the months, so that one
wrong month does not hide the others; contents as means of the year. What a facility or a source reported last year and does not report any
more is told too. No result depends on it, and no hash.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from tanheng.engine.answers import figure_of, figures_digest
from tanheng.engine.case import Value
from tanheng.engine.checks.figures import series_place, values_beneath
from tanheng.engine.checks.month_spread import LEAST_MONTHS, median_of
from tanheng.engine.checks.months import item_name, main_output
from tanheng.engine.numbers import ZERO, shown
from tanheng.engine.pack import Quantity
from tanheng.engine.part_of_year import months_covered
from tanheng.engine.places import Key, Where
from tanheng.engine.problems import Problem, Subject, Supposed
from tanheng.engine.sentences import Sentence, problem_of
from tanheng.engine.text import Text
from tanheng.engine.units.slips import near_slip, slip_sentence, unit_words

if TYPE_CHECKING:
    from tanheng.engine.run import Run

AMOUNT, OUTPUT, CONTENT, INTENSITY = Decimal(2), Decimal("1.5"), Decimal("1.25"), Decimal("1.2")  # times or a part: told beyond
TOTAL, MONTH = Text("为上年的 ", ""), Text("各月中位数为上年的 ", "the median month ")  # on what the times are measured
TOTAL_PER_OUTPUT = Text("单位产量为上年的 ", "per unit of output ")
MONTH_PER_OUTPUT = Text("各月中位数（单位产量）为上年的 ", "the median month per unit of output ")
SENTENCES: dict[str, Sentence] = {
    "RUN-231": (
        "warning",
        "没有与上年对照：{found}",
        "not compared with last year: {found}",
        "给出同一企业、同一行业上一年度的算例",
        "give the case of the year before of the same entity and sector",
    ),
    "RUN-232": (
        "warning",
        "{name} {year} 年为 {now}，{before_year} 年为 {before}，{basis}{times}{slip}",
        "{name} is {now} in {year} and was {before} in {before_year}, {basis}{times}{slip}",
        "核对两年的原始记录、计量单位和统计口径；确属实际变化的，写明原因",
        "compare the records, units and boundaries of both years; where the change is true, say why",
    ),
    "RUN-233": (
        "warning",
        "{before_year} 年填报了{name}（{before}），{year} 年没有",
        "{name} was reported in {before_year} ({before}) and is not in {year}",
        "核对是否漏报；确已停用的，写明原因",
        "look for what was left out; where it is no longer used, say why",
    ),
    "RUN-234": (
        "warning",
        "{before_year} 年有设施 {found}，{year} 年没有",
        "facility {found} was there in {before_year} and is not in {year}",
        "核对是否漏报、改名或已关停；设施编号两年应一致",
        "look whether it was left out, renamed or closed; a facility keeps its id from year to year",
    ),
}


Years = tuple[list[Value], list[Value]]  # this year's and last year's


@dataclass(frozen=True, slots=True)
class Change:
    """A series in both years: its totals (or means), and how many times last year's this year's is."""

    now: Decimal
    before: Decimal
    times: Decimal
    basis: Text  # on what the times are measured


def limit_of(quantity: Quantity, main_output: str | None = None) -> Decimal:
    """How many times what was before is a large change, and one such part of it: the one rule of this check and of the pages."""
    if quantity.role == "input":
        amount = OUTPUT if quantity.id == main_output else AMOUNT
        return amount if quantity.year == "sum" else CONTENT
    return INTENSITY if quantity.unit == "1" or "/" in quantity.unit else OUTPUT


def comparable(run: Run, beside: Run) -> Problem | None:
    """Why last year cannot stand beside this year; None where it can."""
    now, last = run.case, beside.case
    if last.year != now.year - 1:
        found = (
            f"对照的算例是 {last.year} 年，本算例的上一年度是 {now.year - 1} 年",
            f"it is of {last.year}, the year before is {now.year - 1}",
        )
    elif now.entity_code and last.entity_code and now.entity_code != last.entity_code:
        found = (
            f"对照的算例属于 {last.entity_name}（{last.entity_code}）",
            f"it belongs to {last.entity_name} ({last.entity_code})",
        )
    elif run.pack.sector != beside.pack.sector:
        found = (f"对照的算例按另一行业的规则 {last.pack_id} 核算", f"it is of another sector, by {last.pack_id}")
    elif last.through_month is not None and last.through_month < len(now.months):
        months = months_covered(last.through_month)
        found = (f"对照的算例只含{months.zh}", f"it is of {months.en} only")
    elif now.through_month is not None and last.grain == "year":
        found = ("对照的算例按全年一个数填报，分不出月份", "it takes its year as one period and has no months")
    else:
        return None
    return problem_of(SENTENCES, "RUN-231", found=found[0], found_en=found[1])


def year_problems(run: Run, beside: Run) -> Iterator[Problem]:
    """What changed by much since last year, input by input and then the intensities; a part of a year is held against the same months."""
    beside = beside.first_months.get(run.case.through_month or 0, beside)
    gone = {one.id for one in beside.case.facilities} - {one.id for one in run.case.facilities}
    for facility in (one for one in beside.case.facilities if one.id in gone):
        values = [value for series in beside.recorded.values() for value in series if value.facility == facility.id]
        yield _problem("RUN-234", run, Where(facility=facility.id), ([], values), found=facility.name or facility.id)
    for quantity in run.pack.inputs():
        last = beside.pack.quantities.get(quantity.id)
        if last is not None and last.role == "input":
            yield from _input_problems(run, beside, quantity, gone)
    for quantity in run.pack.quantities.values():
        if quantity.role == "derived" and quantity.year == "formula" and "/" in quantity.unit and quantity.id in beside.years:
            yield from _intensity_problems(run, beside, quantity)


# ── inputs ───────────────────────────────────────────────────────────────────────────────────────


def _input_problems(run: Run, beside: Run, quantity: Quantity, gone: set[str]) -> Iterator[Problem]:
    now, last = _series(run, quantity.id), _series(beside, quantity.id)
    for key, values in last.items():
        if key[0] in gone or beside.pack.unit_of(quantity.id, key[1]) != run.pack.unit_of(quantity.id, key[1]):
            continue
        before = beside.value(quantity.id, *key)
        if not before:
            continue
        if key not in now or not (after := run.value(quantity.id, *key)):
            if quantity.year == "sum":
                yield _vanished(run, quantity, key, before, values)
            continue
        change = _change(run, beside, quantity, key, (after, before))
        if change is not None:
            yield _changed(run, quantity, key, change, (now[key], values))


def _series(run: Run, name: str) -> dict[Key, list[Value]]:
    found: dict[Key, list[Value]] = {}
    for value in run.recorded.get(name, ()):
        found.setdefault(value.key, []).append(value)
    return found


def _change(run: Run, beside: Run, quantity: Quantity, key: Key, totals: tuple[Decimal, Decimal]) -> Change | None:
    """The change of total or median, where it is large however it is measured: half the output explains half the fuel, and a
    shop that does not follow the output explains the same fuel.
    """
    now, before = totals
    if now < 0 or before < 0:
        return None
    limit = limit_of(quantity, run.pack.main_output)
    if quantity.year != "sum":
        return _large(limit, Change(now, before, now / before, TOTAL))
    made, made_before = _produced(run, quantity, key), _produced(beside, quantity, key)
    if quantity.id == run.pack.main_output or not made or not made_before:
        return _large(limit, Change(now, before, now / before, TOTAL))
    per_output = made_before[0] / made[0]
    found = _milder(now, before, (now / before, TOTAL), (now / before * per_output, TOTAL_PER_OUTPUT))
    if found is None:
        medians = [_medians(one, quantity, key, months) for one, (_, months) in ((run, made), (beside, made_before))]
        if medians[0] and medians[1]:
            plain, per_output = (one / two for one, two in zip(medians[0], medians[1], strict=True))
            found = _milder(now, before, (plain, MONTH), (per_output, MONTH_PER_OUTPUT))
    return found


def _milder(now: Decimal, before: Decimal, *measures: tuple[Decimal, Text]) -> Change | None:
    """The smaller of the changes, where both are large."""
    changes = [Change(now, before, times, basis) for times, basis in measures]
    return _large(AMOUNT, min(changes, key=lambda one: max(one.times, 1 / one.times)))


def _large(limit: Decimal, change: Change) -> Change | None:
    return change if change.times > limit or change.times * limit < 1 else None


def _produced(run: Run, quantity: Quantity, key: Key) -> tuple[Decimal, list[Decimal | None]] | None:
    """The main output of the year and of its months at a place; None where the pack names none or nothing was made."""
    months = main_output(run, key)
    total = sum((one for one in months or () if one is not None), ZERO)
    return (total, list(months or ())) if total > 0 else None


def _medians(run: Run, quantity: Quantity, key: Key, made: list[Decimal | None]) -> tuple[Decimal, Decimal] | None:
    """The median month, and the median month per unit of output; None of fewer than six months with both."""
    if quantity.yearly_only or len(made) == 1:
        return None
    start = run.positions[quantity.id][key] * len(made)
    found = [(amount, one) for amount, one in zip(run.columns[quantity.id][start : start + len(made)], made, strict=True) if amount and one]
    if len(found) < LEAST_MONTHS:
        return None
    return median_of([amount for amount, _ in found]), median_of([amount / one for amount, one in found])


def _changed(run: Run, quantity: Quantity, key: Key, change: Change, values: Years) -> Problem:
    unit, label = run.pack.unit_of(quantity.id, key[1]), item_name(run, quantity, key[1])
    slip = near_slip(change.times, unit)
    more = slip_sentence(label, slip, unit) if slip else Text("", "")
    found = _problem(
        "RUN-232",
        run,
        series_place(values[0][0], None),
        values,
        name=label,
        now=_amount(quantity, change.now, unit),
        before=_amount(quantity, change.before, unit),
        basis=change.basis,
        times=_times(change),
        slip=more,
    )
    times = Decimal(slip.factor.numerator) / slip.factor.denominator if slip else change.before / change.now
    subject = Subject((("RUN-232", quantity.id, key),), (Supposed(quantity.id, key, (), times),))
    return replace(found, unit_slip=slip is not None, subject=subject)


def _vanished(run: Run, quantity: Quantity, key: Key, before: Decimal, values: list[Value]) -> Problem:
    unit = run.pack.unit_of(quantity.id, key[1])
    place = Where(quantity.id, *key)
    name = item_name(run, quantity, key[1])
    return _problem("RUN-233", run, place, ([], values), name=name, before=_amount(quantity, before, unit))


# ── intensities ──────────────────────────────────────────────────────────────────────────────────


def _intensity_problems(run: Run, beside: Run, quantity: Quantity) -> Iterator[Problem]:
    for key in run.keys[quantity.id]:
        now, before = run.value(quantity.id, *key), beside.value(quantity.id, *key)
        unit = run.pack.unit_of(quantity.id, key[1])
        if not now or not before or now < 0 or before < 0 or beside.pack.unit_of(quantity.id, key[1]) != unit:
            continue
        change = _large(limit_of(quantity), Change(now, before, now / before, TOTAL))
        if change is not None:
            both = tuple(list(values_beneath(one, (quantity.id,), key, ())) for one in (run, beside))
            found = _problem(
                "RUN-232",
                run,
                Where(quantity.id, *key),
                (both[0], both[1]),
                name=item_name(run, quantity, key[1]),
                now=_amount(quantity, now, unit),
                before=_amount(quantity, before, unit),
                basis=change.basis,
                times=_times(change),
                slip=Text("", ""),
            )
            yield replace(found, subject=Subject((("RUN-232", quantity.id, key),)))


# ── words ────────────────────────────────────────────────────────────────────────────────────────


def _times(change: Change) -> Text:
    times = shown(change.times, significant=3)
    return Text(f"{times} 倍", f"{times} times last year's")


def _amount(quantity: Quantity, amount: Decimal, unit: str) -> Text:
    text = shown(amount, quantity.year_decimals, significant=6)
    words = unit_words("" if unit == "1" else unit)
    return Text(f"{text} {words.zh}".strip(), f"{text} {words.en}".strip())


def _of_same_months(name: Text, through: int) -> Text:
    months = months_covered(through)
    return Text(f"{name.zh}（两年的{months.zh}）", f"{name.en} ({months.en} of both years)")


def _problem(code: str, run: Run, where: Where, values: Years, **words: str | Text) -> Problem:
    years = {"year": run.case.year, "before_year": run.case.year - 1}
    texts = {name: text if isinstance(text, Text) else Text(text, text) for name, text in words.items()}
    if run.case.through_month is not None and "name" in texts:
        texts["name"] = _of_same_months(texts["name"], run.case.through_month)
    both = {**{name: one.zh for name, one in texts.items()}, **{f"{name}_en": one.en for name, one in texts.items()}}
    found = problem_of(SENTENCES, code, where, **years, **both)
    now, before = (list(map(figure_of, one)) for one in values)
    derived = where.quantity is not None and run.pack.quantities[where.quantity].role == "derived"
    at = (where.facility, where.item)
    digest = figures_digest(code, now, before=before, at=at, quantity=where.quantity or "", replaced=run.case.overrides if derived else ())
    return Problem(found.code, found.severity, found.where, found.message, found.remedy, digest)
