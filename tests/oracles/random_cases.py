"""Random case/1 documents for any rule pack, made from what the pack says of its quantities: bounds, places, items, attributes.

The numbers are of everyday size for their unit, so that the checks of a pack rarely block; whatever the reader refuses is given
what it asks for and tried again.
"""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

from tanheng.engine.case.reading import read_case
from tanheng.engine.pack import Pack, Quantity
from tanheng.engine.problems import has_errors

# unit → the span of an everyday number, where the pack sets no narrower bounds
SPANS = {
    "1": (0, 1),
    "%": (0, 100),
    "t": (1, 90000),
    "MWh": (1, 200000),
    "GJ": (1, 900000),
    "h": (1, 670),
    "day": (1, 27),
    "tCO2": (1, 900000),
}
USUAL = (1, 90)
BEYOND_ANY_PLANT = 10**9  # bounds that only refuse what no plant could report
ASKED_FOR = {"CASE-150", "CASE-151", "CASE-152", "CASE-156", "CASE-160"}
TRIES = 12


def random_case(pack: Pack, seed: int, *, gaps: bool = False) -> dict[str, Any] | None:
    """A random case that the pack accepts, or None where none was found; with `gaps`, months of what it need not report are blank."""
    chance = random.Random(seed)
    full: set[str] = set()
    for _ in range(TRIES):
        document = _document(pack, chance, full)
        if gaps:
            _leave_months_out(document, chance, {name for name, one in pack.quantities.items() if one.required} | full)
        case, problems = read_case(document, lambda _: pack)
        if case is not None and not has_errors(problems):
            return document
        full |= {one.where.quantity for one in problems if one.where.quantity and one.code in ASKED_FOR}
    return None


def _document(pack: Pack, chance: random.Random, full: set[str]) -> dict[str, Any]:
    first = max(pack.valid_from, 2000)
    year = chance.randint(first, pack.valid_to or max(first, 2026))
    choice = str(chance.random())
    grain = "year" if chance.random() < 0.3 or not _monthly(pack) else "month"
    facilities = [
        {"id": f"{kind.replace('_', '-')}-{number}", "kind": kind}
        for kind in pack.facility_kinds
        for number in range(1, chance.randint(1, 2) + 1)
    ]
    return {
        "tanheng": "case/1",
        "pack": pack.id,
        "year": year,
        "grain": grain,
        "entity": {"name": "合成企业", "code": ""},
        "facilities": facilities,
        "attributes": list(_attributes(pack, chance, facilities)),
        "values": [row for one in pack.inputs() for row in _values(pack, one, chance, facilities, grain, full, choice)],
    }


def _leave_months_out(document: dict[str, Any], chance: random.Random, full: set[str]) -> None:
    """A plant whose boiler stood still, whose meter was away, whose laboratory was closed: together, or each for itself."""
    closed = chance.sample(range(1, 13), chance.randint(1, 8))
    for row in document["values"]:
        if "months" not in row or row["quantity"] in full or chance.random() < 0.4:
            continue
        away = closed if chance.random() < 0.5 else chance.sample(range(1, 13), chance.randint(1, 11))
        for month in away:
            del row["months"][str(month)]


def _monthly(pack: Pack) -> bool:
    return any("month" in one.index for one in pack.inputs())


def _attributes(pack: Pack, chance: random.Random, facilities: list[dict[str, str]]) -> Any:
    for one in pack.attributes.values():
        if one.facility_kind is None:
            yield {"name": one.id, "value": chance.choice(list(one.values))}
            continue
        for facility in facilities:
            if facility["kind"] == one.facility_kind:
                yield {"name": one.id, "facility": facility["id"], "value": chance.choice(list(one.values))}


def _values(
    pack: Pack,
    quantity: Quantity,
    chance: random.Random,
    facilities: list[dict[str, str]],
    grain: str,
    full: set[str],
    choice: str,
) -> Any:
    if quantity.fixed:
        return
    share = 1.0 if quantity.id in full or (quantity.required and quantity.default is None) else 0.45
    items = list(pack.tables[quantity.item_table or ""].rows) if quantity.by_item else [None]
    if quantity.by_item:  # one choice of items for all quantities of a table, so that they meet
        items = random.Random(f"{choice}{quantity.item_table}").sample(items, min(3, len(items)))
    places = [one["id"] for one in facilities if one["kind"] == quantity.facility_kind] if quantity.by_facility else [None]
    for place in places:
        for item in items:
            if chance.random() > share:
                continue
            head = {"quantity": quantity.id, "kind": "measured", "evidence": "合成凭证.pdf"}
            head |= {"facility": place} if place else {}
            head |= {"item": item} if item else {}
            if grain == "year" or quantity.yearly_only:
                yield {**head, "year": _amount(quantity, chance)}
            else:
                yield {**head, "months": {str(month): _amount(quantity, chance) for month in range(1, 13)}}


def _amount(quantity: Quantity, chance: random.Random) -> str:
    low, high = SPANS.get(quantity.unit, USUAL)
    least = Decimal(low) if quantity.low is None else max(quantity.low, Decimal(low))
    far = quantity.high is None or quantity.high >= BEYOND_ANY_PLANT or quantity.unit in ("h", "day")  # hours and days of any month
    most = Decimal(high) if far else quantity.high
    places = 4 if quantity.decimals is None else quantity.decimals
    steps = int((most - least).scaleb(places))
    drawn = (least + Decimal(chance.randint(0, max(steps, 0))).scaleb(-places)).quantize(Decimal(1).scaleb(-places))
    return format(min(drawn, most), "f")
