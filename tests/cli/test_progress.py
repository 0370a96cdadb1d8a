"""Long work shows its progress on a terminal, and nothing of it in a pipe or after the work."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.bulk.test_bad_tables import smelter, written

PROGRAM = [sys.executable, "-c", "from tanheng.cli import main; main(prog_name='tanheng')"]
CASE = Path(__file__).parents[1] / "documents" / "inputs" / "c23-ctrl-c-traceback.yaml"
DRAWS = ["calculate", str(CASE), "--uncertainty", "--json", "--draws"]
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
SHOW_CURSOR, HIDE_CURSOR = "\x1b[?25h", "\x1b[?25l"
SECONDS = 120


class Terminal:
    """A pseudo-terminal for the standard error of a program; standard output is a pipe."""

    def __init__(self, words: list[str]) -> None:
        self._own, other = pty.openpty()
        surroundings = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "100"}
        self.process = subprocess.Popen(
            [*PROGRAM, *words], stdout=subprocess.DEVNULL, stderr=other, start_new_session=True, env=surroundings
        )
        os.close(other)
        self.raw = ""

    def read(self, until: str = "") -> str:
        """What the terminal showed, until these words or the end."""
        ending = time.monotonic() + SECONDS
        while time.monotonic() < ending and not (until and until in self.raw):
            try:
                part = os.read(self._own, 65536)
            except OSError:  # the other side was closed
                break
            if not part:
                break
            self.raw += part.decode(errors="replace")
        return ESCAPES.sub("", self.raw)

    def close(self) -> int:
        self.read()
        os.close(self._own)
        return self.process.wait(SECONDS)


def test_draws_show_a_bar_that_goes_when_the_work_is_broken_off() -> None:
    terminal = Terminal([*DRAWS, "100000000"])
    shown = terminal.read(until="%")
    assert "蒙特卡洛抽样" in shown and "━" in shown
    os.killpg(terminal.process.pid, signal.SIGINT)
    assert terminal.close() == 130
    assert ESCAPES.sub("", terminal.raw).rstrip().endswith("已中止 Aborted!")
    assert terminal.raw.rfind(SHOW_CURSOR) > terminal.raw.rfind(HIDE_CURSOR) >= 0


def test_a_batch_says_what_it_does(tmp_path: Path) -> None:
    table = written([{**row, "entity": f"E{number:04d}"} for number in range(1000) for row in smelter()], tmp_path)
    words = ["batch", "cn/aluminium/cets_2024", str(table), "--year", "2025", "-o", str(tmp_path / "o.parquet")]
    terminal = Terminal([*words, "--traces", str(tmp_path / "t.jsonl"), "--lang", "en"])
    assert "tracing entities" in terminal.read(until="tracing entities")
    assert terminal.close() == 0
    assert terminal.raw.rfind(SHOW_CURSOR) > terminal.raw.rfind(HIDE_CURSOR) >= 0


def test_quick_work_shows_none() -> None:
    terminal = Terminal(["rules", "list"])
    assert terminal.close() == 0
    assert terminal.raw == ""


@pytest.mark.parametrize("words", [[*DRAWS, "2000000"], ["rules", "book", "cn/aluminium/cets_2024", "-o", "{folder}/book.pdf"]])
def test_a_pipe_shows_none(words: list[str], tmp_path: Path) -> None:
    found = subprocess.run([*PROGRAM, *(word.format(folder=tmp_path) for word in words)], capture_output=True, text=True, check=False)
    assert (found.returncode, found.stderr) == (0, "")
