"""The measure of a check over its places in a run: which places, which operands, which values. It judges nothing."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tanheng.engine.absences import NOT_APPLICABLE
from tanheng.engine.checks.month_gaps import worked
from tanheng.engine.columns import Column, OperandColumn, aligned, bound, evaluated, never_computed
from tanheng.engine.life import MONTHS
from tanheng.engine.numbers import ZERO
from tanheng.engine.once_a_pack import once_a_pack
from tanheng.engine.operands import InPlaces, computed, operands_of
from tanheng.engine.pack import Check, Pack
from tanheng.engine.part_of_year import needs_whole_year

if TYPE_CHECKING:
    from types import FunctionType

    from tanheng.engine.completeness import Periods
    from tanheng.engine.places import Key
    from tanheng.engine.run import Run

Known = dict[int, Column]  # the measures of a run so far, by what they measure


@dataclass(slots=True)
class Measured:
    """A check over its places: the measure key by key and period by period, and the function it comes from."""

    run: Run
    check: Check
    function: FunctionType
    parameters: Any
    keys: tuple[Key, ...]
    periods: Periods
    values: Column
    beside: Run | None = None  # last year's, where the month before January is read there


def measured(run: Run, check: Check, parameters: Any, known: Known, beside: Run | None = None) -> Measured | None:
    """The check measured over a run; None where an operand has no column, or no value anywhere."""
    yearly = "month" not in check.index
    if run.case.through_month is not None and needs_whole_year(check):
        return None
    source = run.read(check.formula.arguments, yearly=yearly)
    if len(source) < len(check.formula.arguments) or never_computed(check.formula, source):
        return None
    own = _places_and_arithmetic(run.pack).get(id(check))  # last year's run may have another pack
    place, same = own or (_place_of(run.pack, check), -1)
    keys: tuple[Key, ...] = ((None, None),) if place is None else run.keys[place]
    periods: Periods = (None,) if yearly else run.periods
    function = bound(check.formula, parameters)
    if check.before and periods == (None,):
        return None  # a year taken as one period has no month before
    if same not in known and check.before:
        operands = operands_of(run, check.formula, check.index, keys, yearly=yearly)
        known[same] = evaluated(function, _month_before(run, check, keys, operands, beside), len(keys) * len(periods))[0]
    elif same not in known:
        absences = None if yearly else _at_work(run, check.formula.arguments)
        known[same] = computed(run, check.formula, check.index, keys, parameters, yearly=yearly, absences=absences)[1]
    return Measured(run, check, function, parameters, keys, periods, known[same], beside if check.before else None)


def _at_work(run: Run, names: Sequence[str]) -> InPlaces | None:
    """The absences of these amounts, with 0 in the place of a `/` of a month in which the plant worked and whose series has amounts in
    others: beside its output a check asks of it what it asks of 0. None where there is no such month.
    """
    found: dict[str, dict[int, Any]] = {}
    width = len(run.periods)
    for name in names:
        absences, quantity = run.absences.get(name, {}), run.pack.quantities[name]
        if width == 1 or quantity.year != "sum" or NOT_APPLICABLE not in absences.values():
            continue
        for position, one in absences.items():
            key, start = run.keys[name][position // width], position // width * width
            elsewhere = one is NOT_APPLICABLE and any(run.columns[name][start : start + width])
            if elsewhere and worked(run, name, key, position - start + 1):
                found.setdefault(name, {})[position] = ZERO
    return {**run.absences, **{name: {**run.absences[name], **places} for name, places in found.items()}} if found else None


@once_a_pack
def _places_and_arithmetic(pack: Pack) -> dict[int, tuple[str | None, int]]:
    """By the id() of each check the quantity whose places are its own, and a number that is alike for checks that measure the same:
    a range and a spread of one ratio are computed once.
    """
    numbers: dict[Hashable, int] = {}
    found = {}
    for check in pack.checks:
        code = check.formula.function.__code__
        arithmetic = (code.co_code, code.co_consts[1:], code.co_names, id(check.formula.function.__globals__))
        same = (arithmetic, check.formula.arguments, check.index, check.before)
        found[id(check)] = _place_of(pack, check), numbers.setdefault(same, len(numbers))
    return found


def _place_of(pack: Pack, check: Check) -> str | None:
    """The first argument that has the indices of a check; None for the enterprise."""
    wanted = set(check.index) & {"facility", "item"}
    return next((name for name in check.formula.arguments if set(pack.quantities[name].index) & {"facility", "item"} == wanted), None)


def _month_before(run: Run, check: Check, keys: tuple[Key, ...], operands: list[OperandColumn], beside: Run | None) -> list[OperandColumn]:
    """The operands with those of `check.before` moved on by a month; January reads last year's December, if it is there."""
    width = len(run.periods)
    moved = list(operands)
    for number, name in enumerate(check.formula.arguments):
        if name in check.before:
            column: list[Any] = []
            for start, last in zip(range(0, len(keys) * width, width), _decembers(check, name, keys, beside), strict=True):
                column += [last, *operands[number][start : start + width - 1]]
            moved[number] = column
    return moved


def _decembers(check: Check, name: str, keys: tuple[Key, ...], beside: Run | None) -> Sequence[Any]:
    """Last year's December of an argument at each place; None where last year is not beside, has other units or no December."""
    if beside is None or name not in beside.columns or len(beside.periods) != len(MONTHS):
        return [None] * len(keys)
    quantity, width = beside.pack.quantities[name], len(beside.periods)
    return aligned(quantity, beside.columns[name], beside.keys[name], check.index, keys, periods=width)[width - 1 :: width]
