"""Every cement edition against a second calculation in fractions: every derived number, every digit, on random plants."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import pytest

from tanheng.engine.case.reading import read_case
from tanheng.engine.problems import has_errors
from tanheng.engine.running import run_case
from tanheng.rulebook import load
from tests.oracles import cement_2013_fractions as old
from tests.oracles import cement_2024_fractions as new
from tests.oracles.cement_allowance_fractions import allowance_2017, plan_2024_on
from tests.oracles.cement_cases import (
    CALORIFIC_VALUE,
    CAO,
    EMISSION,
    FACTOR,
    LITTLE,
    MASS,
    MEAL,
    MEAL_CARBON,
    MGO,
    OTHER_OXIDE,
    OXIDES,
    Drawing,
    Row,
)
from tests.oracles.cement_csi_fractions import ALTERNATIVE_KG_PER_GJ, FUEL_KG_PER_GJ, csi_v3
from tests.oracles.ledger_fractions import Place

FULL_PRECISION = Fraction(1, 10**28)
SEEDS = 12


def enterprise_2013(seed: int, pack: str, year: int) -> Row:
    """A plant under the guide of 2013 or the standard of 2015."""
    draw = Drawing(pack, year, seed)
    draw.choose("grid_region", old.GRID_2012)
    if pack.endswith("2015"):
        draw.choose("optional_sources", ["left_out", "counted"])
    for line in draw.lines:
        draw.choose("raw_mix", ["ordinary", "high_carbon"], line)
        for quantity, limits, share in OXIDES:
            draw.put(quantity, limits, share, facility=line)
        if draw.put("raw_meal_t", MEAL, 0.5 if pack.endswith("2015") else 1.0, facility=line):
            draw.put("raw_meal_nonfuel_carbon_content", MEAL_CARBON, 0.4, facility=line)
    for item in draw.some(old.FUELS_2013, 6):
        draw.fuel("fuel", item)
    for item in draw.some(old.ALTERNATIVE_FUELS, 4):
        draw.put("alternative_fuel_consumption_t", ("0", "900", 3), item=item)
        draw.put("alternative_fuel_heating_value_gj_per_t", CALORIFIC_VALUE, 0.4, item=item)
        draw.put("alternative_fuel_fossil_share", ("0", "1", 2), 0.4, item=item)
    for item in draw.some((*old.UNLISTED_FUELS, old.BIOMASS), 3):
        own_alternative_fuel(draw, item)
    draw.energy("electricity_emission_factor_tco2_per_mwh", needed=year != 2012)
    return draw.case()


def own_alternative_fuel(draw: Drawing, item: str) -> None:
    """A fuel outside the table with the plant's own values; with none of them where all its carbon is biogenic."""
    draw.put("alternative_fuel_consumption_t", ("1", "900", 3), item=item)
    wholly_biogenic = draw.chance.random() < 0.4
    if item != old.BIOMASS:
        draw.put("alternative_fuel_fossil_share", ("0", "0", 2) if wholly_biogenic else ("0", "1", 2), item=item)
    if not wholly_biogenic:
        draw.put("alternative_fuel_heating_value_gj_per_t", CALORIFIC_VALUE, item=item)
        draw.put("alternative_fuel_emission_factor_tco2_per_gj", ("0.04", "0.12", 6), item=item)


def section_2017(seed: int, pack: str, year: int) -> Row:
    """Kiln sections under the supplementary sheet."""
    draw = Drawing(pack, year, seed)
    for line in draw.lines:
        applied = draw.choose("altitude_correction", ["not_applied", "applied"], line) == "applied"
        if applied:
            draw.put("altitude_m", ("900", "3200", 0), facility=line)
        for quantity, limits, share in OXIDES:
            draw.put(quantity, limits, share, facility=line)
        for item in draw.some(old.FUELS_2013, 5):
            draw.fuel("fuel", item, facility=line)
        for item in draw.some(["grid", "captive_plant", "renewable", "waste_heat"], 4):
            draw.put("electricity_by_origin_mwh", ("0", "9000", 4), facility=line, item=item)
            if item == "captive_plant":
                draw.put("electricity_emission_factor_tco2_per_mwh", FACTOR, facility=line, item=item)
    return draw.case()


