"""The unit a figure was probably typed in is one in which it would be plausible: near to what the edition knows of its fuel."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal

import pytest

from tanheng.demo.synthetic_cement_works import synthetic_cement_case
from tanheng.engine.case.reading import read_case
from tanheng.engine.units.slips import near_slip
from tanheng.rulebook import load


@pytest.mark.parametrize(
    ("item", "typed", "unit", "times"),
    [
        ("bituminous_coal", "5000", "kcal/kg", "239"),
        ("bituminous_coal", "5500", "kcal/kg", "239"),
        ("bituminous_coal", "22500", "kJ/kg", "1,000"),
        ("natural_gas", "8500", "kcal/Nm³", "24"),
        ("natural_gas", "35500", "kJ/Nm³", "100"),
        ("bituminous_coal", "72000", "", ""),  # in no unit a coal
    ],
)
def test_a_heating_value_beyond_its_bounds_names_the_unit_it_would_be_right_in(item: str, typed: str, unit: str, times: str) -> None:
    document = deepcopy(synthetic_cement_case(2025))
    for row in document["values"]:
        if row.get("item") == "bituminous_coal":
            row["item"] = item
        if row["quantity"] == "fuel_net_calorific_value":
            row["months"] = dict.fromkeys(map(str, range(1, 13)), typed)
    problems = read_case(document, load)[1]
    (told,) = (one for one in problems if one.code == "CASE-142")
    assert told.remedy.zh.partition("看起来像是按 ")[2].partition(" 填报")[0] == unit
    assert told.remedy.zh.endswith(f"相差 {times} 倍") if unit else "倍" not in told.remedy.zh


def test_of_the_units_near_the_nearest_is_named() -> None:
    near = near_slip(Decimal(700), "GJ/t")
    assert near is not None and near.typed == "kJ/kg"
    near = near_slip(Decimal(230), "GJ/t")
    assert near is not None and near.typed == "kcal/kg"
