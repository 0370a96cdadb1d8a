"""Runs and years by the API: what the pages of the accounts can do."""

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from ninja import Field, Query, Router, Schema

from tanheng.apps.accounting import selectors, services
from tanheng.apps.accounting.access import access_run
from tanheng.apps.accounting.models import Run, YearStep
from tanheng.apps.accounting.selectors.years import StandingYear, newer_than_submitted, standing_year
from tanheng.apps.accounting.services.years import move_year
from tanheng.apps.people.access import opens
from tanheng.apps.records.pages.packs_in_use import packs_in_use
from tanheng.apps.records.selectors import current_import
from tanheng.apps.sites.access import access_company
from tanheng.apps.work.api import TaskOut, asked, wants_background
from tanheng.engine.case import case_document
from tanheng.pages.downloads import download
from tanheng.pages.language import reader_language
from tanheng.pages.request import PageRequest
from tanheng.pages.writes import Write
from tanheng.store.tasks.models import Task
from tanheng.workflow.years import A_ROUND, YEAR, rounds_open

router = Router(tags=["accounts"])
MOST_RUNS = 200


class RunIn(Schema):
    """Which year by which rule pack; `through_month`: the last month (12: all), by itself that of the figures. A part is never final."""

    year: int
    pack: str
    through_month: int | None = Field(None, ge=1, le=12)


class RunHead(Schema):
    """A run without its numbers."""

    id: int
    organisation: int
    number: int
    year: int
    through_month: int | None  # the last month of a part of the year, which is provisional; null of a whole year
    pack: str
    pack_hash: str
    snapshot_hash: str
    run_hash: str
    problems_hash: str  # of their codes, severities and places; empty for a run made before problems were sealed
    upload: int
    beside: int | None  # the upload of the year before that its figures were held against
    by: str
    at: str


class PackInUse(Schema):
    """A rule pack a company's year is kept by: its upload that counts, and of its runs the newest, the final one, and the one that the year
    reports; null where there is none.
    """

    pack: str
    upload: int
    run: int | None = Field(..., description="the newest run")
    final: int | None = Field(..., description="the run that was approved, until the year is reopened")
    reported: int | None = Field(..., description="the run that the year reports: the final one, else the newest")


class StepIn(Schema):
    """A step of a year: `reason` where it needs one, `round` (`first`, `corrected`, `verified`) to approve, `seen`: the number of the
    last step that was there when it was decided (0: none); with it, what somebody did meanwhile is not passed over.
    """

    pack: str = Field(..., max_length=100)
    verb: str = Field(..., max_length=20)
    reason: str = Field("", max_length=300)
    round: str = Field("", max_length=20)
    seen: int | None = Field(None, ge=0, le=1_000_000)


class StepOut(Schema):
    """A step that was taken."""

    number: int
    verb: str
    state: str
    run: int
    round: str
    reason: str
    by: str
    at: str


class OpenStep(Schema):
    """A step that the state permits: whether the caller's roles open it, and what it asks for."""

    verb: str
    label: str
    permission: str
    permitted: bool
    reason: bool
    rounds: list[str]


class YearOut(Schema):
    """A company's year by a rule pack: its state, the run that stands (none in a draft), and what is newer than that run."""

    pack: str
    state: str
    label: str
    round: str
    run: int | None
    newer: bool
    open: list[OpenStep]
    steps: list[StepOut]


@router.get("/organisations/{int:node_id}/packs", response=list[PackInUse], summary="Rule packs a company's year is kept by")
def list_packs_in_use(request: PageRequest, node_id: int, year: int = Query(..., ge=1990, le=2100)) -> list[dict[str, Any]]:
    """In the order of the pages: the main business first, its power units after it."""
    company = access_company(request.reach, "view_data", node_id)
    found = []
    for pack in packs_in_use(company, year):
        one, newest = current_import(company, year, pack), selectors.latest_run(company, year, pack)
        approved = standing_year(company, year, pack).final
        run, final = newest.pk if newest else None, approved.run_id if approved else None
        found.append({"pack": pack, "upload": one.pk if one else 0, "run": run, "final": final, "reported": final or run})
    return found


@router.get("/organisations/{int:node_id}/runs", response=list[RunHead], summary="Runs of a company, the newest first")
def list_runs(request: PageRequest, node_id: int, year: int | None = Query(None, ge=1990, le=2100)) -> list[dict[str, Any]]:
    """At most the last 200."""
    company = access_company(request.reach, "view_data", node_id)
    return [run_head(run) for run in selectors.runs_of(company, year)[:MOST_RUNS]]


