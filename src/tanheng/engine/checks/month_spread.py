"""How far a month lies from the other months: mean and standard deviation as reference sheets ask, and a robust rule beside it.

Arithmetic on decimals. It knows columns of months, not runs; zero and blank months are no months here.

The robust rule tells a month that stands out both against the median of the other months and against its neighbours. Medians do
not move with one wrong month, as means do; neighbours keep a season (heat of winter, a kiln that starts) from being told. The
months go round: December stands beside January.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import mul

from tanheng.engine.columns import Column
from tanheng.engine.numbers import ZERO

LEAST_MONTHS = 6
LEAST_BESIDE = 9  # a deviation of fewer months is too rough to tell by
ABOVE_NEIGHBOURS = Decimal(4)  # times the geometric mean of both neighbours
ABOVE_MEDIAN = Decimal(2)  # and times the median of the other months
BELOW_NEIGHBOURS = Decimal(10)
BELOW_MEDIAN = Decimal(50)


@dataclass(frozen=True, slots=True)
class Fences:
    """Mean of the other months, and mean ± so many standard deviations of theirs."""

    mean: Decimal
    low: Decimal
    high: Decimal


def beyond_sigma(months: Column, others: Column, sigma: Decimal, least: Decimal) -> tuple[list[int], Fences | None]:
    """The positions of months beyond mean ± `sigma` standard deviations of the other months and `others`, and those fences.

    A month that stands out takes no part in the mean and the deviation it is held against, so that it neither hides itself nor
    another: of one to a third of the months as many are set aside, the furthest from the median first, as lie beyond the rest.
    Months without a value or with zero are left out; of fewer than ten nothing is told. Nothing within `least` of the mean is told.
    """
    present = [value for value in months if value]
    if len(present) <= LEAST_BESIDE:
        return [], None
    middle, older = median_of(present), [value for value in others if value]
    present.sort(key=lambda value: abs(value - middle))
    for aside in range(min(len(present) // 3, len(present) - LEAST_BESIDE), 0, -1):
        fences = _fences([*present[:-aside], *older], sigma, least)
        if not fences.low <= present[-aside] <= fences.high:
            beyond = (number for number, value in enumerate(months) if value and not fences.low <= value <= fences.high)
            return list(beyond), fences
    return [], None


def _fences(values: list[Decimal], sigma: Decimal, least: Decimal) -> Fences:
    count, total = len(values), sum(values, ZERO)
    squared = count * sum(map(mul, values, values), ZERO) - total * total
    reach = max((max(squared, ZERO) * sigma * sigma).sqrt(), abs(least * total))  # rounding may leave less than nothing
    return Fences(total / count, (total - reach) / count, (total + reach) / count)


def median_of(values: Sequence[Decimal]) -> Decimal:
    """The middle one, or the mean of the two in the middle. Raises IndexError for none."""
    found, half = sorted(values), len(values) // 2
    return found[half] if len(found) % 2 else (found[half - 1] + found[half]) / 2


def far_apart(months: Column) -> bool:
    """Whether any month above zero is more than twice another: what is not holds no outlier. Of a column of many series too."""
    extremes = _extremes(months)
    if extremes is None or extremes[0] <= 0:
        values = [value for value in months if value is not None and value > 0]
        return len(values) >= LEAST_MONTHS and max(values) > ABOVE_MEDIAN * min(values)
    return extremes[1] > ABOVE_MEDIAN * extremes[0]


def uneven_series(values: Column, width: int, least: Decimal) -> Iterable[int]:
    """Of a column of many series those in which a month may lie further than `least` from the mean; all where a month is absent."""
    months = [values[month::width] for month in range(width)]
    try:
        extremes = list(zip(map(min, *months), map(max, *months), strict=True))
    except TypeError:
        return range(len(months[0]))
    return [number for number, (low, high) in enumerate(extremes) if low <= 0 or high - low > least * low]


def _extremes(months: Column) -> tuple[Decimal, Decimal] | None:
    """The lowest and the highest month; None where one is absent."""
    try:
        return min(months), max(months)  # type: ignore[type-var, return-value]  # None is caught
    except TypeError:
        return None


def outliers_of(months: Column, last_year: Sequence[Decimal | None] = ()) -> dict[int, Decimal]:
    """Of a column of twelve months the positions that stand out, each with the median of the other months; needs six months
    above zero. `last_year` are further months of the same series.
    """
    active = [(position, value) for position, value in enumerate(months) if value is not None and value > 0]
    older = [value for value in last_year if value is not None and value > 0]
    found: dict[int, Decimal] = {}
    if len(active) < LEAST_MONTHS:
        return found
    most = len(active) // 3  # where more stand out the series is irregular, and none of them is told
    while (worst := _worst(active, older)) is not None:
        position, median = worst  # set aside, so that no month stands out for the sake of its neighbour
        found[position] = median
        active = [one for one in active if one[0] != position]
        if len(found) > most:
            return {}
    return dict(sorted(found.items()))


def _worst(active: list[tuple[int, Decimal]], older: list[Decimal]) -> tuple[int, Decimal] | None:
    """The month furthest from its neighbours of those that stand out, with the median of the others."""
    values = [value for _, value in active]
    if not values or max(values) < ABOVE_NEIGHBOURS * min(values):
        return None  # none can stand above its neighbours, nor below them
    furthest, worst = ZERO, None
    for number, (position, value) in enumerate(active):
        own, beside = value * value, values[number - 1] * values[(number + 1) % len(values)]
        above = own > ABOVE_NEIGHBOURS * ABOVE_NEIGHBOURS * beside
        below = own * BELOW_NEIGHBOURS * BELOW_NEIGHBOURS < beside
        if not (above or below):  # most months: nothing need be sorted for them
            continue
        away, median = max(own / beside, beside / own), median_of([*values[:number], *values[number + 1 :], *older])
        apart = above if value > ABOVE_MEDIAN * median else below and value * BELOW_MEDIAN < median
        if apart and away > furthest:
            furthest, worst = away, (position, median)
    return worst


def idle_outliers_of(months: Column, active: Column) -> dict[int, Decimal]:
    """The months left out of `active` that exceed the greatest active one by far, each with the median of the active ones."""
    values = [value for value in active if value is not None and value > 0]
    if len(values) < LEAST_MONTHS:
        return {}
    limit, idle = ABOVE_MEDIAN * max(values), (number for number, value in enumerate(active) if value is None)
    return {number: median_of(values) for number in idle if (months[number] or ZERO) > limit}
