"""What was typed of a year and is not in its figures yet, and the figures drawn from it, by the API."""

from functools import partial
from typing import Any

from django.http import Http404
from ninja import Field, Query, Router, Schema

from tanheng.apps.records.api.figures import ChangedOut, UploadOut, upload_out
from tanheng.apps.records.models import Import
from tanheng.apps.records.pages.drawing import TypedFigure, waiting_figures
from tanheng.apps.records.selectors.superseding import ADDED, CHANGED, GONE
from tanheng.apps.records.services.drawing import draw_figures
from tanheng.apps.sites.access import access_company
from tanheng.pages.language import reader_language
from tanheng.pages.request import PageRequest
from tanheng.pages.writes import Write
from tanheng.rulebook import pack_ids

router = Router()


class TypedOut(ChangedOut):
    """A typed figure that is not in the year's figures yet: what it would change there, and who typed it."""

    kind: str
    by: str
    at: str
    reason: str


class WaitingOut(Schema):
    """What was typed since, and every problem that a year drawn from it would have."""

    year: int
    pack: str
    figures: list[TypedOut]
    problems: list[dict[str, Any]]


class DrawIn(Schema):
    """Of which year and rule pack; `through_month`: the last month to be covered (12: the whole year), by itself that of the figures that
    count.
    """

    year: int
    pack: str
    through_month: int | None = Field(None, ge=1, le=12)


@router.get("/organisations/{int:node_id}/typed", response=WaitingOut, summary="Typed figures that are not in the year's figures yet")
def list_typed(
    request: PageRequest,
    node_id: int,
    year: int,
    pack: str = Query(max_length=100),
    through_month: int | None = Query(None, ge=1, le=12),
) -> dict[str, Any]:
    """Each with what counts at its place; they enter with the next run, or when figures are drawn. The problems are those of the year,
    or of its months through `through_month`.
    """
    company = access_company(request.reach, "view_data", node_id)
    _refuse_unknown(year, pack)
    found = waiting_figures(company, year, pack, through_month)
    problems = [one.as_json(reader_language()) for one in found.problems]
    return {"year": year, "pack": pack, "figures": [_typed(one) for one in found.figures], "problems": problems}


@router.post("/organisations/{int:node_id}/typed", response={201: UploadOut}, summary="Draw the year's figures from what was typed")
def draw_typed(request: PageRequest, node_id: int, said: DrawIn) -> Write[Import]:
    """The import that the typed figures make with those that counted (201). Where they make no sound year yet, or nothing was typed since,
    nothing is stored (409) and every problem is told.
    """
    company = access_company(request.reach, "upload_data", node_id)
    _refuse_unknown(said.year, said.pack)
    draw = partial(draw_figures, node=company, year=said.year, pack_id=said.pack, through_month=said.through_month)
    return Write(draw, lambda one: (201, upload_out(one)))


def _refuse_unknown(year: int, pack: str) -> None:
    if not 1990 <= year <= 2100 or pack not in pack_ids():
        raise Http404("no such year or rule pack")


def _typed(one: TypedFigure) -> dict[str, Any]:
    entry = one.reading.entry
    what = ADDED if one.before is None else GONE if one.after is None else CHANGED
    said = {"what": what, "before": one.before, "after": one.after, "kind": one.reading.kind, "reason": one.reading.reason}
    return {**one.place._asdict(), **said, "by": str(entry.by), "at": entry.at.isoformat()}
