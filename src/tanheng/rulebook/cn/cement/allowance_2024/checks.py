"""Checks of the allowances: that the parts of the emission add up and that output, intensity and capacity are plausible."""

from __future__ import annotations

from tanheng.engine.checks import check

LINE = ("facility", "year")


@check(
    "AW-021",
    index=LINE,
    unit="tCO2e",
    low="-0.01",
    high="0.01",
    decimals=2,
    severity="error",
    status="draft",
    zh="生产线碳排放量与化石燃料燃烧、过程排放之和相差 {value} tCO2e",
    en="the verified emission differs from fuel plus process by {value} tCO2e",
    remedy_zh="② = 化石燃料燃烧 + 过程：按核查结论核对三个数",
    remedy_en="(2) = fuel + process: compare the three numbers with the verification result",
)
def parts_of_the_emission(verified_emission_tco2e, line_fuel_emission_tco2, process_emission_tco2):
    """Form 2-3: (2) = fuel + process."""
    return verified_emission_tco2e - line_fuel_emission_tco2 - process_emission_tco2


@check(
    "AW-022",
    index=LINE,
    unit="tCO2e/t",
    low="0.75",
    high="0.92",
    status="recalled",
    zh="吨熟料碳排放量 {value} tCO2e/t，超出经验区间 {low} 至 {high}",
    en="emission per tonne of clinker is {value} tCO2e/t, outside the usual {low} to {high}",
    remedy_zh="核对排放量与熟料产量是否同一生产线、同一年度，单位是否为吨",
    remedy_en="check that emission and output are of the same line and year, and that both are in tonnes",
)
def line_intensity(emission_intensity_tco2e_per_t):
    """Cross-checks of the cement guide: plausible emission per tonne of Portland clinker."""
    return emission_intensity_tco2e_per_t


@check(
    "AW-023",
    index=LINE,
    high="1.15",
    status="recalled",
    zh="熟料产量是批复能力（按310天）的 {value} 倍，超过 {high}",
    en="output is {value} times the approved capacity (310 days), more than {high}",
    remedy_zh="批复能力单位为 t/d，年批复能力除以310天；熟料产量单位为吨，不是万吨",
    remedy_en="the approval is in t a day (a yearly one is divided by 310 days); output is in tonnes, not 10^4 t",
)
def output_of_capacity(clinker_output_t, approved_capacity_t_per_day, *, p):
    """Output over approved capacity of 310 days."""
    return clinker_output_t / (approved_capacity_t_per_day * p.days_of_approval)


@check(
    "AW-025",
    index=LINE,
    high="0.15",
    severity="note",
    status="secondary",
    zh="电石渣替代率 {value}，超过 {high}（2025年度方案的界限，转引）",
    en="the carbide-slag substitution rate is {value}, above {high} (limit of the plan for 2025, quoted)",
    remedy_zh="备齐电石渣来源证明、过磅单和化学分析：超过界限的生产线按 A = E 核定",
    remedy_en="keep proof of origin, weighbridge tickets and analyses: lines above the limit are settled at A = E",
)
def carbide_slag_rate(carbide_slag_substitution_rate):
    """Form 2-3: the rate near the limit of the special case."""
    return carbide_slag_substitution_rate


@check(
    "AW-024",
    index=("year",),
    unit="tCO2e",
    low="26000",
    decimals=2,
    severity="note",
    status="official",
    zh="经核查排放量 {value} tCO2e，低于纳入门槛 {low} tCO2e",
    en="the verified emission is {value} tCO2e, below the threshold {low} tCO2e",
    remedy_zh="核对生产线是否填全；确实低于门槛时留意名录调整和小排放量规定",
    remedy_en="check that every line stands there; if it is truly below, watch the list and the rule for small entities",
)
def list_threshold(entity_verified_emission_tco2e):
    """List of covered entities: direct emission of 26 000 tCO2e and above."""
    return entity_verified_emission_tco2e
