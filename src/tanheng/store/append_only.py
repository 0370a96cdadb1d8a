"""Tables whose rows are written once: a base class for their models and triggers in the database.

The class refuses a second save and a deletion; the triggers refuse UPDATE, DELETE, REPLACE (SQLite) and TRUNCATE
(PostgreSQL) for whatever bypasses the class. What the rows mean is not known here.
"""

from typing import Any, NoReturn, TypeVar

from django.apps import apps
from django.db import connections, migrations, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SQLITE = """
CREATE TRIGGER IF NOT EXISTS "{table}_no_{name}" BEFORE {verb} ON "{table}"
BEGIN SELECT RAISE(ABORT, '{table} is append-only: {verb} refused'); END
"""
POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION tanheng_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation'; END $$
"""
POSTGRESQL_ROWS = """
CREATE OR REPLACE TRIGGER "{table}_no_change" BEFORE UPDATE OR DELETE ON "{table}"
FOR EACH ROW EXECUTE FUNCTION tanheng_append_only()
"""
POSTGRESQL_TABLE = """
CREATE OR REPLACE TRIGGER "{table}_no_truncate" BEFORE TRUNCATE ON "{table}"
FOR EACH STATEMENT EXECUTE FUNCTION tanheng_append_only()
"""


Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


class AppendOnlyError(Exception):
    """A program tried to change or delete a row that is written once."""


class AppendOnlyQuerySet(models.QuerySet[Row_co]):
    """Rows that can be created and read; the bulk verbs that would change them are refused."""

    def update(self, **values: Any) -> NoReturn:
        """Refused."""
        raise AppendOnlyError(f"{self.model.__name__} is append-only: update refused")

    def delete(self) -> NoReturn:
        """Refused."""
        raise AppendOnlyError(f"{self.model.__name__} is append-only: delete refused")

    def bulk_update(self, *args: Any, **values: Any) -> NoReturn:
        """Refused."""
        raise AppendOnlyError(f"{self.model.__name__} is append-only: bulk_update refused")


class AppendOnlyModel(models.Model):
    """Base of tables whose rows are facts: appended, never edited, never deleted."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        """Insert the row; a row that is already stored is refused."""
        if not self._state.adding:
            raise AppendOnlyError(f"{type(self).__name__} {self.pk} is append-only: second save refused")
        super().save(*args, **{**options, "force_insert": True})

    def delete(self, *args: Any, **options: Any) -> NoReturn:
        """Refused."""
        raise AppendOnlyError(f"{type(self).__name__} {self.pk} is append-only: delete refused")


class AppendOnly(migrations.operations.base.Operation):
    """Migration operation that locks a table: `AppendOnly("journal_event")`."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, table: str) -> None:
        self.table = table

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Triggers are no part of the models' state."""

    def database_forwards(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, *states: Any) -> None:
        """Create the triggers."""
        for statement in lock_statements(schema_editor.connection.vendor, self.table):
            schema_editor.execute(statement, params=None)  # the text holds percent signs of its own

    def database_backwards(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, *states: Any) -> None:
        """Drop the triggers."""
        for statement in unlock_statements(schema_editor.connection.vendor, self.table):
            schema_editor.execute(statement, params=None)  # the text holds percent signs of its own

    def describe(self) -> str:
        """Sentence shown by `migrate`."""
        return f"Lock {self.table}: rows are appended, never changed"


def lock_statements(vendor: str, table: str) -> list[str]:
    """SQL that locks a table on "sqlite" or "postgresql"; running it twice does no harm."""
    if vendor == "sqlite":
        # REPLACE deletes the old row; with recursive_triggers on, the delete trigger fires for it.
        return [SQLITE.format(table=table, name=verb.lower(), verb=verb) for verb in ("UPDATE", "DELETE")]
    return [POSTGRESQL_FUNCTION, POSTGRESQL_ROWS.format(table=table), POSTGRESQL_TABLE.format(table=table)]


def unlock_statements(vendor: str, table: str) -> list[str]:
    """SQL that removes the locks again: for migrations backwards and for tests that empty the database."""
    if vendor == "sqlite":
        return [f'DROP TRIGGER IF EXISTS "{table}_no_{verb}"' for verb in ("update", "delete")]
    return [f'DROP TRIGGER IF EXISTS "{table}_no_{verb}" ON "{table}"' for verb in ("change", "truncate")]


def append_only_tables() -> list[str]:
    """Names of the tables of all append-only models, sorted."""
    return sorted(model._meta.db_table for model in apps.get_models() if issubclass(model, AppendOnlyModel))


def missing_locks(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of triggers that should guard append-only tables and are not there."""
    if connection.vendor == "sqlite":
        query, verbs = "SELECT name FROM sqlite_master WHERE type = 'trigger'", ("update", "delete")
    else:
        # A disabled trigger is as good as none.
        query, verbs = "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'", ("change", "truncate")
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {row[0] for row in cursor.fetchall()}
    expected = [f"{table}_no_{verb}" for table in append_only_tables() for verb in verbs]
    return [name for name in expected if name not in present]


def ensure_locks(using: str = "default", **_signal: Any) -> None:
    """Lock every append-only table that exists; runs after each migrate."""
    connection = connections[using]
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in append_only_tables():
            if table in existing:
                for statement in lock_statements(connection.vendor, table):
                    cursor.execute(statement)
