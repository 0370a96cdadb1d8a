"""A backup is rehearsed: made while others write, restored elsewhere, all of it proven; what is not whole is never taken for whole."""

import hashlib
import json
import os
import random
import re
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import tarfile
import time
from pathlib import Path

import pytest

from tests.support.own_house import BEGIN, House, own_house

pytestmark = pytest.mark.database  # of the tests' own
CONTENTS = 6  # three imports, three files of evidence
WRITE_ON = """
import time
from tanheng.apps.people.models import User
from tanheng.apps.sites.models import Node
from tests.apps.smelter import upload
alice, company = User.objects.get(email="alice@example.test"), Node.objects.get(kind="company")
for number in range(10_000):
    upload(alice, company, anodes=f"{7000 + number}.00", reason="不停地写")
"""


def modes(folder: Path) -> set[int]:
    return {stat.S_IMODE(path.lstat().st_mode) for path in folder.rglob("*") if path.is_file()}


def contents(backup: Path) -> list[Path]:
    return sorted(path for path in (backup / "evidence").rglob("?" * 64) if not path.is_symlink())


def recorded(house: House) -> list[str]:
    """Contents in the order in which they were recorded."""
    asked = "print(json.dumps(list(EvidenceFile.objects.order_by('pk').values_list('sha256', flat=True))))"
    return json.loads(house.python(f"from tanheng.apps.evidence.models import EvidenceFile\n{asked}"))


def only_in(house: House) -> list[str]:
    """What stands in a house beside its key and an empty folder for uploads: the database and the evidence, or nothing."""
    found = [path for path in house.home.iterdir() if path.name != "secret-key"] if house.home.exists() else []
    return sorted(path.name for path in found if path.name != "quarantine" or any(path.iterdir()))


def test_a_backup_is_restored_elsewhere_and_all_of_it_holds(filled, made, empty):
    before = filled.look()
    done = empty.tanheng("restore", made)
    assert done.returncode == 0, done.stderr
    assert "KEEP-111" in done.stderr  # no keys came with it
    after = empty.look()
    assert after["holds"]
    assert after["damaged"] == []
    assert (after["imports"], after["readings"], after["contents"]) == (before["imports"], before["readings"], CONTENTS)
    assert after["runs"] == before["runs"]
    assert all(sealed == computed for sealed, computed in after["runs"])
    assert after["last"] == "keeping.backup.restored"
    assert before["last"] == "keeping.backup.made"
    assert json.loads((made / "manifest.json").read_text())["journal"]["size"] == before["events"] - 1 == after["events"] - 1


def test_nobody_else_can_read_a_backup_and_the_manifest_names_every_file(made, database_kind):
    manifest = json.loads((made / "manifest.json").read_text(encoding="utf-8"))
    assert modes(made) == {0o600}
    assert stat.S_IMODE(made.stat().st_mode) == 0o700
    assert manifest["tanheng"] == "backup/1"
    assert manifest["database"]["kind"] == database_kind
    assert {one["name"] for one in manifest["files"]} | {"manifest.json"} == {
        path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file()
    }
    assert len(contents(made)) == CONTENTS
    key = "only-for-tests"
    assert key not in (made / "manifest.json").read_text(encoding="utf-8")


def test_one_file_is_as_good_as_a_folder(filled, empty, tmp_path):
    names = [tmp_path / "backup.tar", tmp_path / "backup.tar.gz"]
    assert [done.returncode for done in filled.each(*(("backup", name) for name in names))] == [0, 0]
    assert {stat.S_IMODE(name.stat().st_mode) for name in names} == {0o600}
    assert names[1].stat().st_size < names[0].stat().st_size
    assert empty.tanheng("restore", names[1]).returncode == 0
    found = empty.look()
    assert (found["holds"], found["damaged"]) == (True, [])
    assert [path.name for path in tmp_path.iterdir() if "partial" in path.name] == []


def test_a_backup_never_takes_a_place_that_is_taken_and_a_restore_writes_over_nothing(filled, made, tmp_path):
    before, there = filled.look(), tmp_path / "there.tar"
    there.write_bytes(b"something")
    done = filled.each(*(("backup", place) for place in (made, there, tmp_path / "no" / "folder.tar")), ("restore", made))
    assert [one.returncode for one in done] == [2, 2, 2, 2]
    assert "KEEP-112" in done[-1].stderr
    assert there.read_bytes() == b"something"
    assert filled.look() == before


