"""What is wrong with a table: row, column, value, reason and remedy, in Chinese and English. It only words; nothing is checked here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from tanheng.bulk.source.sentences import SENTENCES as SOURCE_SENTENCES
from tanheng.documents.reading.problems import SENTENCES as INPUT_SENTENCES
from tanheng.engine.case.problems import SENTENCES as CASE_SENTENCES
from tanheng.engine.numbers import figure
from tanheng.engine.pack import Quantity
from tanheng.engine.place_spans import runs
from tanheng.engine.places import Where
from tanheng.engine.problems import Problem, Severity
from tanheng.engine.sentences import Sentence, problem_in_full, problem_of
from tanheng.engine.text import Text
from tanheng.engine.wording import Wording

SENTENCES: dict[str, Sentence] = {
    **SOURCE_SENTENCES,
    "BATCH-101": (
        "error",
        "缺少列 {found}",
        "column {found} is missing",
        "补上该列；可用的列：{known}",
        "add the column; known columns: {known}",
    ),
    "BATCH-103": (
        "error",
        "列 {found} 的类型是 {type}，二进制浮点数不能保留十进制数字",
        "column {found} is of type {type}; binary floats do not keep decimal digits",
        "存为 DECIMAL 或文本",
        "store it as DECIMAL or as text",
    ),
    "BATCH-104": (
        "error",
        "列 {found} 的类型 {type} 不能读",
        "the type {type} of column {found} cannot be read",
        "存为 {wanted}",
        "store it as {wanted_en}",
    ),
    "BATCH-105": (
        "error",
        "列名 {heading} 里的单位 {found} 不能换算成 {wanted}：{reason}",
        "the unit {found} in the heading {heading} cannot become {wanted}: {reason}",
        "可用的单位：{known}；列名写成“{name} [{unit}]”或不写单位",
        "units taken: {known}; write the heading as `{name} [{unit}]` or without a unit",
    ),
    "BATCH-132": (
        "error",
        "{kind} 这类问题共 {count} 行，只列前 {found} 行",
        "of {kind} only the first {found} of {count} rows are listed",
        "改正这些行后再算一次",
        "correct these rows and compute again",
    ),
    "BATCH-110": ("error", "没有填 {found}", "{found} is blank", "填写 {found}", "fill in {found}"),
    "BATCH-111": (
        "error",
        "月份 {found} 不是 1 至 12",
        "month {found} is not 1 to 12",
        "月份写 1 至 12；整年一行的表不要月份列",
        "write months as 1 to 12; a table with one row a year has no month column",
    ),
    "BATCH-146": (
        "error",
        "这是合计行：{found}",
        "this is a row of totals: {found}",
        "删去这一行",
        "delete the row",
    ),
    "BATCH-112": (
        "error",
        "年度 {found} 不是整数年份",
        "year {found} is no year",
        "写成 2025 这样的年份",
        "write a year such as 2025",
    ),
    "BATCH-113": (
        "error",
        "数字太长：{found}",
        "the number is too long: {found}",
        "小数点前至多 20 位、后至多 15 位；核对单位",
        "at most 20 digits before and 15 after the point; check the unit",
    ),
    "BATCH-114": (
        "error",
        "这一行的企业、设施、品种、月份与第 {other} 行相同",
        "this row has the entity, facility, item and month of row {other}",
        "合并或删去其一；分次记录要用 line 列编号，并用 --by 汇总",
        "merge them or remove one; number several records of one place in a `line` column and sum them with --by",
    ),
    "BATCH-115": (
        "error",
        "设施 {found} 有两个类别：{kinds}",
        "facility {found} has two kinds: {kinds}",
        "每个设施只写一个类别",
        "keep one kind a facility",
    ),
    "BATCH-116": (
        "error",
        "没有写明设施 {found} 的类别",
        "the kind of facility {found} is not given",
        "在 kind 列填写：{known}",
        "fill in the column kind: {known}",
    ),
    "BATCH-117": (
        "error",
        "属性 {name} 在同一处有两个值：{found}",
        "attribute {name} has two values at one place: {found}",
        "保留一个",
        "keep one",
    ),
    "BATCH-118": (
        "error",
        "{name} 的结果超出可用的数位",
        "the result {name} has too many digits",
        "核对操作数的单位和数量级",
        "check units and magnitude of its operands",
    ),
    "BATCH-119": (
        "error",
        "单位 {found} 不能换算成 {wanted}",
        "the unit {found} cannot become {wanted}",
        "可用的单位：{known}",
        "units taken: {known}",
    ),
    "BATCH-120": (
        "error",
        "参数 {name} 没有 {year} 年的值，{quantity} 无法计算",
        "parameter {name} has no value for {year}; {quantity} cannot be computed",
        "换用含有该年度参数的规则版本",
        "use an edition whose parameters cover this year",
    ),
    "BATCH-121": (
        "warning",
        "{name} 无法计算：除数为零（{found} 处）",
        "{name} cannot be computed: division by zero (at {found} places)",
        "核对分母（产量等）是否应为零",
        "check whether the divisor (such as output) is meant to be zero",
    ),
    "BATCH-122": (
        "warning",
        "{name} 有 {found} 个值的小数多于 {decimals} 位，修约后使用",
        "{name}: {found} values have more than {decimals} decimals and are used rounded",
        "按规则的小数位数填写",
        "enter them with the decimals of the rules",
    ),
    "BATCH-123": (
        "error",
        "追溯结果与批量结果不同：{found}",
        "the traced result differs from the batch: {found}",
        "这是程序错误：请保留输入并报告",
        "this is a defect of the program: keep the input and report it",
    ),
    "BATCH-125": (
        "error",
        "这一行算不出 {name}：缺少操作数或除数为零（{found}）",
        "{name} cannot be computed for this row: an operand is absent or a divisor is zero ({found})",
        "补上该行的数据，或删去该行",
        "complete the row or remove it",
    ),
    "BATCH-126": (
        "error",
        "{name} 按月填写，这一行没有月份（月份空着，或写作全年）",
        "{name} is given by month; this row has none (the month is blank or says the whole year)",
        "填写月份 1 至 12；全年合计不用写",
        "fill in the month, 1 to 12; a total of the year is not wanted",
    ),
    "BATCH-127": (
        "error",
        "{name} 是全年的数，这一行却有月份",
        "{name} is a figure of the year; this row has a month",
        "写在同一处没有月份的一行里",
        "put it in a row of the same place without a month",
    ),
    "BATCH-124": (
        "error",
        "没有 {year} 年的行",
        "there are no rows of {year}",
        "核对 --year 与 year 列",
        "check --year and the column year",
    ),
}


Spans = tuple[tuple[int, int], ...]
SHOWN_SPANS = 12


@dataclass(frozen=True, slots=True)
class TableProblem:
    """A problem of a table: `row` is that of the file (the line of a CSV, the row of a sheet; of Parquet they count from 1), `column`
    is the heading, `value` what stands in the cell. One that holds for many rows alike has all their spans, first and last, in `spans`.
    """

    problem: Problem
    row: int | None = None
    column: str | None = None
    value: str | None = None
    entity: str | None = None
    spans: Spans = ()

    @property
    def is_error(self) -> bool:
        """Whether it stops the batch."""
        return self.problem.severity == "error"

    def as_text(self, lang: str = "zh") -> str:
        """Two lines, the rows and the column first."""
        words = {"row": Text("第 {} 行", "row {}"), "column": Text("列 {}", "column {}")}
        place = [words["row"].in_(lang).format(self.rows_text)] if self.rows_text else []
        place += [words["column"].in_(lang).format(self.column)] if self.column else []
        place += [self.entity] if self.entity else []
        head, _, rest = self.problem.as_text(lang).partition("] ")
        return f"{head}] {' · '.join(place)}{': ' if place else ''}{rest}"

    @property
    def rows_text(self) -> str:
        """Its rows in short, neighbours as a span."""
        return spans_text(self.spans) if self.spans else "" if self.row is None else str(self.row)

    def as_row(self, lang: str = "zh") -> dict[str, Any]:
        """The row of a report of problems."""
        where = self.problem.where
        return {
            "table": where.file,
            "row": self.rows_text if self.spans else self.row,
            "column": self.column,
            "value": self.value,
            "entity": self.entity,
            "facility": where.facility,
            "item": where.item,
            "month": where.month,
            "code": self.problem.code,
            "severity": self.problem.severity,
            "reason": self.problem.message.in_(lang),
            "remedy": self.problem.remedy.in_(lang),
        }


REPORT_COLUMNS = (
    "table",
    "row",
    "column",
    "value",
    "entity",
    "facility",
    "item",
    "month",
    "code",
    "severity",
    "reason",
    "remedy",
)


def table_problem(
    code: str,
    *,
    row: int | None = None,
    column: str | None = None,
    value: Any = None,
    entity: str | None = None,
    where: Where | None = None,
    severity: Severity | None = None,
    line: int | None = None,
    spans: Spans = (),
    **numbers: Any,
) -> TableProblem:
    """The problem of this code; the sentences of cases (CASE-…) and of input files (FILE-…) are used where they say the same."""
    place = replace(where or Where(), line=line)
    if code in SENTENCES:
        problem = problem_in_full(SENTENCES, code, place, severity, **numbers)
    else:
        problem = problem_of(INPUT_SENTENCES if code in INPUT_SENTENCES else CASE_SENTENCES, code, place, severity, **numbers)
    return TableProblem(problem, row, column, None if value is None else str(value)[:200], entity, spans)


def more_decimals(heading: str, quantity: Quantity, count: int) -> TableProblem:
    """So many values of a column have more decimals than the quantity is recorded with, which count rounded."""
    label = quantity.label
    words: dict[str, Any] = {"name": label.zh, "name_en": label.en, "found": figure(count), "decimals": quantity.decimals}
    return table_problem("BATCH-122", column=heading, **words)


def of_table(one: TableProblem, name: str) -> TableProblem:
    """The problem with the name of the table in its place."""
    where = replace(one.problem.where, file=name)
    return replace(one, problem=replace(one.problem, where=where))


def spoken(one: TableProblem, wording: Wording) -> TableProblem:
    """The problem with its place in the words of the pack."""
    return replace(one, problem=wording.spoken(one.problem))


def spans_text(spans: Spans) -> str:
    """Runs of rows in short: `3–9, 12`; after a dozen the last row alone."""
    shown = [str(first) if first == last else f"{first}–{last}" for first, last in spans[:SHOWN_SPANS]]
    return ", ".join([*shown, *([f"… {spans[-1][1]}"] if len(spans) > SHOWN_SPANS else [])])


def gathered(problems: Sequence[TableProblem]) -> list[TableProblem]:
    """The same cause at many rows of a table and column as one problem: the first of them, with the rows of all."""
    found: dict[tuple[Any, ...], list[TableProblem]] = {}
    for one in problems:
        problem = one.problem
        key = (problem.code, problem.severity, problem.where.file, one.column, problem.where.quantity, one.spans, problem.where.line)
        found.setdefault(key, []).append(one)
    return [_with_rows(same) for same in found.values()]


def _with_rows(same: list[TableProblem]) -> TableProblem:
    first, rows = same[0], sorted({one.row for one in same if one.row is not None})
    if len(same) == 1:
        return first
    message, more = first.problem.message, len(same) - 1
    said = Text(f"{message.zh}（另有 {more} 处）", f"{message.en} (and {more} more)")
    return replace(first, problem=replace(first.problem, message=said), spans=tuple(runs(rows)))


def in_order(problems: Sequence[TableProblem]) -> list[TableProblem]:
    """What blocks first, then by row; problems of the whole table before those of its rows."""
    ranks = {"error": 0, "warning": 1, "note": 2}
    return sorted(problems, key=lambda one: (ranks[one.problem.severity], one.row or 0))
