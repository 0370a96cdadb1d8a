"""Which cells of the month table a problem speaks of, and where each leads: to the answer of a doubt, else to the list below the table.

It knows places, not the table: a doubt about a measure that no cell shows stands at the reported figures beneath it, in its months.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tanheng.engine.checks.figures import values_beneath
from tanheng.engine.places import Place
from tanheng.engine.problems import SEVERITY_ORDER, Problem
from tanheng.engine.run import Run
from tanheng.pages.problem_texts import answer_address

LISTED_BELOW = "#problems"


@dataclass(frozen=True)
class MarkedCell:
    """What stands against a figure: how severe, whether it asks for an answer, and the address where it is said or answered."""

    code: str
    severity: str
    asks: bool
    address: str


def marked_cells(run: Run, problems: Sequence[Problem], answers: str) -> dict[Place, MarkedCell]:
    """The mark of each place: of several problems the one that blocks, then the one that asks. `answers` is the page of doubts."""
    found: dict[Place, MarkedCell] = {}
    for problem in sorted(problems, key=lambda one: (SEVERITY_ORDER[one.severity], not one.asks)):
        mark = MarkedCell(problem.code, problem.severity, problem.asks, answer_address(answers, problem) or LISTED_BELOW)
        for place in _places(run, problem):
            found.setdefault(place, mark)
    return found


def _places(run: Run, problem: Problem) -> Iterator[Place]:
    inputs = {quantity.id for quantity in run.pack.inputs()}
    at = [Place(where.quantity, where.facility, where.item, where.month) for where in problem.all_places if where.quantity in inputs]
    return iter(at) if at else _beneath(run, problem)


def _beneath(run: Run, problem: Problem) -> Iterator[Place]:
    """The figures of its months beneath the measure of a doubt; one about the whole year would mark every month, which tells nothing."""
    months = {place.month for place in problem.all_places if place.month is not None}
    check = next((check for check in run.pack.checks if check.id == problem.code), None)
    if not (problem.asks and months):
        return
    names = check.formula.arguments if check else (problem.where.quantity,)
    known = [name for name in names if name in run.pack.inputs_beneath]
    for value in values_beneath(run, known, (problem.where.facility, problem.where.item), months):
        yield Place(value.quantity, value.facility, value.item, value.month)
