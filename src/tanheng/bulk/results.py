"""The results of a batch as one query: every derived number as exact decimal text, quantity by quantity, months and then the year."""

from __future__ import annotations

from collections.abc import Sequence

from tanheng.bulk.layout import layout_item_numbers
from tanheng.bulk.schema import NAMES, joined_names
from tanheng.bulk.sql.amounts import number_text
from tanheng.bulk.sql.backend import Backend, sql_text
from tanheng.bulk.store import Column, Space, Store
from tanheng.engine.pack import Pack, Quantity


def results_query(backend: Backend, pack: Pack, year: int, stores: list[tuple[Store, bool]], wanted: list[str]) -> str:
    """One row a result. `stores`: months and years, each with whether its decimals are those of the year.

    Names are joined once a space and the quantities of a space are stacked, so that the rows come out place by place, month
    by month, in the order of the pack, and nothing wide is sorted.
    """
    parts: list[str] = []
    for store, yearly in stores:
        for space in store.tables:
            names = [name for name in wanted if name in store.in_space(space)]
            names = [name for name in names if yearly or not pack.quantities[name].yearly_only]
            if names:
                parts.append(_part(backend, pack, year, store, space, names, yearly))
    return " UNION ALL ".join(parts)


def _part(backend: Backend, pack: Pack, year: int, store: Store, space: Space, names: list[str], yearly: bool) -> str:
    """The results of the quantities of one space: pack, year and place in front, then quantity, value and unit."""
    results = []
    for name in names:
        quantity = pack.quantities[name]
        decimals = quantity.year_decimals if yearly else quantity.decimals
        value = _value(backend, name, store.columns[name], decimals)
        unit = f"CAST({_unit(pack, quantity)} AS {backend.word_type('unit')})"
        results.append((f"CAST({sql_text(name)} AS {backend.word_type('quantity')})", value, unit))
    month = "CAST(NULL AS INT)" if yearly else "CAST(month AS INT)"
    words = ", ".join(f"CAST({name} AS {backend.word_type(name)}) AS {name}_word" for name in NAMES)
    place = (
        f"CAST({sql_text(pack.id)} AS {backend.word_type('pack')}) AS pack, CAST({year} AS INT) AS year, "
        f"{', '.join(f'{name}_word AS {name}' for name in NAMES)}, {month} AS month"
    )
    table = f"(SELECT *, {words} FROM {_named(backend, store, space, names)}) n"
    return f"SELECT * FROM ({backend.stacked(place, results, table)}) r WHERE value IS NOT NULL"


def result_words(packs: Sequence[Pack]) -> dict[str, list[str]]:
    """The words that a pack may write into each column of words; names of entities and facilities come from the tables."""
    quantities = [one for pack in packs for one in pack.quantities.values() if one.role == "derived"]
    items = [item for pack in packs for one in pack.quantities.values() if one.item_table for item in pack.tables[one.item_table].rows]
    units = [
        pack.unit_of(one.id, item)
        for pack in packs
        for one in pack.quantities.values()
        for item in (pack.tables[one.item_table].rows if one.item_table else (None,))
    ]
    return {
        "pack": [pack.id for pack in packs],
        "quantity": list(dict.fromkeys(one.id for one in quantities)),
        "item": list(dict.fromkeys(items)),
        "unit": list(dict.fromkeys(units)),
    }


def _named(backend: Backend, store: Store, space: Space, wanted: list[str]) -> str:
    columns = [f"s.{name}" for name in store.in_space(space) if name in wanted]
    if not columns:
        return ""
    table = f"{store.tables[space]}_named"
    backend.make(
        table,
        f"SELECT e.entity, f.facility, i.item, s.item_no, s.month, {', '.join(columns)} FROM {store.tables[space]} s "
        f"{joined_names('s')} ORDER BY s.place_no, s.month",
    )
    return table


def _value(backend: Backend, name: str, column: Column, decimals: int | None) -> str:
    scale = column.scale
    if scale is None:
        return name
    text = number_text(backend, name, scale, decimals, max(abs(column.low), abs(column.high)))
    if decimals is None and scale:  # full precision is shown without trailing zeros
        return (
            f"RTRIM(RTRIM({text}, '0'), '.')"
            if backend.dialect.short_words
            else (f"TRIM(TRAILING '.' FROM TRIM(TRAILING '0' FROM {text}))")
        )
    return text


def _unit(pack: Pack, quantity: Quantity) -> str:
    if "{unit}" not in quantity.unit or not quantity.item_table:
        return sql_text(quantity.unit)
    numbers = layout_item_numbers(pack)
    rows = pack.tables[quantity.item_table].rows
    whens = " ".join(f"WHEN {numbers[item]} THEN {sql_text(pack.unit_of(quantity.id, item))}" for item in rows)
    return f"CASE item_no {whens} END"
