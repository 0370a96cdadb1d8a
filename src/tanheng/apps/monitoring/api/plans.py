"""The data quality control plan by the API: what its pages can do."""

from functools import partial
from typing import Any, Literal

from django.http import Http404, HttpResponse
from ninja import Field, File, Form, Query, Router, Schema
from ninja.files import UploadedFile

from tanheng.apps.evidence.selectors import content_of
from tanheng.apps.monitoring.access.pictures import access_picture
from tanheng.apps.monitoring.access.plans import access_plan
from tanheng.apps.monitoring.api.steps import StepOpen, StepTaken, StepWanted, open_steps, step_out
from tanheng.apps.monitoring.models import PlanDraft, PlanLine, PlanPicture, PlanStep
from tanheng.apps.monitoring.pages.plan_files import plan_file
from tanheng.apps.monitoring.pages.plans import differences_shown, title_of
from tanheng.apps.monitoring.selectors.pictures import pictures_of
from tanheng.apps.monitoring.selectors.plans import (
    StandingPlan,
    is_current,
    lines_in_force,
    plans_of,
    problems_of,
    standing_plan,
    version_in_force,
)
from tanheng.apps.monitoring.selectors.revisions import triggers_of
from tanheng.apps.monitoring.services.pictures import attach_picture, remove_picture
from tanheng.apps.monitoring.services.plans import begin_plan, save_plan
from tanheng.apps.monitoring.services.proposals import propose_plan, read_document, read_file
from tanheng.apps.monitoring.services.steps import move_plan
from tanheng.apps.sites.access import access_company
from tanheng.engine.numbers import full_text
from tanheng.engine.plan.columns import ColumnFault, read_value
from tanheng.engine.plan.differences import differences
from tanheng.engine.plan.lists import PICTURES
from tanheng.engine.plan.plan import FROM_MONTH
from tanheng.pages.downloads import download
from tanheng.pages.language import reader_language
from tanheng.pages.request import PageRequest
from tanheng.pages.writes import Write
from tanheng.store.clock import today
from tanheng.workflow.plans import PLAN

router = Router(tags=["monitoring"])
MOST_NUMBER = 2_147_483_647


class PlanIn(Schema):
    """With what a version is begun: a `document` (`plan/1`), else the text of version `made_from`, else a proposal from `packs` for the
    months from `from_month`.
    """

    packs: list[str] = Field([], max_length=50)
    from_month: str = Field("", max_length=7)
    made_from: int | None = Field(None, ge=1, le=MOST_NUMBER)
    document: dict[str, Any] | None = None


class PlanTextIn(Schema):
    """The whole text of a draft; `seen`: the edit that it was made from."""

    document: dict[str, Any]
    seen: int | None = Field(None, ge=1, le=MOST_NUMBER)


class PlanHead(Schema):
    """A version of a company's plan; `edit` counts the edits of its draft."""

    number: int
    title: str
    from_month: str | None
    packs: list[str]
    state: str
    label: str
    current: bool
    edit: int
    made_from: int | None
    hash: str
    by: str
    at: str


class PlanOut(PlanHead):
    """A version with its text, what it lacks, its steps and the steps that are open."""

    document: dict[str, Any]
    problems: list[dict[str, Any]]
    open: list[StepOpen]
    steps: list[StepTaken]


class PlanSourceOut(Schema):
    """A source of a line; `tolerance` is a fraction of the main source's value."""

    key: str
    role: str
    rank: int | None
    instrument: str
    record: str
    tolerance: str | None


class PlanUseOut(Schema):
    """What a line serves."""

    pack: str
    quantity: str
    facility: str
    item: str


class PlanLineOut(Schema):
    """A line of the plan in force."""

    code: str
    place: str
    measure: str
    item: str
    name: str
    unit: str
    way: str
    frequency: str
    missing: list[str]
    department: str
    person: str
    sources: list[PlanSourceOut]
    uses: list[PlanUseOut]


class PlanLinesOut(Schema):
    """The lines that count in a month: the version they stand in (null: none is in force), and why it should be revised."""

    version: int | None
    lines: list[PlanLineOut]
    triggers: list[dict[str, Any]]


@router.get("/organisations/{int:node_id}/plans", response=list[PlanHead], summary="Versions of a company's plan, the newest first")
def list_plans(request: PageRequest, node_id: int) -> list[dict[str, Any]]:
    """Drafts, those on their way, those in force and those that ended."""
    return [plan_head(one) for one in plans_of(access_company(request.reach, "view_data", node_id))]


