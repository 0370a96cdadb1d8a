"""Plausibility checks of the aluminium pack. Limits come from smelting practice, not the guide; they block nothing.

Each function gives one measure; the engine holds it against the range and says value, range and remedy. A measure
whose operands are absent is skipped: the balances count only where their records are reported. Calibration and meters
are checked where their records stand, not here.
"""

from __future__ import annotations

from tanheng.engine.checks import check, continuity, spread
from tanheng.engine.words import if_reported, total

MONTHLY = ("facility", "month")
YEARLY = ("facility", "year")


@check(
    "AL-021",
    index=MONTHLY,
    unit="t/t",
    low="0.45",
    high="0.50",
    status="recalled",
    suspects=("anode_consumption_t", "molten_aluminium_output_t"),
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
    remedy_en="review the yearly stock count and the butts; make sure gross consumption is reported and butts are not deducted twice",
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
    remedy_en="look for unreported anodes, net figures entered as gross, or output that includes bought or remelted metal",
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
    remedy_zh="先核对电量单位是否为 MWh（大一千倍多为误填 kWh，小一千倍多为误填 GWh），再对照整流机组抄表记录与电费结算单，并核对铝液产量",
    remedy_en="check first that the electricity is in MWh (1,000 times too large is probably kWh, too small GWh), then compare "
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
    en="measured carbon content over net calorific value is {value} tC/GJ, outside what any fuel shows ({low} to {high})",
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
    remedy_en="check for unreported potlines or months; if it is truly below, watch the list (two years below the threshold lead out)",
)
def ets_threshold(enterprise_emission_tco2e):
    """List of covered entities: direct emission of 26 000 tCO2e and above."""
    return enterprise_emission_tco2e


# ── balances: only where their records are reported ──────────────────────────────────────────────


@check(
    "AL-051",
    index=("month",),
    low="0.99",
    high="1.01",
    status="recalled",
    zh="阳极库存平衡（期初＋购入＋自产−外销−期末）是消耗量的 {value} 倍，超出 {low} 至 {high}",
    en="the stock balance of anodes (opening + purchased + own − sold − closing) is {value} times the consumption, outside {low} to {high}",
    remedy_zh="重新盘点，核对购入发票、自产入库与外销单据，再核对各系列消耗量",
    remedy_en="count again; compare invoices, own output and sales, then the consumption of each potline",
)
def anode_stock_balance(
    anode_opening_stock_t, anode_purchased_t, anode_produced_t, anode_sold_t, anode_closing_stock_t, anode_consumption_t
):
    """Opening + purchased + own − sold − closing = consumption of all potlines, within 1 %."""
    gained = if_reported(anode_purchased_t) + if_reported(anode_produced_t) - if_reported(anode_sold_t)
    return (anode_opening_stock_t + gained - anode_closing_stock_t) / total(anode_consumption_t)


@check(
    "AL-052",
    index=MONTHLY,
    low="0.99",
    high="1.01",
    status="recalled",
    zh="换极量（块数 × 单重）是阳极消耗量的 {value} 倍，超出 {low} 至 {high}",
    en="anodes changed (number × weight) are {value} times the anode consumption, outside {low} to {high}",
    remedy_zh="核对换极台账的块数与单重（毛重，含残极），以及跨月换极的归属",
    remedy_en="check number and weight in the pot-change ledger (gross, with butts) and the month of changes at its turn",
)
def anodes_changed(anode_changed_t, anode_consumption_t):
    """Consumption = anodes changed × weight, within 1 %."""
    return anode_changed_t / anode_consumption_t


@check(
    "AL-053",
    index=MONTHLY,
    low="0.90",
    high="0.96",
    status="recalled",
    zh="按法拉第定律由产量反算的电流效率为 {value}，超出 {low} 至 {high}",
    en="the current efficiency that the output gives by Faraday's law is {value}, outside {low} to {high}",
    remedy_zh="核对系列电流、生产槽日（停槽、启槽）和铝液产量；产量按出铝计时注意在产铝的变化",
    remedy_en="check current, pot-days (pots stopped and started) and output; tapped metal differs by the change in the pots",
)
def current_efficiency_by_output(molten_aluminium_output_t, potline_current_ka, operating_pot_days, *, p):
    """Faraday: CE = P × 1000 ÷ (0.33557 × I × 24 × pot-days)."""
    charge = potline_current_ka * p.hours_per_day * operating_pot_days
    return molten_aluminium_output_t * p.kg_per_t / (p.aluminium_per_charge * charge)


