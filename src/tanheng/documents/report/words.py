"""The sentences of the report and of the official tables in Chinese and English."""

from __future__ import annotations

from tanheng.engine.text import Text

HEADINGS = {
    "place": Text("工序 / 品种", "Process / item"),
    "symbol": Text("符号", "Symbol"),
    "item": Text("信息项", "Item"),
    "unit": Text("单位", "Unit"),
    "way": Text("获取方式", "Way of obtaining"),
    "meter": Text("是否配备直接计量器具", "Direct meter"),
    "source": Text("数据来源", "Data source"),
    "files": Text("支撑材料", "Supporting files"),
    "entry": Text("填报内容", "Entry"),
    "value": Text("数值", "Value"),
    "year": Text("全年", "Year"),
    "status": Text("依据状态", "Standing"),
    "clause": Text("条款", "Clause"),
    "severity": Text("级别", "Severity"),
    "code": Text("编号", "Code"),
    "where": Text("位置", "Place"),
    "message": Text("内容", "Message"),
    "remedy": Text("办法", "Remedy"),
    "note": Text("附注", "Note"),
    "share": Text("占总量", "Share"),
    "quantity": Text("量", "Quantity"),
    "name": Text("代号", "Id"),
    "before": Text("本版规则的值", "Value of the edition"),
    "in_place": Text("替换值", "Value in its place"),
    "document": Text("依据文件 · 负责人", "Document · person"),
    "reason": Text("理由", "Reason"),
    "answer": Text("答复", "Answer"),
    "rule": Text("规定", "What it says"),
    "results": Text("受影响的计算量", "Results that depend on it"),
    "doubt": Text("疑问", "Doubt"),
    "who": Text("答复人 · 日期", "Person · day"),
    "month": Text("月份", "Month"),
    "treatment": Text("处理方法", "Treatment"),
    "was": Text("处理前", "Before"),
    "now": Text("处理后", "After"),
    "aspect": Text("偏离项", "Aspect"),
    "planned": Text("方案规定", "Planned"),
    "done": Text("实际做法", "Done"),
    "decided": Text("负责人 · 日期", "Person · day"),
}
# The columns of what was decided month by month: treatments of missing data, departures from the plan.
TREATMENT_HEADS = ("quantity", "where", "month", "treatment", "was", "now", "reason", "decided")
DEVIATION_HEADS = ("quantity", "where", "month", "aspect", "planned", "done", "reason", "decided")
METER_WORDS = {True: Text("是", "yes"), False: Text("否", "no")}
OTHER_TABLE = Text("附表 其他计算量", "Supplement: other computed quantities")

