"""The rules by the API: editions with what stands in them, clarifications, search and comparison. Rules are open to all who signed in."""

from dataclasses import asdict
from datetime import date
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Field, File, Form, Query, Router, Schema
from ninja.files import UploadedFile

from tanheng.apps.evidence.selectors import content_of
from tanheng.apps.guidance import selectors, services
from tanheng.apps.guidance.access import READ, WRITE, access_clarification, access_group
from tanheng.apps.guidance.models import Clarification
from tanheng.apps.guidance.pages.finding import LONGEST_QUERY, find_everything
from tanheng.apps.guidance.selectors import search as searching
from tanheng.apps.sites.access import access_node
from tanheng.documents.rule_book.changes import changes
from tanheng.documents.rule_book.check_catalogue import catalogue, chosen
from tanheng.engine.numbers import number_text
from tanheng.engine.pack import Pack, Parameter, Quantity
from tanheng.pages.downloads import download
from tanheng.pages.finding import Asked
from tanheng.pages.language import reader_language
from tanheng.pages.request import PageRequest
from tanheng.pages.writes import Write
from tanheng.rulebook import load, loadable_packs, pack_ids, sound_pack

router = Router(tags=["rules"])


class FoundOut(Schema):
    """One thing that was found: its kind, what it is called, what is said beside it, and its page."""

    kind: str
    label: str
    beside: str
    address: str


class ClarificationIn(Schema):
    """What was said about a place: who, when, in which document; `supersedes` is the id of the one it corrects."""

    pack: str = Field(max_length=100)
    anchor: str = Field(max_length=150)
    text: str
    said_by: str
    said_on: date
    document: str
    supersedes: int | None = Field(None, ge=1, le=2**62)


class ClarificationOut(Schema):
    """What was said about a place of an edition."""

    id: int
    organisation: int
    pack: str
    pack_hash: str
    anchor: str
    place: str
    text: str
    said_by: str
    said_on: str
    document: str
    file_name: str
    sha256: str
    supersedes: int | None
    superseded: bool
    by: str
    at: str


class PlaceOut(Schema):
    """A place of an edition."""

    pack: str
    anchor: str
    chapter: str
    title: str


class CheckOut(Schema):
    """A check as it is published; `packs` is empty where it belongs to every edition."""

    code: str
    kind: str
    stages: list[str]
    severities: list[str]
    message: str
    remedy: str
    measure: str
    unit: str
    limits: str
    clause: str
    status: str
    asks: bool
    packs: list[str]


class ChangeOut(Schema):
    """One thing that differs between two editions."""

    chapter: str
    name: str
    label: str
    what: str
    before: str
    after: str
    kind: str
    anchor: str


@router.get("/search", response=list[FoundOut], summary="Everything the caller may see that holds every word")
def get_search(
    request: PageRequest,
    q: str = Query(..., max_length=LONGEST_QUERY),
    organisation: int | None = Query(None, ge=1, le=2**62),
    year: int = Query(0, ge=0, le=2100),
    pack: str = Query("", max_length=100),
) -> list[dict[str, Any]]:
    """Kind by kind. Numbers are those of the company, year and rule pack that are named; without them there are none."""
    node = None if organisation is None else access_node(request.reach, "view_data", organisation)
    asked = Asked(tuple(searching.words_of(q)), request.reach, node, year, pack, reader_language())
    return [asdict(one) for found in find_everything(asked).values() for one in found]


@router.get("/organisations/{int:node_id}/clarifications", response=list[ClarificationOut], summary="Clarifications recorded in a group")
def list_clarifications(
    request: PageRequest, node_id: int, pack: str = Query("", max_length=100), anchor: str = Query("", max_length=150)
) -> list[dict[str, Any]]:
    """The newest said first; of one edition or one place where asked."""
    group = access_group(request.reach, READ, node_id)
    return [clarification_out(one) for one in selectors.clarifications([group], _clean(pack), _clean(anchor))[:500]]


