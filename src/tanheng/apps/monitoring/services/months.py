"""Steps of a month at a place: what the table permits, then what else must hold, asked under the company's lock.

With the closing the readings that count are frozen: of each line its main source, and what is compared with it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from tanheng.apps.journal.services import append_event
from tanheng.apps.monitoring.models import MonthStep, SelectedReading
from tanheng.apps.monitoring.models.series import WITHDRAWN
from tanheng.apps.monitoring.selectors.closing import open_points
from tanheng.apps.monitoring.selectors.due import AskedLine, Due
from tanheng.apps.monitoring.selectors.months import (
    StandingMonth,
    due_at,
    gave_figures,
    month_text,
    refusal_of,
    standing_month,
)
from tanheng.apps.monitoring.selectors.plans import kept_apart
from tanheng.apps.monitoring.selectors.selection import PlanOfYear, Readings, monthly_uses, serving, sources_of
from tanheng.apps.people.access import require
from tanheng.apps.people.services.changes import change
from tanheng.apps.sites.models import Node
from tanheng.engine.places import Where
from tanheng.engine.problems import Problem
from tanheng.engine.sentences import problem_of
from tanheng.engine.text import Text
from tanheng.pages.actor import Actor
from tanheng.pages.problem_texts import ProblemsError
from tanheng.store.clock import today
from tanheng.store.one_line import one_line
from tanheng.workflow.month_sentences import SENTENCES
from tanheng.workflow.months import ANSWERED, CLOSE, COMPLETE, MONTH, NEEDED, NOT_GIVER, NOT_SUBMITTER, OVER, OWN, SUBMITTER
from tanheng.workflow.tables import Transition

LONGEST_REASON = 300
MOST_TOGETHER = 600  # months: fifty facilities of a year
IDLE = Text("设施在该月未投用或停产", "the facility is not in use or stands still")
NO_PLAN = Text("该月没有生效的方案，或方案中没有应报的行", "no plan is in force, or none of its lines is due there")


class RefusedMonthError(ProblemsError):
    """A step that the table or a guard does not permit now; `problems` say why, with what may be done instead."""


@dataclass(frozen=True)
class Wish:
    """A step that somebody wants to take: who, from where, by which move of the table, with what words."""

    actor: Actor
    found: StandingMonth
    move: Transition
    reason: str = ""

    @cached_property
    def due(self) -> Due:
        """What the plan asks for there."""
        return due_at(self.found.company, self.found.place, self.found.month)

    @property
    def lines(self) -> tuple[AskedLine, ...]:
        """The lines that are due in the month."""
        return self.due.lines(self.found.company, self.found.place, self.found.month.month)


def move_month(*, actor: Actor, company: Node, place: Node, month: date, verb: str, reason: str = "", seen: int | None = None) -> MonthStep:
    """Take one step of a month at a place. `month` is its first day, `seen` the number of the last step that the actor had before them
    (0: none).

    Raises RefusedMonthError where the table, a guard, or somebody who was faster does not permit it.
    """
    said = one_line(reason, LONGEST_REASON)
    wish = _wish(actor, standing_month(company, place, month), verb, said)
    _refuse(wish, seen)

    def write() -> MonthStep:
        now = _wish(actor, standing_month(company, place, month), verb, said)
        _refuse(now, wish.found.step_number)
        return _store(now)

    return change(actor, wish.move.permission, company, write)


class AskedMonth(NamedTuple):
    """One of several months that are to take the same step."""

    place: Node
    month: date


@dataclass(frozen=True)
class Together:
    """What several months came to: the steps that were taken, and of each other month every problem that keeps it."""

    steps: list[MonthStep]
    refused: list[tuple[AskedMonth, list[Problem]]]


def move_months(*, actor: Actor, company: Node, months: Sequence[AskedMonth], verb: str, reason: str = "") -> Together:
    """Take the same step of several months of a company at once: each is a step of its own with its guards and its event, and what cannot
    be done keeps none of the others back.

    Raises RefusedMonthError for a verb that is none, and for more than `MOST_TOGETHER` months.
    """
    said, permission = one_line(reason, LONGEST_REASON), next((one.permission for one in MONTH.transitions if one.verb == verb), "")
    if not permission or len(months) > MOST_TOGETHER:
        raise RefusedMonthError([problem_of(SENTENCES, "MONTH-420", most=str(MOST_TOGETHER))])

    def write() -> Together:
        done = Together([], [])
        for one in dict.fromkeys(months):
            try:
                wish = _wish(actor, standing_month(company, one.place, one.month), verb, said)
                _refuse(wish, None)
            except RefusedMonthError as refused:
                done.refused.append((one, refused.problems))
            else:
                done.steps.append(_store(wish))
        return done

    return change(actor, permission, company, write)


def hindrances(*, wish: Wish, words: bool = True) -> list[Problem]:
    """What keeps the step from being taken now, by the guards of its move; with `words` also a reason that is missing."""
    found = [problem for guard in wish.move.guards for problem in GUARDS[guard](wish)]
    if words and wish.move.reason and not wish.reason:
        found.append(problem_of(SENTENCES, "MONTH-404", label=wish.move.label, longest=str(LONGEST_REASON)))
    return found


def _wish(actor: Actor, found: StandingMonth, verb: str, reason: str) -> Wish:
    move = MONTH.transition(found.state.id, verb)
    if move is None:
        require(actor, "view_data", found.company)  # a state is told to those alone who may see it
        raise RefusedMonthError([refusal_of(actor.reach, actor.user, found, verb)])
    require(actor, move.permission, found.company)
    return Wish(actor, found, move, reason if move.reason else "")


def _refuse(wish: Wish, seen: int | None) -> None:
    if seen is not None and seen != wish.found.step_number:
        raise RefusedMonthError([problem_of(SENTENCES, "MONTH-405", state=wish.found.state.label)])
    if problems := hindrances(wish=wish):
        raise RefusedMonthError(problems)


def _store(wish: Wish) -> MonthStep:
    """The step with its event, of a closing also what counts; part of the caller's transaction."""
    found, move = wish.found, wish.move
    at = {"company": found.company, "place": found.place, "month": found.month, "number": found.step_number + 1}
    step = MonthStep(**at, verb=move.verb, state=move.then, reason=wish.reason, by=wish.actor.user)
    step.save()
    payload = {"month": f"{found.month:%Y-%m}", "place_name": found.place.name, "step": step.number, "state": move.then}
    payload |= {"reason": wish.reason} if wish.reason else {}
    if move.verb == CLOSE:
        payload |= {"readings": len(_frozen(step))}
    append_event(actor=wish.actor, action=f"monitoring.month.{move.verb}", subject=step, place=found.company, payload=payload)
    return step


