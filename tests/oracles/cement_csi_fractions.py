"""The cement CO2 and energy protocol, version 3, in plain fractions: output methods B1 and B2, input methods A1 and A2, dust, organic
carbon, fuels, gross and net, as the manual describes them and not as the rule pack does.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from tests.oracles.cement_ledger_fractions import FULL, Ledger, product, scaled
from tests.oracles.ledger_fractions import CO2_PER_CARBON, Place, Series

CLINKER_FACTOR = "0.525"  # 525 kg/t
CAO_FACTOR, MGO_FACTOR = Fraction("0.785"), Fraction("1.092")
ORGANIC_CARBON, RAW_MEAL_RATIO = "0.002", "1.55"
CALCINATION = {"dry": "0", "other": "1"}
FUEL_KG_PER_GJ = {
    "anthracite": "96",
    "bituminous_coal": "96",
    "lignite": "101",
    "petroleum_coke": "92.8",
    "fuel_oil": "77.4",
    "diesel": "74.1",
    "natural_gas": "56.1",
}
ALTERNATIVE_KG_PER_GJ = {
    "waste_oil": "74",
    "tyres": "85",
    "plastics": "75",
    "solvents": "74",
    "impregnated_sawdust": "75",
    "mixed_industrial_waste": "83",
    "biomass": "110",
}


def clinker_factor(book: Ledger, line: str) -> Series:
    """B2 where the oxides are analysed, else B1's 525 kg/t."""
    if not book.reported("clinker_cao_content", line):
        return book.given("default_clinker_factor_tco2_per_t", line, None, FULL, CLINKER_FACTOR)
    cao = book.given("clinker_cao_content", line, None, FULL)
    mgo = book.given("clinker_mgo_content", line, None, FULL)
    cao_other = book.given("noncarbonate_cao_content", line, None, FULL, "0")
    mgo_other = book.given("noncarbonate_mgo_content", line, None, FULL, "0")
    added = book.given("other_carbonate_mgo_equivalent", line, None, FULL, "0")
    factor = {
        month: (cao[month] - cao_other[month]) * CAO_FACTOR + (mgo[month] - mgo_other[month]) * MGO_FACTOR + added[month] * MGO_FACTOR
        for month in book.periods
    }
    each(book, "measured_clinker_factor_tco2_per_t", line, factor)
    return factor


def calcination_degree(book: Ledger, line: str) -> Series:
    """d = 1 − LOI_ckd (1 − LOI_rm) / [(1 − LOI_ckd) LOI_rm], else the default of the kiln's process."""
    if not book.reported("kiln_dust_loss_on_ignition", line):
        default = CALCINATION[book.attributes["kiln_process", line]]
        return book.given("default_calcination_degree", line, None, FULL, default)
    dust = book.given("kiln_dust_loss_on_ignition", line, None, FULL)
    meal = book.given("raw_meal_loss_on_ignition", line, None, FULL)
    degree = {m: 1 - dust[m] * (1 - meal[m]) / ((1 - dust[m]) * meal[m]) for m in book.periods}
    each(book, "measured_calcination_degree", line, degree)
    return degree


def each(book: Ledger, quantity: str, line: str, rows: Series) -> None:
    """A factor of each period; what a year's mean is weighted with is not stated."""
    for month in book.periods:
        book.put((quantity, line, None, month), rows[month], FULL)