@check(
    "AL-054",
    index=MONTHLY,
    low="0.98",
    high="1.02",
    status="project",
    zh="铝液产量是法拉第理论产量（含电流效率）的 {value} 倍，超出 {low} 至 {high}",
    en="the output is {value} times what Faraday's law gives with the reported current efficiency, outside {low} to {high}",
    remedy_zh="核对出铝计量、系列电流、生产槽日与电流效率的测定",
    remedy_en="check tapping weights, current, pot-days and the measured current efficiency",
)
def output_by_faraday(molten_aluminium_output_t, potline_current_ka, operating_pot_days, current_efficiency, *, p):
    """Faraday: P = 0.33557 × I × 24 × CE × pot-days ÷ 1000."""
    charge = potline_current_ka * p.hours_per_day * operating_pot_days
    return molten_aluminium_output_t * p.kg_per_t / (p.aluminium_per_charge * charge * current_efficiency)


@check(
    "AL-055",
    index=MONTHLY,
    unit="kWh/t",
    low="12500",
    high="13400",
    decimals=0,
    status="recalled",
    zh="吨铝直流电耗 {value} kWh/t，超出经验区间 {low} 至 {high}",
    en="DC electricity is {value} kWh per t of aluminium, outside the usual {low} to {high}",
    remedy_zh="核对电量单位（MWh）、系列电压电流记录和铝液产量",
    remedy_en="check the unit (MWh), the records of voltage and current, and the output",
)
def dc_electricity_per_t(electrolysis_dc_electricity_mwh, molten_aluminium_output_t, *, p):
    """Practice range of DC electricity per tonne."""
    return electrolysis_dc_electricity_mwh * p.kwh_per_mwh / molten_aluminium_output_t


@check(
    "AL-056",
    index=MONTHLY,
    low="0.95",
    high="0.99",
    status="project",
    zh="直流电耗与交流电耗之比为 {value}，超出 {low} 至 {high}（整流效率 0.97–0.99，交流另含辅助用电）",
    en="DC over AC electricity is {value}, outside {low} to {high} (rectifiers 0.97–0.99; AC holds auxiliaries too)",
    remedy_zh="核对两组电表的计量范围和抄表时间；大于 1 一定有错",
    remedy_en="check what the two groups of meters cover and when they are read; above 1 is always wrong",
)
def dc_of_ac_electricity(electrolysis_dc_electricity_mwh, electrolysis_ac_electricity_mwh):
    """Efficiency of the rectifiers, auxiliaries included."""
    return electrolysis_dc_electricity_mwh / electrolysis_ac_electricity_mwh


@check(
    "AL-057",
    index=MONTHLY,
    low="0.97",
    high="1.03",
    status="project",
    zh="直流电耗是由槽电压和电流效率推算值（2980 × V ÷ CE）的 {value} 倍，超出 {low} 至 {high}",
    en="DC electricity is {value} times what cell voltage and current efficiency give (2980 × V ÷ CE), outside {low} to {high}",
    remedy_zh="核对平均槽电压是否含母线分摊、电流效率是否实测，以及直流电量",
    remedy_en="check whether the mean voltage has its share of the busbars, the measured current efficiency and the DC electricity",
)
def dc_electricity_by_voltage(electrolysis_dc_electricity_mwh, molten_aluminium_output_t, cell_voltage_v, current_efficiency, *, p):
    """DC electricity per tonne = 2980 × V ÷ CE."""
    per_tonne = electrolysis_dc_electricity_mwh * p.kwh_per_mwh / molten_aluminium_output_t
    return per_tonne * current_efficiency / (p.dc_electricity_per_volt * cell_voltage_v)


@check(
    "AL-058",
    index=MONTHLY,
    unit="V",
    low="3.85",
    high="4.20",
    decimals=3,
    status="recalled",
    zh="平均槽电压 {value} V，超出经验区间 {low} 至 {high}",
    en="the mean cell voltage is {value} V, outside the usual {low} to {high}",
    remedy_zh="核对系列电压 ÷ 生产槽数，注意停槽月份",
    remedy_en="check line voltage ÷ cells in operation, with an eye on months of stopped pots",
)
def cell_voltage(cell_voltage_v):
    """Practice range of the cell voltage."""
    return cell_voltage_v


