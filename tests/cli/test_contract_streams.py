"""The program in surroundings that fail it: no room for its output, and a Python that drops the clauses."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

FULL = Path("/dev/full")
PROGRAM = [sys.executable, "-c", "from tanheng.cli import main; main(prog_name='tanheng')"]


@pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("words", [["rules", "list"], ["--help"]])
def test_no_room_for_the_output_is_said_in_one_line(words: list[str]) -> None:
    with FULL.open("w") as full:
        found = subprocess.run([*PROGRAM, *words], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert found.returncode == 1
    assert found.stderr == "错误：磁盘已满，请腾出空间\n"


def test_a_python_without_docstrings_is_refused_in_one_line() -> None:
    surroundings = {**os.environ, "PYTHONOPTIMIZE": "2"}
    found = subprocess.run([*PROGRAM, "rules", "list"], capture_output=True, text=True, env=surroundings, check=False)
    assert found.returncode == 2 and not found.stdout
    assert "PYTHONOPTIMIZE" in found.stderr and len(found.stderr.splitlines()) == 1
