"""The kinds of checks in words: what each holds, where it runs, and the checks that stand in no pack because every pack has them.

The one place from which catalogues of checks take their words; pages and documents only lay them out.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from tanheng.engine.case.problems import SENTENCES as CASE_SENTENCES
from tanheng.engine.checks.last_year import SENTENCES as YEAR_SENTENCES
from tanheng.engine.checks.month_gaps import MONTH_GAP
from tanheng.engine.checks.month_gaps import SENTENCES as GAP_SENTENCES
from tanheng.engine.checks.months import MONTH_OUTLIER
from tanheng.engine.checks.months import SENTENCES as MONTH_SENTENCES
from tanheng.engine.numbers import figure
from tanheng.engine.pack import Check
from tanheng.engine.problems import Severity
from tanheng.engine.run_problems import SENTENCES as RUN_SENTENCES
from tanheng.engine.sentences import Sentences
from tanheng.engine.text import Text

Kind = Literal["bound", "calendar", "range", "spread", "continuity", "month", "beside"]
Stage = Literal["cell", "import", "run", "issue"]

KIND_WORDS: dict[str, Text] = {
    "bound": Text("界限", "bound"),
    "calendar": Text("日历", "calendar"),
    "range": Text("区间", "range"),
    "spread": Text("月间离散", "spread of months"),
    "continuity": Text("库存衔接", "continuity"),
    "month": Text("月度异常", "month outlier"),
    "beside": Text("与上年对照", "last year beside"),
}


@dataclass(frozen=True, slots=True)
class CommonCheck:
    """A check that every pack has: its expression in words, since no function says it."""

    code: str
    kind: Kind
    severity: Severity
    where_runs: tuple[Stage, ...]
    expression: Text
    message: Text
    remedy: Text


def where_runs(check: Check) -> tuple[Stage, ...]:
    """Where a check of a pack runs; a warning that asks stands in the way of issuing a report until it is answered."""
    return ("run", "issue") if check.severity == "error" or (check.severity == "warning" and check.asks) else ("run",)


def held(check: Check) -> Text:
    """What the measure of a check must hold, in words: the other half of its expression."""
    if check.kind == "spread":
        sigma = figure(check.sigma) if check.sigma is not None else ""
        return Text(f"各月在其余各月均值 ± {sigma} σ 之内", f"each month within the mean of the other months ± {sigma} σ")
    low, high = (_limit(check, one) for one in (check.low, check.high))
    if check.kind == "continuity" and high is not None:
        return Text(f"与上月期末相差不超过 {high.zh}", f"within {high.en} of the closing of the month before")
    if low is not None and high is not None:
        return Text(f"{low.zh} 至 {high.zh}", f"{low.en} to {high.en}")
    if low is not None:
        return Text(f"不低于 {low.zh}", f"at least {low.en}")
    return Text(f"不高于 {high.zh}", f"at most {high.en}") if high is not None else Text("", "")


def _limit(check: Check, limit: Decimal | None) -> Text | None:
    """A limit with its unit; that of an item stands in the item's row."""
    if limit is None:
        return None
    text = figure(limit)
    if "{unit}" in check.unit:
        return Text(f"{text}（按该品种的单位）", f"{text} (in the unit of the item)")
    unit = "" if check.unit == "1" else f" {check.unit}"
    return Text(text + unit, text + unit)


def _common(code: str, kind: Kind, runs: tuple[Stage, ...], expression: Text, sentences: Sentences) -> CommonCheck:
    severity, zh, en, remedy_zh, remedy_en = sentences[code]
    return CommonCheck(code, kind, severity, runs, expression, Text(zh, en), Text(remedy_zh, remedy_en))


BOUND = Text("下限 ≤ 数值 ≤ 上限（各量的界限见数据字典）", "low ≤ figure ≤ high (the bounds stand with each quantity)")
RESULT_BOUND = Text(
    "下限 ≤ 计算结果 ≤ 上限（各量的界限见数据字典；由各月相加的全年值为 12 倍）",
    "low ≤ result ≤ high (the bounds stand with each quantity; twelve times as much for a year that is the sum of months)",
)
CALENDAR = Text(
    "小时数 ≤ 24 × 当月天数；天数 ≤ 当月天数（计闰年）", "hours ≤ 24 × days of the month; days ≤ days of the month (leap years counted)"
)
MONTH = Text(
    "不大于其余月份中位数的 2 倍或相邻两月几何平均的 4 倍，不小于中位数的 1/50 或相邻两月几何平均的 1/10；数量最大的月份另按单位产量核对",
    "at most 2 × the median of the other months or 4 × the geometric mean of its neighbours, and at least 1/50 or 1/10 of them; the "
    "greatest month per unit of output too",
)
GAP = Text(
    "至少九个月有数且最大月不超过最小月的 3 倍时，其余月份不为 0 或“/”（该月有主产品产量；主产品本身则该设施有其他数量）",
    "where nine months or more have amounts, the greatest at most 3 × the least, no other month is 0 or / (in a month with main output; "
    "of the main output itself: with other amounts at the facility)",
)
SAME_PLANT = Text("上年算例：同一企业、同一行业、年度 − 1", "last year's case: same entity, same sector, year − 1")
CHANGES = Text(
    "本年 ÷ 上年：数量及其单位产量 1/2 至 2（全年合计及各月中位数），主产品产量 1/1.5 至 1.5，含量 1/1.25 至 1.25，强度 1/1.2 至 1.2",
    "this year ÷ last year: amounts, as they are and per unit of output, 1/2 to 2 (total and median month), main output 1/1.5 to 1.5, "
    "contents 1/1.25 to 1.25, intensities 1/1.2 to 1.2",
)
STILL_REPORTED = Text("上年填报的数量本年仍有", "an amount reported last year is reported again")
STILL_THERE = Text("上年的设施本年仍有", "a facility of last year is there again")
READ: tuple[Stage, ...] = ("cell", "import", "run")
ASKED: tuple[Stage, ...] = ("run", "issue")

COMMON_CHECKS: tuple[CommonCheck, ...] = (
    _common("CASE-142", "bound", READ, BOUND, CASE_SENTENCES),
    _common("CASE-142", "calendar", READ, CALENDAR, CASE_SENTENCES),
    _common("RUN-205", "bound", ("run",), RESULT_BOUND, RUN_SENTENCES),
    _common(MONTH_OUTLIER, "month", ASKED, MONTH, MONTH_SENTENCES),
    _common(MONTH_GAP, "month", ASKED, GAP, GAP_SENTENCES),
    _common("RUN-231", "beside", ("run",), SAME_PLANT, YEAR_SENTENCES),
    _common("RUN-232", "beside", ASKED, CHANGES, YEAR_SENTENCES),
    _common("RUN-233", "beside", ASKED, STILL_REPORTED, YEAR_SENTENCES),
    _common("RUN-234", "beside", ASKED, STILL_THERE, YEAR_SENTENCES),
)
