"""Attributes, replaced parameters and uncertainties of a year, said without a file, by the API."""

import json
from functools import partial
from typing import Any, Literal

from django.http import Http404
from ninja import Field, Query, Router, Schema

from tanheng.apps.records.models import CaseFact
from tanheng.apps.records.selectors import current_import
from tanheng.apps.records.selectors.case_facts import facts_since
from tanheng.apps.records.services.case_facts import say_fact
from tanheng.apps.sites.access import access_company
from tanheng.pages.request import PageRequest
from tanheng.pages.writes import Write
from tanheng.rulebook import pack_ids

router = Router()


class FactIn(Schema):
    """An entry of a block of `case/1` as a file has it; with `take_back` what was said of the same counts no more."""

    year: int = Field(..., ge=1990, le=2100)
    pack: str = Field(..., max_length=100)
    block: Literal["attributes", "overrides", "uncertainties"]
    entry: dict[str, Any]
    reason: str = Field("", max_length=300)
    take_back: bool = False


class FactOut(Schema):
    """What was said since the figures that count; `entry` is null where it was taken back."""

    block: str
    of: dict[str, Any]
    entry: dict[str, Any] | None
    reason: str
    by: str
    at: str


@router.get("/organisations/{int:node_id}/case-facts", response=list[FactOut], summary="What was said beside the figures of a year")
def list_facts(
    request: PageRequest, node_id: int, year: int = Query(..., ge=1990, le=2100), pack: str = Query(..., max_length=100)
) -> list[dict[str, Any]]:
    """Since the figures that count; what is in them stands in their case."""
    company = access_company(request.reach, "view_data", node_id)
    _refuse_unknown(pack)
    return [fact_out(one) for one in facts_since(current_import(company, year, pack), company, year, pack).values()]


@router.post(
    "/organisations/{int:node_id}/case-facts", response={201: FactOut}, summary="Say an attribute, a replaced value, an uncertainty"
)
def create_fact(request: PageRequest, node_id: int, said: FactIn) -> Write[CaseFact]:
    """It enters the figures that are drawn next, as the same entry of a file would; what a file could not say is refused (409)."""
    company = access_company(request.reach, "upload_data", node_id)
    _refuse_unknown(said.pack)
    words = {"pack_id": said.pack, **said.dict(exclude={"pack"})}
    return Write(partial(say_fact, node=company, **words), lambda made: (201, fact_out(made)))


def _refuse_unknown(pack: str) -> None:
    if pack not in pack_ids():
        raise Http404("no such rule pack")


def fact_out(one: CaseFact) -> dict[str, Any]:
    """A fact as plain data."""
    entry = json.loads(one.entry) if one.entry else None
    said = {"block": one.block, "of": json.loads(one.key), "entry": entry, "reason": one.reason}
    return {**said, "by": str(one.by), "at": one.at.isoformat()}
