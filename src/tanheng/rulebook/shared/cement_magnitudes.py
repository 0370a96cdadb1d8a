"""Magnitudes of a cement works' figures, the same in every edition: a unit typed for another is told with the unit that was meant."""

from __future__ import annotations

from tanheng.engine.checks import check
from tanheng.engine.words import only_where


@check(
    "CE-051",
    index=("year",),
    unit="MWh/t",
    high="0.25",
    suspects="net_purchased_electricity_mwh",
    likely="0.01",
    status="project",
    zh="企业全年净购入电量 {value} MWh/t 熟料，超过 {high}；熟料烧成与水泥粉磨合计也用不了这么多",
    en="net purchased power of the year is {value} MWh per t of clinker, above {high}: more than burning and grinding take",
    remedy_zh="核对计量单位（MWh，不是 kWh 或 万kWh），再核对电费结算单与外供电量",
    remedy_en="check the unit (MWh, not kWh or 10^4 kWh), then the settlements and power passed on",
)
def purchased_electricity_per_t(net_purchased_electricity_mwh, total_clinker_output_t):
    """Net purchased power over the clinker of all lines; clinker and grinding together take some 0.1 MWh/t."""
    return net_purchased_electricity_mwh / total_clinker_output_t


@check(
    "CE-052",
    index=("year",),
    unit="GJ/t",
    high="0.3",
    suspects="net_purchased_heat_gj",
    status="project",
    zh="企业全年净购入热量 {value} GJ/t 熟料，超过 {high}",
    en="net purchased heat of the year is {value} GJ per t of clinker, above {high}",
    remedy_zh="核对计量单位（GJ，不是 MJ），再核对结算单",
    remedy_en="check the unit (GJ, not MJ), then the settlements",
)
def purchased_heat_per_t(net_purchased_heat_gj, total_clinker_output_t):
    """Net purchased heat over the clinker of all lines; a works that burns its own fuel buys little."""
    return net_purchased_heat_gj / total_clinker_output_t


@check(
    "CE-053",
    index=("item", "year"),
    unit="GJ/t",
    high="0.5",
    suspects="other_fuel_consumption",
    status="project",
    zh="生产线以外的该燃料全年 {value} GJ/t 熟料，超过 {high}",
    en="this fuel outside the lines gives {value} GJ per t of clinker in the year, above {high}",
    remedy_zh="核对计量单位：固体和液体燃料按 t（不是 kg），气体按万Nm³；再核对领用台账，确认不是入窑燃料",
    remedy_en="check the unit: t for solids and liquids (not kg), 10^4 Nm3 for gases; then the ledger, and that it is no kiln fuel",
)
def other_fuel_heat_per_t(other_fuel_consumption, other_fuel_net_calorific_value, total_clinker_output_t):
    """Heat of a fuel outside the lines over the clinker of all lines; drying, boilers and vehicles take little."""
    return other_fuel_consumption * other_fuel_net_calorific_value / total_clinker_output_t


@check(
    "CE-063",
    index=("facility", "year"),
    unit="t",
    low="5000",
    high="12500000",
    decimals=0,
    suspects="clinker_output_t",
    status="project",
    zh="该线全年熟料产量 {value} t，不在 {low} 至 {high} t 之间",
    en="the clinker of this line in the year is {value} t, not between {low} and {high} t",
    remedy_zh="核对计量单位（t，不是 kg、kt 或 万t）；当年刚点火或即将退出的生产线说明原因",
    remedy_en="check the unit (t, not kg, kt or 10^4 t); for a line that just started or is closing say so",
)
def clinker_of_a_line(clinker_output_t):
    """A line makes tens of thousands of tonnes a year, the largest some 4.5 million; far outside that its unit is doubted."""
    return only_where(clinker_output_t > 0, clinker_output_t)


@check(
    "CE-058",
    index=("facility", "item", "year"),
    unit="t/t",
    high="0.05",
    decimals=3,
    suspects="alternative_fuel_consumption_t",
    status="project",
    zh="该替代燃料全年为 {value} t/t 熟料，超过 {high}",
    en="this alternative fuel is {value} t per t of clinker in the year, above {high}",
    remedy_zh="核对计量单位（t，不是 kg 或 万t）和小数点，再核对入厂台账；协同处置量确实很大的，写明批复能力",
    remedy_en="check the unit (t, not kg or 10^4 t) and the point, then the ledger; where so much is co-processed name the approved "
    "capacity",
)
def alternative_fuel_per_t(alternative_fuel_consumption_t, clinker_output_t):
    """An alternative fuel over the clinker of its line; the waste that lines co-process is some hundredths of it."""
    return alternative_fuel_consumption_t / clinker_output_t
