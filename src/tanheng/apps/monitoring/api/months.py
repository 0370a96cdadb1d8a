"""Months by the API: what their pages can do. A substitute is named by the person alone, on the page."""

from datetime import date
from functools import partial
from typing import Any

from django.http import Http404
from ninja import Field, Router, Schema

from tanheng.apps.monitoring.access.months import access_month
from tanheng.apps.monitoring.access.plans import company_or_companies
from tanheng.apps.monitoring.api.steps import StepOpen, StepTaken, StepWanted, open_steps, step_out
from tanheng.apps.monitoring.api.treatments import DeviationOut, deviations_out
from tanheng.apps.monitoring.models import MonthReminder, MonthStep, MonthTimetable
from tanheng.apps.monitoring.pages.months import frozen_rows, line_shown
from tanheng.apps.monitoring.selectors.closing import open_points
from tanheng.apps.monitoring.selectors.deviations import deviations_of
from tanheng.apps.monitoring.selectors.month_matrix import MatrixRow, month_matrix
from tanheng.apps.monitoring.selectors.months import StandingMonth, missing_lines
from tanheng.apps.monitoring.selectors.timetable import late_months, own_timetables, substitutes_of, waited_for
from tanheng.apps.monitoring.services.month_days import Days, remind, set_timetable
from tanheng.apps.monitoring.services.months import AskedMonth, Together, move_month, move_months
from tanheng.apps.sites.access import access_company
from tanheng.apps.sites.selectors import descendants
from tanheng.engine.life import MONTHS
from tanheng.pages.language import reader_language
from tanheng.pages.request import PageRequest
from tanheng.pages.writes import Write
from tanheng.store.clock import today
from tanheng.workflow.months import CLOSED, FILLING, MONTH

router = Router(tags=["monitoring"])
MOST_NUMBER = 2_147_483_647
A_MONTH = r"^(19|20)\d\d-(0[1-9]|1[0-2])$"


class MonthLineOut(Schema):
    """A line of the plan whose figure is missing."""

    code: str
    name: str
    department: str
    person: str


class FrozenOut(Schema):
    """A reading that the closing froze: of which line, as main source or comparison; "/" is not applicable."""

    line: str
    role: str
    measure: str
    item: str
    amount: str
    unit: str
    kind: str
    by: str
    reading: int


class MonthOut(Schema):
    """A month at a place: where it stands, what is missing, which steps are open, what was done, what its closing froze; `open_points` must
    be answered before it is closed, `deviations` are departures from the plan.
    """

    company: int
    place: int
    month: str
    state: str
    label: str
    missing: list[MonthLineOut]
    open: list[StepOpen]
    steps: list[StepTaken]
    frozen: list[FrozenOut]
    open_points: list[dict[str, Any]]
    deviations: list[DeviationOut]
    waits_for: list[str]


class MatrixCellOut(Schema):
    """A month at a place; `state` is "" where nothing is asked for."""

    month: int
    state: str
    missing: int
    late: bool
    anothers: bool


class MatrixRowOut(Schema):
    """A place with its twelve months."""

    company: int
    place: int
    name: str
    months: list[MatrixCellOut]


class LateMonthOut(Schema):
    """A month whose next step is late, since which day; the departments that owe figures."""

    company: int
    place: int
    name: str
    month: str
    state: str
    due: str
    departments: list[str]
    missing: list[MonthLineOut]


class TimetableIn(Schema):
    """Days of the month after, 1 to 28; a blank department is every one."""

    from_month: str = Field(..., pattern=A_MONTH)
    department: str = Field("", max_length=200)
    report_day: int = Field(..., ge=1, le=31)
    review_day: int = Field(..., ge=1, le=31)
    close_day: int = Field(..., ge=1, le=31)


class TimetableOut(Schema):
    """A row of a timetable."""

    from_month: str
    department: str
    report_day: int
    review_day: int
    close_day: int
    by: str
    at: str


class MonthAsked(Schema):
    """A month at a facility or at the company itself."""

    place: int
    month: int = Field(..., ge=1, le=12)


class StepsWanted(Schema):
    """The same step of several months of a company's year; `reason` where it needs one."""

    verb: str = Field(..., max_length=20)
    reason: str = Field("", max_length=300)
    months: list[MonthAsked] = Field(..., max_length=600)


