"""Perfluorocarbons and carbon of primary aluminium by IPCC 2006, by the workbook of the aluminium sector protocol and by CBAM, in plain
fractions: formulas and numbers as the reference prints them, and not as the rule packs do. Nothing is rounded in these texts.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from tests.oracles.aluminium_ledger_fractions import AluminiumLedger, Blanks, times
from tests.oracles.ledger_fractions import CO2_PER_CARBON, Place, Series, total

KG = Fraction(1, 1000)
PER_CENT = 100
IPCC_GWP = {"sar_like": (6500, 9200), "ar4": (7390, 12200), "ar5": (6630, 11100), "ar6": (7380, 12400)}
WORKBOOK_GWP = {"workbook_2006": (6500, 9200), "ar4_surveys": (7390, 12200), "ar5": (6630, 11100)}
CBAM_GWP = (6630, 11100)
# slope, C2F6 per CF4
WORKBOOK_SLOPE = {
    "CWPB": ("0.143", "0.121"),
    "SWPB": ("0.272", "0.252"),
    "VSS": ("0.092", "0.053"),
    "HSS": ("0.099", "0.085"),
}
CBAM_SLOPE = {
    "PFPB_L": ("0.122", "0.097"),
    "PFPB_M": ("0.104", "0.057"),
    "PFPB_MW": (None, None),
    "CWPB": ("0.143", "0.121"),
    "SWPB": ("0.233", "0.280"),
    "VSS": ("0.058", "0.086"),
    "HSS": ("0.165", "0.077"),
}
# coefficient, C2F6 per CF4; the same in the workbook and in CBAM
OVERVOLTAGE = {"CWPB": ("1.16", "0.121"), "SWPB": ("3.65", "0.252")}
# CO2 in t, CF4 and C2F6 in kg per tonne of aluminium
TIER_1 = {
    "CWPB": ("1.6", "0.4", "0.04"),
    "SWPB": ("1.6", "1.6", "0.4"),
    "VSS": ("1.7", "0.8", "0.04"),
    "HSS": ("1.7", "0.4", "0.03"),
}
SULPHUR, ASH, PACKING_COKE = "0.02", "0.004", "0.015"
PACKING_COKE_SULPHUR, PACKING_COKE_ASH = "0.02", "0.025"
SOLUBLE_MATTER = {"VSS": "0.5", "HSS": "4.0"}  # kg per tonne of aluminium
BINDER = {"dry": "0.24", "wet": "0.27"}
PITCH_IS_NOT_CARBON = {
    "pitch_sulphur_content": "0.006",
    "pitch_ash_content": "0.002",
    "pitch_hydrogen_content": "0.033",
}
COKE_IS_NOT_CARBON = {"calcined_coke_sulphur_content": "0.019", "calcined_coke_ash_content": "0.002"}
SKIMMED = "0.01"
GREEN_HYDROGEN, TAR = "0.005", {"riedhammer": "0.005", "other": "0"}
CBAM_CO2_PER_CARBON = Fraction("3.664")
LEAVING = ("anode_butts", "baked_anodes_sold", "carbon_residues")


def first(*many: Blanks) -> Blanks:
    """In each period the first that has a number."""
    return {month: next((rows[month] for rows in many if rows[month] is not None), None) for month in many[0]}


def by_slope(book: AluminiumLedger, line: str, output: Series, slope: str | None) -> Blanks:
    """CF4 in t: slope × anode-effect minutes × aluminium."""
    factor = perhaps_default(book, "slope_factor", line, slope)
    return times(factor, book.perhaps("anode_effect_minutes_per_cell_day", line), output, KG)


def by_overvoltage(book: AluminiumLedger, line: str, output: Series, technology: str) -> Blanks:
    """CF4 in t: coefficient × overvoltage ÷ current efficiency in per cent × aluminium."""
    factor = perhaps_default(book, "overvoltage_coefficient", line, OVERVOLTAGE.get(technology, (None, None))[0])
    efficiency = book.perhaps("current_efficiency", line)
    inverse: Blanks = {month: None if ce is None else 1 / (ce * PER_CENT) for month, ce in efficiency.items()}
    return times(factor, book.perhaps("anode_effect_overvoltage_mv", line), inverse, output, KG)


def perhaps_default(book: AluminiumLedger, quantity: str, line: str, default: str | None) -> Blanks:
    """What is reported, else the default, else nothing."""
    otherwise: Blanks = dict.fromkeys(book.periods, None if default is None else Fraction(default))
    return first(book.perhaps(quantity, line), otherwise)


def iai_slope(case: Mapping[str, Any]) -> dict[Place, Fraction]:
    """Every derived number of worksheet 8; the gas in the duct over what the hoods collect."""
    book = AluminiumLedger(case)
    gwp = WORKBOOK_GWP[book.attributes.get(("gwp_set", None), "workbook_2006")]
    emissions = []
    for line in book.of_kind("potline"):
        technology = book.attributes["cell_technology", line]
        output = book.given("molten_aluminium_output_t", line)
        slope, ratio = WORKBOOK_SLOPE[technology]
        one = by_slope(book, line, output, slope)
        other = by_overvoltage(book, line, output, technology)
        book.series("cf4_emission_by_slope_t", line, None, one, None)
        book.series("cf4_emission_by_overvoltage_t", line, None, other, None)
        collected = book.given("collection_efficiency", line, default="1")
        whole: Blanks = {m: None if n is None else n / collected[m] for m, n in first(one, other).items()}
        cf4 = book.series("cf4_emission_t", line, None, whole, None)
        c2f6 = times(cf4, book.given("c2f6_to_cf4_ratio", line, default=ratio))
        emissions.append(carbon_dioxide(book, line, cf4, c2f6, gwp))
    book.series("total_anode_effect_emission_tco2e", None, None, book.added_whole(emissions), None, parts=True)
    return book.numbers


def carbon_dioxide(book: AluminiumLedger, line: str, cf4: Mapping[int | None, Fraction], c2f6: Blanks, gwp: tuple[int, int]) -> Series:
    """Both gases of a potline by their warming potentials."""
    book.series("c2f6_emission_t", line, None, c2f6, None)
    both = {month: (cf4.get(month), c2f6.get(month)) for month in book.periods}
    raw: Blanks = {month: None if one is None or other is None else one * gwp[0] + other * gwp[1] for month, (one, other) in both.items()}
    return book.series("anode_effect_emission_tco2e", line, None, raw, None, parts=True)


def by_paste(book: AluminiumLedger, line: str, output: Series, technology: str) -> Blanks:
    """Søderberg paste per tonne: what of pitch and of coke is carbon, less what escapes and what is skimmed; then × aluminium."""
    paste = book.perhaps("paste_consumption_rate_t_per_t", line)
    escaped = perhaps_default(book, "cyclohexane_soluble_matter_kg_per_t", line, SOLUBLE_MATTER.get(technology))
    kind = book.attributes.get(("paste_kind", line), "dry")
    binder = book.given("paste_binder_content", line, default=BINDER[kind])
    skimmed = book.given("skimmed_dust_carbon_tc_per_t", line, default=SKIMMED)
    found: Blanks = {}
    for month in book.periods:
        pitch, coke = (
            1 - sum(book.given(name, line, default=number)[month] for name, number in parts.items())
            for parts in (PITCH_IS_NOT_CARBON, COKE_IS_NOT_CARBON)
        )
        amount, soluble = paste[month], escaped[month]
        if amount is None or soluble is None:
            found[month] = None
            continue
        carbon = amount * (binder[month] * pitch + (1 - binder[month]) * coke) - soluble * KG - skimmed[month]
        found[month] = carbon * output[month] * CO2_PER_CARBON
    return found


def ipcc_potline(book: AluminiumLedger, line: str) -> tuple[Series, Series]:
    """Anodes and perfluorocarbons of a potline, each by the highest tier that has its data."""
    technology = book.attributes["cell_technology", line]
    output = book.given("molten_aluminium_output_t", line)
    co2, cf4_1, c2f6_1 = TIER_1[technology]
    anodes_1 = times(output, book.given("anode_emission_factor_tco2_per_t", line, default=co2))
    sulphur = book.given("anode_sulphur_content", line, default=SULPHUR)
    ash = book.given("anode_ash_content", line, default=ASH)
    clean: Blanks = {month: 1 - sulphur[month] - ash[month] for month in book.periods}
    anodes_2 = times(book.perhaps("anode_net_consumption_rate_t_per_t", line), output, clean, CO2_PER_CARBON)
    anodes_s = by_paste(book, line, output, technology)
    slope, ratio = WORKBOOK_SLOPE[technology]
    by_cf4_slope = by_slope(book, line, output, slope)
    by_cf4_overvoltage = by_overvoltage(book, line, output, technology)
    cf4_2 = first(by_cf4_slope, by_cf4_overvoltage)
    c2f6_2 = times(cf4_2, book.given("c2f6_to_cf4_ratio", line, default=ratio))
    tier_1 = times(output, book.given("cf4_emission_factor_kg_per_t", line, default=cf4_1), KG)
    c2f6_tier_1 = times(output, book.given("c2f6_emission_factor_kg_per_t", line, default=c2f6_1), KG)
    for name, rows in {
        "anode_emission_by_tier_1_tco2": anodes_1,
        "anode_emission_by_balance_tco2": anodes_2,
        "anode_emission_by_paste_tco2": anodes_s,
        "cf4_emission_by_slope_t": by_cf4_slope,
        "cf4_emission_by_overvoltage_t": by_cf4_overvoltage,
        "cf4_emission_by_tier_1_t": tier_1,
        "c2f6_emission_by_tier_1_t": c2f6_tier_1,
        "cf4_emission_by_tier_2_t": cf4_2,
        "c2f6_emission_by_tier_2_t": c2f6_2,
    }.items():
        book.series(name, line, None, rows, None)
    anodes = book.series("anode_emission_tco2", line, None, first(anodes_2, anodes_s, anodes_1), None)
    cf4 = book.series("cf4_emission_t", line, None, first(cf4_2, tier_1), None)
    gwp = IPCC_GWP[book.attributes.get(("gwp_set", None), "ar5")]
    effects = carbon_dioxide(book, line, cf4, first(c2f6_2, c2f6_tier_1), gwp)
    both: Blanks = {month: anodes[month] + effects[month] for month in book.periods}
    book.series("electrolysis_emission_tco2e", line, None, both, None)
    return anodes, effects


def packing_coke(book: AluminiumLedger, plant: str) -> Series:
    """Coke per tonne of baked anodes, less its sulphur and ash, as CO2."""
    sulphur = book.given("packing_coke_sulphur_content", plant, default=PACKING_COKE_SULPHUR)
    ash = book.given("packing_coke_ash_content", plant, default=PACKING_COKE_ASH)
    clean: Blanks = {month: 1 - sulphur[month] - ash[month] for month in book.periods}
    rate = book.given("packing_coke_rate_t_per_t", plant, default=PACKING_COKE)
    raw = times(book.given("baked_anode_output_t", plant), rate, clean, CO2_PER_CARBON)
    return book.series("packing_coke_emission_tco2", plant, None, raw, None)


def pitch_volatiles(book: AluminiumLedger, plant: str) -> Series:
    """Green anodes less their hydrogen, the tar collected and the baked anodes, as CO2; nothing where none are reported."""
    hydrogen = book.given("green_anode_hydrogen_content", plant, default=GREEN_HYDROGEN)
    furnace = book.attributes.get(("baking_furnace", plant), "other")
    tar = book.given("waste_tar_share", plant, default=TAR[furnace])
    baked = book.given("baked_anode_output_t", plant)
    raw: Blanks = {
        month: None if green is None else (green - hydrogen[month] * green - baked[month] - tar[month] * green) * CO2_PER_CARBON
        for month, green in book.perhaps("green_anode_input_t", plant).items()
    }
    book.series("pitch_volatiles_emission_tco2", plant, None, raw, None)
    counted: Blanks = {month: number or Fraction(0) for month, number in raw.items()}
    return book.series("counted_pitch_volatiles_emission_tco2", plant, None, counted, None)


def ipcc_2006(case: Mapping[str, Any]) -> dict[Place, Fraction]:
    """Every derived number of a case of IPCC 2006."""
    book = AluminiumLedger(case)
    lines = [ipcc_potline(book, line) for line in book.of_kind("potline")]
    sums = {
        "total_anode_emission_tco2": book.added(anodes for anodes, _ in lines),
        "total_anode_effect_emission_tco2e": book.added(effects for _, effects in lines),
        "total_packing_coke_emission_tco2": book.added(packing_coke(book, one) for one in book.of_kind("anode_plant")),
        "total_pitch_volatiles_emission_tco2": book.added(pitch_volatiles(book, one) for one in book.of_kind("anode_plant")),
    }
    sums["enterprise_emission_tco2e"] = book.added(list(sums.values()))
    for name, rows in sums.items():
        book.series(name, None, None, dict(rows), None)
    return book.numbers


def cbam_potline(book: AluminiumLedger, line: str) -> Series:
    """Slope or overvoltage, each with its own ratio, over the collection efficiency."""
    technology = book.attributes["cell_technology", line]
    output = book.given("molten_aluminium_output_t", line)
    slope, ratio = CBAM_SLOPE[technology]
    one = by_slope(book, line, output, slope)
    other = by_overvoltage(book, line, output, technology)
    ratio_one = perhaps_default(book, "c2f6_to_cf4_ratio", line, ratio)
    ratio_other = perhaps_default(book, "c2f6_to_cf4_ratio_of_overvoltage", line, OVERVOLTAGE.get(technology, (None, None))[1])
    c2f6_one, c2f6_other = times(one, ratio_one), times(other, ratio_other)
    for name, rows in {
        "cf4_emission_by_slope_t": one,
        "cf4_emission_by_overvoltage_t": other,
        "c2f6_emission_by_slope_t": c2f6_one,
        "c2f6_emission_by_overvoltage_t": c2f6_other,
    }.items():
        book.series(name, line, None, rows, None)
    collected = book.given("collection_efficiency", line, default="1")
    inverse: Blanks = {month: 1 / number for month, number in collected.items()}
    cf4 = book.series("cf4_emission_t", line, None, times(first(one, other), inverse), None)
    c2f6: Blanks = {m: c2f6_other[m] if number is None else c2f6_one[m] for m, number in one.items()}
    return carbon_dioxide(book, line, cf4, times(c2f6, inverse), CBAM_GWP)


CBAM_BY_ITEM = {  # total: amount, factor, emission of an item
    "electrode_emission_tco2": ("carbon_stream_t", "stream_carbon_content_tc_per_t", "carbon_stream_emission_tco2"),
    "total_fuel_emission_tco2": ("fuel_consumption", "fuel_received_carbon_content", "fuel_emission_tco2"),
    "total_carbonate_emission_tco2": (
        "carbonate_consumption_t",
        "carbonate_emission_factor_tco2_per_t",
        "carbonate_emission_tco2",
    ),
}


def cbam_items(book: AluminiumLedger, amount: str, factor: str, result: str) -> list[Series]:
    """Amount × factor of each item; carbon becomes CO2, and what leaves counts negative."""
    found = []
    for item in book.items(None, amount):
        scale = Fraction(1) if amount == "carbonate_consumption_t" else CBAM_CO2_PER_CARBON
        sign = -1 if amount == "carbon_stream_t" and item in LEAVING else 1
        raw = times(book.given(amount, None, item), book.given(factor, None, item), scale * sign)
        found.append(book.series(result, None, item, raw, None))
    return found


def cbam_2025(case: Mapping[str, Any]) -> dict[Place, Fraction]:
    """Every derived number of a CBAM case of primary aluminium."""
    book = AluminiumLedger(case)
    sums = {name: cbam_items(book, *one) for name, one in CBAM_BY_ITEM.items()}
    sums["total_anode_effect_emission_tco2e"] = [cbam_potline(book, line) for line in book.of_kind("potline")]
    parts = [book.series(name, None, None, book.added_whole(rows), None, parts=True) for name, rows in sums.items()]
    direct = book.series("direct_emission_tco2e", None, None, book.added_whole(parts), None, parts=True)
    per_tonne_of_product(book, total(direct.values()) if len(direct) == len(book.periods) else None)
    return book.numbers


def per_tonne_of_product(book: AluminiumLedger, direct: Fraction | None) -> None:
    """What CBAM reports per tonne of unwrought aluminium, where the product and the scrap are reported."""
    product = _sum(book, "unwrought_aluminium_output_t")
    scrap, old = _sum(book, "scrap_consumption_t"), _sum(book, "preconsumer_scrap_t")
    if product and direct is not None:
        book.put("direct_emission_intensity_tco2e_per_t", None, direct / product, None)
    if product and scrap is not None:
        book.put("scrap_per_t", None, scrap / product, None)
    if scrap and old is not None:
        book.put("preconsumer_scrap_share", None, old / scrap, None)


def _sum(book: AluminiumLedger, quantity: str) -> Fraction | None:
    rows = [number for number in book.perhaps(quantity).values() if number is not None]
    return total(rows) if len(rows) == len(book.periods) else None
