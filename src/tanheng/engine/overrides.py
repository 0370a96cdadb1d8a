"""Overrides: values of the rules that a case replaces with a documented one. The pack a run computes with is the edition with
these values put in; each remembers what it replaces, on whose word and by which document, and stays unconfirmed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tanheng.engine.case import Case, Override
from tanheng.engine.defaults import default_cell
from tanheng.engine.numbers import Ratio, number_text, parse_number
from tanheng.engine.pack import OVERRIDE, CellFact, ItemTable, Pack, Parameter, Replaced


def overridden(pack: Pack, case: Case) -> Pack:
    """The pack with the case's overrides in the place of its own values; the hash stays that of the edition."""
    if not case.overrides:
        return pack
    parameters, tables = dict(pack.parameters), dict(pack.tables)
    for one in case.overrides:
        if one.parameter is not None:
            parameters[one.parameter] = tuple(_parameter(parameters[one.parameter], one, case.year))
        else:
            tables[one.table or ""] = _table(tables[one.table or ""], one)
    return replace(pack, parameters=parameters, tables=tables)


def _parameter(dated: tuple[Parameter, ...], one: Override, year: int) -> Iterator[Parameter]:
    """The dated values with the one of the year replaced; a year without a value gets one of its own."""
    covering = [each for each in dated if (each.valid_from or year) <= year <= (each.valid_to or year)]
    before = covering[0] if covering else None
    if before is not None and before.replaced is not None:
        yield from dated
        return
    old = replaced_by(one, None if before is None else (number_text(before.value), before.status, before.source))
    shape = before or dated[0]
    yield replace(
        shape,
        value=parse_number(one.value),
        status=OVERRIDE,
        source=one.document,
        valid_from=year,
        valid_to=year,
        note=one.reason,
        replaced=old,
    )
    yield from dated


def _table(table: ItemTable, one: Override) -> ItemTable:
    row, column = table.rows[one.item or ""], one.column or ""
    fact = table.fact(row.id, column)
    if fact.replaced is not None:
        return table
    before, value = row.values[column], parse_number(one.value)
    assert not isinstance(value, Ratio)
    old = replaced_by(one, None if before is None else (number_text(before), fact.status, fact.source))
    new = CellFact(OVERRIDE, one.document, fact.published, one.reason, old)
    rows = {**table.rows, row.id: replace(row, values={**row.values, column: value})}
    return replace(table, rows=rows, facts={**table.facts, f"{row.id}.{column}": new})


def replaced_by(one: Override, before: tuple[str, str, str] | None) -> Replaced:
    """What an override says it replaces; an edition without a value has nothing to replace."""
    value, status, source = before or ("", "", "")
    return Replaced(value, status, source, one.document, one.person, one.reason)


def is_used(pack: Pack, case: Case, one: Override, keys: dict[str, tuple[tuple[str | None, str | None], ...]]) -> bool:
    """Whether this case reads the replaced value at all: a parameter always counts as read."""
    if one.parameter is not None:
        return True
    wanted = f"{one.table}.{one.item}.{one.column}"
    return any(
        (cell := default_cell(pack, quantity, case, key)) is not None and cell.name == wanted
        for quantity in pack.inputs()
        if quantity.default is not None and quantity.default.table == one.table
        for key in keys[quantity.id]
    )
