"""Plausibility checks of the aluminium guide of 2013. Limits come from smelting practice; only a missing electricity
factor blocks, because purchased electricity would silently count nothing.
"""

from __future__ import annotations

from tanheng.engine.checks import check
from tanheng.engine.words import first_present

MONTHLY = ("facility", "month")
YEARLY = ("facility", "year")


@check(
    "AL-111",
    index=("month",),
    unit="tCO2/MWh",
    low="0",
    severity="error",
    status="project",
    zh="填报了净购入电量，却没有电力排放因子，净购入电力的排放算不出来",
    en="purchased electricity is reported but no emission factor, so its emission cannot be computed",
    remedy_zh="写明“{grid_region}”；该年度没有公布值时，填报“{electricity_emission_factor_tco2_per_mwh}”并注明主管部门的文件",
    remedy_en="state “{grid_region}”; where no value is published for the year, report "
    "“{electricity_emission_factor_tco2_per_mwh}” and name the document of the authority",
)
def electricity_factor_known(electricity_emission_factor_tco2_per_mwh, net_purchased_electricity_mwh, *, p):
    """Every purchased MWh has a factor; −1 stands for none. A purchase of zero asks for nothing."""
    factor = first_present(electricity_emission_factor_tco2_per_mwh, p.no_electricity_factor)
    return factor * net_purchased_electricity_mwh / net_purchased_electricity_mwh


@check(
    "AL-121",
    index=MONTHLY,
    unit="tC/t",
    low="0.38",
    high="0.43",
    status="recalled",
    zh="吨铝炭阳极净耗 {value} tC/t，超出经验区间 {low} 至 {high}",
    en="net carbon-anode use is {value} tC per t of aluminium, outside the usual {low} to {high}",
    remedy_zh="复核阳极盘点与残极回收：净耗 =（毛耗 − 残极）÷ 铝液产量；低于 0.334 在物理上不可能",
    remedy_en="review stock count and butts: net use = (gross − butts) ÷ output; below 0.334 is physically impossible",
)
def net_anode_rate(anode_net_consumption_rate_tc_per_t):
    """Practice range of net anode use per tonne of aluminium."""
    return anode_net_consumption_rate_tc_per_t


@check(
    "AL-122",
    index=MONTHLY,
    unit="tC/t",
    low="0.334",
    status="derived",
    zh="吨铝炭阳极净耗 {value} tC/t，低于化学计量下限 {low}（电流效率 100% 时），物理上不可能",
    en="net carbon-anode use is {value} tC per t of aluminium, below the stoichiometric floor {low} (at 100 % current efficiency)",
    remedy_zh="核对阳极消耗是否漏报、单位是否为 tC/t，铝液产量是否多计（含外购铝液或重熔）",
    remedy_en="look for unreported anodes, check the unit tC/t, and output that includes bought or remelted metal",
)
def net_anode_floor(anode_net_consumption_rate_tc_per_t):
    """Stoichiometry of 2 Al2O3 + 3 C → 4 Al + 3 CO2: never below 0.334."""
    return anode_net_consumption_rate_tc_per_t


@check(
    "AL-123",
    index=MONTHLY,
    unit="min/cell/day",
    low="0.05",
    high="3",
    decimals=3,
    status="recalled",
    zh="阳极效应分钟数 {value} 每槽日，超出经验区间 {low} 至 {high}（现代预焙槽通常 0.05–0.3）",
    en="anode-effect minutes are {value} per cell-day, outside {low} to {high} (modern prebake cells: 0.05–0.3)",
    remedy_zh="核对频率的单位（次/槽日）和持续时间的单位（分钟，不是秒），分钟数 = 频率 × 持续时间",
    remedy_en="check the units of frequency (per cell-day) and duration (minutes, not seconds); minutes = frequency × duration",
)
def anode_effect_minutes(anode_effect_minutes_per_cell_day):
    """Practice range of anode-effect minutes per cell-day."""
    return anode_effect_minutes_per_cell_day


@check(
    "AL-124",
    index=MONTHLY,
    low="0.05",
    high="0.12",
    status="project",
    zh="C2F6与CF4的排放因子之比为 {value}，超出 {low} 至 {high}；常见原因是把CF4的数值抄到了C2F6",
    en="the factor of C2F6 is {value} of that of CF4, outside {low} to {high}; often the value of CF4 was copied",
    remedy_zh="核对两个因子：缺省值为 0.034 与 0.0034，相差十倍",
    remedy_en="check the two factors: the defaults are 0.034 and 0.0034, ten times apart",
)
def hexafluoroethane_share(c2f6_emission_factor_kg_per_t, cf4_emission_factor_kg_per_t):
    """C2F6 is about one tenth of CF4."""
    return c2f6_emission_factor_kg_per_t / cf4_emission_factor_kg_per_t


@check(
    "AL-125",
    index=YEARLY,
    unit="tCO2e/t",
    low="1.40",
    high="2.10",
    status="project",
    zh="全年阳极消耗与阳极效应合计 {value} tCO2e/t 铝，超出 {low} 至 {high}",
    en="anodes and anode effects of the year are {value} tCO2e per t of aluminium, outside {low} to {high}",
    remedy_zh="全部用缺省值时为 1.7553；偏离时复核净耗、硫分、灰分和效应分钟数",
    remedy_en="with all defaults it is 1.7553; otherwise review net anode use, sulphur, ash and anode-effect minutes",
)
def electrolysis_intensity(electrolysis_emission_tco2e, molten_aluminium_output_t):
    """Anodes and anode effects per tonne of aluminium; 1.50304 + 0.25228 with all defaults."""
    return electrolysis_emission_tco2e / molten_aluminium_output_t
