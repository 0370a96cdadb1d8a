"""Suggested revisions of the plan in force by the API: what their page can do."""

from functools import partial
from typing import Any, Literal

from ninja import Field, Router, Schema

from tanheng.apps.monitoring.access.plans import company_or_companies
from tanheng.apps.monitoring.models import RevisionAnswer
from tanheng.apps.monitoring.selectors.due_work import due_work
from tanheng.apps.monitoring.selectors.revisions import Suggestion, suggestions_of
from tanheng.apps.monitoring.services.revisions import WRITE, answer_revision
from tanheng.apps.sites.access import access_company
from tanheng.pages.language import reader_language
from tanheng.pages.request import PageRequest
from tanheng.pages.writes import Write
from tanheng.store.clock import today

router = Router(tags=["monitoring"])


class RevisionAnswerIn(Schema):
    """What is decided about a suggestion: `revise` takes it up in a draft, `keep` leaves the plan as it is, with a reason."""

    digest: str = Field(max_length=71)
    decision: Literal["revise", "keep"]
    reason: str = Field("", max_length=300)


class RevisionAnswerOut(Schema):
    """A decision; `draft` is the number of the version that takes the change up."""

    code: str
    version: int
    digest: str
    decision: str
    draft: int | None
    reason: str
    by: str
    at: str


class RevisionOut(Schema):
    """A suggestion: the problem at its place in the plan, since when, on what it rests, the last day by the company's timetable."""

    problem: dict[str, Any]
    version: int
    digest: str
    since: str | None
    due: str | None
    late: bool
    evidence: list[dict[str, Any]]
    answer: RevisionAnswerOut | None


class DueCertificateOut(Schema):
    """A meter in use whose certificate ended or ends soon; null: it never had one."""

    company: int
    meter: str
    valid_to: str | None
    days_left: int | None


class LateRevisionOut(RevisionOut):
    """A suggestion that should have been decided about."""

    company: int


class DueWorkOut(Schema):
    """What is due beside the figures of months."""

    certificates: list[DueCertificateOut]
    revisions: list[LateRevisionOut]


@router.get("/organisations/{int:node_id}/plan-revisions", response=list[RevisionOut], summary="What suggests a revision of the plan")
def list_plan_revisions(request: PageRequest, node_id: int) -> list[dict[str, Any]]:
    """About the version in force today; what nobody has decided about stands first."""
    company = access_company(request.reach, "view_data", node_id)
    return [_suggestion(one) for one in suggestions_of(company, today())]


@router.post("/organisations/{int:node_id}/plan-revisions", response={201: RevisionAnswerOut}, summary="Decide about a suggested revision")
def create_plan_revision(request: PageRequest, node_id: int, wanted: RevisionAnswerIn) -> Write[RevisionAnswer]:
    """A suggestion that is none any more, or a plan that stays without a reason, is refused (409)."""
    company = access_company(request.reach, WRITE, node_id)
    return Write(partial(answer_revision, node=company, **wanted.dict()), lambda made: (201, _answer(made)))


@router.get(
    "/organisations/{int:node_id}/due-work", response=DueWorkOut, summary="Certificates that end, and late decisions about the plan"
)
def get_due_work(request: PageRequest, node_id: int) -> dict[str, Any]:
    """Of a company, or of every company of a group whose data the caller may see; the most urgent first."""
    company, companies = company_or_companies(request.reach, node_id)
    found = due_work([company] if company else companies, today())
    return {
        "certificates": [
            {
                "company": one.company.pk,
                "meter": one.meter.meter.code,
                "valid_to": one.last.isoformat() if one.last else None,
                "days_left": one.left,
            }
            for one in found.certificates
        ],
        "revisions": [{"company": node.pk, **_suggestion(one)} for node, one in found.revisions],
    }


def _suggestion(one: Suggestion) -> dict[str, Any]:
    lang, since = reader_language(), one.cause.since
    return {
        "problem": one.problem.as_json(lang),
        "version": one.version,
        "digest": one.digest,
        "since": since.isoformat() if since else None,
        "due": one.due.isoformat() if one.due else None,
        "late": one.is_late(today()),
        "evidence": [{"kind": each.kind, "id": each.key, "words": each.words.in_(lang)} for each in one.cause.evidence],
        "answer": _answer(one.answer) if one.answer else None,
    }


def _answer(one: RevisionAnswer) -> dict[str, Any]:
    plain = {name: getattr(one, name) for name in ("code", "version", "digest", "decision", "draft", "reason")}
    return {**plain, "by": str(one.by), "at": one.at.isoformat()}
