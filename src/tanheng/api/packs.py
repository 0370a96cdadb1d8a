"""Rule packs: which there are, and one with its quantities and parameters. Rules are public to everybody signed in."""

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router

from tanheng.engine.numbers import number_text
from tanheng.engine.pack import Pack, Parameter, Quantity
from tanheng.pages.language import reader_language
from tanheng.rulebook import load, pack_ids

router = Router(tags=["packs"])


@router.get("/packs", response=list[dict[str, Any]], summary="Rule packs")
def list_packs(request: HttpRequest) -> list[dict[str, Any]]:
    """Every rule pack with its title, status, validity and hash."""
    return [_head(load(pack_id)) for pack_id in pack_ids()]


@router.get("/packs/{path:pack_id}", response=dict[str, Any], summary="One rule pack")
def get_pack(request: HttpRequest, pack_id: str) -> dict[str, Any]:
    """A pack with its quantities and dated parameters."""
    if pack_id not in pack_ids():
        raise Http404("no such rule pack")
    pack = load(pack_id)
    return {
        **_head(pack),
        "quantities": [_quantity(one) for one in pack.quantities.values()],
        "parameters": [_parameter(one) for dated in pack.parameters.values() for one in dated],
    }


def _head(pack: Pack) -> dict[str, Any]:
    return {
        "id": pack.id,
        "title": pack.title.in_(reader_language()),
        "status": pack.status,
        "valid_from": pack.valid_from,
        "valid_to": pack.valid_to,
        "hash": pack.hash,
    }


def _quantity(one: Quantity) -> dict[str, Any]:
    return {
        "id": one.id,
        "symbol": one.symbol,
        "label": one.label.in_(reader_language()),
        "unit": one.unit,
        "index": list(one.index),
        "role": one.role,
        "decimals": one.decimals,
        "required": one.required,
        "status": one.status,
        "clause": one.clause,
    }


def _parameter(one: Parameter) -> dict[str, Any]:
    return {
        "id": one.id,
        "symbol": one.symbol,
        "label": one.label.in_(reader_language()),
        "unit": one.unit,
        "value": number_text(one.value),
        "valid_from": one.valid_from,
        "valid_to": one.valid_to,
        "status": one.status,
        "clause": one.clause,
    }
