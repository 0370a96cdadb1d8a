"""The check list of a verifier by the API."""

from dataclasses import asdict
from typing import Any, Literal

from django.http import HttpResponse
from ninja import Query, Router, Schema

from tanheng.apps.monitoring.pages.check_list import check_list_file, rows_shown
from tanheng.apps.monitoring.selectors.check_list import check_list
from tanheng.apps.sites.access import access_company
from tanheng.pages.downloads import download
from tanheng.pages.request import PageRequest
from tanheng.store.clock import today

router = Router(tags=["monitoring"])
EARLIEST, LATEST = 1990, 2100


class CheckSourceOut(Schema):
    """A source of a line in words."""

    role: str
    instrument: str
    certificate: str
    due: str
    record: str


class CheckLineOut(Schema):
    """A line: what is asked for, twelve states of its months ("" where none is asked for), the last treatment, where the walk begins."""

    code: str
    name: str
    unit: str
    place: str
    way: str
    frequency: str
    department: str
    sources: list[CheckSourceOut]
    months: list[str]
    treatment: str
    walk: str


class CheckListOut(Schema):
    """The list with the version it is drawn from (null: no plan counts)."""

    version: int | None
    lines: list[CheckLineOut]


@router.get("/organisations/{int:node_id}/check-list", response=CheckListOut, summary="Check list for verification of a year")
def get_check_list(request: PageRequest, node_id: int, year: int = Query(..., ge=EARLIEST, le=LATEST)) -> dict[str, Any]:
    """Drawn from the plan in force: per line source, meter, certificate, frequency, evidence, months, last treatment."""
    found = check_list(access_company(request.reach, "view_data", node_id), year, today())
    shown = zip(rows_shown(found), found.lines, strict=True)
    lines = [{**row, "sources": [asdict(one) for one in row["sources"]], "months": list(line.months)} for row, line in shown]
    return {"version": found.version.number if found.version else None, "lines": lines}


@router.get("/organisations/{int:node_id}/check-list/file", response={200: bytes}, summary="Check list for verification as a file")
def get_check_list_file(
    request: PageRequest, node_id: int, year: int = Query(..., ge=EARLIEST, le=LATEST), kind: Literal["xlsx", "docx"] = "xlsx"
) -> HttpResponse:
    """Excel or Word, with columns for the verifier's pen."""
    return download(*check_list_file(check_list(access_company(request.reach, "view_data", node_id), year, today()), kind))
