"""A plan read back from the workbook in which it was written, filled in further by people: every cell that cannot be read is named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tanheng.documents.input.workbook import workbook_sheets
from tanheng.documents.plan.layout import HEAD_TITLE, LINE_HEADINGS, block_title
from tanheng.documents.reading.cells import Sheet, cell_name
from tanheng.documents.reading.problems import input_problem
from tanheng.documents.reading.workbook_package import UnreadableWorkbook
from tanheng.engine.places import Origin
from tanheng.engine.plan.columns import ColumnFault, read_value
from tanheng.engine.plan.plan import FORMAT, FROM_MONTH, PACK, Plan, misplaced, read_row
from tanheng.engine.plan.rows import Row
from tanheng.engine.plan.sentences import SENTENCES
from tanheng.engine.plan.tables import LINES, SOURCES, TABLES, PlanTable
from tanheng.engine.problems import Problem
from tanheng.engine.sentences import problem_of

LANGUAGES = ("zh", "en")
OF_LINES = re.compile(r"B\.(4|5\.\d+)(\s|$)")
TITLES: dict[str, PlanTable] = {block_title(one, lang): one for one in TABLES for lang in LANGUAGES}
HEADS = {HEAD_TITLE.in_(lang) for lang in LANGUAGES}
Texts = Mapping[int, str]  # the texts of a row by column


@dataclass
class _Read:
    """What was read so far: the rows of each table, the head, and what could not be read."""

    file: str
    rows: dict[str, list[Row]] = field(default_factory=dict)
    heads: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    blocks: int = 0


def read_plan_workbook(content: bytes, file: str) -> tuple[Plan | None, list[Problem]]:
    """The plan in a workbook's bytes, with everything that cannot be read; None where there is no plan in it."""
    try:
        sheets = workbook_sheets(content)
    except UnreadableWorkbook as error:
        return None, [input_problem(error.code, Origin(file=file), **error.words)]
    read = _Read(file)
    for sheet in sheets:
        for title, rows in _blocks(sheet):
            _read_block(read, sheet, title, rows)
    if not read.blocks:
        return None, [problem_of(SENTENCES, "PLAN-107", Origin(file=file).where(), found=file, known=FORMAT)]
    tables: dict[str, Any] = {}
    for table in TABLES:
        found = read.rows.get(table.name, [])
        tables[table.name] = (found[0] if found else table.row()) if table.single else tuple(found)
    plan = Plan(**read.heads, **tables)
    return plan, [*read.problems, *(one.at(file=file) for one in misplaced(plan))]


def _blocks(sheet: Sheet) -> Iterator[tuple[str, list[tuple[int, Texts]]]]:
    """The blocks of a sheet: the title, and the rows below it up to the next."""
    title, rows = "", list[tuple[int, Texts]]()
    for number, cells in sheet.rows().items():
        texts = {column: cell.text for column, cell in cells.items() if cell.text.strip()}
        first = texts.get(1, "").strip()
        if first in TITLES or first in HEADS or (OF_LINES.match(first) and len(texts) == 1):
            if title:
                yield title, rows
            title, rows = first, []
        elif texts:
            rows.append((number, texts))
    if title:
        yield title, rows


def _read_block(read: _Read, sheet: Sheet, title: str, rows: list[tuple[int, Texts]]) -> None:
    read.blocks += 1
    if title in HEADS:
        _read_head(read, sheet, rows)
    elif OF_LINES.match(title) and title not in TITLES:
        _read_lines(read, sheet, rows)
    elif TITLES[title].single:
        table = TITLES[title]
        by_label = {one.label.in_(lang): one.id for one in table.columns for lang in LANGUAGES}
        cells = {
            by_label[texts[1].strip()]: (number, 2, texts.get(2, "")) for number, texts in rows if texts.get(1, "").strip() in by_label
        }
        _take(read, sheet, table, cells)
    else:
        for row in _under(rows, TITLES[title]):
            _take(read, sheet, TITLES[title], row)


Cells = dict[str, tuple[int, int, str]]  # column of the table → row, column and text of its cell


def _under(rows: list[tuple[int, Texts]], table: PlanTable) -> Iterator[Cells]:
    """The rows below the headings, by the columns of the table."""
    if rows:
        by_label = {one.label.in_(lang): one.id for one in table.columns for lang in LANGUAGES}
        columns = {column: by_label[text.strip()] for column, text in rows[0][1].items() if text.strip() in by_label}
        for number, texts in rows[1:]:
            yield {name: (number, column, texts.get(column, "")) for column, name in columns.items()}


def _read_head(read: _Read, sheet: Sheet, rows: list[tuple[int, Texts]]) -> None:
    for number, texts in rows:
        label, text = texts.get(1, "").strip(), texts.get(2, "")
        if label in (PACK.label.zh, PACK.label.en):
            read.heads["packs"] = tuple(dict.fromkeys(one.strip() for one in text.splitlines() if one.strip()))
        elif label in (FROM_MONTH.label.zh, FROM_MONTH.label.en):
            try:
                read.heads["from_month"] = read_value(FROM_MONTH, text)
            except ColumnFault as fault:
                where = sheet.origin(read.file, number, 2).where()
                read.problems.append(problem_of(SENTENCES, fault.code, where, **fault.words))


def _read_lines(read: _Read, sheet: Sheet, rows: list[tuple[int, Texts]]) -> None:
    """Lines and their sources; a row that names a line which stands above already holds a further source of it."""
    if not rows:
        return
    by_label = {one.label.in_(lang): one for one in LINE_HEADINGS for lang in LANGUAGES if one.table}
    columns = {column: by_label[text.strip()] for column, text in rows[0][1].items() if text.strip() in by_label}
    for number, texts in rows[1:]:
        cells: dict[str, Cells] = {"lines": {}, "sources": {}}
        for column, heading in columns.items():
            cells[heading.table][heading.column] = (number, column, texts.get(column, ""))
        code = cells["lines"].get("code", (number, 1, ""))
        known = {LINES.key_of(one) for one in read.rows.get("lines", [])}
        if code[2].strip() not in known:
            _take(read, sheet, LINES, cells["lines"])
        if any(text.strip() for _row, _column, text in cells["sources"].values()):
            _take(read, sheet, SOURCES, {"line": code, **cells["sources"]})


def _take(read: _Read, sheet: Sheet, table: PlanTable, cells: Cells) -> None:
    """A row of a table; what cannot be read is told at its cell."""
    row, problems = read_row(table, {name: text for name, (_row, _column, text) in cells.items()})
    places = {table.by_id[name].label: cell for name, cell in cells.items()}
    for one in problems:
        cell = places.get(one.where.spoken) if one.where.spoken else None
        place = {"sheet": sheet.name, "cell": cell_name(cell[0], cell[1])} if cell else {}
        read.problems.append(one.at(file=read.file, **place))
    read.rows.setdefault(table.name, []).append(row)
