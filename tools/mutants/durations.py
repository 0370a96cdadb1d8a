"""A plugin of pytest: how long each test took, as JSON in the file that TANHENG_DURATIONS names."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

SECONDS: dict[str, float] = {}


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Add the parts of a test together."""
    SECONDS[report.nodeid] = SECONDS.get(report.nodeid, 0.0) + report.duration


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write them down, in the process that hears of all tests."""
    if not hasattr(session.config, "workerinput"):
        kept = Path(os.environ["TANHENG_DURATIONS"])
        before = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
        kept.write_text(json.dumps({**before, **SECONDS}), encoding="utf-8")
