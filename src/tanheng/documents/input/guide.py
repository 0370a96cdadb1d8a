"""The words of the instruction sheet of an input workbook, in Chinese and English side by side."""

from __future__ import annotations

from collections.abc import Iterator

from tanheng.documents.input.headings import both
from tanheng.engine.pack import CONFIRMED, Pack
from tanheng.engine.text import Text

LINES: tuple[tuple[str, str, str], ...] = (
    (
        "1. 先填“企业信息”和“设施”，再填各数据表。",
        "1. Fill the entity and facility sheets first, then the data sheets.",
        "",
    ),
    (
        "2. 每行是一个量，1月至12月各填一个数；单位见“单位”栏。",
        "2. Each row is one quantity with twelve months, in the unit of its unit column.",
        "",
    ),
    (
        "设计值（如额定功率、设计能力）和有缺省值的系数，全年不变时可以只在“全年”填一次；其他量的“全年”只作核对。",
        "Design values and factors that have a default may stand once under Year; otherwise Year is only compared with the months.",
        "",
    ),
    (
        "必填：没有缺省值，十二个月都要填。",
        "Required: there is no default; fill all twelve months.",
        "required",
    ),
    (
        "选填或有缺省值：留空即采用“缺省值”栏的数；有实测值时填写。",
        "Optional, or with a default: left blank, the default column applies.",
        "optional",
    ),
    (
        "灰色：不用填写，已锁定（无密码）。",
        "Grey: nothing to type here; locked without a password.",
        "locked",
    ),
    (
        "3. 空白表示没有数据，不等于 0；当月确为零请填 0；当月还没有或已没有这一来源的填“/”（不适用）。没有消耗或产出的月份，含量留空。",
        "3. Blank means no data, not zero. Type 0 for zero, / where the source did not exist. Contents of nothing stay blank.",
        "",
    ),
    (
        "4. 比率和含量按小数填写：5% 写 0.05，也可以直接写 5%。",
        "4. Rates and contents are fractions: 0.05 for 5 %; typing 5% works too.",
        "",
    ),
    (
        "5. 设施、品种、获取方式从下拉列表选择。新增设施先写入“设施”表。",
        "5. Choose facility, item and kind from the lists; list a new facility first.",
        "",
    ),
    (
        "6. 数据来源写原始记录和台账的文件名，支撑材料写附件的文件名。",
        "6. Source: the original record and ledger. Evidence: the files themselves.",
        "",
    ),
    (
        "7. 行可以移动、插入；表尾的自由行可选任何一个量。不要合并单元格。",
        "7. Rows may be moved or inserted; free rows at the end take any quantity. Merge no cells.",
        "",
    ),
    (
        "8. 公式可用，但采用文件里保存的结果；正式报送前请粘贴为数值。",
        "8. Formulas may be used; their stored results count. Paste values before reporting.",
        "",
    ),
    (
        "9. 标“未确认”的缺省值尚未与官方文本核对。",
        "9. Defaults marked 未确认 are not yet checked against the official text.",
        "",
    ),
    (
        "10. 填好后：tanheng calculate 文件.xlsx，或在网页上传。问题会指出工作表和单元格。",
        "10. When done: tanheng calculate FILE.xlsx, or upload it. Problems name sheet and cell.",
        "",
    ),
)

# Lines of templates that people have already; read again, they are none of their own text.
EARLIER_LINES = (
    Text(
        "3. 空白表示没有数据，不等于 0；当月确为零请填 0。不适用可写“/”。",
        "3. Blank means no data, not zero. Type 0 for zero, / for not applicable.",
    ),
)


PACK_LINE = Text("规则包：", "Rule pack: ")


def pack_of_line(text: str) -> str:
    """The pack that a line of the guide names; nothing for any other text."""
    begun = next((one for one in (PACK_LINE.zh, PACK_LINE.en) if text.startswith(one)), None)
    return text.removeprefix(begun).strip() if begun else ""


def guide_lines(pack: Pack) -> Iterator[tuple[Text, str]]:
    """The lines of the sheet, each with the style it explains (required, optional, locked) or none."""
    yield Text(f"{PACK_LINE.zh}{pack.id}", f"{PACK_LINE.en}{pack.id}"), ""
    yield pack.title, ""
    if pack.status != CONFIRMED:
        words = Text("本规则包的部分内容未确认", "parts of this rule pack are unconfirmed")
        yield Text(both(words), words.en), ""
    yield Text("", ""), ""
    for zh, en, style in LINES:
        yield Text(zh, en), style
