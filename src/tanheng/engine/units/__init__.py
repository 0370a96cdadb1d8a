"""Units, and the units reading of formulas; the closed table of what is a unit stands in `engine.units.table`.

A unit is a scale and a set of dimensions. tonnes of carbon, of CO2 and of CO2e are dimensions of their own, and so is the normal cubic
metre: tC is not tCO2, 10^4 Nm3 is not t. Passed through a formula in place of numbers, units prove it sound.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from tanheng.engine.errors import UnitError
from tanheng.engine.pack_sentences import told
from tanheng.engine.units.table import ALIASES, ATOMS


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
        raise UnitError(told("unit_branch"))

    def _fitting(self, other: Any) -> Unit:
        """The common unit of two alternatives; a literal 0 is zero in every unit."""
        return self if other.__class__ is int and other == 0 else _common(self, _as_unit(other))

    lesser = greater = first_present = _fitting

    def _dimensionless(self, word: str) -> Unit:
        if self != DIMENSIONLESS:
            raise UnitError(told("unit_of_word", word=word, found=self))
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
            raise UnitError(told("unit_of_carbon", found=self))
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
        below = "".join(f"/{name}" + (f"^{-power}" if power < -1 else "") for name, power in self.dimensions if power < 0)
        text = (above or "1") + below
        return text if self.scale == 1 else f"{self.scale} {text}"


class UnitCondition:
    """The units reading of a comparison."""

    def where(self, then: Any, otherwise: Any) -> Unit:
        """Both branches must have one unit."""
        if isinstance(then, Unit):
            return then.first_present(otherwise)
        return _as_unit(otherwise).first_present(then)

    def only_where(self, value: Any) -> Unit:
        """The unit of the value."""
        return _as_unit(value)

    def both(self, other: Any) -> UnitCondition:
        """Joined with another comparison, never with a number."""
        if not isinstance(other, UnitCondition):
            raise UnitError(told("unit_of_condition"))
        return self

    either = both


@dataclass(frozen=True, slots=True)
class UnitSeries:
    """The units reading of an argument with more indices than the result: it must be reduced by total() or weighted_mean()."""

    of: Unit

    def total(self) -> Unit:
        """A sum keeps the unit."""
        return self.of

    def weighted_mean(self, weights: Any) -> Unit:
        """A weighted mean keeps the unit of the values."""
        if not isinstance(weights, UnitSeries):
            raise UnitError(told("unit_of_mean"))
        return self.of


EMISSIONS = ("tCO2", "tCO2e")
DIMENSIONLESS = Unit(Fraction(1), ())


PERCENTAGES = (Unit(Fraction(1, 100), ()), Unit(Fraction(1, 1000), ()))  # % and ‰
CONTENTS = ((), (("t", -1), ("tC", 1)))  # shares: of nothing in particular, and of carbon in the mass


def is_emission(text: str) -> bool:
    """Whether a unit counts tonnes of CO2 or CO2e, alone or per something; {unit} may stand for an item's own."""
    return any(name in EMISSIONS and power > 0 for name, power in unit(text.replace("{unit}", "t")).dimensions)


def is_intensity(text: str) -> bool:
    """Whether a unit counts emissions per something."""
    return is_emission(text) and len(unit(text.replace("{unit}", "t")).dimensions) > 1


def _as_unit(value: Any) -> Unit:
    if isinstance(value, Unit):
        return value
    if isinstance(value, int):
        return DIMENSIONLESS
    raise UnitError(told("unit_mixed", found=type(value).__name__))


def _common(left: Unit, right: Unit) -> Unit:
    if left == right:
        return left
    carbon_dioxide, equivalent = unit("tCO2"), unit("tCO2e")
    if {left, right} == {carbon_dioxide, equivalent}:
        return equivalent  # the GWP of CO2 is 1 by definition, so CO2 may enter a sum of CO2e, never the other way
    raise UnitError(told("unit_sum", left=left, right=right))


@lru_cache(maxsize=512)
def unit(text: str) -> Unit:
    """The unit of a text such as `tC/GJ`, `GJ/10^4 Nm3`, `kg·cell·day/t/min`, or of the words people write for it (吉焦/万标方).
    Raises UnitError for anything outside the table.
    """
    result = DIMENSIONLESS
    for atom, number, power in _table_parts(text) or _typed_parts(text):
        scale, dimension = ATOMS[atom]
        factor = Unit(scale * number, ((dimension, 1),) if dimension else ())
        result = result * factor if power > 0 else result / factor
    return result


def _table_parts(text: str) -> list[tuple[str, int, int]] | None:
    """The atoms of a text in the spelling of the table, which packs use; None for any other."""
    if "W·h" in text:
        return None  # work, not power times a time: the table has MWh
    parts = []
    for position, block in enumerate(text.split("/")):
        for atom in block.split("·"):
            name = ALIASES.get(atom.strip(), atom.strip())
            if name not in ATOMS:
                return None
            parts.append((name, 1, 1 if position == 0 else -1))
    return parts


def _typed_parts(text: str) -> Iterable[tuple[str, Fraction, int]]:
    from tanheng.engine.units.words import parts_of  # only what people type needs the words

    return parts_of(text)


def content_scale(text: str) -> Fraction | None:
    """What 1 of this unit is as a share of the whole: 1 for `1`, `t/t` and `tC/t`, a hundredth for `%`, a thousandth for `kg/t`.
    None for what is no content.
    """
    try:
        found = unit(text)
    except UnitError:
        return None
    return found.scale if found.dimensions in CONTENTS else None


def conversion(source: str, target: str) -> Fraction:
    """The exact factor that turns numbers in `source` into numbers in `target`; laboratories give contents such as tC/t in
    `%` of the mass. Raises UnitError when they do not fit.
    """
    left, right = unit(source), unit(target)
    if left in PERCENTAGES and right.dimensions in CONTENTS:
        return left.scale / right.scale
    if left.dimensions != right.dimensions:
        raise UnitError(told("unit_conversion", source=source, target=target))
    return left.scale / right.scale
