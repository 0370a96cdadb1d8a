"""A database of its own that can be stopped for a while: PostgreSQL by its own process, SQLite by somebody who holds its lock."""

import signal
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from tests.support.postgresql import PostgresqlServer

LONGER_THAN_THE_TIMEOUT_S = 40  # of SQLite: 30 s
STOPPED_S = 8


class StoppedDatabase:
    """`address`; within `stopped()` it does not answer; `seconds`: for how long that should be."""

    def __init__(self, kind: str, folder: Path, postgresql: str | None) -> None:
        self.file = folder / "tanheng.sqlite3"
        self.server = PostgresqlServer(postgresql) if kind == "postgresql" and postgresql else None
        self.seconds = STOPPED_S if self.server else LONGER_THAN_THE_TIMEOUT_S
        self.address = f"sqlite:///{self.file}"

    def __enter__(self) -> Self:
        if self.server is not None:
            self.address = self.server.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self.server is not None:
            self.server.stop()

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Stopped, or locked, and back again."""
        if self.server is None:
            connection = sqlite3.connect(self.file, isolation_level=None)
            connection.execute("BEGIN IMMEDIATE")
            yield
            connection.execute("ROLLBACK")
            connection.close()
            return
        process = self.server.process
        assert process is not None
        process.send_signal(signal.SIGINT)
        process.wait(30)
        yield
        self.server.again()
