"""The words of input tables: headings, facts, kinds and marks in Chinese and English, and how typed words are recognised.

The template writes these words and the reader looks for them, so both stand here; names of a pack come from the pack.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

from tanheng.documents.input.period_headings import MONTH_WORDS
from tanheng.engine.pack import KINDS, Pack
from tanheng.engine.text import Text

TEMPLATE_VERSION = "tanheng-input/1"
GUIDE_SHEET, CHOICE_SHEET = "填写说明 Guide", "选项 Choices"
ENTITY_SHEET, FACILITY_SHEET, ATTRIBUTE_SHEET = "企业信息 Entity", "设施 Facilities", "属性 Attributes"
OVERRIDE_SHEET, UNCERTAINTY_SHEET, ANSWER_SHEET = "替换值 Overrides", "不确定度 Uncertainties", "答复 Answers"

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
    "in_use_from": (Text("投用日期", "In use from"), ()),
    "in_use_to": (Text("停用日期", "In use to"), ()),
    "stops": (Text("停产时段", "Stops"), ()),
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
ANSWER_HEADINGS: Headings = {
    "code": (Text("疑问编号", "Code of the doubt"), ()),
    "doubt": (Text("疑问内容", "What is doubtful"), ()),
    "quantity": (Text("数据项", "Data item"), ()),
    "facility": (Text("设施", "Facility"), ()),
    "item": (Text("品种", "Item"), ()),
    "month": (Text("月份", "Month"), ()),
    "says": (Text("答复", "Answer"), ()),
    "person": (Text("答复人", "Answered by"), ()),
    "on": (Text("答复日期", "Answered on"), ()),
    "printed": (Text("是否打印", "Printed"), ()),
    "digest": (Text("数值校验", "Digest of the figures"), ("digest",)),
    "reason": (Text("理由", "Reason"), ()),
}
MONTHS = tuple(range(1, 13))
DATA_HEADINGS: Headings = {
    "quantity": (Text("代号", "Quantity id"), ("quantity", "量的代号", "量")),
    "label": (Text("信息项", "Quantity name"), ("parameter", "参数", "信息项名称", "指标", "指标名称", "项目名称", "数据项", "填报项")),
    "facility": (Text("设施", "Facility"), ("设施编号", "facility id", "工序编号", "设施名称", "生产线", "机组", "机组编号")),
    "item": (Text("品种", "Item"), ("燃料品种", "item id", "燃料", "燃料种类", "品种名称")),
    "unit": (Text("单位", "Unit"), ("计量单位", "单位名称", "units")),
    "need": (Text("填报要求", "Need"), ()),
    **{str(month): (Text(f"{month}月", word.capitalize()), ()) for month, word in zip(MONTHS, MONTH_WORDS, strict=True)},
    "year": (Text("全年", "Year"), ()),
    "month": (Text("月份", "Month"), ()),
    "value": (Text("数值", "Value"), ()),
    "kind": (Text("获取方式", "Kind"), ("数据类型",)),
    "source": (Text("数据来源", "Source"), ()),
    "evidence": (Text("支撑材料", "Evidence"), ("凭证",)),
    "uncertainty": (Text("不确定度", "Uncertainty"), ()),
    "note": (Text("备注", "Note"), ("notes", "remark", "remarks", "comment", "comments", "说明", "备注说明")),
    "default": (Text("缺省值", "Default"), ()),
    "number": (Text("序号", "No."), ("#", "no", "№", "行号", "row")),
}
PERIODS = (*map(str, MONTHS), "year", "value")  # recognised by `documents.input.period_headings`
NEEDS: Mapping[str, Text] = {
    "required": Text("必填", "required"), "default": Text("有缺省值", "has default"), "fixed": Text("固定缺省值", "fixed default"),
    "optional": Text("选填", "optional"),
}  # fmt: skip
FACTS: Headings = {
    "pack": (Text("规则包", "Rule pack"), ("pack",)),
    "year": (Text("核算年度", "Reporting year"), ("年度", "year")),
    "grain": (Text("填报粒度", "Grain"), ("粒度",)),
    "through_month": (Text("核算至月份", "Through month"), ("through month", "through_month")),  # only where the year is not whole
    "name": (Text("企业名称", "Entity name"), ("entity",)),
    "code": (Text("统一社会信用代码", "Entity code"), ("code", "unified social credit code")),
    "version": (Text("模板版本", "Template version"), ("tanheng", "template")),
    "base": (Text("取自导入", "Taken from import"), ("base",)),  # where the form was filled with stored figures
    "made_for": (Text("模板所属规则包", "Template of"), ("made for",)),  # in a CSV; a workbook says it on its guide
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
NOT_APPLICABLE_WORDS = {"/", "\\", "不适用", "n/a", "na"}  # of an amount; in other columns no more than a blank
NOT_APPLICABLE = {*NOT_APPLICABLE_WORDS, "-", "--", "—", "——", "–", "无", "none"}
LONGEST_WORD = 200  # characters of a heading, a name or a word; longer texts are not kept in mind either
BRACKETED = re.compile(r"[(（\[【][^)）\]】]{0,100}[)）\]】]")


def folded(text: str) -> str:
    """The text as it is compared: full-width as half-width, small letters, single blanks."""
    return _folded(text) if len(text) <= LONGEST_WORD else _folded.__wrapped__(text)


@lru_cache(20_000)
def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def both(text: Text) -> str:
    """Chinese and English side by side, as drop-downs show them."""
    return f"{text.zh} {text.en}"


def pressed(text: str) -> str:
    """The text as it is compared, without any blanks: people space out short Chinese headings."""
    return folded(text).replace(" ", "")


def _words(headings: Headings) -> dict[str, str]:
    return {
        pressed(word): field
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
    "answers": (_words(ANSWER_HEADINGS), (frozenset({"code"}), frozenset({"digest"}))),
    "data": (
        _words({name: words for name, words in DATA_HEADINGS.items() if name not in PERIODS}),
        (frozenset({"quantity", "label"}), frozenset(PERIODS)),
    ),
}
HEADINGS_OF: Mapping[str, Headings] = {
    "facts": FACT_HEADINGS, "facilities": FACILITY_HEADINGS, "attributes": ATTRIBUTE_HEADINGS, "overrides": OVERRIDE_HEADINGS,
    "uncertainties": UNCERTAINTY_HEADINGS, "answers": ANSWER_HEADINGS, "data": DATA_HEADINGS,
}  # fmt: skip
FACT_WORDS = _words(FACTS)


def heading_field(text: str, words: Mapping[str, str]) -> str | None:
    """The field a heading stands for: the whole text, its first line, its second, or what is left without brackets."""
    for candidate in (text, *text.split("\n"), BRACKETED.sub("", text)):
        found = words.get(pressed(candidate))
        if found:
            return found
    return None


class Names:
    """Ids by anything a person may type for them: id, Chinese or English label, or both. What is ambiguous names nothing."""

    def __init__(self, labels: Iterable[tuple[str, Text]], aliases: Iterable[tuple[str, str]] = ()) -> None:
        self.ids: dict[str, str] = {}
        self.asked: dict[str, str | None] = {}
        doubtful: set[str] = set()
        pairs = list(labels)
        for name, label in pairs:
            for word in (label.zh, label.en, both(label), f"{label.zh} {name}", f"{label.zh} ({name})"):
                key = folded(word)
                if key and self.ids.setdefault(key, name) != name:
                    doubtful.add(key)
        for name, alias in aliases:  # a label of another row goes before
            self.ids.setdefault(folded(alias), name)
        for key in doubtful:
            del self.ids[key]
        self.spaced = {key.replace(" ", ""): name for key, name in self.ids.items() if not key.isascii()}
        self.ids.update({folded(name): name for name, _ in pairs})

    def find(self, text: str) -> str | None:
        """The id, or None."""
        if text not in self.asked:
            key = folded(text)
            self.asked[text] = self.ids.get(key) or (None if key.isascii() else self.spaced.get(key.replace(" ", "")))
        return self.asked[text]

    def find_beginning(self, text: str) -> str | None:
        """The id whose words begin with the text, where only one does; None for a letter or two."""
        key = pressed(text)
        if len(key) < (3 if key.isascii() else 2):
            return None
        found = {name for word, name in self.ids.items() if word.replace(" ", "").startswith(key)}
        return found.pop() if len(found) == 1 else None


def quantity_names(pack: Pack) -> Names:
    """The inputs of a pack by id and label."""
    return Names((one.id, one.label) for one in pack.inputs())


def item_names(pack: Pack, table: str | None) -> Names:
    """The rows of an item table."""
    if not table:
        return Names(())
    rows = pack.tables[table].rows.values()
    return Names(((row.id, row.label) for row in rows), ((row.id, alias) for row in rows for alias in row.aliases))


KIND_NAMES = Names((kind, KIND_WORDS[kind]) for kind in KINDS)
GRAIN_NAMES = Names(GRAIN_WORDS.items())