def process(book: Ledger, line: str) -> Series:
    """Clinker, bypass dust and kiln dust, each with its factor, and the organic carbon of the raw meal."""
    output = book.given("clinker_output_t", line, None, FULL)
    factor, degree = clinker_factor(book, line), calcination_degree(book, line)
    bypass = book.given("bypass_dust_t", line, None, FULL, "0")
    lost = book.given("kiln_dust_t", line, None, FULL, "0")
    share = {month: factor[month] / (1 + factor[month]) * degree[month] for month in book.periods}
    dust_factor = {month: share[month] / (1 - share[month]) for month in book.periods}
    dust = book.added([product(bypass, factor), product(lost, dust_factor)])
    each(book, "clinker_factor_tco2_per_t", line, factor)
    each(book, "calcination_degree", line, degree)
    each(book, "kiln_dust_factor_tco2_per_t", line, dust_factor)
    ratio = book.given("raw_meal_clinker_ratio", line, None, FULL, RAW_MEAL_RATIO)
    carbon = book.given("raw_meal_organic_carbon_content", line, None, FULL, ORGANIC_CARBON)
    parts = [
        book.series("clinker_calcination_emission_tco2", line, None, product(output, factor)),
        book.series("dust_calcination_emission_tco2", line, None, dust),
        book.series("organic_carbon_emission_tco2", line, None, scaled(product(output, ratio, carbon), CO2_PER_CARBON)),
    ]
    clinker_and_dust = book.added(parts[:2])
    inputs = {"simple_input": simple_input(book, line), "detailed_input": detailed_input(book, line, degree)}
    method = book.attributes.get(("calcination_method", line), "output")
    calcined = clinker_and_dust if method == "output" else inputs[method]
    organic = parts[2] if method == "output" else dict.fromkeys(book.periods, Fraction(0))
    book.series("calcination_emission_tco2", line, None, calcined)
    book.series("counted_organic_carbon_emission_tco2", line, None, organic)
    return book.series("process_emission_tco2", line, None, book.added([calcined, organic]))


def simple_input(book: Ledger, line: str) -> Series:
    """A1: what the raw meal loses on ignition, as CO2; nothing where it is not reported."""
    if not (book.reported("raw_meal_t", line) and book.reported("raw_meal_loss_on_ignition", line)):
        return {}
    lost = product(book.given("raw_meal_t", line, None, FULL), book.given("raw_meal_loss_on_ignition", line, None, FULL))
    return book.series("raw_meal_method_emission_tco2", line, None, lost)


def detailed_input(book: Ledger, line: str, degree: Series) -> Series:
    """A2: carbon of raw meal and other raw materials, less the carbon that dust carries away."""
    other = None
    if book.reported("additional_raw_material_t", line) and book.reported("additional_raw_material_carbon_content", line):
        names = ("additional_raw_material_t", "additional_raw_material_carbon_content")
        raw = product(*(book.given(name, line, None, FULL) for name in names))
        other = book.series("additional_raw_material_emission_tco2", line, None, scaled(raw, CO2_PER_CARBON))
    analysed = book.reported("kiln_dust_total_carbon_content", line)
    dust = book.given("kiln_dust_total_carbon_content", line, None, FULL) if analysed else {}
    if book.reported("raw_meal_total_carbon_content", line):
        meal = book.given("raw_meal_total_carbon_content", line, None, FULL)
        # of 1 t of raw meal, TC × 44/12 × d is lost and TC × (1 − d) of carbon stays in what is left
        stays = {m: meal[m] * (1 - degree[m]) / (1 - meal[m] * CO2_PER_CARBON * degree[m]) for m in book.periods}
        each(book, "calculated_kiln_dust_carbon_content", line, stays)
        dust = dust or stays
    if dust:
        each(book, "counted_kiln_dust_carbon_content", line, dust)
    if not (book.reported("raw_meal_t", line) and book.reported("raw_meal_total_carbon_content", line)):
        return {}
    entering = product(book.given("raw_meal_t", line, None, FULL), meal)
    lost = product(book.given("kiln_dust_t", line, None, FULL, "0"), dust)
    passed = product(
        book.given("bypass_dust_t", line, None, FULL, "0"),
        book.given("bypass_dust_total_carbon_content", line, None, FULL, "0"),
    )
    left = book.added([entering, scaled(lost, Fraction(-1)), scaled(passed, Fraction(-1))])
    whole = book.added([scaled(left, CO2_PER_CARBON), *([other] if other else [])])
    return book.series("detailed_input_emission_tco2", line, None, whole)


