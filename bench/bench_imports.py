"""Workbooks of 36 000 readings taken over: one as a page does it, 34 of them (1.2 million readings) by the worker; on both databases.

Beside them the readings alone as rows: by the ORM's `bulk_create`, and by COPY on PostgreSQL; neither reads a workbook, checks or seals.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.apart import environment, postgresql, told
from bench.readings import MONTHS, ROWS
from bench.result import Result, result

PROMISED_ONE, PROMISED_ALL = 5.0, 90.0
READINGS = ROWS * MONTHS
WORKBOOKS = 34
PEERS = {"SQLite": "ORM bulk_create of the readings", "PostgreSQL": "PostgreSQL COPY of the readings"}


def run() -> Iterator[Result]:
    """First on SQLite, then on PostgreSQL."""
    with tempfile.TemporaryDirectory(prefix="tanheng-bench-") as folder:
        yield from _on("SQLite", Path(folder), "")
    with tempfile.TemporaryDirectory(prefix="tanheng-bench-") as folder, postgresql() as address:
        if address is not None:
            yield from _on("PostgreSQL", Path(folder), address)


def _on(database: str, folder: Path, address: str) -> Iterator[Result]:
    took = told("imports", str(WORKBOOKS), surrounding=environment(folder, address))
    one = f"{READINGS:,} readings from a workbook to stored, {database}"
    yield result(one, took["one"], "s", limit=PROMISED_ONE, peer=PEERS[database], peer_value=took["peer"] / WORKBOOKS)
    every = f"{WORKBOOKS * READINGS:,} readings of {WORKBOOKS} workbooks by the worker, {database}"
    yield result(every, took["worker"], "s", limit=PROMISED_ALL, peer=PEERS[database], peer_value=took["peer"])
