"""The cement reporting notice of 2023 and the guide of 2024 in plain fractions: formulas and numbers as they are
printed, and not as the rule packs do.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from tests.oracles.cement_ledger_fractions import CO2_PER_CAO, CO2_PER_MGO, FULL, Ledger, product, scaled
from tests.oracles.ledger_fractions import CO2_PER_CARBON, Place, Series

SOLIDS = {  # net calorific value GJ/t, carbon tC/GJ; the oxidation goes by equipment
    "anthracite": ("22.867", "0.02749"),
    "bituminous_coal": ("23.076", "0.02618"),
    "lignite": ("14.759", "0.02797"),
    "coal_gangue": ("8.374", "0.02541"),
    "coal_slime": ("12.545", "0.02541"),
    "coke": ("28.435", "0.02942"),
    "petroleum_coke": ("32.500", "0.02750"),
}
LIQUIDS_AND_GASES = {
    "crude_oil": ("41.816", "0.02008", "0.98"),
    "fuel_oil": ("41.816", "0.02110", "0.98"),
    "gasoline": ("43.070", "0.01890", "0.98"),
    "diesel": ("42.652", "0.02020", "0.98"),
    "kerosene": ("43.070", "0.01960", "0.98"),
    "lng": ("51.498", "0.01720", "0.98"),
    "lpg": ("50.179", "0.01720", "0.98"),
    "coal_tar": ("33.453", "0.02200", "0.98"),
    "refinery_gas": ("45.998", "0.01820", "0.98"),
    "natural_gas": ("389.310", "0.01532", "0.99"),
    "blast_furnace_gas": ("33.000", "0.07080", "0.99"),
    "converter_gas": ("84.000", "0.04960", "0.99"),
    "coke_oven_gas": ("173.854", "0.01210", "0.99"),
}
KILN, INDUSTRIAL_BOILER = "0.99", "0.85"  # oxidation of solid fuels
PROCESS_FACTOR = {"portland": "0.535", "white": "0.550", "sulfoaluminate": "0.413", "aluminate": "0.292"}
DEDUCTIONS = {
    "0.600": "desulfurisation_powder slaked_lime",
    "0.480": "carbide_slag magnesium_slag",
    "0.375": "paper_white_mud calcium_fluoride_sludge phosphorus_slag",
    "0.305": "vanadium_titanium_slag nitrogen_slag incineration_fly_ash ferroalloy_slag",
    "0.245": "fgd_gypsum phosphogypsum titanogypsum fluorogypsum borogypsum mould_gypsum citric_acid_residue",
    "0.215": "steel_slag nickel_slag",
    "0.135": "manganese_slag zinc_slag tin_slag",
    "0.055": "municipal_sludge aluminium_slag pyrite_cinder copper_slag lead_zinc_slag fly_ash red_mud",
}
DEDUCTION_OF = {item: value for value, items in DEDUCTIONS.items() for item in items.split()}
RAW_MEAL_CARBON = {"ordinary": "0.001", "high_carbon": "0.003"}
HEAT = "0.11"
GRID_2022 = "0.5703"  # the notice's factor for the data of 2022; none is known for 2023
NEWEST_AVERAGE = {2024: "0.5366"}  # statistical average of 2022; from the data of 2025 on that of 2023
AVERAGE_2023 = "0.5306"


def fuel_emission(book: Ledger, line: str | None, item: str, prefix: str, defaults: tuple[str | None, str | None, str | None]) -> Series:
    """Consumption × calorific value × carbon × oxidation × 44/12."""
    heat = product(
        book.given(f"{prefix}_consumption", line, item, 2),
        book.given(f"{prefix}_net_calorific_value", line, item, 3, defaults[0]),
    )
    if line is not None:
        book.series("fuel_heat_gj", line, item, heat, FULL)
    raw = product(
        heat,
        book.given(f"{prefix}_carbon_content_tc_per_gj", line, item, 5, defaults[1]),
        book.given(f"{prefix}_oxidation_rate", line, item, 4, defaults[2]),
    )
    return book.series(f"{prefix}_emission_tco2", line, item, scaled(raw, CO2_PER_CARBON))


def defaults_2024(item: str, solid_oxidation: str) -> tuple[str | None, str | None, str | None]:
    """The row of the fuel table; a solid with the oxidation of the equipment, an unlisted fuel with none."""
    if item in SOLIDS:
        return (*SOLIDS[item], solid_oxidation)
    return LIQUIDS_AND_GASES.get(item, (None, None, None))


def defaults_2023(item: str) -> tuple[str | None, str | None, str | None]:
    """What is known of 2023: the carbon of bituminous coal and the oxidation in the kiln; no calorific value."""
    return (None, "0.02610" if item == "bituminous_coal" else None, KILN if item == "bituminous_coal" else None)


def heat_of_the_line(book: Ledger, line: str) -> None:
    """The heat of all fuels of the line, a cross-check, after its fuels."""
    found = {month: Fraction(0) for month in book.periods}
    for (quantity, where, _, month), number in book.numbers.items():
        if quantity == "fuel_heat_gj" and where == line and month in found:
            found[month] += number
    book.series("line_heat_gj", line, None, found, FULL)


def energy(book: Ledger, electricity_factor: str, grid: str | None) -> list[Series]:
    """Net purchased electricity and heat of the enterprise, each times its factor."""
    parts = []
    for amount, factor, emission, decimals, default in (
        ("net_purchased_electricity_mwh", electricity_factor, "electricity_emission_tco2", 3, grid),
        ("net_purchased_heat_gj", "heat_emission_factor_tco2_per_gj", "heat_emission_tco2", 2, HEAT),
    ):
        if book.reported(amount):
            raw = product(book.given(amount, None, None, decimals), book.given(factor, None, None, 4, default))
            parts.append(book.series(emission, None, None, raw))
    return parts


def process_2024(book: Ledger, line: str, output: Series) -> Series:
    """Clinker × its class's factor, less each substitute × its deduction coefficient; a month may be negative.

    The deductions are terms of the one item that is reported, and are not rounded themselves.
    """
    avoided = []
    for item in book.items(line, "substitute_consumption_t"):
        used = book.given("substitute_consumption_t", line, item, 2)
        raw = scaled(used, Fraction(DEDUCTION_OF[item]))
        avoided.append(book.series("substitute_avoided_emission_tco2", line, item, raw, FULL))
        slag_share = Fraction(1 if item == "carbide_slag" else 0)
        book.series("carbide_slag_avoided_emission_tco2", line, item, scaled(raw, slag_share), FULL)
        if slag_share:
            whole = scaled(output, Fraction(PROCESS_FACTOR[book.attributes["clinker_class", line]]))
            book.intensity("carbide_slag_substitution_rate", line, raw, whole, 4)
    factor = Fraction(PROCESS_FACTOR[book.attributes["clinker_class", line]])
    less = book.added(avoided)
    raw = {month: output[month] * factor - less[month] for month in book.periods}
    return book.series("process_emission_tco2", line, None, raw)


def lines_2024(book: Ledger) -> dict[str, Series]:
    """Fuel, process, their sum and the intensity of each line; the sums of the lines."""
    fuels, processes, wholes, outputs = [], [], [], []
    for line in book.lines:
        output = book.given("clinker_output_t", line, None, 2)
        items = book.items(line, "fuel_consumption")
        burnt = book.added(fuel_emission(book, line, item, "fuel", defaults_2024(item, KILN)) for item in items)
        fuels.append(book.series("line_fuel_emission_tco2", line, None, burnt))
        heat_of_the_line(book, line)
        processes.append(process_2024(book, line, output))
        wholes.append(book.series("line_emission_tco2", line, None, book.added([fuels[-1], processes[-1]])))
        outputs.append(output)
        book.intensity("line_intensity_tco2_per_t", line, wholes[-1], output, 4)
    sums = {
        "total_clinker_output_t": book.added(outputs),
        "total_line_fuel_emission_tco2": book.added(fuels),
        "total_process_emission_tco2": book.added(processes),
        "total_line_emission_tco2": book.added(wholes),
    }
    return {quantity: book.series(quantity, None, None, rows) for quantity, rows in sums.items()}


def cets_2024(case: Mapping[str, Any]) -> dict[Place, Fraction]:
    """Every number of the guide of 2024: the lines, then the enterprise."""
    book = Ledger(case)
    lines = lines_2024(book)["total_line_emission_tco2"]
    items = book.items(None, "other_fuel_consumption")
    burnt = book.added(fuel_emission(book, None, item, "other_fuel", defaults_2024(item, INDUSTRIAL_BOILER)) for item in items)
    burnt = book.series("total_other_fuel_emission_tco2", None, None, burnt)
    carried = ("power_unit_emission_tco2", "other_facility_emission_tco2")
    carried_in = book.added(book.given(quantity, None, None, 2, "0") for quantity in carried)
    carried_in = book.series("carried_in_emission_tco2", None, None, carried_in)
    direct = book.series("direct_emission_tco2", None, None, book.added([lines, burnt, carried_in]))
    grid = NEWEST_AVERAGE.get(book.year, AVERAGE_2023)
    bought = energy(book, "electricity_emission_factor_tco2_per_mwh", grid)
    counted = bought if book.attributes.get(("purchased_energy", None), "counted") == "counted" else []
    counted_energy = book.series("purchased_energy_emission_tco2", None, None, book.added(counted))
    whole = book.added([direct, counted_energy])
    book.series("enterprise_emission_tco2e", None, None, whole, year_decimals=0)
    return book.numbers


def clinker_2023(book: Ledger, line: str) -> Series:
    """Weighed clinker first, else raw meal by the ratio of the site."""
    found = {}
    if book.reported("raw_meal_clinker_ratio", line):
        meal = book.given("raw_meal_t", line, None, 2)
        ratio = book.given("raw_meal_clinker_ratio", line, None, 4)
        quotient = {month: meal[month] / ratio[month] for month in book.periods}
        found = book.series("clinker_output_by_raw_meal_t", line, None, quotient)
    return book.given("clinker_output_t", line, None, 2) if book.reported("clinker_output_t", line) else found


def process_2023(book: Ledger, line: str, output: Series) -> Series:
    """Oxides of the clinker, less those of the substitutes, plus the carbon of the raw meal."""
    cao = book.given("clinker_cao_content", line, None, 4)
    mgo = book.given("clinker_mgo_content", line, None, 4)
    raw = {m: output[m] * (cao[m] * CO2_PER_CAO + mgo[m] * CO2_PER_MGO) for m in book.periods}
    for item in book.items(line, "substitute_consumption_t"):
        used = book.given("substitute_consumption_t", line, item, 2)
        lime = book.given("substitute_cao_content", line, item, 4)
        magnesia = book.given("substitute_mgo_content", line, item, 4)
        less = {m: used[m] * (lime[m] * CO2_PER_CAO + magnesia[m] * CO2_PER_MGO) for m in book.periods}
        less = book.series("substitute_avoided_emission_tco2", line, item, less, FULL)
        raw = {month: raw[month] - less[month] for month in book.periods}
    default = RAW_MEAL_CARBON[book.attributes.get(("raw_mix", line), "ordinary")]
    carbon = book.given("raw_meal_nonfuel_carbon_content", line, None, 4, default)
    meal = scaled(product(book.given("raw_meal_t", line, None, 2), carbon), CO2_PER_CARBON)
    meal = book.series("raw_meal_carbon_emission_tco2", line, None, meal)
    return book.series("process_emission_tco2", line, None, book.added([raw, meal]))


def electricity_2023(book: Ledger, line: str) -> Series:
    """Each origin with its factor: the market's takes the grid average, direct non-fossil and waste heat zero."""
    average = GRID_2022 if book.year == 2022 else None
    defaults = {"grid": average, "market_nonfossil": average, "nonfossil_direct": "0", "waste_heat": "0"}
    parts, used = [], []
    for item in book.items(line, "electricity_by_origin_mwh"):
        used.append(book.given("electricity_by_origin_mwh", line, item, 3))
        factor = book.given("electricity_emission_factor_tco2_per_mwh", line, item, 4, defaults.get(item))
        parts.append(book.series("electricity_by_origin_emission_tco2", line, item, product(used[-1], factor)))
    book.series("clinker_section_electricity_mwh", line, None, book.added(used), 3)
    return book.series("line_electricity_emission_tco2", line, None, book.added(parts))


