"""What both power calculations in fractions need: the inputs of a case/1 document by place, rounding, digits, and powers
far beyond any rounding. It knows nothing of the engine and nothing of the rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

from tests.oracles.ledger_fractions import CaseInFractions, Month, Place, digits, half_up

Number = Fraction | None  # None where the rules give no number
Series = dict[Month, Number]

DIGITS_OF_POWERS = 60


def floor(number: Fraction) -> Fraction:
    """向下取整."""
    return Fraction(number.__floor__())


def ceil(number: Fraction) -> Fraction:
    """向上取整."""
    return Fraction(number.__ceil__())


def power(base: str, exponent: Fraction) -> Fraction:
    """base to a fractional exponent, to sixty digits."""
    with localcontext(prec=DIGITS_OF_POWERS):
        return Fraction((Decimal(base).ln() * _decimal(exponent)).exp())


def e_to(exponent: Fraction) -> Fraction:
    """e to a fractional exponent, to sixty digits."""
    with localcontext(prec=DIGITS_OF_POWERS):
        return Fraction(_decimal(exponent).exp())


def _decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)


def total(numbers: Iterable[Number]) -> Fraction:
    """A sum of what is there; a fraction even when nothing is."""
    return sum((one for one in numbers if one is not None), Fraction(0))


def product(*factors: Number) -> Number:
    """A product; nothing where a factor is missing."""
    result = Fraction(1)
    for one in factors:
        if one is None:
            return None
        result *= one
    return result


def ratio(above: Number, below: Number) -> Number:
    """A quotient; nothing where a part is missing or the divisor is zero."""
    return None if above is None or not below else above / below


def first(*choices: Number) -> Number:
    """The first that is there."""
    return next((one for one in choices if one is not None), None)


class Ledger(CaseInFractions):
    """One case: its inputs and attributes by place, and the digits it must give."""

    def __init__(self, case: Mapping[str, Any]) -> None:
        super().__init__(case)
        self.units: list[str] = [one["id"] for one in case["facilities"]]
        self.numbers: dict[Place, str] = {}

    def attribute(self, name: str, unit: str, default: str) -> str:
        """An attribute of a unit."""
        return str(self.attributes.get((name, unit), default))

    def given(self, quantity: str, unit: str | None, month: Month, decimals: int, item: str | None = None) -> Number:
        """An input, rounded when it is recorded; None where it is blank."""
        found = self.inputs.get((quantity, unit, item), {}).get(month)
        return None if found is None else half_up(found, decimals)

    def each(self, rule: Callable[[Month], Number]) -> Series:
        """A rule in each period."""
        return {month: rule(month) for month in self.periods}

    def put(self, quantity: str, unit: str | None, month: Month, number: Number, decimals: int, item: str | None = None) -> Number:
        """Records a derived number and gives what later formulas use: the rounded one."""
        if number is None:
            return None
        self.numbers[(quantity, unit, item, month)] = digits(number, decimals)
        return half_up(number, decimals)

    def summed(
        self,
        quantity: str,
        unit: str | None,
        raw: Series,
        decimals: int = 2,
        item: str | None = None,
        year_decimals: int | None = None,
    ) -> Series:
        """Each period rounded; the year is the sum of the rounded months that have a number."""
        closing = decimals if year_decimals is None else year_decimals
        rounded = {
            month: self.put(quantity, unit, month, number, closing if month is None else decimals, item) for month, number in raw.items()
        }
        if self.periods != [None] and any(number is not None for number in rounded.values()):
            self.put(quantity, unit, None, total(rounded.values()), closing, item)
        return rounded

    def averaged(self, quantity: str, unit: str, raw: Series, weights: Series, decimals: int, item: str | None = None) -> Series:
        """Each period rounded; the year is the mean of what there is, weighted by quantity; equal months stay as they are."""
        rounded = {month: self.put(quantity, unit, month, number, decimals, item) for month, number in raw.items()}
        there = [month for month in self.periods if rounded[month] is not None and weights[month] is not None]
        if self.periods == [None] or not there:
            return rounded
        weighed = total(product(rounded[month], weights[month]) for month in there)
        mean = ratio(weighed, total(weights[month] for month in there))
        same = {number for number in rounded.values() if number is not None}
        self.put(quantity, unit, None, same.pop() if len(same) == 1 else mean, decimals, item)
        return rounded

    def annual(self, monthly: Series) -> Number:
        """The year of a summed quantity: the sum of its rounded months, or nothing where a month is missing."""
        return None if None in monthly.values() else total(monthly.values())
