"""A factor far from the default of its own item or technology is told in every edition; what plants differ by is not."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest

from tanheng.engine.numbers import full_text
from tanheng.engine.problems import Problem
from tests.rulebook.slips import FOLDER, computed, plant

CODE = "RUN-223"
TYPED = pytest.mark.parametrize(
    ("name", "quantity", "item"),
    [
        ("cn_cement_cets_2024_two_lines", "fuel_net_calorific_value", "bituminous_coal"),
        ("cn_aluminium_cets_2024_with_power_and_boilers", "fuel_net_calorific_value", "natural_gas"),
        ("cn_aluminium_cets_2024_with_power_and_boilers", "fuel_oxidation_rate", "natural_gas"),
        ("cn_power_cets_2026", "fuel_oxidation_rate", "bituminous_coal"),
        ("intl_aluminium_iai_slope", "collection_efficiency", None),
        ("intl_aluminium_iai_slope", "c2f6_to_cf4_ratio", None),
    ],
)


def found(name: str, quantity: str, item: str | None, factor: str) -> list[Problem]:
    """What is told where the first line of a quantity is multiplied, what is folded into another doubt too."""
    document: dict[str, Any] = deepcopy(plant(FOLDER / f"{name}.yaml"))
    line = next(one for one in document["values"] if one["quantity"] == quantity and item in (None, one.get("item")))
    months = line.get("months") or {"year": line["year"]}
    changed = {month: full_text(Decimal(text) * Decimal(factor)) for month, text in months.items()}
    line.update({"months": changed} if "months" in line else changed)
    problems = computed(document)[1]
    return [one for problem in problems for one in (problem, *problem.also) if one.code == CODE]


@TYPED
def test_a_point_one_place_off_is_told_with_the_default(name: str, quantity: str, item: str | None) -> None:
    (doubt,) = found(name, quantity, item, "0.1")
    assert doubt.where.quantity == quantity and doubt.asks
    assert not {"{", "}"} & set(doubt.message.zh + doubt.message.en)


@TYPED
@pytest.mark.parametrize("factor", ["1", "0.5", "0"])
def test_what_plants_differ_by_and_zero_are_left_in_peace(name: str, quantity: str, item: str | None, factor: str) -> None:
    assert found(name, quantity, item, factor) == []


def test_the_months_of_a_series_are_one_doubt_with_its_numbers() -> None:
    (doubt,) = found("cn_cement_ndrc_2013", "alternative_fuel_emission_factor_tco2_per_gj", "plastics", "10")
    assert len(doubt.places) == 12
    assert "为 0.75 tCO2/GJ，与本版规则的缺省值 0.075 相差 10 倍" in doubt.message.zh
    assert "is 0.75 tCO2/GJ, 10 times off the default 0.075 of this edition" in doubt.message.en


def test_a_unit_is_named_where_the_figure_fits_it_and_only_there() -> None:
    (doubt,) = found("intl_cement_csi_v3", "fuel_emission_factor_kgco2_per_gj", None, "0.001")
    assert doubt.unit_slip and "看起来像是按 kgCO2/MJ 填报" in doubt.message.zh
    (doubt,) = found("intl_cement_csi_v3", "fuel_emission_factor_kgco2_per_gj", None, "0.0004")
    assert not doubt.unit_slip and "kgCO2/MJ" not in doubt.message.zh


def test_what_moves_no_total_may_lie_as_far_off_as_it_was_measured() -> None:
    """A sixth of the default ash of an anode is a fifth of a per cent of its carbon."""
    assert found("intl_aluminium_ipcc_2006", "anode_ash_content", None, "0.15") == []
    (doubt,) = found("intl_aluminium_ipcc_2006", "anode_ash_content", None, "100")
    assert "阳极" in doubt.message.zh


def test_one_month_far_off_is_told_at_its_month() -> None:
    document: dict[str, Any] = deepcopy(plant(FOLDER / "intl_aluminium_iai_slope.yaml"))
    line = next(one for one in document["values"] if one["quantity"] == "collection_efficiency")
    line["months"]["7"] = "0.098"
    codes = {code: one for problem in computed(document)[1] for one in (problem, *problem.also) for code in [one.code]}
    assert codes[CODE].where.month == 7 and not codes[CODE].places
