"""What the draft for 2026 adds to the checks: a pre-allocation of at most 50 %, carbide slag above 30 %."""

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


@check(
    "AW-025",
    index=("facility", "year"),
    high="0.30",
    severity="note",
    status="draft",
    zh="电石渣替代率 {value}，超过 {high}（征求意见稿的界限）",
    en="the carbide-slag substitution rate is {value}, above {high} (limit of the draft)",
    remedy_zh="备齐电石渣来源证明、过磅单和化学分析：超过界限的生产线按 A = E 核定",
    remedy_en="keep proof of origin, weighbridge tickets and analyses: lines above the limit are settled at A = E",
)
def carbide_slag_rate(carbide_slag_substitution_rate):
    """Form 2-3: the rate near the limit of the special case."""
    return carbide_slag_substitution_rate
