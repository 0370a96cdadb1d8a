"""Triggers that refuse rows by what stands in other tables: what a constraint of one table cannot say.

A guard is declared by an app as SQL for both databases: on SQLite a condition of each new row, on PostgreSQL a function that looks at all
rows of a statement at once. They are put where they are missing or altered after each migrate, and proven like the locks.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from tanheng.store.functions import ALTERED, MISSING, Function

SQLITE = """
CREATE TRIGGER "{trigger}" BEFORE INSERT ON "{table}" WHEN {condition}
BEGIN SELECT RAISE(ABORT, '{refusal}'); END
"""
POSTGRESQL = """
CREATE TRIGGER "{trigger}" AFTER INSERT ON "{table}" REFERENCING NEW TABLE AS told FOR EACH STATEMENT EXECUTE FUNCTION {function}()
"""
POSTGRESQL_BODY = """
BEGIN
  IF EXISTS ({rows}) THEN
    RAISE EXCEPTION '{refusal}' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END """
AFTER_INSERT = 4  # pg_trigger.tgtype of AFTER INSERT for each statement
FOUND = """
SELECT tgname, tgenabled IN ('O', 'A') AND tgqual IS NULL AND tgtype = %s AND tgnewtable = 'told' AND tgoldtable IS NULL
       AND pronamespace = relnamespace AND relname = ANY (%s),
       relname, proname
FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_proc ON pg_proc.oid = tgfoid
WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace AND tgname = ANY (%s)
"""


@dataclass(frozen=True)
class InsertGuard:
    """A guard of a table, which `reads` others. `condition` is SQLite's of a row NEW that is refused, `rows` PostgreSQL's query of
    those among the rows `told`; `refusal` the words of the error.
    """

    table: str
    name: str
    reads: tuple[str, ...]
    condition: str
    rows: str
    refusal: str

    @property
    def trigger(self) -> str:
        """The name of its trigger."""
        return f"{self.table}_{self.name}"

    @property
    def function(self) -> Function:
        """What its trigger runs on PostgreSQL."""
        body = POSTGRESQL_BODY.format(rows=self.rows, refusal=self.refusal)
        return Function(f"tanheng_{self.trigger}", "trigger", body, table=self.table)

    def statement(self, vendor: str) -> str:
        """SQL that makes the trigger on "sqlite" or "postgresql"."""
        if vendor == "sqlite":
            return SQLITE.format(trigger=self.trigger, table=self.table, condition=self.condition, refusal=self.refusal)
        return POSTGRESQL.format(trigger=self.trigger, table=self.table, function=self.function.name)

    def removal(self, vendor: str) -> str:
        """SQL that takes it away."""
        return f'DROP TRIGGER IF EXISTS "{self.trigger}"' + ("" if vendor == "sqlite" else f' ON "{self.table}"')


def guard_faults(opened: BaseDatabaseWrapper, guards: Iterable[InsertGuard]) -> dict[str, str]:
    """By the name of a guard's trigger what is wrong with it: MISSING or ALTERED."""
    guards = list(guards)
    whole = _sqlite_whole(opened, guards) if opened.vendor == "sqlite" else _postgresql_whole(opened, guards)
    return {one.trigger: ALTERED if one.trigger in whole else MISSING for one in guards if not whole.get(one.trigger)}


def ensure_guards(opened: BaseDatabaseWrapper, guards: Iterable[InsertGuard]) -> None:
    """Make each guard anew that is another than declared; on PostgreSQL as the owner, its function is there before."""
    existing = set(opened.introspection.table_names())
    there = [one for one in guards if existing.issuperset((one.table, *one.reads))]
    wrong = guard_faults(opened, there)
    for one in there:
        if one.trigger in wrong:
            with transaction.atomic(using=opened.alias), opened.cursor() as cursor:
                cursor.execute(one.removal(opened.vendor), None)
                cursor.execute(one.statement(opened.vendor), None)


def lift_guards(opened: BaseDatabaseWrapper, guards: Iterable[InsertGuard]) -> None:
    """Take the guards of SQLite away while tables are made anew: it renames none that a trigger of another table reads."""
    if opened.vendor == "sqlite":
        with opened.cursor() as cursor:
            for one in guards:
                cursor.execute(one.removal("sqlite"))


def _sqlite_whole(opened: BaseDatabaseWrapper, guards: list[InsertGuard]) -> dict[str, bool]:
    """By the name of a trigger that is there whether it is the guard of that name."""
    declared = {one.trigger: (one.table, _words(one.statement("sqlite"))) for one in guards}
    with opened.cursor() as cursor:
        cursor.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
        return {name: declared[name] == (table, _words(text)) for name, table, text in cursor.fetchall() if name in declared}


def _words(text: str) -> str:
    return " ".join(text.split()).removesuffix(";")


def _postgresql_whole(opened: BaseDatabaseWrapper, guards: list[InsertGuard]) -> dict[str, bool]:
    """The same; what the function does is compared with the other functions."""
    declared = {one.trigger: (one.table, one.function.name) for one in guards}
    with opened.cursor() as cursor:
        cursor.execute(FOUND, [AFTER_INSERT, [one.table for one in guards], list(declared)])
        return {name: bool(whole) and declared[name] == (table, function) for name, whole, table, function in cursor.fetchall()}
