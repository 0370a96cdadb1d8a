"""The sentences of the days of use and the stops that a case states of its facilities."""

from __future__ import annotations

from tanheng.engine.sentences import Sentence

SENTENCES: dict[str, Sentence] = {
    "CASE-118": (
        "error",
        "时段 {found} 的最后一天早于第一天",
        "of the days {found} the last is before the first",
        "核对日期",
        "check the dates",
    ),
    "CASE-119": (
        "warning",
        "设施 {found} 在 {months} 月填有数量，按文件所写的投用、停用和停产日期，这些月份整月不在用",
        "facility {found} reports amounts in month {months}, in which by the dates in the file it is not in use for a single day",
        "核对日期；日期无误的，这些月份填“/”；确有活动的写明原因",
        "check the dates; where they are right write `/` for these months; where there was activity, say why",
    ),
}
