"""The uncertainty reading: a formula called with `Uncertain` operands gives its value and, by one sweep back, how much it
follows each input (GUM, ISO/IEC Guide 98-3, first order).

Values stay exact decimals and are the digits of the run; sensitivities are floats, as an uncertainty has two digits anyway.
It knows neither meters nor correlation: `engine.uncertainty.sources` and `engine.uncertainty.budget` do.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from decimal import Decimal
from math import log
from typing import Any

from tanheng.engine import words
from tanheng.engine.columns import Column, rounded_column
from tanheng.engine.numbers import ZERO, Ratio

Parents = tuple[tuple["Uncertain", float], ...]
PLAIN = (Decimal, int)


class Uncertain:
    """A value and what it was made of: its operands, each with the partial derivative. An input carries its `source`."""

    __slots__ = ("parents", "source", "value")

    def __init__(self, value: Decimal, parents: Parents = (), source: Hashable = None) -> None:
        self.value = value
        self.parents = parents
        self.source = source

    def __add__(self, other: Any) -> Uncertain:
        if isinstance(other, PLAIN):
            return Uncertain(self.value + other, ((self, 1.0),))
        if isinstance(other, Uncertain):
            return Uncertain(self.value + other.value, ((self, 1.0), (other, 1.0)))
        return NotImplemented

    __radd__ = __add__

    def __sub__(self, other: Any) -> Uncertain:
        if isinstance(other, PLAIN):
            return Uncertain(self.value - other, ((self, 1.0),))
        if isinstance(other, Uncertain):
            return Uncertain(self.value - other.value, ((self, 1.0), (other, -1.0)))
        return NotImplemented

    def __rsub__(self, other: Decimal | int) -> Uncertain:
        return Uncertain(other - self.value, ((self, -1.0),))

    def __neg__(self) -> Uncertain:
        return Uncertain(-self.value, ((self, -1.0),))

    def __mul__(self, other: Any) -> Uncertain:
        if isinstance(other, PLAIN):
            return Uncertain(self.value * other, ((self, float(other)),))
        if isinstance(other, Uncertain):
            return Uncertain(self.value * other.value, ((self, float(other.value)), (other, float(self.value))))
        return NotImplemented  # an exact ratio multiplies by itself: numerator first, then denominator

    def __rmul__(self, other: Decimal | int) -> Uncertain:
        return Uncertain(other * self.value, ((self, float(other)),))

    def __truediv__(self, other: Any) -> Uncertain:
        if isinstance(other, PLAIN):
            return Uncertain(self.value / other, ((self, 1 / float(other)),))
        if isinstance(other, Uncertain):
            value, divisor = self.value / other.value, float(other.value)
            return Uncertain(value, ((self, 1 / divisor), (other, -float(value) / divisor)))
        return NotImplemented

    def __rtruediv__(self, other: Decimal | int) -> Uncertain:
        value = other / self.value
        return Uncertain(value, ((self, -float(value) / float(self.value)),))

    def __lt__(self, other: Any) -> bool:
        return bool(self.value < _value(other))

    def __le__(self, other: Any) -> bool:
        return bool(self.value <= _value(other))

    def __gt__(self, other: Any) -> bool:
        return bool(self.value > _value(other))

    def __ge__(self, other: Any) -> bool:
        return bool(self.value >= _value(other))

    def __eq__(self, other: object) -> bool:
        return bool(self.value == _value(other))

    __hash__ = None  # type: ignore[assignment]  # equal values are not the same operand

    def __bool__(self) -> bool:
        return bool(self.value)

    def lesser(self, other: Any) -> Any:
        """The word lesser(): the branch that counts passes its sensitivities on."""
        return self if self.value <= _value(other) else other

    def greater(self, other: Any) -> Any:
        """The word greater()."""
        return self if self.value >= _value(other) else other

    def _stepped(self, word: Callable[..., Any], *arguments: Any) -> Uncertain:
        """A step function keeps the slope of the line it follows: one."""
        return Uncertain(word(self.value, *arguments), ((self, 1.0),))

    def floored(self) -> Uncertain:
        """The word floored()."""
        return self._stepped(words.floored)

    def ceiled(self) -> Uncertain:
        """The word ceiled()."""
        return self._stepped(words.ceiled)

    def rounded(self, decimals: int) -> Uncertain:
        """The word rounded()."""
        return self._stepped(words.rounded, decimals)

    def raised(self, exponent: Any) -> Uncertain:
        """The word raised(): b^e follows b by e·b^(e−1) and e by ln b · b^e."""
        power = _value(exponent)
        value = words.raised(self.value, power)
        parents: Parents = ((self, float(power) * float(value) / float(self.value) if self.value else 0.0),)
        if isinstance(exponent, Uncertain):
            parents += ((exponent, log(self.value) * float(value) if self.value > 0 else 0.0),)
        return Uncertain(value, parents)

    def as_exponent_of(self, base: Any) -> Uncertain:
        """The word raised() with a plain number as its base."""
        value = words.raised(base, self.value)
        return Uncertain(value, ((self, log(base) * float(value) if base > 0 else 0.0),))

    def exponential(self) -> Uncertain:
        """The word exponential(): e^x is its own slope."""
        value = words.exponential(self.value)
        return Uncertain(value, ((self, float(value)),))

    def first_present(self, otherwise: Any) -> Uncertain:
        """The word first_present(): this one was reported."""
        return self

    def _kept(self) -> Uncertain:
        return self

    if_reported = as_carbon = _kept


def _value(operand: Any) -> Any:
    return operand.value if isinstance(operand, Uncertain) else operand


def uncertain_number(value: Decimal | Ratio, source: Hashable) -> Uncertain | Ratio:
    """An input as operand. A ratio stays a ratio, so that it still multiplies before it divides; its numerator varies."""
    if isinstance(value, Ratio):
        return Ratio(Uncertain(value.numerator, source=source), value.denominator)  # type: ignore[arg-type]  # a Ratio of operands
    return Uncertain(value, source=source)


def rounded_uncertain(raw: Column, decimals: int | None, mode: str) -> Column:
    """The column rounded as the run rounds it, sensitivities kept. What rounding itself adds is below the last digit."""
    values = rounded_column([_value(one) for one in raw], decimals, mode)
    return [Uncertain(value, ((one, 1.0),)) if isinstance(one, Uncertain) else value for one, value in zip(raw, values, strict=True)]


def sensitivities(result: Any) -> dict[Hashable, float]:
    """∂result/∂input for every input that reaches the result, by source: one sweep from the result back to the inputs."""
    if not isinstance(result, Uncertain):
        return {}
    weights: dict[int, float] = {id(result): 1.0}
    found: dict[Hashable, float] = {}
    for node in reversed(_inputs_first(result)):
        weight = weights.pop(id(node))
        if node.source is not None:
            found[node.source] = found.get(node.source, 0.0) + weight
        for parent, partial in node.parents:
            weights[id(parent)] = weights.get(id(parent), 0.0) + weight * partial
    return found


def _inputs_first(result: Uncertain) -> list[Uncertain]:
    """All operands below a result, each after the ones it was made of; without recursion, as sums can be deep."""
    ordered: list[Uncertain] = []
    seen: set[int] = set()
    waiting: list[tuple[Uncertain, bool]] = [(result, False)]
    while waiting:
        node, complete = waiting.pop()
        if complete:
            ordered.append(node)
        elif id(node) not in seen:
            seen.add(id(node))
            waiting.append((node, True))
            waiting.extend((parent, False) for parent, _ in node.parents if id(parent) not in seen)
    return ordered


def plain_value(operand: Any) -> Decimal:
    """The exact value of an operand of this reading."""
    return _value(operand) if operand is not None else ZERO
