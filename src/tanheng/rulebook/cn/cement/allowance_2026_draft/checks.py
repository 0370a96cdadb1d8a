"""What the draft for 2026 changes in the checks: carbide slag above 30 %."""

from __future__ import annotations

from tanheng.engine.checks import check


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
