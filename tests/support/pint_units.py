"""Pint as a second opinion on units: our unit texts in Pint's own units, and Pint quantities as operands of a pack's formulas.

Carbon, CO2, CO2e, normal cubic metres, cells and money are dimensions of their own here too; all else is Pint's: a megawatt hour is
3.6 gigajoules, a day 1440 minutes.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

import pint

from tanheng.engine.numbers import Ratio, round_decimal, settled
from tanheng.engine.units.table import ALIASES

REGISTRY = pint.UnitRegistry(non_int_type=Decimal)
for line in (
    "tC = [carbon]", "tCO2 = [carbon_dioxide]", "kgCO2 = 0.001 * tCO2", "tCO2e = [carbon_dioxide_equivalent]",
    "Nm3 = [normal_volume]", "cell = [cell]", "fen = [money]", "yuan = 100 * fen", "tce = [coal_equivalent]",
    "kgce = 0.001 * tce", "gce = 0.000001 * tce", "kcal_IT = 4186.8 * joule",
):  # fmt: skip
    REGISTRY.define(line)

NAMES = {
    "1": "dimensionless", "%": "percent", "‰": "(0.1 * percent)",
    "t": "metric_ton", "kg": "kilogram", "g": "gram", "10^4 t": "(10000 * metric_ton)",
    "tC": "tC", "tCO2": "tCO2", "kgCO2": "kgCO2", "tCO2e": "tCO2e", "Nm3": "Nm3", "10^4 Nm3": "(10000 * Nm3)", "GJ": "gigajoule",
    "MJ": "megajoule", "kJ": "kilojoule", "TJ": "terajoule", "kcal": "kcal_IT", "tce": "tce", "kgce": "kgce", "gce": "gce",
    "MWh": "(megawatt * hour)", "kWh": "(kilowatt * hour)", "10^4 kWh": "(10000 * kilowatt * hour)", "MW": "megawatt",
    "kA": "kiloampere", "A": "ampere", "V": "volt", "mV": "millivolt", "h": "hour", "min": "minute", "day": "day", "cell": "cell",
    "°C": "delta_degree_Celsius", "m": "meter", "m3": "(meter ** 3)", "fen": "fen", "yuan": "yuan",
}  # fmt: skip


def pint_unit(text: str) -> Any:
    """The Pint quantity of one unit of ours: `kg·cell·day/t/min`."""
    made = REGISTRY.Quantity(Decimal(1), "dimensionless")
    for position, block in enumerate(text.split("/")):
        for atom in block.split("·"):
            name = ALIASES.get(atom.strip(), atom.strip())
            one = REGISTRY.parse_expression(NAMES[name])
            one = one if isinstance(one, REGISTRY.Quantity) else REGISTRY.Quantity(Decimal(1), one)
            made = made * one if position == 0 else made / one
    return made


class Measured:
    """A Pint quantity that answers to the engine's words."""

    def __init__(self, quantity: Any) -> None:
        self.quantity = quantity

    def _fitted(self, other: Any) -> tuple[Any, Any]:
        """Both sides; a literal zero fits everything, and CO2 counts as CO2e where it meets CO2e."""
        mine, its = self.quantity, _quantity(other)
        if its.dimensionless and its.magnitude == 0:
            its = 0 * mine
        names = {str(mine.dimensionality), str(its.dimensionality)}
        if names == {"[carbon_dioxide]", "[carbon_dioxide_equivalent]"}:
            mine, its = _as_equivalent(mine), _as_equivalent(its)
        return mine, its

    def __add__(self, other: Any) -> Measured:
        mine, its = self._fitted(other)
        return Measured(mine + its)

    __radd__ = __add__

    def __sub__(self, other: Any) -> Measured:
        mine, its = self._fitted(other)
        return Measured(mine - its)

    def __rsub__(self, other: Any) -> Measured:
        mine, its = self._fitted(other)
        return Measured(its - mine)

    def __mul__(self, other: Any) -> Measured:
        return Measured(self.quantity * _quantity(other))

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Measured:
        return Measured(self.quantity / _quantity(other))

    def __rtruediv__(self, other: Any) -> Measured:
        return Measured(_quantity(other) / self.quantity)

    def __lt__(self, other: Any) -> bool:
        mine, its = self._fitted(other)
        return bool(mine < its)

    def __le__(self, other: Any) -> bool:
        return not self > other

    def __gt__(self, other: Any) -> bool:
        mine, its = self._fitted(other)
        return bool(mine > its)

    def __ge__(self, other: Any) -> bool:
        return not self < other

    def lesser(self, other: Any) -> Measured:
        mine, its = self._fitted(other)
        return Measured(min(mine, its))

    def greater(self, other: Any) -> Measured:
        mine, its = self._fitted(other)
        return Measured(max(mine, its))

    def first_present(self, otherwise: Any) -> Measured:
        self._fitted(otherwise)[0].to(self._fitted(otherwise)[1].units)  # both must be of one kind
        return self

    def if_reported(self) -> Measured:
        return self

    def as_carbon(self) -> Measured:
        return Measured(REGISTRY.Quantity(self.quantity.to("metric_ton").magnitude, "tC"))

    def _plain(self) -> Decimal:
        return Decimal(self.quantity.to("dimensionless").magnitude)

    def raised(self, exponent: Any) -> Measured:
        return _number(settled(self._plain() ** _plain(exponent)))

    def as_exponent_of(self, base: Any) -> Measured:
        return _number(settled(Decimal(base) ** self._plain()))

    def exponential(self) -> Measured:
        return _number(settled(self._plain().exp()))

    def _cut(self, cut: Any) -> Measured:
        reduced = self.quantity.to_reduced_units()
        return Measured(REGISTRY.Quantity(cut(settled(Decimal(reduced.magnitude))), reduced.units))

    def floored(self) -> Measured:
        return self._cut(lambda number: number.to_integral_value(ROUND_FLOOR))

    def ceiled(self) -> Measured:
        return self._cut(lambda number: number.to_integral_value(ROUND_CEILING))

    def rounded(self, decimals: int) -> Measured:
        return self._cut(lambda number: round_decimal(number, decimals))


def measured(number: Decimal | Ratio, unit: str) -> Measured:
    """A number in one of our units."""
    amount = number.numerator / number.denominator if isinstance(number, Ratio) else number
    return Measured(amount * pint_unit(unit))


def magnitude(found: Any, unit: str) -> Decimal:
    """The number in one of our units. Raises pint.DimensionalityError where it is of another kind."""
    if not isinstance(found, Measured) and found == 0:
        return Decimal(0)  # a branch that says 0
    wanted, mine = pint_unit(unit), _quantity(found)
    if str(wanted.dimensionality) == "[carbon_dioxide_equivalent]":
        mine = _as_equivalent(mine)
    return Decimal((mine / wanted).to("dimensionless").magnitude)


def _quantity(value: Any) -> Any:
    return value.quantity if isinstance(value, Measured) else REGISTRY.Quantity(Decimal(value), "dimensionless")


def _number(value: Decimal) -> Measured:
    return Measured(REGISTRY.Quantity(value, "dimensionless"))


def _plain(value: Any) -> Decimal:
    return value._plain() if isinstance(value, Measured) else Decimal(value)


def _as_equivalent(quantity: Any) -> Any:
    if str(quantity.dimensionality) != "[carbon_dioxide]":
        return quantity
    return REGISTRY.Quantity(quantity.to("tCO2").magnitude, "tCO2e")
