"""The sentences of obligations: what is wrong between the cases of an entity, and the remedy, in Chinese and English."""

from __future__ import annotations

from tanheng.engine.places import Where
from tanheng.engine.problems import Problem
from tanheng.engine.sentences import Sentence, problem_in_full
from tanheng.engine.text import Text

SENTENCES: dict[str, Sentence] = {
    "OB-001": (
        "error",
        "算例属于另一法人：{found}，其余为 {wanted}",
        "the case belongs to another legal entity: {found}, the others to {wanted}",
        "一次只合并同一统一社会信用代码的算例；代码写错的改正",
        "put together cases of one unified social credit code only; correct a mistyped code",
    ),
    "OB-002": (
        "error",
        "算例是 {found} 年度，其余为 {wanted} 年度",
        "the case is of {found}, the others of {wanted}",
        "履约按年度计算：换成同一年度的算例",
        "obligations are stated by year: take cases of one year",
    ),
    "OB-003": (
        "error",
        "{list}名录有两个同类算例，排放会重复计算",
        "two cases of one kind for the list of {list}: emissions would count twice",
        "同一名录、同一法人合并成一个算例（机组、系列、生产线都列在其中）",
        "put all units, potlines or lines of the list into one case",
    ),
    "OB-004": (
        "warning",
        "规则包 {found} 的结果不用于全国碳市场清缴，未计入",
        "results of pack {found} are not cleared in the national market and are left out",
        "换用 cets_ 核算指南或 allowance_ 配额方案的算例",
        "take a case of a cets_ guide or of an allowance_ plan",
    ),
    "OB-005": (
        "error",
        "{list}名录的排放量算不出来，不能得出应清缴量",
        "the emission for the list of {list} could not be computed, so there is no obligation",
        "先用 tanheng calculate 消除该算例的问题",
        "mend the problems that `tanheng calculate` tells of that case first",
    ),
    "OB-006": (
        "note",
        "{list}名录没有配额算例，只有应清缴量，没有配额和缺口",
        "no allowance case for the list of {list}: the obligation stands without allowance and gap",
        "补上该年度配额方案（allowance_ 规则包）的算例",
        "add a case of the year's allocation plan (an allowance_ pack)",
    ),
    "OB-007": (
        "warning",
        "{list}名录的经核查排放量 {verified} 与核算结果 {accounted} 不一致，应清缴量按经核查排放量",
        "verified emission {verified} of the list of {list} differs from the accounted {accounted}; the verified one counts",
        "核对核查结论与核算算例，查明差异并保存说明",
        "compare the verification result with the accounting case and keep an explanation",
    ),
    "OB-008": (
        "error",
        "算例只含{found}，应清缴量按全年计算",
        "the case is of {found} only; obligations are of a whole year",
        "换用全年的算例",
        "take the case of the whole year",
    ),
    "OB-011": (
        "error",
        "行业算例引用的自备机组排放量 {quoted} 比未列入名录机组的合计 {unlisted} 多 {difference} tCO2{names}：名录内机组被两边计入",
        "the industry case quotes {quoted} tCO2 of own units, {difference} above the unlisted units' {unlisted}{names_en}: counted in both",
        "名录内机组只按发电行业履约：把 power_unit_emission_tco2 改为发电算例给出的未列入名录机组合计（逐月）",
        "listed units are cleared under the power sector alone: set power_unit_emission_tco2 to the monthly total of unlisted units",
    ),
    "OB-012": (
        "error",
        "行业算例引用的自备机组排放量 {quoted} 比未列入名录机组的合计 {unlisted} 少 {difference} tCO2{names}：有机组两边都没有计入",
        "the industry case quotes {quoted} tCO2 of own units, {difference} below the unlisted units' {unlisted}{names_en}: counted in none",
        "把未列入名录机组的排放量逐月填入行业算例的 power_unit_emission_tco2；已列入名录的机组把属性 power_list 改为 listed",
        "enter the emission of unlisted units in power_unit_emission_tco2 of the industry case; set power_list to listed for listed units",
    ),
    "OB-013": (
        "error",
        "机组未列入发电行业名录，却出现在发电配额算例中：排放被两边计入",
        "the unit is not on the power-sector list, yet stands in the power allowance case: it is counted in both",
        "从配额算例中删去该机组；确已列入名录的，把核算算例的属性 power_list 改为 listed",
        "remove it from the allowance case; if it is listed, set power_list to listed in the accounting case",
    ),
    "OB-014": (
        "error",
        "机组列入发电行业名录，但发电配额算例中没有它：没有应清缴量也没有配额",
        "the unit is on the power-sector list but missing in the power allowance case: it has neither obligation nor allowance",
        "在配额算例中补上该机组（同一编号）；已退出名录的，把属性 power_list 改为 unlisted",
        "add the unit (same id) to the allowance case; if it left the list, set power_list to unlisted",
    ),
    "OB-015": (
        "warning",
        "机组的经核查排放量 {verified} 与核算结果 {accounted} 不一致",
        "verified emission {verified} of the unit differs from the accounted {accounted}",
        "核对核查结论与机组核算结果；购入使用电力自2023年度起不在清缴口径内",
        "compare the verification result with the unit's account; purchased electricity is not cleared from 2023",
    ),
    "OB-016": (
        "warning",
        "名录内机组的燃料用量（{found}）与行业算例企业层级的同一燃料用量完全相同，疑似同时计入行业边界",
        "fuel of a listed unit ({found}) equals the same fuel at the enterprise level of the industry case: it seems counted twice",
        "企业层级的化石燃料应扣除名录内机组的用量；确为巧合的，在报告中说明",
        "take the fuel of listed units out of the enterprise level; if it is chance, say so in the report",
    ),
    "OB-017": (
        "warning",
        "行业算例引用了自备机组排放量，但没有发电设施算例，无法核对名录归属",
        "the industry case quotes an emission of own power units, but there is no case of the power guide to check the list against",
        "补上按发电设施指南（cn/power/cets_…）核算的算例",
        "add the case of the power guide (cn/power/cets_…)",
    ),
    "OB-018": (
        "warning",
        "未列入名录的机组排放 {unlisted} tCO2，没有行业算例承接",
        "unlisted units emit {unlisted} tCO2, and no industry case takes them in",
        "补上所属行业（铝冶炼、水泥）的算例；不属于任何名录的，只需报告",
        "add the case of the industry (aluminium, cement); what is on no list is only reported",
    ),
}


def obligation_problem(code: str, where: Where, **words: str | Text) -> Problem:
    """The problem of this code, its words put in whole."""
    return problem_in_full(SENTENCES, code, where, **words)