def reporting_2023(case: Mapping[str, Any]) -> dict[Place, Fraction]:
    """Every number of the notice of 2023: three parts of a line, four of the enterprise."""
    book = Ledger(case)
    fuels, processes, wholes, outputs = [], [], [], []
    for line in book.lines:
        outputs.append(book.series("accounted_clinker_output_t", line, None, clinker_2023(book, line)))
        items = book.items(line, "fuel_consumption")
        burnt = book.added(fuel_emission(book, line, item, "fuel", defaults_2023(item)) for item in items)
        fuels.append(book.series("line_fuel_emission_tco2", line, None, burnt))
        heat_of_the_line(book, line)
        processes.append(process_2023(book, line, outputs[-1]))
        parts = [fuels[-1], processes[-1], electricity_2023(book, line)]
        wholes.append(book.series("line_emission_tco2", line, None, book.added(parts)))
        book.intensity("line_intensity_tco2_per_t", line, wholes[-1], outputs[-1], 4)
    items = book.items(None, "other_fuel_consumption")
    others = [fuel_emission(book, None, item, "other_fuel", defaults_2023(item)) for item in items]
    sums = {
        "total_clinker_output_t": outputs,
        "total_line_emission_tco2": wholes,
        "total_fuel_emission_tco2": [*fuels, *others],
        "total_process_emission_tco2": processes,
        "purchased_energy_emission_tco2": energy(
            book, "net_electricity_emission_factor_tco2_per_mwh", GRID_2022 if book.year == 2022 else None
        ),
    }
    kept = {quantity: book.series(quantity, None, None, book.added(parts)) for quantity, parts in sums.items()}
    book.series("enterprise_emission_tco2e", None, None, book.added(list(kept.values())[2:]), year_decimals=0)
    return book.numbers