def test_tables_that_nobody_filled_are_no_data(made, empty):
    assert empty.tanheng("manage", "migrate").returncode == 0
    done = empty.tanheng("restore", made)
    assert done.returncode == 0, done.stderr
    assert empty.look()["holds"]


def test_each_of_several_backups_made_while_others_write_is_whole(made, tmp_path):
    """The writer uploads as fast as it can from before the first to after the last."""
    events, backups = [], [tmp_path / "busy-0", tmp_path / "busy-1"]
    with own_house(tmp_path / "busy") as busy:
        assert busy.tanheng("restore", made).returncode == 0
        at_first = busy.look()["events"]
        writer = subprocess.Popen([sys.executable, "-c", BEGIN + WRITE_ON], env=busy.environment, stderr=subprocess.DEVNULL)
        try:
            while busy.look()["events"] == at_first:
                assert writer.poll() is None, "the writer ended"
            assert [done.returncode for done in busy.each(*(("backup", one) for one in backups))] == [0, 0]
            assert writer.poll() is None, "the writer ended"
        finally:
            writer.kill()
            writer.wait()
    for number, one in enumerate(backups):
        with own_house(tmp_path / f"again-{number}") as again:
            done = again.tanheng("restore", one)
            assert done.returncode == 0, done.stderr
            found = again.look()
            assert (found["holds"], found["damaged"]) == (True, [])
            events.append(found["events"])
    assert at_first < events[0] < events[1]


def test_killed_in_the_middle_it_leaves_nothing_that_looks_whole(filled, made, empty, tmp_path):
    chance = random.Random()
    for number in range(3):
        target = tmp_path / f"killed-{number}"
        process = filled.begun("backup", target)
        time.sleep(chance.uniform(0.5, 2.5))
        process.send_signal(signal.SIGKILL)
        process.wait()
        if target.exists():  # it was done by then
            assert (target / "manifest.json").exists()
    for partial in tmp_path.glob(".killed-*"):
        done = empty.tanheng("restore", partial)
        assert (done.returncode, "KEEP-101" in done.stderr) == (1, True) or (partial / "manifest.json").exists()
        assert "tanheng.sqlite3" not in only_in(empty)
    process = empty.begun("restore", made)
    time.sleep(chance.uniform(0.5, 2.5))
    process.send_signal(signal.SIGKILL)
    process.wait()
    done = empty.tanheng("restore", made)
    assert done.returncode in (0, 2), done.stderr  # 2: the killed one had come to its end
    found = empty.look()
    assert found["holds"]
    assert found["damaged"] == []
    assert [path.name for path in empty.home.iterdir() if path.name.startswith(".restoring")] == []


def _flip(path: Path) -> None:
    path.chmod(0o600)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


def _newer(backup: Path) -> None:
    file = backup / "manifest.json"
    document = json.loads(file.read_text(encoding="utf-8"))
    document["database"]["migrations"].append("records.9999_of_tomorrow")
    file.write_text(json.dumps(document), encoding="utf-8")


def _other_kind(backup: Path) -> None:
    file = backup / "manifest.json"
    kind = json.loads(file.read_text(encoding="utf-8"))["database"]["kind"]
    other = "postgresql" if kind == "sqlite" else "sqlite"
    file.write_text(file.read_text(encoding="utf-8").replace(f'"kind": "{kind}"', f'"kind": "{other}"'), encoding="utf-8")


def _linked(backup: Path) -> None:
    """A content in whose place stands a link to what is not part of the backup."""
    content = contents(backup)[0]
    content.rename(backup.with_name("elsewhere"))
    content.symlink_to(backup.with_name("elsewhere"))


DAMAGES = {
    "content changed": (lambda b: _flip(contents(b)[-1]), "KEEP-103"),
    "content gone": (lambda b: contents(b)[0].unlink(), "KEEP-102"),
    "content a link": (_linked, "KEEP-104"),
    "a file more": (lambda b: (b / "evidence" / "README").write_text("x"), "KEEP-104"),
    "no manifest": (lambda b: (b / "manifest.json").unlink(), "KEEP-101"),
    "manifest of another shape": (lambda b: (b / "manifest.json").write_text("{}"), "KEEP-101"),
    "database gone": (lambda b: next(b.glob("database.*")).unlink(), "KEEP-102"),
    "database changed": (lambda b: _flip(next(b.glob("database.*"))), "KEEP-103"),
    "of a newer program": (_newer, "KEEP-106"),
    "of another database": (_other_kind, "KEEP-105"),
}  # fmt: skip


