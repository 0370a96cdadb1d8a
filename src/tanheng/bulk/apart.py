"""Entities that the queries leave to the engine: those with `/`, or with contents blank where nothing was burnt or made.

Whole numbers know one absence, the blank. An entity that needs the other two (`engine.absences`) is computed by the engine itself,
as its case, and its results stand beside those of the queries. Which entities these are may be found too generously: the digits are
the same either way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tanheng.bulk.case_documents import documents_of
from tanheng.bulk.problems import TableProblem
from tanheng.bulk.schema import NAMES, PLACE, RESULT, TYPED, none_column
from tanheng.bulk.source.reading import TypedTable
from tanheng.bulk.sql.backend import Backend, sql_text
from tanheng.bulk.store import space_of
from tanheng.engine.case.reading import read_case
from tanheng.engine.defaults import cell_of
from tanheng.engine.numbers import decimal_text
from tanheng.engine.pack import Pack, Quantity
from tanheng.engine.problems import Problem
from tanheng.engine.results import results_of
from tanheng.engine.run import Run
from tanheng.engine.running import run_case

TOLD = {"CASE-150"}  # the warnings that the queries tell too


@dataclass
class Apart:
    """What the engine gave for the entities set apart: their names and facilities, the query of their results, and what is wrong."""

    entities: list[str] = field(default_factory=list)
    facilities: set[str] = field(default_factory=set)
    query: str = ""
    problems: list[TableProblem] = field(default_factory=list)
    rest: bool = True  # whether other entities are left in the table `typed`


def set_apart(backend: Backend, pack: Pack, typed: TypedTable, year: int, word: str, wanted: Sequence[str]) -> Apart:
    """Takes the entities that need the engine out of the table `typed` and computes them. `word` begins the names of tables."""
    condition = _needs_engine(backend, pack, typed, year)
    if not condition:
        return Apart()
    entities = [str(row[0]) for row in backend.rows(f"SELECT DISTINCT entity FROM {TYPED} WHERE {condition} ORDER BY 1")]
    if not entities:
        return Apart()
    chosen = f"SELECT DISTINCT entity FROM {TYPED} WHERE {condition}"
    backend.make(f"{word}_names_apart", chosen)
    backend.make(f"{word}_whole", f"SELECT * FROM {TYPED}")
    backend.make(TYPED, f"SELECT * FROM {word}_whole WHERE entity IN (SELECT entity FROM {word}_names_apart)")
    found = Apart(entities)
    rows = list(_computed(backend, pack, typed, year, found, wanted))
    backend.make(TYPED, f"SELECT * FROM {word}_whole WHERE entity NOT IN (SELECT entity FROM {word}_names_apart)")
    found.rest = bool(backend.rows(f"SELECT COUNT(*) FROM {TYPED}")[0][0])
    text = backend.text_type
    backend.put(f"{word}_results_apart", {**dict.fromkeys(RESULT, text), "year": "INT", "month": "INT"}, rows)
    words = ("pack", *NAMES, "quantity", "unit")
    cells = [f"CAST({name} AS {backend.word_type(name)}) AS {name}" if name in words else name for name in RESULT]
    found.query = f"SELECT {', '.join(cells)} FROM {word}_results_apart" if rows else ""
    return found


def whole_again(backend: Backend, word: str) -> None:
    """All rows back in the table `typed`."""
    backend.make(TYPED, f"SELECT * FROM {word}_whole")


# ── which ────────────────────────────────────────────────────────────────────────────────────────


def _needs_engine(backend: Backend, pack: Pack, typed: TypedTable, year: int) -> str:
    """The condition of rows that show it; empty where no row does."""
    parts = [f"{none_column(name)} = 1" for name in typed.none]
    idle = dict.fromkeys(one for quantity in pack.inputs() for one in _idle(pack, typed, quantity, year))
    if idle:
        counts = ", ".join(f"COUNT(CASE WHEN {first} THEN 1 END)" for first, _ in idle)
        (found,) = backend.rows(f"SELECT {counts} FROM {TYPED}")
        parts += [f"({first} AND {second})" for (first, second), count in zip(idle, found, strict=True) if count]
    return " OR ".join(parts)


def _idle(pack: Pack, typed: TypedTable, quantity: Quantity, year: int) -> Iterator[tuple[str, str]]:
    """Rows of an amount that may be zero beside a content that is blank, and what makes the blank matter: the content is reported
    in other rows of its place, or nothing could stand for it.
    """
    name, space = quantity.id, space_of(quantity)
    asked, reported = _asked(pack, quantity, year), name in typed.amounts
    if not asked and not reported:
        return
    place = ", ".join(NAMES)
    known = f"({place}) IN (SELECT {place} FROM {TYPED} WHERE {name} IS NOT NULL)" if reported else ""
    matters = " OR ".join(part for part in (known, asked) if part)
    for amount in (one for one in pack.amounts_behind[name] if one in typed.amounts):
        zero = f"ABS({amount}) < {10 ** _cut_places(typed, amount)}"
        unflagged = _unflagged(pack, typed, quantity, year)
        if unflagged:
            yield f"{unflagged} AND {amount} IS NOT NULL", f"{name} IS NULL" if reported else "1 = 1"
        if space_of(pack.quantities[amount]) == space:
            yield (f"{zero} AND {name} IS NULL" if reported else zero), f"({matters})"
        elif reported:
            yield zero, f"entity IN (SELECT entity FROM {TYPED} WHERE {name} IS NOT NULL)"


def _unflagged(pack: Pack, typed: TypedTable, quantity: Quantity, year: int) -> str:
    """Rows in which the flag of a content does not ask for it; empty where there is no flag."""
    if not quantity.asked_where:
        return ""
    flag = pack.quantities[quantity.asked_where]
    assert flag.default is not None  # the graph has proven it
    rows = pack.tables[flag.item_table or ""].rows
    items = [row for row in rows if (cell := cell_of(pack, flag.default, row, year)) is not None and cell.value == 0]
    parts = [f"item IN ({', '.join(map(sql_text, items))})"] if items else []
    parts += [f"{flag.id} = 0"] if flag.id in typed.amounts else []
    return f"({' OR '.join(parts)})" if parts else ""


def _cut_places(typed: TypedTable, name: str) -> int:
    """How many decimals fall away when the amount is recorded: what is smaller becomes zero."""
    amount = typed.amounts[name]
    decimals = amount.column.quantity.decimals
    return 0 if decimals is None else max(amount.scale - decimals, 0)


def _asked(pack: Pack, quantity: Quantity, year: int) -> str:
    """Where a content that is blank all year would be missing; empty where nowhere."""
    default = quantity.default
    if not quantity.required:
        return ""
    if default is None or default.attribute is not None:
        return "1 = 1"
    if default.parameter is not None:
        dated = pack.parameters[default.parameter]
        return "" if any((one.valid_from or year) <= year <= (one.valid_to or year) for one in dated) else "1 = 1"
    rows = [default.row] if default.row is not None else list(pack.tables[default.table or ""].rows)
    bare = [row for row in rows if (cell := cell_of(pack, default, row, year)) is None or cell.value is None]
    if not bare:
        return ""
    return "1 = 1" if default.row is not None else f"item IN ({', '.join(map(sql_text, bare))})"


# ── how ──────────────────────────────────────────────────────────────────────────────────────────


def _computed(backend: Backend, pack: Pack, typed: TypedTable, year: int, found: Apart, wanted: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """The results of the table `typed` as rows, entity by entity; problems and facilities go into `found`."""
    rows_of = _row_numbers(backend)
    blocking = replace(pack, checks=tuple(check for check in pack.checks if check.severity == "error"))
    for document in (one for task in documents_of(backend, pack, typed, year) for one in task):
        entity = document["entity"]["name"]
        found.facilities |= {one["id"] for one in document["facilities"]}
        case, problems = read_case(document, lambda _: blocking)
        run = None if case is None else run_case(blocking, case, problems)
        told = problems if run is None else run.problems
        found.problems += [one for problem in told for one in _told(problem, entity, rows_of)]
        if run is not None:
            yield from _rows(run, entity, wanted)


def _row_numbers(backend: Backend) -> dict[tuple[Any, ...], int]:
    """The row of the table by entity, facility, item and month; and by less, the first of them."""
    found: dict[tuple[Any, ...], int] = {}
    for row, *place in backend.rows(f"SELECT _row, {', '.join(PLACE)} FROM {TYPED} ORDER BY _row"):
        for length in range(1, len(place) + 1):
            found.setdefault(tuple(place[:length]), int(row))
    return found


def _told(problem: Problem, entity: str, rows_of: dict[tuple[Any, ...], int]) -> Iterator[TableProblem]:
    if problem.severity != "error" and problem.code not in TOLD:
        return
    for where in problem.all_places:
        place = (entity, where.facility or "", where.item or "", where.month or 0)
        row = next((rows_of[place[:length]] for length in range(4, 0, -1) if place[:length] in rows_of), None)
        at = replace(where, path=None, file=None, sheet=None, cell=None, line=None)
        yield TableProblem(replace(problem, where=at, places=(), digest=""), row, where.quantity, None, entity)


def _rows(run: Run, entity: str, wanted: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    for one in results_of(run):
        if one.quantity in wanted:
            place = (run.pack.id, run.case.year, entity, one.facility, one.item, one.month)
            yield (*place, one.quantity, decimal_text(one.value), one.unit)
