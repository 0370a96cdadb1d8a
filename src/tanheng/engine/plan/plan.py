"""The whole plan as one value, and its document `plan/1`: the same plan gives the same bytes and the same hash.

What is blank stands nowhere in the document, so that a column which a later version adds moves no hash of before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from tanheng.engine.places import Where
from tanheng.engine.plan.columns import Column, ColumnFault, plain, read_value
from tanheng.engine.plan.rows import (
    Boundary,
    EmissionMonitor,
    Enterprise,
    Instrument,
    PlannedFacility,
    PlannedLedger,
    PlannedLine,
    PlannedSource,
    PlannedUse,
    QualityRules,
    Revision,
    Row,
)
from tanheng.engine.plan.sentences import SENTENCES
from tanheng.engine.plan.tables import BY_NAME, TABLES, PlanTable
from tanheng.engine.problems import Problem
from tanheng.engine.sentences import problem_of
from tanheng.engine.text import Text
from tanheng.seal.canonical import canonical_bytes, sha256_of_bytes

FORMAT = "plan/1"
MOST_ROWS = 5_000  # of one table
FROM_MONTH = Column("from_month", Text("自何月起生效", "In force from"), "month", needed=True)
PACK = Column("packs", Text("核算依据", "Guide editions"))


@dataclass(frozen=True)
class Plan:
    """A data quality control plan: from which month it is meant to count, for which editions, and its tables."""

    from_month: date | None = None
    packs: tuple[str, ...] = ()
    revisions: tuple[Revision, ...] = ()
    enterprise: Enterprise = field(default_factory=Enterprise)
    boundary: Boundary = field(default_factory=Boundary)
    facilities: tuple[PlannedFacility, ...] = ()
    lines: tuple[PlannedLine, ...] = ()
    sources: tuple[PlannedSource, ...] = ()
    uses: tuple[PlannedUse, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    quality: QualityRules = field(default_factory=QualityRules)
    ledgers: tuple[PlannedLedger, ...] = ()
    monitors: EmissionMonitor = field(default_factory=EmissionMonitor)

    def rows(self, table: PlanTable) -> tuple[Any, ...]:
        """The rows of a table; of a table of one row that one."""
        found = getattr(self, table.name)
        return (found,) if table.single else found

    def row(self, table: PlanTable, key: str) -> Any:
        """The row of that key; None where there is none."""
        return next((one for one in self.rows(table) if table.key_of(one) == key), None)

    def with_rows(self, table: PlanTable, rows: Sequence[Row]) -> Plan:
        """The plan with these rows in the table."""
        changed: dict[str, Any] = {table.name: rows[0] if table.single else tuple(rows)}
        return replace(self, **changed)

    def sources_of(self, line: str) -> tuple[PlannedSource, ...]:
        """The sources of a line, the main one first, then by rank."""
        found = [one for one in self.sources if one.line == line]
        return tuple(sorted(found, key=lambda one: (one.role != "main", one.rank is None, one.rank or 0)))

    def uses_of(self, line: str) -> tuple[PlannedUse, ...]:
        """What a line serves."""
        return tuple(one for one in self.uses if one.line == line)

    @property
    def document(self) -> dict[str, Any]:
        """The plan as plain data, blanks left out."""
        told: dict[str, Any] = {"format": FORMAT, "packs": list(self.packs)}
        if self.from_month:
            told["from_month"] = plain(FROM_MONTH, self.from_month)
        for table in TABLES:
            rows = [row_document(table, one) for one in self.rows(table)]
            told[table.name] = rows[0] if table.single else rows
        return told

    @property
    def content(self) -> bytes:
        """The canonical bytes."""
        return canonical_bytes(self.document)

    @property
    def hash(self) -> str:
        """`sha256:` of the canonical bytes."""
        return sha256_of_bytes(self.content)


def row_document(table: PlanTable, row: Row) -> dict[str, Any]:
    """A row as plain data, blanks left out."""
    values = ((column, getattr(row, column.id)) for column in table.columns)
    return {column.id: plain(column, value) for column, value in values if value != column.blank}


def place_of(table: PlanTable, key: str, column: Column | None = None) -> Where:
    """Where a problem of the plan stands: table, row, and the column in words."""
    return Where(sheet=table.number, cell=key or None, spoken=column.label if column else None)


def read_row(table: PlanTable, told: Mapping[str, Any], number: int = 0) -> tuple[Row, list[Problem]]:
    """The row in plain data or in words, with every value that cannot be read; such a one is left blank."""
    found: dict[str, Any] = {}
    problems: list[Problem] = []
    key = "/".join(str(told.get(one) or "") for one in table.key) or (str(number) if number else "")
    for name in told:
        if name not in table.by_id:
            known = ", ".join(table.by_id)
            problems.append(problem_of(SENTENCES, "PLAN-101", place_of(table, key), found=str(name), known=known))
    for column in table.columns:
        try:
            found[column.id] = read_value(column, told.get(column.id))
        except ColumnFault as fault:
            problems.append(problem_of(SENTENCES, fault.code, place_of(table, key, column), **fault.words))
    return table.row(**found), problems


def read_plan(document: Any) -> tuple[Plan, list[Problem]]:
    """The plan in a document, with all that cannot be read; a plan of a document with such faults is not to be stored."""
    if not isinstance(document, Mapping) or document.get("format", FORMAT) != FORMAT:
        found = document.get("format") if isinstance(document, Mapping) else type(document).__name__
        return Plan(), [problem_of(SENTENCES, "PLAN-107", found=str(found), known=FORMAT)]
    problems = [
        problem_of(SENTENCES, "PLAN-101", found=str(name), known=", ".join(BY_NAME))
        for name in document
        if name not in (*BY_NAME, "format", "packs", "from_month")
    ]
    heads, said = _heads(document)
    rows: dict[str, Any] = {}
    for table in TABLES:
        read, faults = _rows(table, document.get(table.name))
        rows[table.name] = (read[0] if read else table.row()) if table.single else tuple(read)
        said += faults
    plan = Plan(**heads, **rows)
    return plan, [*problems, *said, *misplaced(plan)]


def _heads(document: Mapping[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    problems: list[Problem] = []
    heads: dict[str, Any] = {"packs": (), "from_month": None}
    try:
        heads["from_month"] = read_value(FROM_MONTH, document.get("from_month"))
    except ColumnFault as fault:
        problems.append(problem_of(SENTENCES, fault.code, Where(spoken=FROM_MONTH.label), **fault.words))
    told = document.get("packs") or []
    if isinstance(told, list | tuple) and all(isinstance(one, str) for one in told):
        heads["packs"] = tuple(dict.fromkeys(one.strip()[:100] for one in told if one.strip()))
    else:
        wanted = Text("文字列表", "a list of texts")
        problems.append(problem_of(SENTENCES, "PLAN-102", Where(spoken=PACK.label), found=str(told), wanted=wanted))
    return heads, problems


def _rows(table: PlanTable, told: Any) -> tuple[list[Row], list[Problem]]:
    rows = [told] if table.single and isinstance(told, Mapping) else told or []
    most = 1 if table.single else MOST_ROWS
    if not isinstance(rows, list | tuple) or len(rows) > most or not all(isinstance(one, Mapping) for one in rows):
        wanted = Text("表的各行", "the rows of the table")
        return [], [problem_of(SENTENCES, "PLAN-102", place_of(table, ""), found=str(told), wanted=wanted)]
    read = [read_row(table, one, number) for number, one in enumerate(rows, 1)]
    return [row for row, _ in read], [problem for _, problems in read for problem in problems]


def misplaced(plan: Plan) -> list[Problem]:
    """Codes that stand twice, and rows that name what is not there: a plan with such rows is not one."""
    return [*(problem for table in TABLES if not table.single for problem in _twice(plan, table)), *_dangling(plan)]


def _twice(plan: Plan, table: PlanTable) -> list[Problem]:
    keys = Counter(table.key_of(one) for one in plan.rows(table))
    return [problem_of(SENTENCES, "PLAN-105", place_of(table, key), found=key) for key, times in keys.items() if times > 1]


REFERENCES = (  # table, its column, the table in which that has to stand
    ("sources", "line", "lines"),
    ("uses", "line", "lines"),
    ("sources", "instrument", "instruments"),
    ("lines", "place", "facilities"),
    ("lines", "gate", "lines"),
)


def _dangling(plan: Plan) -> list[Problem]:
    problems = []
    for name, column_id, target in REFERENCES:
        table, known = BY_NAME[name], {BY_NAME[target].key_of(one) for one in plan.rows(BY_NAME[target])}
        column = table.by_id[column_id]
        for row in plan.rows(table):
            found = getattr(row, column_id)
            if found and found != "/" and found not in known:
                words = {"column": column.label, "found": found, "table": BY_NAME[target].title}
                problems.append(problem_of(SENTENCES, "PLAN-106", place_of(table, table.key_of(row), column), **words))
    return problems
