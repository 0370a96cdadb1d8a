"""Tables whose rows are written once: a base class for their models and triggers in the database.

The class refuses a second save and a deletion, and notes what it saved for the journal's seal; the triggers refuse UPDATE, DELETE,
REPLACE (SQLite) and TRUNCATE (PostgreSQL) for whatever bypasses the class. What the rows mean is not known here.
"""

from collections.abc import Collection, Iterable
from typing import Any, NoReturn, TypeVar

from django.apps import apps
from django.db import connections, migrations, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from tanheng.store.facts import note
from tanheng.store.functions import ALTERED, FOREIGN, MISSING, Function
from tanheng.store.guarded_tables import guarded_tables

SQLITE = """
CREATE TRIGGER IF NOT EXISTS "{table}_no_{name}" BEFORE {verb} ON "{table}"
BEGIN SELECT RAISE(ABORT, '{table} is append-only: {verb} refused'); END
"""
POSTGRESQL_BODY = """
BEGIN RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation'; END """
POSTGRESQL_FUNCTION = Function("tanheng_append_only", "trigger", POSTGRESQL_BODY)
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

    def bulk_create(self, objs: Iterable[Any], *args: Any, **options: Any) -> list[Any]:
        """Insert the rows and note them."""
        rows = super().bulk_create(objs, *args, **options)
        note(rows)
        return rows


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
        note([self])

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
    return [*POSTGRESQL_FUNCTION.statements(""), POSTGRESQL_ROWS.format(table=table), POSTGRESQL_TABLE.format(table=table)]


def unlock_statements(vendor: str, table: str) -> list[str]:
    """SQL that removes the locks again: for migrations backwards and for tests that empty the database."""
    if vendor == "sqlite":
        return [f'DROP TRIGGER IF EXISTS "{table}_no_{verb}"' for verb in ("update", "delete")]
    return [f'DROP TRIGGER IF EXISTS "{table}_no_{verb}" ON "{table}"' for verb in ("change", "truncate")]


def append_only_tables() -> list[str]:
    """Names of the tables of all append-only models, sorted."""
    return sorted(model._meta.db_table for model in apps.get_models() if issubclass(model, AppendOnlyModel))


# What a lock of PostgreSQL is made of: pg_trigger.tgtype of BEFORE UPDATE OR DELETE for each row, and of BEFORE TRUNCATE.
POSTGRESQL_TYPES = {"change": 27, "truncate": 34}
POSTGRESQL_TRIGGERS = """
SELECT tgname, relname, tgenabled IN ('O', 'A') AND tgqual IS NULL AND tgattr = ''::int2vector AND proname = 'tanheng_append_only'
       AND pronamespace = relnamespace,
       tgtype, prosrc
FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_proc ON pg_proc.oid = tgfoid
WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace
"""


def lock_faults(connection: BaseDatabaseWrapper, others: Collection[str] = ()) -> dict[str, str]:
    """By the name of a trigger what is wrong with it: MISSING, ALTERED (disabled, or of that name and not doing that) or FOREIGN, a
    trigger on a table of the program that is none of its own. `others` are such as are proven elsewhere.
    """
    found = _sqlite_locks(connection) if connection.vendor == "sqlite" else _postgresql_locks(connection)
    verbs = ("update", "delete") if connection.vendor == "sqlite" else tuple(POSTGRESQL_TYPES)
    tables = append_only_tables()
    expected = [f"{table}_no_{verb}" for table in tables for verb in verbs]
    faults = {name: ALTERED if name in found else MISSING for name in expected if not found.get(name, ("", False))[1]}
    ours, known = guarded_tables(), {*expected, *others}
    foreign = {name: FOREIGN for name, (table, _) in found.items() if table in ours and name not in known}
    return {**faults, **foreign}


def _sqlite_locks(connection: BaseDatabaseWrapper) -> dict[str, tuple[str, bool]]:
    """Every trigger: its table, and whether its text is the lock of that name."""
    texts = {}
    for table in append_only_tables():
        for verb in ("UPDATE", "DELETE"):
            texts[f"{table}_no_{verb.lower()}"] = _words(SQLITE.format(table=table, name=verb.lower(), verb=verb))
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
        return {name: (table, _words(text) == texts.get(name)) for name, table, text in cursor.fetchall()}


def _words(text: str) -> str:
    """The text of a trigger as SQLite keeps it."""
    return " ".join(text.split()).removesuffix(";").replace("TRIGGER IF NOT EXISTS", "TRIGGER")


def _postgresql_locks(connection: BaseDatabaseWrapper) -> dict[str, tuple[str, bool]]:
    """Every trigger: its table, and whether it is on, of the lock's kind, and runs the lock's function."""
    with connection.cursor() as cursor:
        cursor.execute(POSTGRESQL_TRIGGERS)
        return {
            name: (table, whole and kind == POSTGRESQL_TYPES.get(name.removeprefix(f"{table}_no_")) and body == POSTGRESQL_BODY)
            for name, table, whole, kind, body in cursor.fetchall()
        }


def missing_locks(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of triggers that should guard append-only tables and are not there, or do not do it."""
    return [name for name, fault in lock_faults(connection).items() if fault != FOREIGN]


def ensure_locks(using: str = "default", **_signal: Any) -> None:
    """Lock every append-only table that exists, anew where a lock is another than it should be; runs after each migrate."""
    connection = connections[using]
    existing = set(connection.introspection.table_names())
    wrong = missing_locks(connection)
    for table in append_only_tables():
        if table in existing and any(name.startswith(f"{table}_no_") for name in wrong):
            with transaction.atomic(using=using), connection.cursor() as cursor:
                for statement in (*unlock_statements(connection.vendor, table), *lock_statements(connection.vendor, table)):
                    cursor.execute(statement)
