"""The words that an input workbook carries beside its entries: titles, remarks, needs, units and lists of choices of a pack.

The template writes them and the reader knows them again, so that nothing of our own is told as unread. No cells, no styles.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from tanheng.documents.input.answers import PRINTED_WORDS
from tanheng.documents.input.form import form_sheets
from tanheng.documents.input.guide import EARLIER_LINES, guide_lines
from tanheng.documents.input.headings import FRACTION_UNIT, ITEM_UNIT, both
from tanheng.documents.input.uncertainties import FORM_WORDS, YES, target_choices
from tanheng.engine.answer import SAYS
from tanheng.engine.pack import Pack, Quantity
from tanheng.engine.text import Text
from tanheng.engine.uncertainty.forms import DISTRIBUTIONS

GUIDE_TITLE = Text("填写说明", "How to fill this in")
CHOICE_TITLE = "下拉列表的选项 / what the drop-downs offer"
FACILITY_TITLE = Text("设施清单：数据表里的“设施”从这里选择", "Facilities: the data sheets choose from this list")
ATTRIBUTE_TITLE = Text("属性：不是数值的信息", "Attributes: facts that are no numbers")
OVERRIDE_TITLE = Text(
    "替换规则的未确认值或缺省值：替换值、单位、依据文件、负责人缺一不可；没有就留空",
    "Values in the place of the rules' unconfirmed or default ones: value, unit, document and person are all needed",
)
UNCERTAINTY_TITLE = Text(
    "不确定度：计量器具等级、校准证书、化验重复性；没有就留空。同一台秤或同一化验室写同一个相关组",
    "Uncertainties: meter class, certificate, repeatability; leave blank where unknown. One scale or laboratory is one group",
)
ANSWER_TITLE = Text(
    "答复：对核对中的疑问确认无误（写明理由）或已更正；tanheng answers 列出待答复的疑问，没有就留空",
    "Answers to doubts about figures: confirmed with a reason, or corrected; `tanheng answers` lists them. Blank where there are none",
)
REMARKS: Mapping[str, Text] = {
    "pack": Text("本模板对应的规则包，请勿修改", "the rule pack of this template; do not change it"),
    "year": Text("报告的数据年度，如 2025", "the year of the data, such as 2025"),
    "grain": Text("模板按此粒度生成；按年填写请重新生成（--grain year）", "fixed for this template; make another with --grain year"),
    "name": Text("与营业执照一致", "as on the business licence"),
    "code": Text("18 位，按文本填写", "18 characters, as text"),
    "version": Text("读取时核对，请勿修改", "checked when the file is read; do not change it"),
    "through_month": Text("只含 1 月至这个月的数据；全年的删去这一行", "January to this month only; remove this line for a whole year"),
    "base": Text("据此发现他人其后改过的数值，请勿修改", "shows what others have changed since; do not change it"),
    "made_for": Text("读取时核对，请勿修改", "checked when the file is read; do not change it"),
}
YEAR_BEHIND = re.compile(r" · (19|20)\d\d$")


def entity_title(pack: Pack) -> Text:
    """The title of the entity sheet."""
    return Text(f"企业信息 · {pack.title.zh}", f"Entity · {pack.title.en}")


def data_title(title: Text, year: int) -> str:
    """The title of a data sheet."""
    return f"{title.zh} {title.en} · {year}"


def data_remark(pack: Pack) -> str:
    """The line below the title of a data sheet."""
    return f"{pack.title.zh} · 留空表示没有数据，不等于 0 · blank is no data, not zero"


def titles_of(pack: Pack) -> set[str]:
    """What stands above the tables of a template, years taken off."""
    small = (entity_title(pack), FACILITY_TITLE, ATTRIBUTE_TITLE, OVERRIDE_TITLE, UNCERTAINTY_TITLE, ANSWER_TITLE)
    sheets = {f"{title.zh} {title.en}" for title, _ in form_sheets(pack)}
    return {text for one in small for text in (one.zh, one.en)} | sheets | {data_remark(pack)}


def guide_texts(pack: Pack) -> set[str]:
    """All texts of the instruction sheet."""
    lines = [GUIDE_TITLE, *EARLIER_LINES, *(line for line, _ in guide_lines(pack))]
    return {text for line in lines for text in (line.zh, line.en)}


def choice_lists(pack: Pack) -> dict[str, tuple[list[str], Text]]:
    """The lists that drop-downs offer, by name, each with its title; a column each on the sheet of choices."""
    lists = {"facility_kinds": ([both(one.label) for one in pack.facility_kinds.values()], Text("设施类别", "facility kinds"))}
    for attribute in pack.attributes.values():
        lists[f"attribute {attribute.id}"] = ([both(one) for one in attribute.values.values()], attribute.label)
    lists["overrides"] = ([*pack.parameters, *pack.tables], Text("参数和缺省值表", "parameters and tables"))
    lists["uncertain inputs"] = (target_choices(pack), Text("输入量和参数", "inputs and parameters"))
    lists["uncertainty forms"] = ([both(one) for one in FORM_WORDS.values()], Text("不确定度的依据", "what states an uncertainty"))
    lists["distributions"] = ([both(one) for one in DISTRIBUTIONS.values()], Text("分布", "distributions"))
    lists["yes"] = ([both(YES)], Text("是", "yes"))
    lists["says"] = ([both(one) for one in SAYS.values()], Text("答复", "answers"))
    lists["printed"] = ([both(one) for one in PRINTED_WORDS.values()], Text("是否打印", "printed"))
    for table in dict.fromkeys(one.item_table for one in pack.inputs() if one.item_table):
        lists[f"items {table}"] = ([both(row.label) for row in pack.tables[table].rows.values()], pack.tables[table].label)
    for title, quantities in form_sheets(pack):
        lists[f"quantities {title.en}"] = ([both(one.label) for one in quantities], title)
    return lists


def unit_text(pack: Pack, quantity: Quantity, item: str | None) -> str:
    """The unit as the sheet shows it."""
    if "{unit}" in quantity.unit and item is None:
        return both(ITEM_UNIT)
    unit = pack.unit_of(quantity.id, item)
    return both(FRACTION_UNIT) if unit == "1" else unit
