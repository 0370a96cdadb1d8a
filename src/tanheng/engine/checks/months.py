"""The check of every monthly input that no pack has to write: a month that stands out among the others, as amount or per product.

Months in which the main output of the pack stands still are left out, unless they exceed every other month; so are yearly figures and
months with zero. An amount is also held per unit of the main output of its facility, where the amount itself is greater than in any
other month: a kiln that starts burns much for little, and that is no mistake. The rule itself stands in `engine.checks.month_spread`.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tanheng.engine.answers import figure_of, figures_digest
from tanheng.engine.case import Value
from tanheng.engine.checks.figures import series_place
from tanheng.engine.checks.month_spread import far_apart, idle_outliers_of, outliers_of
from tanheng.engine.columns import Column
from tanheng.engine.numbers import ZERO, figure, shown
from tanheng.engine.pack import Quantity
from tanheng.engine.places import Key, Place
from tanheng.engine.problems import Problem, Subject, Supposed
from tanheng.engine.sentences import Sentence, problem_of
from tanheng.engine.text import Text
from tanheng.engine.units.slips import Slip, near_slip, slip_sentence, unit_words

if TYPE_CHECKING:
    from tanheng.engine.run import Run

MONTH_OUTLIER = "RUN-221"
SENTENCES: dict[str, Sentence] = {
    MONTH_OUTLIER: (
        "warning",
        "{name} {month} 月为 {found}，与其余月份（中位数约 {usual}）相差悬殊{slip}",
        "{name} in month {month} is {found}, far from the other months (median about {usual}){slip}",
        "核对该月的小数点、单位和原始记录；该月无误的，核对其余各月；确属实际情况的，写明原因",
        "check point, unit and record of the month; where they are right, those of the other months; where it is true, say why",
    )
}
# Where what else is doubted says that the others are wrong and this month is right.
TURNED = Text(
    "{name}各月不一致：除 {month} 月（{found}）外的各月（中位数约 {usual}）可能都填错了{slip}",
    "the months of {name} disagree: all but month {month} ({found}) may be wrong (median about {usual}){slip}",
)


def month_problems(run: Run, beside: Run | None = None) -> Iterator[Problem]:
    """The months that stand out, series by series; `beside` is last year's run, whose months count too."""
    for quantity, found in _outliers(run, beside, None):
        for value, middle in found:
            yield _problem(run, quantity, value, value.amount or ZERO, middle)


def month_marks(run: Run, beside: Run | None, only: AbstractSet[str] | None) -> dict[str, set[Any]]:
    """By quantity the marks of the months that would be told, as `Subject` has them. `only` are the quantities whose figures changed:
    the others are left out, unless the main output is one of them.
    """
    return {quantity.id: {_mark(value) for value, _ in found} for quantity, found in _outliers(run, beside, only)}


def _mark(value: Value) -> tuple[Any, ...]:
    return MONTH_OUTLIER, value.quantity, value.key, value.month


def _outliers(run: Run, beside: Run | None, only: AbstractSet[str] | None) -> Iterator[tuple[Quantity, list[tuple[Value, Decimal]]]]:
    """Quantity by quantity the values that stand out, each with the usual one."""
    width = len(run.periods)
    if width == 1:
        return
    for quantity in run.pack.inputs():
        if only is not None and quantity.id not in only and run.pack.main_output not in only:
            continue
        column, found = run.columns[quantity.id], list[tuple[Value, Decimal]]()
        if not quantity.yearly_only and quantity.id in run.activity.reported and far_apart(column):
            for number, key in enumerate(run.keys[quantity.id]):
                months = column[number * width : (number + 1) * width]
                if far_apart(months):
                    found += _of_series(run, quantity, key, months, beside)
        yield quantity, found


def _of_series(run: Run, quantity: Quantity, key: Key, months: Column, beside: Run | None) -> Iterator[tuple[Value, Decimal]]:
    produced = main_output(run, key) if quantity.year == "sum" and quantity.id != run.pack.main_output else None
    whole = months
    if produced is not None:  # months at a standstill are left out
        months = [None if made == 0 else amount for amount, made in zip(months, produced, strict=True)]
    found = outliers_of(months, _last_year(quantity, key, beside)) | idle_outliers_of(whole, months)
    if produced is not None:
        largest = max((value for value in months if value is not None), default=ZERO)
        ratios = [amount / made if amount is not None and made else None for amount, made in zip(months, produced, strict=True)]
        for position, middle in outliers_of(ratios).items():
            if months[position] == largest:
                found.setdefault(position, middle * (produced[position] or ZERO))
    for position, middle in found.items():
        value = run.reported.get(Place(quantity.id, *key, position + 1))
        if value is not None and value.amount is not None:
            yield value, middle


