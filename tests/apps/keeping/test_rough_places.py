"""Backups in rough places: evidence on a disk of its own, a full disk, a disk without links, a manifest and a tar made to hurt."""

import errno
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from tanheng.store import file_names
from tanheng.store.backups import KeepingError, databases
from tanheng.store.backups.manifest import read_manifest
from tanheng.store.backups.places import unpack, writing
from tests.support.own_house import BEGIN

SHARED_MEMORY = Path("/dev/shm")  # a disk other than that of the tests
MANIFEST = {
    "tanheng": "backup/1", "program": "1", "moment": "2026-11-30T02:00:00+00:00", "finished": "2026-11-30T02:00:01+00:00",
    "database": {"kind": "sqlite", "version": "3", "tool": "sqlite3", "migrations": []},
    "journal": {"size": 3, "hash": "00"}, "evidence": {"damaged": {}}, "keys": {"fingerprint": "0"}, "files": [],
}  # fmt: skip


@pytest.fixture
def other_disk(tmp_path):
    if not SHARED_MEMORY.is_dir() or SHARED_MEMORY.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no second disk")
    folder = SHARED_MEMORY / f"tanheng-{os.getpid()}"
    folder.mkdir()
    yield folder
    shutil.rmtree(folder)


@pytest.mark.database
def test_evidence_may_lie_on_a_disk_of_its_own(made, empty, other_disk):
    empty.home.mkdir(mode=0o700)
    (empty.home / "evidence").symlink_to(other_disk)
    done = empty.tanheng("restore", made)
    assert done.returncode == 0, done.stderr
    found = empty.look()
    assert (found["holds"], found["damaged"]) == (True, [])
    lost = next(other_disk.rglob("?" * 64))
    lost.unlink()
    assert empty.tanheng("restore", "--evidence-only", made).returncode == 0
    assert [path.name for path in other_disk.rglob(".*")] == []
    assert (lost.stat().st_mode & 0o777, empty.look()["damaged"]) == (0o400, [])


@pytest.mark.database
def test_of_two_who_bring_back_evidence_at_once_one_waits(made, empty):
    """The one must not take away the folder in which the other unpacks."""
    assert empty.tanheng("restore", made).returncode == 0
    for lost in (empty.home / "evidence").rglob("?" * 64):
        lost.unlink()
    slow = "from tanheng.apps.keeping.services import restoring as r\nimport time\nplace = r._place_contents\n"
    slow += "r._place_contents = lambda *w: (print(1, flush=True), time.sleep(3), place(*w))\n"
    slow += f"from tanheng.cli import main; main(['restore', '--evidence-only', {str(made)!r}])"
    one = subprocess.Popen([sys.executable, "-c", BEGIN + slow], env=empty.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert one.stdout.readline() == b"1\n"
    two = empty.tanheng("restore", "--evidence-only", made)
    assert (one.wait(), two.returncode) == (0, 0), one.stderr.read().decode() + two.stderr
    assert empty.look()["damaged"] == []


@pytest.mark.database
def test_evidence_alone_needs_a_database_that_records_it(made, empty):
    done = empty.tanheng("restore", "--evidence-only", made)
    assert (done.returncode, "Traceback" in done.stderr, "tanheng manage migrate" in done.stderr) == (2, False, True)


def test_a_full_disk_is_not_a_damaged_database(tmp_path, monkeypatch):
    """Whoever reads that the database is damaged throws away what is sound."""
    full = sqlite3.OperationalError("database or disk is full")
    full.sqlite_errorcode = sqlite3.SQLITE_FULL
    (tmp_path / "db").write_bytes(b"")

    def refuse(_query):
        raise full

    monkeypatch.setitem(databases.connection.settings_dict, "NAME", tmp_path / "db")
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)) as told:
        databases._copy_sqlite(tmp_path / "copy", refuse, lambda *_: None)
    assert told.value.errno == errno.ENOSPC


@pytest.mark.parametrize("number", [errno.EPERM, errno.EOPNOTSUPP])
def test_a_backup_in_one_file_needs_no_links_and_never_takes_a_taken_name(tmp_path, monkeypatch, number):
    def link(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(file_names.os, "link", link)
    with writing(tmp_path / "backup.tar") as under_way:
        under_way.add("manifest.json", b"{}", 0.0)
    with tarfile.open(tmp_path / "backup.tar") as tar:
        assert tar.getnames() == ["manifest.json"]
    (tmp_path / "ready").write_bytes(b"")
    with pytest.raises(FileExistsError):
        file_names.give_free_name(tmp_path / "ready", tmp_path / "backup.tar")
    assert (tmp_path / "backup.tar").stat().st_size > 0


@pytest.mark.parametrize(
    "changed",
    [
        {"journal": {"size": 2**70, "hash": "0"}}, {"journal": {"size": -5, "hash": "0"}}, {"journal": {"size": 1, "hash": "\0"}},
        {"journal": {"size": 1, "hash": "\ud800"}}, {"moment": "\ud800"}, {"moment": "\x1b[2J"},
        {"files": [{"name": "\x1b[2J", "sha256": "0", "size": 1}]}, {"journal": {"size": float("inf"), "hash": "0"}},
    ],
)  # fmt: skip
def test_a_manifest_holds_nothing_that_a_database_or_a_terminal_does_not_take(changed):
    assert read_manifest(json.dumps(MANIFEST).encode(), "x").facts.size == 3
    with pytest.raises(KeepingError, match="KEEP-101"):
        read_manifest(json.dumps({**MANIFEST, **changed}).encode(), "x")


def test_a_manifest_of_very_many_brackets_is_none():
    with pytest.raises(KeepingError, match="KEEP-101"):
        read_manifest(b"[" * 200_000, "x")


def packed(target, *, name="manifest.json", mode="w", content=b"{}", **pax):
    with tarfile.open(target, mode, format=tarfile.PAX_FORMAT) as tar:
        head = tarfile.TarInfo(name)
        head.size, head.pax_headers = len(content), pax
        tar.addfile(head, io.BytesIO(content))
    return target


@pytest.mark.parametrize("time_of_file", ["nan", "inf", "1e30"])
def test_a_time_that_no_disk_can_hold_makes_no_backup(tmp_path, time_of_file):
    (tmp_path / "room").mkdir()
    with pytest.raises(KeepingError, match="KEEP-101"):
        unpack(packed(tmp_path / "x.tar", mtime=time_of_file), tmp_path / "room", lambda *_: None)


def test_a_changed_file_is_told_however_it_is_compressed(tmp_path):
    """Nobody makes one but whoever packs a folder anew."""
    (tmp_path / "room").mkdir()
    made = packed(tmp_path / "x.tar.xz", mode="w:xz", content=os.urandom(100_000))
    content = bytearray(made.read_bytes())
    content[60_000] ^= 0xFF
    content[60_001:60_100] = bytes(99)
    made.write_bytes(content)
    with pytest.raises(KeepingError, match="KEEP-101"):
        unpack(made, tmp_path / "room", lambda *_: None)


def test_a_folder_packed_by_tar_itself_is_as_good(tmp_path):
    (tmp_path / "room").mkdir()
    found = unpack(packed(tmp_path / "x.tar", name="./manifest.json"), tmp_path / "room", lambda *_: None)
    assert list(found) == ["manifest.json"]
