"""The organisation by the API: its tree, and what happens to its facilities."""

from datetime import date
from functools import partial
from typing import Any

from django.http import Http404
from ninja import Field, Query, Router, Schema

from tanheng.apps.sites.access import access_life_event, access_node
from tanheng.apps.sites.models import LifeEvent, ListMembership, Node
from tanheng.apps.sites.selectors.boundary import Placed, boundary_of
from tanheng.apps.sites.selectors.life import life_history, life_of
from tanheng.apps.sites.selectors.lists import memberships
from tanheng.apps.sites.services.companies import change_identity, hand_over, merge_company
from tanheng.apps.sites.services.life import MANAGE, record_life, withdraw_life
from tanheng.apps.sites.services.lists import record_membership
from tanheng.engine.life import Life
from tanheng.pages.request import PageRequest
from tanheng.pages.writes import Write
from tanheng.store.clock import today

CREDIT_CODE = r"^[0-9A-HJ-NPQRTUWXY]{18}$"  # GB 32100
router = Router(tags=["organisations"])


class Organisation(Schema):
    """A node of the organisation tree."""

    id: int
    kind: str
    name: str
    code: str
    facility_kind: str
    parent: int | None
    in_use_from: str | None
    in_use_to: str | None


class LifeEventIn(Schema):
    """What happened to a facility on a day: `built`, `changed`, `stopped` (with `until` where it is known), `restarted`, `demolished` (its
    last day of use) or `sold` (the first day that is another's); `corrects` is the id of the record in whose place it stands.
    """

    kind: str = Field(..., max_length=20)
    on: date
    until: date | None = None
    reason: str = Field("", max_length=300)
    source: str = Field("", max_length=200)
    corrects: int | None = Field(None, ge=1, le=2**62)


class WithdrawIn(Schema):
    """Why a record is taken back."""

    reason: str = Field(..., max_length=300)


class PlacedOut(Schema):
    """A facility and what it is on the day: `not_yet`, `in_use`, `stopped` or `ended`."""

    facility: Organisation
    state: str
    inside: bool


class SiteOut(Schema):
    """A site with its facilities."""

    site: Organisation
    facilities: list[PlacedOut]


class BoundaryOut(Schema):
    """A company as it was called on a day, and what belonged to it."""

    organisation: int
    on: str
    name: str
    code: str
    sites: list[SiteOut]


class IdentityIn(Schema):
    """Name and code of a company from a day on, by which document; what does not change is given again."""

    name: str = Field(..., max_length=200)
    code: str = Field(..., max_length=18, pattern=CREDIT_CODE)
    on: date
    source: str = Field(..., max_length=200)


class MergerIn(Schema):
    """Into which company, from which day on, why, by which document."""

    into: int = Field(..., ge=1, le=2**62)
    on: date
    reason: str = Field(..., max_length=300)
    source: str = Field(..., max_length=200)


class HandOverIn(Schema):
    """Facilities by their ids, the first day that is the receiver's; `split`: as part of a split of their company."""

    facilities: list[int] = Field(..., min_length=1, max_length=200)
    on: date
    reason: str = Field(..., max_length=300)
    source: str = Field(..., max_length=200)
    split: bool = False


class MembershipIn(Schema):
    """Whether a company is on the list of key emitters of a sector (`power`, `aluminium`, `cement`) in a year, by which document."""

    sector: str = Field(..., max_length=20)
    year: int = Field(..., ge=2013, le=2100)
    listed: bool
    source: str = Field(..., max_length=200)


class MembershipOut(Schema):
    """What is known of a list and a year, who recorded it and when."""

    id: int
    organisation: int
    sector: str
    year: int
    listed: bool
    source: str
    by: str
    at: str


class LifeEventOut(Schema):
    """A record of what happened; `corrected_by` is the one that stands in its place, or that withdraws it."""

    id: int
    organisation: int
    kind: str
    on: str
    until: str | None
    reason: str
    source: str
    partner: int | None
    corrects: int | None
    corrected_by: int | None
    by: str
    at: str


class SpanOut(Schema):
    """Days in use, both included; null where nothing is known, or where it goes on."""

    first: str | None
    last: str | None


class StopOut(SpanOut):
    """Days of standstill, both included."""

    reason: str


class LifeOut(Schema):
    """The life of a facility: what it is today, its days, and the months of a year that are not applicable for it."""

    state: str
    in_use: list[SpanOut]
    stops: list[StopOut]
    not_applicable_months: list[int]
    records: list[LifeEventOut]


@router.get("/organisations", response=list[Organisation], summary="The part of the group that is open to the caller")
def list_organisations(request: PageRequest) -> list[dict[str, Any]]:
    """Every node on which view_organisation is open, in tree order."""
    return [_organisation(node) for node in request.reach.nodes("view_organisation")]


@router.get("/facilities/{int:facility_id}/life", response=LifeOut, summary="The life of a facility")
def get_life(request: PageRequest, facility_id: int, year: int = Query(..., ge=1990, le=2100)) -> dict[str, Any]:
    """Its days of use and standstill, the months of `year` that are not applicable, and every record, newest day first."""
    facility = access_node(request.reach, "view_organisation", facility_id, kind="facility")
    life = life_of(facility)
    records = [_life_event(event) for event in life_history(facility)]
    return {**_days(life), "not_applicable_months": life.not_applicable_months(year), "records": records}


@router.post("/facilities/{int:facility_id}/life", response={201: LifeEventOut}, summary="Record what happened to a facility")
def create_life_event(request: PageRequest, facility_id: int, told: LifeEventIn) -> Write[LifeEvent]:
    """What cannot follow what is known of the facility is answered 409."""
    facility = access_node(request.reach, MANAGE, facility_id, kind="facility")
    corrects = LifeEvent.objects.filter(node=facility, pk=told.corrects).first() if told.corrects else None
    if told.corrects and corrects is None:
        raise Http404("no such record")
    facts = {**told.dict(), "corrects": corrects}
    return Write(partial(record_life, facility=facility, **facts), lambda made: (201, _life_event(made)))


