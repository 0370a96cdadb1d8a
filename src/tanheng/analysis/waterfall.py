"""What a waterfall shows of the way from one total to another: the same window in the browser, the workbook and the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from tanheng.engine.numbers import ZERO


def window(states: Sequence[Decimal]) -> tuple[Decimal, Decimal]:
    """From zero to the highest state; from a little below the lowest one where all lie close together."""
    low, high = min(states), max(states)
    if 0 < (high - low) * 4 < low:
        return max(ZERO, low - (high - low) / 4), high
    return min(ZERO, low), max(ZERO, high)
