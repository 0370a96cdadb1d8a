"""Magnitudes that this edition alone asks for: a unit typed for another is told with the unit that was meant."""

from __future__ import annotations

from tanheng.engine.checks import check
from tanheng.engine.words import if_reported, total


@check(
    "AL-070",
    index=("year",),
    unit="t/MWh",
    high="30",
    decimals=0,
    suspects="net_purchased_electricity_mwh",
    asks=False,
    status="project",
    zh="全年净购入使用电量很少：每兆瓦时对应 {value} t 铝，超过 {high}",
    en="very little electricity is purchased in the year: {value} t of aluminium for each MWh, above {high}",
    remedy_zh="核对计量单位（MWh，不是 GWh 或 亿kWh）；全部由自备电厂供电的不必处理",
    remedy_en="check the unit (MWh, not GWh); a smelter fed by its own plant needs do nothing",
)
def little_purchased_electricity(net_purchased_electricity_mwh, molten_aluminium_output_t):
    """Purchased electricity so small against the output that its unit is doubted."""
    return total(molten_aluminium_output_t) / net_purchased_electricity_mwh


@check(
    "AL-077",
    index=("year",),
    unit="MWh/tCO2",
    high="10",
    decimals=1,
    suspects="electricity_emission_factor_tco2_per_mwh",
    status="project",
    zh="电力排放因子小得不合常理：{value} MWh 才排放 1 tCO2，超过 {high}",
    en="the electricity factor is implausibly small: {value} MWh for one tCO2, above {high}",
    remedy_zh="因子单位是 tCO2/MWh（0.5 左右），不是 tCO2/kWh；零碳电力写 0 并附证明",
    remedy_en="the factor is in tCO2/MWh (about 0.5), not tCO2/kWh; proven zero-carbon power is 0",
)
def electricity_factor(electricity_emission_factor_tco2_per_mwh, net_purchased_electricity_mwh):
    """Factor of purchased electricity; zero where it is proven green, else not next to nothing."""
    return net_purchased_electricity_mwh / (electricity_emission_factor_tco2_per_mwh * net_purchased_electricity_mwh)


@check(
    "AL-079",
    index=("year",),
    unit="t/t",
    high="0.5",
    suspects="limestone_consumption_t",
    status="project",
    zh="全年石灰石消耗 {value} t/t 铝，超过 {high}",
    en="limestone of the year is {value} t per t of aluminium, above {high}",
    remedy_zh="核对计量单位（t，不是 kg），再核对采购与领用台账",
    remedy_en="check the unit (t, not kg), then the ledgers of purchase and use",
)
def limestone_per_t(limestone_consumption_t, molten_aluminium_output_t):
    """Limestone over the output of all potlines."""
    return limestone_consumption_t / total(molten_aluminium_output_t)


@check(
    "AL-098",
    index=("year",),
    unit="MWh/t",
    low="8",
    decimals=1,
    suspects="net_purchased_electricity_mwh",
    likely="25",
    status="project",
    zh="净购入电量与自备机组的发电量（按排放量估算）合计只有 {value} MWh/t 铝，低于 {low}：电解一吨铝约用 13.5",
    en="purchased electricity and that of captive units (as their emission tells) are {value} MWh per t of aluminium, below {low}: "
    "electrolysis takes about 13.5",
    remedy_zh="核对净购入电量的单位（MWh，不是 万kWh）和小数点，再核对是否漏报自备机组的排放量；自备水电、光伏等零碳电力写明原因",
    remedy_en="check the unit of the electricity (MWh, not 10^4 kWh) and the point, then the emission of captive units; where captive "
    "water "
    "or solar power feeds the pots say so",
)
def electricity_of_the_smelter(net_purchased_electricity_mwh, power_unit_emission_tco2, molten_aluminium_output_t, *, p):
    """Purchased electricity and captive power over the output of all potlines; the whole smelter takes some 14 MWh/t."""
    captive = if_reported(power_unit_emission_tco2) / p.captive_power_tco2_per_mwh
    return (net_purchased_electricity_mwh + captive) / total(molten_aluminium_output_t)