def burnt(book: Ledger, line: str) -> tuple[Series, Series, Series]:
    """Conventional fuels, the fossil part of alternative fuels, and their biogenic part (a memo)."""
    fossil, alternative, biogenic = [], [], []
    for item in book.items(line, "fuel_consumption"):
        raw = product(
            book.given("fuel_consumption", line, item, FULL),
            book.given("fuel_net_calorific_value", line, item, FULL),
            book.given("fuel_emission_factor_kgco2_per_gj", line, item, FULL, FUEL_KG_PER_GJ[item]),
        )
        fossil.append(book.series("fuel_emission_tco2", line, item, scaled(raw, Fraction(1, 1000))))
    for item in book.items(line, "alternative_fuel_consumption_t"):
        default = ALTERNATIVE_KG_PER_GJ[item]
        raw = product(
            book.given("alternative_fuel_consumption_t", line, item, FULL),
            book.given("alternative_fuel_heating_value_gj_per_t", line, item, FULL),
            book.given("alternative_fuel_emission_factor_kgco2_per_gj", line, item, FULL, default),
        )
        both = book.series("alternative_fuel_carbon_emission_tco2", line, item, scaled(raw, Fraction(1, 1000)))
        share = book.given("alternative_fuel_biogenic_share", line, item, FULL, "1" if item == "biomass" else None)
        biogenic.append(book.series("biomass_emission_tco2", line, item, product(both, share)))
        rest = {month: both[month] - biogenic[-1][month] for month in book.periods}
        alternative.append(book.series("alternative_fuel_emission_tco2", line, item, rest))
    return book.added(fossil), book.added(alternative), book.added(biogenic)


def clinker_consumed(book: Ledger, output: Series) -> None:
    """Production + bought − sold − sent to others of the group + received + taken from stock."""
    signs = {
        "clinker_purchased_t": 1,
        "clinker_sold_t": -1,
        "clinker_transferred_out_t": -1,
        "clinker_transferred_in_t": 1,
        "clinker_stock_decrease_t": 1,
    }
    moves = [scaled(book.given(name, None, None, FULL, "0"), Fraction(sign)) for name, sign in signs.items()]
    book.series("clinker_consumed_t", None, None, book.added([output, *moves]))


def csi_v3(case: Mapping[str, Any]) -> dict[Place, Fraction]:
    """Every number of the protocol: each line, then the sums; electricity apart."""
    book = Ledger(case, usual=FULL)
    sums: dict[str, list[Series]] = {}
    for line in book.lines:
        made, (fossil, alternative, biogenic) = process(book, line), burnt(book, line)
        fossil = book.series("line_fuel_emission_tco2", line, None, fossil)
        alternative = book.series("line_alternative_fuel_emission_tco2", line, None, alternative)
        gross = book.series("line_gross_emission_tco2", line, None, book.added([made, fossil, alternative]))
        net = {month: gross[month] - alternative[month] for month in book.periods}
        net = book.series("line_net_emission_tco2", line, None, net)
        output = book.given("clinker_output_t", line, None, FULL)
        book.intensity("gross_intensity_tco2_per_t", line, gross, output, FULL)
        book.intensity("net_intensity_tco2_per_t", line, net, output, FULL)
        for quantity, rows in (
            ("total_process_emission_tco2", made),
            ("total_gross_emission_tco2", gross),
            ("total_net_emission_tco2", net),
            ("total_biomass_emission_tco2", biogenic),
            ("total_clinker_output_t", output),
        ):
            sums.setdefault(quantity, []).append(rows)
    whole = {name: book.series(name, None, None, book.added(rows)) for name, rows in sums.items()}
    clinker_consumed(book, whole["total_clinker_output_t"])
    if book.reported("purchased_electricity_mwh"):
        bought = book.given("purchased_electricity_mwh", None, None, FULL)
        factor = book.given("electricity_emission_factor_tco2_per_mwh", None, None, FULL)
        book.series("electricity_emission_tco2", None, None, product(bought, factor))
    return book.numbers
