"""Evidence by the API: what the page of evidence can do."""

from functools import partial
from typing import Any

from ninja import File, Form, Query, Router, Schema
from ninja.files import UploadedFile

from tanheng.apps.evidence import selectors, services
from tanheng.apps.evidence.access import Content, access_content
from tanheng.apps.evidence.models import Attachment, EvidenceFile
from tanheng.apps.sites.access import access_company
from tanheng.pages.language import reader_language
from tanheng.pages.request import PageRequest
from tanheng.pages.writes import Write
from tanheng.store.contents import damage_of
from tanheng.store.damage import damage_problem

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


class ContentOut(Schema):
    """A stored file by its hash: what it is called, and what is wrong with it."""

    sha256: str
    size: int
    names: list[str]
    sound: bool
    problems: list[dict[str, Any]]


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


@router.get("/contents/{str:sha256}", response=ContentOut, summary="Whether a stored file is sound")
def get_content(request: PageRequest, sha256: str) -> dict[str, Any]:
    """Of any file that the caller may see: evidence, an import's, an issued report, a clarification's document."""
    return content_out(access_content(request.reach, sha256))


@router.post("/contents/{str:sha256}", response=ContentOut, summary="Give a damaged stored file again")
def heal_content(request: PageRequest, sha256: str, file: File[UploadedFile]) -> Write[EvidenceFile]:
    """The same bytes put in the place of a content that is missing or damaged; others are refused (409)."""
    found = access_content(request.reach, sha256)
    return Write(partial(services.heal_content, content=found, given=file.read()), lambda _healed: (200, content_out(found)))


def content_out(content: Content) -> dict[str, Any]:
    """A stored content as plain data."""
    found = damage_of(content.file.sha256, content.file.size)
    problems = [damage_problem(found, content.name).as_json(reader_language())] if found else []
    names = list(dict.fromkeys(used.name for used, _node in content.used))
    return {"sha256": content.file.sha256, "size": content.file.size, "names": names, "sound": not found, "problems": problems}


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
