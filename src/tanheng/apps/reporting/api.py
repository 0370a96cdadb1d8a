"""Reports by the API: issue a file of a run, list what was issued, fetch it."""

from functools import partial
from typing import Any, Literal

from django.http import HttpResponse
from ninja import Field, Router, Schema

from tanheng.apps.accounting.access import access_run
from tanheng.apps.evidence.selectors import content_of
from tanheng.apps.reporting import selectors, services
from tanheng.apps.reporting.access import access_report
from tanheng.apps.reporting.models import IssuedReport
from tanheng.apps.sites.access import access_company
from tanheng.apps.work.api import TaskOut, asked, wants_background
from tanheng.pages.downloads import download
from tanheng.pages.request import PageRequest
from tanheng.pages.writes import Write
from tanheng.store.tasks.models import Task

router = Router(tags=["reports"])


class ReportIn(Schema):
    """Which file (`pdf`, `docx`, `tables`, `kit`) in which language (`zh`, `en`); `reason`: why, where the run is superseded."""

    kind: Literal["pdf", "docx", "tables", "kit"]
    language: Literal["zh", "en"] = "zh"
    reason: str = Field("", max_length=300)


class ReportOut(Schema):
    """An issued file."""

    id: int
    run: int
    kind: str
    language: str
    file_name: str
    sha256: str
    size: int
    reason: str
    state: str  # of the year when it was made: `draft`, `submitted`, `reviewed`, `final`; blank of files of before
    round: str
    by: str
    at: str


@router.get("/organisations/{int:node_id}/reports", response=list[ReportOut], summary="Files issued for a company")
def list_company_reports(request: PageRequest, node_id: int) -> list[dict[str, Any]]:
    """The newest first."""
    company = access_company(request.reach, "download_report", node_id)
    return [report_out(one) for one in selectors.reports_of(company)[:200]]


@router.get("/runs/{int:run_id}/reports", response=list[ReportOut], summary="Files issued from a run")
def list_reports(request: PageRequest, run_id: int) -> list[dict[str, Any]]:
    """The newest first."""
    run = access_run(request.reach, "download_report", run_id)
    return [report_out(one) for one in selectors.reports_of_run(run)]


@router.post("/runs/{int:run_id}/reports", response={201: ReportOut, 202: TaskOut}, summary="Issue a file of a run")
def create_report(request: PageRequest, run_id: int, wanted: ReportIn) -> Write[IssuedReport] | Write[Task]:
    """The content is fetched from /reports/{id}/file. A run whose figures or answers have been superseded since needs a `reason`
    (API-412), which the report carries; the final run of a year needs none. What takes longer than about a second is made in the
    background (202 with the task), and so is whatever is asked with `Prefer: respond-async`.
    """
    run = access_run(request.reach, "download_report", run_id)
    if wants_background(request) or not selectors.is_small_report(run, wanted.kind):
        return asked(request, "reporting.issue", run.node, {"run": run.pk, **wanted.dict()})
    return Write(partial(services.issue_report, run=run, **wanted.dict()), lambda made: (201, report_out(made)))


@router.get("/reports/{int:report_id}", response=ReportOut, summary="One issued file")
def get_report(request: PageRequest, report_id: int) -> dict[str, Any]:
    """Its name, hash and size."""
    return report_out(access_report(request.reach, "download_report", report_id))


@router.get("/reports/{int:report_id}/file", response={200: bytes}, summary="The content of an issued file")
def get_report_file(request: PageRequest, report_id: int) -> HttpResponse:
    """Byte for byte as it was issued."""
    found = access_report(request.reach, "download_report", report_id)
    return download(found.file_name, content_of(found.file))


def report_out(one: IssuedReport) -> dict[str, Any]:
    """An issued file as plain data."""
    return {
        "id": one.pk,
        "run": one.run_id,
        "kind": one.kind,
        "language": one.language,
        "file_name": one.file_name,
        "sha256": one.file.sha256,
        "size": one.file.size,
        "reason": one.reason,
        "state": one.state,
        "round": one.round,
        "by": str(one.by),
        "at": one.at.isoformat(),
    }
