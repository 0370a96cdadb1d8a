"""The closed unit table and the units reading of formulas.

A unit is a scale and a set of dimensions. tonnes of carbon, of CO2 and of CO2e are dimensions of their own,
and so is the
normal cubic metre: tC is not tCO2, 10^4 Nm3 is not t. Passed through a formula in place of numbers, units
prove it sound.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from tanheng.engine.errors import UnitError

# symbol → (scale, dimension); "1" has no dimension. Nothing outside this table is a unit.
ATOMS: dict[str, tuple[Fraction, str | None]] = {
    "1": (Fraction(1), None),
    "%": (Fraction(1, 100), None),
    "t": (Fraction(1), "t"),
    "kg": (Fraction(1, 1000), "t"),
    "g": (Fraction(1, 1000000), "t"),
    "10^4 t": (Fraction(10000), "t"),
    "tC": (Fraction(1), "tC"),
    "tCO2": (Fraction(1), "tCO2"),
    "kgCO2": (Fraction(1, 1000), "tCO2"),
    "tCO2e": (Fraction(1), "tCO2e"),
    "Nm3": (Fraction(1, 10000), "10^4 Nm3"),
    "10^4 Nm3": (Fraction(1), "10^4 Nm3"),
    "GJ": (Fraction(1), "GJ"),
    "MJ": (Fraction(1, 1000), "GJ"),
    "kJ": (Fraction(1, 1000000), "GJ"),
    "TJ": (Fraction(1000), "GJ"),
    "kcal": (Fraction(41868, 10**10), "GJ"),
    "tce": (Fraction(1), "tce"),
    "kgce": (Fraction(1, 1000), "tce"),
    "gce": (Fraction(1, 1000000), "tce"),
    "m": (Fraction(1), "m"),
    "m3": (Fraction(1), "m3"),
    "MWh": (Fraction(1), "MWh"),
    "kWh": (Fraction(1, 1000), "MWh"),
    "10^4 kWh": (Fraction(10), "MWh"),
    "MW": (Fraction(1), "MW"),
    "°C": (Fraction(1), "°C"),
    "kA": (Fraction(1), "kA"),
    "A": (Fraction(1, 1000), "kA"),
    "V": (Fraction(1), "V"),
    "mV": (Fraction(1, 1000), "V"),
    "h": (Fraction(60), "min"),
    "min": (Fraction(1), "min"),
    "day": (Fraction(1), "day"),
    "cell": (Fraction(1), "cell"),
    "fen": (Fraction(1), "fen"),
    "yuan": (Fraction(100), "fen"),
}
ALIASES = {
    "10^4Nm3": "10^4 Nm3",
    "万Nm3": "10^4 Nm3",
    "万m3": "10^4 Nm3",
    "吨": "t",
    "万kWh": "10^4 kWh",
    "万t": "10^4 t",
    "℃": "°C",
}


@dataclass(frozen=True, slots=True)
class Unit:
    """A scale and dimensions with their powers, sorted by name. Also the operand of the units reading."""

    scale: Fraction
    dimensions: tuple[tuple[str, int], ...]

    def _join(self, other: Any, sign: int) -> Unit:
        other = _as_unit(other)
        powers = dict(self.dimensions)
        for name, power in other.dimensions:
            powers[name] = powers.get(name, 0) + sign * power
        scale = self.scale * other.scale if sign > 0 else self.scale / other.scale
        return Unit(scale, tuple(sorted((name, power) for name, power in powers.items() if power)))

    def __mul__(self, other: Any) -> Unit:
        return self._join(other, 1)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Unit:
        return self._join(other, -1)

    def __rtruediv__(self, other: Any) -> Unit:
        return _as_unit(other)._join(self, -1)

    def __add__(self, other: Any) -> Unit:
        return _common(self, _as_unit(other))

    __radd__ = __add__
    __sub__ = __add__
    __rsub__ = __add__

    def _compared(self, other: Any) -> UnitCondition:
        self._fitting(other)
        return UnitCondition()

    __lt__ = __le__ = __gt__ = __ge__ = _compared

    def __bool__(self) -> bool:
        raise UnitError("a formula must not branch with `if`; use where()")

    def _fitting(self, other: Any) -> Unit:
        """The common unit of two alternatives; a literal 0 is zero in every unit."""
        return self if other.__class__ is int and other == 0 else _common(self, _as_unit(other))

    lesser = greater = first_present = _fitting

    def _dimensionless(self, word: str) -> Unit:
        if self != DIMENSIONLESS:
            raise UnitError(f"{word} takes numbers without a unit, not {self}")
        return DIMENSIONLESS

    def raised(self, exponent: Any) -> Unit:
        """Base and exponent must be without a unit."""
        _as_unit(exponent)._dimensionless("raised()")
        return self._dimensionless("raised()")

    def as_exponent_of(self, base: Any) -> Unit:
        """The same, where the base is a number written in the formula."""
        return _as_unit(base).raised(self)

    def exponential(self) -> Unit:
        """The exponent must be without a unit."""
        return self._dimensionless("exponential()")

    def as_carbon(self) -> Unit:
        """The mass counted as carbon: t becomes tC."""
        if dict(self.dimensions).get("t") != 1:
            raise UnitError(f"carbon() takes a mass in t, not {self}")
        return (self / unit("t")) * unit("tC")

    def _kept(self) -> Unit:
        """These words leave a unit as it is."""
        return self

    if_reported = floored = ceiled = _kept

    def rounded(self, decimals: int) -> Unit:
        """Rounding leaves a unit as it is."""
        return self

    def __str__(self) -> str:
        above = "·".join(name if power == 1 else f"{name}^{power}" for name, power in self.dimensions if power > 0)
        below = "".join(
            f"/{name}" + (f"^{-power}" if power < -1 else "") for name, power in self.dimensions if power < 0
        )
        text = (above or "1") + below
        return text if self.scale == 1 else f"{self.scale} {text}"


class UnitCondition:
    """The units reading of a comparison."""

    def where(self, then: Any, otherwise: Any) -> Unit:
        """Both branches must have one unit."""
        if isinstance(then, Unit):
            return then.first_present(otherwise)
        return _as_unit(otherwise).first_present(then)

    def both(self, other: Any) -> UnitCondition:
        """Joined with another comparison, never with a number."""
        if not isinstance(other, UnitCondition):
            raise UnitError("both() and either() join comparisons")
        return self

    either = both


@dataclass(frozen=True, slots=True)
class UnitSeries:
    """The units reading of an argument with more indices than the result: it must be reduced by total() or
    weighted_mean().
    """

    of: Unit

    def total(self) -> Unit:
        """A sum keeps the unit."""
        return self.of

    def weighted_mean(self, weights: Any) -> Unit:
        """A weighted mean keeps the unit of the values."""
        if not isinstance(weights, UnitSeries):
            raise UnitError("weighted_mean() takes two series")
        return self.of


DIMENSIONLESS = Unit(Fraction(1), ())


def _as_unit(value: Any) -> Unit:
    if isinstance(value, Unit):
        return value
    if isinstance(value, int):
        return DIMENSIONLESS
    raise UnitError(f"a formula mixed a unit with {type(value).__name__}")


def _common(left: Unit, right: Unit) -> Unit:
    if left == right:
        return left
    carbon_dioxide, equivalent = unit("tCO2"), unit("tCO2e")
    if {left, right} == {carbon_dioxide, equivalent}:
        return equivalent  # the GWP of CO2 is 1 by definition, so CO2 may enter a sum of CO2e, never the other way
    raise UnitError(f"cannot add or compare {left} and {right}")


@lru_cache(maxsize=512)
def unit(text: str) -> Unit:
    """The unit of a text such as `tC/GJ`, `GJ/10^4 Nm3`, `kg·cell·day/t/min`. Raises UnitError for anything
    outside the table.
    """
    result = DIMENSIONLESS
    for position, block in enumerate(text.split("/")):
        for atom in block.split("·"):
            name = ALIASES.get(atom.strip(), atom.strip())
            if name not in ATOMS:
                raise UnitError(f"unknown unit {atom.strip()!r} in {text!r}")
            scale, dimension = ATOMS[name]
            factor = Unit(scale, ((dimension, 1),) if dimension else ())
            result = result * factor if position == 0 else result / factor
    return result


def conversion(source: str, target: str) -> Fraction:
    """The exact factor that turns numbers in `source` into numbers in `target`. Raises UnitError when they do
    not fit.
    """
    left, right = unit(source), unit(target)
    if left.dimensions != right.dimensions:
        raise UnitError(f"{source} cannot become {target}")
    return left.scale / right.scale
