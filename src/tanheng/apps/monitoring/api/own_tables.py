"""A plant's own tables by the API: kept layouts, a preview, taking a table over; the grid as a workbook."""

import json
from datetime import MAXYEAR, MINYEAR
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import File, Form, Query, Router
from ninja.files import UploadedFile

from tanheng.apps.monitoring.access.grid import access_place
from tanheng.apps.monitoring.api.figures import CellsOut
from tanheng.apps.monitoring.pages.grid.cells import answer_of
from tanheng.apps.monitoring.pages.own_tables import grid_file, layout_out, looked_at_out
from tanheng.apps.monitoring.selectors.own_tables import kept_layouts
from tanheng.apps.monitoring.selectors.selection import grid_rows
from tanheng.apps.monitoring.services.own_tables import LookedAt, Table, previewed_table, take_table
from tanheng.apps.monitoring.services.typing import ENTER, Saved
from tanheng.apps.sites.models import Node
from tanheng.documents.own_table.layout import Layout, layout_of
from tanheng.pages.downloads import download
from tanheng.pages.request import PageRequest
from tanheng.pages.writes import Write

router = Router(tags=["monitoring"])
Plain = dict[str, Any]
LAYOUT = "As JSON: sheet, heading_row, period, grain (month or day), columns of heading, line, source, unit; blank for a downloaded grid"
MOST_KEY = 9_223_372_036_854_775_807


@router.get("/organisations/{int:node_id}/grid/file", response={200: bytes}, summary="The monthly grid as a workbook")
def get_grid_file(request: PageRequest, node_id: int, year: int = Query(..., ge=MINYEAR, le=MAXYEAR)) -> HttpResponse:
    """It can be filled on and handed in as a table."""
    company, place = access_place(request.reach, "view_data", node_id)
    return download(*grid_file(company, place, year, grid_rows(company, place, year)))


@router.get("/organisations/{int:node_id}/table-layouts", response=list[Plain], summary="Layouts kept of own tables")
def list_table_layouts(request: PageRequest, node_id: int) -> list[Plain]:
    """The newest version of each, of a facility or of the company itself."""
    _company, place = access_place(request.reach, "view_data", node_id)
    return [layout_out(*one) for one in kept_layouts(place)]


@router.post("/organisations/{int:node_id}/tables/preview", response=Plain, summary="What taking a table over would do")
def preview_table(
    request: PageRequest,
    node_id: int,
    file: File[UploadedFile],
    year: int = Form(..., ge=MINYEAR, le=MAXYEAR),
    layout: str = Form("", max_length=100_000, description=LAYOUT),
) -> Write[LookedAt]:
    """Each cell with the figure there and the new one, the problems of the file and of each cell; nothing is saved."""
    company, place = access_place(request.reach, ENTER, node_id)
    look = partial(previewed_table, node=company, table=_table(place, year, file, layout))
    return Write(look, lambda looked: (200, looked_at_out(looked)))


@router.post("/organisations/{int:node_id}/tables", response=CellsOut, summary="Take a table over into the monthly grid")
def create_table(
    request: PageRequest,
    node_id: int,
    file: File[UploadedFile],
    year: int = Form(..., ge=MINYEAR, le=MAXYEAR),
    seen_up_to: int = Form(..., ge=0, le=MOST_KEY),
    layout: str = Form("", max_length=100_000, description=LAYOUT),
    reason: str = Form("", max_length=300),
    name: str = Form("", max_length=100),
) -> Write[Saved]:
    """Each cell on its own, as cells of the grid are saved; `seen_up_to` is that of the preview, under `name` the layout is kept."""
    company, place = access_place(request.reach, ENTER, node_id)
    take = partial(take_table, node=company, table=_table(place, year, file, layout), seen_up_to=seen_up_to, reason=reason, name=name)
    return Write(take, lambda saved: (200, answer_of(saved)))


def _table(place: Node, year: int, file: UploadedFile, layout: str) -> Table:
    return Table(place, year, file.name or "", file.read(), _layout(layout) if layout else None)


def _layout(text: str) -> Layout:
    try:
        return layout_of(json.loads(text))
    except (ValueError, TypeError, RecursionError) as error:
        raise ValidationError(_("This is no layout of a table.")) from error
