"""The cases of a table: one `case/1` document an entity, of the rows that were read. It judges nothing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from tanheng.bulk.schema import COLUMNS, PLACE, TYPED, attribute_column, none_column
from tanheng.bulk.source.reading import TypedTable
from tanheng.bulk.sql.amounts import Amount, number_text
from tanheng.bulk.sql.backend import Backend
from tanheng.engine.absences import NOT_APPLICABLE_SIGN
from tanheng.engine.pack import Pack

ENTITIES_A_TASK = 50
Document = dict[str, Any]


def documents_of(backend: Backend, pack: Pack, typed: TypedTable, year: int) -> Iterator[list[Document]]:
    """The cases of all entities of the table `typed`, a few at a time, in their order."""
    names = list(typed.amounts)
    columns = [_written(backend, typed, name) for name in names]
    attributes = [attribute_column(name) for name in typed.attributes]
    query = ", ".join([*COLUMNS[TYPED][1:], *attributes, *columns])
    rows = backend.rows(f"SELECT {query} FROM {TYPED} ORDER BY {', '.join(PLACE)}")
    task: list[Document] = []
    for entity, own in groupby(rows, key=lambda row: row[0]):
        task.append(_document(pack, typed, year, str(entity), list(own), names))
        if len(task) == ENTITIES_A_TASK:
            yield task
            task = []
    if task:
        yield task


def _written(backend: Backend, typed: TypedTable, name: str) -> str:
    """The amount as a case writes it: decimal text, `/` or nothing."""
    text = number_text(backend, name, typed.amounts[name].scale)
    return f"CASE WHEN {none_column(name)} = 1 THEN '{NOT_APPLICABLE_SIGN}' ELSE {text} END" if name in typed.none else text


def _document(pack: Pack, typed: TypedTable, year: int, entity: str, rows: list[tuple[Any, ...]], names: list[str]) -> Document:
    count = len(typed.attributes)
    kinds: dict[str, str] = {}
    attributes: dict[tuple[str, str], str] = {}
    values: dict[tuple[str, str, str], Document] = {}
    for _, facility, kind, item, month, *rest in rows:
        if facility:
            kinds[facility] = kind or kinds.get(facility, "")
        for name, word in zip(typed.attributes, rest[:count], strict=True):
            if word:
                everywhere = pack.attributes[name].facility_kind is None
                attributes[name, "" if everywhere else facility] = word
        for name, amount in zip(names, rest[count:], strict=True):
            if amount is not None:
                _put(values, (name, facility, item), month, amount, typed.grain, typed.amounts[name])
    return {
        "tanheng": "case/1",
        "pack": pack.id,
        "year": year,
        "grain": typed.grain,
        "entity": {"name": entity},
        "facilities": [{"id": name, "kind": kind} for name, kind in kinds.items()],
        "attributes": [
            {"name": name, "value": word, **({"facility": facility} if facility else {})} for (name, facility), word in attributes.items()
        ],
        "values": list(values.values()),
    }


def _put(
    values: dict[tuple[str, str, str], Document],
    key: tuple[str, str, str],
    month: int,
    amount: str,
    grain: str,
    column: Amount,
) -> None:
    name, facility, item = key
    entry = values.get(key)
    if entry is None:
        entry = values[key] = {"quantity": name}
        if facility:
            entry["facility"] = facility
        if item:
            entry["item"] = item
    if grain == "year" or column.column.quantity.yearly_only:
        entry["year"] = amount
    else:
        entry.setdefault("months", {})[month] = amount
