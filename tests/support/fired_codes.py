"""Which test fires which code: `fired_codes.yaml` names one test for every code that readers, runs and batches raise.

Every problem of a table of sentences is made by one function (`engine.sentences`); it is listened to from the start of the run. A named
test fails when, at its end, its process has not made that problem: what is computed once for several tests counts for each of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tanheng.engine import sentences

FILE = Path(__file__).parent / "fired_codes.yaml"
_told: set[str] = set()


@cache
def named() -> dict[str, str]:
    """Code → the test that fires it."""
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))


@cache
def _codes_of_tests() -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for code, test in named().items():
        found[test].add(code)
    return dict(found)


def not_fired(test: str) -> set[str]:
    """The codes that a test is named for and that its process has not raised."""
    return _codes_of_tests().get(test, set()) - _told


@contextmanager
def listening() -> Iterator[set[str]]:
    """The codes of the problems that are made until the block ends."""
    before = set(_told)
    _told.clear()
    try:
        yield _told
    finally:
        _told.update(before)


def listen() -> None:
    """Note the code of every problem that is made from now on."""
    made = sentences._filled

    def listened(table: Any, code: str, *others: Any) -> Any:
        _told.add(code)
        return made(table, code, *others)

    sentences._filled = listened
