"""Steps of a company's year from draft to final and back: what the table permits, then what else must hold, asked under the company's lock.

Each guard of the table is a function here; it answers with a problem where it does not hold. They are asked before the transaction, so
that what is slow is kept in the process, and again inside it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tanheng.apps.accounting.models import Run, YearStep
from tanheng.apps.accounting.selectors import doubts_of_run, latest_run, superseded
from tanheng.apps.accounting.selectors.years import StandingYear, kept_apart, refusal_of, standing_year
from tanheng.apps.journal.services import append_event
from tanheng.apps.monitoring.selectors.months import month_text, open_months
from tanheng.apps.people.access import require
from tanheng.apps.people.services.changes import change
from tanheng.apps.records.selectors.typed_figures import givers
from tanheng.apps.sites.models import Node
from tanheng.engine.part_of_year import months_covered
from tanheng.engine.problems import Problem
from tanheng.engine.sentences import problem_of
from tanheng.engine.text import Text
from tanheng.pages.actor import Actor
from tanheng.pages.problem_texts import ProblemsError
from tanheng.store.one_line import one_line
from tanheng.workflow.tables import Transition
from tanheng.workflow.year_sentences import SENTENCES
from tanheng.workflow.years import (
    A_ROUND,
    A_RUN,
    APPROVE,
    CLOSED,
    NO_DOUBT,
    NOT_GIVER,
    NOT_REVIEWER,
    NOT_SUBMITTER,
    ROUNDS,
    SUBMITTER,
    UNCHANGED,
    WHOLE,
    YEAR,
    rounds_open,
)

LONGEST_REASON = 300
MOST_NAMED = 6  # months that a sentence names


class RefusedStepError(ProblemsError):
    """A step that the table or a guard does not permit now; `problems` say why, with what may be done instead."""


@dataclass(frozen=True)
class Wish:
    """A step that somebody wants to take: who, from where, by which move of the table, of which run, with what words."""

    actor: Actor
    year: StandingYear
    move: Transition
    reason: str = ""
    round: str = ""

    @property
    def run(self) -> Run | None:
        """The run it speaks of: the one that stands, in a draft the newest."""
        return self.year.run or latest_run(self.year.node, self.year.year, self.year.pack)

    @property
    def kept_apart(self) -> bool:
        """Whether preparation, review and approval are kept apart in this company."""
        return kept_apart(self.year.node)


def move_year(
    *, actor: Actor, node: Node, year: int, pack_id: str, verb: str, reason: str = "", round_id: str = "", seen: int | None = None
) -> YearStep:
    """Take one step of a company's year by a pack. `seen` is the number of the last step that the actor had before them (0: none).

    Raises RefusedStepError where the table, a guard, or somebody who was faster does not permit it.
    """
    said = one_line(reason, LONGEST_REASON)
    wish = _wish(actor, standing_year(node, year, pack_id), verb, said, round_id)
    _refuse(wish, seen)

    def write() -> YearStep:
        now = _wish(actor, standing_year(node, year, pack_id), verb, said, round_id)
        _refuse(now, wish.year.number)
        return _store(now)

    return change(actor, wish.move.permission, node, write)  # one step of a company at a time


def hindrances(*, wish: Wish, words: bool = True) -> list[Problem]:
    """What keeps the step from being taken now, by the guards of its move; with `words` also a reason or a round that is missing."""
    asked = [guard for guard in wish.move.guards if words or guard != A_ROUND]
    found = [problem for guard in asked if (problem := GUARDS[guard](wish))]
    if words and wish.move.reason and not wish.reason:
        found.append(problem_of(SENTENCES, "YEAR-109", label=wish.move.label, longest=LONGEST_REASON))
    return found


def _wish(actor: Actor, found: StandingYear, verb: str, reason: str, round_id: str) -> Wish:
    move = YEAR.transition(found.state.id, verb)
    if move is None:
        require(actor, "view_data", found.node)  # a state is told to those alone who may see it
        raise RefusedStepError([refusal_of(actor.reach, actor.user, found, verb)])
    require(actor, move.permission, found.node)
    return Wish(actor, found, move, reason if move.reason else "", round_id if verb == APPROVE else "")


def _refuse(wish: Wish, seen: int | None) -> None:
    if seen is not None and seen != wish.year.number:
        raise RefusedStepError([problem_of(SENTENCES, "YEAR-110", state=wish.year.state.label)])
    if problems := hindrances(wish=wish):
        raise RefusedStepError(problems)


def _store(wish: Wish) -> YearStep:
    """The step with its event; part of the caller's transaction."""
    found, move, run = wish.year, wish.move, wish.run
    assert run is not None
    facts = {"verb": move.verb, "state": move.then, "round": wish.round, "reason": wish.reason}
    step = YearStep(node=found.node, year=found.year, pack=found.pack, number=found.number + 1, run=run, by=wish.actor.user, **facts)
    step.save()
    payload = {"year": found.year, "pack": found.pack, "step": step.number, "number": run.number, "run_hash": run.run_hash}
    payload |= {name: text for name, text in facts.items() if text}
    append_event(actor=wish.actor, action=f"accounting.year.{move.verb}", subject=step, place=found.node, payload=payload)
    return step


