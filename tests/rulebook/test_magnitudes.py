"""Everything typed a thousand times too large agrees with itself, and is told all the same; what is told has no word left open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest

from tanheng.engine.numbers import full_text
from tanheng.rulebook import load
from tests.rulebook.slips import FOLDER, computed, left_open, plant, plant_files

PLANTS = pytest.mark.parametrize("path", plant_files(), ids=lambda path: path.stem)
POWER = pytest.mark.parametrize("pack", ["cets_2022", "cets_2026"])
AMOUNTS = {"t", "tCO2", "tCO2e", "MWh", "GJ", "{unit}"}


def times(document: Mapping[str, Any], names: set[str], factor: str, facility: str | None = None) -> dict[str, Any]:
    """A plant with all entries of these quantities multiplied, at one facility or at all."""
    changed = deepcopy(dict(document))
    for entry in changed["values"]:
        if entry["quantity"] in names and facility in (None, entry.get("facility")):
            if "months" in entry:
                entry["months"] = {month: full_text(Decimal(text) * Decimal(factor)) for month, text in entry["months"].items()}
            else:
                entry["year"] = full_text(Decimal(entry["year"]) * Decimal(factor))
    return changed


def amounts(document: Mapping[str, Any]) -> set[str]:
    """What is burnt, made, moved or stored in a plant."""
    return {one.id for one in load(document["pack"]).inputs() if one.is_amount and one.unit in AMOUNTS}


def doubts(document: Mapping[str, Any]) -> dict[str, Any]:
    """What asks for an answer, by code, what is folded into another too."""
    asking = [one for one in computed(document)[1] if one.asks]
    return {found.code: found for one in asking for found in (one, *one.also)}


@PLANTS
def test_all_amounts_of_a_plant_a_thousand_times_too_large_are_told(path):
    document = times(plant(path), amounts(plant(path)), "1000")
    document["values"] = [one for one in document["values"] if one["quantity"] != "rated_capacity_mw"]  # a plant may leave it blank
    run, problems = computed(document)
    told = [one for one in problems if one.unit_slip and one.asks]
    assert told or run is None, [one.as_text() for one in problems]
    assert run is None or {one.where.quantity for one in told} & {load(document["pack"]).main_output, "net_supply_mwh"}


@pytest.mark.parametrize(
    ("name", "quantity", "typed"),
    [
        ("cn_aluminium_cets_2024", "molten_aluminium_output_t", "kg"),
        ("cn_cement_cets_2024", "clinker_output_t", "kg"),
        ("cn_power_cets_2022", "gross_generation_mwh", "kWh"),
        ("cn_power_cets_2022", "fuel_consumption", "kg"),
    ],
)
def test_the_likely_unit_is_named(name: str, quantity: str, typed: str) -> None:
    document = plant(FOLDER / f"{name}.yaml")
    problems = computed(times(document, amounts(document), "1000"))[1]
    told = [one.message.zh for one in problems if one.asks and one.where.quantity == quantity]
    assert any(f"看起来像是按 {typed} 填报" in one for one in told), told


@PLANTS
def test_an_output_in_ten_thousands_of_tonnes_is_the_figure_that_is_doubted(path):
    """The fuels and the electricity over it are sound, so that no unit of theirs is doubted."""
    document = plant(path)
    output = load(document["pack"]).main_output
    if output not in {"clinker_output_t", "molten_aluminium_output_t"}:
        pytest.skip("generation is held against the rated power")
    told = [one for one in computed(times(document, {output}, "0.0001"))[1] if one.unit_slip and one.asks]
    assert {one.where.quantity for one in told} == {output}, [one.as_text() for one in told]
    assert all("万t" in one.message.zh for one in told)


def of_all_lines(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """A slip of all lines of a quantity together, the fuels as they are in tonnes and in cubic metres."""
    for name in sorted({one["quantity"] for one in document["values"]}):
        for factor in ("10000", "0.0001"):
            yield times(document, {name}, factor)


@PLANTS
def test_no_sentence_keeps_a_word_open(path):
    assert [text for document in of_all_lines(plant(path)) for text in left_open(computed(document)[1])] == []


@pytest.mark.parametrize(("other", "unit"), [("lignite", "kg 填报，而要求 t："), ("natural_gas", "可能大了 1,000 倍")])
def test_where_two_fuels_share_the_slip_both_are_doubted_in_their_own_units(other: str, unit: str) -> None:
    """Neither fuel alone brings the heat of the unit back."""
    document = deepcopy(plant(FOLDER / "cn_power_cets_2022.yaml"))
    entries = [one for one in document["values"] if one.get("item") and one.get("facility") == "unit-1"]
    coal = max((one for one in entries if one["quantity"] == "fuel_consumption"), key=lambda one: Decimal(one["months"]["7"]))["item"]
    document["values"] += [{**deepcopy(one), "item": other} for one in entries if one["item"] == coal]
    problems = computed(times(document, amounts(document), "1000"))[1]
    (doubt,) = (found for one in problems for found in (one, *one.also) if found.code == "PW-058" and found.where.facility == "unit-1")
    assert unit in doubt.message.zh
    assert left_open(problems) == []


def test_natural_gas_in_hundred_millions_of_cubic_metres_asks_and_its_answer_settles_it():
    document = deepcopy(plant(FOLDER / "cn_cement_cets_2024.yaml"))
    gas = {"quantity": "other_fuel_consumption", "item": "natural_gas", "months": {str(month): "0.00121" for month in range(1, 13)}}
    document["values"].append(gas)
    (doubt,) = [one for one in computed(document)[1] if one.code == "CASE-178"]
    assert doubt.asks and (doubt.where.quantity, doubt.where.item) == ("other_fuel_consumption", "natural_gas")
    answer = {"code": "CASE-178", "digest": doubt.digest, "says": "confirmed", "reason": "合成原因", "person": "合成人员"}
    document["answers"] = [{**answer, "quantity": "other_fuel_consumption", "item": "natural_gas", "month": doubt.where.month}]
    (answered,) = [one for one in computed(document)[1] if one.code == "CASE-178"]
    assert answered.answer is not None and answered.answer.reason == "合成原因"


@POWER
def test_a_total_moisture_below_the_inherent_one_is_doubted(pack):
    plants = (plant(path) for path in plant_files() if plant(path)["pack"] == f"cn/power/{pack}")
    document = deepcopy(next(one for one in plants if any(value["quantity"] == "inherent_moisture" for value in one["values"])))
    assert "PW-030" not in doubts(document)
    document = times(document, {"inherent_moisture"}, "10")
    assert "PW-030" in doubts(document)


@POWER
def test_a_unit_off_the_list_is_not_held_against_the_threshold_of_the_list(pack):
    document = deepcopy(next(plant(path) for path in plant_files() if plant(path)["pack"] == f"cn/power/{pack}"))
    small = times(document, amounts(document), "0.0001")
    assert "PW-041" in {one.code for one in computed(small)[1]}
    off = [one for one in small["attributes"] if one["name"] != "power_list"]
    units = [{"facility": one["id"], "name": "power_list", "value": "unlisted"} for one in small["facilities"]]
    assert "PW-041" not in {one.code for one in computed({**small, "attributes": [*off, *units]})[1]}


@pytest.mark.parametrize(("heat", "told"), [("0.9990", False), ("0.9000", True)])
def test_the_error_of_metering_is_no_negative_biomass_share(heat: str, told: bool) -> None:
    document = deepcopy(plant(FOLDER / "cn_power_cets_2022_three_units.yaml"))
    run, _ = computed(document)
    assert run is not None
    fossil = run.value("fossil_fuel_heat_gj", "unit-1")
    boiler = full_text(round(fossil * Decimal(heat) * Decimal("0.92") / 12, 2))
    document["values"] += [
        {"quantity": "boiler_heat_output_gj", "facility": "unit-1", "months": {str(month): boiler for month in range(1, 13)}},
        {"quantity": "boiler_efficiency", "facility": "unit-1", "months": {str(month): "0.9200" for month in range(1, 13)}},
    ]
    problems = computed(document)[1]
    assert ("PW-037" in {one.code for one in problems}) is told, [one.as_text() for one in problems]


@pytest.mark.parametrize(("factor", "unit"), [("1000", "kWh"), ("4", ""), ("12", "")])
def test_net_supply_above_generation_is_called_kwh_only_where_it_fits(factor: str, unit: str) -> None:
    document = deepcopy(plant(FOLDER / "cn_power_cets_2022_three_units.yaml"))
    generation = next(one for one in document["values"] if one["quantity"] == "gross_generation_mwh" and one["facility"] == "unit-1")
    document["values"].append({**deepcopy(generation), "quantity": "net_supply_mwh"})
    doubt = doubts(times(times(document, {"net_supply_mwh"}, "0.93"), {"net_supply_mwh"}, factor))["PW-064"]
    assert ("看起来像是按 kWh" in doubt.message.zh) is bool(unit) and doubt.unit_slip is bool(unit), doubt.message.zh
