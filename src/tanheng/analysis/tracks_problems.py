"""The sentences of the two tracks: what keeps them from closing or from being laid side by side, with the remedy."""

from __future__ import annotations

from tanheng.engine.sentences import Sentence

SENTENCES: dict[str, Sentence] = {
    "TRK-101": (
        "error",
        "{name}没有算出来",
        "{name} could not be computed",
        "先处理算例的错误",
        "mend the errors of the case first",
    ),
    "TRK-102": (
        "error",
        "{name}与各行之和相差 {found}，超过修约所能解释的 {bound}",
        "{name} differs from its lines by {found}, more than the {bound} that rounding explains",
        "核对规则包的合计公式",
        "check the formula of the total in the rule pack",
    ),
    "TRK-103": (
        "note",
        "{found} 只有一本账",
        "{found} knows one track only",
        "用 --beside 给出同一企业按工序（或发电机组）核算的算例",
        "name the entity's case of the process (or of its power units) with --beside",
    ),
    "TRK-104": (
        "error",
        "两个算例不是同一期间：{wanted}、{found}",
        "the cases are of different periods: {wanted}, {found}",
        "给出同一年、同样月份的算例",
        "give cases of the same year and months",
    ),
    "TRK-105": (
        "warning",
        "两个算例的企业不同：{wanted}、{found}",
        "the cases name different entities: {wanted}, {found}",
        "核对统一社会信用代码",
        "check the unified social credit codes",
    ),
    "TRK-106": (
        "warning",
        "企业层级引用的发电设施排放量是 {carried} tCO2，发电算例中未列入名录的机组是 {unlisted} tCO2",
        "the enterprise carries in {carried} tCO2 of power units; the power case gives {unlisted} tCO2 for units that are not on the list",
        "列入发电行业名录的机组单独履约，不再计入；未列入的按发电算例的结果引用",
        "units on the list are cleared on their own and left out; the others are quoted from the power case",
    ),
}