def notice_2023(seed: int, pack: str, year: int) -> Row:
    """A plant under the notice of 2023."""
    draw = Drawing(pack, year, seed)
    known = ("net_calorific_value",)
    every = (*known, "carbon_content_tc_per_gj", "oxidation_rate")
    for line in draw.lines:
        draw.choose("raw_mix", ["ordinary", "high_carbon"], line)
        weighed = draw.put("clinker_output_t", MASS, 0.6, facility=line)
        draw.put("raw_meal_clinker_ratio", ("1.5", "1.65", 3), 0.3 if weighed else 1.0, facility=line)
        for quantity, limits in (("clinker_cao_content", CAO), ("clinker_mgo_content", MGO), ("raw_meal_t", MEAL)):
            draw.put(quantity, limits, facility=line)
        draw.put("raw_meal_nonfuel_carbon_content", MEAL_CARBON, 0.4, facility=line)
        for item in draw.some(["bituminous_coal", "anthracite", "diesel"], 3):
            draw.fuel("fuel", item, needed=known if item == "bituminous_coal" else every, facility=line)
        for item in draw.some(new.DEDUCTION_OF, 4):
            draw.put("substitute_consumption_t", LITTLE, facility=line, item=item)
            draw.put("substitute_cao_content", ("0.02", "0.66", 4), facility=line, item=item)
            draw.put("substitute_mgo_content", ("0.005", "0.08", 4), facility=line, item=item)
        origins = ["grid", "market_nonfossil", "nonfossil_direct", "captive_plant", "waste_heat"]
        for item in draw.some(origins, 4):
            draw.put("electricity_by_origin_mwh", ("0", "9000", 4), facility=line, item=item)
            if item in ("captive_plant", *(("grid", "market_nonfossil") if year == 2023 else ())):
                draw.put("electricity_emission_factor_tco2_per_mwh", FACTOR, facility=line, item=item)
    for item in draw.some(["anthracite", "diesel", "natural_gas", "gasoline"], 3):
        draw.fuel("other_fuel", item, needed=every)
    draw.energy("net_electricity_emission_factor_tco2_per_mwh", needed=year == 2023)
    return draw.case()


def guide_2024(seed: int, pack: str, year: int) -> Row:
    """A plant under the guide of 2024."""
    draw = Drawing(pack, year, seed)
    draw.choose("purchased_energy", ["counted", "auxiliary"])
    fuels = (*new.SOLIDS, *new.LIQUIDS_AND_GASES)
    for line in draw.lines:
        draw.choose("clinker_class", new.PROCESS_FACTOR, line)
        draw.put("clinker_output_t", MASS, facility=line)
        for item in draw.some(fuels, 5):
            draw.fuel("fuel", item, facility=line)
        for item in draw.some(["washed_coal", "other_gas"], 2):  # not in the table: everything is the plant's own
            every = ("net_calorific_value", "carbon_content_tc_per_gj", "oxidation_rate")
            draw.fuel("fuel", item, needed=every, facility=line)
        for item in {*draw.some(new.DEDUCTION_OF, 5), *draw.some(["carbide_slag"], 1)}:
            draw.put("substitute_consumption_t", ("0", "9000", 3), facility=line, item=item)
    for item in draw.some(fuels, 5):
        draw.fuel("other_fuel", item)
    for quantity in ("power_unit_emission_tco2", "other_facility_emission_tco2"):
        draw.put(quantity, EMISSION, 0.5)
    draw.energy("electricity_emission_factor_tco2_per_mwh", needed=False)
    return draw.case()


def methods_of_input(draw: Drawing, line: str) -> None:
    """Raw meal and its analyses beside the output method, or as the method that counts."""
    if not draw.put("raw_meal_t", MEAL, 0.7, facility=line):
        return
    methods = ["output"]
    if any(row["quantity"] == "raw_meal_loss_on_ignition" and row.get("facility") == line for row in draw.rows):
        methods.append("simple_input")
    if draw.put("raw_meal_total_carbon_content", ("0.0900", "0.1000", 4), 0.6, facility=line):
        methods.append("detailed_input")
        draw.put("kiln_dust_total_carbon_content", ("0.0100", "0.0900", 4), 0.5, facility=line)
        draw.put("bypass_dust_total_carbon_content", ("0", "0.0100", 4), 0.3, facility=line)
        if draw.put("additional_raw_material_t", LITTLE, 0.5, facility=line):
            draw.put("additional_raw_material_carbon_content", ("0", "0.12", 4), facility=line)
    draw.choose("calcination_method", methods, line)


