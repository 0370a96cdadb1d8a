"""Server and worker are killed ten times in the middle of imports, runs and reports: nothing is lost and nothing is done twice.

`make soak` does it two hundred times on each database, fills the disk and stops the database.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.database
ROOT = Path(__file__).resolve().parents[3]
KILLS = 10


def test_ten_kills_lose_nothing_and_double_nothing(database_kind):
    words = [sys.executable, "-m", "tools.soak", "--kills", str(KILLS), "--database", database_kind, "--no-more"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert (found["wrong"], sum(found["kills"].values()), found["left in quarantine"]) == ([], KILLS, 0)
    assert found["asked and answered"] >= KILLS / 2
