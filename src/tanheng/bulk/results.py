"""The results of a batch as one query: every derived number as exact decimal text, quantity by quantity, months and then the year."""

from __future__ import annotations

from tanheng.bulk.amounts import number_text
from tanheng.bulk.backend import Backend, sql_text
from tanheng.bulk.layout import layout_item_numbers
from tanheng.bulk.store import Column, Space, Store
from tanheng.engine.pack import Pack, Quantity

COLUMNS = ("pack", "year", "entity", "facility", "item", "month", "quantity", "value", "unit")


def results_query(backend: Backend, pack: Pack, year: int, stores: list[tuple[Store, bool]], wanted: list[str]) -> str:
    """One row a result. `stores`: months and years, each with whether its decimals are those of the year.

    Names are joined once a space, so that the rows come out in the order of their parts and nothing wide is sorted.
    """
    tables = {
        (store.name, space): _named(backend, store, space, wanted) for store, _ in stores for space in store.tables
    }
    parts: list[str] = []
    for name in wanted:
        quantity = pack.quantities[name]
        for store, yearly in stores:
            if name in store.columns and not (quantity.yearly_only and not yearly):
                table = tables[store.name, store.columns[name].space]
                parts.append(_part(backend, pack, year, store.columns[name], table, quantity, yearly))
    return " UNION ALL ".join(parts)


def _named(backend: Backend, store: Store, space: Space, wanted: list[str]) -> str:
    columns = [f"s.{name}" for name in store.in_space(space) if name in wanted]
    if not columns:
        return ""
    table = f"{store.tables[space]}_named"
    backend.make(
        table,
        f"SELECT e.entity, f.facility, i.item, s.item_no, s.month, {', '.join(columns)} FROM {store.tables[space]} s "
        "JOIN entities e ON e.entity_no = s.entity_no LEFT JOIN facilities f ON f.facility_no = s.facility_no "
        "LEFT JOIN (SELECT DISTINCT item, item_no FROM items) i ON i.item_no = s.item_no ORDER BY s.place_no, s.month",
    )
    return table


def _part(backend: Backend, pack: Pack, year: int, column: Column, table: str, quantity: Quantity, yearly: bool) -> str:
    decimals = quantity.year_decimals if yearly else quantity.decimals
    month = "CAST(NULL AS INT)" if yearly else "CAST(month AS INT)"
    return (
        f"SELECT {sql_text(pack.id)} AS pack, CAST({year} AS INT) AS year, entity, facility, item, {month} AS month, "
        f"{sql_text(quantity.id)} AS quantity, {_value(backend, quantity.id, column, decimals)} AS value, "
        f"{_unit(pack, quantity)} AS unit FROM {table} WHERE {quantity.id} IS NOT NULL"
    )


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
