"""Keys that the settings keep elsewhere, and the outside programs of a backup: found, missing, or too old."""

import json
import shutil
import stat

import pytest
from django.db import connection, connections

from tanheng.store.backups import KeepingError, postgresql, unfinished
from tests.support.own_house import House

pytestmark = pytest.mark.database


def test_a_signing_key_that_is_kept_elsewhere_is_among_the_keys_and_comes_back_to_its_place(tmp_path, monkeypatch):
    keys, home = tmp_path / "keys.json", tmp_path / "home"
    house = House(home, f"sqlite:///{home / 'tanheng.sqlite3'}")
    home.mkdir()
    (home / "secret-key").write_text("secret")
    (home / "signing-key").write_text("one that signs no more")
    elsewhere = tmp_path / "safe" / "signing.key"
    elsewhere.parent.mkdir()
    elsewhere.write_text("the key")
    elsewhere.with_name("signing.key.pub").write_text("its public part")
    monkeypatch.setenv("TANHENG_SIGNING_KEY", str(elsewhere))
    done = house.tanheng("backup-keys", keys)
    assert (done.returncode, "signing-key.pub" in done.stdout) == (0, True), done.stderr
    assert json.loads(keys.read_text())["keys"] == {"secret-key": "secret", "signing-key": "the key", "signing-key.pub": "its public part"}
    shutil.rmtree(elsewhere.parent)
    shutil.rmtree(home)
    assert house.tanheng("restore-keys", keys).returncode == 0
    assert [path.read_text().strip() for path in sorted(elsewhere.parent.iterdir())] == ["the key", "its public part"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in elsewhere.parent.iterdir()} == {0o600}
    assert [path.name for path in home.iterdir()] == ["secret-key"]


@pytest.fixture
def programs(tmp_path, monkeypatch):
    """A search path with programs of the test's own alone; `programs("pg_dump", 12)` puts one there."""
    monkeypatch.setattr(postgresql, "PLACES", ())
    monkeypatch.setenv("PATH", str(tmp_path))

    def put(name: str, major: int) -> None:
        (tmp_path / name).write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {major}.4'\n")
        (tmp_path / name).chmod(0o700)

    return put


def test_a_missing_or_an_old_program_is_told_with_its_remedy(programs):
    with pytest.raises(KeepingError) as missing:
        postgresql.program("pg_dump", 15)
    programs("pg_dump", 12)
    with pytest.raises(KeepingError) as old:
        postgresql.program("pg_dump", 15)
    assert [one.problems[0].code for one in (missing.value, old.value)] == ["KEEP-114", "KEEP-115"]
    assert "postgresql-client-15" in old.value.problems[0].remedy.en
    programs("pg_dump", 16)
    assert postgresql.program("pg_dump", 15).major == 16


@pytest.mark.django_db(transaction=True)
def test_a_restore_waits_for_the_program_of_one_that_was_killed(monkeypatch):
    """On PostgreSQL the program goes on without its parent; on SQLite there is none."""
    if connection.vendor == "sqlite":
        return
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        cursor.execute("SELECT set_config('application_name', %s, false)", [postgresql.RESTORING])
    monkeypatch.setattr(unfinished, "AWAITED_S", 0.1)
    try:
        with pytest.raises(KeepingError) as refused, unfinished.alone():
            raise AssertionError
    finally:
        other.close()
    assert [one.code for one in refused.value.problems] == ["KEEP-120"]
    monkeypatch.setattr(unfinished, "AWAITED_S", 30)
    with unfinished.alone():
        pass


@pytest.mark.django_db(transaction=True)
def test_of_two_restores_at_once_one_waits(monkeypatch, tmp_path, settings):
    settings.HOME = tmp_path
    monkeypatch.setattr(unfinished, "AWAITED_S", 0.1)
    with unfinished.alone():
        if connection.vendor != "sqlite":
            settings.HOME = tmp_path.parent  # another machine with the same database
        with pytest.raises(KeepingError) as refused, unfinished.alone():
            raise AssertionError
    assert [one.code for one in refused.value.problems] == ["KEEP-120"]
    with unfinished.alone():
        pass
