"""What the editions of cement share: the carbonates of the 2013 guide and its supplement sheet, and checks of kiln practice."""

from __future__ import annotations

from tanheng.engine.checks import check, continuity
from tanheng.engine.words import if_reported, total


def carbonate_decomposition_emission_tco2(
    clinker_output_t,
    kiln_dust_t,
    bypass_dust_t,
    clinker_cao_content,
    noncarbonate_cao_content,
    clinker_mgo_content,
    noncarbonate_mgo_content,
    *,
    p,
):
    """Equation (6), as in row 1.2 of the supplement sheet: E = (Q + Q_ckd + Q_bpd) × [(FR1 − FR10) × 44/56 + (FR2 − FR20) × 44/40]."""
    calcium = (clinker_cao_content - noncarbonate_cao_content) * p.co2_per_calcium_oxide
    magnesium = (clinker_mgo_content - noncarbonate_mgo_content) * p.co2_per_magnesium_oxide
    return (clinker_output_t + kiln_dust_t + bypass_dust_t) * (calcium + magnesium)


@check(
    "CE-021",
    index=("facility", "month"),
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
    index=("facility", "month"),
    unit="GJ/t",
    low="2.9",
    high="3.6",
    decimals=3,
    suspects=("fuel_consumption", "fuel_net_calorific_value", "clinker_output_t"),
    status="recalled",
    zh="熟料热耗 {value} GJ/t，超出经验区间 {low} 至 {high}（硅酸盐水泥熟料）",
    en="heat use is {value} GJ per t of clinker, outside the usual {low} to {high} (Portland clinker)",
    remedy_zh="核对煤耗（入磨与入窑两个计量点择一）、低位发热量基准与单位（GJ/t，不是 kcal/kg）和熟料产量；使用替代燃料时说明",
    remedy_en="check the coal (one of the two metering points, mill or kiln), basis and unit of the NCV (GJ/t, not "
    "kcal/kg) and the clinker output; mention alternative fuels where they are used",
)
def heat_per_tonne(line_heat_gj, clinker_output_t):
    """Cross-checks, heat use: Σ FC × NCV ÷ Q_cl."""
    return line_heat_gj / clinker_output_t


@check(
    "CE-028",
    index=("facility", "month"),
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
    index=("facility", "month"),
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
    index=("facility", "month"),
    unit="tCO2/t",
    low="0.51",
    high="0.56",
    decimals=3,
    status="derived",
    zh="按熟料 CaO、MgO 推算的过程排放因子为 {value} tCO2/t，超出硅酸盐水泥熟料的合理区间 {low} 至 {high}",
    en="the process factor from CaO and MgO is {value} tCO2/t, outside {low} to {high} of Portland clinker",
    remedy_zh="核对化验结果和换算（MgO 用 44/40，不是 44/56），以及电石渣、钢渣等非碳酸盐原料的用量",
    remedy_en="check the analyses and the conversion (MgO goes with 44/40, not 44/56), and substitutes such as carbide slag",
)
def process_factor_of_analysis(clinker_cao_content, clinker_mgo_content, *, p):
    """Cross-checks, process factor: CaO × 44/56 + MgO × 44/40 without deductions."""
    return clinker_cao_content * p.co2_per_calcium_oxide + clinker_mgo_content * p.co2_per_magnesium_oxide


@check(
    "CE-032",
    index=("facility", "month"),
    unit="kWh/t",
    low="50",
    high="65",
    decimals=1,
    status="recalled",
    zh="熟料工段电耗 {value} kWh/t，超出经验区间 {low} 至 {high}",
    en="electricity of the clinker section is {value} kWh per t, outside the usual {low} to {high}",
    remedy_zh="核对电量单位是否为 MWh，对照抄表记录与电费发票",
    remedy_en="check that the electricity is in MWh; compare meter readings and invoices",
)
def clinker_electricity(clinker_section_electricity_mwh, clinker_output_t, *, p):
    """Cross-checks, electricity of the clinker section per tonne."""
    return clinker_section_electricity_mwh * p.kwh_per_mwh / clinker_output_t


@check(
    "CE-034",
    index=("facility", "month"),
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
    index=("facility", "month"),
    low="0",
    status="project",
    zh="非碳酸盐来源的 CaO 含量超过熟料 CaO 含量（差值 {value}）",
    en="the CaO not from carbonate exceeds the CaO of the clinker (difference {value})",
    remedy_zh="核对非碳酸盐原料带入的 CaO：按熟料折算，不能大于熟料总量",
    remedy_en="check the CaO brought in by non-carbonate materials: expressed on clinker it cannot exceed the whole",
)
def carbonate_calcium_oxide(clinker_cao_content, noncarbonate_cao_content):
    """Equation (6), as in row 1.2 of the supplement sheet: FR1 − FR10 is never negative."""
    return clinker_cao_content - noncarbonate_cao_content


@continuity(
    "CE-061",
    index=("month",),
    closing="clinker_closing_stock_t",
    unit="t",
    tolerance="0.5",
    status="project",
    zh="熟料期初库存与上月期末库存相差 {value} t",
    en="the opening stock of clinker differs from the closing stock of the month before by {value} t",
    remedy_zh="对照两个月的盘库记录：期初应等于上月期末；盘库调整的写明依据",
    remedy_en="compare the stock counts of both months: opening is closing of the month before; name the document of an adjustment",
)
def clinker_stock_goes_on(clinker_opening_stock_t, clinker_closing_stock_t):
    """Cross-checks, clinker stock: opening stock of a month = closing stock of the month before."""
    return clinker_opening_stock_t - clinker_closing_stock_t


@check(
    "CE-047",
    index=("facility", "month"),
    low="0",
    status="project",
    zh="非碳酸盐来源的 MgO 含量超过熟料 MgO 含量（差值 {value}）",
    en="the MgO not from carbonate exceeds the MgO of the clinker (difference {value})",
    remedy_zh="核对小数点和百分数：非碳酸盐原料带入的 MgO 按熟料折算，不能大于熟料总量",
    remedy_en="check point and per cent: the MgO brought in by non-carbonate materials, expressed on clinker, cannot exceed the whole",
)
def carbonate_magnesium_oxide(clinker_mgo_content, noncarbonate_mgo_content):
    """Equation (6), as in row 1.2 of the supplement sheet: FR2 − FR20 is never negative."""
    return clinker_mgo_content - noncarbonate_mgo_content
