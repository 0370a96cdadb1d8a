"""What `calculate --uncertainty` adds: the propagation, and on request the Monte Carlo on all processors. Imported only then."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from multiprocessing import get_all_start_methods, get_context
from typing import TYPE_CHECKING, Any

from tanheng.analysis.totals import total_place
from tanheng.cli.uncertainty_text import budget_lines, drawn_lines, results_lines
from tanheng.engine.run import Run
from tanheng.engine.uncertainty_budget import Propagation

if TYPE_CHECKING:
    from tanheng.analysis.monte_carlo import MonteCarlo

MOST_PROCESSES = 8
Asked = tuple[str, str | None, str | None, int | None]


def uncertainty_lines(run: Run, lang: str, asked: Asked | None, draws: int | None, seed: int) -> Iterator[str]:
    """The uncertainties as text: of the year and its total, or of the number asked for."""
    propagation = Propagation(run)
    budgets = list(propagation.budgets())
    yield ""
    if asked is None:
        yield from results_lines(run, budgets, lang)
    budget = propagation.budget(*(asked or total_place(run)))
    if budget is not None and (asked or budget.stated):
        yield from budget_lines(run, budget, lang)
    if draws is not None and any(one.stated for one in budgets):
        yield from drawn_lines(run, _drawn(propagation, draws, seed), budgets, lang)


def uncertainty_document(run: Run, lang: str, draws: int | None, seed: int) -> dict[str, Any]:
    """The `uncertainty` of a `run/1`."""
    propagation = Propagation(run)
    document = propagation.document(lang)
    if draws is not None:
        document["monte_carlo"] = _drawn(propagation, draws, seed).document()
    return document


def budget_document(run: Run, asked: Asked, lang: str) -> dict[str, Any] | None:
    """The budget of one number; None for a number that is no result."""
    found = Propagation(run).budget(*asked)
    return found.as_json(lang) if found else None


def _drawn(propagation: Propagation, draws: int, seed: int) -> MonteCarlo:
    from tanheng.analysis.monte_carlo import monte_carlo

    return monte_carlo(propagation, draws, seed, each=each_on_all_processors)


def each_on_all_processors(work: Callable[[int], Any], numbers: Iterable[int]) -> list[Any]:
    """`map` in as many processes as there are processors. Threads would wait for each other at every short column."""
    processes = min(os.cpu_count() or 1, MOST_PROCESSES)
    if processes == 1 or "fork" not in get_all_start_methods():
        return [work(number) for number in numbers]
    with get_context("fork").Pool(processes, initializer=_take_work, initargs=(work,)) as pool:
        return pool.map(_do_work, numbers, chunksize=1)


_work: Callable[[int], Any]


def _take_work(work: Callable[[int], Any]) -> None:
    global _work  # noqa: PLW0603 - a forked process inherits it; it could not be sent
    _work = work


def _do_work(number: int) -> Any:
    return _work(number)
