"""Databases of earlier versions, one of each kind, migrate to this one: every row stays, every lock holds, every run gives its digits.

`tools/keep_database.py` made them, in rows of every table; what is asked of the migrated one's pages stands in `kept_runs.py`.
"""

import json
import lzma
import os
import re
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tanheng.rulebook import pack_ids
from tests.support import prepared, programs
from tests.support.own_database import own_database
from tests.support.prepared import Ended

KEPT = Path(__file__).parent / "databases"
ON_POSTGRESQL = os.environ.get("TANHENG_TEST_DATABASE") == "postgresql"
# Django's own lists follow the models there are; everything else is somebody's record.
OF_DJANGO = {"django_migrations", "django_content_type", "auth_permission", "sqlite_sequence"}
SQL = "postgresql" if ON_POSTGRESQL else "sqlite"
TRIGGERS = {  # name, table, verb
    "sqlite": "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT trigger_name, event_object_table, event_manipulation FROM information_schema.triggers"
    " WHERE event_manipulation <> 'INSERT'"
    " UNION SELECT tgname, relname, 'TRUNCATE' FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
    " WHERE tgname LIKE '%no_truncate' AND tgenabled <> 'D'",
}
TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table'",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
}
COLUMNS = {
    "sqlite": "SELECT name FROM pragma_table_info('{table}')",
    "postgresql": "SELECT column_name FROM information_schema.columns WHERE table_name = '{table}'",
}
Ask = Callable[[str], list[tuple[Any, ...]]]
Rows = dict[str, tuple[list[str], list[tuple[Any, ...]]]]  # by table: its columns, and what stands in them


@dataclass(frozen=True)
class Migrated:
    """A kept database after the migration: its address as an environment, a way to ask it, and what stood in it before."""

    environment: dict[str, str]
    ask: Ask
    before: Rows
    locks_before: set[tuple[str, str, str]]


@pytest.fixture(scope="module", params=sorted(path.name for path in KEPT.glob("*.sql.xz" if ON_POSTGRESQL else "*.sqlite3.xz")))
def migrated(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Migrated]:
    """One kept database, migrated once for the tests of it."""
    folder = tmp_path_factory.mktemp("kept")
    for address, ask in opened(KEPT / request.param, folder):
        environment = {**os.environ, "TANHENG_HOME": str(folder / "home"), "TANHENG_DATABASE_URL": address}
        before, locks_before = rows_of(ask), locks_of(ask)
        for words in (["manage", "migrate"], ["manage", "migrate", "--check"]):
            tanheng(environment, *words)
        yield Migrated(environment, ask, before, locks_before)


def opened(kept: Path, folder: Path) -> Iterator[tuple[str, Ask]]:
    """The address of a database as it was kept, and a way to ask it."""
    content = lzma.decompress(kept.read_bytes())
    if not ON_POSTGRESQL:
        path = folder / "tanheng.sqlite3"
        path.write_bytes(content)
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("PRAGMA recursive_triggers = ON")  # as the program opens it: REPLACE fires the lock on deletion
            yield f"sqlite:///{path}", lambda query: connection.execute(query).fetchall()
        return
    with own_database(folder) as address:
        psql = Path(str(programs.postgresql_folder())) / "psql"
        subprocess.run([psql, "-v", "ON_ERROR_STOP=1", "-q", address], input=content, check=True, capture_output=True)
        with psycopg.connect(address, autocommit=True) as connection:
            yield address, lambda query: answered(connection, query)


def answered(connection: psycopg.Connection, query: str) -> list[tuple[Any, ...]]:
    """What a statement gives; nothing where it gives no rows."""
    cursor = connection.execute(query)
    return cursor.fetchall() if cursor.description else []


def tanheng(environment: dict[str, str], *words: str) -> str:
    """What the command prints; it must end well."""
    return finished(prepared.run(prepared.TANHENG, *words, environment=environment))