def protocol_csi(seed: int, pack: str, year: int) -> Row:
    """Kilns under the protocol of the industry."""
    draw = Drawing(pack, year, seed)
    for line in draw.lines:
        draw.choose("kiln_process", ["dry", "other"], line)
        draw.put("clinker_output_t", MASS, facility=line)
        for quantity in ("bypass_dust_t", "kiln_dust_t"):
            draw.put(quantity, LITTLE, 0.6, facility=line)
        if draw.put("clinker_cao_content", CAO, 0.6, facility=line):
            draw.put("clinker_mgo_content", MGO, facility=line)
            draw.put("noncarbonate_cao_content", OTHER_OXIDE, 0.5, facility=line)
            draw.put("noncarbonate_mgo_content", OTHER_OXIDE, 0.5, facility=line)
            draw.put("other_carbonate_mgo_equivalent", OTHER_OXIDE, 0.4, facility=line)
        if draw.put("kiln_dust_loss_on_ignition", ("0.02", "0.3", 4), 0.5, facility=line):
            draw.put("raw_meal_loss_on_ignition", ("0.33", "0.37", 4), facility=line)
        methods_of_input(draw, line)
        draw.put("raw_meal_clinker_ratio", ("1.5", "1.65", 2), 0.4, facility=line)
        draw.put("raw_meal_organic_carbon_content", MEAL_CARBON, 0.4, facility=line)
        for item in draw.some(FUEL_KG_PER_GJ, 4):
            draw.put("fuel_consumption", ("0", "9000", 3), facility=line, item=item)
            draw.put("fuel_net_calorific_value", CALORIFIC_VALUE, facility=line, item=item)
            draw.put("fuel_emission_factor_kgco2_per_gj", ("56", "110", 1), 0.3, facility=line, item=item)
        for item in draw.some(ALTERNATIVE_KG_PER_GJ, 4):
            draw.put("alternative_fuel_consumption_t", ("0", "900", 3), facility=line, item=item)
            draw.put("alternative_fuel_heating_value_gj_per_t", CALORIFIC_VALUE, facility=line, item=item)
            if item != "biomass":
                draw.put("alternative_fuel_biogenic_share", ("0", "1", 2), facility=line, item=item)
    for quantity in ("purchased", "sold", "transferred_out", "transferred_in", "stock_decrease"):
        draw.put(f"clinker_{quantity}_t", LITTLE, 0.5)
    if draw.put("purchased_electricity_mwh", ("100", "9000", 4), 0.5):
        draw.put("electricity_emission_factor_tco2_per_mwh", FACTOR)
    return draw.case()


def discussion_2017(seed: int, pack: str, year: int) -> Row:
    """Lines under the discussion draft of 2017, waste exactly at a limit among them."""
    draw = Drawing(pack, year, seed, grain="year")
    draw.choose("waste_limit_reading", ["lower_band", "upper_band"])
    for line in draw.lines:
        draw.put("clinker_output_t", ("300000", "3000000", 3), facility=line)
        at = draw.chance.choice(["30000", "50000", "100000", ""])
        draw.put("co_processed_waste_t", (at, at, 0) if at else ("0", "140000", 3), 0.8, facility=line)
        draw.put("local_factor", ("0.8", "1", 2), 0.4, facility=line)
        draw.put("base_year_output_t", ("300000", "3000000", 3), 0.6, facility=line)
        draw.put("verified_emission_tco2e", ("300000", "3000000", 0), 0.6, facility=line)
    return draw.case()


