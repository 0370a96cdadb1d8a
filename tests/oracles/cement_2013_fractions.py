"""The cement guide of 2013, the standard of 2015 and the supplementary sheet of the kiln section in plain fractions:
formulas and numbers as the guides print them, and not as the rule packs do.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

from tests.oracles.cement_ledger_fractions import CO2_PER_CAO, CO2_PER_MGO, FULL, Ledger, product, scaled
from tests.oracles.ledger_fractions import CO2_PER_CARBON, Place, Series, total

# net calorific value GJ, carbon tC/GJ, oxidation; per t, gases per 10^4 Nm3. The carbon of the four coals and the
# oxidation of coal are the cement guide's, everything else stands in for it from the sister guide
FUELS_2013 = {
    "anthracite": ("20.304", "0.0274", "0.98"),
    "bituminous_coal": ("19.570", "0.0261", "0.98"),
    "lignite": ("14.080", "0.0280", "0.98"),
    "washed_coal": ("26.344", "0.0254", "0.98"),
    "other_washed_coal": ("8.363", "0.02540", "0.98"),
    "coke": ("28.447", "0.02950", "0.93"),
    "petroleum_coke": ("32.5", "0.02750", "0.98"),
    "crude_oil": ("41.816", "0.02010", "0.98"),
    "fuel_oil": ("41.816", "0.02110", "0.98"),
    "gasoline": ("43.070", "0.01890", "0.98"),
    "diesel": ("42.652", "0.02020", "0.98"),
    "kerosene": ("44.75", "0.01960", "0.98"),
    "lng": ("41.868", "0.01720", "0.98"),
    "lpg": ("50.179", "0.01720", "0.98"),
    "refinery_gas": ("45.998", "0.01820", "0.98"),
    "natural_gas": ("389.31", "0.01530", "0.99"),
    "blast_furnace_gas": ("33.00", "0.07080", "0.99"),
    "converter_gas": ("84.00", "0.04960", "0.99"),
    "coke_oven_gas": ("173.54", "0.01210", "0.99"),
    "other_gas": ("52.27", "0.01220", "0.99"),
}
COALS = ("anthracite", "bituminous_coal", "lignite", "washed_coal", "other_washed_coal")
# heating value GJ/t, factor tCO2/GJ, share of fossil carbon
ALTERNATIVE_FUELS = {
    "waste_oil": ("40.2", "0.074", "1.00"),
    "tyres": ("31.4", "0.085", "0.20"),
    "plastics": ("50.8", "0.075", "1.00"),
    "solvents": ("51.5", "0.074", "0.80"),
    "leather": ("29.0", "0.11", "0.20"),
    "fibre_reinforced_plastic": ("32.6", "0.083", "1.00"),
}
# outside the guide's table: the plant's own values; where no carbon is fossil nobody needs heat and factor
UNLISTED_FUELS = ("refuse_derived_fuel", "municipal_waste", "sewage_sludge", "textiles", "other_solid", "other_liquid")
BIOMASS = "biomass"
RAW_MEAL_CARBON = {"ordinary": "0.001", "high_carbon": "0.003"}
GRID_2012 = {
    "north": "0.8843",
    "northeast": "0.7769",
    "east": "0.7035",
    "central": "0.5257",
    "northwest": "0.6671",
    "south": "0.5271",
}
GRID_SUPPLEMENT = {
    **dict.fromkeys(range(2015, 2021), "0.6101"),
    2021: "0.5810",
    2022: "0.5703",
}
HEAT = "0.11"
PENALTY_CALORIFIC_VALUE = "26.7"
ALTITUDE_THRESHOLD = 1500


def carbonate_of_clinker(book: Ledger, line: str) -> Series:
    """Formula (6): clinker and dust times the oxides that come from carbonate."""
    mass = book.added(
        [
            book.given("clinker_output_t", line, None, 2),
            book.given("kiln_dust_t", line, None, 2, "0"),
            book.given("bypass_dust_t", line, None, 2, "0"),
        ]
    )
    cao = book.given("clinker_cao_content", line, None, 4)
    mgo = book.given("clinker_mgo_content", line, None, 4)
    cao_other = book.given("noncarbonate_cao_content", line, None, 4, "0")
    mgo_other = book.given("noncarbonate_mgo_content", line, None, 4, "0")
    per_tonne = {
        month: (cao[month] - cao_other[month]) * CO2_PER_CAO + (mgo[month] - mgo_other[month]) * CO2_PER_MGO for month in book.periods
    }
    return book.series("carbonate_decomposition_emission_tco2", line, None, product(mass, per_tonne))


def fuel(book: Ledger, line: str | None, item: str, fallback: str | None = None) -> tuple[Series, Series]:
    """Consumption × calorific value × carbon × oxidation × 44/12, and the heat alone; a fallback before the default."""
    default, carbon, oxidation = FUELS_2013.get(item, (None, None, None))
    value = book.given("fuel_net_calorific_value", line, item, 3, fallback or default)
    if line is not None:
        for month in book.periods:
            book.put(("applied_net_calorific_value", line, item, month), value[month], 3)
    heat = product(book.given("fuel_consumption", line, item, 2), value)
    raw = product(
        heat,
        book.given("fuel_carbon_content_tc_per_gj", line, item, 5, carbon),
        book.given("fuel_oxidation_rate", line, item, 4, oxidation),
    )
    heat = book.series("fuel_heat_gj", line, item, heat, FULL)
    return book.series("fuel_emission_tco2", line, item, scaled(raw, CO2_PER_CARBON)), heat


def alternative_fuel(book: Ledger, item: str) -> Series:
    """Formula (5): quantity × heating value × factor × share of carbon that is not biogenic; the other share is a memo."""
    heat, factor, share = ALTERNATIVE_FUELS.get(item, (None, None, "0" if item == BIOMASS else None))
    burnt = book.given("alternative_fuel_consumption_t", None, item, 2)
    fossil = book.given("alternative_fuel_fossil_share", None, item, 4, share)
    if heat is None and not book.reported("alternative_fuel_heating_value_gj_per_t", None, item):
        assert not any(fossil.values()), "fossil carbon without its heat"
        return book.series("alternative_fuel_emission_tco2", None, item, dict.fromkeys(book.periods, Fraction(0)))
    per_tonne = product(
        book.given("alternative_fuel_heating_value_gj_per_t", None, item, 3, heat),
        book.given("alternative_fuel_emission_factor_tco2_per_gj", None, item, 3, factor),
    )
    memo = {
        month: book.put(("alternative_fuel_biogenic_emission_tco2", None, item, month), burnt[month] * (1 - share) * per_tonne[month], 2)
        for month, share in fossil.items()
        if share < 1  # nothing to remember of a fuel without biogenic carbon
    }
    if memo:
        book.put(("alternative_fuel_biogenic_emission_tco2", None, item, None), total(memo.values()), 2)
    return book.series("alternative_fuel_emission_tco2", None, item, product(burnt, fossil, per_tonne))


def raw_meal_carbon(book: Ledger, line: str) -> Series:
    """Formula (7): raw meal × carbon that is no fuel × 44/12."""
    default = RAW_MEAL_CARBON[book.attributes.get(("raw_mix", line), "ordinary")]
    raw = product(
        book.given("raw_meal_t", line, None, 2),
        book.given("raw_meal_nonfuel_carbon_content", line, None, 4, default),
    )
    return book.series("raw_meal_carbon_emission_tco2", line, None, scaled(raw, CO2_PER_CARBON))


def purchased_energy(book: Ledger) -> Series:
    """Formula (8): net purchased electricity and heat, each times its factor; zero where none is reported."""
    parts = []
    grid = GRID_2012.get(book.attributes.get(("grid_region", None), "")) if book.year == 2012 else None
    for amount, factor, emission, decimals, default in (
        ("net_purchased_electricity_mwh", "electricity_emission_factor_tco2_per_mwh", "electricity", 3, grid),
        ("net_purchased_heat_gj", "heat_emission_factor_tco2_per_gj", "heat", 2, HEAT),
    ):
        if book.reported(amount):
            raw = product(book.given(amount, None, None, decimals), book.given(factor, None, None, 4, default))
            parts.append(book.series(f"{emission}_emission_tco2", None, None, raw))
    return book.series("purchased_energy_emission_tco2", None, None, book.added(parts))


def enterprise_2013(case: Mapping[str, Any]) -> dict[Place, Fraction]:
    """Every number of the guide of 2013, or of the standard of 2015, which leaves out (5) and (7) unless told."""
    book = Ledger(case)
    standard = case["pack"].endswith("gbt_32151_8_2015")
    carbonate = {line: carbonate_of_clinker(book, line) for line in book.lines}
    meal = {line: raw_meal_carbon(book, line) for line in book.lines if book.reported("raw_meal_t", line)}
    nothing = {month: Fraction(0) for month in book.periods}
    for line in book.lines:
        if standard:
            book.series("reported_raw_meal_carbon_emission_tco2", line, None, meal.get(line, nothing))
        parts = [carbonate[line]] if standard else [carbonate[line], meal[line]]
        book.series("process_emission_tco2", line, None, book.added(parts))
    fuels = [fuel(book, None, item) for item in book.items(None, "fuel_consumption")]
    book.series("kiln_fuel_heat_gj", None, None, book.added(heat for _, heat in fuels), FULL)
    others = [alternative_fuel(book, item) for item in book.items(None, "alternative_fuel_consumption_t")]
    sums = {
        "total_carbonate_decomposition_emission_tco2": book.added(carbonate.values()),
        "total_fuel_emission_tco2": book.added(emission for emission, _ in fuels),
        "total_raw_meal_carbon_emission_tco2": book.added(meal.values()),
        "total_alternative_fuel_emission_tco2": book.added(others),
    }
    for quantity, summed in sums.items():
        book.series(quantity, None, None, summed)
    counted = list(sums.values())
    if standard and book.attributes.get(("optional_sources", None)) != "counted":
        counted = counted[:2]
    if standard:
        book.series("optional_emission_tco2", None, None, book.added(counted[2:]))
    whole = book.added([*counted, purchased_energy(book)])
    entity = book.series("enterprise_emission_tco2e", None, None, whole, year_decimals=0)
    output = book.added(book.given("clinker_output_t", line, None, 2) for line in book.lines)
    output = book.series("total_clinker_output_t", None, None, output)
    book.intensity("emission_per_clinker_tco2e_per_t", None, entity, output, 4)
    return book.numbers


def pressure_ratio(metres: Fraction) -> Fraction:
    """PH/P0 = (1 − H/44300)^5.256: irrational, so sixty digits stand in."""
    with localcontext() as context:
        context.prec = 60
        base = 1 - Decimal(metres.numerator) / Decimal(metres.denominator) / Decimal(44300)
        return Fraction((Decimal("5.256") * base.ln()).exp())


def square_root(number: Fraction) -> Fraction:
    """To sixty digits."""
    with localcontext() as context:
        context.prec = 60
        return Fraction((Decimal(number.numerator) / Decimal(number.denominator)).sqrt())


def altitude_factor(book: Ledger, line: str) -> Series:
    """K = √(PH/P0) above 1500 m, only where the sheet has the altitude row; else 1."""
    heights = book.given("altitude_m", line, None, 0, "0")
    ratio = {month: pressure_ratio(heights[month]) for month in book.periods}
    applied = book.attributes.get(("altitude_correction", line)) == "applied"
    factor = {
        month: square_root(ratio[month]) if applied and heights[month] > ALTITUDE_THRESHOLD else Fraction(1) for month in book.periods
    }
    for month in book.periods:
        book.put(("air_pressure_ratio", line, None, month), ratio[month], FULL)
        book.put(("altitude_factor", line, None, month), factor[month], FULL)
    return factor


def section_fuels(book: Ledger, line: str) -> Series:
    """Row 1.1: a coal batch without a valid test takes the penalty value; × K only where the altitude row is used."""
    items = book.items(line, "fuel_consumption")
    parts = [fuel(book, line, item, PENALTY_CALORIFIC_VALUE if item in COALS else None) for item in items]
    book.series("line_heat_gj", line, None, book.added(heat for _, heat in parts), FULL)
    summed = book.added(emission for emission, _ in parts)
    return book.series("line_fuel_emission_tco2", line, None, product(summed, altitude_factor(book, line)))


def section_electricity(book: Ledger, line: str) -> Series:
    """Row 1.3: each origin with its own factor; renewables and waste heat at zero."""
    defaults = {"grid": GRID_SUPPLEMENT[book.year], "renewable": "0", "waste_heat": "0"}
    parts, used = [], []
    for item in book.items(line, "electricity_by_origin_mwh"):
        amount = book.given("electricity_by_origin_mwh", line, item, 3)
        factor = book.given("electricity_emission_factor_tco2_per_mwh", line, item, 4, defaults.get(item))
        parts.append(book.series("electricity_by_origin_emission_tco2", line, item, product(amount, factor)))
        used.append(amount)
    book.series("clinker_section_electricity_mwh", line, None, book.added(used), 3)
    return book.series("line_electricity_emission_tco2", line, None, book.added(parts))


def supplement_2017(case: Mapping[str, Any]) -> dict[Place, Fraction]:
    """Every number of the supplementary sheet, section by section."""
    book = Ledger(case)
    wholes, outputs = [], []
    for line in book.lines:
        parts = [section_fuels(book, line), carbonate_of_clinker(book, line), section_electricity(book, line)]
        wholes.append(book.series("line_emission_tco2", line, None, book.added(parts)))
        outputs.append(book.given("clinker_output_t", line, None, 2))
        book.intensity("line_intensity_tco2_per_t", line, wholes[-1], outputs[-1], 4)
    book.series("total_line_emission_tco2", None, None, book.added(wholes))
    book.series("total_clinker_output_t", None, None, book.added(outputs))
    return book.numbers
