"""Columns of draws as operands of the formulas: every word and sign works draw by draw, on floats.

It knows no inputs and draws nothing itself; `analysis.monte_carlo` does. Draws never enter a reported number.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tanheng.engine.absences import NOT_APPLICABLE, Absence
from tanheng.engine.numbers import Ratio

WHOLE_NUMBER_NOISE = 9  # decimals: binary noise must not cut a whole number away


class Draws:
    """One value per draw, or one float where nothing varies: the operand that formulas are read with."""

    __slots__ = ("partial", "values")

    def __init__(self, values: Any, *, partial: bool = False) -> None:
        self.values = values
        self.partial = partial  # some draws have no number

    def __add__(self, other: Any) -> Draws:
        return NotImplemented if isinstance(other, Absence) else Draws(self.values + _plain(other))

    def __radd__(self, other: Any) -> Draws:
        return Draws(self.values + float(other)) if other else self  # a sum starts at zero

    def __sub__(self, other: Any) -> Draws:
        return NotImplemented if isinstance(other, Absence) else Draws(self.values - _plain(other))

    def __rsub__(self, other: Any) -> Draws:
        return Draws(float(other) - self.values)

    def __neg__(self) -> Draws:
        return Draws(-self.values)

    def __mul__(self, other: Any) -> Draws:
        return NotImplemented if isinstance(other, Absence) else Draws(self.values * _plain(other))

    def __rmul__(self, other: Any) -> Draws:
        return Draws(self.values * float(other))

    def __truediv__(self, other: Any) -> Draws:
        return NotImplemented if isinstance(other, Absence) else Draws(self.values / _plain(other))

    def __rtruediv__(self, other: Any) -> Draws:
        return Draws(float(other) / self.values)

    def __lt__(self, other: Any) -> Any:
        return NotImplemented if isinstance(other, Absence) else _condition(self.values < _plain(other))

    def __le__(self, other: Any) -> Any:
        return NotImplemented if isinstance(other, Absence) else _condition(self.values <= _plain(other))

    def __gt__(self, other: Any) -> Any:
        return NotImplemented if isinstance(other, Absence) else _condition(self.values > _plain(other))

    def __ge__(self, other: Any) -> Any:
        return NotImplemented if isinstance(other, Absence) else _condition(self.values >= _plain(other))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Draws) and bool(np.array_equal(self.values, other.values))

    __hash__ = object.__hash__

    def __bool__(self) -> bool:
        return bool(np.any(self.values))

    def lesser(self, other: Any) -> Draws:
        """The word lesser()."""
        return Draws(np.minimum(self.values, _plain(other)))

    def greater(self, other: Any) -> Draws:
        """The word greater()."""
        return Draws(np.maximum(self.values, _plain(other)))

    def floored(self) -> Draws:
        """The word floored()."""
        return Draws(np.floor(np.round(self.values, WHOLE_NUMBER_NOISE)))

    def ceiled(self) -> Draws:
        """The word ceiled()."""
        return Draws(np.ceil(np.round(self.values, WHOLE_NUMBER_NOISE)))

    def rounded(self, decimals: int) -> Draws:
        """The word rounded(): half up."""
        return Draws(np.floor(self.values * 10.0**decimals + 0.5) / 10.0**decimals)

    def raised(self, exponent: Any) -> Draws:
        """The word raised()."""
        return Draws(np.power(self.values, _plain(exponent)))

    def as_exponent_of(self, base: Any) -> Draws:
        """The word raised() with a plain number as its base."""
        return Draws(np.power(float(base), self.values))

    def exponential(self) -> Draws:
        """The word exponential()."""
        return Draws(np.exp(self.values))

    def first_present(self, otherwise: Any) -> Draws:
        """The word first_present(): this one was reported; the other one in draws that have none of it."""
        if self.partial and otherwise is not None:
            return Draws(np.where(np.isnan(self.values), _plain(otherwise), self.values))
        return self

    def _kept(self) -> Draws:
        return self

    if_reported = as_carbon = _kept


class DrawnCondition:
    """A comparison that holds in some draws and not in others."""

    __slots__ = ("holds",)

    def __init__(self, holds: NDArray[np.bool_]) -> None:
        self.holds = holds

    def where(self, then: Any, otherwise: Any) -> Draws:
        """The word where(), draw by draw."""
        return Draws(np.where(self.holds, _plain(then), _plain(otherwise)))

    def only_where(self, value: Any) -> Draws | None:
        """The word only_where(): draws without a number are NaN, and none of them is no number at all."""
        if not self.holds.any():
            return None
        return Draws(np.where(self.holds, _plain(value), np.nan), partial=not self.holds.all())

    def both(self, other: Any) -> DrawnCondition:
        """The word both()."""
        return DrawnCondition(self.holds & _held(other))

    def either(self, other: Any) -> DrawnCondition:
        """The word either()."""
        return DrawnCondition(self.holds | _held(other))


def _condition(holds: Any) -> Any:
    return DrawnCondition(holds) if isinstance(holds, np.ndarray) else bool(holds)


def _held(other: Any) -> Any:
    return other.holds if isinstance(other, DrawnCondition) else other


def _plain(other: Any) -> Any:
    if other.__class__ is Draws:
        return other.values
    if isinstance(other, Ratio):
        return float(other.numerator) / float(other.denominator)
    if other is NOT_APPLICABLE:
        return 0.0
    return float(other)  # an absent operand (None) fails as it does in arithmetic
