"""Shapes of charts: what Apache ECharts is told stands here and nowhere else. Every chart has its table beside it.

Amounts come as exact numbers or their text and are floats from here on, for charts alone: None and "" leave a gap.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from itertools import pairwise
from typing import Any

Amount = Decimal | str | None
Chart = dict[str, Any]  # as ECharts reads it

WHOLE_COLOUR, MORE_COLOUR, LESS_COLOUR = "#175c5c", "#b5651d", "#3a6ea5"
UNDER_POINTER = {"trigger": "axis", "axisPointer": {"type": "shadow"}}


@dataclass(frozen=True)
class Series:
    """Bars of one colour, one a label; with addresses each bar is a link. Without a name there is no legend."""

    name: str
    amounts: Sequence[Amount]
    addresses: Sequence[str] = ()

    @property
    def has_something(self) -> bool:
        """False where every bar is nothing."""
        return any(_float(one) for one in self.amounts)


def columns(labels: Sequence[str], series: Sequence[Series], *, unit: str, widest_px: int) -> Chart:
    """Columns, one a label, in which the series stand on each other."""
    return {
        "grid": _grid(right=16, top=56),
        "legend": {"type": "scroll", "top": 0},
        "tooltip": UNDER_POINTER,
        "xAxis": {"type": "category", "data": list(labels)},
        "yAxis": {"type": "value", "name": unit},
        "series": [_bars(one, widest_px, stack="total") for one in series],
    }


def ranked_bars(labels: Sequence[str], amounts: Series, *, unit: str) -> Chart:
    """One bar a label, the first lowest: given from the smallest to the largest, the largest stands on top."""
    return {
        "grid": _grid(right=60, top=8),
        "xAxis": {**_amounts_across(unit), "splitNumber": 3},
        "yAxis": _labels_down(labels, width_px=190),
        "tooltip": UNDER_POINTER,
        "series": [_bars(amounts, widest_px=28)],
    }


def bars_beside_each_other(labels: Sequence[str], series: Sequence[Series], *, unit: str) -> Chart:
    """A group of bars a label, the first on top; a series without any amount is left out."""
    shown = [one for one in series if any(amount is not None for amount in one.amounts)]
    return {
        "grid": _grid(right=40, top=40),
        "legend": {"top": 0},
        "tooltip": UNDER_POINTER,
        "xAxis": _amounts_across(unit),
        "yAxis": {**_labels_down(labels, width_px=260), "inverse": True},
        "series": [_bars(one, widest_px=14) for one in shown],
    }


def stacked_bars(labels: Sequence[str], series: Sequence[Series], *, unit: str) -> Chart:
    """A bar a label, the first on top, in which the series follow each other."""
    return {
        "grid": _grid(right=64, top=56),
        "legend": {"type": "scroll", "top": 0},
        "tooltip": UNDER_POINTER,
        "xAxis": _amounts_across(unit),
        "yAxis": {**_labels_down(labels, width_px=160), "inverse": True},
        "series": [_bars(one, widest_px=40, stack="track") for one in series],
    }


def waterfall(labels: Sequence[str], states: Sequence[Decimal], *, words: tuple[str, str, str], unit: str, lowest: Decimal) -> Chart:
    """From the first state to the last through all between; `labels` name the first, each step, and the last.

    `words` are those for a state, for what adds and for what takes away; the axis begins below `lowest`.
    """
    whole: list[Amount] = [states[0], *(None for _ in states[1:]), states[-1]]
    base: list[Amount] = [None] * len(whole)
    more, less = list(base), list(base)
    for step, (before, after) in enumerate(pairwise(states), start=1):
        base[step] = min(before, after)
        (more if after > before else less)[step] = abs(after - before)
    seen = [Series(name, amounts) for name, amounts in zip(words, (whole, more, less), strict=True)]
    colours = (WHOLE_COLOUR, MORE_COLOUR, LESS_COLOUR)
    return {
        "grid": _grid(right=16, top=40),
        "legend": {"top": 0, "right": 0, "data": list(words)},
        "tooltip": {"trigger": "item"},
        "xAxis": {"type": "category", "data": list(labels), "axisLabel": {"interval": 0, "rotate": 35, "fontSize": 11}},
        "yAxis": {"type": "value", "name": unit, "min": _round_below(lowest)},
        "series": [_unseen(base), *({**_step(one), "itemStyle": {"color": colour}} for one, colour in zip(seen, colours, strict=True))],
    }


def _bars(series: Series, widest_px: int, stack: str = "") -> dict[str, Any]:
    amounts = [_float(one) for one in series.amounts]
    linked = [{"value": amount, "address": address} for amount, address in zip(amounts, series.addresses, strict=False)]
    shown = {"type": "bar", "data": linked if series.addresses else amounts, "barMaxWidth": widest_px}
    return {**({"name": series.name} if series.name else {}), **shown, **({"stack": stack} if stack else {})}


def _step(series: Series) -> dict[str, Any]:
    return {"name": series.name, **_bars(series, 56, "waterfall"), "silent": False}


def _unseen(base: Sequence[Amount]) -> dict[str, Any]:
    """What the steps of a waterfall stand on."""
    style = {"color": "transparent", "decal": {"symbol": "none", "color": "transparent"}}
    return {**_step(Series("", base)), "itemStyle": style, "silent": True}


def _float(amount: Amount) -> float | None:
    return None if amount is None or amount == "" else float(amount)


def _grid(*, right: int, top: int) -> dict[str, Any]:
    return {"left": 8, "right": right, "top": top, "bottom": 8, "containLabel": True}


def _amounts_across(unit: str) -> dict[str, Any]:
    return {"type": "value", "name": unit, "axisLabel": {"hideOverlap": True}}


def _labels_down(labels: Sequence[str], *, width_px: int) -> dict[str, Any]:
    return {"type": "category", "data": list(labels), "axisLabel": {"width": width_px, "overflow": "break"}}


def _round_below(low: Decimal) -> float:
    """Where the axis begins: two digits, rounded down, so that its marks are round."""
    return float(low.quantize(Decimal(1).scaleb(low.adjusted() - 1), ROUND_FLOOR))
