"""The state of a month at a place, read from its steps; which months take no figure, and what is told to whoever brings one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date
from typing import NamedTuple

from django.db.models import Max, OuterRef, Subquery

from tanheng.apps.monitoring.models import MonthStep, Reading
from tanheng.apps.monitoring.models.series import YEAR
from tanheng.apps.monitoring.selectors.due import AskedLine, Due
from tanheng.apps.monitoring.selectors.plans import kept_apart, versions_in_force
from tanheng.apps.people.access import opens
from tanheng.apps.people.models import User
from tanheng.apps.sites.models import STEP, Node
from tanheng.apps.sites.selectors import descendants
from tanheng.engine.life import MONTHS
from tanheng.engine.places import Where
from tanheng.engine.problems import Problem
from tanheng.engine.sentences import problem_of
from tanheng.engine.text import Text
from tanheng.pages.actor import Reach
from tanheng.workflow.month_sentences import SENTENCES
from tanheng.workflow.months import CLOSED, FILLING, MONTH, NOT_GIVER, NOT_SUBMITTER, SUBMIT, SUBMITTER
from tanheng.workflow.tables import State, Transition

PlacedMonth = tuple[int, date]  # key of the place, first day


@dataclass(frozen=True)
class StandingMonth:
    """A month at a place of a company with its steps so far, the oldest first."""

    company: Node
    place: Node
    month: date
    steps: tuple[MonthStep, ...]

    @property
    def state(self) -> State:
        """Where it stands."""
        return MONTH.state(self.steps[-1].state) if self.steps else MONTH.first

    @property
    def step_number(self) -> int:
        """How many steps were taken: who acts says which of them they had seen."""
        return self.steps[-1].number if self.steps else 0

    @property
    def submitted(self) -> MonthStep | None:
        """The step by which what stands was submitted."""
        for one in reversed(self.steps):
            if one.state == FILLING:
                return None
            if one.verb == SUBMIT:
                return one
        return None


class Touched(NamedTuple):
    """A figure that somebody would bring or take away: of which place and period, and where it stands in what they brought."""

    place: int
    grain: str
    start: date
    where: Where


def places_of(companies: Iterable[Node], facilities: Iterable[Node]) -> list[tuple[Node, Node]]:
    """Each company with itself and with each of its facilities, in the order of the tree."""
    found = {one.path: [(one, one)] for one in companies}
    for facility in facilities:
        pairs = found.get(facility.path[: 2 * STEP], [])
        if pairs:
            pairs.append((pairs[0][0], facility))
    return [pair for pairs in found.values() for pair in pairs]


def standing_month(company: Node, place: Node, month: date) -> StandingMonth:
    """The state of a month, by its first day."""
    steps = MonthStep.objects.filter(company=company, place=place, month=month).select_related("by").order_by("number")
    return StandingMonth(company, place, month, tuple(steps))


def newest_steps(companies: Iterable[Node], first: date, last: date) -> dict[PlacedMonth, str]:
    """The state of each month that has steps."""
    of_month = {name: OuterRef(name) for name in ("company", "place", "month")}
    newest = MonthStep.objects.filter(**of_month).order_by().values("month").annotate(last=Max("number")).values("last")
    found = MonthStep.objects.filter(company__in=list(companies), month__range=(first, last), number=Subquery(newest))
    return {(place, month): state for place, month, state in found.values_list("place_id", "month", "state")}


def locked_months(company: Node, first: date, last: date) -> dict[PlacedMonth, str]:
    """The months of a company's places that take no figure, with their states."""
    return {key: state for key, state in newest_steps([company], first, last).items() if state != FILLING}


def closed_problems(company: Node, touched: Iterable[Touched]) -> list[Problem]:
    """What keeps figures from being brought into months that take none, each at its place with the remedy."""
    return [one for one in kept_out(company, list(touched)) if one is not None]


def kept_out(company: Node, touched: Sequence[Touched]) -> list[Problem | None]:
    """Of each figure what keeps it out, or None. A figure of the year is kept out where no month of it is being filled in any more, months
    that ask for nothing aside.
    """
    if not touched:
        return []
    first, last = min(one.start for one in touched), max(one.start for one in touched)
    locked = locked_months(company, first.replace(month=1, day=1), last.replace(month=12, day=1))
    if not locked:
        return [None] * len(touched)
    places = {one.pk: one for one in descendants(company).filter(pk__in={one.place for one in touched})}
    years = {one.start.year for one in touched if one.grain == YEAR}
    ended = {(key, year) for year in years for key in _ended_places(company, places.values(), year, locked)}
    return [_kept_out(one, places[one.place].name, locked, ended) for one in touched]


