"""One batch from file to file: read, check, line up, compute, write. It decides the order of the steps and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tanheng.bulk.backend import Backend, TableFileError
from tanheng.bulk.completeness import layout_problems
from tanheng.bulk.evaluate import Evaluation
from tanheng.bulk.layout import Layout, lay_out
from tanheng.bulk.problems import TableProblem, in_order, table_problem
from tanheng.bulk.reading import read_rows, years_of
from tanheng.bulk.results import results_query
from tanheng.bulk.store import Store
from tanheng.bulk.table import read_shape
from tanheng.bulk.years import years_of_months
from tanheng.engine.numbers import Number
from tanheng.engine.pack import Pack, Quantity


@dataclass
class Outcome:
    """What came of a batch: rows written, entities, and every problem; nothing is written where one of them blocks."""

    rows: int = 0
    entities: int = 0
    years: list[int] = field(default_factory=list)
    problems: list[TableProblem] = field(default_factory=list)
    in_decimals: list[str] = field(default_factory=list)

    @property
    def is_refused(self) -> bool:
        """Whether the table has errors."""
        return any(one.is_error for one in self.problems)


def run_batch(
    backend: Backend, pack: Pack, table: Path, output: Path, *, year: int | None = None, quantities: Sequence[str] = ()
) -> Outcome:
    """Computes the table by the pack and writes the results to `output`, a path that the caller puts in its place."""
    outcome = Outcome()
    try:
        columns = backend.open_source(table)
    except TableFileError as error:
        outcome.problems = [table_problem("BATCH-108", found=str(error))]
        return outcome
    shape, outcome.problems = read_shape(pack, columns)
    if outcome.is_refused:
        return outcome
    years, wrong = years_of(backend, shape)
    outcome.problems += wrong
    outcome.years = [year] if year is not None else years
    queries = []
    for one in outcome.years:
        typed, problems = read_rows(backend, pack, shape, one)
        outcome.problems += problems
        if typed is None:
            continue
        layout = lay_out(backend, pack, typed, one)
        outcome.problems += layout_problems(layout)
        outcome.entities += int(backend.rows("SELECT COUNT(*) FROM entities")[0][0])
        if not outcome.is_refused:
            query = _computed(layout, outcome, list(quantities) or derived(pack))
            if len(outcome.years) > 1 and query:
                backend.make(f"results_{one}", query)
                query = f"SELECT * FROM results_{one}"
            queries.append(query)
    outcome.problems = in_order(outcome.problems)
    if not outcome.is_refused:
        outcome.rows = backend.write(" UNION ALL ".join(query for query in queries if query), output)
    return outcome


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
    formulas = needed(pack, wanted)
    parameters = _parameters(pack, layout.year)
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
        years = Store("y")
        with_formula = [name for name in formulas if _by_formula(pack.quantities[name])]
        reads = {argument for name in with_formula for argument in pack.formulas[name].arguments}
        years_of_months(monthly, years, {*wanted, *reads}, layout.given)
        yearly = Evaluation(
            layout.backend, pack, layout.year, years, lambda quantity: quantity.year_decimals, parameters
        )
        yearly.compute(with_formula)
        evaluations.append(yearly)
        stores.append((years, True))
    for one in evaluations:
        outcome.problems += _run_problems(one)
        outcome.in_decimals += sorted(one.in_decimals)
    return results_query(layout.backend, pack, layout.year, stores, wanted)


def _by_formula(quantity: Quantity) -> bool:
    return quantity.year == "formula" or quantity.yearly_only


def _parameters(pack: Pack, year: int) -> dict[str, Number]:
    found: dict[str, Number] = {}
    for name in pack.parameters:
        try:
            found[name] = pack.parameter(name, year).value
        except KeyError:
            continue
    return found


def _run_problems(evaluation: Evaluation) -> list[TableProblem]:
    pack = evaluation.pack
    problems = []
    for name, count in evaluation.zero_divisions.items():
        label = pack.quantities[name].label
        problems.append(table_problem("BATCH-121", severity="warning", name=label.zh, name_en=label.en, found=count))
    for name in evaluation.too_large:
        label = pack.quantities[name].label
        problems.append(table_problem("BATCH-118", name=label.zh, name_en=label.en))
    return problems
