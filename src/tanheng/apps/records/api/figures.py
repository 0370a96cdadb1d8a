"""Imports, readings and answers by the API: what the data pages can do."""

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from ninja import File, Form, Query, Router, Schema
from ninja.files import UploadedFile

from tanheng.apps.monitoring.models.series import APPORTIONED
from tanheng.apps.records import selectors, services
from tanheng.apps.records.access import access_import
from tanheng.apps.records.models import MOST_NUMBER, FileReading, Import, WarningAnswer
from tanheng.apps.records.pages.boundary import Stage, walk_of
from tanheng.apps.records.pages.marked_imports import marked_import
from tanheng.apps.records.pages.packs_in_use import pack_of_walk
from tanheng.apps.records.selectors.doubts import file_problems, year_problems
from tanheng.apps.records.selectors.files import is_small_file
from tanheng.apps.records.selectors.superseding import superseding
from tanheng.apps.records.services.waiting import ask_for_import
from tanheng.apps.sites.access import access_company
from tanheng.apps.sites.models import Node
from tanheng.apps.work.api import TaskOut, accepted, wants_background
from tanheng.engine.case import amount_text
from tanheng.pages.downloads import download
from tanheng.pages.language import reader_language
from tanheng.pages.request import PageRequest
from tanheng.pages.writes import Write
from tanheng.rulebook import load
from tanheng.store.tasks.models import Task

router = Router()
MOST_IMPORTS = 200


class ProblemOut(Schema):
    """What is wrong, where, and the remedy; `places` where it stands at several, the first of them `where`; `unlisted`: it
    stands for so many further places of its code.
    """

    code: str
    severity: str
    where: dict[str, Any]
    message: str
    remedy: str
    places: list[dict[str, Any]] = []
    unlisted: int = 0


class ChangedOut(Schema):
    """A place that an upload changed: gone, changed or added, with both figures; null where there is none."""

    what: str
    quantity: str
    facility: str | None
    item: str | None
    month: int | None
    before: str | None
    after: str | None


class SupersededOut(Schema):
    """What an upload changed against the one that counted before it; nothing where all counts are 0."""

    upload: int
    number: int
    gone: int
    changed: int
    added: int
    places: list[ChangedOut]


class SourceOut(Schema):
    """A source of emission at a place, and how many of its periods are reported."""

    quantity: str
    label: str
    filled: int
    periods: int


class StageOut(Schema):
    """A facility (null: the whole company) in the months that a company reports of it; `hidden`: its figures are not open to the caller."""

    facility: int | None
    organisation: int
    months: str
    hidden: bool
    sources: list[SourceOut]


class WalkOut(Schema):
    """The walk of a year by a guide on the boundary of a day."""

    organisation: int
    year: int
    pack: str
    on: str
    stages: list[StageOut]


class UploadListed(Schema):
    """An import and what became of it, its problems counted."""

    id: int
    organisation: int
    number: int
    state: str
    year: int | None
    pack: str
    file_name: str
    sha256: str
    size: int
    values: int
    snapshot_hash: str
    reason: str
    base: int | None
    by: str
    at: str
    problem_count: int
    error_count: int


class UploadOut(UploadListed):
    """An import with its problems."""

    problems: list[ProblemOut]
    superseded: SupersededOut | None


class ReadingOut(Schema):
    """One reported number by a rule pack, with its source and its place in the file; `apportioned`: a part of what a gate meter measured,
    which a case calls calculated.
    """

    id: int
    pack: str
    quantity: str
    facility: str | None
    item: str | None
    month: int | None
    amount: str
    unit: str
    kind: str
    source: str
    evidence: str
    note: str
    origin: dict[str, Any]
    supersedes: int | None
    upload: int
    apportioned: bool


class AnswerOut(Schema):
    """What was said to one warning about the figures by a rule pack; the newest to the same digest counts."""

    id: int
    pack: str
    code: str
    quantity: str | None
    facility: str | None
    item: str | None
    month: int | None
    digest: str
    says: str
    reason: str
    printed: bool
    person: str
    on: str
    at: str


class DoubtOut(ProblemOut):
    """A warning that asks for an answer: open while `answer` is null. `pack` is the rule pack it is answered for."""

    pack: str
    digest: str
    open: bool
    answer: dict[str, Any] | None


class AnswerIn(Schema):
    """One answer to the doubts with these digests: `confirmed` or `corrected`, and why."""

    year: int
    pack: str
    digests: list[str]
    says: str
    reason: str
    printed: bool = True


@router.get("/organisations/{int:node_id}/uploads", response=list[UploadListed], summary="Imports of a company, the newest first")
def list_uploads(request: PageRequest, node_id: int) -> list[dict[str, Any]]:
    """At most the last 200; the problems of one are listed with it (`GET /uploads/{id}`)."""
    company = access_company(request.reach, "view_data", node_id)
    imports = selectors.imports_of(company)[:MOST_IMPORTS]
    return [upload_listed(one, one.problem_count, one.error_count) for one in imports]


