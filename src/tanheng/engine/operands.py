"""The operand columns of a formula or a check in a run, each argument lined up with the places of the result; and what the formula gives.

Columns hold None where there is no number; a formula reads the absences that a run knows (`engine.absences`) in their places.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tanheng.engine.absences import Absences, marked, parted
from tanheng.engine.columns import Column, OperandColumn, aligned, bound, evaluated
from tanheng.engine.pack import Formula

if TYPE_CHECKING:
    from tanheng.engine.places import Key
    from tanheng.engine.run import Run

InPlaces = Mapping[str, Mapping[int, Any]]  # by quantity, what stands in the places of its column where there is no number


def operands_of(
    run: Run, formula: Formula, index: tuple[str, ...], keys: tuple[Key, ...], *, yearly: bool, absences: InPlaces | None = None
) -> list[OperandColumn]:
    """One column an argument, key-major, the months of the run or its year; with `absences` in their places."""
    source, absences = run.read(formula.arguments, yearly=yearly), absences or {}
    periods = 1 if yearly else len(run.periods)
    quantities = run.pack.quantities
    columns = {name: marked(source[name], absences[name]) if name in absences else source[name] for name in formula.arguments}
    return [aligned(quantities[name], columns[name], run.keys[name], index, keys, periods=periods) for name in formula.arguments]


def computed(
    run: Run,
    formula: Formula,
    index: tuple[str, ...],
    keys: tuple[Key, ...],
    parameters: Any,
    *,
    yearly: bool,
    absences: InPlaces | None = None,
) -> tuple[list[OperandColumn], Column, Absences, list[tuple[int, Exception]]]:
    """Operands, raw results, the absences among them, and the positions that failed. Decimals need `exact_context` around it.
    `absences` in the place of those of the run.
    """
    operands = operands_of(run, formula, index, keys, yearly=yearly)
    function, length = bound(formula, parameters), len(keys) * (1 if yearly else len(run.periods))
    absences = _absences(run, yearly=yearly) if absences is None else absences
    if absences.keys().isdisjoint(formula.arguments):
        raw, failures = evaluated(function, operands, length)
        return operands, raw, {}, failures
    as_read = operands_of(run, formula, index, keys, yearly=yearly, absences=absences)
    raw, failures = evaluated(function, as_read, length, at_once=False)
    return operands, *parted(raw), failures


def _absences(run: Run, *, yearly: bool) -> dict[str, Absences]:
    return run.year_absences if yearly else run.absences
