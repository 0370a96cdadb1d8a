"""Magnitudes that this edition alone asks for: a unit typed for another is told with the unit that was meant."""

from __future__ import annotations

from tanheng.engine.checks import check


@check(
    "AL-084",
    index=("facility", "month"),
    low="0.02",
    high="0.4",
    suspects="c2f6_to_cf4_ratio_of_overvoltage",
    status="project",
    zh="C2F6与CF4质量比（过电压法）{value}，超出 {low} 至 {high}",
    en="the ratio of C2F6 to CF4 (overvoltage) is {value}, outside {low} to {high}",
    remedy_zh="写成小数，如 0.121",
    remedy_en="write it as a fraction such as 0.121",
)
def c2f6_ratio_of_overvoltage_size(c2f6_to_cf4_ratio_of_overvoltage):
    """Mass ratios of C2F6 to CF4 lie between 0.05 and 0.26."""
    return c2f6_to_cf4_ratio_of_overvoltage


@check(
    "AL-099",
    index=("item", "month"),
    unit="tC/{unit}",
    low="0.2",
    high="7",
    suspects="fuel_received_carbon_content",
    status="project",
    zh="燃料含碳量 {value}，超出 {low} 至 {high}（固体和液体燃料约 0.4 至 0.9 tC/t，气体约 0.6 至 6 tC/万Nm³）",
    en="the carbon content of the fuel is {value}, outside {low} to {high} (solids and liquids: about 0.4 to 0.9 tC/t, gases 0.6 to 6 "
    "tC per "
    "10⁴ Nm³)",
    remedy_zh="核对单位和小数点，对照检测报告",
    remedy_en="check the unit and the point against the test report",
)
def fuel_carbon_range(fuel_received_carbon_content):
    """Carbon contents of fuels as received, from lignite and converter gas to natural gas."""
    return fuel_received_carbon_content