@router.post("/organisations/{int:node_id}/clarifications", response={201: ClarificationOut}, summary="Record a clarification")
def create_clarification(
    request: PageRequest, node_id: int, said: Form[ClarificationIn], file: File[UploadedFile | None] = None
) -> Write[Clarification]:
    """Who said what, when, in which document; the document itself may come along."""
    group = access_group(request.reach, WRITE, node_id)
    typed = said.dict()
    wanted = typed.pop("supersedes")
    older = selectors.clarifications([group]).filter(pk=wanted).first() if wanted else None
    if wanted and older is None:
        raise Http404("no such clarification")
    given = {**typed, "file_name": (file.name or "") if file else "", "content": file.read() if file else b""}
    record = partial(services.record_clarification, group=group, supersedes=older, **given)
    return Write(record, lambda made: (201, clarification_out(made)))


@router.get("/clarifications/{int:clarification_id}/file", response={200: bytes}, summary="The document of a clarification")
def get_clarification_file(request: PageRequest, clarification_id: int) -> HttpResponse:
    """Byte for byte as it was recorded."""
    found = access_clarification(request.reach, clarification_id)
    if found.file is None:
        raise Http404("no file")
    return download(found.file_name, content_of(found.file))


@router.get("/rules/search", response=list[PlaceOut], summary="Places of all editions that hold every word")
def search_rules(request: PageRequest, q: str = Query("", max_length=200), pack: str = Query("", max_length=100)) -> list[dict[str, Any]]:
    """Labels in both languages, symbols, ids, clauses, formulas; nothing without a word to look for."""
    if pack and pack not in pack_ids():
        raise Http404("no such rule pack")
    lang = reader_language()
    return [
        {"pack": one.pack, "anchor": one.anchor, "chapter": one.chapter(lang), "title": one.title(lang)}
        for one in searching.search(q, pack)
    ]


@router.get("/rules/checks", response=list[CheckOut], summary="The published catalogue of checks")
def list_checks(request: PageRequest, pack: str = Query("", max_length=100), q: str = Query("", max_length=200)) -> list[dict[str, Any]]:
    """Every check with its measure, range, clause, message and remedy in the reader's language."""
    if pack and pack not in pack_ids():
        raise Http404("no such rule pack")
    return [one.as_json(reader_language()) for one in chosen(catalogue(), pack=pack, words=_clean(q))]


@router.get("/rules/compare", response=list[ChangeOut], summary="What differs between two editions")
def compare_rules(
    request: PageRequest, before: str = Query("", max_length=100), after: str = Query("", max_length=100)
) -> list[dict[str, Any]]:
    """Leaf by leaf; nothing where an edition is not named."""
    if not before or not after:
        return []
    known = pack_ids()
    if before not in known or after not in known:
        raise Http404("no such rule pack")
    return [asdict(one) for one in changes(load(before), load(after), reader_language())]


def clarification_out(one: Clarification) -> dict[str, Any]:
    """A clarification as plain data."""
    return {
        "id": one.pk,
        "organisation": one.group_id,
        "pack": one.pack,
        "pack_hash": one.pack_hash,
        "anchor": one.anchor,
        "place": one.place,
        "text": one.text,
        "said_by": one.said_by,
        "said_on": one.said_on.isoformat(),
        "document": one.document,
        "file_name": one.file_name,
        "sha256": one.file.sha256 if one.file else "",
        "supersedes": one.supersedes_id,
        "superseded": one.is_superseded,
        "by": str(one.by),
        "at": one.at.isoformat(),
    }


def _clean(text: str) -> str:
    """PostgreSQL takes no NUL in a comparison."""
    return text.replace("\x00", "")


@router.get("/packs", tags=["packs"], response=list[dict[str, Any]], summary="Rule packs")
def list_packs(request: HttpRequest) -> list[dict[str, Any]]:
    """Every rule pack with its title, status, validity and hash."""
    return [_head(pack) for pack in loadable_packs()]


@router.get("/packs/{path:pack_id}", tags=["packs"], response=dict[str, Any], summary="One rule pack")
def get_pack(request: HttpRequest, pack_id: str) -> dict[str, Any]:
    """A pack with its quantities and dated parameters."""
    pack = sound_pack(pack_id)
    if pack is None:
        raise Http404("no such rule pack")
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
