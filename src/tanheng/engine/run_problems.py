"""The sentences of a run: what cannot be computed, and which year is absent and why. One entry per code, in Chinese and English."""

from __future__ import annotations

from tanheng.engine.case.problems import Entry

SENTENCES: dict[str, Entry] = {
    "RUN-201": (
        "{name}无法计算：除数为零（{found}）",
        "{name} cannot be computed: division by zero ({found})",
        "核对分母（产量等）是否应为零",
        "check whether the divisor (such as output) is meant to be zero",
    ),
    "RUN-202": (
        "{name}{found}",
        "{name} {found}",
        "换用含有该年度参数的规则版本",
        "use an edition whose parameters cover this year",
    ),
    "RUN-203": (
        "{name}没有年度值：{months} 月无法计算，缺少{found}",
        "{name} has no year: month {months} cannot be computed without {found}",
        "补上所缺的数据；当月没有发生的量填 0 并附说明",
        "enter what is missing; an amount that did not occur is 0, with a note",
    ),
    "RUN-204": (
        "{name}没有年度值：{found}",
        "{name} {verb} no year: {found}",
        "有数据的补上；确实没有的不影响其他结果",
        "enter what there is; what there is not changes no other result",
    ),
    "RUN-205": (
        "{name}为 {found}，不可能：应在 {low} 至 {high} 之间",
        "{name} is {found}, which cannot be: it lies between {low} and {high}",
        "核对它由之算出的数据及其单位：{inputs}",
        "check what it is computed of, and the units: {inputs}",
    ),
}
