"""Numbers of a sheet whose format says another unit or scale than their column: refused or told, as in a workbook of one enterprise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from tanheng.bulk.problems import TableProblem, table_problem
from tanheng.bulk.source.table import TableShape, unit_of_heading
from tanheng.bulk.sql.backend import ShownCell
from tanheng.documents.input.shown_amounts import said_of
from tanheng.engine.pack import Pack, Quantity


def shown_otherwise(cells: Sequence[ShownCell], pack: Pack, shape: TableShape) -> Iterator[TableProblem]:
    """The problems of the cells of amounts."""
    columns = {one.heading: one.quantity for one in shape.values.values()}
    for cell in cells:
        if shape.long:
            quantity = pack.quantities.get(_text(cell, shape, "quantity")) if cell.heading == shape.places.get("value") else None
            unit = _text(cell, shape, "unit")
        else:
            quantity, unit = columns.get(cell.heading), unit_of_heading(cell.heading)
        if quantity is not None:
            code, words = said_of(cell.shown, cell.number, unit or _unit_of(pack, quantity, _text(cell, shape, "item")))
            if code:
                given: dict[str, Any] = dict(words)
                entity = _text(cell, shape, "entity") or None
                yield table_problem(code, row=cell.row, column=cell.heading, value=cell.number, entity=entity, **given)


def _text(cell: ShownCell, shape: TableShape, name: str) -> str:
    return cell.texts.get(shape.places.get(name, ""), "").strip()


def _unit_of(pack: Pack, quantity: Quantity, item: str) -> str:
    if "{unit}" in quantity.unit and item not in pack.tables[quantity.item_table or ""].rows:
        return quantity.unit  # of an item that is told as unknown
    return pack.unit_of(quantity.id, item or None)
