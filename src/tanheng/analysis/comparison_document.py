"""A comparison as the document `comparison/1` that programs read; `analysis.comparison` finds what it says."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tanheng.analysis.comparison import ChangedAnswer, ChangedInput, ChangedResult, Comparison
from tanheng.engine.case import Value, amount_text
from tanheng.engine.numbers import decimal_text
from tanheng.engine.part_of_year import year_entries
from tanheng.engine.places import Place
from tanheng.engine.run import Run

VERSION = "comparison/1"


def comparison_document(found: Comparison, lang: str) -> dict[str, Any]:
    """The comparison as `comparison/1`; decimals as text, null where there is no number."""
    return {
        "tanheng": VERSION,
        "before": _head(found.first),
        "after": _head(found.second),
        "equal_results": found.equal_results,
        "results": [_result(one, lang) for one in found.results],
        "inputs": [_input(one, lang) for one in found.inputs],
        "answers": [_answer(one, lang) for one in found.answers],
        "rules": [
            {"name": one.name, "label": one.label.in_(lang), "before": one.before, "after": one.after} for one in found.rules
        ],
    }  # fmt: skip


def _head(run: Run) -> dict[str, Any]:
    return {
        "entity": {"name": run.case.entity_name, "code": run.case.entity_code},
        **year_entries(run.case),
        "pack": {"id": run.pack.id, "hash": run.pack.hash},
        "snapshot_hash": run.case.snapshot_hash,
        "run_hash": run.run_hash,
    }


def _place(run: Run, place: Place, lang: str) -> dict[str, Any]:
    return {
        "quantity": place.quantity,
        "label": run.pack.quantities[place.quantity].label.in_(lang),
        "facility": place.facility,
        "item": place.item,
        "month": place.month,
        "unit": run.pack.unit_of(place.quantity, place.item),
    }


def _result(one: ChangedResult, lang: str) -> dict[str, Any]:
    numbers = ("before", "after", "difference", "by_edition", "by_inputs")
    told = {name: _text(getattr(one, name)) for name in numbers}
    return {**_place(one.of, one.place, lang), **told, "cause": one.cause, "large": one.large}


def _text(number: Decimal | None) -> str | None:
    return None if number is None else decimal_text(number)


def _input(one: ChangedInput, lang: str) -> dict[str, Any]:
    told = {"what": one.what, "before": _value(one.before), "after": _value(one.after), "large": one.large}
    return {**_place(one.of, one.place, lang), **told}


def _value(value: Value | None) -> dict[str, Any] | None:
    """A reported value; its amount is `/` where it is not applicable."""
    if value is None:
        return None
    said = {name: getattr(value, name) for name in ("kind", "source", "evidence")}
    return {"amount": amount_text(value.amount), **{name: text for name, text in said.items() if text}}


def _answer(one: ChangedAnswer, lang: str) -> dict[str, Any]:
    before, after = (answer.as_text(lang) if answer else None for answer in (one.before, one.after))
    return {"code": one.code, "facility": one.facility or None, "month": one.month, "before": before, "after": after}
