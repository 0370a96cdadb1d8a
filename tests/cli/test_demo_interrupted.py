"""A demo killed while it fills its database is filled to its end by the next run, and holds what an undisturbed one holds."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

FILL = "import django, json; django.setup(); from tanheng.demo.database import fill_demo_group as f; print(json.dumps(len(f())))"
COUNTED = (
    "people_user",
    "people_assignment",
    "sites_node",
    "sites_nodefact",
    "records_import",
    "records_attachment",
    "accounting_run",
    "monitoring_calibration",
)
SECONDS = 120


def filling(home: Path) -> subprocess.Popen[str]:
    environment = {**os.environ, "TANHENG_HOME": str(home), "DJANGO_SETTINGS_MODULE": "tanheng.config.settings"}
    for name in [one for one in environment if one.endswith("DATABASE_URL")]:
        del environment[name]
    return subprocess.Popen([sys.executable, "-c", FILL], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def filled(home: Path) -> dict[str, int]:
    program = filling(home)
    out, told = program.communicate(timeout=SECONDS)
    assert program.returncode == 0, told[-2000:]
    assert json.loads(out.splitlines()[-1]) == 6
    return counts(home)


def counts(home: Path) -> dict[str, int]:
    [path] = home.rglob("*.sqlite3")
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=5) as database:
        return {name: database.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in COUNTED}


def killed_once(home: Path, table: str, rows: int) -> dict[str, int]:
    """Kill the filling as soon as a table holds so many rows."""
    program, ends = filling(home), time.monotonic() + SECONDS
    try:
        while time.monotonic() < ends and program.poll() is None:
            try:
                if counts(home)[table] >= rows:
                    break
            except (ValueError, sqlite3.OperationalError):  # no database, or no table yet
                time.sleep(0.005)
    finally:
        program.kill()
        program.wait()
        for stream in (program.stdout, program.stderr):
            if stream is not None:
                stream.close()
    return counts(home)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    home = tmp_path_factory.mktemp("whole")
    found = filled(home)
    assert filled(home) == found  # run twice, it changes nothing
    return found


@pytest.mark.parametrize(("table", "rows"), [("people_user", 1), ("accounting_run", 3)])
def test_the_next_run_fills_what_is_missing(whole: dict[str, int], tmp_path: Path, table: str, rows: int) -> None:
    before = killed_once(tmp_path, table, rows)
    assert before["accounting_run"] < whole["accounting_run"]
    assert filled(tmp_path) == whole
