"""Cross-checks of figures that should be the same: a main source against one to compare it with, a gate meter against the sum of the
facilities behind it; and the apportionment of what the gate measured to facilities that have no meter of their own.

All of it is exact: a tolerance is held without dividing, and the parts of a whole add up to it to the last digit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from math import floor

from tanheng.engine.numbers import ZERO, exact_context, full_text
from tanheng.engine.text import Text

WIDE = Context(prec=100)  # more digits than any figure has
WITHIN, BEYOND, UNBOUNDED = "within", "beyond", "no_tolerance"
VERDICTS = {
    WITHIN: Text("在允许差以内", "within the tolerance"),
    BEYOND: Text("超出允许差", "beyond the tolerance"),
    UNBOUNDED: Text("没有规定允许差", "no tolerance is set"),
}


@dataclass(frozen=True, slots=True)
class CrossCheck:
    """Two figures of one thing, and whether they are as near as they must be; `tolerance` is a fraction of the main one."""

    main: Decimal
    other: Decimal
    tolerance: Decimal | None

    @property
    def difference(self) -> Decimal:
        """What the other has more."""
        with localcontext(exact_context()):
            return self.other - self.main

    @property
    def per_cent(self) -> Decimal | None:
        """The difference in per cent of the main figure; None of a main figure of zero."""
        with localcontext(exact_context()):
            return self.difference / abs(self.main) * 100 if self.main else None

    @property
    def verdict(self) -> str:
        """WITHIN, BEYOND, or UNBOUNDED where no tolerance is set. Of a main figure of zero anything else is beyond."""
        if self.tolerance is None:
            return UNBOUNDED
        with localcontext(exact_context()):
            return WITHIN if abs(self.difference) <= self.tolerance * abs(self.main) else BEYOND


def apportioned(whole: Decimal, weights: Mapping[str, Decimal], decimals: int = 0) -> dict[str, Decimal]:
    """The whole in parts by weight, each with so many decimals (or as many as the whole has): the largest remainders take what is left, of
    equal ones the first. The parts add up to the whole.

    Raises ValueError where the whole or a weight is negative, or no weight is above zero.
    """
    if whole < 0 or any(one < 0 for one in weights.values()) or not any(weights.values()):
        raise ValueError("nothing to apportion by")
    exponent = whole.as_tuple().exponent
    places = max(decimals, -exponent if isinstance(exponent, int) else 0)
    units, total = int(whole.scaleb(places, WIDE)), sum(map(Fraction, weights.values()))
    shares = {name: units * Fraction(weight) / total for name, weight in weights.items()}
    parts = {name: floor(share) for name, share in shares.items()}
    by_remainder = sorted(shares, key=lambda name: parts[name] - shares[name])  # the largest first
    for name in by_remainder[: units - sum(parts.values())]:
        parts[name] += 1
    return {name: Decimal(part).scaleb(-places, WIDE) for name, part in parts.items()}


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind a gate meter in a period: the figures of the metered facilities, and the weights of those that get a part."""

    metered: Mapping[str, Decimal]
    weights: Mapping[str, Decimal]

    @property
    def sum(self) -> Decimal:
        """Of the metered ones."""
        with localcontext(exact_context()):
            return sum(self.metered.values(), ZERO)


@dataclass(frozen=True, slots=True)
class Part:
    """What a facility gets of a gate meter, and the arithmetic in words."""

    amount: Decimal
    arithmetic: Text


def parts_of_gate(gate: Decimal, behind: Behind, decimals: int = 0) -> dict[str, Part]:
    """What the gate measured and no meter behind it did, apportioned by the weights. Raises ValueError where that cannot be."""
    with localcontext(exact_context()):
        rest = gate - behind.sum
        total = sum(behind.weights.values(), ZERO)
    parts = apportioned(rest, behind.weights, decimals)
    return {name: Part(amount, _words(gate, behind.sum, behind.weights[name], total, amount)) for name, amount in parts.items()}


def _words(gate: Decimal, metered: Decimal, weight: Decimal, total: Decimal, amount: Decimal) -> Text:
    share, of = f"{full_text(weight)} ÷ {full_text(total)}", full_text(amount)
    if not metered:
        return Text(f"关口 {full_text(gate)} × {share} = {of}", f"gate {full_text(gate)} × {share} = {of}")
    zh, en = f"关口 {full_text(gate)} − 已计量 {full_text(metered)}", f"gate {full_text(gate)} − metered {full_text(metered)}"
    return Text(f"（{zh}）× {share} = {of}", f"({en}) × {share} = {of}")
