"""Says of a problem at a cell to which facility its row belongs, so that it is counted and mended there; it finds no problems.

A range over several rows, and a row that names no facility of the case, belong to none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from tanheng.documents.input.headings import Names
from tanheng.documents.input.tables import Row
from tanheng.engine.places import Where
from tanheng.engine.problems import Problem
from tanheng.engine.text import Text

CELLS_OF_ONE_ROW = re.compile(r"[A-Z]+(?P<row>\d+)(?::[A-Z]+(?P=row))?")
Facility = tuple[str, Text]  # code, and what the row calls it


def at_facilities(problems: Iterable[Problem], rows: Iterable[Row], names: Names) -> list[Problem]:
    """The problems with the facility of their row in every place that has none."""
    found = _facilities(rows, names)
    return [_told_at(problem, found) for problem in problems]


def _facilities(rows: Iterable[Row], names: Names) -> dict[tuple[str | None, int], Facility]:
    found = {}
    for row in rows:
        label = row.text("facility")
        if label and (code := names.find(label)):
            found[row.sheet.name, row.number] = (code, Text(label, label))
    return found


def _told_at(problem: Problem, found: dict[tuple[str | None, int], Facility]) -> Problem:
    places = tuple(_placed(where, found) for where in problem.all_places)
    return problem if places == problem.all_places else replace(problem, where=places[0], places=places if problem.places else ())


def _placed(where: Where, found: dict[tuple[str | None, int], Facility]) -> Where:
    cells = CELLS_OF_ONE_ROW.fullmatch(where.cell or "")
    number = int(cells["row"]) if cells else where.line
    facility = found.get((where.sheet, number)) if number and not (where.quantity or where.facility) else None
    return replace(where, facility=facility[0]).called(facility[1]) if facility else where
