"""The pieces the toy packs are made of: rows of their YAML, their parts and their cases. Not a rule of any guideline."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from tanheng.engine.editions import PackParts
from tanheng.rulebook.declared_sectors import sectors


def quantity(symbol: str, unit: str, index: list[str], role: str, **more: Any) -> dict[str, Any]:
    """A row of quantities.yaml."""
    return {
        "symbol": symbol,
        "label": {"zh": f"量{symbol}", "en": f"quantity {symbol}"},
        "unit": unit,
        "index": index,
        "role": role,
        "nature": "data",
        "year": "sum",
        "low": "-1000000000000",
        "high": "1000000000000",
        "status": "project",
        "source": "S",
        "clause": "1",
        "acquisition": "measured" if role == "input" else "calculated",
        **more,
    }


def parameter(name: str, unit: str, value: str, status: str) -> dict[str, Any]:
    """A row of parameters.yaml."""
    return {
        "label": {"zh": name, "en": name},
        "unit": unit,
        "nature": "factor",
        "status": status,
        "source": "S",
        "values": [{"value": value}],
    }


def head(name: str, facility: str, total: str, **more: Any) -> dict[str, Any]:
    """A pack.yaml."""
    return {
        "id": name,
        "title": {"zh": name, "en": name},
        "document": {},
        "kind": "accounting",
        "jurisdiction": "cn",
        "sector": "cement",
        "total": total,
        "status": "project",
        "valid": {"from": 2020},
        "facility_kinds": {facility: {"zh": facility, "en": facility, "required": True}},
        **more,
    }


def parts(formulas: Iterable[Callable[..., Any]], /, **more: Any) -> PackParts:
    """A folder without checks, forms and cases, unless they are given."""
    found: dict[str, Any] = {
        "parameters": {},
        "tables": {},
        "forms": {},
        "cases": (),
        "sources": {"S": "a source"},
        "formula_functions": {one.__name__: one for one in formulas},
        "check_functions": (),
        "program_texts": {},
        "sectors": sectors(),
        **more,
    }
    return PackParts(**found)


def case(pack: str, places: dict[str, tuple[str, str]], /, **more: Any) -> dict[str, Any]:
    """A case/1 document of 2025; the places are its facilities, id → kind and name."""
    return {
        "tanheng": "case/1",
        "pack": pack,
        "year": 2025,
        "entity": {"name": "合成示例"},
        "facilities": [{"id": one, "kind": kind, "name": name} for one, (kind, name) in places.items()],
        **more,
    }
