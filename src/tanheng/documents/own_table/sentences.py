"""What may be wrong with a table of a plant's own layout: with its columns (OWN-1..), in a row (OWN-2..), with a month (OWN-3..)."""

from __future__ import annotations

from tanheng.engine.sentences import Sentence

SENTENCES: dict[str, Sentence] = {
    "OWN-101": (
        "error",
        "表头行里没有“{heading}”这一列",
        "the heading row has no column “{heading}”",
        "表头改了的，重新指定这一列；否则检查工作表和表头行",
        "where the headings changed, choose the column anew; else look at sheet and heading row",
    ),
    "OWN-102": (
        "error",
        "没有工作表“{sheet}”",
        "there is no sheet “{sheet}”",
        "选择工作表",
        "choose the sheet",
    ),
    "OWN-103": (
        "error",
        "“{heading}”的单位 {unit} 不能换算为 {wanted}",
        "the unit {unit} of “{heading}” does not convert to {wanted}",
        "写出该列的单位，或留空采用方案的单位",
        "state the column's unit, or leave it blank for the plan's",
    ),
    "OWN-104": (
        "error",
        "“{heading}”是按日的，而 {name} 的全年值不是各月之和，不能把各日相加",
        "“{heading}” is by day, but the year of {name} is no sum of its months: days cannot be added",
        "填报月度值（如加权平均），不要按日导入",
        "hand in the month's figure, such as the weighted mean, not the days",
    ),
    "OWN-105": (
        "error",
        "“{heading}”是按日的，而方案规定 {name} {frequency}记录一次",
        "“{heading}” is by day, but the plan has {name} recorded {frequency}",
        "填报月度值，或修订方案的记录频次",
        "hand in the month's figure, or revise the frequency in the plan",
    ),
    "OWN-106": (
        "error",
        "数据行太多：{found}，上限 {most}",
        "too many rows: {found}, the limit is {most}",
        "分几次导入",
        "hand them in in several steps",
    ),
    "OWN-107": (
        "error",
        "表头行以下没有数据",
        "there is nothing below the heading row",
        "检查工作表和表头行",
        "look at sheet and heading row",
    ),
    "OWN-108": (
        "error",
        "“{heading}”和“{other}”对应同一个数据项",
        "“{heading}” and “{other}” are given to the same data item",
        "每个数据项只指定一列",
        "choose one column for each data item",
    ),
    "OWN-109": (
        "error",
        "这张表是 {found} 年的，不能作为 {year} 年的数据",
        "this table is of {found}: it is not taken for {year}",
        "在该年的页面导入；要填报 {year} 年的，先下载该年的表格",
        "hand it in on the page of that year; for {year} download the table of {year} and fill it in",
    ),
    "OWN-201": (
        "warning",
        "“{found}”不是{wanted}，这一行没有读取",
        "“{found}” is no {wanted}: the row was not read",
        "合计行、说明行不用管；确有数据的，改正后重新导入",
        "leave totals and remarks as they are; where it holds data, correct it and hand the file in again",
    ),
    "OWN-202": (
        "note",
        "{found} 不在 {year} 年，这一行没有读取",
        "{found} is not in {year}: the row was not read",
        "在该年的页面导入",
        "hand it in on the page of that year",
    ),
    "OWN-203": (
        "error",
        "{month} 写了两行（第 {rows} 行），没有读取",
        "{month} stands in several rows ({rows}) and was not read",
        "每月只留一行；按日的表选“每行一天”",
        "leave one row a month; of a daily table say that a row is a day",
    ),
    "OWN-301": (
        "warning",
        "{month}“{heading}”只有 {found} 天有数，当月 {days} 天；按有数的各天相加",
        "{month}: “{heading}” has figures on {found} of {days} days; those were added",
        "补齐缺的天数后重新导入；停产的天填 0",
        "hand it in again with the missing days; write 0 for days at rest",
    ),
    "OWN-302": (
        "warning",
        "{month}“{heading}”的 {found} 写了不止一行，各行都已相加",
        "{month}: in “{heading}” {found} stands in several rows, all of which were added",
        "按班次记录的不用管；重复的删去后重新导入",
        "leave it where shifts are recorded; else take the row away and hand the file in again",
    ),
    "OWN-303": (
        "error",
        "{month}“{heading}”有读不出的数，整月没有相加",
        "{month}: “{heading}” has figures that cannot be read: the month was not added",
        "改正标出的单元格后重新导入",
        "correct the cells that are told and hand the file in again",
    ),
}
