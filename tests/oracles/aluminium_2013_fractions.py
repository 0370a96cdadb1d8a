"""The aluminium guide of 2013, the standard of 2015 with the same method, and the supplementary data sheet of the electrolysis process in
plain fractions: formulas and numbers as the reference prints them, and not as the rule packs do.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from tests.oracles.aluminium_ledger_fractions import AluminiumLedger, Blanks, times
from tests.oracles.ledger_fractions import CO2_PER_CARBON, Place, Series, total

# net calorific value GJ, carbon tC/GJ, oxidation; per t, gases per 10^4 Nm3
FUELS_2013 = {
    "anthracite": ("20.304", "0.02749", "0.94"),
    "bituminous_coal": ("19.570", "0.02618", "0.93"),
    "lignite": ("14.080", "0.02800", "0.96"),
    "washed_coal": ("26.344", "0.02540", "0.90"),
    "other_washed_coal": ("8.363", "0.02540", "0.90"),
    "other_coal_products": ("17.460", "0.03360", "0.90"),
    "coke": ("28.447", "0.02950", "0.93"),
    "crude_oil": ("41.816", "0.02010", "0.98"),
    "fuel_oil": ("41.816", "0.02110", "0.98"),
    "gasoline": ("43.070", "0.01890", "0.98"),
    "diesel": ("42.652", "0.02020", "0.98"),
    "kerosene": ("44.75", "0.01960", "0.98"),
    "lng": ("41.868", "0.01720", "0.98"),
    "lpg": ("50.179", "0.01720", "0.98"),
    "refinery_gas": ("45.998", "0.01820", "0.98"),
    "petroleum_coke": ("32.5", "0.02750", "0.98"),
    "coke_oven_gas": ("173.54", "0.01210", "0.99"),
    "blast_furnace_gas": ("33.00", "0.07080", "0.99"),
    "converter_gas": ("84.00", "0.04960", "0.99"),
    "other_gas": ("52.27", "0.01220", "0.99"),
    "natural_gas": ("389.31", "0.01530", "0.99"),
}
NET_ANODE_CARBON, SULPHUR, ASH = "0.42", "0.02", "0.004"
CF4_FACTOR, C2F6_FACTOR = "0.034", "0.0034"
SLOPE_CF4, RATIO_C2F6 = Fraction("0.143"), Fraction("0.1")
GWP_CF4, GWP_C2F6 = 6500, 9200
LIMESTONE, HEAT = "0.405", "0.11"
REGIONS = ("north", "northeast", "east", "central", "northwest", "south", "southwest")
REGIONAL_GRID = {
    2010: ("0.8845", "0.8045", "0.7182", "0.5676", "0.6958", "0.5960", None),
    2011: ("0.8967", "0.8189", "0.7129", "0.5955", "0.6860", "0.5748", None),
    2012: ("0.8843", "0.7769", "0.7035", "0.5257", "0.6671", "0.5271", None),
    2021: ("0.7120", "0.6012", "0.5992", "0.5354", "0.5951", "0.4326", "0.2113"),
    2022: ("0.6776", "0.5564", "0.5617", "0.5395", "0.5857", "0.3869", "0.2268"),
    2023: ("0.6361", "0.5122", "0.5500", "0.5271", "0.5543", "0.4042", "0.2472"),
}
GRID_OF_SHEETS = {**dict.fromkeys(range(2016, 2021), "0.6101"), 2021: "0.5810", 2022: "0.5703"}
NOT_COUNTED = {"renewable": "0", "waste_heat": "0"}


def grid_factor(book: AluminiumLedger) -> str | None:
    """The regional average of the year of the data; none where that table has no row of the year."""
    region = book.attributes.get(("grid_region", None))
    rows = REGIONAL_GRID.get(book.year)
    return None if rows is None or region is None else rows[REGIONS.index(region)]


def potline(book: AluminiumLedger, line: str) -> dict[str, Series]:
    """Anodes and anode effects of one potline, their sum and what a tonne of aluminium emits."""
    output = book.given("molten_aluminium_output_t", line, decimals=2)
    carbon = book.given("anode_net_consumption_rate_tc_per_t", line, default=NET_ANODE_CARBON)
    sulphur = book.given("anode_sulphur_content", line, default=SULPHUR)
    ash = book.given("anode_ash_content", line, default=ASH)
    clean: Blanks = {month: 1 - sulphur[month] - ash[month] for month in book.periods}
    factor = times(carbon, clean, CO2_PER_CARBON)
    book.rate("anode_emission_factor_tco2_per_t", line, factor, output)
    anodes = book.series("anode_emission_tco2", line, None, times(output, factor))
    effects = anode_effects(book, line, output)
    both: Blanks = {month: anodes[month] + effects[month] for month in book.periods}
    whole = book.series("electrolysis_emission_tco2e", line, None, both)
    if total(output.values()):
        book.put("electrolysis_intensity_tco2e_per_t", line, total(whole.values()) / total(output.values()), 4)
    return {
        "total_molten_aluminium_output_t": output,
        "total_anode_emission_tco2": anodes,
        "total_anode_effect_emission_tco2e": effects,
    }


def anode_effects(book: AluminiumLedger, line: str, output: Series) -> Series:
    """PFC by the slope in the months whose anode-effect minutes are recorded, else by the factors."""
    minutes = book.perhaps("anode_effect_minutes_per_cell_day", line)
    cf4_slope = times(minutes, SLOPE_CF4)
    c2f6_slope = times(cf4_slope, RATIO_C2F6)
    book.rate("cf4_factor_by_slope_kg_per_t", line, cf4_slope, output)
    book.rate("c2f6_factor_by_slope_kg_per_t", line, c2f6_slope, output)
    cf4_factor = book.given("cf4_emission_factor_kg_per_t", line, default=CF4_FACTOR)
    c2f6_factor = book.given("c2f6_emission_factor_kg_per_t", line, default=C2F6_FACTOR)
    cf4 = times(output, _first(cf4_slope, cf4_factor), Fraction(1, 1000))
    c2f6 = times(output, _first(c2f6_slope, c2f6_factor), Fraction(1, 1000))
    cf4_t = book.series("cf4_emission_t", line, None, cf4, None)
    c2f6_t = book.series("c2f6_emission_t", line, None, c2f6, None)
    raw: Blanks = {month: cf4_t[month] * GWP_CF4 + c2f6_t[month] * GWP_C2F6 for month in book.periods}
    return book.series("anode_effect_emission_tco2e", line, None, raw)


def _first(one: Blanks, other: Series) -> Blanks:
    return {month: other[month] if number is None else number for month, number in one.items()}


def fuel(book: AluminiumLedger, item: str) -> Series:
    """Consumption × calorific value × carbon per heat × oxidation × 44/12."""
    heat, carbon, oxidation = FUELS_2013.get(item, (None, None, None))
    raw = times(
        book.given("fuel_consumption", None, item, 2),
        book.given("fuel_net_calorific_value", None, item, 3, heat),
        book.given("fuel_carbon_content_tc_per_gj", None, item, 5, carbon),
        book.given("fuel_oxidation_rate", None, item, 4, oxidation),
        CO2_PER_CARBON,
    )
    return book.series("fuel_emission_tco2", None, item, raw)


def amount_by_factor(book: AluminiumLedger, amount: str, decimals: int, factor: str, default: str | None, result: str) -> Series:
    """An enterprise quantity times its factor, in the periods in which the quantity is reported."""
    used = book.perhaps(amount, decimals=decimals)
    factors = book.perhaps(factor)
    given: Blanks = {month: Fraction(default) if number is None and default is not None else number for month, number in factors.items()}
    return book.series(result, None, None, times(used, given))


BY_FACTOR = {  # result: amount and its decimals, factor
    "limestone_emission_tco2": ("limestone_consumption_t", 2, "limestone_emission_factor_tco2_per_t"),
    "electricity_emission_tco2": ("net_purchased_electricity_mwh", 3, "electricity_emission_factor_tco2_per_mwh"),
    "heat_emission_tco2": ("net_purchased_heat_gj", 2, "heat_emission_factor_tco2_per_gj"),
}


def enterprise_2013(case: Mapping[str, Any]) -> dict[Place, Fraction]:
    """Every derived number of a case of the guide of 2013 or of the standard of 2015."""
    book = AluminiumLedger(case)
    lines = [potline(book, line) for line in book.of_kind("potline")]
    sums = {name: book.added(line[name] for line in lines) for name in lines[0]}
    sums["total_fuel_emission_tco2"] = book.added(fuel(book, item) for item in book.items(None, "fuel_consumption"))
    defaults = (LIMESTONE, grid_factor(book), HEAT)
    lime, power, heat = (
        amount_by_factor(book, amount, decimals, factor, default, result)
        for (result, (amount, decimals, factor)), default in zip(BY_FACTOR.items(), defaults, strict=True)
    )
    carried = [
        {month: number for month, number in book.perhaps(name, decimals=2).items() if number is not None}
        for name in ("power_unit_emission_tco2", "other_facility_emission_tco2")
    ]
    sums["process_emission_tco2e"] = book.added([sums["total_anode_effect_emission_tco2e"], lime])
    sums["indirect_emission_tco2"] = book.added([power, heat])
    sums["carried_in_emission_tco2"] = book.added(carried)
    rounded = {name: book.series(name, None, None, dict(rows)) for name, rows in sums.items()}
    in_process = ("total_molten_aluminium_output_t", "total_anode_effect_emission_tco2e")
    whole = book.added(rows for name, rows in rounded.items() if name not in in_process)
    if book.periods != [None]:
        book.series("enterprise_emission_tco2e", None, None, dict(whole))
    book.put("enterprise_emission_tco2e", None, total(whole.values()), 0)
    return book.numbers


def sheet_potline(book: AluminiumLedger, line: str) -> dict[str, Series]:
    """AC electricity of one potline by origin, each with its factor."""
    emissions, amounts = [], []
    for item in book.items(line, "electricity_by_origin_mwh"):
        default = GRID_OF_SHEETS.get(book.year) if item == "grid" else NOT_COUNTED.get(item)
        amount = book.given("electricity_by_origin_mwh", line, item, 3)
        factor = book.given("electricity_emission_factor_tco2_per_mwh", line, item, None, default)
        amounts.append(amount)
        emissions.append(book.series("electricity_by_origin_emission_tco2", line, item, times(amount, factor)))
    output = book.given("molten_aluminium_output_t", line, decimals=2)
    electricity = book.series("electrolysis_ac_electricity_mwh", line, None, dict(book.added(amounts)), 3)
    emission = book.series("electrolysis_electricity_emission_tco2", line, None, dict(book.added(emissions)))
    tonnes = total(output.values())
    if tonnes:
        book.put("ac_electricity_per_t_mwh_per_t", line, total(electricity.values()) / tonnes, 3)
        book.put("electricity_emission_intensity_tco2_per_t", line, total(emission.values()) / tonnes, 4)
    return {
        "total_molten_aluminium_output_t": output,
        "total_electrolysis_ac_electricity_mwh": electricity,
        "total_electrolysis_electricity_emission_tco2": emission,
    }


def supplement_2017(case: Mapping[str, Any]) -> dict[Place, Fraction]:
    """Every derived number of the supplementary data sheet."""
    book = AluminiumLedger(case)
    lines = [sheet_potline(book, line) for line in book.of_kind("potline")]
    for name in lines[0]:
        decimals = 3 if name.endswith("_mwh") else 2
        book.series(name, None, None, dict(book.added(line[name] for line in lines)), decimals)
    return book.numbers
