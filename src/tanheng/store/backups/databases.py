"""One moment of the database as a file, while others go on writing, and a database made from such a file again.

SQLite by its own online copy within one read transaction, PostgreSQL by `pg_dump` of an exported snapshot: what is asked beside the
copy is answered from the same moment.
"""

import errno
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from tanheng.engine.text import Text
from tanheng.store.backups import postgresql, refused
from tanheng.store.backups.manifest import Facts
from tanheng.store.backups.unfinished import MARK, await_programs, mark, marked_size
from tanheng.store.file_names import give_name

Query = Callable[[str], list[tuple[Any, ...]]]
Ask = Callable[[Query], Facts]
Told = Callable[[int, int | None], None]  # bytes done, of how many where that is known
PAGES_AT_ONCE = 2048
RESTORE_NOTED = 1  # the event that ends a restore, before the mark goes
OUR_FUNCTIONS = """
SELECT oid::regprocedure::text FROM pg_proc WHERE proname LIKE 'tanheng%' AND pronamespace = 'public'::regnamespace
"""


@dataclass(frozen=True)
class Copied:
    """A copy of the database: what of, made by what, and what its moment records."""

    kind: str
    version: str
    tool: str
    facts: Facts


def private(target: Path) -> None:
    """An empty file that only its owner may read; FileExistsError where there is one."""
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def copy_database(target: Path, ask: Ask, told: Told) -> Copied:
    """Copy the database into a new file; KeepingError where it cannot be done."""
    private(target)
    return (_copy_sqlite if connection.vendor == "sqlite" else _copy_postgresql)(target, ask, told)


def _copy_sqlite(target: Path, ask: Ask, told: Told) -> Copied:
    place = Path(connection.settings_dict["NAME"])
    if not place.is_file():
        raise refused("KEEP-117", name=str(place))
    try:
        with closing(sqlite3.connect(place, isolation_level=None)) as source, closing(sqlite3.connect(target)) as copy:
            source.execute("PRAGMA busy_timeout=30000")
            source.execute("BEGIN")  # the copy and the answers are of the moment of the first read, however much is written meanwhile
            facts = ask(lambda query: source.execute(query).fetchall())
            source.backup(copy, pages=PAGES_AT_ONCE, progress=lambda _status, left, total: told(total - left, total), sleep=0)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
        check_sqlite(target)
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:  # the disk of the copy: nothing is wrong with the database
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(target)) from error
        raise refused("KEEP-116", name=str(place), why=str(error)) from error
    return Copied("sqlite", sqlite3.sqlite_version, "sqlite3 backup", facts)


def check_sqlite(file: Path) -> None:
    """Look at every page of a database file; KeepingError where one is damaged."""
    try:
        with closing(sqlite3.connect(file)) as opened:
            (answer,) = opened.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        answer = str(error)
    if answer != "ok":
        raise refused("KEEP-116", name=file.name, why=str(answer))


def _copy_postgresql(target: Path, ask: Ask, told: Told) -> Copied:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        major = int(cursor.fetchone()[0]) // 10000
    program = postgresql.program("pg_dump", major)
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = str(cursor.fetchone()[0])

        def query(text: str) -> list[tuple[Any, ...]]:
            cursor.execute(text)
            return list(cursor.fetchall())

        facts = ask(query)
        postgresql.dump(program, target, snapshot, lambda: told(target.stat().st_size, None))
    return Copied("postgresql", str(major), f"pg_dump {program.major}", facts)


def occupied() -> Text | None:
    """What the database holds already, in words; None where nothing would be lost with it: it is not there, empty, or only prepared,
    or what an unfinished restore left, with which nobody has worked.
    """
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return None
    tables = set(connection.introspection.table_names())
    counted = {}
    with connection.cursor() as cursor:
        for table in tables & {"people_user", "journal_event", "sites_node"}:
            cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608 - one of three names above
            counted[table] = int(cursor.fetchone()[0])
    unfinished = marked_size()
    if unfinished is not None and counted.get("journal_event", 0) <= unfinished + RESTORE_NOTED:
        return None
    if any(counted.values()):
        people, events = counted.get("people_user", 0), counted.get("journal_event", 0)
        return Text(f"{people} 个账号，{events} 条日志", f"{people} accounts, {events} events")
    others = tables - set(connection.introspection.django_table_names(only_existing=True)) - {"django_migrations", MARK}
    if others and "django_migrations" not in tables:
        return Text(f"其他程序的表：{min(others)} 等", f"tables of another program, such as {min(others)}")
    return None


def put_sqlite(ready: Path) -> None:
    """Give a database file its place; what stood there is empty and goes first, with the log that SQLite keeps beside it."""
    place = Path(connection.settings_dict["NAME"])
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    for end in ("-wal", "-shm", ""):  # a log of another database must not be taken for this one's
        place.with_name(place.name + end).unlink(missing_ok=True)
    os.sync()
    give_name(ready, place)


def put_postgresql(dump: Path, size: int) -> None:
    """Fill the empty database from a dump, all of it or nothing; it is marked as unfinished until `finish`. `size` in events."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        major = int(cursor.fetchone()[0]) // 10000
    program = postgresql.program("pg_restore", major)
    with transaction.atomic(durable=True):
        empty_postgresql()
        mark(size)
    connection.close()
    try:
        postgresql.restore(program, dump)
    except BaseException:
        await_programs()  # one that we ended may be committing still: without the mark nobody would know that it is not proven
        empty_postgresql()  # nothing stays, so no mark does either
        raise


def empty_postgresql() -> None:
    """Take away the tables that a migration made and nobody filled, or that a refused restore brought."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'DROP TABLE IF EXISTS "{table}" CASCADE')
        cursor.execute(OUR_FUNCTIONS)
        for (function,) in cursor.fetchall():
            cursor.execute(f"DROP FUNCTION IF EXISTS {function} CASCADE")
