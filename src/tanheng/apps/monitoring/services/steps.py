"""Steps of a version of the plan: what the table permits, then what else must hold, asked under the company's lock.

With the submission the text becomes the version, written once, and its lines are derived into tables of their own.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tanheng.apps.journal.services import append_event
from tanheng.apps.monitoring.models import PlanDraft, PlanLine, PlanSource, PlanStep, PlanUse, PlanVersion
from tanheng.apps.monitoring.selectors.plans import (
    StandingPlan,
    derived_rows,
    kept_apart,
    later_in_force,
    problems_of,
    refusal_of,
    standing_plan,
)
from tanheng.apps.monitoring.services.plans import RefusedPlanError
from tanheng.apps.people.access import require
from tanheng.apps.people.services.changes import change
from tanheng.apps.sites.models import Node
from tanheng.engine.problems import Problem
from tanheng.engine.sentences import problem_of
from tanheng.pages.actor import Actor
from tanheng.store.one_line import one_line
from tanheng.workflow.plan_sentences import SENTENCES
from tanheng.workflow.plans import AUTHOR, COMPLETE, NOT_AUTHOR, NOT_EARLIER, NOT_REVIEWER, PLAN, SUBMIT
from tanheng.workflow.tables import Transition

LONGEST_REASON = 300


@dataclass(frozen=True)
class Wish:
    """A step that somebody wants to take: who, from where, by which move of the table, with what words."""

    actor: Actor
    found: StandingPlan
    move: Transition
    reason: str = ""


def move_plan(*, actor: Actor, node: Node, number: int, verb: str, reason: str = "", seen: int | None = None) -> PlanStep:
    """Take one step of a version. `seen` is the number of the last step that the actor had before them (0: none).

    Raises RefusedPlanError where the table, a guard, or somebody who was faster does not permit it; PlanDraft.DoesNotExist.
    """
    said = one_line(reason, LONGEST_REASON)
    wish = _wish(actor, node, number, verb, said)
    _refuse(wish, seen)

    def write() -> PlanStep:
        now = _wish(actor, node, number, verb, said)
        _refuse(now, wish.found.step_number)
        return _store(now)

    return change(actor, wish.move.permission, node, write)


def hindrances(*, wish: Wish, words: bool = True) -> list[Problem]:
    """What keeps the step from being taken now, by the guards of its move; with `words` also a reason that is missing."""
    found = [problem for guard in wish.move.guards for problem in GUARDS[guard](wish)]
    if words and wish.move.reason and not wish.reason:
        found.append(problem_of(SENTENCES, "PLAN-404", label=wish.move.label, longest=str(LONGEST_REASON)))
    return found


def _wish(actor: Actor, node: Node, number: int, verb: str, reason: str) -> Wish:
    found = standing_plan(node, number)
    if found is None:
        require(actor, "view_data", node)
        raise PlanDraft.DoesNotExist(f"no version {number}")
    move = PLAN.transition(found.state.id, verb)
    if move is None:
        require(actor, "view_data", node)  # a state is told to those alone who may see it
        raise RefusedPlanError([refusal_of(actor.reach, actor.user, found, verb)])
    require(actor, move.permission, node)
    return Wish(actor, found, move, reason)


def _refuse(wish: Wish, seen: int | None) -> None:
    if seen is not None and seen != wish.found.step_number:
        raise RefusedPlanError([problem_of(SENTENCES, "PLAN-405", state=wish.found.state.label)])
    if problems := hindrances(wish=wish):
        raise RefusedPlanError(problems)


def _store(wish: Wish) -> PlanStep:
    """The step with its event, of a submission also the version and its lines; part of the caller's transaction."""
    found, move = wish.found, wish.move
    if move.verb == SUBMIT:
        _freeze(wish)
    step = PlanStep(
        node=found.node,
        plan=found.number,
        number=found.step_number + 1,
        verb=move.verb,
        state=move.then,
        reason=wish.reason,
        by=wish.actor.user,
    )
    step.save()
    payload = {"number": found.number, "step": step.number, "verb": move.verb, "state": move.then, "hash": found.draft.hash}
    payload |= {"reason": wish.reason} if wish.reason else {}
    append_event(actor=wish.actor, action=f"monitoring.plan.{move.verb}", subject=step, place=found.node, payload=payload)
    return step


def _freeze(wish: Wish) -> None:
    found, plan = wish.found, wish.found.plan
    assert plan.from_month is not None  # it is complete
    version = PlanVersion(
        node=found.node,
        number=found.number,
        from_month=plan.from_month,
        document=plan.content.decode(),
        hash=plan.hash,
        by=wish.actor.user,
    )
    version.save()
    lines, sources, uses = derived_rows(version, plan)
    PlanLine.objects.bulk_create(lines)
    PlanSource.objects.bulk_create(sources)
    PlanUse.objects.bulk_create(uses)


def _complete(wish: Wish) -> list[Problem]:
    return [one for one in problems_of(wish.found) if one.severity == "error"]


def _not_earlier(wish: Wish) -> list[Problem]:
    later, month = later_in_force(wish.found), wish.found.plan.from_month
    if later is None or month is None:
        return []
    words = {"month": f"{month:%Y-%m}", "number": str(later.number), "known": f"{later.from_month:%Y-%m}"}
    return [problem_of(SENTENCES, "PLAN-406", **words)]


def _not_author(wish: Wish) -> list[Problem]:
    return _another(wish, wish.found.submitted, "PLAN-401")


def _not_reviewer(wish: Wish) -> list[Problem]:
    return _another(wish, wish.found.reviewed, "PLAN-402")


def _another(wish: Wish, step: PlanStep | None, code: str) -> list[Problem]:
    same = step is not None and step.by_id == wish.actor.user.pk
    return [problem_of(SENTENCES, code, person=str(wish.actor.user))] if same and kept_apart(wish.found.node) else []


def _author(wish: Wish) -> list[Problem]:
    step = wish.found.submitted
    return [] if step is None or step.by_id == wish.actor.user.pk else [problem_of(SENTENCES, "PLAN-403", person=str(step.by))]


GUARDS: dict[str, Callable[[Wish], list[Problem]]] = {
    COMPLETE: _complete,
    NOT_EARLIER: _not_earlier,
    AUTHOR: _author,
    NOT_AUTHOR: _not_author,
    NOT_REVIEWER: _not_reviewer,
}
