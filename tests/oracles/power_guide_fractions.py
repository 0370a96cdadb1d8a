"""The power guides of 2022 and 2026 in plain fractions: a second calculation of the emission, production and auxiliary
numbers of generation units, written from the reference sheet and not from the rule packs. Labels P-1 … are the sheet's.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from tests.oracles.ledger_fractions import CO2_PER_CARBON, Month, Place
from tests.oracles.power_ledger_fractions import Ledger, Number, Series, first, product, ratio, total

COALS = (
    "anthracite",
    "bituminous_coal",
    "lignite",
    "washed_coal",
    "other_washed_coal",
    "coal_gangue",
    "coal_slime",
    "coal_water_slurry",
    "other_coal_products",
)
PENALTY_NCV, PENALTY_CARBON, COAL_OXIDATION = Fraction("26.7"), Fraction("0.03085"), Fraction("0.99")
# net calorific value GJ, carbon tC/GJ, oxidation; per t, gases per 10^4 Nm3
FUELS = {
    "petroleum_coke": ("32.500", "0.02750", "0.99"),
    "crude_oil": ("41.816", "0.02008", "0.98"),
    "fuel_oil": ("41.816", "0.02110", "0.98"),
    "gasoline": ("43.070", "0.01890", "0.98"),
    "diesel": ("42.652", "0.02020", "0.98"),
    "kerosene": ("43.070", "0.01960", "0.98"),
    "other_petroleum": ("41.031", "0.02000", "0.98"),
    "lng": ("51.498", "0.01720", "0.98"),
    "lpg": ("50.179", "0.01720", "0.98"),
    "coal_tar": ("33.453", "0.02200", "0.98"),
    "refinery_gas": ("45.998", "0.01820", "0.98"),
    "natural_gas": ("389.310", "0.01532", "0.99"),
    "blast_furnace_gas": ("33.000", "0.07080", "0.99"),
    "converter_gas": ("84.000", "0.04960", "0.99"),
    "coke_oven_gas": ("173.854", "0.01210", "0.99"),
    "other_gas": ("52.270", "0.01220", "0.99"),
}
BIOMASS = ("biomass", "biogas", "municipal_waste", "sewage_sludge")  # outside the boundary: the quantity is told, the rest is not
OWN_SECONDARY_ENERGY = ("blast_furnace_gas", "converter_gas", "coke_oven_gas")
FEEDWATER_ENTHALPY, WATER_TEMPERATURE, KCAL = Fraction("83.74"), Fraction(20), Fraction("4.1868")
EXCHANGER_EFFICIENCY = Fraction("0.95")
GJ_PER_TCE, PER_THOUSAND = Fraction("29.3076"), Fraction(1, 1000)
GRID = "national"


class PowerPlant(Ledger):
    """All units of one entity under the guide of 2022 or of 2026."""

    def __init__(self, case: Mapping[str, Any]) -> None:
        super().__init__(case)
        self.with_purchased_electricity = case["pack"].endswith("2022")

    # ── the tests of coal ────────────────────────────────────────────────────────────────────────

    def samples(self, unit: str) -> dict[Month, tuple[Number, Number]]:
        """Carbon and NCV of each month weighted by daily or batch coal (P-4, P-6); None without samples or tests."""
        carbons, heats, weights = Series(), Series(), Series()
        for month in self.periods:
            coal, carbon, heat, tested = Fraction(0), Fraction(0), Fraction(0), False
            for item in self.items(unit, "sample_coal_t"):
                amount = self.given("sample_coal_t", unit, month, 2, item)
                if not amount:
                    continue
                ncv = self.given("sample_net_calorific_value_gj_per_t", unit, month, 3, item)
                ncv = PENALTY_NCV if ncv is None else ncv
                content = self.given("sample_received_carbon_content", unit, month, 4, item)
                tested = tested or content is not None
                coal += amount
                heat += amount * ncv
                carbon += amount * (ncv * PENALTY_CARBON if content is None else content)
            weights[month] = coal
            carbons[month] = ratio(carbon, coal) if tested else None
            heats[month] = ratio(heat, coal)
        carbons = self.averaged("sampled_carbon_content", unit, carbons, weights, 4)
        heats = self.averaged("sampled_net_calorific_value_gj_per_t", unit, heats, weights, 3)
        return {month: (carbons[month] or None, heats[month] or None) for month in self.periods}

    def measured_carbon(self, unit: str, item: str, weights: Series) -> Series:
        """The monthly test: as received, else from the air-dried, else from the dry basis (P-3)."""
        air_dried = self.each(lambda month: self._from_air_dried(unit, item, month))
        air_dried = self.averaged("air_dried_to_received_carbon_content", unit, air_dried, weights, 4, item)
        dry = self.each(lambda month: self._from_dry(unit, item, month))
        dry = self.averaged("dry_to_received_carbon_content", unit, dry, weights, 4, item)
        received = self.each(lambda month: self.given("fuel_received_carbon_content", unit, month, 4, item))
        return self.each(lambda month: first(received[month], air_dried[month], dry[month]))

    def _from_air_dried(self, unit: str, item: str, month: Month) -> Number:
        moisture = self.given("total_moisture", unit, month, 4, item)
        inherent = self.given("inherent_moisture", unit, month, 4, item)
        content = self.given("fuel_air_dried_carbon_content", unit, month, 4, item)
        if moisture is None or inherent is None:
            return None
        return ratio(product(content, 1 - moisture), 1 - inherent)

    def _from_dry(self, unit: str, item: str, month: Month) -> Number:
        moisture = self.given("total_moisture", unit, month, 4, item)
        content = self.given("fuel_dry_carbon_content", unit, month, 4, item)
        return None if moisture is None else product(content, 1 - moisture)

    # ── one fuel of one unit ─────────────────────────────────────────────────────────────────────

    def fuel(self, unit: str, item: str, samples: dict[Month, tuple[Number, Number]]) -> tuple[Series, Series]:
        """Emission (P-1, P-2) and heat of a fuel."""
        if item in BIOMASS:
            mixed = self.reported("fuel_fossil_share", unit, item)
            return self.partly_fossil(unit, item) if mixed else self.not_fossil(unit, item)
        coal = item in COALS
        default = (PENALTY_NCV, PENALTY_CARBON, COAL_OXIDATION) if coal else tuple(map(Fraction, FUELS[item]))
        weights = self.each(lambda month: self.given("fuel_consumption", unit, month, 2, item))
        addition = self.each(lambda month: self.given("fuel_calibration_addition", unit, month, 4, item) or Fraction(0))
        raised = self.each(lambda month: product(weights[month], 1 + total([addition[month]])))
        burnt = self.summed("counted_fuel_consumption", unit, raised, item=item)
        monthly = self.measured_carbon(unit, item, weights)
        carbon = self.each(lambda month: first(samples[month][0] if coal else None, monthly[month]))
        carbon = self.averaged("fuel_measured_carbon_content", unit, carbon, weights, 4, item)
        reported = self.each(lambda month: self.given("fuel_net_calorific_value", unit, month, 3, item))
        ncv = self.each(lambda month: first(samples[month][1] if coal else None, reported[month], default[0]))
        ncv = self.averaged("counted_net_calorific_value", unit, ncv, weights, 3, item)
        oxidation = self.each(lambda month: first(self.given("fuel_oxidation_rate", unit, month, 4, item), default[2]))
        burning = self.each(lambda month: product(burnt[month], oxidation[month], CO2_PER_CARBON))
        by_carbon = self.each(lambda month: product(burning[month], carbon[month]))
        by_carbon = self.summed("fuel_emission_by_carbon_tco2", unit, by_carbon, item=item)
        by_heat = self.each(lambda month: product(burning[month], ncv[month], default[1]))
        by_heat = self.summed("fuel_emission_by_heat_tco2", unit, by_heat, item=item)
        emission = self.each(lambda month: first(by_carbon[month], by_heat[month]))
        heat = self.each(lambda month: product(burnt[month], ncv[month]))
        return (
            self.summed("fuel_emission_tco2", unit, emission, item=item),
            self.summed("fuel_heat_gj", unit, heat, item=item),
        )

    def partly_fossil(self, unit: str, item: str) -> tuple[Series, Series]:
        """Waste by the plant's own values: its fossil carbon as P-1 with P-2, and its heat so far; the rest is a memo, wholly oxidised."""
        burnt = self.each(lambda month: self.given("fuel_consumption", unit, month, 2, item))
        share = self.each(lambda month: self.given("fuel_fossil_share", unit, month, 4, item))
        ncv = self.each(lambda month: self.given("fuel_net_calorific_value", unit, month, 3, item))
        ncv = self.averaged("counted_net_calorific_value", unit, ncv, burnt, 3, item)
        carbon = self.each(lambda month: product(ncv[month], self.given("fuel_carbon_content_tc_per_gj", unit, month, 5, item)))
        oxidation = self.each(lambda month: self.given("fuel_oxidation_rate", unit, month, 4, item))
        self.summed("counted_fuel_consumption", unit, burnt, item=item)
        fossil = self.each(lambda month: product(burnt[month], share[month]))
        emission = self.each(lambda month: product(fossil[month], carbon[month], oxidation[month], CO2_PER_CARBON))
        self.summed("fuel_emission_by_heat_tco2", unit, emission, item=item)
        memo = self.each(
            lambda month: None if share[month] == 1 else product(burnt[month], 1 - share[month], carbon[month], CO2_PER_CARBON)
        )
        self.summed("biogenic_emission_tco2", unit, memo, item=item)
        heat = self.each(lambda month: product(fossil[month], ncv[month]))
        return self.summed("fuel_emission_tco2", unit, emission, item=item), self.summed("fuel_heat_gj", unit, heat, item=item)

    def not_fossil(self, unit: str, item: str) -> tuple[Series, Series]:
        """What is burnt counts, its carbon and its heat do not."""
        weights = self.each(lambda month: self.given("fuel_consumption", unit, month, 2, item))
        self.summed("counted_fuel_consumption", unit, weights, item=item)
        nothing = self.each(lambda _: Fraction(0))
        self.summed("fuel_emission_by_heat_tco2", unit, nothing, item=item)
        emission = self.summed("fuel_emission_tco2", unit, nothing, item=item)
        return emission, self.summed("fuel_heat_gj", unit, nothing, item=item)

    # ── generation, heat, hours ──────────────────────────────────────────────────────────────────

    def cut(self, quantity: str, unit: str, decimals: int, deduction: str, number: Series) -> Series:
        """Production data less the deduction for calibration."""
        less = self.each(lambda month: 1 - (self.given(deduction, unit, month, 4) or Fraction(0)))
        return self.summed(quantity, unit, {month: product(number[month], less[month]) for month in less}, decimals)

    def heat_supplied(self, unit: str) -> Series:
        """Metered heat, else steam and hot water (P-9); network water over the exchanger efficiency."""
        efficiency = EXCHANGER_EFFICIENCY if self.attribute("heat_metering", unit, "unit_side") == "network_water" else Fraction(1)
        steam = self.each(lambda month: self._steam(unit, month))
        steam = self.summed("steam_heat_gj", unit, steam)
        water = self.each(lambda month: ratio(self._water(unit, month), efficiency))
        water = self.summed("hot_water_heat_gj", unit, water)
        metered = self.each(lambda month: self.given("heat_supply_gj", unit, month, 2))
        supplied = self.each(lambda month: first(metered[month], total((steam[month], water[month]))))  # none: 0
        return self.cut("counted_heat_supply_gj", unit, 2, "heat_calibration_deduction", supplied)

    def _steam(self, unit: str, month: Month) -> Number:
        enthalpy = self.given("supplied_steam_enthalpy_kj_per_kg", unit, month, 2)
        amount = self.given("supplied_steam_t", unit, month, 2)
        return None if enthalpy is None else product(amount, enthalpy - FEEDWATER_ENTHALPY, PER_THOUSAND)

    def _water(self, unit: str, month: Month) -> Number:
        warm = self.given("supplied_hot_water_temperature", unit, month, 2)
        amount = self.given("supplied_hot_water_t", unit, month, 2)
        return None if warm is None else product(amount, warm - WATER_TEMPERATURE, KCAL, PER_THOUSAND)

    def hours(self, unit: str) -> Series:
        """P-10: the parts of a merged unit weighted by their power, else the hours as reported."""
        parts = self.items(unit, "part_rated_capacity_mw")

        def of_month(month: Month) -> Number:
            power = [self.given("part_rated_capacity_mw", unit, month, 3, part) for part in parts]
            ran = [self.given("part_running_hours_h", unit, month, 2, part) for part in parts]
            if month is not None:
                self.put("merged_capacity_mw", unit, month, total(power) or Fraction(0), 3)
            if not parts:
                return self.given("running_hours_h", unit, month, 2)
            return ratio(total(product(one, hours) for one, hours in zip(power, ran, strict=True)), total(power))

        means = [self.mean_power(unit, part) for part in parts]
        self.put("merged_capacity_mw", unit, None, total(means) if parts else Fraction(0), 3)
        return self.summed("unit_running_hours_h", unit, self.each(of_month), 2)

    def mean_power(self, unit: str, part: str) -> Number:
        """The power of a part over the year, weighted by its hours; without any hours what all months share."""
        power = [self.given("part_rated_capacity_mw", unit, month, 3, part) for month in self.periods]
        ran = [self.given("part_running_hours_h", unit, month, 2, part) for month in self.periods]
        if total(ran):
            return total(product(one, hours) for one, hours in zip(power, ran, strict=True)) / total(ran)
        return power[0]

    def load_factor(self, unit: str, generation: Series, hours: Series) -> None:
        """P-11; the year over the sums (generation over capacity × hours)."""
        capacity = self.each(lambda month: self.given("rated_capacity_mw", unit, month, 3))
        full = {month: product(capacity[month], hours[month]) for month in self.periods}
        for month in self.periods:
            self.put("load_factor", unit, month, ratio(generation[month], full[month]), 4)
        self.put("load_factor", unit, None, ratio(self.annual(generation), self.annual(full)), 4)

    def biomass(self, unit: str, fossil_heat: Series) -> None:
        """P-12: the share of the boiler's fuel heat that fossil fuels do not explain."""
        boiler: Series = {}
        for month in self.periods:
            output = self.given("boiler_heat_output_gj", unit, month, 2)
            boiler[month] = ratio(output, self.given("boiler_efficiency", unit, month, 3))
        boiler = self.summed("boiler_fuel_heat_gj", unit, boiler)
        for month in self.periods:
            self._share(unit, month, boiler[month], fossil_heat[month])
        self._share(unit, None, self.annual(boiler), self.annual(fossil_heat))

    def _share(self, unit: str, month: Month, boiler: Number, fossil: Number) -> None:
        if boiler is not None and fossil is not None:
            self.put("biomass_heat_share", unit, month, ratio(boiler - fossil, boiler), 3)

    # ── auxiliary numbers, by the year ───────────────────────────────────────────────────────────

    def auxiliary(self, unit: str, emission: Series, fossil_heat: Series, generation: Series, heat: Series) -> None:
        """Annex E: heat ratio, coal rates, intensities; E is the fuel emission of P-1. No heat supplied: the packs show 0."""
        coal = self.annual(self.summed("standard_coal_t", unit, {month: ratio(fossil_heat[month], GJ_PER_TCE) for month in self.periods}))
        emitted, generated, supplied = self.annual(emission), self.annual(generation), self.annual(heat)
        boiler_heat = self.annual(self.each(lambda month: self.given("boiler_heat_output_gj", unit, month, 2)))
        design = set(self.each(lambda month: self.given("design_heat_coal_rate_t_per_gj", unit, month, 5)).values())
        by_boiler = self.put("boiler_heat_ratio", unit, None, ratio(supplied, boiler_heat), 4)
        by_coal = self.put("coal_rate_heat_ratio", unit, None, ratio(product(design.pop(), supplied), coal), 4)
        share = by_coal if by_boiler is None else by_boiler
        if self.attribute("product_type", unit, "condensing") == "condensing":
            share = Fraction(0)
        share = self.put("heat_ratio", unit, None, share, 4)
        rest = None if share is None else 1 - share
        self.put("heat_coal_rate_t_per_gj", unit, None, ratio(product(share, coal), supplied), 4)
        self.put("generation_intensity_tco2_per_mwh", unit, None, ratio(product(rest, emitted), generated), 4)
        self.put("heat_intensity_tco2_per_gj", unit, None, ratio(product(share, emitted), supplied), 4)
        if self.with_purchased_electricity:
            net = self.annual(self.each(lambda month: self.given("net_supply_mwh", unit, month, 3)))
            self.put("supply_coal_rate_t_per_mwh", unit, None, ratio(product(rest, coal), net), 4)
            self.put("supply_intensity_tco2_per_mwh", unit, None, ratio(product(rest, emitted), net), 4)
        else:
            self.put("generation_coal_rate_t_per_mwh", unit, None, ratio(product(rest, coal), generated), 4)

    # ── one unit, all units ──────────────────────────────────────────────────────────────────────

    def electricity(self, unit: str) -> Series:
        """P-7, the edition of 2022 only."""
        if not self.with_purchased_electricity or not self.items(unit, "purchased_electricity_mwh"):
            return self.each(lambda month: Fraction(0))
        bought = self.each(
            lambda month: product(
                self.given("purchased_electricity_mwh", unit, month, 3, GRID),
                self.given("purchased_electricity_factor_tco2_per_mwh", unit, month, 4, GRID),
            )
        )
        return self.summed("purchased_electricity_emission_tco2", unit, bought, item=GRID)

    def unit(self, unit: str) -> tuple[Series, Series]:
        """What the unit emits from fuel, and with purchased electricity (P-8)."""
        samples = self.samples(unit)
        fuels = {item: self.fuel(unit, item, samples) for item in self.items(unit, "fuel_consumption")}
        burnt = self.each(lambda month: total(emission[month] for emission, _ in fuels.values()))
        burnt = self.summed("unit_fuel_emission_tco2", unit, burnt)
        heat = self.each(lambda month: total(heat[month] for _, heat in fuels.values()))
        heat = self.summed("fossil_fuel_heat_gj", unit, heat)
        own = self.each(lambda month: total(fuels[item][1][month] for item in fuels if item in OWN_SECONDARY_ENERGY))
        for month in self.periods:
            self.put("secondary_energy_heat_share", unit, month, ratio(own[month], heat[month]), 4)
        self.put("secondary_energy_heat_share", unit, None, ratio(self.annual(own), self.annual(heat)), 4)
        bought = self.electricity(unit)
        whole = self.summed("unit_emission_tco2", unit, self.each(lambda month: total((burnt[month], bought[month]))))
        generated = self.each(lambda month: self.given("gross_generation_mwh", unit, month, 3))
        generation = self.cut("counted_generation_mwh", unit, 3, "generation_calibration_deduction", generated)
        hours = self.cut("counted_running_hours_h", unit, 2, "hours_calibration_deduction", self.hours(unit))
        supplied = self.heat_supplied(unit)
        self.load_factor(unit, generation, hours)
        self.biomass(unit, heat)
        self.auxiliary(unit, burnt, heat, generation, supplied)
        return burnt, whole

    def entity(self) -> None:
        """All units: what is emitted, what the power sector clears, what goes to the industry's enterprise level."""
        units = {unit: self.unit(unit) for unit in self.units}
        listed = {unit for unit in units if self.attribute("power_list", unit, "listed") == "listed"}
        for unit, (burnt, _) in units.items():
            cleared = burnt if unit in listed else self.each(lambda month: Fraction(0))
            self.summed("listed_unit_emission_tco2", unit, cleared)
        whole = self.each(lambda month: total(both[1][month] for both in units.values()))
        self.summed("total_unit_emission_tco2", None, whole, year_decimals=0)
        self._fuel_of("listed_power_emission_tco2", [both[0] for unit, both in units.items() if unit in listed])
        self._fuel_of("power_unit_emission_tco2", [both[0] for unit, both in units.items() if unit not in listed])

    def _fuel_of(self, quantity: str, members: list[Series]) -> None:
        self.summed(quantity, None, self.each(lambda month: total(one[month] for one in members)))


def expected_numbers(case: Mapping[str, Any]) -> dict[Place, str]:
    """The main derived numbers of a case of cn/power/cets_2022 or cets_2026, by place, as decimal text."""
    plant = PowerPlant(case)
    plant.entity()
    return plant.numbers