@router.post("/organisations/{int:node_id}/plans", response={201: PlanHead}, summary="Begin a version of the plan")
def create_plan(request: PageRequest, node_id: int, wanted: PlanIn) -> Write[PlanDraft]:
    """While another version is a draft none is begun (409)."""
    company = access_company(request.reach, "write_plan", node_id)
    if wanted.document is not None:
        begin = partial(begin_plan, node=company, plan=read_document(document=wanted.document), made_from=wanted.made_from)
    elif wanted.made_from:
        earlier = access_plan(request.reach, "write_plan", node_id, wanted.made_from)
        begin = partial(begin_plan, node=company, plan=earlier.plan, made_from=earlier.number)
    else:
        begin = partial(propose_plan, node=company, packs=wanted.packs, from_month=_month(wanted.from_month))
    return Write(begin, _begun)


@router.post("/organisations/{int:node_id}/plan-workbooks", response={201: PlanHead}, summary="Begin a version with a workbook of a plan")
def create_plan_of_workbook(request: PageRequest, node_id: int, file: File[UploadedFile]) -> Write[PlanDraft]:
    """The Excel that the plan's page gives, filled in further; what cannot be read is told with its cell (409)."""
    company = access_company(request.reach, "write_plan", node_id)
    plan = read_file(content=file.read(), file_name=file.name or "")
    return Write(partial(begin_plan, node=company, plan=plan), _begun)


@router.get("/organisations/{int:node_id}/plans/{int:number}", response=PlanOut, summary="A version of the plan")
def get_plan(request: PageRequest, node_id: int, number: int) -> dict[str, Any]:
    """Its text as `plan/1`, what it lacks, its steps, and the steps that are open now."""
    return plan_out(request, access_plan(request.reach, "view_data", node_id, number))


@router.post("/organisations/{int:node_id}/plans/{int:number}/document", response=PlanHead, summary="Save the text of a draft")
def save_plan_document(request: PageRequest, node_id: int, number: int, wanted: PlanTextIn) -> Write[PlanDraft]:
    """Tables that another has changed since `seen` and this text changes too are refused (409); so is any text that cannot be read."""
    found = access_plan(request.reach, "write_plan", node_id, number)
    plan = read_document(document=wanted.document)
    return Write(partial(save_plan, node=found.node, number=number, plan=plan, seen=wanted.seen), lambda made: (200, _head_of(made)))


@router.post("/organisations/{int:node_id}/plans/{int:number}/steps", response={201: StepTaken}, summary="Take a step of a version")
def create_plan_step(request: PageRequest, node_id: int, number: int, wanted: StepWanted) -> Write[PlanStep]:
    """What the table of states, the plan or the separation of duties do not permit is answered 409 with its `problems`."""
    found = access_plan(request.reach, "view_data", node_id, number)
    return Write(partial(move_plan, node=found.node, number=number, **wanted.dict()), lambda made: (201, step_out(made)))


@router.get("/organisations/{int:node_id}/plans/{int:number}/file", response={200: bytes}, summary="A version as a file")
def get_plan_file(request: PageRequest, node_id: int, number: int, kind: Literal["xlsx", "docx"] = "xlsx") -> HttpResponse:
    """Excel or Word in the layout of the form."""
    return download(*plan_file(access_plan(request.reach, "view_data", node_id, number), kind))


class PictureOut(Schema):
    """A picture of a version (B.2)."""

    id: int
    kind: str
    label: str
    caption: str
    file_name: str
    sha256: str
    by: str
    at: str


@router.get("/organisations/{int:node_id}/plans/{int:number}/pictures", response=list[PictureOut], summary="Pictures of a version")
def list_plan_pictures(request: PageRequest, node_id: int, number: int) -> list[dict[str, Any]]:
    """Its own and those of the version that it was made from."""
    return [_picture(one) for one in pictures_of(access_plan(request.reach, "view_data", node_id, number))]


@router.post("/organisations/{int:node_id}/plans/{int:number}/pictures", response={201: PictureOut}, summary="Attach a picture to a draft")
def create_plan_picture(
    request: PageRequest,
    node_id: int,
    number: int,
    file: File[UploadedFile],
    kind: Form[str],
    caption: Form[str] = "",
) -> Write[PlanPicture]:
    """A PNG or JPEG; what is none, and a version that is no draft, is refused (409)."""
    found = access_plan(request.reach, "write_plan", node_id, number)
    told: dict[str, Any] = {"kind": kind, "caption": caption, "file_name": file.name or "", "content": file.read()}
    return Write(partial(attach_picture, node=found.node, number=number, **told), lambda made: (201, _picture(made)))


@router.get("/plan-pictures/{int:picture_id}/file", response={200: bytes}, summary="A picture of a plan")
def get_plan_picture(request: PageRequest, picture_id: int) -> HttpResponse:
    """Byte for byte."""
    found = access_picture(request.reach, "view_data", picture_id)
    assert found.file is not None  # it is one that came
    return download(found.file_name, content_of(found.file))


