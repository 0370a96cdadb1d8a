"""Every quantity says where it lies, inputs and results: the numbers of every worked case, and every default, lie there."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import cache

import pytest

from tanheng.engine.case.reading import read_case
from tanheng.engine.numbers import Ratio
from tanheng.engine.pack import KEPT_DIGITS, Pack
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
    assert not is_proven(pack, "enterprise_emission_tco2e")
    assert sum(is_proven(load(one), name) for one in pack_ids() for name in load(one).formulas) > 250
