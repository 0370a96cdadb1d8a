"""A database of a test's own, of the kind that this run stands on, empty."""

import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

NUMBERS = itertools.count(1)


@contextmanager
def own_database(folder: Path) -> Iterator[str]:
    """The address of an empty database: a file in the folder, or one on the run's PostgreSQL that goes at the end."""
    if os.environ.get("TANHENG_TEST_DATABASE") != "postgresql":
        yield f"sqlite:///{folder / 'tanheng.sqlite3'}"
        return
    server, name = urlsplit(os.environ["TANHENG_DATABASE_URL"]), f"own_{os.getpid()}_{next(NUMBERS)}"
    with psycopg.connect(server.geturl(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield server._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
