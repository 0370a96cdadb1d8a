"""Results outside the bounds that their pack declares: beyond what any plant can have, so that what they are computed of is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from tanheng.engine.numbers import shown
from tanheng.engine.once_a_pack import once_a_pack
from tanheng.engine.pack import Pack, Quantity
from tanheng.engine.places import Key, Where
from tanheng.engine.problems import Problem
from tanheng.engine.run_problems import SENTENCES
from tanheng.engine.sentences import problem_of
from tanheng.engine.symbols import Name
from tanheng.engine.text import Text

if TYPE_CHECKING:
    from tanheng.engine.columns import Column
    from tanheng.engine.run import Run

CODE = "RUN-205"


def outside_bounds(run: Run) -> Iterator[Problem]:
    """One error a place and period. What is computed of such a result is not told again, nor the year of such months; and what a
    blocking check of the pack holds within the bounds is left to that check, which says more.
    """
    told: set[str] = set()
    held = held_by_checks(run.pack)
    for name, formula in run.pack.formulas.items():
        follows = not told.isdisjoint(formula.arguments)
        found = [] if follows else _of_months(run, name) or _of_years(run, name)
        if found or follows:
            told.add(name)
        if name not in held:
            yield from found


@once_a_pack
def held_by_checks(pack: Pack) -> set[str]:
    """The results that a blocking check measures as they are, and holds within their bounds."""
    found = set()
    for check in pack.checks:
        measure = check.formula.expression
        if check.severity == "error" and isinstance(measure, Name) and check.low is not None and check.high is not None:
            quantity = pack.quantities.get(measure.id)
            if quantity is not None and quantity.low <= check.low and check.high <= quantity.high:
                found.add(measure.id)
    return found


def bound_problem(pack: Pack, name: str, key: Key, month: int | None, value: Decimal, *, year: int | None) -> Problem:
    """What is said of one such result; `year`: of a year whose months are computed, how many they are."""
    low, high = _limits(pack.quantities[name], year)
    return problem_of(
        SENTENCES,
        CODE,
        Where(name, *key, month),
        name=pack.quantities[name].label,
        found=f"{shown(value, pack.quantities[name].decimals)} {_unit(pack, name, key[1])}".strip(),
        low=shown(low),
        high=shown(high),
        inputs=_labels(pack, name),
    )


def _labels(pack: Pack, name: str) -> Text:
    labels = [pack.quantities[one].label for one in pack.formulas[name].arguments]
    return Text("、".join(one.zh for one in labels), ", ".join(one.en for one in labels))


def _unit(pack: Pack, name: str, item: str | None) -> str:
    unit = pack.unit_of(name, item)
    return "" if unit == "1" else unit


def _of_months(run: Run, name: str) -> list[Problem]:
    """Of the months, or of a year taken as one period."""
    width = len(run.periods)
    found = _outside(run.columns.get(name, []), run.pack.quantities[name], year=None)
    places = ((run.keys[name][position // width], run.periods[position % width], value) for position, value in found)
    return [bound_problem(run.pack, name, key, month, value, year=None) for key, month, value in places]


def _of_years(run: Run, name: str) -> list[Problem]:
    if run.case.grain == "year":
        return []
    found = _outside(run.years.get(name, []), run.pack.quantities[name], year=len(run.periods))
    return [bound_problem(run.pack, name, run.keys[name][position], None, value, year=len(run.periods)) for position, value in found]


def _outside(column: Column, quantity: Quantity, *, year: int | None) -> list[tuple[int, Decimal]]:
    if not column or (column[0] is None and column.count(None) == len(column)):
        return []
    low, high = _limits(quantity, year)
    try:
        if low <= min(column) and max(column) <= high:  # type: ignore[type-var, operator]  # None is caught
            return []
    except TypeError:  # a value is absent
        pass
    return [(position, value) for position, value in enumerate(column) if value is not None and not low <= value <= high]


def _limits(quantity: Quantity, months: int | None) -> tuple[Decimal, Decimal]:
    return quantity.limits() if months is None else quantity.limits(year=True, months=months)
