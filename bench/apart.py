"""Programs that a benchmark runs in processes of their own, each on a home and database of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.result import ROOT
from tests.support.postgresql import PostgresqlServer
from tests.support.programs import postgresql_folder
from tests.support.served import surroundings


def environment(folder: Path, database: str = "") -> dict[str, str]:
    """What a program needs that stands on this home and database, with this project in reach."""
    return {**surroundings(folder, database), "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}


def said(words: Sequence[str | Path], surrounding: Mapping[str, str], given: str = "") -> str:
    """What a program prints. RuntimeError where it fails."""
    done = subprocess.run(list(map(str, words)), env=dict(surrounding), input=given, capture_output=True, text=True, check=False, cwd=ROOT)
    if done.returncode:
        raise RuntimeError(f"{words}: {done.stderr[-3000:]}")
    return done.stdout


def told(module: str, *words: str | Path, surrounding: Mapping[str, str], given: str = "") -> Any:
    """What a module of the benchmarks prints as JSON in its last line."""
    return json.loads(said([sys.executable, "-m", f"bench.{module}", *words], surrounding, given).splitlines()[-1])


def timed(words: Sequence[str | Path], surrounding: Mapping[str, str], given: str = "") -> float:
    """Wall time of one call in seconds. RuntimeError where it fails."""
    started = time.perf_counter()
    said(words, surrounding, given)
    return time.perf_counter() - started


@contextmanager
def postgresql() -> Iterator[str | None]:
    """The address of a server of its own that keeps what it has confirmed, as PostgreSQL is shipped; None where the machine has none."""
    programs = postgresql_folder()
    if programs is None:
        print("no PostgreSQL on this machine: nothing is measured on it", file=sys.stderr)
        yield None
        return
    server = PostgresqlServer(programs, durable=True)
    try:
        yield server.start()
    finally:
        server.stop()
