"""A number of a run as it is named on the command line: `QUANTITY[@FACILITY[:ITEM]][/MONTH]`."""

from __future__ import annotations

from difflib import get_close_matches

from tanheng.engine.explain import explain
from tanheng.engine.explanation import Explanation
from tanheng.engine.places import Place
from tanheng.engine.run import Run

SHAPE = "QUANTITY[@FACILITY[/MONTH]]"


def place_of(found: Explanation) -> Place:
    """Where an explained number stands."""
    return Place(found.quantity, found.facility, found.item, found.month)


def find_place(run: Run, text: str) -> Explanation | None:
    """The explanation at `QUANTITY[@FACILITY[:ITEM]][/MONTH]`; an item alone may stand for the facility. None
    if there is none.
    """
    address, slash, month_text = text.partition("/")
    quantity, _, place = address.partition("@")
    if quantity not in run.keys or (slash and not (month_text.isascii() and month_text.isdigit())):
        return None
    month = int(month_text) if month_text else None
    first, _, second = place.partition(":")
    candidates = [(first or None, second or None), (None, first or None)]
    if not place and len(run.keys[quantity]) == 1:
        candidates.insert(0, run.keys[quantity][0])
    for facility, item in candidates:
        if (facility, item) in run.positions[quantity]:
            return explain(run, quantity, facility, item, month)
    return None


def unknown_place(run: Run, text: str, lang: str) -> str:
    """What may be asked instead."""
    quantity = text.partition("/")[0].partition("@")[0]
    if quantity not in run.keys:
        near = get_close_matches(quantity, run.keys, 3, 0.5)
        known = ", ".join(near or run.keys)
        if lang == "zh":
            return f"没有 {quantity} 这个量；{'最接近' if near else '可用'}：{known}"
        return f"no quantity {quantity}; {'nearest' if near else 'known'}: {known}"
    known = ", ".join(f"{quantity}@{':'.join(part for part in key if part)}".rstrip("@") for key in run.keys[quantity]) or "—"
    return f"没有 {text}；可用：{known}，后面可加 /月份" if lang == "zh" else f"there is no {text}; known: {known}, each may end in /MONTH"