def _kept_out(one: Touched, name: str, locked: dict[PlacedMonth, str], ended: set[tuple[int, int]]) -> Problem | None:
    if one.grain == YEAR:
        over = (one.place, one.start.year) in ended
        return problem_of(SENTENCES, "MONTH-103", one.where, place=name, month=str(one.start.year)) if over else None
    state = locked.get((one.place, one.start.replace(day=1)))
    if state is None:
        return None
    words = {"place": name, "month": month_text(one.start), "state": MONTH.state(state).label}
    return problem_of(SENTENCES, "MONTH-101" if state == CLOSED else "MONTH-102", one.where, **words)


def _ended_places(company: Node, places: Iterable[Node], year: int, locked: dict[PlacedMonth, str]) -> set[int]:
    """The places that have locked months in the year and none that is being filled in."""
    there = {place for place, month in locked if month.year == year}
    asked = [one for one in places if one.pk in there]
    due = Due([company], [one for one in asked if one.kind == "facility"], year)
    open_ones = {
        one.pk for one in asked for month in MONTHS if (one.pk, date(year, month, 1)) not in locked and due.lines(company, one, month)
    }
    return {one.pk for one in asked} - open_ones


def due_at(company: Node, place: Node, month: date) -> Due:
    """What the plan asks for at one place; what is told of the one month alone."""
    return Due([company], [place] if place.kind == "facility" else [], month.year, only=(place, month.month))


def missing_lines(found: StandingMonth) -> list[AskedLine]:
    """The lines that are due in a month without a figure or an explained absence."""
    return due_at(found.company, found.place, found.month).missing(found.company, found.place, found.month.month)


def has_plan(company: Node, year: int) -> bool:
    """Whether a plan is in force in any month of a year: else its months are neither asked for nor closed."""
    return MINYEAR <= year <= MAXYEAR and versions_in_force(company).filter(from_month__lte=date(year, 12, 1)).exists()


@dataclass(frozen=True)
class OpenMonth:
    """A month that the plan asks for and that is not closed."""

    place: Node
    month: date
    state: State


def open_months(company: Node, year: int) -> list[OpenMonth]:
    """The months of a year that the plan asks for and that are not closed, place by place; none where no plan is in force in the year."""
    if not has_plan(company, year):
        return []
    facilities = list(descendants(company, kind="facility"))
    due = Due([company], facilities, year)
    states = newest_steps([company], date(year, 1, 1), date(year, 12, 1))
    found = []
    for place in (company, *facilities):
        for month in (date(year, number, 1) for number in MONTHS if due.lines(company, place, number)):
            state = states.get((place.pk, month), FILLING)
            if state != CLOSED:
                found.append(OpenMonth(place, month, MONTH.state(state)))
    return found


def gave_figures(found: StandingMonth, user: User) -> bool:
    """Whether any figure that stands in a month was told by this person."""
    told = Reading.objects.filter(series__company=found.company, series__place=found.place, start=found.month, superseded_by=None)
    return told.filter(entry__by=user).exclude(series__grain=YEAR).exists()


def barred(move: Transition, found: StandingMonth, user: User) -> bool:
    """Whether a step is never this person's to take, whatever their roles: only who submitted withdraws, and where duties are kept apart
    nobody reviews what they submitted or gave.
    """
    submitted = found.submitted is not None and found.submitted.by_id == user.pk
    if SUBMITTER in move.guards and not submitted:
        return True
    apart = (NOT_SUBMITTER in move.guards and submitted) or (NOT_GIVER in move.guards and gave_figures(found, user))
    return apart and kept_apart(found.company)


def refusal_of(reach: Reach, user: User, found: StandingMonth, verb: str) -> Problem:
    """Why the table makes no such step from where the month stands, with what is open to this person instead."""
    after = MONTH.after(found.state.id, verb, lambda one: opens(reach, one.permission, found.company) and not barred(one, found, user))
    assert isinstance(after, Problem)
    return after


def month_text(month: date) -> Text:
    """A month in words."""
    return Text(f"{month.year}年{month.month}月", f"{month:%Y-%m}")
