"""The check of every monthly amount that no pack has to write: a month of 0 or `/` amid months that are alike.

A stream that has its amount month after month and none in a month in which its plant worked was forgotten more often than it stood
still. Whether the plant worked its main output says; of the output itself, and of a facility without one, its other amounts. Streams of
a season, and those that begin or end within the year, have fewer months or uneven ones and are not asked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from decimal import Decimal
from operator import attrgetter
from typing import TYPE_CHECKING

from tanheng.engine.answers import figure_of, figures_digest
from tanheng.engine.case import Value
from tanheng.engine.checks.month_spread import median_of
from tanheng.engine.checks.months import item_name, main_output
from tanheng.engine.numbers import figure, shown
from tanheng.engine.pack import Quantity
from tanheng.engine.place_spans import numbers_text
from tanheng.engine.places import Key
from tanheng.engine.problems import Problem, Subject, Supposed
from tanheng.engine.sentences import Sentence, problem_of
from tanheng.engine.text import Text
from tanheng.engine.units.slips import unit_words

if TYPE_CHECKING:
    from tanheng.engine.run import Run

MONTH_GAP = "RUN-222"
SENTENCES: dict[str, Sentence] = {
    MONTH_GAP: (
        "warning",
        "{name} {month} 月为 {found}，其余各月都有（中位数约 {usual}）{working}",
        "{name} in month {month} is {found} while the other months have amounts (median about {usual}){working}",
        "按原始记录补报该月；确实没有的，写明原因",
        "report the month from its record; where there truly was none, say why",
    )
}
ONE = Decimal(1)
AMOUNT = attrgetter("amount")
LEAST_MONTHS = 9
ALIKE = 3  # times the least month


def gap_problems(run: Run) -> Iterator[Problem]:
    """The months without an amount, series by series: one problem a series."""
    if len(run.periods) == 1:
        return
    for name, values in run.recorded.items():
        quantity = run.pack.quantities[name]
        if quantity.year != "sum" or quantity.yearly_only or all(map(AMOUNT, values)):
            continue
        series: dict[Key, list[Value]] = {}
        for value in values:
            series.setdefault(value.key, []).append(value)
        for key, months in series.items():
            yield from _series_problems(run, quantity, key, months)


def _series_problems(run: Run, quantity: Quantity, key: Key, values: list[Value]) -> Iterator[Problem]:
    amounts = [value.amount for value in values if value.amount]
    if len(amounts) < LEAST_MONTHS or min(amounts) <= 0 or max(amounts) > ALIKE * min(amounts):
        return
    gaps = sorted((value for value in values if not value.amount and value.month), key=lambda value: value.month or 0)
    gaps = [value for value in gaps if worked(run, quantity.id, key, value.month or 0)]
    if gaps:
        yield _problem(run, quantity, gaps, median_of(amounts))


def worked(run: Run, name: str, key: Key, month: int) -> bool:
    """Whether the plant worked in a month, whatever this quantity says: by its main output; of the output itself, and of a facility
    that has none, by the other amounts of the facility. Of an output with nothing beside it, it is not known to have stood still.
    """
    output = run.pack.main_output
    made = None if name == output else main_output(run, key)
    if made is not None:
        return bool(made[month - 1])
    beside = _amounts_beside(run, {name, output}, key)
    return any(value.amount for value in beside if value.month == month) or (name == output and not beside)


def _amounts_beside(run: Run, names: Collection[str | None], key: Key) -> list[Value]:
    """The other amounts of the facility of a place that count in months."""
    found = [value for (_, place), values in run.recorded_at.items() if place == key[0] for value in values]
    return [value for value in found if value.month and value.quantity not in names and run.pack.quantities[value.quantity].year == "sum"]


def _working(run: Run, value: Value) -> Text:
    """What shows that the plant worked in the month of a value."""
    output = run.pack.main_output
    names = [one.quantity for one in _amounts_beside(run, {value.quantity, output}, value.key) if one.month == value.month and one.amount]
    made = None if value.quantity == output else main_output(run, value.key)
    shown_by = run.pack.quantities.get(output if made is not None and output else names[0] if names else "")
    label = shown_by.label if shown_by else None
    return Text(f"，而该月有{label.zh}", f", and this month has {label.en}") if label else Text("", "")


def _problem(run: Run, quantity: Quantity, gaps: list[Value], usual: Decimal) -> Problem:
    value, months = gaps[0], [gap.month or 0 for gap in gaps]
    unit = run.pack.unit_of(quantity.id, value.item)
    label, words = item_name(run, quantity, value.item), unit_words("" if unit == "1" else unit)
    places = tuple(gap.where for gap in gaps)
    found = "/" if value.amount is None else figure(value.amount)
    problem = problem_of(
        SENTENCES,
        MONTH_GAP,
        places[0],
        name=label.zh,
        name_en=label.en,
        month=numbers_text(months),
        found=found,
        usual=f"{shown(usual, significant=4)} {words.zh}".strip(),
        usual_en=f"{shown(usual, significant=4)} {words.en}".strip(),
        working=_working(run, value),
    )
    marks = tuple((MONTH_GAP, quantity.id, value.key, month) for month in months)
    subject = Subject(marks, (Supposed(quantity.id, value.key, tuple(months), ONE, usual),))
    digest = figures_digest(MONTH_GAP, map(figure_of, gaps), usual)
    return replace(problem, places=places if len(places) > 1 else (), digest=digest, subject=subject)
