"""Checks of the draft of 2017: the emission must hold the electricity, or it cannot be compared with the benchmark."""

from __future__ import annotations

from tanheng.engine.checks import check


@check(
    "AW-121",
    index=("facility", "year"),
    unit="tCO2e/t",
    low="3",
    high="16",
    status="project",
    zh="吨铝碳排放量 {value} tCO2e/t，超出 {low} 至 {high}；基准值 9.1132 含电力，只填工序排放无法比较",
    en="emission per tonne of aluminium is {value} tCO2e/t, outside {low} to {high}; the benchmark 9.1132 holds the electricity",
    remedy_zh="排放量按含电解用电的口径填报，或留空（配额只由产量决定）",
    remedy_en="report the emission with the electricity of electrolysis, or leave it blank (output alone gives the allowance)",
)
def intensity_with_electricity(emission_intensity_tco2e_per_t):
    """The benchmark holds process emission and electricity."""
    return emission_intensity_tco2e_per_t


@check(
    "AW-122",
    index=("facility", "year"),
    low="0.2",
    high="5",
    status="project",
    zh="本年度产量是2015年的 {value} 倍，超出 {low} 至 {high}",
    en="the output is {value} times that of 2015, outside {low} to {high}",
    remedy_zh="核对两年产量的单位（吨，不是万吨）与系列口径",
    remedy_en="check the units (tonnes, not 10^4 t) and that both are of the same potline",
)
def change_since_2015(molten_aluminium_output_t, base_year_output_t):
    """Output of the year over that of 2015."""
    return molten_aluminium_output_t / base_year_output_t
