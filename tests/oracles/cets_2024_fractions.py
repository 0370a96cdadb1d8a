"""The 2024 aluminium guide in plain fractions: a second calculation of every derived number, written from the rules
and not from the rule pack. It reads a parsed case/1 document that has no mistakes, and knows nothing of the engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from tests.oracles.ledger_fractions import (
    CO2_PER_CARBON,
    CaseInFractions,
    Month,
    Place,
    Series,
    digits,
    half_up,
    series_of,
    total,
)

# net calorific value GJ, carbon tC/GJ, oxidation; per t, gases per 10^4 Nm3
FUELS = {
    "anthracite": ("22.867", "0.02749", "0.98"),
    "bituminous_coal": ("23.076", "0.02618", "0.98"),
    "lignite": ("14.759", "0.02797", "0.98"),
    "coal_gangue": ("8.374", "0.02541", "0.98"),
    "coal_slime": ("12.545", "0.02541", "0.98"),
    "coke": ("28.435", "0.02942", "0.98"),
    "petroleum_coke": ("32.500", "0.02750", "0.98"),
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
FUELS_WITHOUT_DEFAULTS = ("washed_coal", "other_washed_coal", "other_gas")
GASES = ("natural_gas", "blast_furnace_gas", "converter_gas", "coke_oven_gas", "other_gas")
CARBONATES = {
    "CaCO3": "0.4400",
    "MgCO3": "0.5220",
    "Na2CO3": "0.4149",
    "NaHCO3": "0.5237",
    "FeCO3": "0.3799",
    "MnCO3": "0.3829",
    "BaCO3": "0.2230",
    "Li2CO3": "0.5955",
    "K2CO3": "0.3184",
    "SrCO3": "0.2980",
    "CaMg(CO3)2": "0.4773",
}
UNITS = {
    "kg": Fraction(1, 1000),
    "10^4 t": Fraction(10000),
    "Nm3": Fraction(1, 10000),
    "%": Fraction(1, 100),
}
ANODE_LOSS, SULPHUR, ASH = "0.1518", "0.02", "0.004"
CF4_FACTOR, C2F6_FACTOR = "0.020", "0.0011"  # kg per tonne
GWP_CF4, GWP_C2F6 = 6630, 11100
GRID = {2024: "0.5366"}  # national average published by 30 June 2025; from the data of 2025 on that of 2023
NEWER_GRID, HEAT = "0.5306", "0.11"


class Smelter(CaseInFractions):
    """One case: its inputs by place, and the digits it must give."""

    def __init__(self, case: Mapping[str, Any]) -> None:
        super().__init__(case)
        self.inputs = {(row["quantity"], row.get("facility"), row.get("item")): _in_units(row) for row in case["values"]}
        self.numbers: dict[Place, str] = {}

    def given(self, quantity: str, facility: str | None, item: str | None, month: Month, decimals: int) -> Fraction | None:
        """An input, rounded when it is recorded; None where it is blank."""
        found = self.inputs.get((quantity, facility, item), {}).get(month)
        return None if found is None else half_up(found, decimals)

    def must(self, quantity: str, facility: str | None, item: str | None, month: Month, decimals: int) -> Fraction:
        """An input that may not be blank."""
        found = self.given(quantity, facility, item, month, decimals)
        assert found is not None, (quantity, facility, item, month)
        return found

    def usual(self, quantity: str, facility: str | None, default: str, decimals: int) -> Series:
        """An input, or in the months without one the number of the guide."""
        found = {month: self.given(quantity, facility, None, month, decimals) for month in self.periods}
        return {month: Fraction(default) if number is None else number for month, number in found.items()}

    def put(self, place: Place, number: Fraction, decimals: int = 2) -> Fraction:
        """Records a derived number and gives what later formulas use: the rounded one."""
        self.numbers[place] = digits(number, decimals)
        return half_up(number, decimals)

    def series(self, quantity: str, facility: str | None, item: str | None, raw: Series) -> Series:
        """Each period rounded, and the year as the sum of the rounded months."""
        rounded = {month: self.put((quantity, facility, item, month), number) for month, number in raw.items()}
        if self.periods != [None]:
            self.put((quantity, facility, item, None), total(rounded.values()))
        return rounded

    def potline(self, facility: str) -> dict[str, Series]:
        """Anodes, anode effects, their sum, and the intensity of the year."""
        output = {m: self.must("molten_aluminium_output_t", facility, None, m, 2) for m in self.periods}
        anodes = {m: self.must("anode_consumption_t", facility, None, m, 2) for m in self.periods}
        loss = self.usual("anode_loss_rate", facility, ANODE_LOSS, 4)
        net = {month: anodes[month] * (1 - loss[month]) for month in self.periods}
        net = self.series("anode_net_consumption_t", facility, None, net)
        sulphur = self.usual("anode_sulphur_content", facility, SULPHUR, 4)
        ash = self.usual("anode_ash_content", facility, ASH, 4)
        carbon = {month: net[month] * (1 - sulphur[month] - ash[month]) * CO2_PER_CARBON for month in self.periods}
        carbon = self.series("anode_emission_tco2", facility, None, carbon)
        cf4 = self.usual("cf4_emission_factor_kg_per_t", facility, CF4_FACTOR, 3)
        c2f6 = self.usual("c2f6_emission_factor_kg_per_t", facility, C2F6_FACTOR, 4)
        effects = {month: output[month] * (cf4[month] * GWP_CF4 + c2f6[month] * GWP_C2F6) / 1000 for month in self.periods}
        effects = self.series("anode_effect_emission_tco2e", facility, None, effects)
        process = {month: carbon[month] + effects[month] for month in self.periods}
        process = self.series("electrolysis_emission_tco2e", facility, None, process)
        if total(output.values()):
            intensity = total(process.values()) / total(output.values())
            self.put(("electrolysis_intensity_tco2e_per_t", facility, None, None), intensity, 4)
        return {
            "total_molten_aluminium_output_t": output,
            "total_anode_emission_tco2": carbon,
            "total_anode_effect_emission_tco2e": effects,
            "total_electrolysis_emission_tco2e": process,
        }

    def fuel(self, item: str) -> Series:
        """Consumption × carbon × oxidation × 44/12; a measured carbon content before NCV × carbon per heat."""
        defaults = [Fraction(text) for text in FUELS.get(item, ())] or [None] * 3
        raw: Series = {}
        for month in self.periods:
            carbon = self.given("fuel_received_carbon_content", None, item, month, 4)
            heat = self.given("fuel_net_calorific_value", None, item, month, 3) or defaults[0]
            per_heat = self.given("fuel_carbon_content_tc_per_gj", None, item, month, 5) or defaults[1]
            oxidation = self.given("fuel_oxidation_rate", None, item, month, 4) or defaults[2]
            if carbon is None:
                assert heat is not None and per_heat is not None
                carbon = heat * per_heat
            assert oxidation is not None
            raw[month] = self.must("fuel_consumption", None, item, month, 2) * carbon * oxidation * CO2_PER_CARBON
        return self.series("fuel_emission_tco2", None, item, raw)

    def carbonate(self, item: str) -> Series:
        """Consumption × factor × purity."""
        raw: Series = {}
        for month in self.periods:
            factor = self.given("carbonate_emission_factor_tco2_per_t", None, item, month, 4)
            purity = self.given("carbonate_purity", None, item, month, 2)
            used = self.must("carbonate_consumption_t", None, item, month, 2)
            used *= Fraction(CARBONATES[item]) if factor is None else factor
            raw[month] = used * (1 if purity is None else purity)
        return self.series("carbonate_emission_tco2", None, item, raw)

    def enterprise(self) -> None:
        """The sums of the entity; its year in whole tonnes."""
        potlines = [self.potline(line) for line in self.of_kind("potline")]
        sums = {quantity: self._added(line[quantity] for line in potlines) for quantity in potlines[0]}
        sums["total_fuel_emission_tco2"] = self._added(self.fuel(item) for item in self.items(None, "fuel_consumption"))
        carbonates = self.items(None, "carbonate_consumption_t")
        sums["total_carbonate_emission_tco2"] = self._added(self.carbonate(item) for item in carbonates)
        carried = ("power_unit_emission_tco2", "other_facility_emission_tco2")
        sums["carried_in_emission_tco2"] = {
            month: total(self.given(quantity, None, None, month, 2) or Fraction(0) for quantity in carried) for month in self.periods
        }
        for quantity, summed in sums.items():
            self.series(quantity, None, None, summed)
        counted = list(sums)[3:]  # electrolysis, fuels, carbonates, carried in
        whole = {month: total(sums[quantity][month] for quantity in counted) for month in self.periods}
        if self.periods != [None]:
            for month, number in whole.items():
                self.put(("enterprise_emission_tco2e", None, None, month), number)
        self.put(("enterprise_emission_tco2e", None, None, None), total(whole.values()), 0)

    def auxiliary(self) -> None:
        """Emission of purchased electricity and heat where they are reported; in no total."""
        grid = self.usual("electricity_emission_factor_tco2_per_mwh", None, GRID.get(self.case["year"], NEWER_GRID), 4)
        heat = self.usual("heat_emission_factor_tco2_per_gj", None, HEAT, 4)
        for amount, emission, factors, decimals in (
            ("net_purchased_electricity_mwh", "electricity_emission_tco2", grid, 3),
            ("net_purchased_heat_gj", "heat_emission_tco2", heat, 2),
        ):
            if (amount, None, None) in self.inputs:
                bought = {month: self.must(amount, None, None, month, decimals) for month in self.periods}
                self.series(emission, None, None, {month: bought[month] * factors[month] for month in self.periods})

    def _added(self, many: Iterable[Series]) -> Series:
        rows = list(many)
        return {month: total(row[month] for row in rows) for month in self.periods}


def _in_units(row: Mapping[str, Any]) -> Series:
    """The numbers of an entry in the units of the guide."""
    factor = UNITS.get(row.get("unit", ""), Fraction(1))
    return {month: number * factor for month, number in series_of(row).items()}


def expected_numbers(case: Mapping[str, Any]) -> dict[Place, str]:
    """Every derived number of a case, by place, as decimal text."""
    smelter = Smelter(case)
    smelter.enterprise()
    smelter.auxiliary()
    return smelter.numbers