@router.post("/life/{int:event_id}/withdrawal", response={201: LifeEventOut}, summary="Withdraw a record of a facility's life")
def create_withdrawal(request: PageRequest, event_id: int, told: WithdrawIn) -> Write[LifeEvent]:
    """The record stays to be seen, and no longer counts."""
    event = access_life_event(request.reach, MANAGE, event_id)
    return Write(partial(withdraw_life, event=event, reason=told.reason), lambda made: (201, _life_event(made)))


@router.get("/organisations/{int:node_id}/boundary", response=BoundaryOut, summary="The boundary of a company as of a day")
def get_boundary(request: PageRequest, node_id: int, on: date | None = None) -> dict[str, Any]:
    """The company as it was called, its sites, and each facility with what it was on the day, today without one."""
    company = access_node(request.reach, "view_organisation", node_id, kind="company")
    shown = boundary_of(company, on or today())
    sites = [
        {"site": _organisation(site), "facilities": [{"facility": _organisation(one.node), **_placed(one)} for one in placed]}
        for site, placed in shown.sites
    ]
    return {"organisation": company.pk, "on": shown.on.isoformat(), "name": shown.name, "code": shown.code, "sites": sites}


def _placed(one: Placed) -> dict[str, Any]:
    return {"state": one.state, "inside": one.is_inside}


@router.post("/organisations/{int:node_id}/identity", response={201: Organisation}, summary="Change the name or code of a company")
def create_identity(request: PageRequest, node_id: int, told: IdentityIn) -> Write[Node]:
    """Reports of years before keep the old name and code."""
    company = access_node(request.reach, MANAGE, node_id, kind="company")
    return Write(partial(change_identity, company=company, **told.dict()), lambda made: (201, _organisation(made)))


@router.post("/organisations/{int:node_id}/handovers", response={201: list[Organisation]}, summary="Hand facilities over to a site")
def create_handover(request: PageRequest, node_id: int, told: HandOverIn) -> Write[list[Node]]:
    """`node_id` is the site of the receiver; answers the facilities as they go on there."""
    site = access_node(request.reach, MANAGE, node_id, kind="site")
    facilities = [access_node(request.reach, MANAGE, key, kind="facility") for key in told.facilities]
    facts = told.dict(exclude={"facilities"})
    return Write(partial(hand_over, facilities=facilities, site=site, **facts), lambda made: (201, [_organisation(one) for one in made]))


@router.post("/organisations/{int:node_id}/merger", response={201: list[Organisation]}, summary="Merge a company into another")
def create_merger(request: PageRequest, node_id: int, told: MergerIn) -> Write[list[Node]]:
    """Answers the facilities as they go on in the other company."""
    company = access_node(request.reach, MANAGE, node_id, kind="company")
    into = access_node(request.reach, MANAGE, told.into, kind="company")
    facts = told.dict(exclude={"into"})
    return Write(partial(merge_company, company=company, into=into, **facts), lambda made: (201, [_organisation(one) for one in made]))


@router.get("/organisations/{int:node_id}/lists", response=list[MembershipOut], summary="Lists of key emitters a company is on")
def list_memberships(request: PageRequest, node_id: int) -> list[dict[str, Any]]:
    """What is known of each list and year now, the newest year first."""
    company = access_node(request.reach, "view_organisation", node_id, kind="company")
    return [_membership(one) for one in memberships(company)]


@router.post("/organisations/{int:node_id}/lists", response={201: MembershipOut}, summary="Record the membership of a list")
def create_membership(request: PageRequest, node_id: int, told: MembershipIn) -> Write[ListMembership]:
    """Append it; the newest record of list and year counts."""
    company = access_node(request.reach, MANAGE, node_id, kind="company")
    return Write(partial(record_membership, company=company, **told.dict()), lambda made: (201, _membership(made)))


def _membership(one: ListMembership) -> dict[str, Any]:
    facts = {name: getattr(one, name) for name in ("id", "sector", "year", "listed", "source")}
    return {**facts, "organisation": one.company_id, "by": str(one.recorded_by), "at": one.recorded_at.isoformat()}


def _organisation(node: Node) -> dict[str, Any]:
    return {
        "id": node.pk,
        "kind": node.kind,
        "name": node.name,
        "code": node.code,
        "facility_kind": node.present_kind,
        "parent": node.parent_id,
        "in_use_from": day_text(node.in_use_from),
        "in_use_to": day_text(node.in_use_to),
    }


def _days(life: Life) -> dict[str, Any]:
    return {
        "state": life.state(today()),
        "in_use": [{"first": day_text(one.first), "last": day_text(one.last)} for one in life.spans],
        "stops": [{"first": day_text(one.first), "last": day_text(one.last), "reason": one.reason} for one in life.stops],
    }


def _life_event(event: LifeEvent) -> dict[str, Any]:
    later = LifeEvent.objects.filter(corrects=event).values_list("pk", flat=True).first()
    return {
        "id": event.pk,
        "organisation": event.node_id,
        "kind": event.kind,
        "on": event.on.isoformat(),
        "until": day_text(event.until),
        "reason": event.reason,
        "source": event.source,
        "partner": event.partner_id,
        "corrects": event.corrects_id,
        "corrected_by": later,
        "by": str(event.recorded_by),
        "at": event.recorded_at.isoformat(),
    }


def day_text(day: date | None) -> str | None:
    """A day as the API writes it."""
    return day.isoformat() if day else None
