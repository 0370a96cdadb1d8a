"""The ranges reading of formulas: passed through a formula in place of numbers, the bounds of its arguments prove those of its result.

A range is the lowest and the highest value and the least one that is not 0, in size: what stands below a fraction line is 0 (and then
there is no result) or no smaller than that. Exact fractions; no number of a plant is needed.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Any

from tanheng.engine.graph import extra_indices
from tanheng.engine.numbers import PRECISION, Ratio, exact_context, settled
from tanheng.engine.pack import Pack, Parameter, Quantity

MOST_FACILITIES = 1_000  # of one enterprise that a sum may go over
ZERO, ONE = Fraction(0), Fraction(1)
LAST_DIGIT = Fraction(1, 10**PRECISION)  # of what is subtracted, in the precision of the calculation


@dataclass(frozen=True, slots=True)
class Range:
    """Where a value lies: low ≤ value ≤ high, and it is 0 or at least `least` in size."""

    low: Fraction
    high: Fraction
    least: Fraction

    @property
    def most(self) -> Fraction:
        """The largest size of a value."""
        return max(abs(self.low), abs(self.high))

    def within(self, other: Range) -> bool:
        """Whether every value of this range is one of the other."""
        return other.low <= self.low and self.high <= other.high

    def joined(self, other: Any) -> Range:
        """Everything that lies in one of two ranges."""
        other = range_of(other)
        return Range(min(self.low, other.low), max(self.high, other.high), _smaller(self.least, other.least))

    def times_whole(self, most: int) -> Range:
        """The sum of up to so many values."""
        least = self.least if self.low >= 0 or self.high <= 0 else self.least * LAST_DIGIT
        return Range(min(self.low, ZERO) * most, max(self.high, ZERO) * most, least)

    def __add__(self, other: Any) -> Range:
        other = range_of(other)
        one_sign = (self.low >= 0 and other.low >= 0) or (self.high <= 0 and other.high <= 0)
        least = _smaller(self.least, other.least)
        return _range(self.low + other.low, self.high + other.high, least if one_sign else least * LAST_DIGIT)

    __radd__ = __add__

    def __neg__(self) -> Range:
        return Range(-self.high, -self.low, self.least)

    def __sub__(self, other: Any) -> Range:
        return self + (-range_of(other))

    def __rsub__(self, other: Any) -> Range:
        return range_of(other) - self

    def __mul__(self, other: Any) -> Range:
        other = range_of(other)
        corners = [one * two for one in (self.low, self.high) for two in (other.low, other.high)]
        return Range(min(corners), max(corners), self.least * other.least)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Range:
        return self * range_of(other)._reciprocal()

    def __rtruediv__(self, other: Any) -> Range:
        return range_of(other) / self

    def _reciprocal(self) -> Range:
        least = self.least or ONE
        low = -1 / least if self.low < 0 else 1 / self.high if self.high else ZERO
        high = 1 / least if self.high > 0 else 1 / self.low if self.low else ZERO
        return Range(low, high, 1 / self.most if self.most else ONE)

    def _compared(self, other: Any) -> RangeCondition:
        return RangeCondition()

    __lt__ = __le__ = __gt__ = __ge__ = _compared

    def lesser(self, other: Any) -> Range:
        """The smaller of two."""
        other = range_of(other)
        return Range(min(self.low, other.low), min(self.high, other.high), _smaller(self.least, other.least))

    def greater(self, other: Any) -> Range:
        """The larger of two."""
        other = range_of(other)
        return Range(max(self.low, other.low), max(self.high, other.high), _smaller(self.least, other.least))

    first_present = joined

    def if_reported(self) -> Range:
        """The value, or nothing."""
        return self.joined(ZERO)

    def floored(self) -> Range:
        """Down to the whole number."""
        return Range(Fraction(floor(self.low)), Fraction(floor(self.high)), ONE)

    def ceiled(self) -> Range:
        """Up to the whole number."""
        return Range(Fraction(ceil(self.low)), Fraction(ceil(self.high)), ONE)

    def rounded(self, decimals: int) -> Range:
        """To places; both ends may move by half of the last."""
        step = Fraction(1, 10**decimals)
        return Range(floor(self.low / step) * step, ceil(self.high / step) * step, step)

    def as_carbon(self) -> Range:
        """The value stays."""
        return self

    def exponential(self) -> Range:
        """e to the power."""
        return self.as_exponent_of(None)

    def as_exponent_of(self, base: Any) -> Range:
        """A number above 0, or e, to the power; it grows or falls all along."""
        context = exact_context()
        ends = [
            Fraction(settled(context.exp(_decimal(end)) if base is None else context.power(_decimal(base), _decimal(end))))
            for end in (self.low, self.high)
        ]
        return Range(min(ends), max(ends), min(ends))

    def raised(self, exponent: Any) -> Range:
        """Positive numbers to a power."""
        powers = range_of(exponent)
        ends = [powers.as_exponent_of(end) for end in {self.low, self.high} if end > 0]
        if self.low < 0 or not ends or (powers.low < 0 and self.low == 0):
            raise ValueError("raised() of what may be 0 or negative has no range")
        found = ends[0].joined(ends[-1])
        return found if self.low > 0 else found.joined(ZERO)


class RangeCondition:
    """The ranges reading of a comparison: it may hold or not."""

    def where(self, then: Any, otherwise: Any) -> Range:
        """Either branch."""
        return range_of(then).joined(otherwise)

    def only_where(self, value: Any) -> Range:
        """The value, where there is one."""
        return range_of(value)

    def both(self, other: Any) -> RangeCondition:
        """Joined with another comparison."""
        return self

    either = both


@dataclass(frozen=True, slots=True)
class RangeSeries:
    """The ranges reading of an argument with more indices than the result: its range, and over how many places it goes at most."""

    of: Range
    places: int = MOST_FACILITIES

    def total(self) -> Range:
        """The sum over the places."""
        return self.of.times_whole(self.places)

    def weighted_mean(self, weights: RangeSeries) -> Range:
        """Between the lowest and the highest, where no weight is negative."""
        if weights.of.low >= 0:
            return Range(self.of.low, self.of.high, self.of.least * LAST_DIGIT)
        return (self.of * weights.of).times_whole(self.places) / weights.of


def bounds_of(quantity: Quantity, *, yearly: bool = False) -> Range:
    """The declared bounds of a quantity; those of its year, where that is the sum of the months."""
    low, high = quantity.limits(year=yearly)
    return Range(Fraction(low), Fraction(high), Fraction(1, 10**quantity.digits))


def range_of_formula(pack: Pack, name: str) -> Range:
    """Where a derived quantity lies, by its formula, as long as what the formula reads stays within its declared bounds."""
    quantity, formula = pack.quantities[name], pack.formulas[name]
    keywords = {"p": _ParameterRanges(pack)} if formula.uses_parameters else {}
    readings = []
    for yearly in _readings(quantity):
        operands: list[Any] = []
        for argument in (pack.quantities[one] for one in formula.arguments):
            bounds = bounds_of(argument, yearly=yearly)
            extra = extra_indices(argument, quantity.index)
            operands.append(RangeSeries(bounds, _most_places(pack, argument, extra)) if extra else bounds)
        readings.append(range_of(formula.function(*operands, **keywords)))
    found = readings[0].joined(readings[-1])
    return found if quantity.decimals is None else found.rounded(quantity.decimals)


def is_proven(pack: Pack, name: str) -> bool:
    """Whether the declared bounds of a derived quantity follow from those of what its formula reads."""
    return range_of_formula(pack, name).within(bounds_of(pack.quantities[name]))


def _readings(quantity: Quantity) -> tuple[bool, ...]:
    """Whether its formula is read by month, by year, or by both."""
    if quantity.yearly_only:
        return (True,)
    return (False, True) if quantity.year == "formula" else (False,)


def _most_places(pack: Pack, argument: Quantity, extra: Set[str]) -> int:
    """How many places a sum over these indices goes over: every row of the table of its items, at every facility of an enterprise."""
    items = len(pack.tables[argument.item_table or ""].rows) if "item" in extra else 1
    return items * (MOST_FACILITIES if "facility" in extra else 1)


class _ParameterRanges:
    """Stands in for `p`: all dated values of the edition together. An override of a case is not among them."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack

    def __getattr__(self, name: str) -> Range:
        first, *others = (_fraction(one) for one in self._pack.parameters[name])
        found = range_of(first)
        for other in others:
            found = found.joined(other)
        return found


def _fraction(one: Parameter) -> Fraction:
    value = one.value
    return Fraction(value.numerator) / Fraction(value.denominator) if isinstance(value, Ratio) else Fraction(value)


def range_of(value: Any) -> Range:
    """A range as it stands, or that of one number."""
    if isinstance(value, Range):
        return value
    number = Fraction(value)
    return Range(number, number, abs(number))


def _range(low: Fraction, high: Fraction, least: Fraction) -> Range:
    """What lies wholly on one side of 0 is no smaller than its end there."""
    inner = low if low > 0 else -high if high < 0 else ZERO
    return Range(low, high, max(inner, least))


def _smaller(first: Fraction, second: Fraction) -> Fraction:
    """The smaller of two least sizes; 0 stands for a value that is always 0."""
    return min(first, second) if first and second else first or second


def _decimal(value: Fraction | int) -> Decimal:
    number = Fraction(value)
    return exact_context().divide(Decimal(number.numerator), Decimal(number.denominator))
