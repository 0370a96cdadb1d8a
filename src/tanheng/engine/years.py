"""From months to the year, one rule for every reading: what a source reported is summed, and a sum of parts needs all its months.

The year of a row is the sum (or the weighted mean) of the months that have a value; a blank is never a zero, and a row without any
month has no year. A sum of parts (`engine.parts`) has a year only where every month has its value. Formulas and checks of the year
read complete years only. It knows columns, not runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal
from itertools import repeat
from operator import is_, mul
from typing import Any

from tanheng.engine.columns import Column, OperandColumn
from tanheng.engine.numbers import ZERO

NONE: frozenset[int] = frozenset()


def yearly_sums(column: Column, width: int, excused: AbstractSet[int] = NONE) -> tuple[Column, Column]:
    """The sum of the months reported at each place; and again the sums of complete years, the same list where all are. `excused` are
    positions that are blank and no gap.
    """
    try:
        shown = _sums(column, width)
    except TypeError:  # a month is absent
        if not excused and column[0] is None and column.count(None) == len(column):  # as of most sources that a plant lacks
            return [None] * (len(column) // width), [None] * (len(column) // width)
        return _sums_one_by_one(column, width, excused)
    return shown, shown


def _sums(column: OperandColumn, width: int) -> Column:
    """The sum of the months of each place. Raises TypeError where a month is absent."""
    return [sum(column[start : start + width], ZERO) for start in range(0, len(column), width)]


def _sums_one_by_one(column: Column, width: int, excused: AbstractSet[int]) -> tuple[Column, Column]:
    shown: Column = []
    gaps: list[int] = []
    for start in range(0, len(column), width):
        months = column[start : start + width]
        try:
            shown.append(sum(months, ZERO))  # type: ignore[type-var]  # None is caught
        except TypeError:  # a month is absent; `None in months` would compare decimals with None, slowly
            if not excused or any(value is None and start + offset not in excused for offset, value in enumerate(months)):
                gaps.append(len(shown))
            present = [value for value in months if value is not None]
            shown.append(sum(present, ZERO) if present else None)
    return shown, without(shown, gaps)


def yearly_means(column: Column, weights: OperandColumn, width: int, excused: AbstractSet[int] = NONE) -> tuple[Column, Column]:
    """The mean over the months that have a value and a weight; and again the means of complete years. `excused` are positions whose
    value or weight is blank and no gap.
    """
    if is_one_value(column):
        shown = column[::width]
        return shown, shown
    try:
        shown = _means(column, weights, width)
    except TypeError:  # a value or a weight is absent
        return _means_one_by_one(column, weights, width, excused)
    return shown, shown


def is_one_value(column: Column) -> bool:
    """Whether one and the same value stands everywhere, or none: as of a default, and of most sources that a plant lacks."""
    return not column or (column[0] is column[-1] and all(map(is_, column, repeat(column[0]))))


def _means(column: Column, weights: OperandColumn, width: int) -> Column:
    """The mean of the months of each place. Raises TypeError where a value or a weight is absent."""
    heavy, weighted = _sums(weights, width), _sums(list(map(mul, column, weights)), width)
    shown: Column = []
    for number, weight in enumerate(heavy):
        months = column[number * width : (number + 1) * width]
        if all(map(is_, months, repeat(months[0]))):
            shown.append(months[0])  # one default for the whole year
        else:
            shown.append(weighted[number] / weight if weight else _alike(months))  # type: ignore[operator]  # whole where its weight is
    return shown


def _means_one_by_one(column: Column, weights: OperandColumn, width: int, excused: AbstractSet[int]) -> tuple[Column, Column]:
    shown: Column = []
    gaps: list[int] = []
    for start in range(0, len(column), width):
        mean, complete = _mean(column[start : start + width], weights[start : start + width])
        if not complete and _has_gap(column[start : start + width], weights[start : start + width], start, excused):
            gaps.append(len(shown))
        shown.append(mean)
    return shown, without(shown, gaps)


def _mean(values: Column, weights: OperandColumn) -> tuple[Decimal | None, bool]:
    first = values[0]
    if all(map(is_, values, repeat(first))):
        return first, True  # one default for the whole year
    try:
        return _weighted(values, weights, values), True
    except TypeError:  # a value or a weight is absent
        pairs = [(one, two) for one, two in zip(values, weights, strict=True) if one is not None and two is not None]
        present = [value for value in values if value is not None]
        return _weighted([one for one, _ in pairs], [two for _, two in pairs], present), False


def _has_gap(values: Column, weights: Sequence[Any], start: int, excused: AbstractSet[int]) -> bool:
    pairs = enumerate(zip(values, weights, strict=True), start)
    return any((one is None or two is None) and position not in excused for position, (one, two) in pairs)


def _weighted(values: Sequence[Any], weights: Sequence[Any], reported: Sequence[Any]) -> Decimal | None:
    """Σ value × weight ÷ Σ weight; where nothing was weighed, the value that all months share."""
    heavy = sum(weights, ZERO)
    weighted = sum((value * weight for value, weight in zip(values, weights, strict=True)), ZERO)
    return weighted / heavy if heavy else _alike(reported)


def _alike(values: Sequence[Any]) -> Decimal | None:
    return values[0] if values and all(value == values[0] for value in values) else None


def without(column: Column, gaps: Sequence[int]) -> Column:
    """The column with these years absent, as yearly formulas read incomplete ones; the same list where there are none."""
    if not gaps:
        return column
    whole = list(column)
    for position in gaps:
        whole[position] = None
    return whole
