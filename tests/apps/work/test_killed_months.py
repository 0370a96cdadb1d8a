"""Whoever saves cells, uploads, closes a month or takes typed figures over is killed ten times in the middle of it: all of it, or nothing.

`make soak` does it two hundred times on each database.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.database
ROOT = Path(__file__).resolve().parents[3]
KILLS = 10


def test_ten_kills_leave_nothing_half_done(database_kind):
    words = [sys.executable, "-m", "tools.soak_months", "--kills", str(KILLS), "--database", database_kind]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert (found["wrong"], sum(found["kills"].values())) == ([], KILLS)
    assert set(found["there"]) == set("scid")  # each was done at least once
