"""Traces of a batch: every entity through the engine itself, with its hashes, one JSON line each, on all cores.

The engine's results are held against those of the database, digit by digit: what the queries gave is proven or refused.
"""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from hashlib import md5
from pathlib import Path
from typing import Any

from tanheng.bulk.case_documents import Document, documents_of
from tanheng.bulk.outcome import Told
from tanheng.bulk.problems import TableProblem, table_problem
from tanheng.bulk.processes import deaf_to_interrupts, worker_ready, workers
from tanheng.bulk.source.reading import TypedTable
from tanheng.bulk.sql.backend import Backend
from tanheng.engine.case.reading import read_case
from tanheng.engine.columns import OperandColumn
from tanheng.engine.numbers import decimal_text
from tanheng.engine.pack import Pack
from tanheng.engine.results import months_and_year, series_of
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tanheng.rulebook import load

VERSION = "batch-trace/1"


@dataclass(frozen=True, slots=True)
class Traced:
    """What a worker gives back for one entity: its line, the digest of its results, and why it was refused."""

    entity: str
    line: str
    digest: str
    refused: str = ""
    doubted: bool = False


@dataclass(frozen=True, slots=True)
class Tracing:
    """The file of the traces of one batch and the processes that make them, the same for all its tables."""

    target: Path
    pool: ProcessPoolExecutor
    workers: int

    def stop(self) -> None:
        """Let go of all that waits to be traced."""
        self.pool.shutdown(wait=False, cancel_futures=True)


@contextmanager
def tracing(target: Path, packs: Sequence[str]) -> Iterator[Tracing]:
    """Starts a process a core; they load the packs while the tables are still being read."""
    number = max(1, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
    with workers(number, "spawn", worker_ready) as pool:
        with deaf_to_interrupts("spawn"):
            for _ in range(number):
                pool.submit(make_ready, packs)
        yield Tracing(target, pool, number)


def make_ready(packs: Sequence[str]) -> None:
    """Loads the packs of a worker process."""
    for pack_id in packs:
        load(pack_id)
    gc.freeze()  # what is loaded stays: no task walks it


def write_traces(
    backend: Backend, pack: Pack, typed: TypedTable, year: int, expected: dict[str, str], to: Tracing, told: Told
) -> tuple[list[TableProblem], int]:
    """Appends one line an entity and counts those with doubts about figures;
    problems where the engine's results are not those of the database, by their digests."""
    problems: list[TableProblem] = []
    entities, doubted = len(expected), 0
    with to.target.open("a", encoding="utf-8") as file:
        for done, one in enumerate(_traced(to, documents_of(backend, pack, typed, year))):
            told("trace", done, entities)
            file.write(one.line + "\n")
            doubted += one.doubted
            if one.refused or expected.pop(one.entity, "") != one.digest:
                problems.append(table_problem("BATCH-123", entity=one.entity, found=one.refused or one.digest))
    problems += [table_problem("BATCH-123", entity=entity, found="–") for entity in expected]
    return problems, doubted


def _traced(to: Tracing, documents: Iterator[list[Document]]) -> Iterator[Traced]:
    """The lines in the order of entities, a few tasks ahead of the reader so that memory stays small."""
    waiting: list[Future[list[Traced]]] = []
    for task in documents:
        waiting.append(to.pool.submit(trace_entities, task))
        if len(waiting) > 4 * to.workers:
            yield from waiting.pop(0).result()
    for future in waiting:
        yield from future.result()


def trace_entities(documents: list[Document]) -> list[Traced]:
    """Runs some cases; this is what a worker process does."""
    gc.disable()  # thousands of short-lived columns, few cycles: they are collected once a task
    found = [_trace(document) for document in documents]
    gc.collect()
    return found


def _trace(document: Document) -> Traced:
    entity = document["entity"]["name"]
    case, problems = read_case(document, load)
    if case is None:
        return Traced(entity, "", "", "; ".join(problem.code for problem in problems))
    run = run_case(load(case.pack_id), case, problems, causes=False)
    line = json.dumps(trace_document(run), ensure_ascii=False, separators=(",", ":"))
    doubted = any(problem.asks and problem.answer is None for problem in run.problems)
    return Traced(entity, line, _digest(_result_texts(run)), doubted=doubted)


def _result_texts(run: Run) -> Iterator[str]:
    """One text a result, as `digests_of` words it."""
    months = [str(month or "") for month in months_and_year(run)]
    for one in series_of(run):
        head = f"{one.quantity}|{one.facility or ''}|{one.item or ''}|{one.unit}|"
        for month, value in zip(months, one.values, strict=True):
            if value is not None:
                yield f"{head}{month}|{decimal_text(value)}"


def _digest(texts: Iterable[str]) -> str:
    """One number for all results of an entity, whatever their order."""
    return md5("\n".join(sorted(texts)).encode(), usedforsecurity=False).hexdigest()


def trace_document(run: Run) -> Document:
    """Pack, hashes, problems, and each formula with its operands, raw and rounded results at all its places."""
    known: dict[int, list[Any]] = {}
    return {
        "tanheng": VERSION,
        "pack": {"id": run.pack.id, "hash": run.pack.hash},
        "year": run.case.year,
        "entity": run.case.entity_name,
        "snapshot_hash": run.case.snapshot_hash,
        "run_hash": run.run_hash,
        "problems": [problem.as_json("zh") for problem in run.problems],
        "steps": [_step(run, name, known) for name in run.steps],
        "years": {name: _texts(run.years[name], known) for name in run.pack.formulas if name in run.years},
    }


def _step(run: Run, name: str, known: dict[int, list[Any]]) -> Document:
    """`known` are the texts of columns already written: formulas share their operands."""
    step, formula = run.steps[name], run.pack.formulas[name]
    return {
        "quantity": name,
        "places": [[facility, item] for facility, item in run.keys[name]],
        "operands": {argument: _texts(column, known) for argument, column in zip(formula.arguments, step.operands, strict=True)},
        "raw": _texts(step.raw, known),
        "value": _texts(step.rounded, known),
    }


def _texts(column: OperandColumn, known: dict[int, list[Any]]) -> list[Any]:
    """The texts of a column; one that stands in several places (operands, defaults) is worded once."""
    found = known.get(id(column))
    if found is None:
        found = known[id(column)] = [_text(one) if one.__class__ is not Decimal or "E" in (text := str(one)) else text for one in column]
    return found


def _text(value: Any) -> Any:
    if value is None:
        return None
    return decimal_text(value) if isinstance(value, Decimal) else [*map(_text, value)]


def digests_of(backend: Backend, results: str) -> dict[str, str]:
    """One number an entity that changes with any digit of its results."""
    if not backend.dialect.short_words:  # Spark sorts lists its own way: its rows are read here
        texts: dict[str, list[str]] = {}
        columns = "entity, quantity, facility, item, unit, month, value"
        for entity, *row in backend.rows(f"SELECT {columns} FROM ({results}) r"):
            texts.setdefault(entity, []).append("|".join(str(part or "") for part in row))
        return {entity: _digest(own) for entity, own in texts.items()}
    text = (
        "quantity || '|' || COALESCE(facility, '') || '|' || COALESCE(item, '') || '|' || unit || '|' || "
        "COALESCE(CAST(month AS VARCHAR), '') || '|' || value"
    )
    query = f"SELECT entity, md5(array_to_string(list_sort(list({text})), chr(10))) FROM ({results}) r GROUP BY entity"
    return {str(entity): str(digest) for entity, digest in backend.rows(query)}
