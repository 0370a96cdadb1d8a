"""A number of a run as it is named on the command line: `QUANTITY[@FACILITY[:ITEM]][/MONTH]`, each part by its id, its symbol or the name
people call it by. What names one thing only is enough: `阳极效应排放@1号/3` is found where no other name holds it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

from tanheng.engine.explain import explain
from tanheng.engine.explanation import Explanation
from tanheng.engine.places import Key, Place
from tanheng.engine.run import Run

SHAPE = "QUANTITY[@FACILITY[/MONTH]]"
MONTH = re.compile(r"(?P<address>.*)/(?P<month>[^/]*?)(?:月)?", re.DOTALL)
Names = Mapping[str, Sequence[str]]  # id → everything it is called


def place_of(found: Explanation) -> Place:
    """Where an explained number stands."""
    return Place(found.quantity, found.facility, found.item, found.month)


def address_of(place: Place) -> str:
    """A place as `--explain` takes it."""
    key = ":".join(part for part in (place.facility, place.item) if part)
    return place.quantity + (f"@{key}" if key else "") + (f"/{place.month}" if place.month is not None else "")


def find_place(run: Run, text: str) -> Explanation | None:
    """The explanation of the number a text names; an item alone may stand for the facility. None if there is none."""
    for address, month in _with_month(text):
        name, _, place = address.partition("@")
        for quantity in _named(_quantities(run), name.strip()):
            for key in _keys(run, quantity, place.strip()):
                if (found := explain(run, quantity, *key, month)) is not None:
                    return found
    return None


def unknown_place(run: Run, text: str, lang: str) -> str:
    """What may be asked instead."""
    name = text.partition("/")[0].partition("@")[0].strip()
    found = _named(_quantities(run), name)
    if not found:
        known = ", ".join(_nearest(run, name, lang) or run.keys)
        near = bool(_nearest(run, name, lang))
        if lang == "zh":
            return f"没有 {name} 这个量；{'最接近' if near else '可用'}：{known}"
        return f"no quantity {name}; {'nearest' if near else 'known'}: {known}"
    known = ", ".join(address_of(Place(quantity, *key)) for quantity in found[:2] for key in run.keys[quantity]) or "—"
    return f"没有 {text}；可用：{known}，后面可加 /月份" if lang == "zh" else f"there is no {text}; known: {known}, each may end in /MONTH"


def _with_month(text: str) -> Iterator[tuple[str, int | None]]:
    """The text as address and month; as an address alone, too, where a name itself holds a stroke."""
    found = MONTH.fullmatch(text)
    if found is None:
        yield text, None
    elif found["month"].isascii() and found["month"].isdigit():
        yield found["address"], int(found["month"])
    elif not found["month"].strip().isdecimal():
        yield text, None


def _keys(run: Run, quantity: str, place: str) -> list[Key]:
    known = run.keys[quantity]
    if not place:
        return list(known) if len(known) == 1 else [key for key in known if key == (None, None)]
    facilities = {key[0]: ("" if key[0] is None else run.case.facility_names.get(key[0], "")) for key in known}
    names = {one: (name,) for one, name in facilities.items() if one is not None}
    first, _, second = place.partition(":")
    found = [
        key for key in known if key[0] in _named(names, first) and (key[1] is None if not second else _is_item(run, quantity, key, second))
    ]
    return found or [key for key in known if key[0] is None and _is_item(run, quantity, key, place)]


def _is_item(run: Run, quantity: str, key: Key, text: str) -> bool:
    rows = run.pack.tables[table].rows if (table := run.pack.quantities[quantity].item_table) else {}
    used = {one: (rows[one].label.zh, rows[one].label.en) for _, one in run.keys[quantity] if one is not None and one in rows}
    return key[1] in _named(used, text)


def _quantities(run: Run) -> Names:
    return {name: (one.symbol, one.label.zh, one.label.en) for name in run.keys if (one := run.pack.quantities[name])}


def _named(names: Names, text: str) -> list[str]:
    """The ids that a text names: by id, else by a whole name, else the only one whose name begins with it or holds it."""
    wanted = _plain(text)
    if text in names or not wanted:
        return [text] if text in names else []
    for fits in (str.__eq__, str.startswith, str.__contains__):
        found = [one for one, called in names.items() if any(fits(_plain(name), wanted) for name in (one, *called) if name)]
        if len(found) == 1 or (found and fits is str.__eq__):
            return found
    return []


def _plain(name: str) -> str:
    """A name without what people type differently: case, blanks, width of brackets."""
    return re.sub(r"\s+", "", name).casefold().translate(str.maketrans("（）：", "():"))


def _nearest(run: Run, name: str, lang: str) -> list[str]:
    """Names that are close to a text, in the reader's language."""
    called = {run.pack.quantities[one].label.in_(lang): None for one in run.keys}
    holding = [label for label in called if _plain(name) and _plain(name) in _plain(label)][:5]
    return holding or get_close_matches(name, [*run.keys, *called], 3, 0.5)
