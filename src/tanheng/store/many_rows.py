"""Many rows of a table that is written once, stored by few statements: a fraction of the work that the models themselves take for it.

What a model would check on the way (types, lengths, choices) the caller has checked, and the database's constraints hold as ever.
"""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection, models

from tanheng.engine.numbers import decimal_text
from tanheng.store.append_only import AppendOnlyModel
from tanheng.store.decimal_text import DecimalTextField
from tanheng.store.facts import note_keys

ROWS_PER_STATEMENT = 5_000
Row = tuple[Any, ...]


def append_rows(model: type[AppendOnlyModel], columns: Sequence[str], rows: Sequence[Row]) -> list[int]:
    """Store rows, each a tuple of values in the order of the columns (attribute names: `series_id`); the others keep their blank or NULL.

    Exact decimals are Decimals, days are dates. Gives the keys in the order of the rows, which are noted for the journal's seal.
    """
    if not rows:
        return []
    fields = [model._meta.get_field(name.removesuffix("_id")) for name in columns]
    blank = [one for one in model._meta.concrete_fields if one not in fields and not one.primary_key]
    stored = [*fields, *blank]
    rest = tuple(None if one.null else one.get_default() for one in blank)
    plain = [(at, change) for at, one in enumerate(fields) if (change := _plain(one))]
    ready = [_made_plain(row, plain) + rest for row in rows]
    keys = (_into_sqlite if connection.vendor == "sqlite" else _into_postgresql)(model, stored, ready)
    note_keys(model, keys)
    return keys


def _plain(field: Any) -> Callable[[Any], Any] | None:
    """How a value becomes what the database takes; None where it is that already."""
    if isinstance(field, DecimalTextField):
        return _decimal
    if isinstance(field, models.DateField) and connection.vendor == "sqlite":
        return date.isoformat
    return None


def _decimal(value: Any) -> str:
    if not isinstance(value, Decimal):
        raise TypeError(f"an exact decimal is never made from {type(value).__name__}")
    return decimal_text(value)


def _made_plain(row: Row, plain: Sequence[tuple[int, Callable[[Any], Any]]]) -> Row:
    if not plain:
        return row
    found = list(row)
    for at, change in plain:
        if found[at] is not None:
            found[at] = change(found[at])
    return tuple(found)


def _into_sqlite(model: type[models.Model], fields: Sequence[Any], rows: Sequence[Row]) -> list[int]:
    """Its one writer knows the next key."""
    table, names = model._meta.db_table, ", ".join(f'"{one.column}"' for one in fields)
    places = ", ".join(["%s"] * (len(fields) + 1))
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT coalesce(max(id), 0) FROM "{table}"')  # noqa: S608 - names of our own tables
        first = int(cursor.fetchone()[0]) + 1
        keys = list(range(first, first + len(rows)))
        numbered = [(key, *row) for key, row in zip(keys, rows, strict=True)]
        cursor.executemany(f'INSERT INTO "{table}" (id, {names}) VALUES ({places})', numbered)  # noqa: S608
    return keys


def _into_postgresql(model: type[models.Model], fields: Sequence[Any], rows: Sequence[Row]) -> list[int]:
    """Column by column as arrays; the database gives the keys in their order."""
    names = ", ".join(f'"{one.column}"' for one in fields)
    arrays = ", ".join(f"%s::{_array(one)}" for one in fields)
    insert = (
        f'INSERT INTO "{model._meta.db_table}" ({names}) SELECT {names} '  # noqa: S608 - names of our own tables
        f"FROM unnest({arrays}) WITH ORDINALITY AS given ({names}, its_place) ORDER BY its_place RETURNING id"
    )
    keys: list[int] = []
    with connection.cursor() as cursor:
        for start in range(0, len(rows), ROWS_PER_STATEMENT):
            part = rows[start : start + ROWS_PER_STATEMENT]
            cursor.execute(insert, [list(column) for column in zip(*part, strict=True)])
            keys.extend(key for (key,) in cursor.fetchall())
    return keys


def _array(field: Any) -> str:
    """Wide enough for every value, so that the column itself refuses what is too long."""
    if isinstance(field, models.DateTimeField):
        return "timestamptz[]"
    if isinstance(field, models.DateField):
        return "date[]"
    if isinstance(field, models.BooleanField):
        return "boolean[]"
    return "bigint[]" if isinstance(field, models.IntegerField | models.ForeignKey) else "text[]"
