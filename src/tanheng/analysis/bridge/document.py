"""A bridge as plain data, `bridge/1`: decimal text, and with a price the money of every tonnage beside it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tanheng.analysis.bridge.parts import PARTS, Bridge, Detail
from tanheng.engine.pack import Pack
from tanheng.engine.part_of_year import year_entries
from tanheng.engine.run import Run

VERSION = "bridge/1"


def bridge_document(found: Bridge, lang: str, price: Decimal | None = None) -> dict[str, Any]:
    """The bridge as `bridge/1`: decimal text; with a price every tonnage has its money beside it, exactly."""

    def amount(tonnes: Decimal) -> dict[str, str]:
        return {"tonnes": format(tonnes, "f"), **({} if price is None else {"money_yuan": format(tonnes * price, "f")})}

    def line(one: Detail) -> dict[str, Any]:
        row = {
            "label": one.label.in_(lang),
            "place": one.place.in_(lang),
            "before": one.before,
            "after": one.after,
            "unit": one.unit,
        }
        return {**{name: text for name, text in row.items() if text}, **amount(one.tonnes)}

    parts = [
        {
            "part": part.kind,
            "label": PARTS[part.kind].in_(lang),
            **amount(part.tonnes),
            "details": [line(one) for one in part.details],
        }
        for part in found.parts
    ]
    handed = [
        {
            "how": one.how,
            "quantity": one.quantity,
            "label": one.label.in_(lang),
            "facility": one.facility,
            "item": one.item,
            "by": one.by,
        }
        for one in found.handed
    ]
    return {
        "tanheng": VERSION,
        **year_entries(found.source.case),
        "source": _end(found.source.pack, found.source, found.start, lang),
        "target": _end(found.target_pack, found.target, found.end, lang),
        "price_yuan_per_t": None if price is None else format(price, "f"),
        "difference": amount(found.difference) if found.parts else None,
        "parts": parts,
        "inputs": handed,
        "problems": [problem.as_json(lang) for problem in found.problems],
    }


def _end(pack: Pack, run: Run | None, value: Decimal | None, lang: str) -> dict[str, Any]:
    total = pack.quantities[pack.total]
    return {
        "pack": pack.id,
        "title": pack.title.in_(lang),
        "hash": pack.hash,
        "quantity": total.id,
        "label": total.label.in_(lang),
        "unit": total.unit,
        "value": None if value is None else format(value, "f"),
        "snapshot_hash": run.case.snapshot_hash if run else None,
        "run_hash": run.run_hash if run else None,
    }