def plan_of_lines(seed: int, pack: str, year: int) -> Row:
    """Lines under a plan: every class and special case, small entities, X at its limits, slag around the threshold."""
    draw = Drawing(pack, year, seed, grain="year")
    small = draw.chance.random() < 0.2
    draw.put("balance_value_tco2e_per_t", ("0.7500", "0.9500", 4), 0.5 if year == 2024 else 1.0)
    balance = next((row["year"] for row in draw.rows), "0.8")
    for line in draw.lines:
        kind = draw.choose("clinker_class", ["portland", "portland", "portland", "white", "sulfoaluminate"], line)
        if year > 2024:
            cases = ["regular"] * 5 + ["closed", "new", *(["gypsum_acid"] if kind == "portland" else [])]
            draw.choose("allocation_case", cases, line)
        output = Fraction(draw.chance.randint(6, 16) * 1000 if small else draw.chance.randint(60, 300) * 10_000)
        spread = draw.chance.choice(["0.8", "1.2", "0.9", "1.01", "1.15", "0.5", "1.4"])
        emission = str((output * Fraction(balance) * Fraction(spread)).__floor__())
        for quantity, number in (
            ("clinker_output_t", str(output)),
            ("verified_emission_tco2e", emission),
        ):
            draw.put(quantity, (number, number, 0), facility=line)
        at = str(output * draw.chance.choice([Fraction("0.167187500"), Fraction("0.334375000")]))  # 15 % and 30 %
        exactly = draw.chance.random() < 0.3 and "/" not in at
        slag = (at, at, 0) if exactly else ("0", str(int(output) * 2 // 5), 2)
        draw.put("carbide_slag_consumption_t", slag, 0.6, facility=line)
        if year > 2024:
            draw.put("previous_verified_emission_tco2e", ("30000", "2000000", 0), 0.7, facility=line)
            draw.put("pre_allocation_share", ("0.2", "0.5", 2), 0.3, facility=line)
    if year > 2024:
        draw.put("allowance_reduction_tco2e", ("0", "2500000", 0), 0.6)
    return draw.case()


Drawer = Callable[[int, str, int], Row]
Oracle = Callable[[Mapping[str, Any]], dict[Place, Fraction]]
EDITIONS: dict[str, tuple[Drawer, Oracle, tuple[int, ...]]] = {
    "cn/cement/ndrc_2013": (enterprise_2013, old.enterprise_2013, (2012, 2014)),
    "cn/cement/gbt_32151_8_2015": (enterprise_2013, old.enterprise_2013, (2018,)),
    "cn/cement/supplement_2017": (section_2017, old.supplement_2017, (2015, 2017, 2021, 2022)),
    "cn/cement/reporting_2023": (notice_2023, new.reporting_2023, (2022, 2023)),
    "cn/cement/cets_2024": (guide_2024, new.cets_2024, (2024, 2025, 2026)),
    "intl/cement/csi_v3": (protocol_csi, csi_v3, (2020,)),
    "cn/cement/allowance_2017_draft": (discussion_2017, allowance_2017, (2017,)),
    "cn/cement/allowance_2024": (plan_of_lines, plan_2024_on, (2024,)),
    "cn/cement/allowance_2025": (plan_of_lines, plan_2024_on, (2025,)),
    "cn/cement/allowance_2026_draft": (plan_of_lines, plan_2024_on, (2026,)),
}


def computed(document: Row) -> dict[Place, Fraction]:
    """What the rule pack gives for the case, each place once."""
    pack = load(document["pack"])
    case, problems = read_case(document, load)
    assert case is not None and not has_errors(problems), [(one.code, one.message.en, one.where) for one in problems]
    rows = run_case(pack, case, problems, causes=False).results
    found = {(one.quantity, one.facility, one.item, one.month): Fraction(one.value) for one in rows}
    assert len(found) == len(rows)
    return found


def differing(found: Mapping[Place, Fraction], expected: Mapping[Place, Fraction]) -> dict[Place, tuple[str, str]]:
    """The places where the two calculations differ; digits past the twenty-eighth are of no account."""
    return {
        place: (str(found.get(place) and float(found[place])), str(float(number)))
        for place, number in expected.items()
        if place not in found or abs(found[place] - number) > FULL_PRECISION * max(1, abs(number))
    }


@pytest.mark.parametrize("pack_id", EDITIONS)
def test_every_digit_of_random_plants_is_the_one_of_the_sheet(pack_id: str) -> None:
    drawer, oracle, years = EDITIONS[pack_id]
    quantities: set[str] = set()
    for seed in range(SEEDS):
        document = drawer(seed, pack_id, years[seed % len(years)])
        found, expected = computed(document), oracle(document)
        assert differing(found, expected) == {}, (seed, document["grain"])
        assert {one for one in found if "biogenic" in one[0]} <= set(expected), seed
        quantities |= {quantity for quantity, *_ in expected}
    derived = {one.id for one in load(pack_id).quantities.values() if one.role == "derived"}
    assert derived <= quantities


def by_the_year(pack: str, year: int, rows: list[Row], *attributes: Row) -> Row:
    """One line, a year at once."""
    return {
        "tanheng": "case/1",
        "pack": pack,
        "year": year,
        "grain": "year",
        "entity": {"name": "合成水泥"},
        "facilities": [{"id": "line-1", "kind": "kiln_line"}],
        "attributes": [{"facility": "line-1", **one} for one in attributes],
        "values": [{"facility": "line-1", **one} for one in rows],
    }


def test_the_worked_figures_of_the_sheet() -> None:
    portland = {"name": "clinker_class", "value": "portland"}
    slag = {"quantity": "substitute_consumption_t", "item": "carbide_slag", "year": "30000"}
    ash = {"quantity": "substitute_consumption_t", "item": "fly_ash", "year": "40000"}
    clinker = {"quantity": "clinker_output_t", "year": "1500000"}
    oxides = [{"quantity": "clinker_cao_content", "year": "0.65"}, {"quantity": "clinker_mgo_content", "year": "0.02"}]
    meal = {"quantity": "raw_meal_t", "year": "2350000"}
    waste = {"quantity": "co_processed_waste_t", "year": "60000"}
    worked = [
        (
            "raw_meal_carbon_emission_tco2",
            "8616.67",
            by_the_year("cn/cement/ndrc_2013", 2012, [clinker, meal, *oxides]),
        ),
        ("process_emission_tco2", "785900", by_the_year("cn/cement/cets_2024", 2025, [clinker, slag, ash], portland)),
        ("allowance_tco2e", "1280100", by_the_year("cn/cement/allowance_2017_draft", 2017, [clinker])),
        ("allowance_tco2e", "1305702", by_the_year("cn/cement/allowance_2017_draft", 2017, [clinker, waste])),
    ]
    for quantity, figure, document in worked:
        place = (quantity, "line-1", None, None)
        assert computed(document)[place] == EDITIONS[document["pack"]][1](document)[place] == Fraction(figure)