WORDS = {
    "title": Text("企业温室气体排放报告", "Enterprise greenhouse gas emission report"),
    "tables_title": Text("官方数据表", "Official tables"),
    "entity": Text("报告主体", "Reporting entity"),
    "code": Text("统一社会信用代码", "Unified social credit code"),
    "code_fault": Text("不合 GB 32100：{why}", "not by GB 32100: {why}"),
    "year": Text("报告年度", "Report year"),
    "date": Text("编制日期", "Date of writing"),
    "sector": Text("行业", "Sector"),
    "stamp": Text("（盖章）", "(stamp)"),
    "contents": Text("目录", "Contents"),
    "cover": Text("封面", "Cover"),
    "declaration": Text("声明", "Declaration"),
    "declaration_text": Text(
        "本单位对本报告的真实性、完整性、准确性负责。如信息不实，本单位愿承担相应的法律责任。",
        "This entity answers for the truth, completeness and accuracy of this report and bears the legal consequences if it is untrue.",
    ),
    "guide_sentence": Text(
        "本单位依据{title}核算了本年度温室气体排放量，并填写了下列数据表格。",
        "This entity has accounted its greenhouse gas emissions of the year by {title} and filled in the tables below.",
    ),
    "list_of_tables": Text("数据表格清单", "List of tables"),
    "signature": Text("法定代表人（或授权代表）签字：", "Signature of the legal or authorised representative:"),
    "sign_stamp": Text("单位盖章：", "Stamp of the entity:"),
    "sign_date": Text("日期：", "Date:"),
    "results": Text("主要结果", "Main results"),
    "data": Text("数据表格", "Data tables"),
    "appendix_explanation": Text("附录一 主要数的计算过程", "Appendix 1: how the main numbers came about"),
    "appendix_unconfirmed": Text("附录二 未确认的数值与条款", "Appendix 2: unconfirmed values and clauses"),
    "appendix_problems": Text("附录三 核对中发现的问题", "Appendix 3: problems found in checking"),
    "appendix_seal": Text("附录四 可复算性", "Appendix 4: how to recompute"),
    "explanation_intro": Text(
        "每个计算量列出条款、公式（文字与符号），并以一个月（或年）的数代入；完整的逐月复算见复算工作簿。",
        "For each computed quantity: its clause, its formula in words and symbols, and the numbers of one month or the year put in; "
        "the recomputation kit repeats every month.",
    ),
    "unconfirmed_intro": Text(
        "下列数值或条款尚未见于官方文本，按所注来源使用，以官方文本为准。表中带 † 的数属于此类。",
        "The values and clauses below have not been seen in an official text; they are used as their source gives them, and the "
        "official text decides. Figures with † in the tables are of this kind.",
    ),
    "overrides": Text("用户替换的数值", "Values replaced by the reporting entity"),
    "unconfirmed_values": Text("数值", "Values"),
    "unconfirmed_clauses": Text("公式与条款", "Formulas and clauses"),
    "unconfirmed_none": Text("没有。", "None."),
    "untranslatable": Text("规则包不能计算的规定", "What the edition says and the rule pack cannot compute"),
    "untranslatable_legend": Text(
        "‡ 取决于规则包不能计算的规定（见附录二）。",
        "‡ depends on what the edition says and the rule pack cannot compute (appendix 2).",
    ),
    "answers": Text("数值疑问及答复", "Doubts about figures and their answers"),
    "treatments": Text("缺失数据处理", "Missing data and what stands in for them"),
    "deviations": Text("偏离数据质量控制方案的情况", "Departures from the data quality control plan"),
    "problems_none": Text("没有发现问题。", "No problems were found."),
    "legend": Text(
        "† 未确认（尚未见于官方文本）；灰色为缺省值；橙色为估算值；空白表示没有数据，不等于 0。",
        "† unconfirmed (not seen in an official text); grey: default; orange: estimated; blank: no datum, not 0.",
    ),
    "not_filled": Text("未填写", "not filled in"),
    "place": Text("示例", "Example"),
    "formula": Text("公式", "Formula"),
    "in_words": Text("文字", "In words"),
    "numbers": Text("代入", "Numbers"),
    "clause": Text("条款", "Clause"),
    "year_value": Text("全年", "Year"),
    "raw": Text("修约前", "before rounding"),
    "recalculated": Text("按全年数一次计算（未修约，供参考）", "computed at once from the year (unrounded, for comparison)"),
    "pack": Text("规则包", "Rule pack"),
    "pack_hash": Text("规则包哈希", "Hash of the rule pack"),
    "snapshot": Text("输入快照哈希", "Hash of the inputs"),
    "run_hash": Text("计算哈希", "Hash of the run"),
    "seal_intro": Text(
        "同样的规则包与输入，任何时候、任何机器都得到同样的数与同样的哈希。",
        "The same rule pack and inputs give the same numbers and the same hashes on every machine at any time.",
    ),
    "page": Text("第 {page} 页 共 {pages} 页", "Page {page} of {pages}"),
    "draft_numbers": Text("表号按类比排列，以官方文本为准。", "Table numbers are by analogy; the official text decides."),
    "entity_whole": Text("企业", "entity"),
}


def words_in(lang: str) -> dict[str, str]:
    """All sentences in one language."""
    return {name: text.in_(lang) for name, text in WORDS.items()} | {f"h_{name}": text.in_(lang) for name, text in HEADINGS.items()}