class StepOfMonth(StepTaken):
    """A step that was taken, of which month."""

    place: int
    month: str


class MonthRefused(Schema):
    """A month that did not take the step, and every problem that keeps it."""

    place: int
    month: str
    problems: list[dict[str, Any]]


class StepsTogether(Schema):
    """What several months came to."""

    taken: list[StepOfMonth]
    refused: list[MonthRefused]


class ReminderIn(Schema):
    """Who is reminded, by the keys of persons that the next step waits for; none named: all of them."""

    persons: list[int] = Field([], max_length=100)
    note: str = Field("", max_length=300)


class ReminderOut(Schema):
    """Somebody who was reminded."""

    person: str
    note: str
    at: str


class SubstituteOut(Schema):
    """Who stands in for whom; null: back again."""

    person: str
    substitute: str | None
    first: str
    last: str


@router.get("/organisations/{int:node_id}/months/{int:year}", response=list[MatrixRowOut], summary="Months of a year, place by place")
def list_months(request: PageRequest, node_id: int, year: int) -> list[dict[str, Any]]:
    """Of a company, or of every company of a group whose data the caller may see; places of which nothing is asked are left out."""
    company, companies = company_or_companies(request.reach, node_id)
    matrix = month_matrix([company] if company else companies, min(max(year, 1900), 2999), today())
    return [_row(one) for one in matrix.rows]


@router.get("/organisations/{int:node_id}/months/{int:year}/{int:month}", response=MonthOut, summary="A month at a facility or company")
def get_month(request: PageRequest, node_id: int, year: int, month: int) -> dict[str, Any]:
    """Where it stands, and what keeps it from being submitted or closed."""
    return _month(request, access_month(request.reach, "view_data", node_id, year, month))


@router.post(
    "/organisations/{int:node_id}/months/{int:year}/{int:month}/steps", response={201: StepTaken}, summary="Take a step of a month"
)
def create_month_step(request: PageRequest, node_id: int, year: int, month: int, wanted: StepWanted) -> Write[MonthStep]:
    """What the table of states, missing figures or the separation of duties do not permit is answered 409 with its `problems`."""
    found = access_month(request.reach, "view_data", node_id, year, month)
    at: dict[str, Any] = {"company": found.company, "place": found.place, "month": found.month}
    return Write(partial(move_month, **at, **wanted.dict()), lambda made: (201, step_out(made)))


@router.post(
    "/organisations/{int:node_id}/months/{int:year}/steps", response={201: StepsTogether}, summary="Take the same step of several months"
)
def create_month_steps(request: PageRequest, node_id: int, year: int, wanted: StepsWanted) -> Write[Together]:
    """Each is a step of its own with its guards; what cannot be done is told month by month and keeps no other back."""
    company = access_company(request.reach, "view_data", node_id)
    found = [access_month(request.reach, "view_data", one.place, year, one.month) for one in wanted.months]
    if any(one.company.pk != company.pk for one in found):
        raise Http404("a place of another company")
    asked = [AskedMonth(one.place, one.month) for one in found]
    move = partial(move_months, company=company, months=asked, verb=wanted.verb, reason=wanted.reason)
    return Write(move, lambda made: (201, _together(made)))


@router.post(
    "/organisations/{int:node_id}/months/{int:year}/{int:month}/reminders",
    response={201: list[ReminderOut]},
    summary="Remind of the next step of a month",
)
def create_month_reminders(request: PageRequest, node_id: int, year: int, month: int, wanted: ReminderIn) -> Write[list[MonthReminder]]:
    """They see it on their Home, and so does whoever stands in for one of them today."""
    found = access_month(request.reach, "close_month", node_id, year, month)
    persons = [one for one in waited_for(found) if not wanted.persons or one.pk in wanted.persons]
    at: dict[str, Any] = {"company": found.company, "place": found.place, "month": found.month}
    return Write(partial(remind, **at, persons=persons, note=wanted.note), lambda made: (201, [_reminder(one) for one in made]))


