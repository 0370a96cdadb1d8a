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
    remedy_zh="填报生产线海拔高度，或将“{altitude_correction}”设为“{altitude_correction=not_applied}”",
    remedy_en="report the altitude of the line, or set “{altitude_correction}” to “{altitude_correction=not_applied}”",
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
    remedy_zh="填写“{fuel_net_calorific_value}”实测值并注明检测报告",
    remedy_en="enter a measured “{fuel_net_calorific_value}” and name the test report",
)
def some_calorific_value(fuel_net_calorific_value, fallback_net_calorific_value):
    """Row 1.1.2: every fuel needs a calorific value, tested or listed."""
    return if_reported(fuel_net_calorific_value) + if_reported(fallback_net_calorific_value)
