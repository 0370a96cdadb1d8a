"""Columns of values and how a formula's arguments line up with its result: same place, broadcast, or a series to be reduced.

A column holds one value per key (facility, item) and period, key-major. A trace needs no copies: it keeps the columns.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, DivisionUndefined, InvalidOperation
from functools import cache, reduce
from itertools import repeat
from types import FunctionType
from typing import Any

from tanheng.engine.absences import Idle
from tanheng.engine.errors import PackError
from tanheng.engine.graph import extra_indices
from tanheng.engine.numbers import CUTTING, SETTLED, ZERO, last_place
from tanheng.engine.pack import Formula, Quantity
from tanheng.engine.pack_sentences import told
from tanheng.engine.places import Key

Column = list[Decimal | None]
OperandColumn = Sequence[Any]
ABSENCE_WORDS = frozenset(("first_present", "if_reported", "where"))
Match = list[tuple[int, ...]]


def matches(argument: Quantity, argument_keys: Sequence[Key], index: tuple[str, ...], keys: Sequence[Key]) -> Match:
    """For each key of the result the positions of the argument's keys that belong to it."""
    shared_facility = "facility" in index and argument.by_facility
    shared_item = "item" in index and argument.by_item
    groups: dict[Key, list[int]] = {}
    for position, (facility, item) in enumerate(argument_keys):
        groups.setdefault((facility if shared_facility else None, item if shared_item else None), []).append(position)
    nothing: list[int] = []
    return [tuple(groups.get((facility if shared_facility else None, item if shared_item else None), nothing)) for facility, item in keys]


def aligned(
    argument: Quantity,
    column: Column,
    argument_keys: Sequence[Key],
    index: tuple[str, ...],
    keys: Sequence[Key],
    *,
    periods: int,
) -> OperandColumn:
    """The argument's column as the result needs it: itself, broadcast, or tuples where it has more indices."""
    series = bool(extra_indices(argument, index))
    if not series and (argument_keys is keys or tuple(argument_keys) == tuple(keys)):
        return column
    if series and not set(argument.index) & set(index) & {"facility", "item"}:
        # All of the argument's keys belong to every result.
        whole = [tuple(column[period::periods]) for period in range(periods)]
        return whole * len(keys)
    found = matches(argument, argument_keys, index, keys)
    if series:
        return [tuple(column[position * periods + period] for position in positions) for positions in found for period in range(periods)]
    if any(len(positions) > 1 for positions in found):
        raise PackError(told("ambiguous", name=argument.id, index=index))
    return [column[positions[0] * periods + period] if positions else None for positions in found for period in range(periods)]


def rounded_column(raw: Column, decimals: int | None, mode: str) -> Column:
    """The values at the declared decimals; without any, full precision."""
    if raw and raw[0] is None and raw.count(None) == len(raw):  # as of most sources that a plant lacks
        return list(raw)
    if decimals is None:  # trailing zeros depend on how an input was typed, so they go
        return [None if value is None else value.normalize() or ZERO for value in raw]
    exponent, cut, quantize = last_place(decimals), SETTLED.plus, CUTTING[mode].quantize
    nothing = ZERO.quantize(exponent)  # a zero has no sign, whatever it was cut from
    try:
        found = list(map(quantize, map(cut, raw), repeat(exponent)))  # type: ignore[arg-type]  # None is caught
    except TypeError:  # a value is absent
        return [None if value is None else quantize(cut(value), exponent) or nothing for value in raw]
    return found if all(found) else [value or nothing for value in found]  # type: ignore[return-value]  # a list of decimals is a column


def bound(formula: Formula, parameters: Any) -> FunctionType:
    """The formula with the parameters as the default of its `p`: a third faster than `functools.partial`."""
    function = formula.function
    if not formula.uses_parameters:
        return function
    found = FunctionType(function.__code__, function.__globals__, function.__name__, None, function.__closure__)
    found.__kwdefaults__ = {"p": parameters}
    return found


def evaluated(
    function: FunctionType, operands: Sequence[OperandColumn], length: int, *, at_once: bool = True
) -> tuple[Column, list[tuple[int, Exception]]]:
    """The function over its operand columns, and the positions where it failed. All at once where nothing is missing, or
    nothing at all where an operand is; not so where absences stand in them, with which a blank may be no matter.
    """
    if not operands:
        return [function() for _ in range(length)], []
    try:
        return list(map(function, *operands)), []
    except (ArithmeticError, TypeError, AttributeError):
        if not at_once:
            return _one_by_one(function, operands)
        absent = [_all_absent(column) for column in operands]
        if any(absent) and not makes_do(function.__code__.co_names):
            return [None] * length, []
        if all(absent) and all(column[0] is None for column in operands):  # everywhere alike
            values, failures = _one_by_one(function, [column[:1] for column in operands])
            if not failures:
                return values * length, []
        return _one_by_one(function, operands)


@cache
def makes_do(names: tuple[str, ...]) -> bool:
    """Whether a formula that reads these names has a word that gives something where an operand is absent."""
    return not ABSENCE_WORDS.isdisjoint(names)


def never_computed(formula: Formula, source: Mapping[str, Column]) -> bool:
    """Whether an operand is absent everywhere and no word of the formula makes do without it."""
    if makes_do(formula.function.__code__.co_names):
        return False
    return any(source[name] and _all_absent(source[name]) for name in formula.arguments)


def _all_absent(column: OperandColumn) -> bool:
    """Whether nothing stands in a column of values or of series; most columns say so by their first place."""
    if not column or column[0] is None:
        return column.count(None) == len(column)
    return isinstance(column[0], tuple) and all(map(is_absent, column))


def _one_by_one(function: Callable[..., Any], operands: Sequence[OperandColumn]) -> tuple[Column, list[tuple[int, Exception]]]:
    values: list[Any] = []
    failures: list[tuple[int, Exception]] = []
    for position, arguments in enumerate(zip(*operands, strict=True)):
        try:
            values.append(function(*arguments))
        except (TypeError, AttributeError) as error:
            blank = any(map(is_absent, arguments))
            idle = None if blank else _idle_of(arguments)  # a property of nothing has no size to compare
            values.append(idle)
            if not (blank or idle):
                failures.append((position, error))  # an absent operand gives an absent result; anything else is told
        except ArithmeticError as error:
            values.append(None)
            if not is_nothing_by_nothing(error):
                failures.append((position, error))
    return values, failures


def is_nothing_by_nothing(error: Exception) -> bool:
    """Whether zero was divided by zero: where nothing was burnt and nothing made, a rate is absent and nothing is wrong."""
    signals = error.args[0] if isinstance(error, InvalidOperation) and error.args else ()
    return isinstance(signals, list) and DivisionUndefined in signals


def is_absent(argument: Any) -> bool:
    """Whether an operand, or one of a series, is absent."""
    return argument is None or (isinstance(argument, tuple) and None in argument)


def _idle_of(arguments: Sequence[Any]) -> Idle | None:
    """What stands for all the operands that are properties of nothing; None where none is one."""
    idle = [one for argument in arguments for one in (argument if isinstance(argument, tuple) else (argument,)) if isinstance(one, Idle)]
    return reduce(operator.add, idle) if idle else None
