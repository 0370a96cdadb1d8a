"""The sentences of a case that is of a part of a year."""

from __future__ import annotations

from tanheng.engine.sentences import Sentence

SENTENCES: dict[str, Sentence] = {
    "CASE-193": (
        "error",
        "{label}（through_month）{found} 不是 1 至 11 的整数",
        "{label_en} (through_month) {found} is not a whole number from 1 to 11",
        "写所含的最后一个月份，如 3；全年的删去这一项",
        "write the last month that is covered, such as 3; leave it out for a whole year",
    ),
    "CASE-194": (
        "error",
        "按年填报（grain: year）不能只含部分月份",
        "a year taken as one period (grain: year) cannot be a part of a year",
        "按月填报（grain: month），或删去 through_month",
        "report by month (grain: month), or leave out through_month",
    ),
    "CASE-195": (
        "error",
        "{month} 月填有数值，本文件只含 1 至 {last} 月",
        "there is a figure of month {month}, and the file is of months 1 to {last}",
        "删去 {last} 月以后的数值，或改写所含的最后一个月份（through_month）",
        "remove what is later than month {last}, or write another last month (through_month)",
    ),
    "CASE-196": (
        "error",
        "{found} 按全年计算，不能只含部分月份",
        "{found_en} is about a whole year and cannot be computed of a part of it",
        "待全年数据齐备后再算；部分月份的排放量可按核算指南的规则包先行核算",
        "compute it when the year is complete; the emissions of its first months can be computed by the packs of the accounting guides",
    ),
}