@router.post(
    "/organisations/{int:node_id}/plans/{int:number}/pictures/{int:picture_id}/removal",
    response={200: list[PictureOut]},
    summary="Take a picture from a draft",
)
def remove_plan_picture(request: PageRequest, node_id: int, number: int, picture_id: int) -> Write[PlanPicture]:
    """Versions before keep it; what is left is answered."""
    found, one = access_plan(request.reach, "write_plan", node_id, number), access_picture(request.reach, "write_plan", picture_id)

    def left(_made: PlanPicture) -> tuple[int, Any]:
        return 200, [_picture(each) for each in pictures_of(found)]

    return Write(partial(remove_picture, node=found.node, number=number, picture=one), left)


def _picture(one: PlanPicture) -> dict[str, Any]:
    assert one.file is not None  # those that take away are no pictures
    return {
        "id": one.pk,
        "label": PICTURES[one.kind].in_(reader_language()),
        "sha256": one.file.sha256,
        "by": str(one.by),
        "at": one.at.isoformat(),
        **{name: getattr(one, name) for name in ("kind", "caption", "file_name")},
    }


@router.get(
    "/organisations/{int:node_id}/plans/{int:number}/differences/{int:other}",
    response=list[dict[str, str]],
    summary="What differs between two versions",
)
def list_plan_differences(request: PageRequest, node_id: int, number: int, other: int) -> list[dict[str, str]]:
    """`other` before, `number` after, in the reader's words."""
    after, before = (access_plan(request.reach, "view_data", node_id, one) for one in (number, other))
    return differences_shown(differences(before.plan, after.plan))


@router.get("/organisations/{int:node_id}/plan-lines", response=PlanLinesOut, summary="What the plan in force says in a month")
def list_plan_lines(request: PageRequest, node_id: int, month: str = Query("", max_length=7)) -> dict[str, Any]:
    """Which source counts for what, how often, and what stands in for it; of this month where none is named."""
    company = access_company(request.reach, "view_data", node_id)
    day = _month(month) or today().replace(day=1)
    version = version_in_force(company, day)
    triggers = [one.as_json(reader_language()) for one in triggers_of(company, day)]
    lines = [line_out(one) for one in lines_in_force(company, day)]
    return {"version": version.number if version else None, "lines": lines, "triggers": triggers}


def plan_head(one: StandingPlan) -> dict[str, Any]:
    """A version as plain data, without its text."""
    month = one.plan.from_month
    return {
        "number": one.number,
        "title": title_of(one),
        "from_month": f"{month:%Y-%m}" if month else None,
        "packs": list(one.plan.packs),
        "state": one.state.id,
        "label": one.state.label.in_(reader_language()),
        "current": is_current(one),
        "edit": one.draft.edit,
        "made_from": one.draft.made_from,
        "hash": one.draft.hash,
        "by": str(one.draft.by),
        "at": one.draft.at.isoformat(),
    }


def plan_out(request: PageRequest, one: StandingPlan) -> dict[str, Any]:
    """A version as plain data."""
    lang = reader_language()
    problems = [problem.as_json(lang) for problem in problems_of(one)]
    steps = [step_out(step) for step in one.steps]
    return {
        **plan_head(one),
        "document": one.plan.document,
        "problems": problems,
        "open": open_steps(request, PLAN, one.state.id, one.node),
        "steps": steps,
    }


def line_out(one: PlanLine) -> dict[str, Any]:
    """A line with its sources and uses as plain data."""
    names = ("code", "place", "measure", "item", "name", "unit", "way", "frequency", "department", "person")
    of_source, of_use = ("key", "role", "rank", "instrument", "record"), ("pack", "quantity", "facility", "item")
    return {
        **{name: getattr(one, name) for name in names},
        "missing": list(one.missing),
        "sources": [
            {
                **{name: getattr(source, name) for name in of_source},
                "tolerance": None if source.tolerance is None else full_text(source.tolerance),
            }
            for source in one.sources.all()
        ],
        "uses": [{name: getattr(use, name) for name in of_use} for use in one.uses.all()],
    }


def _begun(made: PlanDraft) -> tuple[int, Any]:
    return 201, _head_of(made)


def _head_of(made: PlanDraft) -> dict[str, Any]:
    found = standing_plan(made.node, made.plan)
    assert found is not None
    return plan_head(found)


def _month(text: str) -> Any:
    """The first day of a month; None of none. Raises Http404 for what is none."""
    try:
        return read_value(FROM_MONTH, text)
    except ColumnFault as fault:
        raise Http404("no such month") from fault
