"""What stands where there is no number and yet nothing is missing: operands beside decimals, with which every word and sign works.

`/` (not applicable): a source that did not exist in a month. It is no activity: added it changes nothing, and what is computed of it
alone is not applicable either. Idle: a content, a heating value or a factor of a month in which nothing was burnt or made; nobody
could measure it. Nothing times it, or divided by it, is nothing; in all other arithmetic it is as absent as a blank. Unasked: the same of
something that was burnt, but outside the boundary; nobody need know it. What is computed of it is no smaller for being unknown, so that
a sum over the year with such a month has no year.

A run's columns hold None at such places and remember here which is which; that months are blank is told elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tanheng.engine.numbers import ZERO

NOT_APPLICABLE_SIGN = "/"
NOT_APPLICABLE_KIND = "not_applicable"


class Absence:
    """A place without a number where none is missing. `sign` is what tables print there."""

    __slots__ = ()
    sign = ""

    def _kept(self, *_: Any) -> Absence:
        return self

    __neg__ = floored = ceiled = rounded = raised = as_exponent_of = exponential = as_carbon = _kept

    def first_present(self, otherwise: Any) -> Any:
        """The word first_present(): the other one, where there is one."""
        return self if otherwise is None else _number(otherwise)


class NotApplicable(Absence):
    """No activity: nothing is added, and nothing can be multiplied or divided."""

    __slots__ = ()
    sign = NOT_APPLICABLE_SIGN

    def __add__(self, other: Any) -> Any:
        return _present(other)

    __radd__ = __rsub__ = __add__

    def __sub__(self, other: Any) -> Any:
        return -_present(other)

    def __mul__(self, _: Any) -> NotApplicable:
        return self

    __rmul__ = __truediv__ = __rtruediv__ = __mul__

    def __lt__(self, other: Any) -> Any:
        return _measured(other) > ZERO

    def __le__(self, other: Any) -> Any:
        return _measured(other) >= ZERO

    def __gt__(self, other: Any) -> Any:
        return _measured(other) < ZERO

    def __ge__(self, other: Any) -> Any:
        return _measured(other) <= ZERO

    def if_reported(self) -> NotApplicable:
        """The word if_reported(): there is nothing to add, and that is known."""
        return self

    def lesser(self, other: Any) -> Any:
        """The word lesser(): compared as zero."""
        return other if _present(other) < ZERO else self

    def greater(self, other: Any) -> Any:
        """The word greater(): compared as zero."""
        return other if _present(other) > ZERO else self


class Idle(Absence):
    """A property of nothing: nothing times it, or divided by it, is nothing; else it is blank."""

    __slots__ = ()

    def __mul__(self, other: Any) -> Any:
        if other.__class__ is NotApplicable:
            return other
        return self._beside(other) if _present(other) else ZERO

    __rmul__ = __mul__

    def __add__(self, other: Any) -> Idle:
        _present(other)
        return self._beside(other)

    __radd__ = __sub__ = __rsub__ = __truediv__ = lesser = greater = __add__

    def __rtruediv__(self, other: Any) -> Any:
        return self._beside(other) if _present(other) else ZERO

    def _beside(self, other: Any) -> Idle:
        """Which of two goes on: what nobody need know goes before what nobody could."""
        return other if other.__class__ is Unasked else self

    def if_reported(self) -> Any:
        """The word if_reported(): nothing was reported."""
        return ZERO


class Unasked(Idle):
    """A property that the boundary does not ask for, of something that was burnt all the same."""

    __slots__ = ()


NOT_APPLICABLE, IDLE, UNASKED = NotApplicable(), Idle(), Unasked()
Absences = dict[int, Absence]  # by position in a column


def _present(other: Any) -> Any:
    if other is None:
        raise TypeError("an operand is absent")
    return _number(other)


def _measured(other: Any) -> Any:
    """What zero is compared with."""
    return ZERO if other.__class__ is NotApplicable else other


def _number(other: Any) -> Any:
    return ZERO + other if other.__class__ is int else other


def marked(column: Sequence[Any], absences: Mapping[int, Any]) -> list[Any]:
    """A column as formulas read it: with its absences in their places."""
    found = list(column)
    for position, one in absences.items():
        found[position] = one
    return found


def parted(column: Sequence[Any]) -> tuple[list[Any], Absences]:
    """The column that a formula gave, with None at its absences, and those by position."""
    absences = {position: one for position, one in enumerate(column) if isinstance(one, Absence)}
    return [None if isinstance(one, Absence) else one for one in column] if absences else list(column), absences


def alike(values: Sequence[Any]) -> Absence | None:
    """Not applicable where all of them are; None where one of them is something else, or where there is none."""
    return NOT_APPLICABLE if values and all(one.__class__ is NotApplicable for one in values) else None


def applicable(values: Sequence[Any], weights: Sequence[Any]) -> tuple[Sequence[Any], Sequence[Any]]:
    """Values and weights of a mean without those where either is not applicable."""
    if not any(one.__class__ is NotApplicable for one in (*values, *weights)):
        return values, weights
    pairs = [pair for pair in zip(values, weights, strict=True) if NOT_APPLICABLE not in pair]
    return [value for value, _ in pairs], [weight for _, weight in pairs]
