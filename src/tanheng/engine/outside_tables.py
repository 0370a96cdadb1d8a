"""Items outside the tables of an edition: what the plant must say of them itself.

The project adds rows to a table for what plants burn beside it. They bring no number: the plant's own ones count, each with its document,
and of an open row ("other solid fuel") the plant says what it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tanheng.engine.case import Case, Value
from tanheng.engine.defaults import default_of
from tanheng.engine.pack import Pack, TableRow
from tanheng.engine.places import Key
from tanheng.engine.problems import Problem
from tanheng.engine.text import Text
from tanheng.engine.wording import Wording

BY_PROJECT = "project"
NAME = Text("它是什么", "what it is")


def outside_tables(case: Case, pack: Pack, wording: Wording) -> Iterator[Problem]:
    """Rows of the project's that lack a name or documents, one problem a place. A bare case that names no records is a calculation."""
    if not any(value.evidence or value.source for value in case.values):
        return
    places: dict[tuple[str, Key], list[Value]] = {}
    for value in case.values:
        table = pack.quantities[value.quantity].item_table or ""
        if value.item and _is_outside(pack, table, value.item) and value.amount is not None:
            places.setdefault((table, value.key), []).append(value)
    for (table, key), values in places.items():
        row = pack.tables[table].rows[key[1] or ""]
        lacks = list(_lacking(case, pack, row, values))
        if lacks:
            first = values[0]
            where = replace(first.origin.where(quantity=first.quantity, facility=key[0], item=key[1]), path=None)
            found = Text("、".join(one.zh for one in lacks), ", ".join(one.en for one in lacks))
            name = wording.item(pack.quantities[first.quantity], row.id)
            yield wording.problem("CASE-176", where, name=name, found=found)


def _is_outside(pack: Pack, table: str, item: str) -> bool:
    return pack.tables[table].rows[item].status == BY_PROJECT


def _lacking(case: Case, pack: Pack, row: TableRow, values: list[Value]) -> Iterator[Text]:
    """The name of an open row, and the properties without a document."""
    if row.open and not any(value.note for value in values):
        yield NAME
    told: set[str] = set()
    for value in values:
        quantity = pack.quantities[value.quantity]
        factor = quantity.default is not None and default_of(pack, quantity, case, value.key)[0] is None
        if factor and not value.evidence and quantity.id not in told:
            told.add(quantity.id)
            yield Text(f"{quantity.label.zh}的依据文件", f"the document of the {quantity.label.en}")
