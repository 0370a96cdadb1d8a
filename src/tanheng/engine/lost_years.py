"""What a run tells of sums of parts that have no year because a month of theirs lacks a part: which months, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tanheng.engine.columns import is_absent
from tanheng.engine.completeness import months_text
from tanheng.engine.parts import asked_if_reported
from tanheng.engine.places import Where
from tanheng.engine.problems import Problem
from tanheng.engine.run_problems import SENTENCES
from tanheng.engine.sentences import problem_of
from tanheng.engine.text import Text

if TYPE_CHECKING:
    from tanheng.engine.run import Run


def lost_years(run: Run) -> Iterator[Problem]:
    """One warning a place, told of the first sum on the way and not of the totals above it."""
    for name, formula in run.pack.formulas.items():
        if name in run.lost_years and run.lost_years.isdisjoint(formula.arguments):
            for position in range(len(run.keys[name])):
                yield from _lost(run, name, position)


def _lost(run: Run, name: str, position: int) -> Iterator[Problem]:
    width = len(run.periods)
    months = run.columns[name][position * width : (position + 1) * width]
    excused = run.absences.get(name, {})
    absent = [offset for offset, value in enumerate(months) if value is None and position * width + offset not in excused]
    if not absent or len(absent) == width:
        return
    quantities = run.pack.quantities
    formula = run.pack.formulas[name]
    optional = asked_if_reported(formula.expression)
    names = [
        argument
        for argument, column in zip(formula.arguments, run.steps[name].operands, strict=True)
        if argument not in optional and any(is_absent(column[position * width + offset]) for offset in absent)
    ]
    label, (facility, item) = quantities[name].label, run.keys[name][position]
    found = months_text([month for offset in absent if (month := run.periods[offset]) is not None])
    because = Text("、".join(quantities[one].label.zh for one in names), ", ".join(quantities[one].label.en for one in names))
    if names:  # a division by zero is told by itself
        words = {"name": label.zh, "name_en": label.en, "months": found, "found": because.zh, "found_en": because.en}
        yield problem_of(SENTENCES, "RUN-203", Where(name, facility, item), **words)
