"""Reads a meter ledger from our workbook, in either language: typed values by column, and every problem at its cell.

What the values mean for a company — whether it has the facility, whether a step may follow — is judged by whoever takes them over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tanheng.documents.input.headings import folded
from tanheng.documents.input.workbook import workbook_sheets
from tanheng.documents.meter_ledger import COLUMNS, WORDS
from tanheng.documents.reading.cells import Cell, Sheet
from tanheng.documents.reading.problems import input_problem
from tanheng.documents.reading.workbook_package import UnreadableWorkbook
from tanheng.engine.numbers import parse_decimal
from tanheng.engine.places import Origin
from tanheng.engine.problems import Problem
from tanheng.engine.sentences import Sentence, problem_of

NEEDED = ("code", "name", "kind", "status")
SHOWN_ONLY = ("number", "serves")  # made from other columns
DAYS, NUMBERS, WHOLE = ("since", "due_on", "done_on"), ("register_size", "multiplier"), ("interval_months",)
FIRST_ROWS = 20  # among which the headings stand
NOTHING = {"", "/", "—", "-"}
SENTENCES: dict[str, Sentence] = {
    "METER-201": (
        "error",
        "没有找到台账：任何工作表的前 {rows} 行都没有{headings}",
        "no ledger was found: no sheet has {headings} in its first {rows} rows",
        "请用下载的台账填写后上传，不要删改表头",
        "fill the ledger as it was downloaded, and leave its headings as they are",
    ),
    "METER-202": ("error", "{column}没有填写", "{column} is blank", "请填写", "fill it in"),
    "METER-203": (
        "error",
        "{column}“{found}”不在选项中",
        "{column}: “{found}” is none of the choices",
        "可填：{known}",
        "choose one of: {known}",
    ),
    "METER-204": (
        "error",
        "{column}“{found}”不是数值",
        "{column}: “{found}” is not a number",
        "请填数值，如 100000",
        "write a number such as 100000",
    ),
    "METER-205": (
        "error",
        "{column}“{found}”不是日期",
        "{column}: “{found}” is not a day",
        "请按 2025-03-01 的格式填写",
        "write it as 2025-03-01",
    ),
    "METER-206": (
        "error",
        "管理编号 {found} 在第 {first} 行已出现",
        "the code {found} stands in row {first} already",
        "一台器具一行；重复的请删去",
        "a meter has one row: remove the other",
    ),
    "METER-207": (
        "error",
        "本企业没有编号为 {found} 的设施",
        "this company has no facility {found}",
        "可填：{known}",
        "choose one of: {known}",
    ),
    "METER-208": ("error", "{code}：{found}", "{code}: {found}", "请改正后重新上传", "correct it and upload again"),
    "METER-209": ("error", "台账中没有任何器具", "the ledger holds no meter", "请填写后上传", "fill it and upload it"),
}
Values = dict[str, Any]  # column → text, id of a closed list, Decimal, int or date; None where the cell says nothing


@dataclass(frozen=True, slots=True)
class Line:
    """One meter as a row says it, and where the row stands."""

    origin: Origin
    values: Values

    @property
    def code(self) -> str:
        """The code of the ledger."""
        return str(self.values["code"])


def read_ledger(content: bytes, file: str) -> tuple[list[Line], list[Problem]]:
    """The meters of a workbook and all that is wrong with it; where there are problems no line may be taken over."""
    try:
        sheets = workbook_sheets(content)
    except UnreadableWorkbook as error:
        return [], [input_problem(error.code, Origin(file=file), **error.words)]
    for sheet in sheets:
        head = _head(sheet)
        if head is not None:
            reader = _Reader(file, sheet, *head)
            return reader.lines(), reader.problems
    headings = "、".join(COLUMNS[name].zh for name in NEEDED)
    english = ", ".join(COLUMNS[name].en for name in NEEDED)
    where = Origin(file=file).where()
    return [], [problem_of(SENTENCES, "METER-201", where, rows=str(FIRST_ROWS), headings=headings, headings_en=english)]


def _head(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """The row of the headings and the place of each column; None where this sheet is no ledger."""
    words = {folded(word): name for name, text in COLUMNS.items() for word in (text.zh, text.en)}
    for row, cells in sheet.rows().items():
        if row > FIRST_ROWS:
            return None
        found = {words[folded(cell.text)]: column for column, cell in cells.items() if folded(cell.text) in words}
        if all(name in found for name in NEEDED):
            return row, found
    return None


class _Reader:
    """The rows below the headings."""

    def __init__(self, file: str, sheet: Sheet, head: int, columns: Mapping[str, int]) -> None:
        self.file, self.sheet, self.head, self.columns = file, sheet, head, columns
        self.problems: list[Problem] = []

    def lines(self) -> list[Line]:
        """Every meter, in the order of the rows."""
        found: list[Line] = []
        rows: dict[str, int] = {}
        for row, cells in self.sheet.rows().items():
            if row <= self.head or not any(cell.text.strip() for column, cell in cells.items() if column in self.columns.values()):
                continue
            values = dict(self._values(row))
            code = values.get("code") or ""
            if code and rows.setdefault(code, row) != row:
                self._tell("METER-206", row, "code", found=code, first=str(rows[code]))
            found.append(Line(self.sheet.origin(self.file, row, self.columns["code"]), values))
        if not found:
            self.problems.append(problem_of(SENTENCES, "METER-209", Origin(file=self.file, sheet=self.sheet.name).where()))
        return found

    def _values(self, row: int) -> Iterator[tuple[str, Any]]:
        for name, column in self.columns.items():
            if name in SHOWN_ONLY:
                continue
            cell = self.sheet.at(row, column)
            text = "" if cell.text.strip() in NOTHING else cell.text.strip()
            if not text and name in NEEDED:
                self._tell("METER-202", row, name)
            yield name, self._typed(row, name, text, cell) if text else None

    def _typed(self, row: int, name: str, text: str, cell: Cell) -> Any:
        if name in WORDS:
            return self._word(row, name, text)
        if name in DAYS:
            return self._day(row, name, text)
        if name in NUMBERS or name in WHOLE:
            return self._number(row, name, text.replace(",", "").replace("，", ""))
        return text

    def _word(self, row: int, name: str, text: str) -> str | None:
        known = {folded(word): key for key, label in WORDS[name].items() for word in (key, label.zh, label.en)}
        if folded(text) not in known:
            listed, english = "、".join(label.zh for label in WORDS[name].values()), ", ".join(label.en for label in WORDS[name].values())
            self._tell("METER-203", row, name, found=text, known=listed, known_en=english)
        return known.get(folded(text))

    def _day(self, row: int, name: str, text: str) -> date | None:
        try:
            return date.fromisoformat(text.replace("/", "-")[:10])
        except ValueError:
            self._tell("METER-205", row, name, found=text)
            return None

    def _number(self, row: int, name: str, text: str) -> Decimal | int | None:
        number = parse_decimal(text)
        if number is None or (name in WHOLE and number != int(number)):
            self._tell("METER-204", row, name, found=text)
            return None
        return int(number) if name in WHOLE else number

    def _tell(self, code: str, row: int, name: str, **words: str) -> None:
        where = self.sheet.origin(self.file, row, self.columns[name]).where()
        self.problems.append(problem_of(SENTENCES, code, where, column=COLUMNS[name], **words))