def _a_run(wish: Wish) -> Problem | None:
    return None if wish.run else problem_of(SENTENCES, "YEAR-101")


def _whole_year(wish: Wish) -> Problem | None:
    if wish.run is None or wish.run.through_month is None:
        return None
    return problem_of(SENTENCES, "YEAR-113", run=str(wish.run.number), months=months_covered(wish.run.through_month))


def _nothing_newer(wish: Wish) -> Problem | None:
    since = superseded(wish.run) if wish.run else None
    if wish.run is None or since is None:
        return None
    return problem_of(SENTENCES, "YEAR-102" if since.newer else "YEAR-103", run=str(wish.run.number))


def _no_open_doubt(wish: Wish) -> Problem | None:
    if wish.run is None or superseded(wish.run):  # doubts of figures or answers that no longer count: `_nothing_newer` says what to do
        return None
    doubts = doubts_of_run(wish.run)
    return problem_of(SENTENCES, "YEAR-104", run=str(wish.run.number), count=str(len(doubts))) if doubts else None


def _not_who_submitted(wish: Wish) -> Problem | None:
    return _another(wish, wish.year.submitted, "YEAR-105")


def _not_who_reviewed(wish: Wish) -> Problem | None:
    return _another(wish, wish.year.reviewed, "YEAR-106")


def _not_who_gave_the_figures(wish: Wish) -> Problem | None:
    given = wish.run.snapshot.source_import if wish.run else None
    if given is None or wish.actor.user.pk not in givers(given) or not wish.kept_apart or _not_who_submitted(wish):
        return None  # of who submitted that is told
    return problem_of(SENTENCES, "YEAR-111", person=str(wish.actor.user), number=str(given.number))


def _another(wish: Wish, step: YearStep | None, code: str) -> Problem | None:
    same = step is not None and step.by_id == wish.actor.user.pk
    return problem_of(SENTENCES, code, person=str(wish.actor.user)) if same and wish.kept_apart else None


def _who_submitted(wish: Wish) -> Problem | None:
    step = wish.year.submitted
    if step is None or step.by_id == wish.actor.user.pk:
        return None
    return problem_of(SENTENCES, "YEAR-107", person=str(step.by))


def _months_closed(wish: Wish) -> Problem | None:
    """Of a company with a plan in force in the year; one that is fed by files alone closes no months."""
    found = open_months(wish.year.node, wish.year.year)
    if not found:
        return None
    named = [
        Text(f"{one.place.name} {month.zh}", f"{one.place.name} {month.en}")
        for one, month in ((one, month_text(one.month)) for one in found[:MOST_NAMED])
    ]
    more = Text("……", ", …") if len(found) > MOST_NAMED else Text("", "")
    known = Text("、".join(one.zh for one in named) + more.zh, ", ".join(one.en for one in named) + more.en)
    return problem_of(SENTENCES, "YEAR-112", count=str(len(found)), known=known)


def _a_round(wish: Wish) -> Problem | None:
    known = rounds_open(wish.year.last_round)
    if wish.round in known:
        return None
    labels = [ROUNDS[one] for one in known]
    return problem_of(SENTENCES, "YEAR-108", open=Text("、".join(one.zh for one in labels), ", ".join(one.en for one in labels)))


GUARDS: dict[str, Callable[[Wish], Problem | None]] = {
    A_RUN: _a_run,
    WHOLE: _whole_year,
    UNCHANGED: _nothing_newer,
    NO_DOUBT: _no_open_doubt,
    SUBMITTER: _who_submitted,
    NOT_SUBMITTER: _not_who_submitted,
    NOT_GIVER: _not_who_gave_the_figures,
    NOT_REVIEWER: _not_who_reviewed,
    CLOSED: _months_closed,
    A_ROUND: _a_round,
}