@router.post("/organisations/{int:node_id}/runs", response={201: RunHead, 202: TaskOut}, summary="Run the accounts")
def create_run(request: PageRequest, node_id: int, wanted: RunIn) -> Write[Run] | Write[Task]:
    """Freeze the figures that count now, compute, store every number. What takes longer than about a second is done in the background
    (202 with the task), and so is whatever is asked with `Prefer: respond-async`.
    """
    company = access_company(request.reach, "run_accounts", node_id)
    if not 1990 <= wanted.year <= 2100:
        raise Http404("no such year")
    if wants_background(request) or not selectors.is_small_run(company, wanted.year, wanted.pack):
        return asked(request, "accounting.run", company, {"node": company.pk, **wanted.dict()})
    run = partial(services.run_accounts, node=company, year=wanted.year, pack_id=wanted.pack, through_month=wanted.through_month)
    return Write(run, lambda made: (201, run_head(made)))


@router.get("/organisations/{int:node_id}/years/{int:year}/steps", response=list[YearOut], summary="The state of a year by each rule pack")
def list_year_states(request: PageRequest, node_id: int, year: int, pack: str = "") -> list[dict[str, Any]]:
    """State, the run that stands, which steps are open now and to whom, and every step so far; of one pack where it is named."""
    company = access_company(request.reach, "view_data", node_id)
    packs = [pack] if pack else packs_in_use(company, year)
    return [year_out(request, standing_year(company, year, one)) for one in packs]


@router.post("/organisations/{int:node_id}/years/{int:year}/steps", response={201: StepOut}, summary="Take a step of a year")
def create_year_step(request: PageRequest, node_id: int, year: int, wanted: StepIn) -> Write[YearStep]:
    """What the table of states, the figures or the separation of duties do not permit is answered 409 (FLOW-409) with its `problems`."""
    company = access_company(request.reach, "view_data", node_id)
    facts = {"pack_id": wanted.pack, "round_id": wanted.round, **wanted.dict(exclude={"pack", "round"})}
    return Write(partial(move_year, node=company, year=year, **facts), lambda made: (201, step_out(made)))


@router.get("/runs/{int:run_id}", response=dict[str, Any], summary="A run as run/1")
def get_run(request: PageRequest, run_id: int) -> dict[str, Any]:
    """Hashes, every derived number, problems, and the case inside: `tanheng replay` recomputes it. `problems_proof` says whether they are
    found again: `equal`, `differs` (checks have changed since) or `not_covered` (of a run made before problems were sealed).
    """
    run = access_run(request.reach, "view_data", run_id)
    return selectors.run_document(run, reader_language())


@router.get("/runs/{int:run_id}/receipt", response={200: dict[str, Any]}, summary="The receipt of a run as receipt/1")
def get_receipt(request: PageRequest, run_id: int) -> HttpResponse:
    """Engine, rule pack, day, inputs, results, problems and the trace of every number: the same bytes as `tanheng receipt`."""
    run = access_run(request.reach, "view_data", run_id)
    return download(f"receipt-{run.year}-run-{run.number}.json", selectors.run_receipt(run, reader_language()))


@router.get("/runs/{int:run_id}/case", response=dict[str, Any], summary="The frozen inputs as case/1")
def get_case(request: PageRequest, run_id: int) -> dict[str, Any]:
    """Canonical, with quoted decimal text."""
    run = access_run(request.reach, "view_data", run_id)
    return case_document(selectors.frozen_case(run))


def run_head(run: Run) -> dict[str, Any]:
    """A run as plain data, without its numbers."""
    return {
        "id": run.pk,
        "organisation": run.node_id,
        "number": run.number,
        "year": run.year,
        "through_month": run.through_month,
        "pack": run.pack,
        "pack_hash": run.pack_hash,
        "snapshot_hash": run.snapshot.hash,
        "run_hash": run.run_hash,
        "problems_hash": run.problems_hash,
        "upload": run.snapshot.source_import_id,
        "beside": run.beside_id,
        "by": str(run.by),
        "at": run.at.isoformat(),
    }


def step_out(one: YearStep) -> dict[str, Any]:
    """A step as plain data."""
    names = ("number", "verb", "state", "round", "reason")
    return {**{name: getattr(one, name) for name in names}, "run": one.run_id, "by": str(one.by), "at": one.at.isoformat()}


def year_out(request: PageRequest, found: StandingYear) -> dict[str, Any]:
    """The state of a year as plain data."""
    lang = reader_language()
    moves = [
        {
            "verb": one.verb,
            "label": one.label.in_(lang),
            "permission": one.permission,
            "permitted": opens(request.reach, one.permission, found.node),
            "reason": one.reason,
            "rounds": list(rounds_open(found.last_round)) if A_ROUND in one.guards else [],
        }
        for one in YEAR.open(found.state.id)
    ]
    return {
        "pack": found.pack,
        "state": found.state.id,
        "label": found.state.label.in_(lang),
        "round": found.final.round if found.final else "",
        "run": found.run.pk if found.run else None,
        "newer": newer_than_submitted(found) is not None,
        "open": moves,
        "steps": [step_out(one) for one in found.steps],
    }
