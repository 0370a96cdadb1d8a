"""The sentences of the recomputation kit in Chinese and English."""

from __future__ import annotations

from tanheng.engine.text import Text

COVER, INPUTS, PARAMETERS = Text("封面", "Cover"), Text("输入", "Inputs"), Text("参数", "Parameters")
TREATMENTS, DEVIATIONS = Text("缺失数据处理", "Treatments"), Text("偏离方案", "Departures")
COMPUTATION, COMPARISON = Text("计算", "Computation"), Text("比较", "Comparison")

TITLE = Text("碳排放复算工作簿", "Recomputation kit")
SUBTITLE = Text("用工作表公式重算每一个数，不需要本系统", "Every number computed again by cell formulas, without this program")
FACTS = {
    "entity": Text("企业", "Entity"),
    "code": Text("统一社会信用代码", "Unified social credit code"),
    "year": Text("核算年度", "Accounting year"),
    "pack": Text("规则包", "Rule pack"),
    "title": Text("规则", "Rules"),
    "pack_hash": Text("规则包哈希", "Hash of the rule pack"),
    "snapshot": Text("输入快照哈希", "Hash of the inputs"),
    "run": Text("计算哈希", "Hash of the run"),
    "agreement": Text("一致的数", "Numbers that agree"),
    "differing": Text("不一致的数", "Numbers that differ"),
}
HOW = (
    Text(
        "“比较”工作表逐个对比本系统报告的数与本工作簿的公式结果；打开后若数字未更新，请按 Ctrl+Shift+F9 重新计算。",
        "The sheet Comparison sets each reported number beside the result of the formulas; press Ctrl+Shift+F9 if nothing recalculates.",
    ),
    Text(
        "“输入”中白底单元格可以改写，“计算”随之更新；改写后与报告数不同是正常的。空白表示没有数据，不等于 0。",
        "White cells of Inputs may be changed and Computation follows; numbers then differ from the report, as they should. "
        "Blank means no datum, not 0.",
    ),
    Text(
        "灰底斜体是缺省值；橙色字是估算值；“未确认”表示该数尚未见于官方文本。",
        "Grey italics are defaults; orange figures are estimates; “unconfirmed” means that no official text has been seen for it.",
    ),
    Text(
        "工作表按双精度计算，本系统按精确十进制计算。未修约值距修约分界不到十亿分之一时，“比较”的附注会说明。",
        "Spreadsheets compute with binary floating point, this program with exact decimals. Where an unrounded value lies within "
        "one billionth of a rounding boundary, the note of Comparison says so.",
    ),
    Text(
        "修约为四舍五入：公式 ROUND(数, 位数)。各月先修约，全年为各月修约值之和（加权平均和强度除外，见各行公式）。",
        "Rounding is half up: ROUND(number, digits). Months are rounded first; a year is the sum of the rounded months "
        "(weighted means and intensities have formulas of their own).",
    ),
)
NOTES = {
    "inputs": Text(
        "逐月输入；白底可改写。全年列由公式得出。",
        "Inputs by month; white cells may be changed. The year follows by formula.",
    ),
    "parameters": Text("本次计算所用的参数。", "The parameters of this computation."),
    "computation": Text("每个单元格都是公式。", "Every cell is a formula."),
    "decided": Text("逐月列出，附理由和负责人。", "Month by month, with the reason and who decided."),
    "comparison": Text("差 = 公式结果 − 报告的数。", "Difference = formula result − reported number."),
}
HEADINGS = {
    "quantity": Text("量", "Quantity"),
    "label": Text("名称", "Name"),
    "facility": Text("设施", "Facility"),
    "item": Text("品种", "Item"),
    "symbol": Text("符号", "Symbol"),
    "unit": Text("单位", "Unit"),
    "decimals": Text("小数位", "Decimals"),
    "year": Text("全年", "Year"),
    "kind": Text("获取方式", "Way of obtaining"),
    "source": Text("数据来源", "Source"),
    "evidence": Text("支撑材料", "Evidence"),
    "status": Text("依据状态", "Standing"),
    "note": Text("附注", "Note"),
    "formula": Text("公式", "Formula"),
    "clause": Text("条款", "Clause"),
    "value": Text("数值", "Value"),
    "valid": Text("适用年度", "Valid"),
    "month": Text("月份", "Month"),
    "digits": Text("报告的数", "Reported"),
    "number": Text("报告的数（数值）", "Reported (number)"),
    "live": Text("公式结果", "Formula result"),
    "difference": Text("差", "Difference"),
    "verdict": Text("判定", "Verdict"),
}
NEAR_TIE = Text(
    "未修约值 {raw} 距修约分界不到十亿分之一，浮点数可能落在另一侧",
    "the unrounded value {raw} lies within one billionth of a rounding boundary; floating point may fall on the other side",
)
EXACT = Text("不修约；按相对误差 10⁻¹² 以内判定", "not rounded; agrees within a relative 10⁻¹²")
