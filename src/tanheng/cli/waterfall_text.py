"""A waterfall as lines of text: the first and the last state whole, each step from where the one before ended; ▓ more, ░ less."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from tanheng.analysis.waterfall import window
from tanheng.cli.analysis_input import signed
from tanheng.cli.result_table import width

BAR_COLUMNS = 48


def waterfall_lines(labels: Sequence[str], states: Sequence[Decimal]) -> Iterator[str]:
    """A line a label: the first state, each step, the last state; below them what the bars span."""
    low, high = window(states)
    bars = [_bar(low, states[0], low, high, "█")]
    bars += [f"{_bar(one, other, low, high, '▓' if other > one else '░')} {signed(other - one)}" for one, other in pairwise(states)]
    bars.append(_bar(low, states[-1], low, high, "█"))
    widest = max(width(label) for label in labels)
    for label, bar in zip(labels, bars, strict=True):
        yield f"{label}{' ' * (widest - width(label))}  {bar}"
    yield f"{' ' * widest}  {format(low, ',.0f')} … {format(high, ',.0f')} t"


def _bar(start: Decimal, end: Decimal, low: Decimal, high: Decimal, mark: str) -> str:
    if high == low:
        return ""
    first, last = sorted(int((one - low) * BAR_COLUMNS / (high - low)) for one in (start, end))
    return " " * first + (mark * max(1, last - first) if start != end else "│")
