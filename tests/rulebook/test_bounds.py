"""Every quantity says where it lies, inputs and results: the numbers of every worked case, and every default, lie there."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import cache

import pytest

from tanheng.engine.case.reading import read_case
from tanheng.engine.numbers import Ratio
from tanheng.engine.pack import KEPT_DIGITS, Pack
from tanheng.engine.parts import divisors
from tanheng.engine.ranges import Range, bounds_of, is_proven, range_of_formula
from tanheng.engine.running import run_case
from tanheng.rulebook import load, pack_ids

WORKED = [
    pytest.param(pack_id, number, id=f"{pack_id}-{number}")
    for pack_id in pack_ids()
    for number, case in enumerate(load(pack_id).cases)
    if case.get("expected") and not case["given"].get("overrides")
]


@cache
def proven(pack_id: str) -> dict[str, Range]:
    """Where each derived quantity lies by its formula."""
    pack = load(pack_id)
    return {name: range_of_formula(pack, name) for name in pack.formulas}


@pytest.mark.parametrize("pack_id", pack_ids())
def test_every_quantity_has_bounds(pack_id):
    for one in load(pack_id).quantities.values():
        assert one.low < one.high and one.low.is_finite() and one.high.is_finite()
        assert one.digits == (one.decimals if one.decimals is not None else 30 if one.role == "input" else KEPT_DIGITS)


@pytest.mark.parametrize(("pack_id", "number"), WORKED)
def test_the_numbers_of_worked_cases_lie_within(pack_id, number):
    """Within the declared bounds and within the range of the formula; a year that is a sum within twelve times that."""
    given = load(pack_id).cases[number]["given"]
    case, problems = read_case(given, load)
    assert case is not None
    pack = load(case.pack_id)
    for one in run_case(pack, case, problems).results:
        if one.value is not None:
            for bounds in (bounds_of(pack.quantities[one.quantity]), proven(case.pack_id)[one.quantity]):
                times = 12 if one.month is None and pack.quantities[one.quantity].year == "sum" else 1
                assert min(bounds.low, 0) * times <= Fraction(one.value) <= bounds.high * times, one


@pytest.mark.parametrize("pack_id", pack_ids())
def test_every_default_lies_within(pack_id):
    pack = load(pack_id)
    for quantity in pack.inputs():
        for value in defaults_of(pack, quantity.id):
            assert quantity.low <= value <= quantity.high, (quantity.id, value)


def defaults_of(pack: Pack, name: str) -> list[Decimal]:
    """Every number that a default of a quantity may be."""
    default = pack.quantities[name].default
    if default is None:
        return []
    if default.parameter is not None:
        return [one.value for one in pack.parameters[default.parameter] if not isinstance(one.value, Ratio)]
    column, rows = default.column or "", pack.tables[default.table or ""].rows.values()
    before = column.partition("{")[0]
    wanted = (lambda one: one.startswith(before)) if "{" in column else (lambda one: one == column)
    return [value for row in rows for one, value in row.values.items() if wanted(one) and value is not None]


def test_bounds_of_products_follow_from_those_of_their_factors():
    """What sums over many places, or stands over a fraction line, is declared; the rest is proven."""
    pack = load("cn/aluminium/cets_2024")
    assert is_proven(pack, "anode_net_consumption_t")
    assert is_proven(pack, "anode_emission_tco2")
    assert is_proven(pack, "total_carbonate_emission_tco2")
    assert not is_proven(pack, "enterprise_emission_tco2e")
    assert sum(is_proven(load(one), name) for one in pack_ids() for name in load(one).formulas) >= 340


# By unit the largest size of a content, factor, share or time that anything has.
PHYSICAL = {
    "1": 100, "tC/t": 1, "tC/{unit}": 120, "tC/GJ": 1, "GJ/t": 100, "GJ/{unit}": 1000, "kg/t": 1000, "tCO2/t": 10, "tCO2/GJ": 1,
    "tCO2/MWh": 2, "t/t": 2, "t/{unit}": 1, "t/GJ": 1, "MWh/MWh": 2, "kgCO2/GJ": 300, "tCO2e/t": 20_000, "h": 8784, "day": 366,
    "MW": 100_000, "V": 20, "mV": 500, "kA": 2000, "m": 6000, "°C": 250, "kJ/kg": 4500, "t/day": 20_000, "min/cell/day": 1440,
    "kg·%/t/mV": 100, "kg·cell·day/t/min": 10,
}  # fmt: skip
AMOUNTS = {"GJ", "MWh", "cell·day", "t", "tC", "tCO2", "tCO2e", "{unit}"}
ONE_AT_MOST = ("_share", "_content", "_efficiency", "_moisture", "_purity", "_degree", "_oxidation_rate", "_deduction")
# What stands per something of which there may be next to nothing: a line that made 0.01 t has any intensity, a unit in its first hour any
# ratio of heats. Their bounds say that the figures are not of one plant at all.
PER_SOMETHING = {
    "ac_electricity_per_t_mwh_per_t", "benchmark_gap", "biomass_heat_share", "coal_rate_heat_ratio",
    "direct_emission_intensity_tco2e_per_t", "electricity_emission_intensity_tco2_per_t", "electrolysis_intensity_tco2e_per_t",
    "emission_intensity_tco2e_per_t", "emission_per_clinker_tco2e_per_t", "gap_rate", "generation_coal_rate_t_per_mwh",
    "generation_intensity_tco2_per_mwh", "gross_intensity_tco2_per_t", "heat_coal_rate_t_per_gj", "heat_intensity_tco2_per_gj",
    "heat_ratio", "initial_gap_rate", "intensity_gap", "line_intensity_tco2_per_t", "net_intensity_tco2_per_t", "scrap_per_t",
    "supply_coal_rate_t_per_mwh", "supply_intensity_tco2_per_mwh",
}  # fmt: skip


@pytest.mark.parametrize("pack_id", pack_ids())
def test_contents_factors_and_shares_have_the_bounds_of_physics(pack_id):
    for one in load(pack_id).quantities.values():
        size = max(abs(one.low), abs(one.high))
        if one.id in PER_SOMETHING:
            assert size <= 10**6, one.id
        elif one.unit in PHYSICAL:
            assert size <= PHYSICAL[one.unit], one.id
        else:
            assert one.unit in AMOUNTS and size <= 10**12, one.id
        if one.unit == "1" and one.id.endswith(ONE_AT_MOST):
            assert one.high <= 1, one.id


def test_what_stands_per_something_is_a_quotient_of_some_pack():
    formulas = {name: pack.formulas[name] for pack in map(load, pack_ids()) for name in pack.formulas}
    assert {name for name in PER_SOMETHING if not divisors(formulas[name])} == {"heat_ratio", "benchmark_gap"}  # made of other quotients
