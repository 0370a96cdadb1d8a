"""Evidence by the API: what the page of evidence can do."""

from functools import partial
from typing import Any

from ninja import File, Form, Query, Router, Schema
from ninja.files import UploadedFile

from tanheng.apps.evidence import selectors, services
from tanheng.apps.evidence.models import Attachment
from tanheng.apps.sites.access import access_company
from tanheng.pages.request import PageRequest
from tanheng.pages.writes import Write

router = Router(tags=["evidence"])


class EvidenceOut(Schema):
    """A piece of evidence attached to a company's year."""

    id: int
    name: str
    year: int
    sha256: str
    size: int
    note: str
    by: str
    at: str


@router.get("/organisations/{int:node_id}/evidence", response=list[EvidenceOut], summary="Evidence attached to a year")
def list_evidence(request: PageRequest, node_id: int, year: int = Query(..., ge=1990, le=2100)) -> list[dict[str, Any]]:
    """Names, hashes, who and when."""
    company = access_company(request.reach, "view_data", node_id)
    return [evidence_out(one) for one in selectors.attachments_of(company, year)]


@router.post("/organisations/{int:node_id}/evidence", response={201: EvidenceOut}, summary="Attach evidence to a year")
def create_evidence(
    request: PageRequest,
    node_id: int,
    file: File[UploadedFile],
    year: int = Form(..., ge=1990, le=2100),
    note: str = Form("", max_length=300),
) -> Write[Attachment]:
    """The file is known by its name; readings refer to it by that name."""
    company = access_company(request.reach, "upload_data", node_id)
    given = {"year": year, "file_name": file.name or "", "content": file.read(), "note": note}
    return Write(partial(services.attach_evidence, node=company, **given), lambda made: (201, evidence_out(made)))


def evidence_out(one: Attachment) -> dict[str, Any]:
    """An attachment as plain data."""
    return {
        "id": one.pk,
        "name": one.name,
        "year": one.year,
        "sha256": one.file.sha256,
        "size": one.file.size,
        "note": one.note,
        "by": str(one.by),
        "at": one.at.isoformat(),
    }
