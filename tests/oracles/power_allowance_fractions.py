"""The four allocation plans of the power sector in plain fractions: a second calculation of corrections, allowances,
obligations and issue, written from the reference sheet and not from the rule packs.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from tests.oracles.ledger_fractions import Place, half_up
from tests.oracles.power_ledger_fractions import Ledger, Number, ceil, e_to, floor, power, product, ratio, total

# power I II III IV in tCO2/MWh (net until 2022, gross from 2023), heat coal and gas in tCO2/GJ
BENCHMARKS = {
    2019: ("0.877", "0.979", "1.146", "0.392", "0.126", "0.059"),
    2020: ("0.877", "0.979", "1.146", "0.392", "0.126", "0.059"),
    2021: ("0.8218", "0.8773", "0.9350", "0.3920", "0.1111", "0.0560"),
    2022: ("0.8177", "0.8729", "0.9303", "0.3901", "0.1105", "0.0557"),
    2023: ("0.7950", "0.8090", "0.8285", "0.3305", "0.1038", "0.0536"),
    2024: ("0.7910", "0.8049", "0.8244", "0.3288", "0.1033", "0.0533"),
    2025: ("0.7902", "0.8017", "0.8162", "0.3288", "0.1027", "0.0533"),
    2026: ("0.7894", "0.7985", "0.8080", "0.3288", "0.1021", "0.0533"),
}
CLASSES = ("I", "II", "III", "IV")
COOLING = {"water": Fraction(1), "air": Fraction("1.05"), "back_pressure": Fraction(1)}
HEAT_SLOPE = {"coal": Fraction("0.22"), "gas": Fraction("0.6")}
PRE_ALLOCATION = {
    2019: "0.70",
    2020: "0.70",
    2021: "0.70",
    2022: "0.70",
    2023: "0.70",
    2024: "0.70",
    2025: "0.50",
    2026: "0.50",
}
CAP_SHARE, TOP_UP_SHARE, CCER_SHARE = Fraction("0.20"), Fraction("0.80"), Fraction("0.05")
BORROWING_FROM, BORROWING_SHARE = Fraction("0.10"), Fraction("0.50")
OUTSIDE_2023 = {
    "biomass",
    "secondary_energy",
    "special_fuel",
    "waste_gas",
    "rebuilt_gas",
    "oil_igcc_combustion",
    "closed_or_new",
    "heating_boiler",
}


def load_correction_2019(load: Fraction) -> Fraction:
    """F_f of 2019–2022 for conventional coal, condensing."""
    if load >= Fraction("0.85"):
        return Fraction(1)
    if load >= Fraction("0.80"):
        return 1 + Fraction("0.0014") * (85 - 100 * load)
    if load >= Fraction("0.75"):
        return Fraction("1.007") + Fraction("0.0016") * (80 - 100 * load)
    return power("1.015", 16 - 20 * load)


def load_correction_2023(load: Fraction) -> Fraction:
    """F_f of 2023–2024 for conventional coal, cogeneration included; six decimals."""
    return half_up(power("1.015", 16 - 20 * load), 6) if load < Fraction("0.65") else Fraction(1)


def load_correction_2025(load: Fraction) -> Fraction:
    """F_f of the draft for 2025–2026; the load factor in per cent, six decimals."""
    points = 100 * load
    if points >= 50:
        return Fraction(1)
    first = Fraction("0.633") * (1 - e_to(-points / Fraction("29.822")))
    second = Fraction("5.643") * (1 - e_to(-points / Fraction("6.871")))
    return half_up(Fraction("7.254") - first - second, 6)


class PowerQuota(Ledger):
    """The units of one entity in one compliance year."""

    def __init__(self, case: Mapping[str, Any]) -> None:
        super().__init__(case)
        self.exact: dict[tuple[str, str], Fraction] = {}  # numbers without declared decimals, by quantity and unit
        self.supply_basis = self.year <= 2022  # net supply until 2022, gross generation since
        self.outside = {unit for unit in self.units if self._stands_outside(unit)}

    def _stands_outside(self, unit: str) -> bool:
        special = self.attribute("special_case", unit, "none")
        if self.supply_basis:
            return special == "outside"
        return special == "heating_boiler" if self.year >= 2025 else special in OUTSIDE_2023

    def _equals_verified(self, unit: str) -> bool:
        return self.year >= 2025 and self.attribute("special_case", unit, "none") not in ("none", "heating_boiler")

    def by_benchmark(self, unit: str) -> bool:
        """Whether the unit's allowance follows its class."""
        return unit not in self.outside and not self._equals_verified(unit)

    def value(self, quantity: str, unit: str | None, decimals: int) -> Number:
        """An input of the year."""
        return self.given(quantity, unit, None, decimals)

    def unit_class(self, unit: str) -> str:
        """I, II, III, IV or special."""
        return self.attribute("unit_class", unit, "special")

    def benchmarks(self, unit: str) -> tuple[Fraction, Fraction]:
        """Power and heat benchmark of the unit's class."""
        row = [Fraction(text) for text in BENCHMARKS[self.year]]
        return row[CLASSES.index(self.unit_class(unit))], row[5 if self.unit_class(unit) == "IV" else 4]

    # ── corrections ──────────────────────────────────────────────────────────────────────────────

    def load_correction(self, unit: str) -> Fraction:
        """F_f: classes I and II; until 2022 condensing units only."""
        if self.unit_class(unit) not in ("I", "II"):
            return Fraction(1)
        load = self.value("load_factor", unit, 4)
        if self.supply_basis:
            condensing = self.attribute("product_type", unit, "condensing") == "condensing"
            return load_correction_2019(load or Fraction(0)) if condensing else Fraction(1)
        assert load is not None
        return load_correction_2023(load) if self.year < 2025 else load_correction_2025(load)

    def corrections(self, unit: str) -> Fraction:
        """The product of all corrections of the power allowance."""
        load = self.load_correction(unit)
        if not self.supply_basis:
            self.put("load_correction", unit, None, load, 6)
            return load
        self.exact["load_correction", unit] = load
        gas = self.unit_class(unit) == "IV"
        heat_ratio = self.value("heat_ratio", unit, 4) or Fraction(0)
        heat = 1 - HEAT_SLOPE["gas" if gas else "coal"] * heat_ratio
        cooling = Fraction(1) if gas else COOLING[self.attribute("cooling", unit, "water")]
        self.exact["heat_correction", unit] = heat
        self.exact["counted_cooling_correction", unit] = cooling
        return load * heat * cooling

    # ── units ────────────────────────────────────────────────────────────────────────────────────

    def unit(self, unit: str) -> Fraction:
        """Allowance of the unit as approved; its numbers are recorded on the way."""
        verified = self.value("verified_emission_tco2e", unit, 2) or Fraction(0)
        if not self.by_benchmark(unit):
            approved = Fraction(0) if unit in self.outside else floor(verified)
            self.put("approved_allowance_tco2e", unit, None, approved, 0)
            return approved
        power_benchmark, heat_benchmark = self.benchmarks(unit)
        amount = self.value("net_supply_mwh" if self.supply_basis else "gross_generation_mwh", unit, 3) or Fraction(0)
        heat = self.value("heat_supply_gj", unit, 2) or Fraction(0)
        of_power = floor(amount * power_benchmark * self.corrections(unit))
        of_heat = floor(heat * heat_benchmark)
        self.put("power_allowance_tco2e", unit, None, of_power, 0)
        self.put("heat_allowance_tco2e", unit, None, of_heat, 0)
        initial = of_power + of_heat
        self.put("initial_allowance_tco2e", unit, None, initial, 0)
        approved = initial
        if not self.supply_basis:
            gas = self.unit_class(unit) == "IV"
            approved = max(initial, floor(verified)) if gas else initial
            self.put("gas_top_up_tco2e", unit, None, approved - initial, 0)
        self.put("approved_allowance_tco2e", unit, None, approved, 0)
        return approved

    def obligation(self, unit: str, approved: Fraction) -> Fraction:
        """What the unit owes: its verified emission; until 2022 a gas unit at most its free allowance."""
        verified = self.value("verified_emission_tco2e", unit, 2) or Fraction(0)
        if unit in self.outside:
            owed = Fraction(0)
        elif self.supply_basis and self.unit_class(unit) == "IV":
            owed = min(verified, approved)
        else:
            owed = verified
        self.put("unit_obligation_tco2e", unit, None, owed, 2)
        return owed

    def pre_allocation(self, unit: str) -> Fraction:
        """A share of an earlier year, cut down."""
        share = self.value("pre_allocation_share", unit, 4)
        share = Fraction(PRE_ALLOCATION[self.year]) if share is None else share
        base: Number
        if self.unit_class(unit) == "special" and self.year <= 2020:
            base = Fraction(0)
        elif self.year <= 2020:
            power_benchmark, heat_benchmark = self.benchmarks(unit)
            base = total(
                (
                    product(self.value("base_net_supply_mwh", unit, 3), power_benchmark),
                    product(self.value("base_heat_supply_gj", unit, 2), heat_benchmark),
                )
            )
        else:
            before = "base_verified_emission_tco2e" if self.supply_basis else "previous_verified_emission_tco2e"
            base = self.value(before, unit, 2) or Fraction(0)
        amount = floor(share * (base or Fraction(0)))
        self.put("pre_allocation_tco2e", unit, None, amount, 0)
        return amount

    # ── the entity ───────────────────────────────────────────────────────────────────────────────

    def entity(self) -> None:
        """Allowance, obligation, gap, issue of the entity."""
        approved = {unit: self.unit(unit) for unit in self.units}
        owed = {unit: self.obligation(unit, approved[unit]) for unit in self.units}
        inside = [unit for unit in self.units if unit not in self.outside]
        verified = total(self.value("verified_emission_tco2e", unit, 2) for unit in inside)
        self.put("entity_verified_emission_tco2e", None, None, verified, 2)
        allowance = total(approved.values())
        if self.supply_basis:
            obligation = ceil(min(total(owed.values()), allowance + CAP_SHARE * verified))
        else:
            obligation = ceil(verified)
            allowance = self.topped_up(allowance, obligation)
        self.put("entity_allowance_tco2e", None, None, allowance, 0)
        self.put("entity_obligation_tco2e", None, None, obligation, 0)
        of = verified if self.supply_basis else obligation
        gap = ratio(of - allowance, of)
        self.put("gap_rate", None, None, gap, 4)
        self.put("allowance_shortfall_tco2e", None, None, obligation - allowance, 0)
        self.put("ccer_limit_tco2e", None, None, floor(CCER_SHARE * obligation), 0)
        if self.year in (2021, 2022):
            borrowed = BORROWING_SHARE * max(obligation - allowance, Fraction(0))
            allowed = gap is not None and half_up(gap, 4) >= BORROWING_FROM
            self.put("borrowing_limit_tco2e", None, None, floor(borrowed) if allowed else Fraction(0), 0)
        self.issue(allowance)

    def topped_up(self, initial: Fraction, obligation: Fraction) -> Fraction:
        """The gap cap of 2023 and later: at least 0.8 of what is owed."""
        self.put("entity_initial_allowance_tco2e", None, None, initial, 0)
        self.put("initial_gap_rate", None, None, ratio(obligation - initial, obligation), 4)
        top_up = max(floor(TOP_UP_SHARE * obligation - initial), Fraction(0))
        self.put("gap_top_up_tco2e", None, None, top_up, 0)
        return initial + top_up

    def issue(self, approved: Fraction) -> None:
        """Pre-issue, true-up, reductions (forms 1-5 and 2-5)."""
        pre = total([self.pre_allocation(unit) for unit in self.units])
        reduction = self.value("allowance_reduction_tco2e", None, 0) or Fraction(0)
        first = min(reduction, pre)
        pre_issued, still_open, true_up = pre - first, reduction - first, approved - pre
        returned = max(first - approved, Fraction(0))
        if returned:
            second, final = Fraction(0), true_up + returned
        else:
            second = min(still_open, max(true_up, Fraction(0)))
            final = true_up - second
        for quantity, number in (
            ("entity_pre_allocation_tco2e", pre),
            ("first_reduction_tco2e", first),
            ("pre_issued_tco2e", pre_issued),
            ("open_reduction_after_pre_allocation_tco2e", still_open),
            ("true_up_tco2e", true_up),
            ("returned_reduction_tco2e", returned),
            ("second_reduction_tco2e", second),
            ("final_issued_tco2e", final),
            ("total_issued_tco2e", pre_issued + final),
            ("open_reduction_tco2e", still_open - second + returned),
        ):
            self.put(quantity, None, None, number, 0)


def expected_numbers(case: Mapping[str, Any]) -> dict[Place, str]:
    """Every derived number of a case with declared decimals, by place, as decimal text."""
    quota = PowerQuota(case)
    quota.entity()
    return quota.numbers
