"""Imports, readings and evidence by the API: what the data pages can do."""

from typing import Any

from django.http import Http404, HttpRequest
from ninja import File, Form, Query, Router, Schema
from ninja.files import UploadedFile

from tanheng.apps.records import selectors, services
from tanheng.apps.records.access import access_company, access_import
from tanheng.apps.records.models import Import, Reading
from tanheng.apps.records.problem_texts import stored_problems
from tanheng.apps.records.wording import reader_language
from tanheng.engine.numbers import decimal_text

router = Router(tags=["records"])
MOST_IMPORTS = 200


class ProblemOut(Schema):
    """What is wrong, where, and the remedy."""

    code: str
    severity: str
    where: dict[str, Any]
    message: str
    remedy: str


class UploadOut(Schema):
    """An import and what became of it."""

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
    by: str
    at: str
    problems: list[ProblemOut]


class ReadingOut(Schema):
    """One reported number with its source and its place in the file."""

    id: int
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


@router.get("/organisations/{int:node_id}/uploads", response=list[UploadOut], summary="Imports of a company, the newest first")
def list_uploads(request: HttpRequest, node_id: int) -> list[dict[str, Any]]:
    """At most the last 200."""
    company = access_company(request.reach, "view_data", node_id)  # type: ignore[attr-defined]
    return [upload_out(one) for one in selectors.imports_of(company)[:MOST_IMPORTS]]


@router.post("/organisations/{int:node_id}/uploads", response={201: UploadOut, 422: UploadOut}, summary="Upload a year's figures")
def create_upload(request: HttpRequest, node_id: int, file: File[UploadedFile], reason: str = Form("", max_length=300)) -> Any:
    """All of the file's figures are taken over (201), or none (422) with every problem."""
    company = access_company(request.reach, "upload_data", node_id)  # type: ignore[attr-defined]
    one = services.upload_case(by=request.user, node=company, file_name=file.name or "", content=file.read(), reason=reason)  # type: ignore[arg-type]
    return (201 if one.accepted else 422), upload_out(one)


@router.get("/uploads/{int:import_id}", response=UploadOut, summary="One import with its problems")
def get_upload(request: HttpRequest, import_id: int) -> dict[str, Any]:
    """What became of an uploaded file."""
    return upload_out(access_import(request.reach, "view_data", import_id))  # type: ignore[attr-defined]


@router.get("/organisations/{int:node_id}/readings", response=list[ReadingOut], summary="The figures that count now")
def list_readings(
    request: HttpRequest, node_id: int, year: int = Query(..., ge=1990, le=2100), pack: str = Query("", max_length=100)
) -> list[dict[str, Any]]:
    """Every reported number of a company's year by its latest accepted import."""
    company = access_company(request.reach, "view_data", node_id)  # type: ignore[attr-defined]
    one = selectors.current_import(company, year, pack)
    if one is None:
        raise Http404("no figures of this year")
    return [reading_out(reading, one) for reading in selectors.readings_of(one)]


@router.get("/organisations/{int:node_id}/evidence", response=list[EvidenceOut], summary="Evidence attached to a year")
def list_evidence(request: HttpRequest, node_id: int, year: int = Query(..., ge=1990, le=2100)) -> list[dict[str, Any]]:
    """Names, hashes, who and when."""
    company = access_company(request.reach, "view_data", node_id)  # type: ignore[attr-defined]
    return [evidence_out(one) for one in selectors.attachments_of(company, year)]


@router.post("/organisations/{int:node_id}/evidence", response={201: EvidenceOut}, summary="Attach evidence to a year")
def create_evidence(
    request: HttpRequest, node_id: int, file: File[UploadedFile], year: int = Form(..., ge=1990, le=2100),
    note: str = Form("", max_length=300),
) -> Any:
    """The file is known by its name; readings refer to it by that name."""
    company = access_company(request.reach, "upload_data", node_id)  # type: ignore[attr-defined]
    one = services.attach_evidence(by=request.user, node=company, year=year, file_name=file.name or "", content=file.read(), note=note)  # type: ignore[arg-type]
    return 201, evidence_out(one)


def upload_out(one: Import) -> dict[str, Any]:
    """An import as plain data."""
    return {
        "id": one.pk, "organisation": one.node_id, "number": one.number, "state": one.state, "year": one.year, "pack": one.pack,
        "file_name": one.file_name, "sha256": one.sha256, "size": one.size, "values": one.value_count,
        "snapshot_hash": one.snapshot_hash, "reason": one.reason, "by": str(one.by), "at": one.at.isoformat(),
        "problems": [problem.as_json(reader_language()) for problem in stored_problems(one.problems)],
    }


def reading_out(reading: Reading, one: Import) -> dict[str, Any]:
    """A reading as plain data."""
    origin = {
        "file": one.file_name, "sheet": reading.origin_sheet, "cell": reading.origin_cell, "path": reading.origin_path,
        "line": reading.origin_line,
    }
    return {
        "id": reading.pk, "quantity": reading.quantity, "facility": reading.facility_code or None, "item": reading.item or None,
        "month": reading.month, "amount": decimal_text(reading.amount), "unit": reading.unit, "kind": reading.kind,
        "source": reading.source, "evidence": reading.evidence, "note": reading.note,
        "origin": {name: value for name, value in origin.items() if value}, "supersedes": reading.supersedes_id, "upload": one.pk,
    }


def evidence_out(one: Any) -> dict[str, Any]:
    """An attachment as plain data."""
    return {
        "id": one.pk, "name": one.name, "year": one.year, "sha256": one.file.sha256, "size": one.file.size, "note": one.note,
        "by": str(one.by), "at": one.at.isoformat(),
    }
