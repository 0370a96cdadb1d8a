"""The engine's words: what a formula may say beside plain arithmetic. Each word works on every kind of operand.

A word does the arithmetic itself where all its operands are plain numbers; otherwise it asks the operand, which is how units,
symbols, uncertain values and columns read the same formula. An absent operand makes the result absent; one that is not applicable
is no activity (`engine.absences`).
"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from tanheng.engine.absences import alike, applicable
from tanheng.engine.numbers import ZERO, round_decimal, settled


def total(values: Any) -> Any:
    """The sum over the indices that the result does not have; an empty set sums to zero."""
    if values.__class__ is tuple:
        found = sum(values, ZERO)
        return found or alike(values) or found
    return values.total()


def weighted_mean(values: Any, weights: Any) -> Any:
    """Σ value × weight / Σ weight. Raises ZeroDivisionError when the weights sum to zero."""
    if values.__class__ is tuple:
        values, weights = applicable(values, weights)
        return sum((value * weight for value, weight in zip(values, weights, strict=True)), ZERO) / sum(weights, ZERO)
    return values.weighted_mean(weights)


def where(condition: Any, then: Any, otherwise: Any) -> Any:
    """`then` where the condition holds, else `otherwise`."""
    if condition.__class__ is bool:
        return _number(then if condition else otherwise)
    return condition.where(then, otherwise)


def only_where(condition: Any, value: Any) -> Any:
    """The value where the condition holds, else none: what was not found has no number, not even 0."""
    if condition.__class__ is bool:
        return _number(value) if condition else None
    return condition.only_where(value)


def both(first: Any, second: Any) -> Any:
    """The condition that both conditions hold."""
    if first.__class__ is bool:
        return first and second if second.__class__ is bool else second.both(first)
    return first.both(second)


def either(first: Any, second: Any) -> Any:
    """The condition that at least one of the conditions holds."""
    if first.__class__ is bool:
        return first or second if second.__class__ is bool else second.either(first)
    return first.either(second)


def lesser(first: Any, second: Any) -> Any:
    """The smaller of two numbers of one unit; a literal 0 fits every unit."""
    if _plain(first, second):
        return _number(min(first, second))
    return second.lesser(first) if _is_number(first) else first.lesser(second)


def greater(first: Any, second: Any) -> Any:
    """The larger of two numbers of one unit; a literal 0 fits every unit."""
    if _plain(first, second):
        return _number(max(first, second))
    return second.greater(first) if _is_number(first) else first.greater(second)


def floored(value: Any) -> Any:
    """The value cut down to the whole number at or below it."""
    if _is_number(value):
        return settled(value).to_integral_value(ROUND_FLOOR)
    return value.floored()


def ceiled(value: Any) -> Any:
    """The value raised to the whole number at or above it."""
    if _is_number(value):
        return settled(value).to_integral_value(ROUND_CEILING)
    return value.ceiled()


def raised(base: Any, exponent: Any) -> Any:
    """The base to the power of the exponent, both without a unit. Raises InvalidOperation where the power is undefined."""
    if _plain(base, exponent):
        return settled(_number(base) ** _number(exponent))
    return exponent.as_exponent_of(base) if _is_number(base) else base.raised(exponent)


def exponential(value: Any) -> Any:
    """e to the power of a number without a unit."""
    if _is_number(value):
        return settled(_number(value).exp())
    return value.exponential()


def first_present(preferred: Any, otherwise: Any) -> Any:
    """The preferred value where it was reported, else the other one."""
    if preferred is None:
        return _number(otherwise)
    if preferred.__class__ is Decimal:
        return preferred
    return preferred.first_present(otherwise)


def if_reported(value: Any) -> Any:
    """The value where a source was reported; nothing is added where it was not. Only for sources that a plant may lack."""
    if value is None:
        return ZERO
    return value if value.__class__ is Decimal else value.if_reported()


def carbon(mass: Any) -> Any:
    """The mass counted as carbon (t → tC): the value stays, the unit changes."""
    return mass if mass.__class__ is Decimal else mass.as_carbon()


def rounded(value: Any, decimals: int) -> Any:
    """Half up to `decimals` places, as a visible step inside a formula."""
    return round_decimal(settled(value), decimals) if value.__class__ is Decimal else value.rounded(decimals)


def _is_number(value: Any) -> bool:
    return value.__class__ is Decimal or value.__class__ is int


def _plain(first: Any, second: Any) -> bool:
    """Whether the word can be computed here; an absent operand fails as it does in arithmetic."""
    if first is None or second is None:
        raise TypeError("an operand is absent")
    return _is_number(first) and _is_number(second)


def _number(value: Any) -> Any:
    """A whole number written in a formula as a decimal, so that later arithmetic stays exact."""
    return Decimal(value) if value.__class__ is int else value
