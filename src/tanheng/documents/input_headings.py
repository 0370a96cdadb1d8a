"""The words of input tables: headings, facts, kinds and marks in Chinese and English, and how typed words are recognised.

The template writes these words and the reader looks for them, so both stand here; names of a pack come from the pack.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from tanheng.engine.errors import Text
from tanheng.engine.pack import KINDS, Pack

TEMPLATE_VERSION = "tanheng-input/1"
GUIDE_SHEET, CHOICE_SHEET = "填写说明 Guide", "选项 Choices"
ENTITY_SHEET, FACILITY_SHEET, ATTRIBUTE_SHEET = "企业信息 Entity", "设施 Facilities", "属性 Attributes"
OVERRIDE_SHEET, UNCERTAINTY_SHEET = "替换值 Overrides", "不确定度 Uncertainties"

# field → heading as the template writes it, then other words that are accepted
Headings = Mapping[str, tuple[Text, tuple[str, ...]]]
FACT_HEADINGS: Headings = {
    "fact": (Text("企业信息项", "Fact"), ()),
    "entry": (Text("填报内容", "Entry"), ()),
    "remark": (Text("填写说明", "Remark"), ()),
}
FACILITY_HEADINGS: Headings = {
    "id": (Text("设施编号", "Facility id"), ()),
    "kind": (Text("设施类别", "Facility kind"), ()),
    "name": (Text("设施名称", "Facility name"), ()),
}
ATTRIBUTE_HEADINGS: Headings = {
    "name": (Text("属性", "Attribute"), ()),
    "facility": (Text("适用设施", "For facility"), ()),
    "value": (Text("取值", "Choice"), ("attribute value",)),
}
OVERRIDE_HEADINGS: Headings = {
    "target": (Text("参数或缺省值表", "Parameter or table"), ()),
    "item": (Text("表的行", "Row of the table"), ()),
    "column": (Text("表的列", "Column of the table"), ()),
    "value": (Text("替换值", "Value in its place"), ()),
    "unit": (Text("单位", "Unit"), ()),
    "document": (Text("依据文件", "Document"), ()),
    "person": (Text("负责人", "Person"), ()),
    "reason": (Text("理由", "Reason"), ()),
}
UNCERTAINTY_HEADINGS: Headings = {
    "target": (Text("输入量或参数", "Input or parameter"), ()),
    "facility": (Text("设施", "Facility"), ()),
    "item": (Text("品种", "Item"), ()),
    "months": (Text("限于月份", "Only months"), ()),
    "form": (Text("依据类型", "Stated by"), ()),
    "size": (Text("大小", "Size"), ()),
    "second": (Text("k 或次数", "k or repeats"), ()),
    "distribution": (Text("分布", "Distribution"), ()),
    "group": (Text("相关组", "Group"), ()),
    "independent": (Text("各月独立", "Independent"), ()),
    "source": (Text("证书或记录", "Certificate or record"), ()),
}
MONTHS = tuple(range(1, 13))
MONTH_WORDS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DATA_HEADINGS: Headings = {
    "quantity": (Text("代号", "Quantity id"), ("quantity", "量的代号", "量")),
    "label": (Text("信息项", "Quantity name"), ("parameter", "参数")),
    "facility": (Text("设施", "Facility"), ("设施编号", "facility id", "工序编号")),
    "item": (Text("品种", "Item"), ("燃料品种", "item id")),
    "unit": (Text("单位", "Unit"), ()),
    **{
        str(month): (Text(f"{month}月", word.capitalize()), (str(month), f"{month:02d}", f"{month:02d}月", f"month {month}", f"m{month}"))
        for month, word in zip(MONTHS, MONTH_WORDS, strict=True)
    },
    "year": (Text("全年", "Year"), ("全年值", "year total", "total")),
    "month": (Text("月份", "Month"), ()),
    "value": (Text("数值", "Value"), ("值", "amount")),
    "kind": (Text("获取方式", "Kind"), ("数据类型",)),
    "source": (Text("数据来源", "Source"), ()),
    "evidence": (Text("支撑材料", "Evidence"), ("凭证",)),
    "uncertainty": (Text("不确定度", "Uncertainty"), ()),
    "note": (Text("备注", "Note"), ("notes",)),
    "default": (Text("缺省值", "Default"), ()),
}
FACTS: Headings = {
    "pack": (Text("规则包", "Rule pack"), ("pack",)),
    "year": (Text("核算年度", "Reporting year"), ("年度", "year")),
    "grain": (Text("填报粒度", "Grain"), ("粒度",)),
    "name": (Text("企业名称", "Entity name"), ("entity",)),
    "code": (Text("统一社会信用代码", "Entity code"), ("code", "unified social credit code")),
    "version": (Text("模板版本", "Template version"), ("tanheng", "template")),
}
KIND_WORDS: Mapping[str, Text] = {
    "measured": Text("实测值", "Measured"),
    "calculated": Text("计算值", "Calculated"),
    "design": Text("设计值", "Design"),
    "default": Text("缺省值", "Default"),
    "estimated": Text("估算值", "Estimated"),
}
GRAIN_WORDS: Mapping[str, Text] = {"month": Text("按月", "By month"), "year": Text("按年", "By year")}
FRACTION_UNIT = Text("小数", "fraction")  # how the template shows the unit 1
ITEM_UNIT = Text("随品种", "by item")  # the unit of a row whose item is not chosen yet
NOT_APPLICABLE = {"/", "-", "--", "—", "——", "–", "无", "不适用", "n/a", "na", "none", "\\"}
BRACKETED = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")


def folded(text: str) -> str:
    """The text as it is compared: full-width as half-width, small letters, single blanks."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def both(text: Text) -> str:
    """Chinese and English side by side, as drop-downs show them."""
    return f"{text.zh} {text.en}"


