"""What the plans of smelters and cement works share from 2025 on: the coefficient by deviation, and checks of both plans.

Exactly ±20 % takes the constant branch, by comparison of exact numbers; 0.15 × 0.20 = 0.03, so nothing jumps there.
"""

from __future__ import annotations

from tanheng.engine.checks import check
from tanheng.engine.words import where


def adjustment_by_gap(intensity_gap, *, p):
    """Plan for 2025: α = 0.15 X inside ±20 %, else +0.03 or −0.03."""
    below = where(intensity_gap <= p.gap_band * -1, p.adjustment_cap * -1, intensity_gap * p.adjustment_slope)
    return where(intensity_gap >= p.gap_band, p.adjustment_cap, below)


@check(
    "AW-033",
    index=("facility", "year"),
    low="-0.20",
    high="0.20",
    severity="note",
    status="secondary",
    zh="偏离度 {value} 超出 {low} 至 {high}，强度系数取常数 ±0.03",
    en="the deviation {value} lies outside {low} to {high}: the coefficient is the constant ±0.03",
    remedy_zh="核对平衡值、排放量和产量；无误则不必处理",
    remedy_en="check balance value, emission and output; if they are right nothing is needed",
)
def deviation_at_its_limit(intensity_gap):
    """Beyond the band more or less emission no longer changes the coefficient."""
    return intensity_gap


@check(
    "AW-041",
    index=("facility", "year"),
    high="0.50",
    severity="error",
    status="draft",
    zh="预分配比例 {value} 超过上限 {high}",
    en="the share of the pre-allocation is {value}, above the limit {high}",
    remedy_zh="征求意见稿：预分配原则上不超过上一年度经核查排放量的 50%，省级只能下调",
    remedy_en="the draft: in principle at most 50 % of the previous year's verified emission; a province may only lower it",
)
def share_of_the_pre_allocation(pre_allocation_share):
    """Annex 1: at most 50 %."""
    return pre_allocation_share
