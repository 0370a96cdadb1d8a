"""What the allowances of 2025 add to the checks as their own: an intensity for every regular process, a plausible balance
value, and the emission beside that of the previous year.
"""

from __future__ import annotations

from tanheng.engine.checks import check

PROCESS = ("facility", "year")


@check(
    "AW-031",
    index=PROCESS,
    unit="t",
    low="0.01",
    decimals=2,
    severity="error",
    status="secondary",
    zh="一般情形的工序铝液产量为 {value}，算不出吨铝碳排放量",
    en="the output of a regular process is {value}, so there is no emission per tonne of aluminium",
    remedy_zh="核对铝液产量；全年停产或已关停的工序把“{allocation_case}”选为“{allocation_case=closed}”（A = E）",
    remedy_en="check the output; for a process that was shut down set “{allocation_case}” to “{allocation_case=closed}” (A = E)",
)
def output_of_regular_processes(molten_aluminium_output_t, intensity_rule_applies):
    """A process whose deviation counts has output; processes with A = E are not asked."""
    return molten_aluminium_output_t / intensity_rule_applies


@check(
    "AW-032",
    index=("year",),
    unit="tCO2e/t",
    low="1.30",
    high="2.00",
    status="project",
    zh="行业平衡值 {value} tCO2e/t 不像吨铝碳排放量的平衡值（{low} 至 {high}）",
    en="the balance value {value} tCO2e/t does not look like one of emissions per tonne of aluminium ({low} to {high})",
    remedy_zh="平衡值从全国碳市场管理平台读取，单位 tCO2e/t 铝；不要填含电力的基准值",
    remedy_en="it is read on the national platform in tCO2e per t of aluminium; not a benchmark with electricity in it",
)
def balance_value(balance_value_tco2e_per_t):
    """A balance value lies where the intensities of the sector lie."""
    return balance_value_tco2e_per_t


@check(
    "AW-034",
    index=PROCESS,
    low="0.5",
    high="2",
    status="project",
    zh="本年度与上一年度经核查排放量之比为 {value}，超出 {low} 至 {high}",
    en="the verified emission is {value} times that of the previous year, outside {low} to {high}",
    remedy_zh="核对两年的排放量是否同一工序、单位是否都为吨；增减产时说明原因",
    remedy_en="check that both are of the same process and in tonnes; explain a change of output",
)
def change_since_the_previous_year(verified_emission_tco2e, previous_verified_emission_tco2e):
    """Year over year."""
    return verified_emission_tco2e / previous_verified_emission_tco2e
