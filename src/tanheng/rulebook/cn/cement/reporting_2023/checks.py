"""What the instruction of 2023 changes in the checks: output accounted in place of weighed, substitutes, and the grid factor."""

from __future__ import annotations

from tanheng.engine.checks import check
from tanheng.engine.words import first_present, if_reported, only_where, total, where

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
def raw_meal_ratio(raw_meal_t, accounted_clinker_output_t):
    """Cross-checks, raw meal ratio: Q_rm ÷ Q_cl."""
    return raw_meal_t / accounted_clinker_output_t


@check(
    "CE-025",
    index=MONTHLY,
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
def heat_per_tonne(line_heat_gj, accounted_clinker_output_t):
    """Cross-checks, heat use: Σ FC × NCV ÷ Q_cl."""
    return line_heat_gj / accounted_clinker_output_t


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
def clinker_electricity(clinker_section_electricity_mwh, accounted_clinker_output_t, *, p):
    """Cross-checks, electricity of the clinker section per tonne."""
    return clinker_section_electricity_mwh * p.kwh_per_mwh / accounted_clinker_output_t


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
def line_intensity(line_emission_tco2, accounted_clinker_output_t):
    """Cross-checks, line intensity: E ÷ Q_cl."""
    return line_emission_tco2 / accounted_clinker_output_t


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
    remedy_zh="2023年度适用值未确认：填写“{net_electricity_emission_factor_tco2_per_mwh}”并注明依据文件",
    remedy_en="the value that applies to 2023 is unconfirmed: enter “{net_electricity_emission_factor_tco2_per_mwh}” with its document",
)
def electricity_without_factor(net_purchased_electricity_mwh, net_electricity_emission_factor_tco2_per_mwh, *, p):
    """Enterprise level, net purchased power: a reported quantity needs a factor, never a neighbour's."""
    factor = first_present(net_electricity_emission_factor_tco2_per_mwh, p.no_electricity_factor)
    return where(factor <= p.no_electricity_factor, if_reported(net_purchased_electricity_mwh), 0)


@check(
    "CE-046",
    index=MONTHLY,
    low="0",
    high="0.15",
    status="project",
    zh="替代原料扣减量与熟料碳酸盐排放之比为 {value}，超过 {high}",
    en="deductions for substitutes over the carbonate emission of the clinker are {value}, above {high}",
    remedy_zh="核对替代原料的湿基、干基换算和 CaO、MgO 含量（按入窑量，不是购入量）；以电石渣等为主要原料的写明批复",
    remedy_en="check wet and dry basis of the substitutes and their CaO and MgO (as fed, not as bought); where carbide slag"
    " is an approved main raw material say so",
)
def substitute_share(substitute_avoided_emission_tco2, accounted_clinker_output_t, clinker_cao_content, *, p):
    """Cross-checks, substitutes: deductions stay well below the calcium part of the clinker emission."""
    calcium = accounted_clinker_output_t * clinker_cao_content * p.co2_per_calcium_oxide
    return total(substitute_avoided_emission_tco2) / calcium


@check(
    "CE-064",
    index=YEARLY,
    unit="t",
    low="5000",
    high="12500000",
    decimals=0,
    suspects="raw_meal_t",
    status="project",
    zh="由生料推算的该线全年熟料产量 {value} t，不在 {low} 至 {high} t 之间",
    en="the clinker of this line computed from raw meal is {value} t in the year, not between {low} and {high} t",
    remedy_zh="核对生料的计量单位（t，不是 kg、kt 或 万t）；每吨熟料约用生料 1.5 至 1.7 t",
    remedy_en="check the unit of the raw meal (t, not kg, kt or 10^4 t); a tonne of clinker takes some 1.5 to 1.7 t of it",
)
def clinker_from_raw_meal(clinker_output_by_raw_meal_t):
    """Raw meal over its ratio to clinker; the same limits as for a weighed output."""
    return only_where(clinker_output_by_raw_meal_t > 0, clinker_output_by_raw_meal_t)
