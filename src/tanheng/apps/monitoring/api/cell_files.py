"""Files at cells of the monthly grid by the API: list, attach, take away. The grid's page attaches here, too."""

from datetime import MAXYEAR, MINYEAR, date
from functools import partial
from typing import Any

from ninja import Field, File, Form, Query, Router, Schema
from ninja.files import UploadedFile

from tanheng.apps.monitoring.access.cell_files import access_cell_file
from tanheng.apps.monitoring.access.grid import access_place
from tanheng.apps.monitoring.models import CellFile
from tanheng.apps.monitoring.pages.cell_files import file_out
from tanheng.apps.monitoring.selectors.cell_files import files_of_year
from tanheng.apps.monitoring.services.cell_files import ENTER, attach_to_cell, detach_from_cell
from tanheng.apps.sites.access import access_company
from tanheng.pages.request import PageRequest
from tanheng.pages.writes import Write

router = Router(tags=["monitoring"])


class CellFileOut(Schema):
    """A file at a cell: of which measure at which place by which source of the plan's line, in which month, by its hash."""

    id: int
    place: int
    measure: str
    item: str
    source: str
    month: str
    name: str
    sha256: str
    size: int
    note: str
    by: str
    at: str


class DetachIn(Schema):
    """Why the file is evidence there no more."""

    reason: str = Field(..., max_length=300)


class DetachedOut(CellFileOut):
    """The fact that takes it away, and the file that it is about."""

    reason: str
    supersedes: int


@router.get("/organisations/{int:node_id}/cell-files", response=list[CellFileOut], summary="Files at cells of the monthly grid")
def list_cell_files(request: PageRequest, node_id: int, year: int = Query(..., ge=MINYEAR, le=MAXYEAR)) -> list[dict[str, Any]]:
    """Of a company's year, or of one facility's: those that are evidence now."""
    company, place = access_place(request.reach, "view_data", node_id)
    return [file_out(one) for one in files_of_year(company, year, None if place == company else place)]


@router.post("/organisations/{int:node_id}/cell-files", response={201: list[CellFileOut]}, summary="Attach files to a cell")
def create_cell_files(
    request: PageRequest,
    node_id: int,
    files: File[list[UploadedFile]],
    row: str = Form(..., max_length=200),
    month: str = Form(..., pattern=r"^[1-9][0-9]{3}-(0[1-9]|1[0-2])$"),
    source: str = Form("main", max_length=200),
    note: str = Form("", max_length=300),
) -> Write[list[CellFile]]:
    """All of them or none: they become evidence of this month of the figure; other months keep what they have."""
    company = access_company(request.reach, ENTER, node_id)
    given = [(one.name or "", one.read()) for one in files]
    cell = (row, source, date(int(month[:4]), int(month[5:]), 1))
    return Write(
        partial(attach_to_cell, node=company, cell=cell, files=given, note=note), lambda made: (201, [file_out(one) for one in made])
    )


@router.post("/cell-files/{int:file_id}/detach", response={201: DetachedOut}, summary="Take a file away from its cell")
def detach_cell_file(request: PageRequest, file_id: int, said: DetachIn) -> Write[CellFile]:
    """It stays in the history, with who took it away and why."""
    attached = access_cell_file(request.reach, ENTER, file_id)
    return Write(
        partial(detach_from_cell, attached=attached, reason=said.reason),
        lambda made: (201, {**file_out(made), "reason": made.reason, "supersedes": attached.pk}),
    )
