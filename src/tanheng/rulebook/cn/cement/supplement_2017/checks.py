"""Plausibility checks of the supplement sheet for cement. Limits come from kiln practice unless a check says otherwise.

Each function gives one measure; the engine holds it against the range and says value, range and remedy. A measure
whose operands are absent is skipped.
"""

from __future__ import annotations

from tanheng.engine.checks import check
from tanheng.engine.words import if_reported, where

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
    "CE-025",
    index=MONTHLY,
    unit="GJ/t",
    low="2.9",
    high="3.6",
    decimals=3,
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
    "CE-032",
    index=MONTHLY,
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
    """Row 1.2: FR1 − FR10 is never negative."""
    return clinker_cao_content - noncarbonate_cao_content


@check(
    "CE-031",
    index=YEARLY,
    unit="tCO2/t",
    low="0.75",
    high="0.98",
    status="project",
    zh="全年吨熟料碳排放量 {value} tCO2/t，含电力，超出区间 {low} 至 {high}",
    en="emission of the year is {value} tCO2 per t of clinker, power included, outside {low} to {high}",
    remedy_zh="先核对数量级（吨与万吨），再核对煤耗、低位发热量、熟料产量与替代原料；属实时在报告中说明原因",
    remedy_en="check the order of magnitude first (t or 10^4 t), then coal, NCV, output and substitutes; if it is true, "
    "explain it in the report",
)
def line_intensity(line_emission_tco2, clinker_output_t):
    """Cross-checks, line intensity: E ÷ Q_cl."""
    return line_emission_tco2 / clinker_output_t


@check(
    "CE-043",
    index=("facility", "item", "month"),
    low="0.001",
    status="official",
    zh="煤炭没有有效的低位发热量检测，按惩罚值 26.7 GJ/t 计算",
    en="the coal has no valid test of its calorific value and takes the penalty of 26.7 GJ/t",
    remedy_zh="有符合 GB/T 213 的检测报告时补报实测值，逐批加权",
    remedy_en="report the measured value, weighted by batch, where a valid test (GB/T 213) exists",
)
def tested_calorific_value(fuel_net_calorific_value, fallback_net_calorific_value, calorific_penalty_share):
    """Row 1.1.2: a coal batch without a valid test takes 26.7 GJ/t; the measure is the test over that value, zero without."""
    return where(calorific_penalty_share > 0, if_reported(fuel_net_calorific_value) / fallback_net_calorific_value, 1)


@check(
    "CE-044",
    index=MONTHLY,
    unit="m",
    low="0.01",
    decimals=0,
    severity="error",
    status="project",
    zh="已选择海拔修正，但没有填报海拔高度",
    en="the altitude correction is on, but no altitude is reported",
    remedy_zh="填报生产线海拔高度，或将属性 altitude_correction 设为 not_applied",
    remedy_en="report the altitude of the line, or set the attribute altitude_correction to not_applied",
)
def altitude_reported(altitude_m, altitude_correction_share, *, p):
    """Altitude row: a correction needs the altitude."""
    return where(altitude_correction_share > 0, if_reported(altitude_m), p.altitude_threshold)


@check(
    "CE-045",
    index=("facility", "item", "month"),
    unit="GJ/{unit}",
    low="0.001",
    decimals=3,
    severity="error",
    status="project",
    zh="该燃料没有低位发热量：表中无列值，也没有实测值",
    en="this fuel has no calorific value: none is listed and none was measured",
    remedy_zh="填写 fuel_net_calorific_value 实测值并注明检测报告",
    remedy_en="enter a measured fuel_net_calorific_value and name the test report",
)
def some_calorific_value(fuel_net_calorific_value, fallback_net_calorific_value):
    """Row 1.1.2: every fuel needs a calorific value, tested or listed."""
    return if_reported(fuel_net_calorific_value) + if_reported(fallback_net_calorific_value)
