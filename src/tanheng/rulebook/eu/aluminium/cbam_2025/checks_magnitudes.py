"""Magnitudes that this edition alone asks for: a unit typed for another is told with the unit that was meant."""

from __future__ import annotations

from tanheng.engine.checks import check


@check(
    "AL-084",
    index=("facility", "month"),
    low="0.005",
    high="0.6",
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
