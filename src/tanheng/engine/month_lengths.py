"""The hours and days of a month or a year, leap years counted, and the bounds that follow from them. No clock."""

from __future__ import annotations

from calendar import isleap, monthrange
from decimal import Decimal
from functools import lru_cache

from tanheng.engine.numbers import exact_context
from tanheng.engine.pack import Quantity

HOURS_A_DAY = 24
LONGEST = {"hours": Decimal(366 * HOURS_A_DAY), "days": Decimal(366)}  # of any period: a leap year


def days_of(year: int, month: int | None) -> int:
    """The days of a month, or of the year where month is None."""
    if month is None:
        return 366 if isleap(year) else 365
    return monthrange(year, month)[1]


def length_of(unit: str, year: int, month: int | None) -> Decimal:
    """The length of a period in `hours` or `days`."""
    return Decimal(days_of(year, month) * (HOURS_A_DAY if unit == "hours" else 1))


def high_of(quantity: Quantity, year: int, month: int | None) -> Decimal:
    """The upper bound of a quantity in a month, or in the year where month is None."""
    bound = quantity.calendar
    return quantity.high if bound is None else _times(bound.unit, year, month, bound.times)


@lru_cache(1_000)
def _times(unit: str, year: int, month: int | None, times: Decimal) -> Decimal:
    return exact_context().multiply(length_of(unit, year, month), times)
