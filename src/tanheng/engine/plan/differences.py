"""What differs between two versions of a plan, table by table: rows that came, rows that went, and fields that changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tanheng.engine.plan.columns import Column, Value
from tanheng.engine.plan.plan import FROM_MONTH, PACK, Plan
from tanheng.engine.plan.tables import TABLES, PlanTable

What = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: the table (None: the plan's head), the row, and of a changed row the column with both values."""

    what: What
    table: PlanTable | None
    key: str
    name: str  # of the row, as people call it
    column: Column | None = None
    before: Value = None
    after: Value = None


def differences(before: Plan, after: Plan) -> list[Difference]:
    """Everything that differs, in the order of the tables; none where the documents are the same."""
    return [*_of_heads(before, after), *(one for table in TABLES for one in _of_table(table, before, after))]


def _of_heads(before: Plan, after: Plan) -> Iterator[Difference]:
    if before.from_month != after.from_month:
        yield Difference("changed", None, "", "", FROM_MONTH, before.from_month, after.from_month)
    if before.packs != after.packs:
        yield Difference("changed", None, "", "", PACK, "\n".join(before.packs), "\n".join(after.packs))


def _of_table(table: PlanTable, before: Plan, after: Plan) -> Iterator[Difference]:
    old = {table.key_of(one): one for one in before.rows(table)}
    new = {table.key_of(one): one for one in after.rows(table)}
    for key in dict.fromkeys((*old, *new)):
        if key not in new:
            yield Difference("removed", table, key, row_name(table, old[key]))
        elif key not in old:
            yield Difference("added", table, key, row_name(table, new[key]))
        else:
            for column in table.columns:
                was, now = getattr(old[key], column.id), getattr(new[key], column.id)
                if was != now:
                    yield Difference("changed", table, key, row_name(table, new[key]), column, was, now)


def row_name(table: PlanTable, row: object) -> str:
    """What people call a row: its name where it has one."""
    return str(getattr(row, "name", "") or "") if not table.single else ""
