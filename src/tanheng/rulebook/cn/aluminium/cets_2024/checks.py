"""Plausibility checks of the aluminium pack. Limits come from smelting practice, not the guide; they block nothing.

Each function gives one measure; the engine holds it against the range and says value, range and remedy. A measure
whose operands are absent is skipped. Calibration, stocks and meters are checked where their records stand, not here.
"""

from __future__ import annotations

from tanheng.engine.checks import check

MONTHLY = ("facility", "month")
YEARLY = ("facility", "year")


@check(
    "AL-021",
    index=MONTHLY,
    unit="t/t",
    low="0.45",
    high="0.50",
    status="recalled",
    zh="阳极毛耗 {value} t/t 铝，超出经验区间 {low} 至 {high}",
    en="gross anode consumption is {value} t per t of aluminium, outside the usual {low} to {high}",
    remedy_zh="对照换极台账（换极块数 × 单重）和阳极盘点，核对期初、购入、自产、外销、期末是否平衡；再核对铝液产量",
    remedy_en="compare with the pot-change ledger (anodes changed × weight) and the stock count: opening + "
    "purchased + own − sold − closing; then check the aluminium output",
)
def gross_anode_ratio(anode_consumption_t, molten_aluminium_output_t):
    """Practice range of gross anode consumption, AC ÷ P."""
    return anode_consumption_t / molten_aluminium_output_t


@check(
    "AL-022",
    index=YEARLY,
    unit="t/t",
    low="0.38",
    high="0.43",
    status="recalled",
    zh="全年阳极净耗 {value} t/t 铝，超出经验区间 {low} 至 {high}",
    en="net anode consumption of the year is {value} t per t of aluminium, outside the usual {low} to {high}",
    remedy_zh="复核全年阳极盘点与残极回收，确认阳极消耗量按毛耗填报、未重复扣减残极",
    remedy_en="review the yearly stock count and the butts; make sure gross consumption is reported and butts "
    "are not deducted twice",
)
def net_anode_ratio(anode_net_consumption_t, molten_aluminium_output_t):
    """Practice range of net anode consumption, AN ÷ P."""
    return anode_net_consumption_t / molten_aluminium_output_t


@check(
    "AL-023",
    index=YEARLY,
    unit="t/t",
    low="0.334",
    status="derived",
    zh="全年阳极净耗 {value} t/t 铝，低于化学计量下限 {low}（电流效率 100% 时），物理上不可能",
    en="net anode consumption of the year is {value} t per t of aluminium, below the stoichiometric floor "
    "{low} (at 100 % current efficiency)",
    remedy_zh="核对阳极消耗量是否漏报、是否误填净耗，铝液产量是否多计（含外购铝液或重熔）",
    remedy_en="look for unreported anodes, net figures entered as gross, or output that includes bought or "
    "remelted metal",
)
def net_anode_floor(anode_net_consumption_t, molten_aluminium_output_t):
    """Stoichiometry of 2 Al2O3 + 3 C → 4 Al + 3 CO2: AN ÷ P is never below 0.334."""
    return anode_net_consumption_t / molten_aluminium_output_t


@check(
    "AL-024",
    index=MONTHLY,
    unit="kWh/t",
    low="12800",
    high="13800",
    decimals=0,
    status="recalled",
    zh="吨铝交流电耗 {value} kWh/t，超出经验区间 {low} 至 {high}",
    en="AC electricity is {value} kWh per t of aluminium, outside the usual {low} to {high}",
    remedy_zh="先核对电量单位是否为 MWh（误填 kWh 会大一千倍），再对照整流机组抄表记录与电费结算单，并核对铝液产量",
    remedy_en="check first that the electricity is in MWh (kWh is a thousand times larger), then compare "
    "meter readings of the rectifiers with the settlement, and check the aluminium output",
)
def ac_electricity_per_t(electrolysis_ac_electricity_mwh, molten_aluminium_output_t, *, p):
    """Practice range of AC electricity per tonne; also a plausibility check of the output."""
    return electrolysis_ac_electricity_mwh * p.kwh_per_mwh / molten_aluminium_output_t


@check(
    "AL-025",
    index=YEARLY,
    unit="tCO2e/t",
    low="1.50",
    high="1.65",
    status="derived",
    zh="全年铝电解工序吨铝碳排放量 {value} tCO2e/t，超出推导区间 {low} 至 {high}",
    en="process emission of the year is {value} tCO2e per t of aluminium, outside the derived {low} to {high}",
    remedy_zh="缺省参数固定时该强度只随阳极毛耗变化：复核阳极消耗量和铝液产量，并在报告中说明原因",
    remedy_en="with fixed defaults this intensity moves with gross anode consumption only: review anodes and "
    "output, and explain it in the report",
)
def process_intensity(electrolysis_emission_tco2e, molten_aluminium_output_t):
    """Process intensity that the practice ranges of anode consumption allow, E ÷ P."""
    return electrolysis_emission_tco2e / molten_aluminium_output_t


@check(
    "AL-031",
    index=("item", "month"),
    unit="tC/GJ",
    low="0.0110",
    high="0.0750",
    decimals=5,
    status="project",
    zh="实测元素碳含量与低位发热量之比为 {value} tC/GJ，超出各燃料的合理范围 {low} 至 {high}",
    en="measured carbon content over net calorific value is {value} tC/GJ, outside what any fuel shows ({low} "
    "to {high})",
    remedy_zh="核对检测报告的基准（收到基）和单位：元素碳写成小数（56% 写作 0.56），低位发热量用 GJ；气体按万标立方米",
    remedy_en="check basis (as received) and units of the laboratory report: carbon as a fraction (56 % is "
    "0.56), NCV in GJ, gases per 10^4 Nm3",
)
def carbon_per_heat(fuel_received_carbon_content, fuel_net_calorific_value):
    """Span of the carbon contents per heat of the default table, from coke oven gas to blast furnace gas."""
    return fuel_received_carbon_content / fuel_net_calorific_value


@check(
    "AL-041",
    index=("year",),
    unit="tCO2e",
    low="26000",
    severity="note",
    decimals=0,
    status="official",
    zh="企业全年直接排放 {value} tCO2e，低于全国碳市场纳入门槛 {low} tCO2e",
    en="direct emission of the enterprise is {value} tCO2e, below the threshold {low} tCO2e of the national ETS",
    remedy_zh="核对是否漏报系列或月份；确实低于门槛时，留意名录调整（连续两年低于门槛可退出）",
    remedy_en="check for unreported potlines or months; if it is truly below, watch the list (two years below "
    "the threshold lead out)",
)
def ets_threshold(enterprise_emission_tco2e):
    """List of covered entities: direct emission of 26 000 tCO2e and above."""
    return enterprise_emission_tco2e
