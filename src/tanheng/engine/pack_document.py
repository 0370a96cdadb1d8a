"""A rule pack as plain data: what a reader of the rules sees, and what differs between two editions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

from tanheng.engine.numbers import decimal_text, number_text
from tanheng.engine.pack import Attribute, Default, Formula, Pack, Parameter, Quantity
from tanheng.engine.symbols import Name, as_text


def pack_head(pack: Pack, lang: str) -> dict[str, Any]:
    """Id, title, status, validity and hash."""
    return {
        "id": pack.id,
        "title": pack.title.in_(lang),
        "kind": pack.kind,
        "jurisdiction": pack.jurisdiction,
        "sector": pack.sector.id,
        "total": pack.total,
        "status": pack.status,
        "valid_from": pack.valid_from,
        "valid_to": pack.valid_to,
        "hash": pack.hash,
    }


def pack_document(pack: Pack, lang: str) -> dict[str, Any]:
    """The whole pack: boundary, attributes, quantities, parameters, tables, formulas, checks."""
    return {
        **pack_head(pack, lang),
        "document": dict(pack.document),
        "emission_sources": [dict(one) for one in pack.emission_sources],
        "facility_kinds": {one.id: {"label": one.label.in_(lang), "required": one.required} for one in pack.facility_kinds.values()},
        "attributes": {one.id: _attribute(one, lang) for one in pack.attributes.values()},
        "quantities": {one.id: _quantity(one, lang) for one in pack.quantities.values()},
        "parameters": {name: [_parameter(pack, one, lang) for one in dated] for name, dated in pack.parameters.items()},
        "tables": {name: _table(pack, name, lang) for name in pack.tables},
        "formulas": {name: formula_document(pack, name) for name in pack.formulas},
        "untranslatable": {str(one["id"]): _untranslatable(pack, one, lang) for one in pack.untranslatable},
        "expects_any": {str(one["id"]): _expectation(one, lang) for one in pack.expects_any},
        "checks": {
            one.id: {
                "formula": _symbols(pack, one.formula),
                "clause": one.clause,
                "status": one.status,
                "source": pack.sources.get(one.source, one.source),
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
        "nature": one.nature,
        "decimals": one.decimals,
        "year_decimals": one.year_decimals,
        "rounding": one.mode,
        "year": one.year,
        "weight": one.weight,
        "required": one.required,
        "fixed": one.fixed,
        "default": _default(one.default),
        "acquisition": one.acquisition,
        "low": decimal_text(one.low),
        "high": decimal_text(one.high),
        "digits": one.digits,
        "items": one.item_table,
        "facility_kind": one.facility_kind,
        "level": one.level,
        "status": one.status,
        "clause": one.clause,
        "source": one.source,
    }


def _default(default: Default | None) -> dict[str, str] | None:
    """Where a default comes from, only what is named."""
    if default is None:
        return None
    return {field.name: value for field in fields(default) if (value := getattr(default, field.name)) is not None}


def _expectation(one: Mapping[str, Any], lang: str) -> dict[str, Any]:
    return {
        "any_of": list(one.get("any_of", ())),
        "per": one.get("per"),
        "severity": one.get("severity"),
        "message": one.get(lang),
        "remedy": one.get(f"remedy_{lang}"),
    }


def _untranslatable(pack: Pack, one: Mapping[str, Any], lang: str) -> dict[str, Any]:
    return {
        "message": one[lang],
        "affects": list(one["affects"]),
        "results": [name for name in pack.formulas if one["id"] in pack.untranslated.get(name, ())],
        "clause": one.get("clause", ""),
        "status": one["status"],
        "source": pack.sources.get(one.get("source", ""), one.get("source", "")),
    }


def _attribute(one: Attribute, lang: str) -> dict[str, Any]:
    return {
        "label": one.label.in_(lang),
        "values": {word: text.in_(lang) for word, text in one.values.items()},
        "facility_kind": one.facility_kind,
        "default": one.default,
        "required": one.required,
    }


def _parameter(pack: Pack, one: Parameter, lang: str) -> dict[str, Any]:
    return {
        "symbol": one.symbol,
        "label": one.label.in_(lang),
        "value": number_text(one.value),
        "unit": one.unit,
        "nature": one.nature,
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
            place: {"status": one.status, "source": one.source, "published": one.published} for place, one in table.facts.items()
        }
    return found


def formula_document(pack: Pack, name: str) -> dict[str, Any]:
    """A formula in symbols with its clause and what it reads."""
    formula = pack.formulas[name]
    return {
        "symbol": pack.quantities[name].symbol,
        "formula": _symbols(pack, formula),
        "clause": formula.clause,
        "reads": list(formula.arguments),
    }


def _symbols(pack: Pack, formula: Formula) -> str:
    def symbol(one: Name) -> str:
        return pack.parameters[one.id][0].symbol if one.parameter else pack.quantities[one.id].symbol

    return as_text(formula.expression, symbol)


def pack_differences(before: Pack, after: Pack, lang: str) -> Iterator[dict[str, Any]]:
    """What differs between two packs, leaf by leaf: path, before, after."""
    yield from _differences((), pack_document(before, lang), pack_document(after, lang))


def _differences(path: tuple[str, ...], before: Any, after: Any) -> Iterator[dict[str, Any]]:
    before, after = _by_id(before), _by_id(after)
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys((*before, *after)):
            yield from _differences((*path, str(key)), before.get(key), after.get(key))
    elif before != after:
        yield {"path": ".".join(path), "before": before, "after": after}


def _by_id(value: Any) -> Any:
    """A list of entries that carry an id as a mapping, so that they are compared one by one."""
    if isinstance(value, list) and value and all(isinstance(one, dict) and "id" in one for one in value):
        return {one["id"]: one for one in value}
    return value
