"""Head lines `# key: value` above a table: facts of the case, facilities, attributes and the like, in a CSV or in a sheet that was one.

It takes what a line says; which lines are head lines is decided by `documents.input.csv_lines`.
"""

from __future__ import annotations

import re
from dataclasses import replace

from tanheng.documents.input.answers import IN_CSV
from tanheng.documents.input.csv_bounds import HASHES
from tanheng.documents.input.csv_lines import CsvLines, lines_of_sheet
from tanheng.documents.input.headings import (
    FACILITY_HEADINGS,
    FACT_WORDS,
    OVERRIDE_HEADINGS,
    TABLES,
    UNCERTAINTY_HEADINGS,
    heading_field,
    pressed,
)
from tanheng.documents.input.rows import InputRows
from tanheng.documents.input.tables import Heading, Row
from tanheng.documents.reading.cells import Cell, Sheet
from tanheng.documents.reading.syntax_words import both_languages
from tanheng.engine.places import Origin
from tanheng.engine.text import Text

FIRST_ROWS = 50  # of a sheet, among which one that was a CSV has a head line
HEAD_LINE = re.compile(r"[#＃]++(?P<name>[^:：=]+)[:：=]\s*(?P<entry>.*)")
TABLE_LINES = {
    "facility": ("facilities", tuple(FACILITY_HEADINGS)),
    "attribute": ("attributes", ("name", "facility", "value")),
    "override": ("overrides", tuple(OVERRIDE_HEADINGS)),
    "uncertainty": ("uncertainties", tuple(UNCERTAINTY_HEADINGS)),
    "answer": ("answers", IN_CSV),
}
TABLE_WORDS = {
    "facility": "facility", "设施": "facility", "attribute": "attribute", "属性": "attribute", "override": "override",
    "替换值": "override", "uncertainty": "uncertainty", "不确定度": "uncertainty",
    "answer": "answer", "答复": "answer",
}  # fmt: skip
KNOWN = Text(
    "规则包 pack、核算年度 year、填报粒度 grain、核算至月份 through month、企业名称 entity、统一社会信用代码 code、取自导入 base、"
    "设施 facility: 编号; 类别; 名称; 投用日期; 停用日期; 停产时段、"
    "属性 attribute: 属性; 设施; 取值、替换值 override: 参数或表; 行; 列; 替换值; 单位; 依据文件; 负责人; 理由、"
    "不确定度 uncertainty: 输入量; 设施; 品种; 月份; 依据类型; 大小; k 或次数; 分布; 相关组; 各月独立; 证书、"
    "答复 answer: 疑问编号; 数据项; 设施; 品种; 月份; 答复; 答复人; 答复日期; 是否打印; 数值校验; 理由",
    "pack, year, grain, through month, entity, code, base, facility: id; kind; name; in use from; in use to; stops, "
    "attribute: name; facility; value, "
    "override: parameter or table; item; column; value; unit; document; person; reason, "
    "uncertainty: input; facility; item; months; stated by; size; k or repeats; distribution; group; independent; certificate, "
    "answer: code; data item; facility; item; month; answer; person; day; printed; digest; reason",
)


class HeadLines(Sheet):
    """The sheet of head lines: whatever part of a line is meant, its place is the line."""

    def origin(self, file: str, row: int, column: int) -> Origin:
        """The line of a text, or the first cell of the row on a sheet."""
        return Origin(file=file, line=row) if self.name is None else super().origin(file, row, 1)


def is_known(line: str) -> bool:
    """Whether a line with `#` names a fact or a table line."""
    found = HEAD_LINE.match(line.lstrip("\"' \t"))
    name = pressed(found["name"]) if found else ""
    return name in TABLE_WORDS or name in FACT_WORDS


def take_head(text: str, number: int, rows: InputRows, sheet: HeadLines) -> None:
    """Takes a head line as a fact or as a row of a table; tells one that is neither."""
    found = HEAD_LINE.match(text.lstrip("'"))
    name = pressed(found["name"]) if found else ""
    entry = found["entry"].rstrip("\"' ") if found else ""
    origin = sheet.origin(rows.file, number, 1)
    if name in TABLE_WORDS:
        _take_table_line(TABLE_WORDS[name], entry, number, rows, sheet)
    elif name in FACT_WORDS:
        rows.take_fact(FACT_WORDS[name], entry, origin)
    elif any(map(str.isalnum, text)):
        shown = text.lstrip("".join(HASHES) + "' ")[:40]
        rows.note("FILE-303", origin, found=shown, known=KNOWN.zh, known_en=KNOWN.en)


def _take_table_line(name: str, entry: str, number: int, rows: InputRows, sheet: HeadLines) -> None:
    table, fields = TABLE_LINES[name]
    most = len(fields) - 1 if table == "answers" else 0  # the reason of an answer may hold separators
    parts = [part.strip(" \"'") for part in re.split(r"[;；\t|]", entry, maxsplit=most)]
    if name == "answer" and heading_field(parts[0], TABLES[table][0]) == fields[0]:
        return  # the names of the parts, for whoever fills them in
    extra = [part for part in parts[len(fields) :] if part]
    if extra:
        rows.note("FILE-305", sheet.origin(rows.file, number, 1), found="; ".join(extra)[:60], known=len(fields))
    columns = {field: column for column, field in enumerate(fields, start=1)}
    heading = Heading(sheet, table, number, columns)
    cells = {column: Cell("text", part) for column, part in enumerate(parts[: len(fields)], start=1) if part}
    rows.tables.rows[table].append(Row(heading, number, cells))


def without_heads(sheet: Sheet, rows: InputRows) -> Sheet | None:
    """The sheet without its head lines, which are taken; None for a sheet that never was a CSV: no known one stands in its first rows."""
    first = (sheet.at(row, 1).text for row in range(1, FIRST_ROWS + 1))
    if not any(text.lstrip("' ").startswith(HASHES) and is_known(text) for text in first):
        return None
    lines = lines_of_sheet(sheet, is_known)
    head = HeadLines(name=sheet.name)
    for number, line in lines.heads:
        take_head(line, number, rows, head)
    tell_lines(lines, rows, sheet)
    taken = {number for number, _ in [*lines.heads, *lines.late_heads]}
    return replace(sheet, cells={corner: cell for corner, cell in sheet.cells.items() if corner[0] not in taken})


def tell_lines(lines: CsvLines, rows: InputRows, sheet: Sheet) -> None:
    """Tells what is wrong with single lines, and which rows are refused as a whole. `sheet` gives their places."""
    head = HeadLines(name=sheet.name)
    for number, line in lines.late_heads:
        rows.note("FILE-304", head.origin(rows.file, number, 1), found=line.strip()[:60])
    for number, cells, headings in lines.too_long:
        rows.note("FILE-306", head.origin(rows.file, number, 1), found=cells, known=headings)
    for number, column, text in lines.parted:
        rows.note("FILE-307", sheet.origin(rows.file, number, column), found=text)
    refused = {(sheet.name, number) for number, *_ in [*lines.too_long, *lines.parted]}
    rows.tables.refused_rows |= refused
    if lines.broken is not None:
        rows.note("FILE-302", head.origin(rows.file, lines.broken[0], 1), **both_languages(lines.broken[1], 80))
        rows.tables.broken = True
