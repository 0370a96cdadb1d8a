"""The two roles of PostgreSQL in one test: what the owner of the tables may, and what the application may. SQLite has no roles."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from tests.support.postgresql import APPLICATION, OWNER


@contextmanager
def owner_rights() -> Iterator[None]:
    """Within: the test's connection may what the owner of the tables may, in the transaction it is in."""
    with _role(OWNER):
        yield


@contextmanager
def application_rights() -> Iterator[None]:
    """Within: it may what the application may, where that is another role."""
    with _role(APPLICATION):
        yield


@contextmanager
def _role(name: str) -> Iterator[None]:
    if connection.vendor == "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        before = cursor.fetchone()[0]
        cursor.execute(f"SET ROLE {name}")
    try:
        yield
    finally:
        if not connection.needs_rollback:  # what is rolled back takes the rights with it
            with connection.cursor() as cursor:
                cursor.execute(f"SET ROLE {before}")