@router.post(
    "/organisations/{int:node_id}/uploads", response={201: UploadOut, 202: TaskOut, 422: UploadOut}, summary="Upload a year's figures"
)
def create_upload(
    request: PageRequest,
    node_id: int,
    file: File[UploadedFile],
    reason: str = Form("", max_length=300),
    base: int | None = Form(None, ge=1, le=MOST_NUMBER),
    confirm: int | None = Form(None, ge=1, le=MOST_NUMBER),
) -> Write[Import] | Write[Task]:
    """All of the file's figures are taken over (201), or none (422) with every problem. A file over 1 MB is read in the background (202
    with the task, whose result is the import), and so is one sent with `Prefer: respond-async`. A file that
    changes or takes back figures that count now, without a `reason`, is refused as it is (409, API-416) and leaves nothing; so is one that
    would change what others have changed since it was made (409, API-417, with each of these `figures`), until the number that the answer
    gives is sent as `confirm`. `base` is the number of the import the file was made from, where it does not say so itself.
    """
    company = access_company(request.reach, "upload_data", node_id)
    said: dict[str, Any] = {"reason": reason, "base": base, "confirm": confirm}
    if wants_background(request) or not is_small_file(file.size or 0):
        return Write(partial(ask_for_import, place=company, file=file, **said), accepted(request))
    upload = partial(services.upload_case, node=company, file_name=file.name or "", content=file.read(), **said)
    return Write(upload, lambda one: (201 if one.accepted else 422, upload_out(one)))


@router.get("/uploads/{int:import_id}", response=UploadOut, summary="One import with its problems")
def get_upload(request: PageRequest, import_id: int) -> dict[str, Any]:
    """What became of an uploaded file."""
    return upload_out(access_import(request.reach, "view_data", import_id))


@router.get("/organisations/{int:node_id}/years/{int:year}/boundary", response=WalkOut, summary="Boundary, sources and what is reported")
def get_walk(
    request: PageRequest, node_id: int, year: int, pack: str = Query("", max_length=100), today: bool = Query(False)
) -> dict[str, Any]:
    """Source by source, on the year's own boundary or on today's; by the first guide in use where none is named."""
    company = access_company(request.reach, "view_data", node_id)
    if not 1990 <= year <= 2100:
        raise Http404("no such year")
    found = walk_of(request.reach, company, year, load(pack_of_walk(company, year, pack)[0]), as_of_today=today)
    stages = [_stage(one) for one in found.stages]
    return {"organisation": company.pk, "year": year, "pack": found.pack.id, "on": found.boundary.on.isoformat(), "stages": stages}


def _stage(stage: Stage) -> dict[str, Any]:
    steps = [
        {"quantity": one.quantity, "label": one.label, "filled": one.known.filled, "periods": one.known.periods} for one in stage.steps
    ]
    node = stage.node.pk if stage.node else None
    return {"facility": node, "organisation": stage.company.pk, "months": stage.months, "hidden": stage.hidden, "sources": steps}


@router.get("/organisations/{int:node_id}/readings", response=list[ReadingOut], summary="The figures that count now")
def list_readings(
    request: PageRequest, node_id: int, year: int = Query(..., ge=1990, le=2100), pack: str = Query("", max_length=100)
) -> list[dict[str, Any]]:
    """Every reported number of a company's year by the latest accepted import of each rule pack, or of the pack that is named."""
    imports = _counting(access_company(request.reach, "view_data", node_id), year, pack)
    return [reading_out(reading, one) for one in imports for reading in selectors.readings_of(one).select_related("frozen")]


@router.get("/uploads/{int:import_id}/marked", response={200: bytes}, summary="An upload's workbook with its problems at their cells")
def get_marked_upload(request: PageRequest, import_id: int) -> HttpResponse:
    """An .xlsx file; of a refused upload for a day, until the company's next upload."""
    found = marked_import(access_import(request.reach, "view_data", import_id), reader_language())
    if found is None:
        raise Http404("the file cannot be marked, or is not kept any more")
    return download(*found)


@router.get("/organisations/{int:node_id}/doubts", response=list[DoubtOut], summary="Doubts about the figures that count now")
def list_doubts(
    request: PageRequest, node_id: int, year: int = Query(..., ge=1990, le=2100), pack: str = Query("", max_length=100)
) -> list[dict[str, Any]]:
    """Warnings that ask for an answer before a report is issued, with the answers that hold: of every rule pack the year is kept by, or of
    the pack that is named.
    """
    imports = _counting(access_company(request.reach, "view_data", node_id), year, pack)
    asking = [(one.pack, problem) for one in imports for problem in year_problems(one) if problem.asks]
    lang = reader_language()
    return [{"answer": None, **problem.as_json(lang), "pack": name, "open": problem.answer is None} for name, problem in asking]


