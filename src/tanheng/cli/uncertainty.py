"""What `calculate --uncertainty` adds: the propagation, and on request the Monte Carlo on all processors. Imported only then."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from multiprocessing import get_all_start_methods
from typing import TYPE_CHECKING, Any

from tanheng.analysis.totals import total_place
from tanheng.bulk.processes import deaf_to_interrupts, worker_ready, workers
from tanheng.cli.language import language
from tanheng.cli.progress import Bar, progress
from tanheng.cli.uncertainty_text import budget_lines, drawn_lines, results_lines
from tanheng.engine.places import Place
from tanheng.engine.run import Run
from tanheng.engine.text import Text
from tanheng.engine.uncertainty.budget import Propagation

if TYPE_CHECKING:
    from tanheng.analysis.monte_carlo import MonteCarlo

DRAWING = Text("蒙特卡洛抽样", "drawing")
MOST_PROCESSES = 8


def uncertainty_lines(run: Run, lang: str, asked: Place | None, draws: int | None, seed: int) -> Iterator[str]:
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


def budget_document(run: Run, asked: Place, lang: str) -> dict[str, Any] | None:
    """The budget of one number; None for a number that is no result."""
    found = Propagation(run).budget(*asked)
    return found.as_json(lang) if found else None


def _drawn(propagation: Propagation, draws: int, seed: int) -> MonteCarlo:
    from tanheng.analysis.monte_carlo import monte_carlo

    return monte_carlo(propagation, draws, seed, each=each_on_all_processors)


def each_on_all_processors(work: Callable[[int], Any], numbers: Sequence[int]) -> list[Any]:
    """`map` in as many processes as there are processors. Threads would wait for each other at every short column."""
    processes = min(os.cpu_count() or 1, MOST_PROCESSES)
    if processes == 1 or "fork" not in get_all_start_methods():
        with progress(DRAWING.in_(language()), len(numbers)) as bar:
            return [_stepped(bar, work(number)) for number in numbers]
    with workers(processes, "fork", _take_work, work) as pool:
        with deaf_to_interrupts("fork"):
            waiting = [pool.submit(_do_work, number) for number in numbers]
        with progress(DRAWING.in_(language()), len(numbers)) as bar:  # after the processes: no thread may run while they are made
            return [_stepped(bar, future.result()) for future in waiting]


def _stepped(bar: Bar, found: Any) -> Any:
    bar.step()
    return found


_work: Callable[[int], Any]


def _take_work(work: Callable[[int], Any]) -> None:
    global _work  # noqa: PLW0603 - a forked process inherits it; it could not be sent
    _work = work
    worker_ready()


def _do_work(number: int) -> Any:
    return _work(number)