def test_what_is_wrong_with_a_backup_is_named_and_nothing_is_done(made, empty, tmp_path):
    places = {damage: tmp_path / str(number) for number, damage in enumerate(DAMAGES)}
    for damage, place in places.items():
        shutil.copytree(made, place)
        DAMAGES[damage][0](place)
    done = dict(zip(places, empty.each(*(("restore", place) for place in places.values())), strict=True))
    assert {damage: one.returncode for damage, one in done.items()} == dict.fromkeys(DAMAGES, 1)
    assert {damage: DAMAGES[damage][1] in one.stderr for damage, one in done.items()} == dict.fromkeys(DAMAGES, True)
    assert only_in(empty) in ([], ["evidence"])


def test_what_is_left_of_a_damaged_backup_is_restored_when_asked(backup, empty):
    for damage in ("content a link", "a file more", "content changed"):
        DAMAGES[damage][0](backup)
    done = empty.tanheng("restore", backup, "--despite-damage")
    told = set(re.findall(r"KEEP-\d+", done.stderr))
    assert told == {"KEEP-102", "KEEP-103", "KEEP-104", "KEEP-108", "KEEP-111"}, done.stderr
    found = empty.look()
    assert (done.returncode, found["holds"], len(found["damaged"])) == (1, True, 2)


