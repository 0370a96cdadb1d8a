"""What may be seen of a number under the rules of conditional formats, whichever kind of workbook they stand in.

A comparison with numbers is decided. Any other rule may hold or not, so what it shows is kept beside what is seen without it: whoever
knows the unit tells the worst of all (`documents.input.shown_amounts`). Only a rule that surely holds takes the place of the rest.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import NamedTuple

from tanheng.documents.reading.cells import LONGEST_SHOWN, Shown
from tanheng.documents.reading.number_formats import NumberFormat, Shape
from tanheng.documents.reading.shown_numbers import shown_by_format
from tanheng.documents.reading.stored_numbers import STORED
from tanheng.engine.numbers import EXACT, full_text, parse_decimal

Decides = Callable[[float], bool]
COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "lessThan": operator.lt, "lessThanOrEqual": operator.le, "equal": operator.eq, "notEqual": operator.ne,
    "greaterThanOrEqual": operator.ge, "greaterThan": operator.gt,
}  # fmt: skip


class Rule(NamedTuple):
    """One rule: what decides it (None: nobody can here), its number format (None: the one below it is seen), and whether the rules
    behind it are not asked where it holds.
    """

    decides: Decides | None
    style: NumberFormat | None
    stops: bool = False


def comparison(name: str, limits: Sequence[str]) -> Decides | None:
    """What decides a comparison with numbers; None for any other."""
    if not all(STORED.fullmatch(one.strip()) for one in limits):
        return None
    numbers = [float(one) for one in limits]
    if name in COMPARISONS and len(numbers) == 1:
        compares, limit = COMPARISONS[name], numbers[0]
        return lambda number: compares(number, limit)
    if name not in ("between", "notBetween") or len(numbers) != 2 or numbers[0] > numbers[1]:
        return None
    first, last, inside = *numbers, name == "between"
    return lambda number: (first <= number <= last) is inside


class LaidOver:
    """One number, and what the rules may show of it. They are laid in the order in which they count."""

    __slots__ = ("number", "percent", "replaced", "seen", "settled", "value")

    def __init__(self, number: str, *, percent: bool) -> None:
        self.number = number
        self.percent = percent  # whether the cell itself is read as a percentage
        self.value = float(number)
        self.seen: dict[int, Shown | None] = {}  # by style: many rules share one
        self.settled = not self.value  # nothing can be said of a zero
        self.replaced = False

    def lay(self, rule: Rule) -> bool:
        """The next rule; whether it shows something that none before it did."""
        holds = False if self.settled else None if rule.decides is None else rule.decides(self.value)
        if holds is False:
            return False
        if holds:
            self.replaced = rule.style is not None
            self.settled = self.replaced or rule.stops
        if rule.style is None or id(rule.style) in self.seen:
            return False
        self.seen[id(rule.style)] = shown_by_rule(self.number, rule.style.shape(self.value), percent=self.percent)
        return True

    def shown(self, own: Shown | None) -> Shown | None:
        """All that may be seen, what the cell's own format shows first."""
        every = [one for one in (None if self.replaced else own, *self.seen.values()) if one is not None]
        if len(every) > 1:
            return every[0]._replace(others=tuple(every[1:]))
        return every[0] if every else None


def shown_by_rule(number: str, shape: Shape, *, percent: bool) -> Shown | None:
    """What the format of a rule shows of a number that is read by the format of its cell: also where only one of both is a percentage."""
    shown, value = shown_by_format(number, shape), parse_decimal(number)
    if shown is not None or value is None:
        return shown
    if shape.kind == "date":
        return Shown(shape.code[:LONGEST_SHOWN], coded=True, hidden=True)
    if (shape.kind == "percent") is percent:
        return None if shape.kind != "sign" else Shown(f"{number}{shape.sign}", shape.sign)
    if percent:
        return Shown(f"{number}{shape.sign}"[:LONGEST_SHOWN], hidden=True)
    return Shown(f"{full_text(EXACT.scaleb(value, 2))}%"[:LONGEST_SHOWN], "%", -2)
