"""How the power packs behave: bases, month by month defaults, heat, boundaries, gap cap and issue."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from tanheng.engine.case.reading import read_case
from tanheng.engine.problems import Problem
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tanheng.rulebook import load


def case(pack: str, title: str) -> dict[str, Any]:
    """A worked case by the start of its English title."""
    return deepcopy(next(one["given"] for one in load(pack).cases if one["title"]["en"].startswith(title)))


def computed(given: dict[str, Any]) -> tuple[Run, list[Problem]]:
    read, problems = read_case(given, load)
    assert read is not None, [problem.as_text("en") for problem in problems]
    run = run_case(load(given["pack"]), read, problems)
    return run, run.problems


def value_of(given: dict[str, Any], quantity: str, facility: str | None = None) -> dict[str, Any]:
    return next(one for one in given["values"] if one["quantity"] == quantity and one.get("facility") == facility)


THREE_UNITS = "a year of a cogeneration"


def test_all_bases_give_the_same_carbon_as_received():
    given = case("cn/power/cets_2022", THREE_UNITS)
    run, _ = computed(given)
    dry = Fraction("0.6012") / (1 - Fraction("0.0200"))
    received = dry * (1 - Fraction("0.1000"))
    assert run.value("fuel_measured_carbon_content", "unit-1", "bituminous_coal") == Decimal("0.5521")
    assert abs(Fraction("0.5521") - received) <= Fraction(5, 100000)


def test_a_measured_content_as_received_goes_before_conversion():
    given = case("cn/power/cets_2022", THREE_UNITS)
    given["values"].append({"quantity": "fuel_received_carbon_content", "facility": "unit-1", "item": "bituminous_coal", "year": "0.5600"})
    run, _ = computed(given)
    assert run.value("fuel_measured_carbon_content", "unit-1", "bituminous_coal") == Decimal("0.5600")


def test_the_penalty_default_counts_month_by_month():
    run, problems = computed(case("cn/power/cets_2022", "month by month"))
    contents = [run.value("fuel_counted_carbon_content", "unit-1", "bituminous_coal", month) for month in (1, 2, 3, 4)]
    assert contents == [
        Decimal("0.5948"),
        Decimal("0.5800"),
        22 * Decimal("0.03085"),
        Decimal("26.7") * Decimal("0.03085"),
    ]
    assert [place.month for one in problems if one.code == "PW-021" for place in one.all_places] == [3, 4]


def test_batches_are_weighted_by_coal_and_the_year_by_months():
    given = case("cn/power/cets_2022", "four batches")
    run, problems = computed(given)
    measured = Fraction(30000) * Fraction("0.5512") + Fraction(28000) * Fraction("0.5633")
    failed = Fraction(22000) * Fraction("20.900") * Fraction("0.03085") + Fraction(5000) * Fraction("26.7") * Fraction("0.03085")
    exact = (measured + failed) / 85000
    assert abs(Fraction(str(run.value("sampled_carbon_content", "unit-1", None, 1))) - exact) <= Fraction(5, 100000)
    assert {place.item for one in problems if one.code == "PW-026" for place in one.all_places} == {"sample_03", "sample_04"}
    assert run.value("fuel_counted_carbon_content", "unit-1", "bituminous_coal") == run.value("sampled_carbon_content", "unit-1", None, 1)


def test_samples_of_coal_change_no_other_fuel():
    given = case("cn/power/cets_2022", "four batches")
    given["values"].append({"quantity": "fuel_consumption", "facility": "unit-1", "item": "diesel", "each_month": "10.00"})
    run, _ = computed(given)
    assert run.value("counted_net_calorific_value", "unit-1", "diesel", 1) == Decimal("42.652")
    assert run.value("fuel_measured_carbon_content", "unit-1", "diesel", 1) is None


def test_purchased_electricity_is_reported_but_not_cleared():
    run, _ = computed(case("cn/power/cets_2022", THREE_UNITS))
    assert run.value("unit_emission_tco2", "unit-1") - run.value("unit_fuel_emission_tco2", "unit-1") == Decimal("684.36")
    assert run.value("listed_power_emission_tco2") == run.value("unit_fuel_emission_tco2", "unit-1")


@pytest.mark.parametrize("pack", ["cn/power/cets_2022", "cn/power/cets_2026"])
def test_listed_and_unlisted_units_part_the_fuel_emission(pack):
    given = case(pack, "a year of")
    run, _ = computed(given)
    fuels = sum(run.value("unit_fuel_emission_tco2", f"unit-{number}") for number in (1, 2, 3))
    assert run.value("listed_power_emission_tco2") + run.value("power_unit_emission_tco2") == fuels
    given["attributes"] = [one for one in given["attributes"] if one["name"] != "power_list"]
    run, _ = computed(given)
    assert run.value("power_unit_emission_tco2") == 0


def test_direct_heat_metering_goes_before_steam_and_water():
    given = case("cn/power/cets_2022", THREE_UNITS)
    given["values"].append({"quantity": "heat_supply_gj", "facility": "unit-1", "year": "1000000.00"})
    run, _ = computed(given)
    assert run.value("counted_heat_supply_gj", "unit-1") == Decimal("990000.00")  # less the calibration deduction of 1 %


def test_heat_of_network_water_is_divided_by_the_exchanger_efficiency():
    given = case("cn/power/cets_2022", THREE_UNITS)
    network, _ = computed(given)
    given["attributes"] = [one for one in given["attributes"] if one["name"] != "heat_metering"]
    unit_side, _ = computed(given)
    ratio = unit_side.value("hot_water_heat_gj", "unit-1") / network.value("hot_water_heat_gj", "unit-1")
    assert round(ratio, 6) == Decimal("0.95")


def test_the_yearly_load_factor_comes_from_the_sums_of_the_year():
    given = case("cn/power/cets_2022", "month by month")
    months = dict.fromkeys(range(3, 13), "0")
    given["values"] += [
        {"quantity": "gross_generation_mwh", "facility": "unit-1", "months": {1: "100000", 2: "10000", **months}},
        {"quantity": "running_hours_h", "facility": "unit-1", "months": {1: "500", 2: "100", **months}},
        {"quantity": "rated_capacity_mw", "facility": "unit-1", "each_month": "300"},
    ]
    run, _ = computed(given)
    assert run.value("load_factor", "unit-1", None, 1) == Decimal("0.6667")
    assert run.value("load_factor", "unit-1", None, 2) == Decimal("0.3333")
    assert run.value("load_factor", "unit-1") == Decimal("0.6111")  # 110 000 ÷ (300 × 600), no mean of months


def test_a_waste_heat_unit_emits_nothing_and_breaks_nothing():
    run, problems = computed(case("cn/power/cets_2022", THREE_UNITS))
    assert run.value("unit_emission_tco2", "unit-3") == 0
    assert run.value("secondary_energy_heat_share", "unit-3") is None  # a share of no fuel at all
    assert not [one for one in problems if one.code.startswith("RUN-") and one.severity == "error"]


def test_own_secondary_energy_is_told():
    _, problems = computed(case("cn/power/cets_2022", THREE_UNITS))
    assert [one.where.facility for one in problems if one.code == "PW-038"] == ["unit-2"]


@pytest.mark.parametrize(
    ("ash", "told"),
    [("0.2200", False), ("0.4000", True), ("0.0500", True)],
    ids=["plausible", "too much ash", "too little"],
)
def test_dry_ash_free_carbon_is_held_against_the_range_of_the_coal(ash, told):
    given = case("cn/power/cets_2022", THREE_UNITS)
    value_of(given, "fuel_received_ash_content", "unit-1")["year"] = ash
    _, problems = computed(given)
    assert ("PW-023" in {one.code for one in problems}) is told


def test_a_gas_unit_below_its_emission_is_topped_up_and_one_above_keeps_its_surplus():
    run, _ = computed(case("cn/power/allowance_2023_2024", "2023: all classes"))
    assert run.value("approved_allowance_tco2e", "unit-5") == 200000  # 200 000.75 cut down
    assert run.value("gas_top_up_tco2e", "unit-6") == 0
    assert run.value("approved_allowance_tco2e", "unit-6") == 165250


def test_a_unit_outside_the_quota_gets_and_owes_nothing():
    run, _ = computed(case("cn/power/allowance_2023_2024", "2023: all classes"))
    assert run.value("approved_allowance_tco2e", "unit-7") == run.value("unit_obligation_tco2e", "unit-7") == 0


def test_the_gap_cap_of_the_reference():
    run, _ = computed(case("cn/power/allowance_2023_2024", "gap cap"))
    found = [run.value(name) for name in ("entity_initial_allowance_tco2e", "entity_allowance_tco2e", "gap_rate")]
    assert found == [720000, 800000, Decimal("0.2000")]


@pytest.mark.parametrize("pack", ["allowance_2019_2020", "allowance_2021_2022", "allowance_2023_2024", "allowance_2025_2026_draft"])
def test_what_is_issued_and_what_is_reduced_make_up_the_allowance(pack):
    for one in load(f"cn/power/{pack}").cases:
        if "expected" not in one:
            continue
        run, _ = computed(one["given"])
        reduction = next(
            (Decimal(v["year"]) for v in one["given"]["values"] if v["quantity"] == "allowance_reduction_tco2e"),
            Decimal(0),
        )
        taken = reduction - run.value("open_reduction_tco2e")
        assert run.value("total_issued_tco2e") + taken == run.value("entity_allowance_tco2e")
        assert run.value("pre_issued_tco2e") >= 0
        assert run.value("open_reduction_tco2e") >= 0


def test_a_year_without_benchmarks_gives_no_neighbours_value():
    given = case("cn/power/allowance_2023_2024", "gap cap")
    given["year"] = 2025
    read, problems = read_case(given, load)
    told = [one for one in problems if "power_benchmark_tco2_per_mwh" in {place.quantity for place in one.all_places}]
    assert read is None
    assert [one.code for one in told] == ["CASE-107"]
    assert all(one.remedy.zh and one.remedy.en for one in told)


@pytest.mark.parametrize("content", ["0", "51.20"])
def test_a_refused_carbon_content_is_one_problem(content: str) -> None:
    """The span of PW-022 lies within that of PW-015: what no fuel can have is not doubted too."""
    worked = next(one for one in load("cn/power/cets_2022").cases if one["title"]["en"].startswith("refused: a carbon content of 0"))
    values = [{**one, "year": content} if one["quantity"] == "fuel_received_carbon_content" else one for one in worked["given"]["values"]]
    case, problems = read_case({**worked["given"], "values": values}, load)
    assert case is not None
    told = [one.code for one in run_case(load(case.pack_id), case, problems).problems]
    assert "PW-015" in told and "PW-022" not in told
