"""The slips that no check tells, each with its reason: a figure that could be true, and nothing else in the edition that knows better.

A test holds the list against what is found: a slip that is told no longer stands here.
"""

from __future__ import annotations

OUTPUT = "nothing else in the edition knows the output, and potlines of a tenth and of ten times of it exist"
HEAT = "a unit may supply a tenth of the heat: the plans from 2023 on ask for no heat ratio that would say so"
GAS = "the edition has no heating value and no default of the fuel to hold it against, and a smelter may burn a tenth of the gas"
PASSING: dict[str, dict[str, tuple[tuple[str, ...], str]]] = {
    "cn_power_allowance_2023_2024": {"heat_supply_gj": (("0.1",), HEAT)},
    "cn_power_allowance_2025_2026_draft": {"heat_supply_gj": (("0.1",), HEAT)},
    "eu_aluminium_cbam_2025": {"fuel_consumption": (("0.1", "0.01"), GAS), "fuel_received_carbon_content": (("0.1",), GAS)},
    "intl_aluminium_iai_slope": {"molten_aluminium_output_t": (("0.1",), OUTPUT)},
    "intl_aluminium_ipcc_2006": {"molten_aluminium_output_t": (("0.1", "10"), OUTPUT)},
}
