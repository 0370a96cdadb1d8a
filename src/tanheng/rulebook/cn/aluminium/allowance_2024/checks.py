"""Checks of the allowances: that the parts of the emission add up and that output, intensity and capacity are plausible."""

from __future__ import annotations

from tanheng.engine.checks import check

PROCESS = ("facility", "year")


@check(
    "AW-021",
    index=PROCESS,
    unit="tCO2e",
    low="-0.01",
    high="0.01",
    decimals=2,
    severity="error",
    status="draft",
    zh="工序碳排放量与②能源作为原材料用途、③阳极效应之和相差 {value} tCO2e",
    en="the verified emission differs from anodes plus anode effects by {value} tCO2e",
    remedy_zh="⑤ = ② + ③：按核查结论核对三个数",
    remedy_en="(5) = (2) + (3): compare the three numbers with the verification result",
)
def parts_of_the_emission(verified_emission_tco2e, anode_emission_tco2, anode_effect_emission_tco2e):
    """Form 2-4: (5) = (2) + (3)."""
    return verified_emission_tco2e - anode_emission_tco2 - anode_effect_emission_tco2e


@check(
    "AW-022",
    index=PROCESS,
    unit="tCO2e/t",
    low="1.50",
    high="1.65",
    status="derived",
    zh="吨铝碳排放量 {value} tCO2e/t，超出推导区间 {low} 至 {high}",
    en="emission per tonne of aluminium is {value} tCO2e/t, outside the derived {low} to {high}",
    remedy_zh="核对排放量与铝液产量是否同一工序、同一年度，单位是否为吨",
    remedy_en="check that emission and output are of the same process and year, and that both are in tonnes",
)
def process_intensity(emission_intensity_tco2e_per_t):
    """The range that practice of anode consumption allows under the guide of 2024."""
    return emission_intensity_tco2e_per_t


@check(
    "AW-023",
    index=PROCESS,
    high="1.10",
    status="project",
    zh="铝液产量是产能的 {value} 倍，超过 {high}",
    en="output is {value} times the capacity, more than {high}",
    remedy_zh="产能以批复为准（吨/年，不是万吨/年）；核对产量是否含外购铝液",
    remedy_en="the approved capacity counts (tonnes a year, not 10^4 t); check for bought metal in the output",
)
def output_of_capacity(molten_aluminium_output_t, annual_capacity_t):
    """Output over approved capacity."""
    return molten_aluminium_output_t / annual_capacity_t


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
    remedy_zh="核对工序是否填全；确实低于门槛时留意名录调整和小排放量规定",
    remedy_en="check that every process stands there; if it is truly below, watch the list and the rule for small entities",
)
def list_threshold(entity_verified_emission_tco2e):
    """List of covered entities: direct emission of 26 000 tCO2e and above."""
    return entity_verified_emission_tco2e
