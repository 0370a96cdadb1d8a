"""The cement CO2 and energy protocol, version 3, in plain fractions: output methods B1 and B2, dust, organic carbon,
fuels, gross and net, as the manual prints them and not as the rule pack does.
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
    factor = {
        month: (cao[month] - cao_other[month]) * CAO_FACTOR + (mgo[month] - mgo_other[month]) * MGO_FACTOR
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
    if book.reported("raw_meal_t", line) and book.reported("raw_meal_loss_on_ignition", line):  # A1, beside
        lost_meal = product(
            book.given("raw_meal_t", line, None, FULL), book.given("raw_meal_loss_on_ignition", line, None, FULL)
        )
        book.series("raw_meal_method_emission_tco2", line, None, lost_meal)
    return book.series("process_emission_tco2", line, None, book.added(parts))


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
