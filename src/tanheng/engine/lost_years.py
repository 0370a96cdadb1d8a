"""What a run tells of sums of parts that have no year because a month of theirs lacks a part: which months, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tanheng.engine.columns import is_absent
from tanheng.engine.completeness import months_text
from tanheng.engine.errors import Problem, Text, Where
from tanheng.engine.parts import asked_if_reported, tree_of

if TYPE_CHECKING:
    from tanheng.engine.run import Run

REMEDY = Text(
    "补上所缺的数据；当月没有发生的量填 0 并附说明",
    "enter what is missing; an amount that did not occur is 0, with a note",
)


def lost_years(run: Run) -> Iterator[Problem]:
    """One warning a place, told of the first sum on the way and not of the totals above it."""
    for name, formula in run.pack.formulas.items():
        if name in run.lost_years and run.lost_years.isdisjoint(formula.arguments):
            for position in range(len(run.keys[name])):
                yield from _lost(run, name, position)


def _lost(run: Run, name: str, position: int) -> Iterator[Problem]:
    width = len(run.periods)
    months = run.columns[name][position * width : (position + 1) * width]
    absent = [offset for offset, value in enumerate(months) if value is None]
    if not absent or len(absent) == width:
        return
    quantities = run.pack.quantities
    formula = run.pack.formulas[name]
    optional = asked_if_reported(tree_of(formula))
    names = [
        argument
        for argument, column in zip(formula.arguments, run.steps[name].operands, strict=True)
        if argument not in optional and any(is_absent(column[position * width + offset]) for offset in absent)
    ]
    label, (facility, item) = quantities[name].label, run.keys[name][position]
    found = months_text([month for offset in absent if (month := run.periods[offset]) is not None])
    because = Text(
        "、".join(quantities[one].label.zh for one in names), ", ".join(quantities[one].label.en for one in names)
    )
    message = Text(
        f"{label.zh}没有年度值：{found} 月无法计算，缺少{because.zh}",
        f"{label.en} has no year: month {found} cannot be computed without {because.en}",
    )
    if names:  # a division by zero is told by itself
        yield Problem("RUN-203", "warning", Where(name, facility, item), message, REMEDY)
