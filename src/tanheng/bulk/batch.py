"""One batch from file to file: read, check, line up, compute, write. It decides the order of the steps and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from tanheng.bulk.apart import Apart, set_apart, whole_again
from tanheng.bulk.bounds import bound_problems
from tanheng.bulk.checks import blocking, check_problems, expected_problems
from tanheng.bulk.completeness import layout_problems
from tanheng.bulk.evaluate import Evaluation
from tanheng.bulk.layout import Layout, lay_out
from tanheng.bulk.outcome import BatchUsageError, Outcome, Told, parameters_of, silent
from tanheng.bulk.problems import TableProblem, in_order, of_table, spoken, table_problem
from tanheng.bulk.results import result_words, results_query
from tanheng.bulk.schema import ENTITIES, FACILITIES
from tanheng.bulk.source.long_form import pivoted
from tanheng.bulk.source.odd_cells import plain_cells
from tanheng.bulk.source.reading import TypedTable, read_rows, years_of
from tanheng.bulk.source.shown_cells import shown_otherwise
from tanheng.bulk.source.sound_rows import checked_all_the_same
from tanheng.bulk.source.table import TableShape, read_shape
from tanheng.bulk.source.unread import not_used, rows_of_other_years, unread_columns
from tanheng.bulk.sql.backend import Backend, TableFileError
from tanheng.bulk.store import Store
from tanheng.bulk.years import show_reported_months, years_of_months
from tanheng.engine.numbers import figure
from tanheng.engine.pack import Pack, Quantity
from tanheng.engine.wording import Wording

if TYPE_CHECKING:
    from tanheng.bulk.traces import Tracing


def run_batch(
    backend: Backend,
    jobs: Sequence[tuple[Pack, Path]],
    output: Path,
    *,
    year: int | None = None,
    quantities: Sequence[str] = (),
    traces: Path | None = None,
    told: Told = silent,
) -> Outcome:
    """Computes each table by its pack and writes all results to `output`, a path that the caller puts in its place; with
    `traces`, the engine's own run of every entity, which must give the same digits.

    Raises BatchUsageError where a table says no year and none was given. `told` hears which step begins.
    """
    with _tracing(traces, [pack.id for pack, _ in jobs]) as to:
        wishes = [Wish(backend, pack, table, year, quantities, to, f"t{n}", told) for n, (pack, table) in enumerate(jobs)]
        for earlier, later in pairwise(wishes):
            later.before = earlier.done
        if len(wishes) > 1 and backend.shares:
            _side_by_side(backend, wishes)
        else:
            for wish in wishes:
                _job(wish)
    outcome = _joined([wish.outcome for wish in wishes])
    if not outcome.is_refused:
        told("write", 0, 0)
        backend.set_words(_words(wishes))
        results = [query for wish in wishes for query in wish.results]
        outcome.rows = backend.write(" UNION ALL ".join(results), output)
    return outcome


def _tracing(traces: Path | None, packs: Sequence[str]) -> AbstractContextManager[Tracing | None]:
    """The processes of the traces, where any are wanted."""
    if traces is None:
        return nullcontext()
    from tanheng.bulk.traces import tracing

    return tracing(traces, packs)


def _side_by_side(backend: Backend, wishes: list[Wish]) -> None:
    """Each table in a thread and a schema of its own: the database works while Python words the next query, or while the
    entities of the table before are traced.
    """
    for wish in wishes:
        wish.backend = backend.child(wish.word)
    with ThreadPoolExecutor(len(wishes)) as pool:
        try:
            list(pool.map(_job, wishes))
        except BaseException:
            for wish in wishes:
                wish.backend.interrupt()
                if wish.traces is not None:
                    wish.traces.stop()
            raise
    backend.see([wish.word for wish in wishes])


def _joined(outcomes: list[Outcome]) -> Outcome:
    return Outcome(
        entities=sum(one.entities for one in outcomes),
        doubted=sum(counted) if (counted := [one.doubted for one in outcomes if one.doubted is not None]) else None,
        years=[year for one in outcomes for year in one.years],
        problems=in_order([problem for one in outcomes for problem in one.problems]),
        in_decimals=[name for one in outcomes for name in one.in_decimals],
    )


def _words(wishes: Sequence[Wish]) -> dict[str, list[str]]:
    """All words that stand in the results of these tables."""
    names = {name: sorted({word for wish in wishes for word in wish.names.get(name, ())}) for name in ("entity", "facility")}
    return {**result_words([wish.pack for wish in wishes]), **names}


@dataclass
class Wish:
    """What one table is asked for, and what came of it."""

    backend: Backend
    pack: Pack
    table: Path
    year: int | None
    quantities: Sequence[str]
    traces: Tracing | None
    word: str  # of its tables: those of the results outlive the next table
    told: Told
    outcome: Outcome = field(default_factory=Outcome)
    results: list[str] = field(default_factory=list)
    names: dict[str, set[str]] = field(default_factory=dict)  # of entities and facilities
    before: Event | None = None  # the table before is done: its traces stand in the file
    done: Event = field(default_factory=Event)


def _job(wish: Wish) -> None:
    """One table, all its years."""
    try:
        wish.results = [query for query in _queries(wish) if query]
        wording = Wording(wish.pack)
        wish.outcome.problems = [spoken(of_table(one, wish.table.name), wording) for one in wish.outcome.problems]
    finally:
        wish.done.set()


def _queries(wish: Wish) -> list[str]:
    """The queries of the results, one a year."""
    backend, pack, year, outcome = wish.backend, wish.pack, wish.year, wish.outcome
    wish.told("read", 0, 0)
    try:
        source = backend.open_source(wish.table)
    except TableFileError as error:
        outcome.problems += error.problems
        return []
    shape, problems = read_shape(pack, source.columns)
    outcome.problems += [*source.problems, *problems, *shown_otherwise(source.shown, pack, shape), *unread_columns(backend, shape)]
    outcome.problems += not_used(shape, [shape.places["line"]] if "line" in shape.places else [])
    outcome.problems += plain_cells(backend, pack, shape, year)
    outcome.problems += rows_of_other_years(backend, shape, year)
    if "entity" not in shape.places:
        return []
    row_of: dict[str, str] = {}
    if shape.long:
        shape, row_of, problems = pivoted(backend, pack, shape)
        outcome.problems += problems
    years, wrong = years_of(backend, shape)
    outcome.problems += wrong
    if year is None and not years:
        if outcome.is_refused:
            return []
        raise BatchUsageError("表中没有 year 列，请用 --year 写明年度 / the table has no column year: give --year")
    wanted = [year] if year is not None else years
    return [_year(wish, shape, row_of, one) for one in wanted]


def _year(wish: Wish, shape: TableShape, row_of: dict[str, str], year: int) -> str:
    """The query of the results of one year; empty where the table has errors."""
    backend, pack, outcome = wish.backend, wish.pack, wish.outcome
    outcome.years.append(year)
    outcome.problems += _validity(pack, year)
    typed, problems = read_rows(backend, pack, shape, row_of, year)
    if typed is None:
        outcome.problems += [] if outcome.is_refused else problems  # rows that could not be read are told
        return ""
    outcome.problems += problems
    word = f"{wish.word}_{year}"
    if any(one.is_error for one in outcome.problems):
        outcome.problems += checked_all_the_same(backend, pack, typed, year, word, outcome.problems)
        return ""
    wish.told("compute", 0, 0)
    known = [name for name in derived(pack) if not wish.quantities or name in wish.quantities]
    apart = set_apart(backend, pack, typed, year, word, known)
    _take(wish, apart)
    queries = [apart.query, _of_the_rest(wish, typed, year, word, known) if apart.rest else ""]
    query = " UNION ALL ".join(one for one in queries if one)
    if outcome.is_refused:
        return ""
    if wish.traces is None or not query:
        return query
    from tanheng.bulk.traces import digests_of, write_traces

    if apart.entities:
        whole_again(backend, word)
    backend.set_words(_words([wish]))
    expected = digests_of(backend, query)
    if wish.before is not None:
        wish.before.wait()
    problems, doubted = write_traces(backend, pack, typed, year, expected, wish.traces, wish.told)
    outcome.problems += problems
    outcome.doubted = (outcome.doubted or 0) + doubted
    return query


def _take(wish: Wish, apart: Apart) -> None:
    """Counts what the engine computed by itself, and remembers its names for the results."""
    wish.outcome.entities += len(apart.entities)
    wish.outcome.problems += apart.problems
    wish.names.setdefault("entity", set()).update(apart.entities)
    wish.names.setdefault("facility", set()).update(apart.facilities)


def _of_the_rest(wish: Wish, typed: TypedTable, year: int, word: str, known: list[str]) -> str:
    """The query of the entities left in the table `typed`; empty where it has errors."""
    layout = lay_out(wish.backend, wish.pack, typed, year, word)
    problems = [*layout_problems(layout), *expected_problems(layout)]
    wish.outcome.problems += problems
    wish.outcome.entities += _name_places(wish)
    return "" if any(one.is_error for one in problems) else _computed(layout, wish.outcome, known)


def _name_places(wish: Wish) -> int:
    """Remembers the names of entities and facilities for the results; how many entities there are."""
    found = wish.backend.rows(f"SELECT entity FROM {ENTITIES}")
    facilities = wish.backend.rows(f"SELECT DISTINCT facility FROM {FACILITIES}")
    for name, rows in (("entity", found), ("facility", facilities)):
        wish.names.setdefault(name, set()).update(row[0] for row in rows)
    return len(found)


def _validity(pack: Pack, year: int) -> list[TableProblem]:
    if pack.valid_from <= year <= (pack.valid_to or year):
        return []
    known = f"{pack.valid_from}–{pack.valid_to or ''}"
    return [table_problem("CASE-107", found=year, known=known)]


def derived(pack: Pack) -> list[str]:
    """The quantities that a pack computes, in its order."""
    return [one.id for one in pack.quantities.values() if one.role == "derived"]


def needed(pack: Pack, wanted: Sequence[str]) -> list[str]:
    """The formulas that the wanted quantities rest on, weights of means included, in the order of computation."""
    found: set[str] = set()
    waiting = list(wanted)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        waiting += pack.formulas[name].arguments if name in pack.formulas else ()
        weight = pack.quantities[name].weight
        waiting += [weight] if weight else []
    return [name for name in pack.formulas if name in found]


def _computed(layout: Layout, outcome: Outcome, wanted: list[str]) -> str:
    """Computes months and years; the query of the results."""
    pack, by_month = layout.pack, layout.typed.grain == "month"
    checked = [name for check in blocking(pack) for name in check.formula.arguments]
    formulas = needed(pack, [*wanted, *checked])
    parameters = parameters_of(pack, layout.year)
    monthly = Evaluation(
        layout.backend,
        pack,
        layout.year,
        layout.months,
        (lambda quantity: quantity.decimals) if by_month else (lambda quantity: quantity.year_decimals),
        parameters,
    )
    monthly.compute([name for name in formulas if not by_month or not pack.quantities[name].yearly_only])
    evaluations, stores = [monthly], [(layout.months, not by_month)]
    if by_month:
        years = Store(layout.months.name.replace("months", "years"))
        with_formula = [name for name in formulas if _by_formula(pack.quantities[name])]
        reads = {argument for name in with_formula for argument in pack.formulas[name].arguments} | set(checked)
        years_of_months(monthly, years, {*wanted, *reads}, layout.given)
        yearly = Evaluation(layout.backend, pack, layout.year, years, lambda quantity: quantity.year_decimals, parameters)
        yearly.compute(with_formula)
        evaluations.append(yearly)
        stores.append((years, True))
    for one in evaluations:
        outcome.problems += _run_problems(one)
        outcome.in_decimals += sorted(one.in_decimals)
    outcome.problems += bound_problems(layout, monthly, evaluations[-1])
    outcome.problems += check_problems(layout, monthly, evaluations[-1])
    if by_month:
        show_reported_months(monthly, years, wanted)
    return results_query(layout.backend, pack, layout.year, stores, wanted)


def _by_formula(quantity: Quantity) -> bool:
    return quantity.year == "formula" or quantity.yearly_only


def _run_problems(evaluation: Evaluation) -> list[TableProblem]:
    pack = evaluation.pack
    problems = []
    for name, count in evaluation.zero_divisions.items():
        label = pack.quantities[name].label
        problems.append(table_problem("BATCH-121", name=label.zh, name_en=label.en, found=figure(count)))
    for name, parameter in evaluation.without_parameter.items():
        problems.append(table_problem("BATCH-120", name=parameter, year=evaluation.year, quantity=name))
    for name in evaluation.too_large:
        label = pack.quantities[name].label
        problems.append(table_problem("BATCH-118", name=label.zh, name_en=label.en))
    return problems
