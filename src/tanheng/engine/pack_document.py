"""A rule pack as plain data: what a reader of the rules sees, and what differs between two editions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tanheng.engine.explain import expression
from tanheng.engine.numbers import decimal_text, number_text
from tanheng.engine.pack import Pack, Parameter, Quantity
from tanheng.engine.symbols import Name, as_text


def pack_head(pack: Pack, lang: str) -> dict[str, Any]:
    """Id, title, status, validity and hash."""
    return {
        "id": pack.id,
        "title": pack.title.in_(lang),
        "sector": pack.sector,
        "status": pack.status,
        "valid_from": pack.valid_from,
        "valid_to": pack.valid_to,
        "hash": pack.hash,
    }


def pack_document(pack: Pack, lang: str) -> dict[str, Any]:
    """The whole pack: quantities, parameters, tables, formulas, checks."""
    return {
        **pack_head(pack, lang),
        "document": dict(pack.document),
        "emission_sources": [dict(one) for one in pack.emission_sources],
        "quantities": {one.id: _quantity(one, lang) for one in pack.quantities.values()},
        "parameters": {name: [_parameter(pack, one, lang) for one in dated] for name, dated in pack.parameters.items()},
        "tables": {name: _table(pack, name, lang) for name in pack.tables},
        "formulas": {name: formula_document(pack, name) for name in pack.formulas},
        "checks": {
            one.id: {
                "clause": one.clause,
                "status": one.status,
                "severity": one.severity,
                "unit": one.unit,
                "low": None if one.low is None else decimal_text(one.low),
                "high": None if one.high is None else decimal_text(one.high),
                "message": one.message.in_(lang),
                "remedy": one.remedy.in_(lang),
            }
            for one in pack.checks
        },
    }


def _quantity(one: Quantity, lang: str) -> dict[str, Any]:
    return {
        "symbol": one.symbol,
        "label": one.label.in_(lang),
        "unit": one.unit,
        "index": list(one.index),
        "role": one.role,
        "decimals": one.decimals,
        "rounding": one.mode,
        "year": one.year,
        "required": one.required,
        "fixed": one.fixed,
        "level": one.level,
        "status": one.status,
        "clause": one.clause,
    }


def _parameter(pack: Pack, one: Parameter, lang: str) -> dict[str, Any]:
    return {
        "symbol": one.symbol,
        "label": one.label.in_(lang),
        "value": number_text(one.value),
        "unit": one.unit,
        "clause": one.clause,
        "status": one.status,
        "source": pack.sources.get(one.source, one.source),
        "from": one.valid_from,
        "to": one.valid_to,
    }


def _table(pack: Pack, name: str, lang: str) -> dict[str, Any]:
    table = pack.tables[name]
    rows = {
        row.id: {
            "label": row.label.in_(lang),
            "unit": row.unit,
            "status": row.status,
            **{column: None if value is None else decimal_text(value) for column, value in row.values.items()},
        }
        for row in table.rows.values()
    }
    found = {"set": table.set_id, "label": table.label.in_(lang), "columns": dict(table.columns), "rows": rows}
    if table.facts:
        found["facts"] = {
            place: {"status": one.status, "source": one.source, "published": one.published}
            for place, one in table.facts.items()
        }
    return found


def formula_document(pack: Pack, name: str) -> dict[str, Any]:
    """A formula in symbols with its clause and what it reads."""
    formula = pack.formulas[name]

    def symbol(one: Name) -> str:
        return pack.parameters[one.id][0].symbol if one.parameter else pack.quantities[one.id].symbol

    return {
        "symbol": pack.quantities[name].symbol,
        "formula": as_text(expression(formula), symbol),
        "clause": formula.clause,
        "reads": list(formula.arguments),
    }


def pack_differences(before: Pack, after: Pack, lang: str) -> Iterator[dict[str, Any]]:
    """What differs between two packs, leaf by leaf: path, before, after."""
    yield from _differences((), pack_document(before, lang), pack_document(after, lang))


def _differences(path: tuple[str, ...], before: Any, after: Any) -> Iterator[dict[str, Any]]:
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys((*before, *after)):
            yield from _differences((*path, str(key)), before.get(key), after.get(key))
    elif before != after:
        yield {"path": ".".join(path), "before": before, "after": after}