def finished(done: Ended) -> str:
    """The output of a program that ended well."""
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def rows_of(ask: Ask, columns_of: Rows | None = None) -> Rows:
    """Every row of every table, column by column; of the columns that stand in `columns_of` where it is given."""
    found: Rows = {}
    for (table,) in ask(TABLES[SQL]):
        columns = sorted(name for (name,) in ask(COLUMNS[SQL].format(table=table)))
        if columns_of is not None:
            columns = [name for name in columns_of.get(table, ([], []))[0] if name in columns]
        if table in OF_DJANGO or not columns:
            continue
        names = ", ".join(f'"{name}"' for name in columns)
        found[table] = columns, sorted(ask(f'SELECT {names} FROM "{table}"'), key=repr)
    return found


def locks_of(ask: Ask) -> set[tuple[str, str, str]]:
    """Name, table and verb of every trigger that guards."""
    found = set()
    for name, table, text in ask(TRIGGERS[SQL]):
        verb = text if ON_POSTGRESQL else re.search(r"BEFORE (\w+)", text)[1]
        found.add((name, table, verb))
    return found


@pytest.mark.database
def test_every_table_of_the_version_was_kept_with_rows(migrated: Migrated) -> None:
    assert [table for table, (_, rows) in migrated.before.items() if not rows] == []


@pytest.mark.database
def test_every_row_is_as_it_was(migrated: Migrated) -> None:
    now = rows_of(migrated.ask, migrated.before)
    assert {table: columns for table, (columns, _) in now.items()} == {table: columns for table, (columns, _) in migrated.before.items()}
    for table, (columns, rows) in migrated.before.items():
        found = now[table][1]
        if table == "journal_event":  # one more, by which what stood here before is sealed
            adopted = [row for row in found if row[columns.index("action")] == "journal.facts.adopted"]
            assert len(adopted) == 1
            found = [row for row in found if row not in adopted]
        if table == "mfa_authenticator":  # its secrets are encrypted by now, the rest is as it was
            data = columns.index("data")
            assert all("aes256gcm/1:" in str(row[data]) for row in found)
            assert [(*row[:data], *row[data + 1 :]) for row in found] == [(*row[:data], *row[data + 1 :]) for row in rows]
        elif table != "journal_head":
            assert found == rows, table
    tanheng(migrated.environment, "verify-journal")


@pytest.mark.database
def test_every_lock_of_before_refuses(migrated: Migrated) -> None:
    """Whatever a trigger forbade it forbids: fired on a row that was there before."""
    locks = locks_of(migrated.ask)
    assert migrated.locks_before <= locks
    guarded = {table for _, table, _ in locks}
    assert guarded >= {"journal_event", "records_reading", "accounting_storedresult", "records_evidencefile", "reporting_issuedreport"}
    for _, table, verb in sorted(locks):
        column = migrated.ask(COLUMNS[SQL].format(table=table))[0][0]
        statement = {
            "UPDATE": f'UPDATE "{table}" SET "{column}" = "{column}"',
            "DELETE": f'DELETE FROM "{table}"',
            "TRUNCATE": f'TRUNCATE "{table}" CASCADE',
        }
        if table not in migrated.before and verb != "TRUNCATE":
            continue  # a table of a later version, without a row for the lock to fire on
        with pytest.raises((sqlite3.DatabaseError, psycopg.DatabaseError), match=f"{table} is append-only"):
            migrated.ask(statement[verb])


@pytest.mark.database
def test_every_run_gives_its_digits_and_its_pages(migrated: Migrated) -> None:
    done = prepared.run("from tests.store.kept_runs import main; main()", environment=migrated.environment, seconds=600)
    told = json.loads(finished(done).splitlines()[-1])
    assert told["runs"] > len(told["packs"]) and set(told["packs"]) == set(pack_ids())
    assert told["differing"] == []
    assert told["not_shown"] == []


def test_no_migration_is_missing() -> None:
    tanheng(dict(os.environ), "manage", "makemigrations", "--check", "--dry-run")
