"""Databases of earlier versions, one of each kind, migrate to this one: rows, events and locks stay as they were."""

import lzma
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.support import programs
from tests.support.own_database import own_database

KEPT = Path(__file__).parent / "databases"
ON_POSTGRESQL = os.environ.get("TANHENG_TEST_DATABASE") == "postgresql"
# Django's own lists follow the models there are; everything else is somebody's record.
OF_DJANGO = {"django_migrations", "django_content_type", "auth_permission", "sqlite_sequence"}
TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
}
TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table'",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
}
Ask = Callable[[str], list[tuple[Any, ...]]]


@pytest.fixture(params=sorted(path.name for path in KEPT.glob("*.sql.xz" if ON_POSTGRESQL else "*.sqlite3.xz")))
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, Ask]]:
    """The address of a database as it was kept, and a way to ask it."""
    content = lzma.decompress((KEPT / request.param).read_bytes())
    if not ON_POSTGRESQL:
        path = tmp_path / "tanheng.sqlite3"
        path.write_bytes(content)
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            yield f"sqlite:///{path}", lambda query: connection.execute(query).fetchall()
        return
    with own_database(tmp_path) as address:
        psql = Path(str(programs.postgresql_folder())) / "psql"
        subprocess.run([psql, "-v", "ON_ERROR_STOP=1", "-q", address], input=content, check=True, capture_output=True)
        with psycopg.connect(address, autocommit=True) as connection:
            yield address, lambda query: connection.execute(query).fetchall()


def records(ask: Ask) -> dict[str, int]:
    """How many rows each table has."""
    tables = [name for (name,) in ask(TABLES["postgresql" if ON_POSTGRESQL else "sqlite"]) if name not in OF_DJANGO]
    return {name: ask(f'SELECT count(*) FROM "{name}"')[0][0] for name in tables}


def triggers(ask: Ask) -> set[str]:
    """Names of the triggers that guard."""
    return {name for (name,) in ask(TRIGGERS["postgresql" if ON_POSTGRESQL else "sqlite"])}


@pytest.mark.database
def test_a_database_of_an_earlier_version_migrates_and_keeps_everything(kept: tuple[str, Ask], tmp_path: Path) -> None:
    address, ask = kept
    events = "SELECT sequence, object_type, object_id, payload, hash FROM journal_event ORDER BY sequence"
    before = records(ask), triggers(ask), ask(events)
    assert before[0]["records_reading"] > 100
    environment = {**os.environ, "TANHENG_HOME": str(tmp_path / "home"), "TANHENG_DATABASE_URL": address}
    tanheng = str(Path(sys.executable).parent / "tanheng")
    for words in (["manage", "migrate"], ["manage", "migrate", "--check"], ["verify-journal"]):
        done = subprocess.run([tanheng, *words], env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    now = records(ask)
    assert {name: now.get(name) for name in before[0]} == before[0]
    assert before[1] <= triggers(ask)
    assert ask(events) == before[2]


def test_no_migration_is_missing() -> None:
    tanheng = str(Path(sys.executable).parent / "tanheng")
    done = subprocess.run([tanheng, "manage", "makemigrations", "--check", "--dry-run"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