def _frozen(step: MonthStep) -> list[SelectedReading]:
    """What counts in each line of the month, its main source and those beside it."""
    code = "" if step.place_id == step.company_id else step.place.code
    year, month = step.month.year, step.month.month
    plan, readings = PlanOfYear(step.company, year, [code]), Readings(step.company, step.place, year, [month])
    version = plan.versions.get(month)
    rows = []
    for line in filter(monthly_uses, plan.lines[version.pk].values() if version else ()):
        for source in sources_of(line):
            one = readings.told_last(serving(line, source), month).reading
            if one is not None and one.kind != WITHDRAWN:
                rows.append(SelectedReading(step=step, line=line.code, role=source.role, reading=one))
    return SelectedReading.objects.bulk_create(rows)


def _own(wish: Wish) -> list[Problem]:
    month = wish.found.month
    if not wish.due.is_anothers(wish.found.place, month.month):
        return []
    return [problem_of(SENTENCES, "MONTH-418", place=wish.found.place.name, month=month_text(month))]


def _needed(wish: Wish) -> list[Problem]:
    if wish.lines or _own(wish):
        return []
    idle = wish.due.is_idle(wish.found.place, wish.found.month.month)
    return [problem_of(SENTENCES, "MONTH-406", why=IDLE if idle else NO_PLAN)]


def _over(wish: Wish) -> list[Problem]:
    month = wish.found.month
    if (month.year, month.month) < (today().year, today().month):
        return []
    return [problem_of(SENTENCES, "MONTH-407", month=month_text(month))]


def _complete(wish: Wish) -> list[Problem]:
    found = wish.found
    lacking = wish.due.missing(found.company, found.place, found.month.month)
    return [
        problem_of(
            SENTENCES,
            "MONTH-408",
            Where(facility=one.place or None, item=one.item or None, month=found.month.month, spoken=Text(one.name, one.name)),
            line=one.name,
        )
        for one in lacking
    ]


def _answered(wish: Wish) -> list[Problem]:
    return open_points(wish.found, {one.code for one in wish.due.missing(wish.found.company, wish.found.place, wish.found.month.month)})


def _another(wish: Wish) -> list[Problem]:
    step = wish.found.submitted
    same = step is not None and step.by_id == wish.actor.user.pk and kept_apart(wish.found.company)
    return [problem_of(SENTENCES, "MONTH-401", person=str(wish.actor.user))] if same else []


def _not_giver(wish: Wish) -> list[Problem]:
    if _another(wish) or not gave_figures(wish.found, wish.actor.user) or not kept_apart(wish.found.company):
        return []  # of who submitted that is told
    return [problem_of(SENTENCES, "MONTH-402", person=str(wish.actor.user))]


def _submitter(wish: Wish) -> list[Problem]:
    step = wish.found.submitted
    return [] if step is None or step.by_id == wish.actor.user.pk else [problem_of(SENTENCES, "MONTH-403", person=str(step.by))]


GUARDS: dict[str, Callable[[Wish], list[Problem]]] = {
    OWN: _own,
    NEEDED: _needed,
    OVER: _over,
    COMPLETE: _complete,
    ANSWERED: _answered,
    SUBMITTER: _submitter,
    NOT_SUBMITTER: _another,
    NOT_GIVER: _not_giver,
}
