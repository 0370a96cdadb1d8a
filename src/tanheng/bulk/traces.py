"""Traces of a batch: every entity through the engine itself, with its hashes, one JSON line each, on all cores.

The engine's results are held against those of the database, digit by digit: what the queries gave is proven or refused.
"""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from hashlib import md5
from pathlib import Path

from tanheng.bulk.case_documents import Document, documents_of
from tanheng.bulk.outcome import Told
from tanheng.bulk.problems import TableProblem, table_problem
from tanheng.bulk.processes import deaf_to_interrupts, worker_ready, workers
from tanheng.bulk.source.reading import TypedTable
from tanheng.bulk.sql.backend import Backend
from tanheng.engine.case.reading import read_case
from tanheng.engine.collector import no_circles_sought
from tanheng.engine.column_texts import word_text
from tanheng.engine.pack import Pack
from tanheng.engine.places import Key
from tanheng.engine.results import Head, months_and_year, series_texts, told_of
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
    with no_circles_sought():  # thousands of short-lived columns, few cycles: they are collected once a task
        found = [_trace(document) for document in documents]
    gc.collect()
    return found


def _trace(document: Document) -> Traced:
    entity = document["entity"]["name"]
    case, problems = read_case(document, load)
    if case is None:
        return Traced(entity, "", "", "; ".join(problem.code for problem in problems))
    run = run_case(load(case.pack_id), case, problems, causes=False)
    doubted = any(problem.asks and problem.answer is None for problem in run.problems)
    return Traced(entity, trace_line(run), _digest(_result_texts(run)), doubted=doubted)


def _result_texts(run: Run) -> list[str]:
    """One text a result, as `digests_of` words it; nearly in the order of texts."""
    months = months_and_year(run)
    order = sorted(range(len(months)), key=lambda number: str(months[number] or ""))
    found = [(_texts_before(head, months), texts) for head, texts in series_texts(run)]
    found.sort(key=lambda one: one[0][0])
    return [line for before, texts in found for line in told_of(before, [texts[number] for number in order])]


@lru_cache(10_000)
def _texts_before(head: Head, months: tuple[int | None, ...]) -> list[str]:
    """The texts of a series up to their values, by month as texts are in order: the same in run after run."""
    words = "|".join(part or "" for part in head)
    return [f"{words}|{month}|" for month in sorted(str(one or "") for one in months)]


def _digest(texts: Iterable[str]) -> str:
    """One number for all results of an entity, whatever their order."""
    return md5("\n".join(sorted(texts)).encode(), usedforsecurity=False).hexdigest()


def trace_line(run: Run) -> str:
    """Pack, hashes, problems, and each formula with its operands, raw and rounded results at all its places, as one line of JSON.
    Written without making a document of it: twice as fast, for columns that stand in several places are worded once.
    """
    years = {name: run.years[name] for name in run.pack.formulas if name in run.years}
    parts = {
        "tanheng": word_text(VERSION),
        "pack": _object({"id": word_text(run.pack.id), "hash": word_text(run.pack.hash)}),
        "year": word_text(run.case.year),
        "entity": word_text(run.case.entity_name),
        "snapshot_hash": word_text(run.case.snapshot_hash),
        "run_hash": word_text(run.run_hash),
        "problems": json.dumps([problem.as_json("zh") for problem in run.problems], ensure_ascii=False, separators=(",", ":")),
        "steps": f"[{','.join([_step(run, name) for name in run.steps])}]",
        "years": _object({name: run.texts.in_json(column) for name, column in years.items()}),
    }
    return _object(parts)


def _step(run: Run, name: str) -> str:
    step, formula, in_json = run.steps[name], run.pack.formulas[name], run.texts.in_json
    operands = _object(dict(zip(formula.arguments, map(in_json, step.operands), strict=True)))
    before = f'{{"quantity":{word_text(name)},"places":{_places(run.keys[name])},"operands":'
    return f'{before}{operands},"raw":{in_json(step.raw)},"value":{in_json(step.rounded)}}}'


def _object(parts: Mapping[str, str]) -> str:
    return f"{{{','.join([f'{word_text(name)}:{part}' for name, part in parts.items()])}}}"


@lru_cache(1_000)
def _places(keys: tuple[Key, ...]) -> str:
    return f"[{','.join([f'[{word_text(facility)},{word_text(item)}]' for facility, item in keys])}]"


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
