"""Plausibility checks of the 2013 cement pack. Limits come from kiln practice unless a check says otherwise.

Each function gives one measure; the engine holds it against the range and says value, range and remedy. A measure
whose operands are absent is skipped.
"""

from __future__ import annotations

from tanheng.engine.checks import check
from tanheng.engine.words import first_present, if_reported, total, where

MONTHLY = ("facility", "month")
YEARLY = ("facility", "year")


@check(
    "CE-021",
    index=MONTHLY,
    unit="t/t",
    low="1.50",
    high="1.65",
    status="recalled",
    zh="生料与熟料之比（料耗）{value} t/t，超出经验区间 {low} 至 {high}",
    en="raw meal per tonne of clinker is {value} t/t, outside the usual {low} to {high}",
    remedy_zh="核对生料计量（干基、入窑秤）与熟料产量；熟料由料耗推算时须注明唯一来源",
    remedy_en="check the raw-meal scale (dry basis, kiln feed) and the clinker output; name the single source where "
    "clinker is computed from the ratio",
)
def raw_meal_ratio(raw_meal_t, clinker_output_t):
    """Cross-checks, raw meal ratio: Q_rm ÷ Q_cl."""
    return raw_meal_t / clinker_output_t


@check(
    "CE-022",
    index=("month",),
    low="0.99",
    high="1.01",
    status="recalled",
    zh="熟料平衡（外销 + 自用 + 期末 − 期初 − 外购）与产量之比为 {value}，偏差超过 1%",
    en="the clinker balance (sold + used + closing − opening − bought) over output is {value}, more than 1 % off",
    remedy_zh="对照盘库报表、出入库台账与水泥粉磨台账，查清漏记的外购、外销或库存",
    remedy_en="compare stock count, delivery and cement-mill ledgers; look for purchases, sales or stock not booked",
)
def clinker_stock_balance(
    clinker_output_t,
    clinker_sold_t,
    clinker_own_use_t,
    clinker_closing_stock_t,
    clinker_opening_stock_t,
    clinker_purchased_t,
):
    """Cross-checks, clinker stock balance: production = sales + own use + closing − opening − purchases."""
    used = clinker_sold_t + clinker_own_use_t
    return (used + clinker_closing_stock_t - clinker_opening_stock_t - clinker_purchased_t) / total(clinker_output_t)


@check(
    "CE-025",
    index=("month",),
    unit="GJ/t",
    low="2.9",
    high="3.6",
    decimals=3,
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
    "CE-028",
    index=MONTHLY,
    low="0.63",
    high="0.68",
    status="recalled",
    zh="硅酸盐水泥熟料 CaO 含量 {value}，超出 {low} 至 {high}",
    en="CaO of Portland clinker is {value}, outside {low} to {high}",
    remedy_zh="对照化学分析台账与荧光分析仪，核对百分数是否已写成小数",
    remedy_en="compare the chemistry ledger with the XRF; make sure per cent were written as fractions",
)
def clinker_calcium_oxide(clinker_cao_content):
    """Cross-checks, clinker CaO of Portland clinker."""
    return clinker_cao_content


@check(
    "CE-029",
    index=MONTHLY,
    low="0.008",
    high="0.04",
    status="recalled",
    zh="硅酸盐水泥熟料 MgO 含量 {value}，超出 {low} 至 {high}",
    en="MgO of Portland clinker is {value}, outside {low} to {high}",
    remedy_zh="对照化学分析台账与荧光分析仪，核对百分数是否已写成小数",
    remedy_en="compare the chemistry ledger with the XRF; make sure per cent were written as fractions",
)
def clinker_magnesium_oxide(clinker_mgo_content):
    """Cross-checks, clinker MgO of Portland clinker."""
    return clinker_mgo_content


@check(
    "CE-030",
    index=MONTHLY,
    unit="tCO2/t",
    low="0.51",
    high="0.56",
    decimals=3,
    status="derived",
    zh="按熟料 CaO、MgO 推算的过程排放因子为 {value} tCO2/t，超出硅酸盐水泥熟料的合理区间 {low} 至 {high}",
    en="the process factor from CaO and MgO is {value} tCO2/t, outside {low} to {high} of Portland clinker",
    remedy_zh="核对化验结果和换算（MgO 用 44/40，不是 44/56），以及电石渣、钢渣等非碳酸盐原料的用量",
    remedy_en="check the analyses and the conversion (MgO goes with 44/40, not 44/56), and substitutes such as carbide "
    "slag",
)
def process_factor_of_analysis(clinker_cao_content, clinker_mgo_content, *, p):
    """Cross-checks, process factor: CaO × 44/56 + MgO × 44/40 without deductions."""
    return clinker_cao_content * p.co2_per_calcium_oxide + clinker_mgo_content * p.co2_per_magnesium_oxide


@check(
    "CE-034",
    index=MONTHLY,
    high="0.03",
    status="recalled",
    zh="窑头与旁路粉尘为熟料的 {value}，超过 {high}",
    en="kiln-head and bypass dust is {value} of the clinker, above {high}",
    remedy_zh="核对粉尘是否回窑（回窑为零）以及旁路放风量的计量",
    remedy_en="check whether the dust returns to the kiln (then it is zero) and how the bypass is measured",
)
def dust_share(kiln_dust_t, bypass_dust_t, clinker_output_t):
    """Cross-checks, dust: below three per cent of the clinker."""
    return (if_reported(kiln_dust_t) + if_reported(bypass_dust_t)) / clinker_output_t


@check(
    "CE-041",
    index=MONTHLY,
    low="0",
    status="project",
    zh="非碳酸盐来源的 CaO 含量超过熟料 CaO 含量（差值 {value}）",
    en="the CaO not from carbonate exceeds the CaO of the clinker (difference {value})",
    remedy_zh="核对非碳酸盐原料带入的 CaO：按熟料折算，不能大于熟料总量",
    remedy_en="check the CaO brought in by non-carbonate materials: expressed on clinker it cannot exceed the whole",
)
def carbonate_calcium_oxide(clinker_cao_content, noncarbonate_cao_content):
    """Equation (6): FR1 − FR10 is never negative."""
    return clinker_cao_content - noncarbonate_cao_content


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
    remedy_zh="写明属性 grid_region；该年度没有公布值时，按主管部门通知指明的年份填写 electricity_emission_factor_tco2_per_mwh 并注明文件",
    remedy_en="name the attribute grid_region; where the year has no published value, enter "
    "electricity_emission_factor_tco2_per_mwh of the year the authority names, with its document",
)
def electricity_without_factor(net_purchased_electricity_mwh, electricity_emission_factor_tco2_per_mwh, *, p):
    """Equation (8): a reported quantity needs a factor, never a neighbour's."""
    factor = first_present(electricity_emission_factor_tco2_per_mwh, p.no_electricity_factor)
    return where(factor <= p.no_electricity_factor, if_reported(net_purchased_electricity_mwh), 0)
