"""The sentences of the file readers: what is wrong with a text, a workbook or a CSV before the case in it can be judged.

Codes FILE-0xx concern any file, FILE-1xx YAML and JSON, FILE-2xx workbooks and their cells, FILE-3xx CSV. What concerns
the case itself has CASE codes and stands in `engine.case.problems`.
"""

from __future__ import annotations

from typing import Any

from tanheng.documents.reading.table_sentences import TABLE_SENTENCES, Entry
from tanheng.engine.places import Origin
from tanheng.engine.problems import Problem, Severity
from tanheng.engine.text import Text, quoted

SENTENCES: dict[str, Entry] = {
    **TABLE_SENTENCES,
    "FILE-001": (
        "不认识这种文件：{found}",
        "unknown kind of file: {found}",
        "使用 .yaml、.json、.xlsx、.ods 或 .csv",
        "use .yaml, .json, .xlsx, .ods or .csv",
    ),
    "FILE-002": (
        "文件是空的",
        "the file is empty",
        "选择填写好的文件",
        "choose the filled file",
    ),
    "FILE-003": (
        "文件太大（{found} 字节）",
        "the file is too large ({found} bytes)",
        "不超过 {known} 字节；拆分后再用",
        "keep it under {known} bytes, or split it",
    ),
    "FILE-004": (
        "不是有效的 UTF-8 文本（{found}{likely}）",
        "this is not valid UTF-8 text ({found}{likely})",
        "用 UTF-8 编码另存",
        "save it as UTF-8",
    ),
    "FILE-005": (
        "扩展名是 {found}，内容却是{wanted}",
        "the name ends in {found}, but the content is {wanted_en}",
        "用写它的程序另存为 .xlsx 或 .ods，不要只改扩展名",
        "save it as .xlsx or .ods with the program that wrote it; do not only rename it",
    ),
    "FILE-101": (
        "语法错误：{found}",
        "syntax error: {found}",
        "改正这一行附近的写法",
        "mend the text near this line",
    ),
    "FILE-102": (
        "键 {found} 写了两次（前一次在第 {known} 行）",
        "key {found} is written twice (before in line {known})",
        "只保留一个",
        "keep one",
    ),
    "FILE-103": (
        "不支持锚点和别名（{found}）",
        "anchors and aliases are not supported ({found})",
        "把内容直接写出来",
        "write the content out",
    ),
    "FILE-104": (
        "不支持标签 {found}",
        "tag {found} is not supported",
        "去掉标签，文本加引号",
        "remove the tag and quote the text",
    ),
    "FILE-105": (
        "嵌套太深（超过 {known} 层）",
        "nested too deeply (more than {known} levels)",
        "算例最多五层，检查括号和缩进",
        "a case has five levels; check brackets and indentation",
    ),
    "FILE-106": (
        "一个文件里有多个文档",
        "the file holds several documents",
        "去掉 --- 分隔，一个文件一个算例",
        "remove the `---` separator: one case a file",
    ),
    "FILE-107": (
        "键不是文本",
        "a key is not text",
        "键写成普通文本，如 year: 2025",
        "write keys as plain text, such as `year: 2025`",
    ),
    "FILE-108": (
        "{found} 不是 JSON 的数",
        "{found} is not a number of JSON",
        "数字写成加引号的十进制文本；没有值就删去",
        "write numbers as quoted decimal text; leave out what has no value",
    ),
    "FILE-109": (
        "文本里有不能显示的字符（{found}）",
        "the text holds a character that cannot be shown ({found})",
        "删去这个字符",
        "remove the character",
    ),
    "FILE-110": (
        "内容太多（超过 {known} 项）",
        "too much content (more than {known} entries)",
        "拆分成多个算例",
        "split it into several cases",
    ),
    "FILE-111": (
        "用制表符缩进",
        "a tab is used for indentation",
        "用空格缩进",
        "indent with spaces",
    ),
    "FILE-201": (
        "不是完好的工作簿：{found}",
        "this is no sound workbook: {found}",
        "用 Excel、WPS 或 LibreOffice 打开并重新保存",
        "open it in Excel, WPS or LibreOffice and save it again",
    ),
    "FILE-202": (
        "工作簿有打开密码",
        "the workbook is encrypted",
        "去掉打开密码后再保存",
        "remove the password and save it",
    ),
    "FILE-203": (
        "这是旧的 .xls 格式",
        "this is the old .xls format",
        "另存为 .xlsx",
        "save it as .xlsx",
    ),
    "FILE-204": (
        "解压后太大（{found}）",
        "it unpacks to far too much ({found})",
        "重新下载模板，只填数据",
        "take a fresh template and enter data only",
    ),
    "FILE-205": (
        "内部的 XML 带有文档类型声明或实体",
        "its XML declares a document type or entities",
        "用 Excel、WPS 或 LibreOffice 打开并重新保存",
        "open it in Excel, WPS or LibreOffice and save it again",
    ),
    "FILE-206": (
        "内容太多：{found}，上限 {known}",
        "too much content: {found}, the limit is {known}",
        "删去多余的工作表、行和格式",
        "remove spare sheets, rows and formats",
    ),
    "FILE-207": (
        "工作簿带有宏",
        "the workbook holds macros",
        "另存为不带宏的 .xlsx",
        "save it as .xlsx without macros",
    ),
    "FILE-208": (
        "找不到{found}",
        "{found_en} was not found",
        "使用 tanheng template 生成的模板，保留其表头和工作表",
        "use a workbook made by `tanheng template` and keep its sheets and headings",
    ),
    "FILE-209": (
        "模板版本标记是 {found}，应为 {known}",
        "the template's version mark is {found}, expected {known}",
        "重新生成模板，把数据粘贴过去",
        "make a new template and paste the data into it",
    ),
    "FILE-211": (
        "隐藏的{part}里有数据，已照常读取：{found}",
        "hidden {part_en} hold data and were read all the same: {found}",
        "取消隐藏并核对",
        "unhide and check them",
    ),
    "FILE-212": (
        "数值来自公式（{found}），采用文件里保存的结果（只含数字的公式直接算出）",
        "values come from formulas ({found}); the stored results are used (one of numbers alone is computed)",
        "核对结果，最好粘贴为数值",
        "check the results, or better paste them as values",
    ),
    "FILE-213": (
        "公式没有保存计算结果",
        "the formula has no stored result",
        "用 Excel、WPS 或 LibreOffice 打开、重新计算并保存，或粘贴为数值",
        "open, recalculate and save it, or paste it as a value",
    ),
    "FILE-214": (
        "单元格是错误值 {found}",
        "the cell holds the error {found}",
        "改正公式或直接填写数值",
        "mend the formula or enter the value",
    ),
    "FILE-215": (
        "单元格是日期或时间 {found}，这里要填数值",
        "the cell holds a date or time, {found}; a number belongs here",
        "把单元格格式改为“数值”后重新填写",
        "set the cell's format to number and enter it again",
    ),
    "FILE-216": (
        "数据区里有合并单元格 {found}",
        "cells are merged in the data area: {found}",
        "取消合并，每个单元格各填一个值",
        "unmerge them and give each cell its own value",
    ),
    "FILE-217": (
        "{found} 的逗号不是千位分隔，无法确定大小",
        "the comma in {found} is no thousands separator; the number is ambiguous",
        "按所指的数写（逗号是小数点 / 是千位分隔）：{wanted}",
        "write the number that is meant (decimal point / parted thousands): {wanted}",
    ),
    "FILE-218": (
        "{found} 是科学计数的文本",
        "{found} is text in scientific notation",
        "写成普通数字：{wanted}",
        "write plain digits: {wanted}",
    ),
    "FILE-219": (
        "{found} 不是数值",
        "{found} is not a number",
        "只写数字、小数点和负号，如 1234.50；单位写在单位栏；不涉及的填“/”",
        "digits, a point and a minus sign only, such as 1234.50; units belong in the unit column; type `/` for what does not apply",
    ),
    "FILE-231": (
        "{found} 带着数量词，没有读取",
        "{found} has a word for thousands behind it and was not read",
        "写成 {wanted}；如果它是单位的一部分（如 万Nm³），数只写 {number}，单位写在单位栏",
        "write {wanted}; where the word belongs to the unit (such as 万Nm³) write {number} and the unit in its column",
    ),
    "FILE-220": (
        "单元格是逻辑值 {found}，这里要填数值",
        "the cell holds {found}; a number belongs here",
        "填写数值",
        "enter a number",
    ),
    "FILE-221": (
        "{found} 是百分数，而这个量的单位是 {wanted}",
        "{found} is a percentage, but the unit is {wanted}",
        "按 {wanted} 填写数值",
        "enter the number in {wanted}",
    ),
    "FILE-222": (
        "不知道这一行是哪个量：{found}",
        "which quantity this row holds is unknown: {found}",
        "{total}从下拉列表选择信息项，例如：{known}；没有用的行删去",
        "{total}choose the quantity from the list, such as {known}; delete a row of no use",
    ),
    "FILE-223": (
        "按月填写的表里只填了全年值",
        "only the yearly total is filled in a monthly table",
        "填写 1月至12月；整年只有一个数时，重新生成按年的模板（--grain year）",
        "fill in the months; where there is one figure for the year, make a yearly template (--grain year)",
    ),
    "FILE-225": (
        "隐藏的工作表里有数据，已照常读取",
        "the sheet is hidden and holds data; it was read all the same",
        "取消隐藏并核对",
        "unhide and check it",
    ),
    "FILE-226": (
        "表头“{found}”等出现了两次（{known}），后一列没有读取",
        "headings such as “{found}” stand twice ({known}); the later column was not read",
        "只保留一列",
        "keep one column",
    ),
    "FILE-227": (
        "{found} 按千位分隔读作 {wanted}",
        "{found} was read as {wanted}, the comma as thousands separator",
        "如果逗号是小数点，请改成 “.”",
        "if the comma is a decimal point, write `.`",
    ),
    "FILE-228": (
        "{found} 以数值保存，位数可能已丢失",
        "{found} is stored as a number and may have lost digits",
        "把单元格格式改为“文本”后重新填写",
        "set the cell's format to text and enter it again",
    ),
    "FILE-229": (
        "这一行的代号是“{found}”的，信息项却是“{known}”",
        "the row's id is that of “{found}”, but its label says “{known}”",
        "恢复模板原来的代号和信息项，整行移动时一起移动",
        "restore the template's id and label; move whole rows together",
    ),
    "FILE-230": (
        "“{found}”写了两次（前一次在 {known}）",
        "“{found}” stands twice (before in {known})",
        "只保留一个",
        "keep one",
    ),
    "FILE-260": (
        "这个单元格读不出来：{found}",
        "this cell cannot be read: {found}",
        "用 Excel、WPS 或 LibreOffice 打开，重新填写这个单元格并保存",
        "open the file in Excel, WPS or LibreOffice, enter this cell again and save",
    ),
    "FILE-261": (
        "单元格是日期 {found}，这里要填编号、名称或月份；多半是表格程序把 {wanted} 变成了日期",
        "the cell holds the date {found} where a name or months belong; the spreadsheet probably made it of {wanted}",
        "先把单元格格式改为“文本”，再重新填写 {wanted}",
        "set the cell's format to text first, then enter {wanted} again",
    ),
}


def input_problem(code: str, origin: Origin, severity: Severity = "error", **words: Any) -> Problem:
    """The problem of this code at this place. A word `x_en` is the English twin of `x`; without one both are the same."""
    chinese = {name: quoted(str(value)) for name, value in words.items()}
    english = {**chinese, **{name.removesuffix("_en"): text for name, text in chinese.items() if name.endswith("_en")}}
    english.update({name: text for name, text in chinese.items() if name.endswith("_en")})
    message_zh, message_en, remedy_zh, remedy_en = SENTENCES[code]
    return Problem(
        code,
        severity,
        origin.where(),
        Text(message_zh.format(**chinese), message_en.format(**english)),
        Text(remedy_zh.format(**chinese), remedy_en.format(**english)),
    )
