"""Problems of cells of the monthly grid, each with the place it stands at."""

from datetime import date
from typing import Any

from tanheng.apps.monitoring.models import PlanLine
from tanheng.engine.places import Where
from tanheng.engine.plan.grid_sentences import SENTENCES
from tanheng.engine.problems import Problem
from tanheng.engine.sentences import problem_of
from tanheng.engine.text import Text

REASON_NEEDED, DEPARTURE = "GRID-105", "GRID-107"
SAVED_WITH_REASON = (REASON_NEEDED, DEPARTURE)


def cell_problem(code: str, line: PlanLine | None, month: date, **words: Any) -> Problem:
    """The problem of a code at a line (None: of no line) and a month."""
    where = cell_place(line, month) if line else Where(month=month.month)
    return problem_of(SENTENCES, code, where, month=f"{month:%Y-%m}", **({"name": line.name} if line else {}), **words)


def cell_place(line: PlanLine, month: date) -> Where:
    """Where the cell of a line and a month stands."""
    spoken = Text(line.name, line.name)
    return Where(quantity=line.measure, facility=line.place or None, item=line.item or None, month=month.month, spoken=spoken)