@router.get("/organisations/{int:node_id}/answers", response=list[AnswerOut], summary="What was said to doubts of a year")
def list_answers(
    request: PageRequest, node_id: int, year: int = Query(..., ge=1990, le=2100), pack: str = Query("", max_length=100)
) -> list[dict[str, Any]]:
    """Everything ever said on pages and by the API, the newest first; answers that came in files stand in their case."""
    company = access_company(request.reach, "view_data", node_id)
    if not pack.isprintable():
        raise Http404("no such pack")
    return [answer_out(one) for one in selectors.answers_given(company, year, pack)]


@router.post("/organisations/{int:node_id}/answers", response={201: list[AnswerOut]}, summary="Answer doubts about figures")
def create_answers(request: PageRequest, node_id: int, said: AnswerIn) -> Write[list[WarningAnswer]]:
    """The same answer to one or several doubts; a digest that no doubt has any more is refused (409)."""
    company = access_company(request.reach, "answer_warnings", node_id)
    if not 1990 <= said.year <= 2100:
        raise Http404("no such year")
    given = {"pack_id": said.pack, **said.dict(exclude={"pack"})}
    return Write(partial(services.answer_warnings, node=company, **given), lambda made: (201, [answer_out(one) for one in made]))


def _counting(company: Node, year: int, pack: str) -> list[Import]:
    """The imports that count of a year, of each rule pack or of the one that is named; Http404 where there are none."""
    imports = selectors.current_imports(company, year, pack)
    if not imports:
        raise Http404("no figures of this year")
    return imports


def upload_out(one: Import) -> dict[str, Any]:
    """An import with its problems as plain data."""
    found = file_problems(one)
    problems, errors = [problem.as_json(reader_language()) for problem in found], sum(problem.severity == "error" for problem in found)
    return {**upload_listed(one, len(found), errors), "problems": problems, "superseded": superseded_out(one)}


def superseded_out(one: Import) -> dict[str, Any] | None:
    """What an accepted import changed, places that are gone first; None where nothing counted before it."""
    found = superseding(one)
    if found is None:
        return None
    places = [
        {"what": place.what, **place.place._asdict(), "before": _amount_of(place.before), "after": _amount_of(place.after)}
        for place in found.places
    ]
    return {"upload": found.before.pk, "number": found.before.number, **found.counts, "places": places}


def _amount_of(reading: FileReading | None) -> str | None:
    return None if reading is None else amount_text(reading.amount)


def upload_listed(one: Import, problem_count: int, error_count: int) -> dict[str, Any]:
    """An import as plain data."""
    return {
        "id": one.pk,
        "organisation": one.node_id,
        "number": one.number,
        "state": one.state,
        "year": one.year,
        "pack": one.pack,
        "file_name": one.file_name,
        "sha256": one.sha256,
        "size": one.size,
        "values": one.value_count,
        "snapshot_hash": one.snapshot_hash,
        "reason": one.reason,
        "base": one.base_number,
        "by": str(one.by),
        "at": one.at.isoformat(),
        "problem_count": problem_count,
        "error_count": error_count,
    }


def reading_out(reading: FileReading, one: Import) -> dict[str, Any]:
    """A reading as plain data."""
    origin = {"file": one.file_name, **{name: getattr(reading, f"origin_{name}") for name in ("sheet", "cell", "path", "line")}}
    return {
        "id": reading.pk,
        "pack": one.pack,
        "quantity": reading.quantity,
        "facility": reading.facility_code or None,
        "item": reading.item or None,
        "month": reading.month,
        "amount": amount_text(reading.amount),
        "unit": reading.unit,
        "kind": reading.kind,
        "source": reading.source,
        "evidence": reading.evidence,
        "note": reading.note,
        "origin": {name: value for name, value in origin.items() if value},
        "supersedes": reading.supersedes_id,
        "upload": one.pk,
        "apportioned": reading.frozen is not None and reading.frozen.kind == APPORTIONED,
    }


def answer_out(one: WarningAnswer) -> dict[str, Any]:
    """An answer as plain data."""
    return {
        "id": one.pk,
        "pack": one.pack,
        "code": one.code,
        "quantity": one.quantity or None,
        "facility": one.facility_code or None,
        "item": one.item or None,
        "month": one.month,
        "digest": one.digest,
        "says": one.says,
        "reason": one.reason,
        "printed": one.printed,
        "person": one.person,
        "on": one.on.isoformat(),
        "at": one.at.isoformat(),
    }
