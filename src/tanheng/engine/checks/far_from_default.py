"""The check of every factor that no pack has to write: a heating value, a share or a coefficient far from the default of the edition.

The default of its own item or technology says what is usual, so that a point typed one place off is told in every edition. Zero is none:
green power has no emission, and a dust that returns to the kiln has no amount. Amounts have no default that says anything of them, and
what moves no total (the ash of an anode, a trace of sulphur) may lie as far off as it was measured.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tanheng.engine.answers import figure_of, figures_digest
from tanheng.engine.case import Value
from tanheng.engine.checks.months import item_name
from tanheng.engine.checks.unit_doubts import Again
from tanheng.engine.columns import Column
from tanheng.engine.defaults import default_of
from tanheng.engine.numbers import ZERO, figure, shown
from tanheng.engine.pack import Quantity
from tanheng.engine.places import Key
from tanheng.engine.problems import Problem, Subject, Supposed
from tanheng.engine.sentences import Sentence, problem_of
from tanheng.engine.text import Text
from tanheng.engine.units.slips import far_off, near_slip, slip_sentence, unit_words

if TYPE_CHECKING:
    from tanheng.engine.run import Run

FAR_FROM_DEFAULT = "RUN-223"
SENTENCES: dict[str, Sentence] = {
    FAR_FROM_DEFAULT: (
        "warning",
        "{name}为 {found}，与本版规则的缺省值 {usual} 相差 {times} 倍{slip}",
        "{name} is {found}, {times} times off the default {usual} of this edition{slip}",
        "核对小数点、单位和检测报告；确属实际情况的，写明依据",
        "check the point, the unit and the test report; where it is true, name what it rests on",
    )
}
MOST = 5  # times the default, or its part: coals, furnaces and grids differ by less
FITS = 2  # times the default that a figure may be in another unit, so that the unit is named
MOVES = Decimal("0.01")  # of a total, between the figures and the default
MOST_WEIGHED = 24  # series; of more all are told


@dataclass(frozen=True, slots=True)
class _Series:
    """The reported figures of a place that lie far from their default, each with its position in the column and its amount."""

    quantity: Quantity
    usual: Decimal
    values: list[tuple[int, Value, Decimal]]

    def marks(self) -> tuple[Any, ...]:
        """One for every month, or for the year."""
        return tuple((FAR_FROM_DEFAULT, self.quantity.id, value.key, value.month) for _, value, _ in self.values)

    def furthest(self) -> Decimal:
        """The amount that is furthest from the default."""
        return max((amount for _, _, amount in self.values), key=lambda amount: _times(amount, self.usual))


def default_problems(run: Run, parameters: Any, recomputed: Again | None) -> list[Problem]:
    """The factors far from their defaults that move a total: one problem a series. All of them where nothing can be `recomputed`."""
    return [_problem(run, one) for one in _moving(run, parameters, recomputed, _far_series(run, None))]


def default_marks(run: Run, parameters: Any, recomputed: Again, only: AbstractSet[str] | None) -> dict[str, set[Any]]:
    """By quantity the marks of what would be told, as `Subject` has them. `only` are the quantities whose figures changed."""
    asked = run.recorded if only is None else run.recorded.keys() & only
    found: dict[str, set[Any]] = {name: set() for name in asked if _is_asked(run.pack.quantities[name])}
    for one in _moving(run, parameters, recomputed, _far_series(run, only)):
        found[one.quantity.id] |= set(one.marks())
    return found


def _is_asked(quantity: Quantity) -> bool:
    return quantity.nature == "factor" and quantity.default is not None


def _far_series(run: Run, only: AbstractSet[str] | None) -> Iterator[_Series]:
    offsets, width = {period: offset for offset, period in enumerate(run.periods)}, len(run.periods)
    for name, values in run.recorded.items():
        quantity, places = run.pack.quantities[name], run.positions[name]
        if not _is_asked(quantity) or (only is not None and name not in only):
            continue
        series: dict[Key, list[tuple[int, Value]]] = {}
        for value in values:
            series.setdefault(value.key, []).append((places[value.key] * width + offsets.get(value.month, 0), value))
        for key, reported in series.items():
            usual = default_of(run.pack, quantity, run.case, key)[0]
            amounts = [(position, value, run.columns[name][position] or ZERO) for position, value in reported]
            far = [one for one in amounts if usual and one[2] and _times(one[2], usual) > MOST]
            if usual and far:
                yield _Series(quantity, usual, far)


def _moving(run: Run, parameters: Any, recomputed: Again | None, series: Iterable[_Series]) -> list[_Series]:
    """Those that move a total; of very many all."""
    found = list(series)
    if recomputed is None or len(found) > MOST_WEIGHED:
        return found
    moving = []
    for one in found:
        name, above = one.quantity.id, run.pack.results_above[one.quantity.id]
        if _moves(run, recomputed(run, parameters, {name: _as_by_default(run, one)}, run.pack.formulas.keys() & above)):
            moving.append(one)
    return moving


def _times(amount: Decimal, usual: Decimal) -> Decimal:
    ratio = abs(amount / usual)
    return max(ratio, 1 / ratio)


def _as_by_default(run: Run, series: _Series) -> Column:
    column = list(run.columns[series.quantity.id])
    for position, value, _ in series.values:
        yearly = value.month is None and len(run.periods) > 1
        column[position : position + (len(run.periods) if yearly else 1)] = [series.usual] * (len(run.periods) if yearly else 1)
    return column


def _moves(run: Run, other: Run) -> bool:
    """Whether a total of one run is another in the other run."""
    totals = [run.pack.total, *([run.pack.cleared.emission] if run.pack.cleared else [])]
    pairs = [pair for name in totals for pair in zip(run.years.get(name, ()), other.years.get(name, ()), strict=True)]
    return any(one is None or two is None or abs(one - two) > MOVES * abs(one) for one, two in pairs)


def _problem(run: Run, series: _Series) -> Problem:
    quantity, amount, usual = series.quantity, series.furthest(), series.usual
    values = [value for _, value, _ in series.values]
    key, months = values[0].key, tuple(value.month for value in values if value.month)
    unit = run.pack.unit_of(quantity.id, key[1])
    label, words = item_name(run, quantity, key[1]), unit_words("" if unit == "1" else unit)
    slip = near_slip(abs(amount / usual), unit)
    if slip and far_off(abs(amount / usual), slip) > FITS:
        slip = None
    times = Decimal(slip.factor.numerator) / slip.factor.denominator if slip else usual / amount
    more = slip_sentence(label, slip, unit) if slip else Text("", "")
    places = tuple(one.origin.where(quantity=quantity.id, facility=one.facility, item=one.item, month=one.month) for one in values)
    problem = problem_of(
        SENTENCES,
        FAR_FROM_DEFAULT,
        places[0],
        name=label.zh,
        name_en=label.en,
        found=f"{figure(amount)} {words.zh}".strip(),
        found_en=f"{figure(amount)} {words.en}".strip(),
        usual=shown(usual),
        times=shown(_times(amount, usual), significant=2),
        slip=more.zh,
        slip_en=more.en,
    )
    subject = Subject(series.marks(), (Supposed(quantity.id, key, months, times),))
    digest = figures_digest(FAR_FROM_DEFAULT, map(figure_of, values), usual)
    several = places if len(places) > 1 else ()
    return replace(problem, places=several, digest=digest, unit_slip=slip is not None, subject=subject)
