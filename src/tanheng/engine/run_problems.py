"""The sentences of a run: what cannot be computed, which year is absent and why, and what is no run to compute again."""

from __future__ import annotations

from tanheng.engine.sentences import Sentence

SENTENCES: dict[str, Sentence] = {
    "RUN-201": (
        "warning",
        "{name}无法计算：除数为零（{found}）",
        "{name} cannot be computed: division by zero ({found})",
        "核对分母（产量等）是否应为零",
        "check whether the divisor (such as output) is meant to be zero",
    ),
    "RUN-202": (
        "error",
        "{name}{found}",
        "{name} {found}",
        "换用含有该年度参数的规则版本",
        "use an edition whose parameters cover this year",
    ),
    "RUN-203": (
        "warning",
        "{name}没有年度值：{months} 月无法计算，缺少{found}",
        "{name} has no year: month {months} cannot be computed without {found}",
        "补上所缺的数据；当月没有发生的量填 0 并附说明",
        "enter what is missing; an amount that did not occur is 0, with a note",
    ),
    "RUN-204": (
        "note",
        "{name}没有年度值：{found}",
        "{name} {verb} no year: {found}",
        "有数据的补上；确实没有的不影响其他结果",
        "enter what there is; what there is not changes no other result",
    ),
    "RUN-205": (
        "error",
        "{name}为 {found}，不可能：应在 {low} 至 {high} 之间",
        "{name} is {found}, which cannot be: it lies between {low} and {high}",
        "核对它由之算出的数据及其单位：{inputs}",
        "check what it is computed of, and the units: {inputs}",
    ),
    "RUN-301": (
        "error",
        "不是带算例的 run/1 文档",
        "not a run/1 document with its case",
        "用 tanheng calculate --json 生成",
        "make one by tanheng calculate --json",
    ),
}
