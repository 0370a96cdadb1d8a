"""Months of the generated house: the matrix of the whole group, a snapshot of a company's year, twenty clerks who type at once.

The house itself stays as it is: a copy of it is used, and a smaller house on PostgreSQL. Servers are real processes on loopback.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bench.apart import environment, postgresql, told
from bench.bench_house import COMPANIES, ON_POSTGRESQL, house_of, served, whole_house
from bench.house import FOLDER
from bench.load import Answers, Question, asked
from bench.result import Result, result

PROMISED_MATRIX, PROMISED_SNAPSHOT, PROMISED_ALONE, PROMISED_TOGETHER = 0.300, 1.0, 0.060, 0.250
CLERKS, CELLS, PAGES = 20, 8, 40


def run() -> Iterator[Result]:
    """On a copy of the house, then on PostgreSQL."""
    house = whole_house()
    house_of(house, COMPANIES, "")
    with tempfile.TemporaryDirectory(prefix="bench-months-", dir=FOLDER.parent) as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(house, copy)
        yield from _on("SQLite", COMPANIES, environment(copy))
    with tempfile.TemporaryDirectory(prefix="bench-months-", dir=FOLDER.parent) as folder, postgresql() as address:
        if address is not None:
            house_of(Path(folder) / "house", ON_POSTGRESQL, address)
            yield from _on("PostgreSQL", ON_POSTGRESQL, environment(Path(folder) / "house", address))


def _on(database: str, companies: int, surrounding: Mapping[str, str]) -> Iterator[Result]:
    of = f"{database}, {companies} companies"
    took = told("house_clerks", "measure", surrounding=surrounding)
    headers = {"Cookie": f"sessionid={took['session']}; django_language=zh-hans"}
    with served(surrounding) as port:
        for name, address in took["matrices"].items():
            what = f"matrix of {took['places']} places × 12 months, {name}, page, {of}: 95th percentile"
            yield result(what, _page(port, Question(address, headers)), "s", limit=PROMISED_MATRIX)
    yield result(f"snapshot of a company's year from what was typed, {of}", took["snapshot"], "s", limit=PROMISED_SNAPSHOT)
    yield from _clerks(of, surrounding)


def _page(port: int, question: Question) -> float:
    """Asked one after the other, once every process of the server has shown it."""
    asked(port, [[question] * 4] * 2)
    answered = asked(port, [[question] * PAGES])
    if answered.count(lambda status: status != 200):
        raise RuntimeError(f"{question.path}: {sorted(set(answered.statuses))}")
    return answered.percentile_95


def _clerks(of: str, surrounding: Mapping[str, str]) -> Iterator[Result]:
    """One clerk alone, then twenty at once, each a cell after the other; and what of it is there."""
    clerks = told("house_clerks", "clerks", str(CLERKS), str(CELLS * CLERKS), surrounding=surrounding)
    alone, together = clerks[0], clerks[1:]
    with served(surrounding) as port:
        asked(port, [[_cell(one, at) for at in range(CELLS, 2 * CELLS)] for one in together])  # every process has read its rules
        by_one = asked(port, [[_cell(alone, at) for at in range(CELLS * CLERKS)]])
        by_all = asked(port, [[_cell(one, at) for at in range(CELLS)] for one in together])
    yield result(f"a cell saved over HTTP by one clerk, {of}: 95th percentile", by_one.percentile_95, "s", limit=PROMISED_ALONE)
    name = f"{CLERKS} clerks × {CELLS} cells at once, {of}"
    yield result(f"{name}: a cell saved, 95th percentile", by_all.percentile_95, "s", limit=PROMISED_TOGETHER)
    yield result(f"{name}: errors", _errors(by_one) + _errors(by_all), "", limit=0)
    sent = [(one, at) for one in together for at in range(2 * CELLS)] + [(alone, at) for at in range(CELLS * CLERKS)]
    wanted = json.dumps([[one["company"], *one["cells"][at], _text(at)] for one, at in sent])
    lost = told("house_clerks", "lost", surrounding=surrounding, given=wanted)
    yield result(f"{name}: lost, doubled or otherwise, or the journal broken", lost, "", limit=0)


def _cell(clerk: Mapping[str, Any], at: int) -> Question:
    line, source, month = clerk["cells"][at]
    cells = [{"row": line, "source": source, "month": month, "text": _text(at)}]
    headers = {
        "Authorization": f"Bearer {clerk['token']}",
        "Content-Type": "application/json",
        "Idempotency-Key": f"{line}-{source}-{month}",
    }
    body = json.dumps({"cells": cells, "reason": ""}).encode()
    return Question(f"/api/v1/organisations/{clerk['company']}/cells", headers, "POST", body)


def _text(at: int) -> str:
    return f"0.{at + 1:03d}1"


def _errors(answers: Answers) -> int:
    return answers.count(lambda status: status != 200)
