"""The words of `tanheng rules` as text: headings, chapters, and the closed lists of packs. JSON keeps the keys."""

from __future__ import annotations

from typing import Any

from tanheng.documents.report.labels import SEVERITIES
from tanheng.engine.status_words import STATUS_LABELS
from tanheng.engine.text import Text

ROLES = {"input": Text("输入", "input"), "derived": Text("计算", "derived")}
KINDS = {"accounting": Text("核算", "accounting"), "allowance": Text("配额", "allowance")}
NATURES = {"constant": Text("常数", "constant"), "factor": Text("因子", "factor"), "data": Text("数据", "data")}
LISTS = {"status": STATUS_LABELS, "role": ROLES, "severity": SEVERITIES, "kind": KINDS, "nature": NATURES}
CHAPTERS = {
    "quantities": Text("数据项", "quantities"),
    "formulas": Text("公式", "formulas"),
    "checks": Text("检查", "checks"),
    "parameters": Text("系数", "parameters"),
    "tables": Text("缺省值表", "tables"),
    "untranslatable": Text("规则包不能计算的规定", "untranslatable"),
    "emission_sources": Text("排放源", "emission_sources"),
    "facility_kinds": Text("设施类别", "facility_kinds"),
    "attributes": Text("属性", "attributes"),
    "expects_any": Text("须报其一", "expects_any"),
    "document": Text("文件", "document"),
}
KEYS = {
    "id": Text("编号", "id"),
    "valid": Text("适用年度", "valid"),
    "valid_from": Text("适用起始年度", "valid_from"),
    "valid_to": Text("适用截止年度", "valid_to"),
    "status": Text("状态", "status"),
    "title": Text("名称", "title"),
    "symbol": Text("符号", "symbol"),
    "label": Text("名称", "label"),
    "unit": Text("单位", "unit"),
    "role": Text("输入或计算", "role"),
    "kind": Text("类别", "kind"),
    "nature": Text("性质", "nature"),
    "level": Text("层级", "level"),
    "decimals": Text("小数位", "decimals"),
    "year_decimals": Text("全年小数位", "year_decimals"),
    "rounding": Text("修约", "rounding"),
    "default": Text("缺省值", "default"),
    "formula": Text("公式", "formula"),
    "reads": Text("所用数据", "reads"),
    "clause": Text("条款", "clause"),
    "severity": Text("级别", "severity"),
    "low": Text("下限", "low"),
    "high": Text("上限", "high"),
    "message": Text("内容", "message"),
    "remedy": Text("办法", "remedy"),
    "affects": Text("影响", "affects"),
    "results": Text("受影响的结果", "results"),
    "value": Text("数值", "value"),
    "from": Text("自", "from"),
    "to": Text("至", "to"),
    "source": Text("来源", "source"),
    "total": Text("总量", "total"),
    "hash": Text("哈希", "hash"),
    "required": Text("必填", "required"),
    "note": Text("说明", "note"),
    "number": Text("文号", "number"),
    "issued": Text("发布日", "issued"),
    "issuer": Text("发布机构", "issuer"),
    "in_force": Text("施行日", "in_force"),
    "edition": Text("版本", "edition"),
    "values": Text("取值", "values"),
    "facts": Text("依据", "facts"),
    "columns": Text("列", "columns"),
    "rows": Text("行", "rows"),
}
COUNTED = Text("{id}：{cases} 个算例，{mistakes} 处错误", "{id}: {cases} cases, {mistakes} mistakes")
DISABLED_MARK, BROKEN_MARK = Text("停用", "disabled"), Text("已损坏", "broken")


def key_word(key: str, lang: str) -> str:
    """What a key or a chapter is called; an id stays what it is."""
    found = KEYS.get(key) or CHAPTERS.get(key)
    return found.in_(lang) if found else key


def path_words(path: str, lang: str) -> str:
    """The place of a difference: its chapter and its key in words, the ids between as they are."""
    return ".".join(key_word(part, lang) for part in path.split("."))


def cell_word(key: str, value: Any, lang: str) -> Any:
    """A value of a closed list in words; any other as it is."""
    found = LISTS.get(key, {}).get(value) if isinstance(value, str) else None
    return found.in_(lang) if found else value
