"""A complete plan of the northern company, and a version of it led to a state by the usual persons."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from tanheng.apps.monitoring.selectors.plans import placed_facilities, standing_plan
from tanheng.apps.monitoring.selectors.selection import grid_rows
from tanheng.apps.monitoring.selectors.year_sources import YearSources
from tanheng.apps.monitoring.services.plans import begin_plan
from tanheng.apps.monitoring.services.steps import move_plan
from tanheng.apps.monitoring.services.typing import Typed, save_cells
from tanheng.apps.people.models import User
from tanheng.apps.sites.selectors import descendants
from tanheng.engine.plan.plan import Plan
from tanheng.engine.plan.tables import TABLES
from tanheng.rulebook.plans import editions_for, proposed_plan
from tests.support.acting import in_person

FROM = date(2026, 1, 1)
ON_THE_WAY = (
    ("submit", "bob"), ("review", "alice"), ("approve", "grace"), ("report", "alice"), ("accept", "alice"),
)  # fmt: skip


def proposal(company, from_month=FROM) -> Plan:
    """What is proposed to a company, blanks and all."""
    facilities = placed_facilities(company)
    packs = editions_for(facilities, from_month.year)
    return proposed_plan(
        packs=packs, facilities=facilities, name=company.name, code=company.code, from_month=from_month, written_on=date(2025, 11, 20)
    )


def complete(plan: Plan) -> Plan:
    """The plan with every blank that holds a submission back filled in."""
    for table in TABLES:
        rows = []
        for row in plan.rows(table):
            blank = [one for one in table.columns if one.needed and getattr(row, one.id) == one.blank]
            values = {one.id: {"text": "/", "long": "/", "whole": 1, "percent": Decimal("0.002")}[one.kind] for one in blank}
            rows.append(replace(row, **values))
        plan = plan.with_rows(table, rows)
    return plan


def begun(cast, company, from_month=FROM) -> int:
    """A complete draft of bob's; the number of its version."""
    return begin_plan(actor=in_person(cast.bob), node=company, plan=complete(proposal(company, from_month))).plan


def led_to(cast, company, number: int, state: str) -> None:
    """The version led there by the usual persons."""
    for verb, name in ON_THE_WAY:
        found = standing_plan(company, number)
        assert found is not None
        if found.state.id == state:
            return
        move_plan(actor=in_person(getattr(cast, name)), node=company, number=number, verb=verb)


def in_force(cast, company, from_month=FROM) -> int:
    """A version in force; its number."""
    number = begun(cast, company, from_month)
    led_to(cast, company, number, "in_force")
    return number


def line_of(company, measured, year=2025) -> str:
    """The code of the line of a place, measure and item in a plan in force."""
    return YearSources(company, year).rows[measured].line.code


def tell(user: User, company, measured, *figures: str, source: str = "main", first: int = 1, year: int = 2025) -> None:
    """Figures of months in a row, in the place of what stands there; a blank leaves a month out, or takes back what it holds."""
    code, place = line_of(company, measured, year), company
    if measured[0]:
        place = next(one for one in descendants(company, kind="facility") if one.code == measured[0])
    there = next(row.cells for row in grid_rows(company, place, year) if (row.line.code, row.source) == (code, source))
    seen = {month: one.reading.pk for month, one in there.items() if one.reading}
    cells = [
        Typed(code, date(year, month, 1), text, source, seen=seen.get(month))
        for month, text in enumerate(figures, first)
        if text or month in seen
    ]
    assert len(save_cells(actor=in_person(user), node=company, cells=cells).readings) == len(cells)