def _words(headings: Headings) -> dict[str, str]:
    return {
        folded(word): field
        for field, (text, others) in headings.items()
        for word in (text.zh, text.en, both(text), *others)
    }  # fmt: skip


TABLES: dict[str, tuple[dict[str, str], tuple[frozenset[str], ...]]] = {
    # table → its heading words, and of each set at least one must stand in a heading row
    "facts": (_words(FACT_HEADINGS), (frozenset({"fact"}), frozenset({"entry"}))),
    "facilities": (_words(FACILITY_HEADINGS), (frozenset({"id"}), frozenset({"kind"}))),
    "attributes": (_words(ATTRIBUTE_HEADINGS), (frozenset({"name"}), frozenset({"value"}))),
    "overrides": (_words(OVERRIDE_HEADINGS), (frozenset({"target"}), frozenset({"document"}))),
    "uncertainties": (_words(UNCERTAINTY_HEADINGS), (frozenset({"target"}), frozenset({"form"}))),
    "data": (
        _words(DATA_HEADINGS),
        (frozenset({"quantity", "label"}), frozenset({"year", "value", *map(str, MONTHS)})),
    ),
}
FACT_WORDS = _words(FACTS)


def heading_field(text: str, words: Mapping[str, str]) -> str | None:
    """The field a heading stands for: the whole text, its first line, its second, or what is left without brackets."""
    for candidate in (text, *text.split("\n"), BRACKETED.sub("", text)):
        found = words.get(folded(candidate))
        if found:
            return found
    return None


class Names:
    """Ids by anything a person may type for them: id, Chinese or English label, or both. What is ambiguous names nothing."""

    def __init__(self, labels: Iterable[tuple[str, Text]]) -> None:
        self.ids: dict[str, str] = {}
        doubtful: set[str] = set()
        pairs = list(labels)
        for name, label in pairs:
            for word in (label.zh, label.en, both(label), f"{label.zh} {name}", f"{label.zh} ({name})"):
                key = folded(word)
                if key and self.ids.setdefault(key, name) != name:
                    doubtful.add(key)
        for key in doubtful:
            del self.ids[key]
        self.ids.update({folded(name): name for name, _ in pairs})

    def find(self, text: str) -> str | None:
        """The id, or None."""
        return self.ids.get(folded(text))


def quantity_names(pack: Pack) -> Names:
    """The inputs of a pack by id and label."""
    return Names((one.id, one.label) for one in pack.inputs())


def item_names(pack: Pack, table: str | None) -> Names:
    """The rows of an item table."""
    return Names((row.id, row.label) for row in pack.tables[table].rows.values()) if table else Names(())


KIND_NAMES = Names((kind, KIND_WORDS[kind]) for kind in KINDS)
GRAIN_NAMES = Names(GRAIN_WORDS.items())
