"""Plausibility checks of the supplementary sheet: electricity per tonne of aluminium. Limits come from smelting practice."""

from __future__ import annotations

from tanheng.engine.checks import check


@check(
    "AL-221",
    index=("facility", "month"),
    unit="kWh/t",
    low="12800",
    high="13800",
    decimals=0,
    status="recalled",
    zh="吨铝交流电耗 {value} kWh/t，超出经验区间 {low} 至 {high}",
    en="AC electricity is {value} kWh per t of aluminium, outside the usual {low} to {high}",
    remedy_zh="先核对电量单位是否为 MWh（大一千倍多为误填 kWh，小一千倍多为误填 GWh），再核对各来源是否填全、有无重复，并核对铝液产量",
    remedy_en="check first that the electricity is in MWh (1,000 times too large is probably kWh, too small GWh), then that every origin "
    "stands there once, and check the aluminium output",
)
def ac_electricity_per_t(electrolysis_ac_electricity_mwh, molten_aluminium_output_t, *, p):
    """Practice range of AC electricity per tonne of aluminium."""
    return electrolysis_ac_electricity_mwh * p.kwh_per_mwh / molten_aluminium_output_t