@check(
    "AL-059",
    index=MONTHLY,
    unit="t/t",
    low="1.90",
    high="1.96",
    status="recalled",
    zh="氧化铝单耗 {value} t/t 铝，超出经验区间 {low} 至 {high}",
    en="alumina is {value} t per t of aluminium, outside the usual {low} to {high}",
    remedy_zh="核对氧化铝领用与库存、铝液产量是否同口径",
    remedy_en="check alumina drawn and in stock, and that the output is of the same potline",
)
def alumina_per_t(alumina_consumption_t, molten_aluminium_output_t):
    """Practice range of alumina per tonne."""
    return alumina_consumption_t / molten_aluminium_output_t


@check(
    "AL-060",
    index=("month",),
    low="0.995",
    high="1.005",
    status="recalled",
    zh="各系列铝液产量是金属平衡（铸造＋外销铝液＋在产铝变化＋烧损）的 {value} 倍，超出 {low} 至 {high}",
    en="the output of the potlines is {value} times the metal balance (casthouse + liquid sold + change in pots + melt loss), "
    "outside {low} to {high}",
    remedy_zh="核对抬包称量、铸造入库（扣除外购铝锭和废铝）、外销铝液磅单与在产铝盘点",
    remedy_en="check ladle weights, casthouse output (without bought ingots and scrap), sales of liquid metal and metal in the pots",
)
def metal_balance(casthouse_output_t, liquid_aluminium_sold_t, metal_in_pots_change_t, melt_loss_t, molten_aluminium_output_t):
    """Output = casthouse + liquid metal sold + change of metal in pots + melt loss, within 0.5 %."""
    other = if_reported(liquid_aluminium_sold_t) + if_reported(metal_in_pots_change_t) + if_reported(melt_loss_t)
    return total(molten_aluminium_output_t) / (casthouse_output_t + other)


# ── months beside each other ─────────────────────────────────────────────────────────────────────


@continuity(
    "AL-061",
    index=("month",),
    closing="anode_closing_stock_t",
    unit="t",
    tolerance="0.5",
    status="recalled",
    zh="阳极期初库存与上月期末库存相差 {value} t",
    en="the opening stock of anodes differs from the closing stock of the month before by {value} t",
    remedy_zh="对照两个月的盘点表：期初应等于上月期末；补盘调整的写明依据",
    remedy_en="compare the stock counts of both months: opening is closing of the month before; name the document of an adjustment",
)
def anode_stock_goes_on(anode_opening_stock_t, anode_closing_stock_t):
    """Opening stock of a month = closing stock of the month before."""
    return anode_opening_stock_t - anode_closing_stock_t


@spread(
    "AL-071",
    index=MONTHLY,
    unit="kWh/t",
    sigma="3",
    decimals=0,
    suspects=("electrolysis_ac_electricity_mwh", "molten_aluminium_output_t"),
    status="recalled",
    zh="该月吨铝交流电耗 {value} kWh/t，偏离{others}的均值 {mean} 超过 3σ（{low} 至 {high}）",
    en="AC electricity of the month is {value} kWh per t of aluminium, more than 3 σ from the mean {mean} of {others} ({low} to {high})",
    remedy_zh="核对该月抄表时点与出铝计量的起止日期是否一致",
    remedy_en="check that meters and ladle weights of the month begin and end on the same days",
)
def months_of_ac_electricity(electrolysis_ac_electricity_mwh, molten_aluminium_output_t, *, p):
    """Cross-checks, months: kWh per tonne of each month within ± 3 σ of the other months."""
    return electrolysis_ac_electricity_mwh * p.kwh_per_mwh / molten_aluminium_output_t


@spread(
    "AL-072",
    index=MONTHLY,
    unit="t/t",
    sigma="3",
    least="0.05",
    suspects=("anode_consumption_t", "molten_aluminium_output_t"),
    status="recalled",
    zh="该月阳极毛耗 {value} t/t 铝，偏离{others}的均值 {mean} 超过 3σ（{low} 至 {high}）",
    en="gross anode consumption of the month is {value} t per t of aluminium, more than 3 σ from the mean {mean} of {others} "
    "({low} to {high})",
    remedy_zh="核对该月换极台账与盘点，以及跨月换极的归属",
    remedy_en="check the pot-change ledger and the stock count of the month, and changes at its turn",
)
def months_of_gross_anodes(anode_consumption_t, molten_aluminium_output_t):
    """Cross-checks, months: AC ÷ P of each month within ± 3 σ of the other months."""
    return anode_consumption_t / molten_aluminium_output_t