def test_a_torn_file_is_no_backup_and_no_path_leads_out_of_one(filled, made, empty, tmp_path):
    torn = [tmp_path / "torn.tar", tmp_path / "torn.tar.gz"]
    filled.each(*(("backup", name) for name in torn))
    for name in torn:
        name.write_bytes(name.read_bytes()[: name.stat().st_size * 2 // 3])
    with tarfile.open(tmp_path / "out.tar", "w") as tar:
        for path in made.rglob("*"):
            if path.is_file():
                tar.add(path, path.relative_to(made).as_posix())
        tar.add(made / "manifest.json", "../../outside")
    done = empty.each(*(("restore", name) for name in (*torn, tmp_path / "out.tar")))
    assert [(one.returncode, one.stderr[:8]) for one in done] == [(1, "KEEP-101"), (1, "KEEP-101"), (1, "KEEP-104")]
    assert list(tmp_path.rglob("outside")) == []
    assert only_in(empty) == []


def test_a_changed_journal_is_told_by_its_event(backup, empty, database_kind):
    if database_kind != "sqlite":
        pytest.skip("a dump cannot be edited by hand")
    file = backup / "database.sqlite3"
    with sqlite3.connect(file) as database:
        triggers = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'journal_event'").fetchall()
        for name, _sql in triggers:
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute("UPDATE journal_event SET payload = '{}' WHERE sequence = 4")
        for _name, sql in triggers:
            database.execute(sql)
    document = json.loads((backup / "manifest.json").read_text(encoding="utf-8"))
    for one in document["files"]:
        if one["name"] == "database.sqlite3":
            one |= {"sha256": hashlib.sha256(file.read_bytes()).hexdigest(), "size": file.stat().st_size}
    (backup / "manifest.json").write_text(json.dumps(document), encoding="utf-8")
    done = empty.tanheng("restore", backup)
    assert (done.returncode, "KEEP-107" in done.stderr, "4" in done.stderr) == (1, True, True)
    assert only_in(empty) == []


TAMPER = """
from tanheng.apps.records.models import FileReading
from tests.apps.journal.tampered_house import row_changed
reading = FileReading.objects.order_by("pk")[3]
row_changed("records_reading", reading.pk, amount="1.00")
print(reading.pk)
"""


def test_a_restore_ends_with_the_whole_proof_and_names_the_figure_that_was_changed(made, empty, tmp_path):
    """The journal holds, and every file is the one of the manifest: only the proof of `tanheng verify` sees it."""
    backup = tmp_path / "tampered"
    with own_house(tmp_path / "before") as house:
        done = house.tanheng("restore", made, "--lang", "en")
        assert re.search(r"one by one proven: \d+ events, \d\d+ facts, 6 contents, 1 runs", done.stdout), done.stdout
        reading = house.python(TAMPER)
        assert house.tanheng("backup", backup).returncode == 0
    done = empty.tanheng("restore", backup, "--lang", "en")
    assert (done.returncode, "KEEP-119" in done.stderr, f"reading {reading} (event" in done.stderr) == (1, True, True), done.stderr
    assert "amount differs" in done.stderr
    assert only_in(empty) in ([], ["evidence"])
    done = empty.tanheng("restore", backup, "--despite-damage")
    assert (done.returncode, "KEEP-119" in done.stderr) == (1, True), done.stderr
    assert empty.look()["last"] == "keeping.backup.restored"


def test_evidence_older_than_its_database_is_told_from_contents_that_were_lost(made, backup, empty, filled):
    place = {path.name: path for path in contents(backup)}
    for sha256 in recorded(filled)[-2:]:
        place[sha256].unlink()
    done = empty.tanheng("restore", backup)
    assert "KEEP-102" in done.stderr
    assert only_in(empty) in ([], ["evidence"])
    done = empty.tanheng("restore", backup, "--despite-damage")
    assert ("KEEP-109" in done.stderr, "KEEP-108" in done.stderr, "台账-2.csv" in done.stderr) == (True, True, True)
    assert len(empty.look()["damaged"]) == 2
    brought = empty.tanheng("restore", made, "--evidence-only")
    assert brought.returncode == 0, brought.stderr
    found = empty.look()
    assert (found["damaged"], found["last"], found["holds"]) == ([], "keeping.contents.brought", True)


def test_one_lost_content_is_no_older_evidence(backup, empty, filled):
    place = {path.name: path for path in contents(backup)}
    place[recorded(filled)[0]].unlink()
    done = empty.tanheng("restore", backup, "--despite-damage")
    assert ("KEEP-108" in done.stderr, "KEEP-109" in done.stderr) == (True, False)


def test_a_database_older_than_its_evidence_is_told(made, empty):
    """The evidence survived, the database is that of yesterday's backup."""
    newer = b"stored after the backup"
    name = hashlib.sha256(newer).hexdigest()
    place = empty.home / "evidence" / name[:2]
    place.mkdir(parents=True)
    (place / name).write_bytes(newer)
    done = empty.tanheng("restore", made)
    assert (done.returncode, "KEEP-110" in done.stderr) == (0, True), done.stderr
    assert (place / name).read_bytes() == newer


def test_damaged_evidence_does_not_hinder_a_backup_and_is_told(tmp_path, made, empty):
    assert empty.tanheng("restore", made).returncode == 0
    one = min(path for path in (empty.home / "evidence").rglob("*") if path.is_file())
    _flip(one)
    done = empty.tanheng("backup", tmp_path / "later")
    assert (done.returncode, "KEEP-118" in done.stderr, one.name in done.stderr) == (1, True, True)
    manifest = json.loads((tmp_path / "later" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["evidence"]["damaged"] == {one.name: "changed"}
    assert len(contents(tmp_path / "later")) == CONTENTS - 1


def test_keys_are_kept_apart_and_brought_back(filled, made, empty, tmp_path):
    keys = tmp_path / "keys.json"
    assert filled.tanheng("backup-keys", keys).returncode == 0
    assert stat.S_IMODE(keys.stat().st_mode) == 0o600
    assert filled.tanheng("backup-keys", keys).returncode == 2
    assert empty.tanheng("restore-keys", keys).returncode == 0
    done = empty.tanheng("restore", made)
    assert (done.returncode, done.stderr) == (0, "")
    assert (empty.home / "secret-key").read_text().strip() == (filled.home / "secret-key").read_text().strip()
    (empty.home / "secret-key").chmod(0o600)
    (empty.home / "secret-key").write_text("another " + "x" * 50)
    assert empty.tanheng("restore-keys", keys).returncode == 2
    assert empty.tanheng("restore-keys", keys, "--overwrite").returncode == 0
    assert (empty.home / "secret-key.replaced").read_text().startswith("another")
    assert empty.tanheng("restore-keys", made / "manifest.json").returncode == 1


def test_there_is_nothing_to_back_up_without_a_database(empty, tmp_path, database_kind):
    done = empty.tanheng("backup", tmp_path / "nothing")
    assert done.returncode == 1 if database_kind == "sqlite" else done.returncode in (1, 2)
    assert not (tmp_path / "nothing").exists()


def test_a_program_that_fails_says_why(made, tmp_path, database_kind, filled):
    if database_kind != "postgresql":
        pytest.skip("SQLite needs no program")
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "pg_dump").write_text(
        "#!/bin/sh\n[ \"$1\" = --version ] && echo 'pg_dump (PostgreSQL) 15.4' && exit\necho 'no room' >&2; exit 3\n"
    )
    (folder / "pg_dump").chmod(0o700)
    house = House(filled.home, filled.address, path=f"{folder}:{os.environ['PATH']}")
    done = house.tanheng("backup", tmp_path / "failed")
    assert (done.returncode, "KEEP-113" in done.stderr, "no room" in done.stderr) == (1, True, True)
    assert list(tmp_path.glob("*failed*")) == []
    shutil.rmtree(folder)
