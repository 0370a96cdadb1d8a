"""Random power plants: case/1 documents of the guides and of the allocation plans, with the corners that the rules name."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

from tests.oracles.power_guide_fractions import BIOMASS, COALS, FUELS, GRID

GASES = ("natural_gas", "blast_furnace_gas", "coke_oven_gas", "converter_gas", "other_gas")
OILS = ("diesel", "fuel_oil", "lng", "refinery_gas", "petroleum_coke", "coal_tar")
MIXED = ("municipal_waste", "sewage_sludge")
CARBON_TESTS = ("received", "air_dried", "dry", "samples", "none", "mixed")
HEAT_METERS = ("none", "direct", "steam", "steam_and_water")


class PlantMaker:
    """Draws one document; `months` is one period or twelve."""

    def __init__(self, pack: str, seed: int) -> None:
        self.pack = pack
        self.chance = random.Random(f"{pack} {seed}")
        self.by_year = self.chance.random() < 0.3
        self.values: list[dict[str, Any]] = []
        self.attributes: list[dict[str, str]] = []

    def number(self, low: float, high: float, decimals: int) -> str:
        scale = 10**decimals
        whole = self.chance.randint(int(low * scale), int(high * scale))
        text = str(whole).rjust(decimals + 1, "0")
        return f"{text[:-decimals]}.{text[-decimals:]}" if decimals else text

    def add(
        self,
        quantity: str,
        low: float,
        high: float,
        decimals: int,
        *,
        share: float = 1.0,
        same: bool = False,
        **place: str,
    ) -> None:
        """A series of a quantity; `share` of the months is reported, `same` makes them equal."""
        head = {"quantity": quantity, "kind": "measured", "source": "合成台账", "evidence": "合成凭证.pdf", **place}
        if self.by_year:
            if share == 1.0 or self.chance.random() < share:
                self.values.append({**head, "year": self.number(low, high, decimals)})
            return
        one = self.number(low, high, decimals)
        months = {
            str(month): one if same else self.number(low, high, decimals)
            for month in range(1, 13)
            if share == 1.0 or self.chance.random() < share
        }
        if months:
            self.values.append({**head, "months": months})

    def maybe(self, share: float = 0.5) -> bool:
        return self.chance.random() < share

    # ── the guides ───────────────────────────────────────────────────────────────────────────────

    def plant(self) -> dict[str, Any]:
        units = [f"unit-{number}" for number in range(1, self.chance.randint(1, 3) + 1)]
        for unit in units:
            self._fuels(unit)
            self._production(unit)
        first = 2023 if self.pack.endswith("2022") else 2026
        return {
            "tanheng": "case/1",
            "pack": self.pack,
            "year": self.chance.randint(first, 2025 if first == 2023 else 2027),
            "grain": "year" if self.by_year else "month",
            "entity": {"name": "合成电厂"},
            "facilities": [{"id": unit, "kind": "power_unit"} for unit in units],
            "attributes": self.attributes,
            "values": self.values,
        }

    def _fuels(self, unit: str) -> None:
        coal = self.chance.choice(COALS)
        fuels = [coal] if self.maybe(0.8) else []
        fuels += [self.chance.choice(OILS)] if self.maybe(0.6) else []
        fuels += [self.chance.choice(GASES)] if self.maybe(0.5) or not fuels else []
        for item in fuels:
            place = {"facility": unit, "item": item}
            self.add("fuel_consumption", 0 if self.maybe(0.2) else 1000, 90000, 2, **place)
            if self.maybe(0.4):
                self.add("fuel_calibration_addition", 0, 0.02, 4, **place)
            if not self.pack.endswith("2022") and self.maybe(0.7):
                self.add("fuel_oxidation_rate", 0.97, 1, 4, **place)
        if self.maybe(0.3):
            self._biomass(unit, self.chance.choice(BIOMASS))
        if coal in fuels:
            self._coal_tests(unit, coal)
        for item in set(fuels) - {coal}:
            self._fuel_tests(unit, item)

    def _biomass(self, unit: str, item: str) -> None:
        """Burnt without further values, or waste of which some carbon is fossil."""
        place = {"facility": unit, "item": item}
        self.add("fuel_consumption", 100, 9000, 2, **place)
        if item in MIXED and self.maybe(0.7):
            self.add("fuel_fossil_share", 0, 1, 4, **place)
            self.add("fuel_net_calorific_value", 6, 16, 3, **place)
            self.add("fuel_carbon_content_tc_per_gj", 0.02, 0.04, 5, **place)
            self.add("fuel_oxidation_rate", 0.95, 1, 4, **place)

    def _coal_tests(self, unit: str, coal: str) -> None:
        way, place = self.chance.choice(CARBON_TESTS), {"facility": unit, "item": coal}
        if way in ("received", "mixed"):
            self.add("fuel_received_carbon_content", 0.35, 0.65, 4, share=1.0 if way == "received" else 0.6, **place)
        if way in ("air_dried", "mixed"):
            self.add("fuel_air_dried_carbon_content", 0.4, 0.7, 4, **place)
            self.add("inherent_moisture", 0.01, 0.05, 4, **place)
        if way == "dry":
            self.add("fuel_dry_carbon_content", 0.4, 0.75, 4, **place)
        if way in ("air_dried", "dry", "mixed"):
            self.add("total_moisture", 0.06, 0.2, 4, **place)
        if way == "samples" or (way == "mixed" and self.maybe(0.3)):
            for number in range(1, self.chance.randint(1, 5) + 1):
                sample = {"facility": unit, "item": f"sample_{number:02}"}
                self.add("sample_coal_t", 0, 9000, 2, share=0.8, **sample)
                self.add("sample_received_carbon_content", 0.35, 0.65, 4, share=0.7, **sample)
                self.add("sample_net_calorific_value_gj_per_t", 16, 25, 3, share=0.8, **sample)
        if self.maybe(0.7):
            self.add("fuel_net_calorific_value", 16, 25, 3, share=1.0 if self.maybe(0.5) else 0.7, **place)

    def _fuel_tests(self, unit: str, item: str) -> None:
        ncv, place = float(FUELS[item][0]), {"facility": unit, "item": item}
        if self.maybe(0.5):
            self.add("fuel_net_calorific_value", ncv * 0.9, ncv * 1.1, 3, **place)
        if self.maybe(0.3):
            carbon = ncv * float(FUELS[item][1])
            self.add("fuel_received_carbon_content", carbon * 0.9, carbon * 1.1, 4, **place)

    def _merged_units(self, unit: str) -> None:
        """Two to four units under one report, and their power together."""
        powers = [Decimal(self.number(25, 200, 3)) for _ in range(self.chance.randint(2, 4))]
        head = {"kind": "measured", "source": "合成台账", "evidence": "合成凭证.pdf", "facility": unit}
        for number, power in enumerate(powers, 1):
            item = f"unit_{number:02}"
            self.values.append({**head, "quantity": "part_rated_capacity_mw", "item": item, **self._alike(power)})
            self.add("part_running_hours_h", 0, 672, 2, facility=unit, item=item)
        self.values.append({**head, "quantity": "rated_capacity_mw", **self._alike(sum(powers, Decimal(0)))})

    def _alike(self, number: Decimal) -> dict[str, Any]:
        """The same number in every period."""
        text = format(number, "f")
        return {"year": text} if self.by_year else {"months": {str(month): text for month in range(1, 13)}}

    def _production(self, unit: str) -> None:
        place = {"facility": unit}
        merged = self.maybe(0.3)
        if merged:
            self._merged_units(unit)
        else:
            self.add("rated_capacity_mw", 25, 700, 3, same=True, **place)
        self.add("gross_generation_mwh", 1, 15000, 3, **place)
        if not merged:
            self.add("running_hours_h", 100, 672, 2, **place)
        if not self.by_year and not merged and self.maybe(0.3):
            for row in self.values[-2:]:  # a month of standstill
                row["months"]["6"] = "0"
        for quantity in (
            "generation_calibration_deduction",
            "heat_calibration_deduction",
            "hours_calibration_deduction",
        ):
            if self.maybe(0.3):
                self.add(quantity, 0, 0.02, 4, same=quantity.startswith("hours"), **place)
        meters = self.chance.choice(HEAT_METERS)
        if meters == "direct":
            self.add("heat_supply_gj", 1, 90000, 2, **place)
        if meters.startswith("steam"):
            self.add("supplied_steam_t", 1, 90000, 2, **place)
            self.add("supplied_steam_enthalpy_kj_per_kg", 2700, 3400, 2, **place)
        if meters == "steam_and_water":
            self.add("supplied_hot_water_t", 1, 90000, 2, **place)
            self.add("supplied_hot_water_temperature", 40, 120, 2, **place)
        if self.maybe(0.5):
            self.add("boiler_heat_output_gj", 100000, 900000, 2, **place)
            self.add("boiler_efficiency", 0.85, 0.95, 3, **place)
        if self.maybe(0.3):
            self.add("design_heat_coal_rate_t_per_gj", 0.03, 0.045, 5, same=True, **place)
        self._electricity(unit)
        for name, choices in (
            ("power_list", ("listed", "unlisted")),
            ("product_type", ("condensing", "cogeneration")),
            ("heat_metering", ("unit_side", "network_water")),
        ):
            if self.maybe(0.7):
                self.attributes.append({"name": name, "facility": unit, "value": self.chance.choice(choices)})

    def _electricity(self, unit: str) -> None:
        place = {"facility": unit}
        if self.pack.endswith("2022"):
            if self.maybe(0.5):
                self.add("net_supply_mwh", 1, 14000, 3, **place)
            if self.maybe(0.5):
                self.add("purchased_electricity_mwh", 0, 900, 3, item=GRID, **place)
                self.add("purchased_electricity_factor_tco2_per_mwh", 0.5, 0.6, 4, same=True, item=GRID, **place)
        elif self.maybe(0.5):
            self.add("purchased_electricity_mwh", 0, 900, 3, **place)

    # ── the allocation plans ─────────────────────────────────────────────────────────────────────

    def quota(self, years: tuple[int, int], special_cases: tuple[str, ...]) -> dict[str, Any]:
        self.by_year, year = True, self.chance.randint(*years)
        units = [f"unit-{number}" for number in range(1, self.chance.randint(1, 4) + 1)]
        for unit in units:
            self._unit_of_a_plan(unit, year, special_cases)
        if self.maybe(0.5):
            self.add("allowance_reduction_tco2e", 0, 3000000, 0)
        return {
            "tanheng": "case/1",
            "pack": self.pack,
            "year": year,
            "grain": "year",
            "entity": {"name": "合成电厂"},
            "facilities": [{"id": unit, "kind": "power_unit"} for unit in units],
            "attributes": self.attributes,
            "values": self.values,
        }

    def _unit_of_a_plan(self, unit: str, year: int, special_cases: tuple[str, ...]) -> None:
        place, special = {"facility": unit}, self.chance.choice(special_cases) if self.maybe(0.3) else "none"
        self.attributes.append({"name": "special_case", "facility": unit, "value": special})
        one = self.chance.choice(("I", "II", "III", "IV") if special == "none" else ("I", "II", "III", "IV", "special"))
        self.attributes.append({"name": "unit_class", "facility": unit, "value": one})
        scale = 2 if one == "IV" else 1
        self.add("verified_emission_tco2e", 200000 / scale, 2000000 / scale, 2, **place)
        self.add("net_supply_mwh" if year < 2023 else "gross_generation_mwh", 200000, 2000000, 3, **place)
        if one in ("I", "II") or self.maybe(0.5):
            self.add("load_factor", 0.2, 0.95, 4, **place)
        if self.maybe(0.4):
            self.add("heat_supply_gj", 1, 3000000, 2, **place)
        if self.maybe(0.3):
            self.add("pre_allocation_share", 0.3, 0.7, 4, **place)
        if year < 2023:
            if self.maybe(0.4):
                self.add("heat_ratio", 0, 0.6, 4, **place)
            if self.maybe(0.5):
                self.attributes.append(
                    {
                        "name": "cooling",
                        "facility": unit,
                        "value": self.chance.choice(("water", "air", "back_pressure")),
                    }
                )
            if self.maybe(0.5):
                self.attributes.append(
                    {
                        "name": "product_type",
                        "facility": unit,
                        "value": self.chance.choice(("condensing", "cogeneration")),
                    }
                )
        if year <= 2020 and self.maybe(0.8):
            self.add("base_net_supply_mwh", 200000, 2000000, 3, **place)
            if self.maybe(0.5):
                self.add("base_heat_supply_gj", 1, 3000000, 2, **place)
        elif year > 2020 and self.maybe(0.8):
            before = "base_verified_emission_tco2e" if year < 2023 else "previous_verified_emission_tco2e"
            self.add(before, 200000, 2500000, 2, **place)


def random_plant(pack: str, seed: int) -> dict[str, Any]:
    """A plant under cn/power/cets_2022 or cets_2026."""
    return PlantMaker(pack, seed).plant()


def random_quota(pack: str, seed: int, years: tuple[int, int], special_cases: tuple[str, ...]) -> dict[str, Any]:
    """The units of an entity under an allocation plan."""
    return PlantMaker(pack, seed).quota(years, special_cases)
