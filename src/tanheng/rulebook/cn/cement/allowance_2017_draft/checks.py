"""Checks of the draft of 2017: a plausible intensity, and output against that of 2015."""

from __future__ import annotations

from tanheng.engine.checks import check


@check(
    "AW-121",
    index=("facility", "year"),
    unit="tCO2e/t",
    low="0.7",
    high="1.1",
    status="project",
    zh="吨熟料碳排放量 {value} tCO2e/t，超出 {low} 至 {high}",
    en="emission per tonne of clinker is {value} tCO2e/t, outside {low} to {high}",
    remedy_zh="核对排放量与熟料产量是否同一生产线、单位是否都为吨",
    remedy_en="check that emission and output are of the same line and both in tonnes",
)
def intensity_of_the_line(emission_intensity_tco2e_per_t):
    """Emission per tonne of clinker, plausible beside the benchmark of 0.8534."""
    return emission_intensity_tco2e_per_t


@check(
    "AW-122",
    index=("facility", "year"),
    low="0.2",
    high="5",
    status="project",
    zh="本年度产量是2015年的 {value} 倍，超出 {low} 至 {high}",
    en="the output is {value} times that of 2015, outside {low} to {high}",
    remedy_zh="核对两年产量的单位（吨，不是万吨）与生产线口径",
    remedy_en="check the units (tonnes, not 10^4 t) and that both are of the same line",
)
def change_since_2015(clinker_output_t, base_year_output_t):
    """Output of the year over that of 2015."""
    return clinker_output_t / base_year_output_t


@check(
    "AW-123",
    index=("facility", "year"),
    low="0.5",
    high="1",
    status="project",
    zh="地方调整系数 {value}，超出 {low} 至 {high}",
    en="the local factor is {value}, outside {low} to {high}",
    remedy_zh="核对小数点，对照地方主管部门公布的系数（不大于 1）",
    remedy_en="check the point against the factor that the local authority published (at most 1)",
)
def local_factor_range(local_factor):
    """A local factor takes a part of the allowance away, never half of it."""
    return local_factor