@router.get("/organisations/{int:node_id}/late-months", response=list[LateMonthOut], summary="Months whose next step is late")
def list_late_months(request: PageRequest, node_id: int) -> list[dict[str, Any]]:
    """The longest late first, of the last twelve months; without a timetable none is late."""
    company, companies = company_or_companies(request.reach, node_id)
    shown = [company] if company else companies
    facilities = [one for place in shown for one in descendants(place, kind="facility")]
    return [
        {
            "company": one.company.pk,
            "place": one.place.pk,
            "name": one.place.name,
            "month": f"{one.month:%Y-%m}",
            "state": one.state,
            "due": one.due.isoformat(),
            "departments": one.departments,
            "missing": [line_shown(line) for line in one.missing],
        }
        for one in late_months(shown, facilities, today())
    ]


@router.get("/organisations/{int:node_id}/month-timetable", response=list[TimetableOut], summary="By which days months are due")
def list_month_timetable(request: PageRequest, node_id: int) -> list[dict[str, Any]]:
    """Every row, the newest first; of a department and month the newest counts."""
    return [_timetable(one) for one in own_timetables(access_company(request.reach, "view_data", node_id))]


@router.post("/organisations/{int:node_id}/month-timetable", response={201: TimetableOut}, summary="Set the days of months")
def create_month_timetable(request: PageRequest, node_id: int, wanted: TimetableIn) -> Write[MonthTimetable]:
    """Days that do not follow each other are refused (409)."""
    company = access_company(request.reach, "close_month", node_id)
    days = Days(wanted.report_day, wanted.review_day, wanted.close_day)
    words: dict[str, Any] = {"from_month": date.fromisoformat(f"{wanted.from_month}-01"), "days": days, "department": wanted.department}
    return Write(partial(set_timetable, company=company, **words), lambda made: (201, _timetable(made)))


@router.get("/organisations/{int:node_id}/substitutes", response=list[SubstituteOut], summary="Who stands in for whom")
def list_substitutes(request: PageRequest, node_id: int) -> list[dict[str, Any]]:
    """Everything that was said, the newest first."""
    return [
        {
            "person": str(one.person),
            "substitute": str(one.substitute) if one.substitute else None,
            "first": one.first.isoformat(),
            "last": one.last.isoformat(),
        }
        for one in substitutes_of(access_company(request.reach, "view_data", node_id))
    ]


def _row(one: MatrixRow) -> dict[str, Any]:
    months = [{"month": month, **cell._asdict()} for month, cell in zip(MONTHS, one.cells, strict=True)]
    return {"company": one.company.pk, "place": one.place.pk, "name": one.place.name, "months": months}


def _month(request: PageRequest, one: StandingMonth) -> dict[str, Any]:
    lang = reader_language()
    return {
        "company": one.company.pk,
        "place": one.place.pk,
        "month": f"{one.month:%Y-%m}",
        "state": one.state.id,
        "label": one.state.label.in_(lang),
        "missing": [line_shown(line) for line in missing_lines(one)] if one.state.id == FILLING else [],
        "open": open_steps(request, MONTH, one.state.id, one.company),
        "steps": [step_out(step) for step in one.steps],
        "frozen": frozen_rows(one),
        "open_points": [point.as_json(lang) for point in open_points(one)] if one.state.id != CLOSED else [],
        "deviations": deviations_out(deviations_of(one.company, one.month.year, one.place, one.month.month)),
        "waits_for": [str(person) for person in waited_for(one)],
    }


def _together(made: Together) -> dict[str, Any]:
    lang = reader_language()
    return {
        "taken": [{**step_out(one), "place": one.place_id, "month": f"{one.month:%Y-%m}"} for one in made.steps],
        "refused": [
            {"place": one.place.pk, "month": f"{one.month:%Y-%m}", "problems": [problem.as_json(lang) for problem in problems]}
            for one, problems in made.refused
        ],
    }


def _timetable(one: MonthTimetable) -> dict[str, Any]:
    days = {name: getattr(one, name) for name in ("department", "report_day", "review_day", "close_day")}
    return {**days, "from_month": f"{one.from_month:%Y-%m}", "by": str(one.by), "at": one.at.isoformat()}


def _reminder(one: MonthReminder) -> dict[str, Any]:
    return {"person": str(one.person), "note": one.note, "at": one.at.isoformat()}
