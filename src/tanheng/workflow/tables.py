"""A table of states: what may follow what, by which verb, who may, what must hold, and whether a reason is needed.

A table says everything about its moves; whoever keeps a state asks it and decides nothing. It is checked when it is made, so that one
that exists can be walked: no unknown state, none that nothing leads to, and one answer to a state and a verb.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tanheng.engine.problems import Problem
from tanheng.engine.sentences import problem_of
from tanheng.engine.text import Text
from tanheng.workflow.sentences import SENTENCES


class TableError(ValueError):
    """A table that cannot be walked; `faults` says all that is wrong with it."""

    def __init__(self, name: str, faults: list[str]) -> None:
        super().__init__(f"{name}: {'; '.join(faults)}")
        self.faults = faults


@dataclass(frozen=True, slots=True)
class State:
    """A state by its name in code, and as people call it."""

    id: str
    label: Text


@dataclass(frozen=True, slots=True)
class Transition:
    """From a state by a verb to the next one.

    `permission` is the verb of the permission table that opens it, `guards` name what must hold besides, which the keeper of the state
    asks in this order; `reason`: whoever does it says why. `label` is the word on the button.
    """

    state: str
    verb: str
    then: str
    permission: str
    label: Text
    guards: tuple[str, ...] = ()
    reason: bool = False


@dataclass(frozen=True)
class Table:
    """States in the order in which they are shown, the first of them the one that begins; every move between them; and what each guard
    asks for, in words. Raises TableError where it cannot be walked.
    """

    name: str
    label: Text
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]
    conditions: Mapping[str, Text] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if faults := [*_unknown(self), *_twice(self), *_unreachable(self), *_wordless(self)]:
            raise TableError(self.name, faults)

    @property
    def first(self) -> State:
        """Where everything begins."""
        return self.states[0]

    @property
    def verbs(self) -> tuple[str, ...]:
        """Every verb of the table, in its order."""
        return tuple(dict.fromkeys(one.verb for one in self.transitions))

    def state(self, state_id: str) -> State:
        """The state of that name; KeyError for another."""
        found = next((one for one in self.states if one.id == state_id), None)
        if found is None:
            raise KeyError(f"{self.name} has no state {state_id!r}")
        return found

    def open(self, state_id: str) -> tuple[Transition, ...]:
        """The moves out of a state, in the table's order; KeyError for an unknown state."""
        here = self.state(state_id)
        return tuple(one for one in self.transitions if one.state == here.id)

    def transition(self, state_id: str, verb: str) -> Transition | None:
        """The move that a verb makes out of a state, if it makes one."""
        return next((one for one in self.open(state_id) if one.verb == verb), None)

    def after(self, state_id: str, verb: str, may: Callable[[Transition], bool] = lambda _move: True) -> State | Problem:
        """The next state; else the refusal, with what is open instead, of the moves that somebody `may` make, as its remedy. KeyError for
        an unknown state.
        """
        found = self.transition(state_id, verb)
        return self.state(found.then) if found else self._refusal(state_id, verb, may)

    def _refusal(self, state_id: str, verb: str, may: Callable[[Transition], bool]) -> Problem:
        here, words = self.state(state_id), next((one.label for one in self.transitions if one.verb == verb), None)
        if words is None:
            return problem_of(SENTENCES, "FLOW-101", found=verb, open=_words(self.transitions))
        moves = self.open(state_id)
        own = tuple(one for one in moves if may(one))
        code = "FLOW-103" if not moves else "FLOW-102" if own else "FLOW-104"
        return problem_of(SENTENCES, code, found=words, state=here.label, open=_words(own or moves), table=self.label)


def _words(moves: tuple[Transition, ...]) -> Text:
    labels = list(dict.fromkeys(one.label for one in moves))
    return Text("、".join(f"“{one.zh}”" for one in labels), ", ".join(f"“{one.en}”" for one in labels))


def _unknown(table: Table) -> list[str]:
    known = {one.id for one in table.states}
    named = dict.fromkeys(name for one in table.transitions for name in (one.state, one.then))
    return [f"unknown state {name!r}" for name in named if name not in known] + ([] if table.states else ["no state"])


def _twice(table: Table) -> list[str]:
    states = [name for name, times in Counter(one.id for one in table.states).items() if times > 1]
    moves = [pair for pair, times in Counter((one.state, one.verb) for one in table.transitions).items() if times > 1]
    return [f"state {name!r} twice" for name in states] + [f"{verb!r} twice out of {state!r}" for state, verb in moves]


def _unreachable(table: Table) -> list[str]:
    reached = {one.id for one in table.states[:1]}
    while more := {one.then for one in table.transitions if one.state in reached} - reached:
        reached |= more
    return [f"nothing leads to {one.id!r}" for one in table.states if one.id not in reached]


def _wordless(table: Table) -> list[str]:
    named = dict.fromkeys(guard for one in table.transitions for guard in one.guards)
    return [f"no words for the condition {guard!r}" for guard in named if guard not in table.conditions]
