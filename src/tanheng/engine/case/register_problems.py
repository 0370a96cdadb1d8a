"""What a case says against the register of the company it is handed in for, and what a day alone decides: the sentences.

Who is registered is known elsewhere; the words stand here, so that the catalogue of checks has them.
"""

from __future__ import annotations

from datetime import date

from tanheng.engine.case import Case
from tanheng.engine.problems import Problem
from tanheng.engine.sentences import Sentence, problem_of

SENTENCES: dict[str, Sentence] = {
    "REC-101": (
        "error",
        "文件属于代码为 {found} 的单位，这里是 {known}",
        "the file belongs to the entity with code {found}; this is {known}",
        "核对文件，或在正确的企业页面上传",
        "check the file, or upload it at the right company",
    ),
    "REC-102": (
        "warning",
        "文件写明的单位是“{name}”（代码 {found}），数据记入 {known}",
        "the file names the entity “{name}” (code {found}); the data go to {known}",
        "在文件中写 {known}",
        "write {known} in the file",
    ),
    "REC-103": (
        "error",
        "企业下没有编号为 {found} 的设施（{name}）",
        "the company has no facility with the code {found} ({name})",
        "改用已登记的编号：{known}；或请管理员在“组织”中增加该设施",
        "use a registered code: {known}; or ask an administrator to add the facility under Organisation",
    ),
    "REC-104": (
        "error",
        "编号 {found} 在多个厂区都有：{known}",
        "the code {found} exists at several sites: {known}",
        "请管理员使各设施编号在企业内唯一",
        "ask an administrator to give the facilities codes that are unique in the company",
    ),
    "REC-106": (
        "warning",
        "文件里的 {found} 条答复（{name}）只算建议：{by} 没有“答复数值疑问”的权限",
        "the {found} answers in the file ({name}) are proposed only: {by} may not answer doubts about figures",
        "请有权限的人在“数值疑问”页面答复，或由其上传这个文件",
        "have somebody who may answer do so on the page of doubts, or upload this file",
    ),
    "REC-107": (
        "error",
        "答复日期 {found} 在 {known}（今天，或所写的核算日期）之后",
        "the answer is dated {found}, after {known}, which is today or the day of the calculation",
        "写实际答复的日期",
        "give the day on which it was answered",
    ),
    "REC-105": (
        "error",
        "设施 {found} 登记为{known}，文件写的是{name}",
        "facility {found} is registered as {known}; the file says {name}",
        "核对设施编号",
        "check the code of the facility",
    ),
    "REC-108": (
        "warning",
        "“组织”中 {year} 年在用的设施不在文件里：{found}；合计不含这些设施",
        "facilities in use in {year} by the organisation are not in the file: {found}; the totals are without them",
        "补充这些设施的数据后重新上传；当年没有运行或停用的，写明原因",
        "add the figures of these facilities and upload again; where one stood still or was taken out of use, say so",
    ),
    "REC-112": (
        "warning",
        "设施 {found} 在 {months} 月填有数量，按“组织”登记的{known}，这些月份整月不在用",
        "facility {found} reports amounts in month {months}, in which by the organisation ({known_en}) it is not in use for a single day",
        "核对数值和登记的日期；不在用的月份填“/”；已划转给其他企业的月份由接收方填报；确有活动的写明原因",
        "check the amounts and the dates; write `/` where it is not in use; months after a handover are the receiver's; else say why",
    ),
    "REC-111": (
        "warning",
        "设施 {found} 的投用、停用和停产日期与登记不一致：文件为{name}，“组织”为{known}",
        "the days of use and stops of facility {found} are not those registered: the file says {name_en}, the organisation {known_en}",
        "核对后改正文件，或请管理员在“组织”中登记",
        "mend the file, or ask an administrator to record them under Organisation",
    ),
    "REC-113": (
        "warning",
        "计量器具 {found} 不在本企业的台账里",
        "the meter {found} does not stand in the ledger of this company",
        "核对编号，或在计量器具台账中登记",
        "check its code, or enter it into the ledger of meters",
    ),
    "REC-114": (
        "warning",
        "计量器具 {found} 与台账不一致：{known}",
        "the meter {found} is not as the ledger has it: {known_en}",
        "核对后改正文件，或更正台账",
        "mend the file, or correct the ledger",
    ),
    "REC-115": (
        "warning",
        "{year} 年在用的计量器具没有写在文件里：{found}",
        "meters in use in {year} are not in the file: {found}",
        "补充这些器具，或在台账中登记停用",
        "add them, or record in the ledger that they are out of use",
    ),
    "REC-110": (
        "error",
        "核算年度 {found} 还没有开始（今天是 {known}）",
        "the reporting year {found} has not begun (today is {known})",
        "核对“企业信息”里的核算年度",
        "check the reporting year on the sheet Entity",
    ),
}


def year_not_begun(case: Case, today: date) -> list[Problem]:
    """No figure is known of a year that has not begun: its number was mistyped. `today` is told as below."""
    return [problem_of(SENTENCES, "REC-110", found=str(case.year), known=today.isoformat())] if case.year > today.year else []


def answers_too_late(case: Case, today: date) -> list[Problem]:
    """An answer of a day that has not come was not given yet. The engine knows no clock: `today` is told by whoever takes a case in."""
    found = [one for one in case.answers if one.on > today.isoformat()]
    return [problem_of(SENTENCES, "REC-107", one.origin.where(), found=one.on, known=today.isoformat()) for one in found]
