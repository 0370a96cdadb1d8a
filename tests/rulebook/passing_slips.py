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

SMALL = "the published example is of a potline of 1 000 t and is doubted for that; a thousand times larger it is an ordinary one"
MENDED = "the case is of a wrong unit and is told so; the slip undoes the mistake, and the figure is the true one"
SMALL_POTLINE = ("molten_aluminium_output_t", ("1000",), SMALL)
# (pack, English title of the worked case) → quantity, factors, reason
PASSING_IN_CASES: dict[tuple[str, str], tuple[str, tuple[str, ...], str]] = {
    ("cn/aluminium/supplement_2017", "electricity entered in kilowatt hours"): ("electricity_by_origin_mwh", ("0.001",), MENDED),
    ("cn/cement/allowance_2017_draft", "emission typed in 10^4 t"): ("verified_emission_tco2e", ("10000",), MENDED),
    ("cn/cement/cets_2024", "clinker output typed in 10^4 t"): ("clinker_output_t", ("10000",), MENDED),
    ("cn/power/allowance_2019_2020", "refused: electricity entered in kWh"): ("net_supply_mwh", ("0.001",), MENDED),
    ("cn/power/allowance_2021_2022", "refused: electricity entered in kWh"): ("net_supply_mwh", ("0.001",), MENDED),
    ("cn/power/allowance_2023_2024", "refused: electricity entered in kWh"): ("gross_generation_mwh", ("0.001",), MENDED),
    ("cn/power/allowance_2025_2026_draft", "refused: electricity entered in kWh"): ("gross_generation_mwh", ("0.001",), MENDED),
    ("eu/aluminium/cbam_2025", "no carbon balance of electrodes"): SMALL_POTLINE,
    ("intl/aluminium/iai_slope", "a collection efficiency is reported"): SMALL_POTLINE,
    ("intl/aluminium/iai_slope", "workbook example of the overvoltage method (centre-worked prebake)"): (
        "molten_aluminium_output_t",
        ("1000",),
        SMALL,
    ),
    ("intl/aluminium/iai_slope", "workbook example of the slope method (vertical stud Søderberg)"): (
        "molten_aluminium_output_t",
        ("1000",),
        SMALL,
    ),
    ("intl/aluminium/ipcc_2006", "tier 2/3: overvoltage"): SMALL_POTLINE,
    ("intl/aluminium/ipcc_2006", "tier 2/3: pitch volatiles and packing coke of baking plants"): (
        "molten_aluminium_output_t",
        ("1000",),
        SMALL,
    ),
}
