"""A restore that ended before its proof: nobody works with what it left, and the next one begins anew; nothing of anybody goes."""

import shutil

import pytest

pytestmark = pytest.mark.database
ENDED_BEFORE_THE_PROOF = """
import os
from tanheng.apps.keeping.services import restoring
restoring._proven = lambda *_: os._exit(9)
from tanheng.cli import main
main(["restore", {backup!r}])
"""
ENDED_AT_THE_COMMIT = """
import threading, time
from pathlib import Path
import psycopg
from django.db import connection
from tanheng.store.backups import databases, postgresql
begun = threading.Event()
def late():
    with psycopg.connect({address!r}, application_name=postgresql.RESTORING) as program:
        program.execute("CREATE TABLE unproven (one int)")
        begun.set()
        time.sleep(1)
def interrupted(*_):
    threading.Thread(target=late).start()
    begun.wait()
    raise KeyboardInterrupt
postgresql.restore = interrupted
try:
    databases.put_postgresql(Path("dump"), 3)
except KeyboardInterrupt:
    time.sleep(1.5)
print(json.dumps(connection.introspection.table_names()))
"""


def test_a_restore_that_ended_before_its_proof_is_begun_anew_and_nobody_works_with_it(made, empty, tmp_path, database_kind):
    with pytest.raises(AssertionError):
        empty.python(ENDED_BEFORE_THE_PROOF.format(backup=str(made)))
    if database_kind == "postgresql":  # of the other nothing has its place yet
        refused = [empty.tanheng(*words) for words in (("serve", "--port", "1"), ("worker",), ("verify",), ("backup", tmp_path / "new"))]
        assert [("KEEP-130" in done.stderr, done.returncode) for done in refused] == [(True, 2)] * 4
    done = empty.tanheng("restore", made)
    assert done.returncode == 0, done.stderr
    found = empty.look()
    assert (found["holds"], found["damaged"], found["last"]) == (True, [], "keeping.backup.restored")
    assert empty.tanheng("verify").returncode == 0


def test_what_people_wrote_into_an_unfinished_restore_is_not_taken_away(made, empty, database_kind):
    """Whoever works with it nevertheless, by another program than ours, loses nothing."""
    if database_kind == "sqlite":
        pytest.skip("its file is proven beside its place")
    assert empty.tanheng("restore", made).returncode == 0
    before = empty.look()["events"]
    told = "from tanheng.store.backups.unfinished import mark; mark({size}); print(1)"
    empty.python(told.format(size=before - 2))
    done = empty.tanheng("restore", made)
    assert (done.returncode, "KEEP-112" in done.stderr) == (2, True)
    assert empty.look()["events"] == before


def test_what_was_being_committed_when_a_restore_was_ended_does_not_stay_without_its_mark(empty, database_kind):
    """The server commits though the program was killed; taken away before that, the mark would not tell that nothing is proven."""
    if database_kind == "sqlite":
        pytest.skip("its file is proven beside its place")
    assert empty.python(ENDED_AT_THE_COMMIT.format(address=empty.address)) == "[]"


def test_a_dump_that_the_database_refuses_leaves_nothing_and_no_mark(made, empty, tmp_path, database_kind):
    if database_kind == "sqlite":
        pytest.skip("it has no mark")
    cut = tmp_path / "cut"
    shutil.copytree(made, cut)
    dump = next(path for path in cut.iterdir() if path.suffix == ".dump")
    dump.write_bytes(dump.read_bytes()[:-200])
    done = empty.tanheng("restore", "--despite-damage", cut)
    assert (done.returncode, "KEEP-113" in done.stderr) == (1, True), done.stderr
    empty.python("from tanheng.store.backups.unfinished import is_marked; assert not is_marked(); print(1)")
    assert empty.tanheng("restore", made).returncode == 0
