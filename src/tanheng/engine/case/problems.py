"""The sentences of the case reader: one entry per code, each with what is wrong and the remedy, in Chinese and
English.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from tanheng.engine.places import Where
from tanheng.engine.problems import Problem
from tanheng.engine.text import Text, quoted

NOWHERE = Where()
Entry = tuple[str, str, str, str]  # message zh, en; remedy zh, en

SENTENCES: dict[str, Entry] = {
    "CASE-101": (
        "文件的内容不是算例：{found}",
        "the file does not hold a case: {found}",
        "以 tanheng: case/1 开头，各项写成“键: 值”",
        "start with `tanheng: case/1` and write `key: value` entries",
    ),
    "CASE-102": (
        "版本标记是 {found}，应为 case/1",
        "the version mark is {found}, expected case/1",
        "写 tanheng: case/1",
        "write `tanheng: case/1`",
    ),
    "CASE-103": ("未知的键 {found}", "unknown key {found}", "可用的键：{known}", "known keys: {known}"),
    "CASE-104": ("缺少 {found}", "{found} is missing", "补上 {found}", "add {found}"),
    "CASE-105": (
        "没有规则包 {found}",
        "there is no rule pack {found}",
        "改用（最接近的或全部）：{known}；tanheng rules list 列出全部",
        "use one of (nearest or all): {known}; `tanheng rules list` lists them",
    ),
    "CASE-106": ("{found} 应是{wanted}", "{found} should be {wanted_en}", "改成{wanted}", "make it {wanted_en}"),
    "CASE-107": (
        "年度 {found} 不在本规则版本的适用期内（{known}）",
        "year {found} lies outside the validity of this edition ({known})",
        "确认年度，或改用该年度适用的规则包",
        "check the year, or use the edition that applies to it",
    ),
    "CASE-108": (
        "粒度 {found} 未知",
        "unknown grain {found}",
        "写 month（默认）或 year",
        "write month (default) or year",
    ),
    "CASE-109": (
        "规则包 {found} 已列出但不能用于计算：{reason}",
        "rule pack {found} is listed but cannot be calculated: {reason}",
        "改用其他规则包：{known}",
        "use another rule pack: {known}",
    ),
    "CASE-111": (
        "设施编号 {found} 重复",
        "facility {found} is listed twice",
        "每个设施只写一次",
        "list each facility once",
    ),
    "CASE-115": (
        "统一社会信用代码 {found} 不合 GB 32100：{why}",
        "the unified social credit code {found} does not follow GB 32100: {why}",
        "对照营业执照填写 18 位代码",
        "copy the 18 characters from the business licence",
    ),
    "CASE-116": (
        "企业名称 {found} 只是一个数，可能填错了格",
        "the entity's name {found} is a mere number; it may have been typed in the wrong cell",
        "填写营业执照上的名称",
        "enter the name on the business licence",
    ),
    "CASE-114": (
        "设施编号 {found} 含有不能用的字符",
        "facility id {found} holds characters that cannot be used",
        "用字母、数字、汉字、“-”“_”“.”，不用 @ / : 和换行",
        "use letters, digits, `-`, `_` and `.`; not @ / : nor line breaks",
    ),
    "CASE-112": (
        "设施类别 {found} 未知",
        "unknown kind of facility {found}",
        "本规则包的类别：{known}",
        "kinds of this pack: {known}",
    ),
    "CASE-113": (
        "没有任何“{found}”设施",
        "there is no facility of kind {found}",
        "在 facilities 中至少列出一个",
        "list at least one in `facilities`",
    ),
    "CASE-120": (
        "未知的属性 {found}",
        "unknown attribute {found}",
        "本规则包的属性：{known}",
        "attributes of this pack: {known}",
    ),
    "CASE-121": (
        "属性 {name} 的值 {found} 不可用",
        "{found} is no value of attribute {name}",
        "可用的值：{known}",
        "allowed: {known}",
    ),
    "CASE-122": (
        "缺少属性 {found}",
        "attribute {found} is missing",
        "写明 {found}，可用的值：{known}",
        "state {found}; allowed: {known}",
    ),
    "CASE-123": ("属性 {found} 写了两次", "attribute {found} is given twice", "只保留一个", "keep one"),
    "CASE-130": (
        "未知的量 {found}",
        "unknown quantity {found}",
        "改用本规则包的名称，例如：{known}",
        "use a name of this pack, for example: {known}",
    ),
    "CASE-131": (
        "{found} 由公式算出，不能填写",
        "{found} is computed by a formula and cannot be entered",
        "删去这一项，填写它的依据：{known}",
        "remove it and enter what it is computed from: {known}",
    ),
    "CASE-132": (
        "设施 {found} 不在设施清单中",
        "facility {found} is not in the list of facilities",
        "已列出的设施：{known}",
        "listed facilities: {known}",
    ),
    "CASE-133": (
        "{name} 要按设施填写",
        "{name} is reported per facility",
        "写明 facility，可用：{known}",
        "name the facility: {known}",
    ),
    "CASE-134": (
        "{name} 是企业层级的量，不分设施",
        "{name} belongs to the whole entity, not to a facility",
        "去掉 facility；各设施分别计量的，加总填一行，分项写在备注（note）里",
        "remove `facility`; where facilities are metered apart, enter their sum once and the parts in its `note`",
    ),
    "CASE-135": (
        "设施 {found} 的类别是 {kind}，{name} 属于 {wanted}",
        "facility {found} is a {kind}; {name} belongs to a {wanted}",
        "改成类别为 {wanted} 的设施",
        "name a facility of kind {wanted}",
    ),
    "CASE-136": ("未知的品种 {found}", "unknown item {found}", "可用的品种：{known}", "known items: {known}"),
    "CASE-137": (
        "{name} 要写明品种",
        "{name} needs an item",
        "写明 item，例如：{known}",
        "name the item, for example: {known}",
    ),
    "CASE-138": ("{name} 不分品种", "{name} has no items", "去掉 item", "remove `item`"),
    "CASE-140": (
        "数字没有加引号：{found}",
        "the number is not quoted: {found}",
        '写成十进制文本，如 "{found}"',
        'write it as decimal text: "{found}"',
    ),
    "CASE-141": (
        "{found} 不是十进制数",
        "{found} is not a decimal number",
        "只用数字、小数点和负号，如 1234.50，整数至多 20 位；空白请留空，不要写 0",
        "digits (at most 20 before the point), a point and a minus sign only, such as 1234.50; leave blank what is blank",
    ),
    "CASE-142": (
        "{name} 的值 {found} 超出允许范围 {low} 至 {high}",
        "{found} lies outside the range of {name}, {low} to {high}",
        "核对原始记录和单位{hint}",
        "check the original record and the unit{hint_en}",
    ),
    "CASE-143": (
        "{name} 的这个值写了两次",
        "this value of {name} is given twice",
        "每个量、设施、品种、月份只保留一个值；分几块表计量的（如两路进线），加总后填，分项写在备注里",
        "keep one value per quantity, facility, item and month; of several meters (two grid lines) enter the sum, the parts in the note",
    ),
    "CASE-144": (
        "月份 {found} 不是 1 至 12",
        "month {found} is not 1 to 12",
        "月份写 1 至 12",
        "write months as 1 to 12",
    ),
    "CASE-145": (
        "{name} 要且只要一种写法：months、each_month 或 year",
        "{name} needs exactly one of months, each_month, year",
        "按月填写用 months 或 each_month；grain: year 时用 year",
        "use months or each_month by month; `year` with grain: year",
    ),
    "CASE-146": (
        "{name} 按{grain}填写，却写了 {found}",
        "{name} is given by {grain}, but was written by {found}",
        "按月的量写 months 或 each_month；按年的量，以及 grain: year 时，写 year",
        "months or each_month for monthly data; `year` for yearly quantities and with grain: year",
    ),
    "CASE-147": ("数据类型 {found} 未知", "unknown kind {found}", "可用：{known}", "allowed: {known}"),
    "CASE-148": (
        "单位 {found} 不能换算成 {wanted}：{reason}",
        "unit {found} cannot become {wanted}: {reason}",
        "可用的单位：{known}",
        "units taken: {known}",
    ),
    "CASE-149": (
        "不确定度 {found} 不是 0 至 1 的小数文本",
        "uncertainty {found} is not decimal text between 0 and 1",
        '例如 uncertainty: "0.015" 表示 1.5%',
        'for example uncertainty: "0.015" for 1.5 %',
    ),
    "CASE-150": (
        "缺少 {name} 的 {found} 月数据",
        "{name} is missing for month {found}",
        "补上；当月没有发生请填 0 并附说明，当月还没有或已没有这一来源的填“/”",
        "enter it; type 0 with a note where nothing happened, `/` where the source did not exist",
    ),
    "CASE-151": (
        "缺少必填的 {name}",
        "the required {name} is missing",
        "补上 {name}（单位 {unit}）",
        "enter {name} (unit {unit})",
    ),
    "CASE-152": (
        "{item} 没有 {name} 的缺省值",
        "there is no default {name} for {item}",
        "填写有依据的数值并注明来源",
        "enter a documented value and name its source",
    ),
    "CASE-153": (
        "{name} 是本版规则的固定缺省值 {default}，填写了 {found}",
        "{name} is fixed by this edition at {default}; {found} was entered",
        "删去，或在 evidence 写明允许改用的文件",
        "remove it, or name in `evidence` the document that allows it",
    ),
    "CASE-154": (
        "{name} 用 {found} 代替了本版规则的固定缺省值 {default}（依据：{evidence}）",
        "{name}: {found} replaces the edition's fixed default {default} (document: {evidence})",
        "核查时会要求该文件，请备好原件",
        "keep the document ready: the verifier will ask for it",
    ),
    "CASE-155": (
        "{name} 有 {found} 位小数，按 {decimals} 位修约后使用",
        "{name} was entered with {found} decimals and is used rounded to {decimals}",
        "按规则的小数位数填写",
        "enter it with the decimals of the rules",
    ),
    "CASE-156": (
        "{name} 部分月份为实测，{found} 月却没有数据，不能退回缺省值",
        "{name} is measured in some months but absent in month {found}; it may not return to the default",
        "补上实测值；确无实测时按方案的缺失处理方法填写估算值（kind: estimated）",
        "enter the measured value, or by the plan's method an estimate (kind: estimated)",
    ),
    "CASE-157": (
        "实测值没有登记凭证{found}",
        "measured values without evidence{found}",
        "在“支撑材料”一栏（算例文件里是 evidence）写明原始记录的文件名",
        "name the original record in the evidence column (`evidence` in a case file)",
    ),
    "CASE-158": (
        "文本太长（{found} 个字符）",
        "the text is too long ({found} characters)",
        "缩短到 {known} 个字符以内",
        "keep it under {known} characters",
    ),
    "CASE-159": (
        "值太多（{found} 个）",
        "too many values ({found})",
        "分成多个算例，每个不超过 {known} 个",
        "split it into cases of at most {known} values",
    ),
    "CASE-171": (
        "{name} 部分月份为实测，{found} 月没有数据，按本版规则的缺省值 {default} 计算",
        "{name} is measured in some months; month {found} has no value and takes the edition's default {default}",
        "有实测值时补上；确无实测时保留，核查会问原因",
        "enter measured values where there are any; else leave it: the verifier will ask why",
    ),
    "CASE-172": (
        "{name} 已有实测，{found} 月不能改填缺省值",
        "{name} is measured; month {found} may not return to a default",
        "填实测值；确无实测时按方案的缺失处理方法填写估算值（kind: estimated）",
        "enter the measured value, or by the plan's method an estimate (kind: estimated)",
    ),
    "CASE-173": (
        "{name} 标为不适用（not_applicable），却写了 {found}",
        "{name} is marked as not applicable (not_applicable), but {found} was entered",
        "不适用的月份写“/”；有数值的月份写明它的数据类型",
        "write `/` for a month that is not applicable; name the kind of a month that has a value",
    ),
    "CASE-174": (
        "{name} 全年填“/”（不适用），这里却有其他活动：{found}",
        "{name} is not applicable (`/`) all year, yet other activity is reported here: {found_en}",
        "确实没有的，保留“/”并说明理由；否则填写数值，没有发生的月份填 0",
        "keep `/` and say why where there is none; else enter the amounts, 0 for a month in which nothing happened",
    ),
    "CASE-175": (
        "单位 {found} 按标准状态的体积读取",
        "the unit {found} is taken for a volume at the standard state",
        "标准状态的体积写 万Nm³；工况体积请先换算",
        "write 10⁴ Nm³ for the standard state; convert a volume at working conditions",
    ),
    "CASE-177": (
        "其余检查在改正以上错误后进行",
        "more checks follow when these errors are mended",
        "先改正错误，再算一次",
        "mend the errors, then calculate again",
    ),
    "CASE-178": (
        "{name} 填写了 {found}，不是 0，按规则的 {decimals} 位小数修约后却是 0，不计入核算",
        "{name} is entered as {found}, not 0, yet the {decimals} decimals of the rules round it to 0, so that it does not count",
        "核对计量单位（例如气体按 万Nm³，不是 亿Nm³；固体和液体燃料按 t，不是 万t）；确实这么少的，说明原因",
        "check the unit (gases in 10⁴ Nm³, not 10⁸; solids and liquids in t, not 10⁴ t); if it is truly so little, say so",
    ),
    "CASE-176": (
        "{name} 不在本版规则所列品种内，按填报单位自己的数值计算，未确认；没有写明：{found}",
        "{name} is not listed by the edition and counts by the plant's own values, unconfirmed; not given: {found}",
        "在 note 写明它是什么，在 evidence 写明各参数的检测报告或主管部门认可的文件",
        "say in `note` what it is; in `evidence` name the test report of each property, or the document that the authority accepts",
    ),
    "CASE-160": (
        "{found} 年度没有可用的{name}",
        "there is no {name} for {found}",
        "从已公布的值中选定并填写，注明依据文件（不会自动采用相邻年度）：{known}",
        "choose one of the published values, enter it and name the document (no neighbouring year is taken by itself): {known}",
    ),
}

# The same codes where another remedy is the right one.
CONTENT_SENTENCES: dict[str, Entry] = {
    "CASE-150": (
        *SENTENCES["CASE-150"][:2],
        "补上该月的实测值；没有实测就留空，由本版规则决定怎样计算，不要填 0",
        "enter the month's measured value; leave it blank if there is none: the edition says what then counts, never 0",
    )
}
PARTIAL_SENTENCES: dict[str, Entry] = {
    "CASE-150": (
        "{name} 缺少 {found} 月的数据，年度值只含已填报的月份",
        "{name} is missing for month {found}: the year counts the months reported",
        *SENTENCES["CASE-150"][2:],
    )
}
PARTIAL_CONTENT_SENTENCES: dict[str, Entry] = {"CASE-150": (*PARTIAL_SENTENCES["CASE-150"][:2], *CONTENT_SENTENCES["CASE-150"][2:])}
RESULT_SENTENCES: dict[str, Entry] = {
    "CASE-102": (
        *SENTENCES["CASE-102"][:2],
        "这是一份结果，不是算例：run/1 用 tanheng replay 复算；要重新核算，请给出原来的算例",
        "this is a result, no case: recompute a run/1 with `tanheng replay`, or give the case it was made of",
    )
}
LOST_VALUES_SENTENCES: dict[str, Entry] = {
    "CASE-107": (
        "年度 {found} 不在本规则版本的适用期内（{known}），本版没有该年度的：{lost}",
        "year {found} lies outside the validity of this edition ({known}), which has none of these for it: {lost}",
        "改正年度，或改用该年度适用的规则包；仍用本版时，逐项填写有依据的数值并注明文件",
        "correct the year or take the edition that applies to it; else enter each with its document",
    )
}


def case_problem(
    code: str,
    where: Where = NOWHERE,
    severity: Literal["error", "warning", "note"] = "error",
    *,
    sentences: Mapping[str, Entry] = SENTENCES,
    **numbers: Any,
) -> Problem:
    """The problem of this code at this place, its sentences filled. A `Text` speaks both languages; of other words `name_en` and
    the like are the English ones, and default to their Chinese twins.
    """
    message_zh, message_en, remedy_zh, remedy_en = sentences[code]
    values = {name: quoted(value.zh if isinstance(value, Text) else str(value)) for name, value in numbers.items()}
    english = {
        **values,
        **{name.removesuffix("_en"): value for name, value in values.items() if name.endswith("_en")},
        **{name + end: quoted(value.en) for name, value in numbers.items() if isinstance(value, Text) for end in ("", "_en")},
    }
    return Problem(
        code,
        severity,
        where,
        Text(message_zh.format(**values), message_en.format(**english)),
        Text(remedy_zh.format(**values), remedy_en.format(**english)),
    )