def main_output(run: Run, key: Key) -> Column | None:
    """What the facility of a place produced month by month, or the enterprise; None where the pack names no product or it has no value."""
    name = run.pack.main_output
    if name is None or name not in run.columns:
        return None
    column, width = run.columns[name], len(run.periods)
    place = run.positions[name].get((key[0], None))
    if place is not None:
        months = column[place * width : (place + 1) * width]
    else:  # a fuel of the enterprise, or of a facility that makes something else
        series = [[one for one in column[month::width] if one is not None] for month in range(width)]
        months = [sum(present, ZERO) if present else None for present in series]
    return months if any(months) else None


def _last_year(quantity: Quantity, key: Key, beside: Run | None) -> Column:
    if beside is None or quantity.id not in beside.recorded:
        return []
    found = {value.month: value.amount for value in beside.recorded[quantity.id] if value.key == key}
    return [found.get(month) for month in range(1, 13)]


def _problem(run: Run, quantity: Quantity, value: Value, amount: Decimal, middle: Decimal) -> Problem:
    unit = run.pack.unit_of(quantity.id, value.item)
    label, words = item_name(run, quantity, value.item), unit_words("" if unit == "1" else unit)
    slip = near_slip(amount / middle, unit)
    times = Decimal(slip.factor.numerator) / slip.factor.denominator if slip else middle / amount
    more = slip_sentence(label, slip, unit) if slip else Text("", "")
    usual = shown(middle, significant=4)
    found = problem_of(
        SENTENCES,
        MONTH_OUTLIER,
        value.where,
        name=label.zh,
        name_en=label.en,
        month=value.month,
        found=f"{figure(amount)} {words.zh}".strip(),
        found_en=f"{figure(amount)} {words.en}".strip(),
        usual=usual,
        slip=more.zh,
        slip_en=more.en,
    )
    subject = Subject(
        (_mark(value),),
        (Supposed(quantity.id, value.key, (value.month or 0,), times),),
        Supposed(quantity.id, value.key, tuple(one for one in run.periods if one and one != value.month), 1 / times),
        _turned(run, replace(found, unit_slip=slip is not None), value, (label, f"{figure(amount)} ", words, usual), slip),
    )
    return replace(found, digest=figures_digest(MONTH_OUTLIER, [figure_of(value)], middle), unit_slip=slip is not None, subject=subject)


def _turned(run: Run, found: Problem, value: Value, words: tuple[Text, str, Text, str], slip: Slip | None) -> Problem | None:
    """The doubt of all other months, at their places; None where no other was reported."""
    label, amount, unit, usual = words
    times = figure(int(slip.times)) if slip else ""
    more = Text(f"：相差 {times} 倍", f": {times} times apart") if slip else Text("", "")
    numbers = {"month": str(value.month), "usual": usual}
    zh = TURNED.zh.format(name=label.zh, found=f"{amount}{unit.zh}".strip(), slip=more.zh, **numbers)
    en = TURNED.en.format(name=label.en, found=f"{amount}{unit.en}".strip(), slip=more.en, **numbers)
    months = [one for one in run.recorded[value.quantity] if one.key == value.key and one.amount is not None]
    places = tuple(series_place(one, one.month) for one in months if one.month != value.month)
    if not places:
        return None
    digest = figures_digest(MONTH_OUTLIER, map(figure_of, months))
    return replace(found, where=places[0], places=places, message=Text(zh, en), digest=digest)


def item_name(run: Run, quantity: Quantity, item: str | None) -> Text:
    """The label of a quantity, with its item where it has one."""
    table = run.pack.tables.get(quantity.item_table or "")
    row = table.rows.get(item or "") if table else None
    label = quantity.label
    return label if row is None else Text(f"{label.zh}（{row.label.zh}）", f"{label.en} ({row.label.en})")
