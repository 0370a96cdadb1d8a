"""Reading everything as of one moment, however long it takes, while others go on writing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction


@contextmanager
def one_moment() -> Iterator[None]:
    """Within: every read sees the database as it was at the first one, and no writer waits. Inside a transaction it is that one's view."""
    if connection.in_atomic_block:
        yield
        return
    if connection.vendor == "sqlite":
        sqlite: Any = connection
        before, sqlite.transaction_mode = sqlite.transaction_mode, "DEFERRED"  # the others' lock is not taken
        try:
            with transaction.atomic():
                yield
        finally:
            sqlite.transaction_mode = before
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
