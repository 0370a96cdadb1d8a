"""The worker beside the server is started so that nothing the server does in the same moment can hold it up."""

import subprocess
import sys
import time

import pytest

from tanheng.worker import child


@pytest.mark.skipif(not getattr(subprocess, "_USE_POSIX_SPAWN", False), reason="this system starts no process by posix_spawn")
def test_another_is_started_where_one_dies_without_a_fork(monkeypatch, tmp_path):
    """A fork listens to a pipe that a child of the server, forked in the same moment, would hold open for ever."""
    monkeypatch.setattr(child, "WORDS", [sys.executable, "-c", f"open({str(tmp_path / 'lives')!r}, 'a').write('.')"])
    monkeypatch.setattr(subprocess, "_fork_exec", lambda *_: pytest.fail("forked"))
    monkeypatch.setattr(child, "LONGEST_PAUSE_S", 0.01)
    attended, until = child.AttendedWorker(), time.monotonic() + 60
    attended.start()
    try:
        while not (tmp_path / "lives").exists() or len((tmp_path / "lives").read_text()) < 3:
            assert time.monotonic() < until
            time.sleep(0.05)
    finally:
        attended.stop()
