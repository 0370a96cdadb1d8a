"""Plausibility checks of the 2013 cement pack. Limits come from kiln practice unless a check says otherwise.

Each function gives one measure; the engine holds it against the range and says value, range and remedy. A measure
whose operands are absent is skipped.
"""

from __future__ import annotations

from tanheng.engine.checks import check
from tanheng.engine.words import first_present, if_reported, where


@check(
    "CE-025",
    index=("month",),
    unit="GJ/t",
    low="2.9",
    high="3.6",
    decimals=3,
    suspects=("fuel_consumption", "fuel_net_calorific_value", "clinker_output_t"),
    status="recalled",
    zh="熟料热耗 {value} GJ/t，超出经验区间 {low} 至 {high}（按企业全部燃料）",
    en="heat use is {value} GJ per t of clinker, outside the usual {low} to {high} (all fuels of the enterprise)",
    remedy_zh="核对煤耗（入磨与入窑两个计量点择一）、低位发热量基准与单位（GJ/t，不是 kcal/kg）和熟料产量；使用替代燃料时说明",
    remedy_en="check the coal (one of the two metering points, mill or kiln), basis and unit of the NCV (GJ/t, not "
    "kcal/kg) and the clinker output; mention alternative fuels where they are used",
)
def heat_per_tonne(kiln_fuel_heat_gj, total_clinker_output_t):
    """Cross-checks, heat use: Σ FC × NCV ÷ Q_cl."""
    return kiln_fuel_heat_gj / total_clinker_output_t


@check(
    "CE-042",
    index=("year",),
    unit="tCO2e/t",
    low="0.75",
    high="1.05",
    status="project",
    zh="企业吨熟料排放量 {value} tCO2e/t，超出 {low} 至 {high}（含净购入电力）",
    en="enterprise emission is {value} tCO2e per t of clinker, outside {low} to {high} (purchased power included)",
    remedy_zh="先核对数量级（吨与万吨、98 与 0.98），再核对燃料、熟料产量与化验数据",
    remedy_en="check the order of magnitude first (t or 10^4 t, 98 or 0.98), then fuels, clinker output and analyses",
)
def enterprise_intensity(enterprise_emission_tco2e, total_clinker_output_t):
    """Cross-checks, intensity: enterprise total over clinker."""
    return enterprise_emission_tco2e / total_clinker_output_t


@check(
    "CE-037",
    index=("month",),
    unit="MWh",
    low="0",
    high="0",
    decimals=3,
    severity="error",
    status="project",
    zh="有净购入电量 {value} MWh，但没有该年度的电力排放因子，排放总量会漏计",
    en="net purchased power of {value} MWh has no emission factor for this year, so the total would leave it out",
    remedy_zh="写明“{grid_region}”；该年度没有公布值时，按主管部门通知指明的年份填写“{electricity_emission_factor_tco2_per_mwh}”并注明文件",
    remedy_en="name “{grid_region}”; where the year has no published value, enter "
    "“{electricity_emission_factor_tco2_per_mwh}” of the year the authority names, with its document",
)
def electricity_without_factor(net_purchased_electricity_mwh, electricity_emission_factor_tco2_per_mwh, *, p):
    """Equation (8): a reported quantity needs a factor, never a neighbour's."""
    factor = first_present(electricity_emission_factor_tco2_per_mwh, p.no_electricity_factor)
    return where(factor <= p.no_electricity_factor, if_reported(net_purchased_electricity_mwh), 0)


@check(
    "CE-057",
    index=("item", "year"),
    unit="GJ/t",
    high="0.5",
    decimals=2,
    suspects="alternative_fuel_consumption_t",
    status="project",
    zh="该替代燃料全年热量为 {value} GJ/t 熟料，超过 {high}：一种替代燃料很少占到熟料热耗的七分之一",
    en="this alternative fuel gives {value} GJ per t of clinker in the year, above {high}: a single one rarely gives a seventh of a "
    "kiln's heat",
    remedy_zh="核对计量单位（t，不是 kg）、热值的单位（GJ/t）和小数点，再核对入厂台账；确属实际情况的，写明替代率",
    remedy_en="check the unit (t, not kg), that of the heating value (GJ/t) and the points, then the ledger; where it is true give the "
    "rate",
)
def alternative_fuel_heat_per_t(alternative_fuel_consumption_t, alternative_fuel_heating_value_gj_per_t, total_clinker_output_t):
    """Heat of an alternative fuel over the clinker of all lines; a kiln takes 3 to 4 GJ/t of all fuels together."""
    return alternative_fuel_consumption_t * alternative_fuel_heating_value_gj_per_t / total_clinker_output_t
