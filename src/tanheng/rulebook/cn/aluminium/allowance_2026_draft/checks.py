"""What the draft for 2026 adds to the checks: a pre-allocation of at most 50 %."""

from __future__ import annotations

from tanheng.engine.checks import check


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
