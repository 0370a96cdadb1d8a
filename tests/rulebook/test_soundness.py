"""Every pack loads and is proven; a formula with the wrong unit, index or name is refused before any number is computed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from importlib.resources import files
from typing import Any

import pytest
import yaml

from tanheng.engine.graph import prove
from tanheng.engine.pack import Pack
from tanheng.engine.text import Text
from tanheng.engine.words import carbon, first_present, total
from tanheng.rulebook import load, pack_ids

STATUS_WORDS = {"official", "draft", "analogous", "secondary", "recalled", "derived", "project"}
SMELTER, WORKBOOK = "cn/aluminium/cets_2024", "intl/aluminium/iai_slope"
SHARED = files("tanheng.rulebook").joinpath("shared")
SOURCES = yaml.safe_load(SHARED.joinpath("sources.yaml").read_text(encoding="utf-8"))


def doctored(pack_id: str, quantity: str, function: Callable[..., Any], arguments: tuple[str, ...]) -> list[str]:
    """What the proof says of the pack when one of its formulas is replaced."""
    pack = load(pack_id)
    formula = replace(pack.formulas[quantity], function=function, arguments=arguments)
    return [fault.told.en for fault in prove(replace(pack, formulas={**pack.formulas, quantity: formula}))]


@pytest.mark.parametrize("pack_id", pack_ids())
def test_every_pack_loads_and_is_proven(pack_id):
    pack = load(pack_id)
    assert pack.id == pack_id
    assert prove(pack) == []


def test_both_aluminium_packs_are_found():
    assert {SMELTER, WORKBOOK} <= set(pack_ids())


def test_carbon_is_not_carbon_dioxide():
    def without_ratio(net, sulphur, ash, *, p):
        return carbon(net) * (1 - sulphur - ash)

    arguments = ("anode_net_consumption_t", "anode_sulphur_content", "anode_ash_content")
    assert doctored(SMELTER, "anode_emission_tco2", without_ratio, arguments) == [
        "anode_emission_tco2: the formula gives tC, declared is tCO2"
    ]


def test_a_mass_of_anodes_is_not_a_mass_of_carbon():
    def without_carbon(net, sulphur, ash, *, p):
        return net * (1 - sulphur - ash) * p.co2_per_carbon

    arguments = ("anode_net_consumption_t", "anode_sulphur_content", "anode_ash_content")
    assert doctored(SMELTER, "anode_emission_tco2", without_carbon, arguments) != []


def test_kilograms_are_not_tonnes():
    def without_thousand(output, factor, *, p):
        return output * factor * p.gwp_cf4

    arguments = ("molten_aluminium_output_t", "cf4_emission_factor_kg_per_t")
    assert doctored(SMELTER, "anode_effect_emission_tco2e", without_thousand, arguments) == [
        "anode_effect_emission_tco2e: the formula gives 1/1000 tCO2e, declared is tCO2e"
    ]


def test_a_gas_volume_is_not_a_mass():
    def fuel_as_carbon(consumption, rate, *, p):
        return carbon(consumption) * rate * p.co2_per_carbon

    mistakes = doctored(SMELTER, "fuel_emission_tco2", fuel_as_carbon, ("fuel_consumption", "fuel_oxidation_rate"))
    assert mistakes == ["fuel_emission_tco2: carbon() takes a mass in t, not 10^4 Nm3"]


def test_the_calorific_value_cannot_be_forgotten():
    def without_heat(consumption, content, rate, *, p):
        return consumption * content * rate * p.co2_per_carbon

    arguments = ("fuel_consumption", "fuel_carbon_content_tc_per_gj", "fuel_oxidation_rate")
    assert len(doctored(SMELTER, "fuel_emission_tco2", without_heat, arguments)) == 2  # for t and for 10^4 Nm3


def test_measured_and_default_carbon_must_be_the_same_kind_of_number():
    def content_per_heat(consumption, measured, content, rate, *, p):
        return consumption * first_present(measured, content) * rate * p.co2_per_carbon

    arguments = (
        "fuel_consumption",
        "fuel_received_carbon_content",
        "fuel_carbon_content_tc_per_gj",
        "fuel_oxidation_rate",
    )
    assert doctored(SMELTER, "fuel_emission_tco2", content_per_heat, arguments) != []


def test_a_sum_over_potlines_must_be_said():
    def without_total(emission):
        return emission

    mistakes = doctored(SMELTER, "total_anode_emission_tco2", without_total, ("anode_emission_tco2",))
    assert mistakes != []
    assert doctored(SMELTER, "total_anode_emission_tco2", total, ("anode_emission_tco2",)) == []


def test_auxiliary_electricity_cannot_enter_the_total():
    def with_electricity(emission, electricity):
        return emission + electricity

    arguments = ("total_electrolysis_emission_tco2e", "net_purchased_electricity_mwh")
    assert doctored(SMELTER, "enterprise_emission_tco2e", with_electricity, arguments) == [
        "enterprise_emission_tco2e: cannot add or compare tCO2e and MWh"
    ]


def test_the_overvoltage_formula_takes_the_per_cent_number():
    def with_fraction(coefficient, voltage, efficiency, output, *, p):
        return coefficient * voltage * output / efficiency / p.kg_per_t

    arguments = (
        "overvoltage_coefficient",
        "anode_effect_overvoltage_mv",
        "current_efficiency",
        "molten_aluminium_output_t",
    )
    assert doctored(WORKBOOK, "cf4_emission_by_overvoltage_t", with_fraction, arguments) == [
        "cf4_emission_by_overvoltage_t: the formula gives 1/100 t, declared is t"
    ]


# ── labels, sources, statuses ────────────────────────────────────────────────────────────────────


def labels(pack: Pack) -> Iterator[Text]:
    """Every text of a pack that people read."""
    yield pack.title
    yield from (quantity.label for quantity in pack.quantities.values())
    yield from (dated.label for values in pack.parameters.values() for dated in values)
    yield from (row.label for table in pack.tables.values() for row in table.rows.values())
    yield from (kind.label for kind in pack.facility_kinds.values())
    yield from (text for attribute in pack.attributes.values() for text in (attribute.label, *attribute.values.values()))
    yield from (text for check in pack.checks for text in (check.label, check.message, check.remedy))


@pytest.mark.parametrize("pack_id", pack_ids())
def test_everything_is_labelled_in_chinese_and_english(pack_id):
    assert [text for text in labels(load(pack_id)) if not text.zh.strip() or not text.en.strip()] == []


def marks(content: Any) -> Iterator[tuple[str, str]]:
    """Every status and source in parsed YAML, however deep."""
    if isinstance(content, Mapping):
        yield from ((str(key), inner) for key, inner in content.items() if key in ("status", "source"))
        for inner in content.values():
            yield from marks(inner)
    elif isinstance(content, list):
        for inner in content:
            yield from marks(inner)


def rule_files() -> list[Any]:
    """All YAML of the rulebook."""
    found, open_folders = [], [files("tanheng.rulebook")]
    while open_folders:
        for entry in open_folders.pop().iterdir():
            if entry.is_dir():
                open_folders.append(entry)
            elif entry.name.endswith(".yaml") and entry.name not in ("sources.yaml", "frozen.yaml"):
                found.append(entry)
    return found


@pytest.mark.parametrize("entry", rule_files(), ids=lambda entry: f"{entry.parent.name}/{entry.name}")
def test_every_source_and_status_is_known(entry):
    found = list(marks(yaml.safe_load(entry.read_text(encoding="utf-8"))))
    assert {mark for kind, mark in found if kind == "source"} <= set(SOURCES)
    assert {mark for kind, mark in found if kind == "status"} <= STATUS_WORDS


MAY_BE_UNKNOWN = {
    "ef", "heating_value", "fossil_share",
    "ncv", "cc", "of", "overvoltage_coefficient", "overvoltage_ratio", "slope", "slope_ratio", "value", "2010", "2011", "2012",
    "deduction", "biogenic_share", "fallback_ncv", "of_other", "of_cement_kiln", "of_power_boiler", "of_industrial_boiler",
    "item_table",  # an edition takes away the items of the one it extends
    "decimals",  # full precision
}  # fmt: skip


def without_value(content: Any) -> Iterator[str]:
    """Keys that hold nothing: a comma in unquoted text makes one of them unnoticed."""
    if isinstance(content, Mapping):
        yield from (str(key) for key, inner in content.items() if inner is None)
        for inner in content.values():
            yield from without_value(inner)
    elif isinstance(content, list):
        for inner in content:
            yield from without_value(inner)


@pytest.mark.parametrize("entry", rule_files(), ids=lambda entry: f"{entry.parent.name}/{entry.name}")
def test_only_unknown_defaults_are_left_empty(entry):
    content = yaml.safe_load(entry.read_text(encoding="utf-8"))
    assert {key for key in without_value(content) if not key.startswith("factor_")} <= MAY_BE_UNKNOWN


def test_no_source_is_listed_without_use():
    used = {mark for entry in rule_files() for kind, mark in marks(yaml.safe_load(entry.read_text(encoding="utf-8"))) if kind == "source"}
    assert set(SOURCES) - used == set()


@pytest.mark.parametrize("pack_id", pack_ids())
def test_a_clause_is_said_once_in_each_language(pack_id):
    pack = load(pack_id)
    dated = (one for some in pack.parameters.values() for one in some)
    assert [one.id for one in (*pack.quantities.values(), *dated) if one.clause.count(" / ") > 1] == []


@pytest.mark.parametrize("pack_id", pack_ids())
def test_every_quantity_and_parameter_says_clause_status_and_source(pack_id):
    pack = load(pack_id)
    dated = [parameter for values in pack.parameters.values() for parameter in values]
    silent = [one.id for one in (*pack.quantities.values(), *dated) if not (one.clause and one.status and one.source)]
    assert silent == []


@pytest.mark.parametrize("pack_id", pack_ids())
def test_fractions_are_guarded_between_zero_and_one(pack_id):
    fractions = [one for one in load(pack_id).inputs() if one.unit == "1"]
    assert [one.id for one in fractions if one.low is None or one.high != 1] == []


@pytest.mark.parametrize("pack_id", pack_ids())
def test_ids_end_with_their_unit(pack_id):
    endings = {"t": "_t", "tCO2": "_tco2", "tCO2e": "_tco2e", "MWh": "_mwh", "GJ": "_gj", "mV": "_mv"}
    wrong = [one.id for one in load(pack_id).quantities.values() if one.unit in endings and not one.id.endswith(endings[one.unit])]
    assert wrong == []
