"""The engine's words: what a formula may say beside plain arithmetic. Each word works on every kind of operand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tanheng.engine.numbers import ZERO, round_decimal


def total(values: Any) -> Any:
    """The sum over the indices that the result does not have; an empty set sums to zero."""
    if values.__class__ is tuple:
        return sum(values, ZERO)
    return values.total()


def weighted_mean(values: Any, weights: Any) -> Any:
    """Σ value × weight / Σ weight. Raises ZeroDivisionError when the weights sum to zero."""
    if values.__class__ is tuple:
        return sum((value * weight for value, weight in zip(values, weights, strict=True)), ZERO) / sum(weights, ZERO)
    return values.weighted_mean(weights)


def where(condition: Any, then: Any, otherwise: Any) -> Any:
    """`then` where the condition holds, else `otherwise`."""
    if condition.__class__ is bool:
        return then if condition else otherwise
    return condition.where(then, otherwise)


def first_present(preferred: Any, otherwise: Any) -> Any:
    """The preferred value where it was reported, else the other one."""
    if preferred is None:
        return otherwise
    if preferred.__class__ is Decimal:
        return preferred
    return preferred.first_present(otherwise)


def if_reported(value: Any) -> Any:
    """The value where a source was reported; nothing is added where it was not. Only for sources that a plant
    may lack.
    """
    if value is None:
        return ZERO
    return value if value.__class__ is Decimal else value.if_reported()


def carbon(mass: Any) -> Any:
    """The mass counted as carbon (t → tC): the value stays, the unit changes."""
    return mass if mass.__class__ is Decimal else mass.as_carbon()


def rounded(value: Any, decimals: int) -> Any:
    """Half up to `decimals` places, as a visible step inside a formula."""
    return round_decimal(value, decimals) if value.__class__ is Decimal else value.rounded(decimals)
