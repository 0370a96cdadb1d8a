"""By when a month is due, which months are late, whom the next step waits for, and who stands in for whom."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from tanheng.apps.monitoring.models import MonthReminder, MonthStep, MonthTimetable, Substitute
from tanheng.apps.monitoring.selectors.due import AskedLine, Due
from tanheng.apps.monitoring.selectors.months import StandingMonth, barred, newest_steps, places_of
from tanheng.apps.people.access import PersonReach, active_assignments, opens
from tanheng.apps.people.models import User
from tanheng.apps.people.models.permissions import roles_with
from tanheng.apps.sites.models import Node
from tanheng.engine.life import MONTHS
from tanheng.workflow.months import CLOSED, FILLING, MONTH, REVIEWED, SUBMITTED
from tanheng.workflow.tables import Transition

STAGE_DAY = {FILLING: "report_day", SUBMITTED: "review_day", REVIEWED: "close_day"}
LOOKED_BACK = 12  # months


class Timetables:
    """The timetables of companies as they count for any month."""

    def __init__(self, companies: Iterable[Node]) -> None:
        self._rows: dict[tuple[int, str], list[MonthTimetable]] = {}
        for one in MonthTimetable.objects.filter(company__in=list(companies)).order_by("from_month", "id"):
            self._rows.setdefault((one.company_id, one.department), []).append(one)

    def sets_days(self, company: Node) -> bool:
        """Whether a company has a timetable for any month."""
        return any(key == company.pk for key, _department in self._rows)

    def row(self, company: Node, department: str, month: date) -> MonthTimetable | None:
        """The days of a department in a month: its own, else those of every department."""
        for name in dict.fromkeys((department, "")):
            counting = [one for one in self._rows.get((company.pk, name), ()) if one.from_month <= month]
            if counting:
                return counting[-1]
        return None

    def due(self, company: Node, lines: Iterable[AskedLine], month: date, state: str) -> date | None:
        """The last day for the next step of a month: the latest of the departments of its lines; None where nobody set one."""
        if not self._rows:
            return None
        days = [self._day(company, one, month, state) for one in {line.department for line in lines}]
        return max((one for one in days if one), default=None)

    def late_lines(self, company: Node, missing: Iterable[AskedLine], month: date, on: date) -> list[AskedLine]:
        """Missing lines whose department is past its day."""
        found = []
        for line in missing:
            due = self._day(company, line.department, month, FILLING)
            if due is not None and due < on:
                found.append(line)
        return found

    def _day(self, company: Node, department: str, month: date, state: str) -> date | None:
        row = self.row(company, department, month)
        return after(month).replace(day=getattr(row, STAGE_DAY[state])) if row and state in STAGE_DAY else None


def after(month: date) -> date:
    """The first day of the month after."""
    return (month + timedelta(days=31)).replace(day=1)


def own_timetables(company: Node) -> QuerySet[MonthTimetable]:
    """Every row of a company's timetable, the newest first."""
    return MonthTimetable.objects.filter(company=company).select_related("by").order_by("-from_month", "department", "-id")


@dataclass(frozen=True)
class LateMonth:
    """A month whose next step is late: since when, and what is missing of which departments."""

    company: Node
    place: Node
    month: date
    state: str
    due: date
    missing: tuple[AskedLine, ...]

    @property
    def departments(self) -> list[str]:
        """Those that owe figures."""
        return sorted({one.department for one in self.missing})


def is_late(table: Timetables, due: Due, at: tuple[Node, Node, date], state: str, on: date) -> LateMonth | None:
    """The month at a company's place, where its next step is late on a day; what is missing is asked only where days are set."""
    company, place, month = at
    if state == CLOSED or month >= on.replace(day=1):
        return None
    lines = due.lines(company, place, month.month)
    last = table.due(company, lines, month, state) if lines else None
    if last is None:
        return None
    missing = due.missing(company, place, month.month) if state == FILLING else []
    late = table.late_lines(company, missing, month, on)
    if last >= on and not late:
        return None
    first = min((day for one in late if (day := table.due(company, [one], month, FILLING))), default=last)
    return LateMonth(company, place, month, state, first, tuple(late))


def late_months(companies: Sequence[Node], facilities: Sequence[Node], on: date) -> list[LateMonth]:
    """The late months of the last twelve, the longest late first."""
    table = Timetables(companies)
    found: list[LateMonth] = []
    this = on.replace(day=1)
    first = date(this.year - 1, this.month, 1)
    states = newest_steps(companies, first, this)
    for year in (this.year - 1, this.year):
        due = Due(companies, facilities, year)
        months = [day for number in MONTHS if first <= (day := date(year, number, 1)) < this]
        for company, place in places_of(companies, facilities):
            at = [(company, place, month) for month in months]
            found += [one for key in at if (one := is_late(table, due, key, states.get((place.pk, key[2]), FILLING), on))]
    return sorted(found, key=lambda one: (one.due, one.month, one.place.path))


def next_move(found: StandingMonth) -> Transition | None:
    """The move that leads on from where a month stands; None of a closed one."""
    order = [one.id for one in MONTH.states]
    return next((one for one in MONTH.open(found.state.id) if order.index(one.then) == order.index(one.state) + 1), None)


def waited_for(found: StandingMonth) -> list[User]:
    """The persons to whom the next step of a month is open."""
    move = next_move(found)
    if move is None:
        return []
    roles = [one.id for one in roles_with(move.permission)]
    held = active_assignments().filter(role__in=roles, user__is_active=True).select_related("user", "node").order_by("user_id")
    within = [one for one in held if found.company.path.startswith(one.node.path) or one.node.path.startswith(found.company.path)]
    persons = list({one.user_id: one.user for one in within}.values())
    return [one for one in persons if opens(PersonReach(one), move.permission, found.company) and not barred(move, found, one)]


def with_substitutes(company: Node, persons: Iterable[User], on: date) -> dict[User, User | None]:
    """Persons with whoever stands in for each of them on a day."""
    table = substitutes_on(company, on)
    return {one: found.substitute if (found := table.get(one.pk)) else None for one in persons}


def substitutes_on(company: Node, on: date) -> Mapping[int, Substitute]:
    """Who stands in on a day, by the key of the person who is away; the newest word of each counts."""
    rows = Substitute.objects.filter(company=company, first__lte=on, last__gte=on).select_related("person", "substitute").order_by("id")
    newest = {one.person_id: one for one in rows}
    return {key: one for key, one in newest.items() if one.substitute_id is not None}


def substitutes_of(company: Node) -> QuerySet[Substitute]:
    """Everything that was said of substitutes, the newest first."""
    return Substitute.objects.filter(company=company).select_related("person", "substitute").order_by("-id")


def reminders_of(found: StandingMonth) -> QuerySet[MonthReminder]:
    """The reminders of a month, the newest first."""
    rows = MonthReminder.objects.filter(company=found.company, place=found.place, month=found.month)
    return rows.select_related("person", "by").order_by("-id")


def pending_reminders(user: User) -> list[MonthReminder]:
    """What a person was reminded of and what nobody has done since, the newest of each month."""
    rows = MonthReminder.objects.filter(person=user).select_related("company", "place", "by").order_by("-id")[:100]
    newest: dict[tuple[int, date], MonthReminder] = {}
    for one in rows:
        newest.setdefault((one.place_id, one.month), one)
    if not newest:
        return []
    taken = MonthStep.objects.filter(place__in={place for place, _month in newest}).order_by("number")
    steps = {(place, month): number for place, month, number in taken.values_list("place_id", "month", "number")}
    return [one for key, one in newest.items() if steps.get(key, 0) == one.step]
