"""What the models declare of their tables beside the columns, looked for in the database: constraints and unique indexes; and on PostgreSQL
what would turn away or hide rows behind everybody: rules, inherited tables, policies that nobody declared.

A constraint is known by its name and columns, not by its condition, which each database writes in its own way.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

Found = dict[str, Any]  # constraints of one table, as Django's introspection tells them
SIDEWAYS = """
SELECT relname, 'rule ' || rulename FROM pg_rewrite JOIN pg_class ON pg_class.oid = ev_class
WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace
UNION ALL SELECT relname, 'table ' || inhrelid::regclass::text FROM pg_inherits JOIN pg_class ON pg_class.oid = inhparent
WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace
UNION ALL SELECT relname, 'policy ' || polname FROM pg_policy JOIN pg_class ON pg_class.oid = polrelid
WHERE relnamespace = current_schema()::regnamespace AND relname <> ALL (%s)
"""
UNCHECKED = """
SELECT conname FROM pg_constraint WHERE NOT convalidated AND connamespace = current_schema()::regnamespace
UNION ALL SELECT relname FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
WHERE NOT (indisvalid AND indisready) AND relnamespace = current_schema()::regnamespace
"""


def guarded_models() -> list[type[models.Model]]:
    """Every model with a table of its own, those between two others included."""
    return [one for one in apps.get_models(include_auto_created=True) if one._meta.managed and not one._meta.proxy]


def guarded_tables() -> set[str]:
    """Names of the tables of the models."""
    return {one._meta.db_table for one in guarded_models()}


def constraint_faults(opened: BaseDatabaseWrapper) -> list[str]:
    """Constraints and unique indexes that the models declare and the database does not hold, each "table: name or columns"."""
    existing = set(opened.introspection.table_names())
    faults = []
    with opened.cursor() as cursor:
        unchecked = _unchecked(opened, cursor)
        for model in guarded_models():
            table = model._meta.db_table
            if table not in existing:
                faults.append(table)
                continue
            found = {name: one for name, one in opened.introspection.get_constraints(cursor, table).items() if name not in unchecked}
            faults.extend(f"{table}: {name}" for name in _missing(model, found))
    return sorted(faults)


def _unchecked(opened: BaseDatabaseWrapper, cursor: Any) -> set[str]:
    """Constraints that stand there without holding: NOT VALID, or an index that was left behind broken."""
    if opened.vendor != "postgresql":
        return set()
    cursor.execute(UNCHECKED)
    return {name for (name,) in cursor.fetchall()}


def _missing(model: type[models.Model], found: Found) -> Iterator[str]:
    for constraint in model._meta.constraints:
        if not _holds(constraint, found.get(constraint.name), model):
            yield constraint.name
    for columns in _unique_columns(model):
        if not any((one["unique"] or one["primary_key"]) and one["columns"] == columns for one in found.values()):
            yield ", ".join(columns)
    for field in model._meta.local_concrete_fields:
        if isinstance(field, models.ForeignKey) and getattr(field, "db_constraint", True) and not _refers(field, found):
            yield f"{field.column} → {field.related_model._meta.db_table}"


def _holds(constraint: models.BaseConstraint, found: Any, model: type[models.Model]) -> bool:
    if found is None:
        return False
    if isinstance(constraint, models.CheckConstraint):
        return bool(found["check"])
    if isinstance(constraint, models.UniqueConstraint):
        columns = _columns(model, constraint.fields)
        return bool(found["unique"]) and (not columns or found["columns"] == columns)
    return True


def _columns(model: type[models.Model], names: Iterable[str]) -> list[str]:
    columns = {one.name: str(one.column) for one in model._meta.concrete_fields}
    return [columns[name] for name in names]


def _unique_columns(model: type[models.Model]) -> Iterator[list[str]]:
    for field in model._meta.local_concrete_fields:
        if field.unique and field.column:
            yield [field.column]
    for names in model._meta.unique_together:
        yield _columns(model, names)


def _refers(field: "models.ForeignKey[Any]", found: Found) -> bool:
    target = (field.related_model._meta.db_table, field.target_field.column)
    return any(one["foreign_key"] == target and one["columns"] == [field.column] for one in found.values())


def sideways(opened: BaseDatabaseWrapper, limited: Collection[str]) -> list[str]:
    """Rules, inherited tables and policies on tables of ours, each "table: what"; policies of the `limited` are proven elsewhere."""
    if opened.vendor != "postgresql":
        return []
    tables = guarded_tables()
    with opened.cursor() as cursor:
        cursor.execute(SIDEWAYS, [list(limited)])
        return sorted(f"{table}: {what}" for table, what in cursor.fetchall() if table in tables)
