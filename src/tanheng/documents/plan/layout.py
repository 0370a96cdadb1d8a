"""How the plan is printed: its sheets, the blocks on each, headings and rows as words. Excel and Word print it; Excel is read back by it.

B.4 and B.5 have a row for each source, the line's own cells on the first; what the form asks of the instrument is taken from B.6-1. The
columns behind the form's own are the system's: with them the file says everything that the plan says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tanheng.engine.plan.columns import NOT_APPLICABLE, Column, in_words
from tanheng.engine.plan.plan import FORMAT, FROM_MONTH, PACK, Plan
from tanheng.engine.plan.rows import Instrument, PlannedLine, PlannedSource
from tanheng.engine.plan.tables import BY_NAME, INSTRUMENTS, LINES, SOURCES, USES, PlanTable
from tanheng.engine.text import Text


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a block: whose column it is, or the words that are only shown."""

    label: Text
    table: str = ""
    column: str = ""
    official: bool = True


@dataclass(frozen=True, slots=True)
class Block:
    """A table on a sheet: its title, its headings (none: labels and values), its rows."""

    title: str
    headings: tuple[Heading, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class PlanSheet:
    """A sheet and its blocks."""

    name: str
    blocks: tuple[Block, ...]


HEAD_SHEET, USES_SHEET = Text("方案", "Plan"), Text("用途", "Uses")
HEAD_TITLE = Text("方案", "The plan")
NAME, DOCUMENT = Text("名称", "Title"), Text("文件格式", "Format of the file")
SHEETS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("B.1", ("revisions",)),
    ("B.2", ("enterprise",)),
    ("B.3", ("boundary", "facilities")),
    ("B.6", ("quality", "instruments", "ledgers", "monitors")),
)
OF_LINE = ("code", "category", "name", "unit", "way", "description")
AFTER_INSTRUMENT = ("frequency", "missing", "missing_words", "department")
SYSTEM_OF_LINE = ("place", "measure", "item", "person", "gate", "apportioned_by")
SYSTEM_OF_SOURCE = ("key", "role", "rank", "instrument", "record", "tolerance")
OF_INSTRUMENT: tuple[tuple[Text, Callable[[Instrument, str], str]], ...] = (
    (Text("计量器具名称及型号", "Instrument: name and model"), lambda one, lang: f"{one.name} {one.model}".strip()),
    (Text("计量器具安装位置", "Instrument: location"), lambda one, lang: one.location),
    (Text("计量器具监测频次", "Instrument: monitoring frequency"), lambda one, lang: _words(INSTRUMENTS, "frequency", one, lang)),
    (Text("计量器具准确度等级", "Instrument: accuracy class"), lambda one, lang: one.accuracy_class),
    (
        Text("规定的检定/校准频次（月）", "Instrument: calibration interval (months)"),
        lambda one, lang: _words(INSTRUMENTS, "interval", one, lang),
    ),
)
LINE_HEADINGS: tuple[Heading, ...] = (
    *(Heading(LINES.by_id[one].label, "lines", one) for one in OF_LINE),
    *(Heading(label) for label, _ in OF_INSTRUMENT),
    *(Heading(LINES.by_id[one].label, "lines", one) for one in AFTER_INSTRUMENT),
    *(Heading(LINES.by_id[one].label, "lines", one, official=False) for one in SYSTEM_OF_LINE),
    *(Heading(SOURCES.by_id[one].label, "sources", one, official=False) for one in SYSTEM_OF_SOURCE),
)


def plan_sheets(plan: Plan, name: Text, lang: str) -> list[PlanSheet]:
    """The sheets of a plan, in the order of the form; `name` is what it is called."""
    printed = {number: PlanSheet(number, tuple(_block(plan, BY_NAME[one], lang) for one in tables)) for number, tables in SHEETS}
    places = list(dict.fromkeys(one.place for one in plan.lines if one.place))
    enterprise = _lines_block(plan, "", f"B.4 {Text('企业层级数据确定方式', 'Data of the enterprise level').in_(lang)}", lang)
    names = {one.code: one.name for one in plan.facilities}
    processes = tuple(_lines_block(plan, one, f"B.5.{number} {names.get(one, one)}", lang) for number, one in enumerate(places, 1))
    return [
        PlanSheet(HEAD_SHEET.in_(lang), (_head(plan, name, lang),)),
        printed["B.1"],
        printed["B.2"],
        printed["B.3"],
        PlanSheet("B.4", (enterprise,)),
        PlanSheet("B.5", processes),
        printed["B.6"],
        PlanSheet(USES_SHEET.in_(lang), (_block(plan, USES, lang),)),
    ]


def block_title(table: PlanTable, lang: str) -> str:
    """The title of a table as it stands above its block."""
    return f"{table.number} {table.title.in_(lang)}"


def _head(plan: Plan, name: Text, lang: str) -> Block:
    rows = (
        (NAME.in_(lang), name.in_(lang)),
        (FROM_MONTH.label.in_(lang), in_words(FROM_MONTH, plan.from_month, lang)),
        (PACK.label.in_(lang), "\n".join(plan.packs)),
        (DOCUMENT.in_(lang), FORMAT),
    )
    return Block(HEAD_TITLE.in_(lang), (), rows)


def _block(plan: Plan, table: PlanTable, lang: str) -> Block:
    rows = plan.rows(table)
    if table.single:
        fields = tuple((one.label.in_(lang), in_words(one, getattr(rows[0], one.id), lang)) for one in table.columns)
        return Block(block_title(table, lang), (), fields)
    headings = tuple(Heading(one.label, table.name, one.id, official=one.printed) for one in table.columns)
    return Block(block_title(table, lang), headings, tuple(_cells(table.columns, one, lang) for one in rows))


def _cells(columns: Sequence[Column], row: object, lang: str) -> tuple[str, ...]:
    return tuple(in_words(one, getattr(row, one.id), lang) for one in columns)


def _lines_block(plan: Plan, place: str, title: str, lang: str) -> Block:
    rows = (row for line in plan.lines if line.place == place for row in _line_rows(plan, line, lang))
    return Block(title, LINE_HEADINGS, tuple(rows))


def _line_rows(plan: Plan, line: PlannedLine, lang: str) -> Iterator[tuple[str, ...]]:
    """A row for each source; the line's own cells stand on the first, its number on all."""
    sources: Sequence[PlannedSource | None] = plan.sources_of(line.code) or (None,)
    for number, source in enumerate(sources):
        whole = number == 0
        own = {one.id: in_words(one, getattr(line, one.id), lang) if whole or one.id in ("code", "name") else "" for one in LINES.columns}
        instrument = plan.row(INSTRUMENTS, source.instrument) if source else None
        of_source = {one: _words(SOURCES, one, source, lang) if source else "" for one in SYSTEM_OF_SOURCE}
        yield (
            *(own[one] for one in OF_LINE),
            *(told(instrument, lang) if instrument else NOT_APPLICABLE for _, told in OF_INSTRUMENT),
            *(own[one] for one in AFTER_INSTRUMENT),
            *(own[one] for one in SYSTEM_OF_LINE),
            *(of_source[one] for one in SYSTEM_OF_SOURCE),
        )


def _words(table: PlanTable, column: str, row: object, lang: str) -> str:
    return in_words(table.by_id[column], getattr(row, column), lang)
