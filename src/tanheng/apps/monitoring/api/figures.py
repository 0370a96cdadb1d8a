"""The monthly grid by the API: what the plan asks for in a year, and cells to be saved. The grid's page saves here, too."""

from datetime import MAXYEAR, MINYEAR, date
from functools import partial
from typing import Any

from ninja import Field, Query, Router, Schema

from tanheng.apps.monitoring.access.grid import access_place
from tanheng.apps.monitoring.pages.grid.cells import answer_of
from tanheng.apps.monitoring.pages.grid.months import grid_months
from tanheng.apps.monitoring.pages.grid.problems import grid_problems
from tanheng.apps.monitoring.pages.grid.table import told_of
from tanheng.apps.monitoring.selectors.selection import GridRow, grid_rows
from tanheng.apps.monitoring.services.typing import ENTER, MOST_CELLS, Saved, Typed, save_cells
from tanheng.apps.sites.access import access_company
from tanheng.engine.life import MONTHS
from tanheng.pages.request import PageRequest
from tanheng.pages.writes import Write

router = Router(tags=["monitoring"])
MOST_KEY = 9_223_372_036_854_775_807


class CellIn(Schema):
    """What is typed into a cell: `row` is the code of a line of the plan, `month` "2026-01"; `text` may carry a unit, "/" is not
    applicable, "" takes the figure back. `seen` is the key of the reading that stood there.
    """

    row: str = Field(..., max_length=200)
    source: str = Field("main", max_length=200)
    month: str = Field(..., pattern=r"^[1-9][0-9]{3}-(0[1-9]|1[0-2])$")
    text: str = Field("", max_length=200)
    kind: str = Field("", max_length=20)
    words: str | None = Field(None, max_length=500)
    evidence: str | None = Field(None, max_length=500)
    note: str | None = Field(None, max_length=500)
    seen: int | None = Field(None, ge=1, le=MOST_KEY)


class CellsIn(Schema):
    """Cells to be saved, each on its own; `reason`: why figures that others told are changed."""

    cells: list[CellIn] = Field(..., max_length=MOST_CELLS)
    reason: str = Field("", max_length=300)


class CellPlace(Schema):
    """A cell of the grid."""

    row: str
    source: str
    month: str


class CellOut(CellPlace):
    """A cell as it counts: `amount` with all its digits, "/" or "" (blank), `shown` for the eye, `seen` the key of its reading."""

    shown: str
    amount: str
    seen: int | None
    kind: str
    mark: str
    word: str


class CellProblem(CellPlace):
    """What is wrong with a cell; an error kept it from being saved, which with `reason` a reason changes."""

    code: str
    severity: str
    message: str
    remedy: str
    reason: bool


class GridProblem(CellPlace):
    """What is wrong with a cell; month "" is the figures of the whole year. `open`: nobody has answered it, which is done at `address`."""

    code: str
    severity: str
    message: str
    remedy: str
    open: bool
    answer: str
    address: str


class CellMerge(CellOut):
    """A cell that somebody else has changed meanwhile: sent again with `seen` of this answer yours replaces theirs."""

    yours: str
    theirs: str
    by: str
    at: str
    message: str


class CellsOut(Schema):
    """What became of the cells."""

    saved: list[CellOut]
    problems: list[CellProblem]
    merges: list[CellMerge]


class GridRowOut(Schema):
    """A line of the plan by one of its sources; `unit` is that of its figures."""

    row: str
    source: str
    role: str
    name: str
    unit: str
    frequency: str
    cells: list[CellOut]


class GridOut(Schema):
    """The grid of a facility, or of the company itself; `fixed`: months in which nothing is typed, each with the reason; `states`: of the
    months that have begun where they stand on their way to closed.
    """

    place: int
    year: int
    fixed: dict[str, str]
    states: dict[str, str]
    rows: list[GridRowOut]


@router.get("/organisations/{int:node_id}/grid", response=GridOut, summary="The monthly figures that the plan asks for")
def get_grid(request: PageRequest, node_id: int, year: int = Query(..., ge=MINYEAR, le=MAXYEAR)) -> dict[str, Any]:
    """Of a facility, or of a company the lines of the enterprise itself: by the plan in force in the year."""
    company, place = access_place(request.reach, "view_data", node_id)
    months = grid_months(company, place, year)
    fixed = {f"{year:04d}-{month:02d}": why for month, why in months.fixed.items()}
    states = {f"{year:04d}-{month:02d}": one.state for month, one in zip(MONTHS, months.shown, strict=True) if one.state}
    rows = [_row(one, year) for one in grid_rows(company, place, year)]
    return {"place": place.pk, "year": year, "fixed": fixed, "states": states, "rows": rows}


@router.get("/organisations/{int:node_id}/grid/problems", response=list[GridProblem], summary="What is wrong with figures of the grid")
def get_grid_problems(request: PageRequest, node_id: int, year: int = Query(..., ge=MINYEAR, le=MAXYEAR)) -> list[dict[str, Any]]:
    """Sources that differ, meters out of calibration, and what the checks of rule packs say of the figures as they are typed."""
    company, place = access_place(request.reach, "view_data", node_id)
    return grid_problems(company, place, year)


@router.post("/organisations/{int:node_id}/cells", response=CellsOut, summary="Save cells of the monthly grid")
def save_cells_of_grid(request: PageRequest, node_id: int, wanted: CellsIn) -> Write[Saved]:
    """Each cell on its own: those with an error, and those that somebody else has changed since `seen`, are not saved, the others are."""
    company = access_company(request.reach, ENTER, node_id)
    cells = [_typed(one) for one in wanted.cells]
    return Write(partial(save_cells, node=company, cells=cells, reason=wanted.reason), lambda saved: (200, answer_of(saved)))


def _typed(one: CellIn) -> Typed:
    month = date(int(one.month[:4]), int(one.month[5:]), 1)
    said = {name: getattr(one, name) for name in ("source", "kind", "words", "evidence", "note", "seen")}
    return Typed(one.row, month, one.text, **said)


def _row(row: GridRow, year: int) -> dict[str, Any]:
    place = {"row": row.line.code, "source": row.source}
    cells = [{**place, "month": f"{year:04d}-{month:02d}", **told_of(row.cells[month].reading)} for month in MONTHS]
    said = {"role": row.role, "name": row.line.name, "unit": row.unit, "frequency": row.line.frequency}
    return {**place, **said, "cells": cells}
