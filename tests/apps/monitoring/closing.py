"""Months of the northern company filled and led to a state by the usual persons."""

from datetime import date

from tanheng.apps.monitoring.selectors.months import missing_lines, standing_month
from tanheng.apps.monitoring.selectors.selection import grid_rows
from tanheng.apps.monitoring.services.months import move_month
from tanheng.apps.monitoring.services.typing import Typed, save_cells
from tests.support.acting import in_person

ON_THE_WAY = (("submit", "bob"), ("review", "alice"), ("close", "alice"))


def fill(cast, company, place, month: date, text: str = "/") -> None:
    """Everything that is missing in the month, typed by bob."""
    there = {row.line.code: row.cells[month.month].reading for row in grid_rows(company, place, month.year) if row.role == "main"}
    codes = [one.code for one in missing_lines(standing_month(company, place, month))]
    cells = [Typed(code, month, text, seen=there[code].pk if there[code] else None) for code in codes]
    saved = save_cells(actor=in_person(cast.bob), node=company, cells=cells)
    assert not [one for _cell, one in saved.problems if one.severity == "error"]


def step(by, company, place, month: date, verb: str, **more):
    return move_month(actor=in_person(by), company=company, place=place, month=month, verb=verb, **more)


def month_led_to(cast, company, place, month: date, state: str) -> None:
    """The month filled and led there."""
    fill(cast, company, place, month)
    for verb, name in ON_THE_WAY:
        if standing_month(company, place, month).state.id == state:
            return
        step(getattr(cast, name), company, place, month, verb)


def main_row(company, place, year: int):
    """A row of a main source that is kept in tonnes."""
    return next(one for one in grid_rows(company, place, year) if one.source == "main" and one.unit == "t")
