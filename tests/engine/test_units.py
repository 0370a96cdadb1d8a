"""The closed unit table: what may be added, converted and compared, and what may not."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tanheng.engine.errors import UnitError
from tanheng.engine.units import conversion, unit


def test_fuel_heat_and_carbon_multiply_to_carbon_dioxide() -> None:
    assert unit("t") * unit("GJ/t") * unit("tC/GJ") * unit("tCO2/tC") == unit("tCO2")
    assert unit("10^4 Nm3") * unit("GJ/10^4 Nm3") * unit("tC/GJ") * unit("tCO2/tC") == unit("tCO2")


@pytest.mark.parametrize(
    ("left", "right"), [("tC", "tCO2"), ("10^4 Nm3", "t"), ("MWh", "GJ"), ("t", "tC"), ("kg", "t"), ("%", "1")]
)
def test_units_of_different_meaning_or_scale_cannot_be_added(left: str, right: str) -> None:
    with pytest.raises(UnitError):
        unit(left) + unit(right)


def test_carbon_dioxide_may_enter_a_sum_of_equivalents() -> None:
    assert unit("tCO2") + unit("tCO2e") == unit("tCO2e")


@pytest.mark.parametrize(
    ("source", "target", "factor"),
    [
        ("kg", "t", Fraction(1, 1000)),
        ("kWh", "MWh", Fraction(1, 1000)),
        ("%", "1", Fraction(1, 100)),
        ("Nm3", "10^4 Nm3", Fraction(1, 10000)),
        ("万Nm3", "10^4 Nm3", Fraction(1)),
        ("kJ/kg", "GJ/t", Fraction(1, 1000)),
        ("MJ/kg", "GJ/t", Fraction(1)),
    ],
)
def test_conversions_are_exact(source: str, target: str, factor: Fraction) -> None:
    assert conversion(source, target) == factor


@pytest.mark.parametrize(
    ("source", "target"), [("t", "10^4 Nm3"), ("MWh", "GJ"), ("tC", "tCO2"), ("lb", "t"), ("", "t")]
)
def test_what_does_not_fit_or_is_unknown_is_refused(source: str, target: str) -> None:
    with pytest.raises(UnitError):
        conversion(source, target)
