"""The answer to "why did it change" as the document `why/1`; `analysis.why_changed` finds what it says."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tanheng.analysis.why_changed import EFFECTS, Line, Period, Why
from tanheng.engine.numbers import decimal_text
from tanheng.engine.pack import Pack, Quantity

VERSION = "why/1"


def quantity_of(found: Why, name: str) -> tuple[Pack, Quantity]:
    """A quantity and its pack: the later run's where both know it."""
    pack = found.after.run.pack if name in found.after.run.pack.quantities else found.before.run.pack
    return pack, pack.quantities[name]


def why_document(found: Why, lang: str) -> dict[str, Any]:
    """Totals, effects and lines; decimals as text, null where there is no number."""
    total = found.after.run.pack.quantities[found.after.run.pack.total]
    return {
        "tanheng": VERSION,
        "before": _period(found.before, found.totals[0]),
        "after": _period(found.after, found.totals[1]),
        "total": {"quantity": total.id, "label": total.label.in_(lang), "unit": total.unit},
        "difference": decimal_text(found.difference),
        "effects": [_effect(name, tonnes, lang) for name, tonnes in found.effects.items()],
        "lines": [_line(found, one, lang) for one in found.lines],
    }


def _period(one: Period, total: Decimal) -> dict[str, Any]:
    case = one.run.case
    head = {"entity": {"name": case.entity_name, "code": case.entity_code}, "year": case.year, "month": one.month, "days": one.days}
    return {**head, "pack": one.run.pack.id, "run_hash": one.run.run_hash, "total": decimal_text(total)}


def _effect(name: str, tonnes: Decimal, lang: str) -> dict[str, str]:
    return {"effect": name, "label": EFFECTS[name].in_(lang), "tonnes": decimal_text(tonnes)}


def _line(found: Why, one: Line, lang: str) -> dict[str, Any]:
    pack, quantity = quantity_of(found, one.quantity)
    return {
        "quantity": one.quantity,
        "label": quantity.label.in_(lang),
        "facility": one.key[0],
        "item": one.key[1],
        "unit": pack.unit_of(one.quantity, one.key[1]),
        "before": decimal_text(one.before),
        "after": decimal_text(one.after),
        "output": [None if value is None else decimal_text(value) for value in one.outputs],
        "activity": {"quantity": one.activity, "values": [None if value is None else decimal_text(value) for value in one.activities]},
        "effects": {name: decimal_text(tonnes) for name, tonnes in one.effects.items()},
    }
