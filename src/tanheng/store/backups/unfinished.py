"""A restore has its place alone, and a PostgreSQL database that it fills is marked until all of it is proven.

SQLite needs no mark: its file is proven beside its place. A marked database is what a restore that was ended left: nobody works with it,
and the next restore begins anew.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

from django.conf import settings
from django.db import connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from tanheng.store.backups import postgresql, refused

if sys.platform != "win32":
    import fcntl

MARK = "tanheng_restoring"  # the table of one row: how many events the backup holds
LOCK = int.from_bytes(b"restore", "big")
AWAITED_S = 60
OTHERS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = %s"


@contextmanager
def alone() -> Iterator[None]:
    """Within it no other restore fills this installation; KeepingError where another one lasts.

    On PostgreSQL the program of a restore that was killed goes on without it, unseen until it commits: what it brings would meet what we
    bring.
    """
    until = time.monotonic() + AWAITED_S
    with _folder_held(until):
        if connection.vendor == "sqlite":
            yield
            return
        with closing(connections.create_connection(connection.alias)) as own:
            _wait(until, lambda: _locked(own) and not _asked(own, OTHERS, postgresql.RESTORING))
            yield


@contextmanager
def _folder_held(until: float) -> Iterator[None]:
    if sys.platform == "win32":
        yield
        return
    handle = os.open(settings.HOME, os.O_RDONLY)
    try:
        _wait(until, lambda: _held(handle))
        yield
    finally:
        os.close(handle)


def _wait(until: float, true: Callable[[], bool]) -> None:
    while not true():
        if time.monotonic() > until:
            raise refused("KEEP-120")
        time.sleep(postgresql.LOOKED_AT_EVERY_S)


def _held(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _locked(own: BaseDatabaseWrapper) -> bool:
    return bool(_asked(own, "SELECT pg_try_advisory_lock(%s)", LOCK))


def await_programs() -> None:
    """Until nothing fills the database any more, whether its program lives or not; KeepingError where that lasts."""
    until = time.monotonic() + AWAITED_S
    _wait(until, lambda: not _asked(connection, OTHERS, postgresql.RESTORING))


def _asked(own: BaseDatabaseWrapper, query: str, value: int | str) -> int:
    with own.cursor() as cursor:
        cursor.execute(query, [value])
        return int(cursor.fetchone()[0])


def mark(size: int) -> None:
    """From now on the database is that of an unfinished restore of so many events."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {MARK} AS SELECT %s::bigint AS size", [size])


def is_marked() -> bool:
    """Whether a restore has not come to its end. The application's own role, which cannot read the mark, may ask it too."""
    return connection.vendor != "sqlite" and MARK in connection.introspection.table_names()


def marked_size() -> int | None:
    """How many events the backup holds whose restore has not come to its end; None where none is unfinished."""
    if not is_marked():
        return None
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT size FROM {MARK}")  # noqa: S608 - a name of ours
        return int(cursor.fetchone()[0])


def finish() -> None:
    """All of it is proven: people may work with the database."""
    if connection.vendor != "sqlite":
        with transaction.atomic(durable=True), connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE {MARK}")


def refuse_unfinished() -> None:
    """KeepingError where what stands in the database was never proven."""
    if is_marked():
        raise refused("KEEP-130")
