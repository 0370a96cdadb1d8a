"""Conditions that rows must not meet, counted all at once and looked up row by row only where one is met.

One query over the table says whether anything is wrong; the rows themselves are fetched for the report alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tanheng.bulk.problems import TableProblem, table_problem
from tanheng.bulk.schema import PLACE
from tanheng.bulk.sql.backend import Backend
from tanheng.engine.numbers import figure, parse_decimal
from tanheng.engine.places import Where
from tanheng.engine.problems import Severity

MOST_ROWS = 1000  # of one kind in one column: a report is for people


@dataclass(frozen=True, slots=True)
class RowCheck:
    """A condition on the rows of `table`, and the problem of each row that meets it. `numbers` fill the sentence;
    `{value}` in one of them stands for the cell as it is, `{figure}` for its number.
    """

    table: str
    code: str
    condition: str
    column: str
    value: str  # the query of what stands in the cell, as text
    row: str = "_row"
    quantity: str | None = None
    severity: Severity = "error"
    numbers: Mapping[str, Any] = field(default_factory=dict)
    others: Mapping[str, str] = field(default_factory=dict)  # further numbers, each by its own query
    placed: bool = True  # whether the table has the columns of a place


def failures(backend: Backend, checks: Sequence[RowCheck]) -> list[TableProblem]:
    """The problems of all checks of one table; up to a thousand rows a check."""
    if not checks:
        return []
    counts = ", ".join(f"COUNT(CASE WHEN {one.condition} THEN 1 END)" for one in checks)
    (found,) = backend.rows(f"SELECT {counts} FROM {checks[0].table}")
    problems: list[TableProblem] = []
    for check, count in zip(checks, found, strict=True):
        if count:
            problems += _rows(backend, check)
        if count > MOST_ROWS:
            problems.append(_more(check, count))
    return problems


def _more(check: RowCheck, count: int) -> TableProblem:
    words: dict[str, Any] = {"found": figure(MOST_ROWS), "count": figure(count), "kind": check.code}
    return table_problem("BATCH-132", column=check.column, severity=check.severity, **words)


def _rows(backend: Backend, check: RowCheck) -> list[TableProblem]:
    place = ", ".join(PLACE) if check.placed else "'', '', '', 0"
    others = "".join(f", {query}" for query in check.others.values())
    query = f"SELECT {check.row}, {check.value}, {place}{others} FROM {check.table} WHERE {check.condition} ORDER BY 1 LIMIT {MOST_ROWS}"
    return [_problem(check, row) for row in backend.rows(query)]


def _problem(check: RowCheck, row: tuple[Any, ...]) -> TableProblem:
    number, value, entity, facility, item, month, *others = row
    numbers: dict[str, Any] = {name: _filled(text, str(value)) if isinstance(text, str) else text for name, text in check.numbers.items()}
    numbers.update(zip(check.others, others, strict=True))
    where = Where(quantity=check.quantity, facility=facility or None, item=item or None, month=month if month and month > 0 else None)
    return table_problem(
        check.code,
        row=number,
        column=check.column,
        value=value,
        entity=entity or None,
        where=where,
        severity=check.severity,
        **numbers,
    )


def _filled(text: str, value: str) -> str:
    number = parse_decimal(value)
    return text.replace("{value}", value).replace("{figure}", value if number is None else figure(number))
