"""Tables that nobody wrote down, for what must hold of every one; and the walks through a table."""

from __future__ import annotations

from hypothesis import strategies as st

from tanheng.engine.text import Text
from tanheng.workflow.tables import State, Table, Transition

NAMES = ["one", "two", "three", "four", "five"]
VERBS = ["go", "stay", "back", "end"]


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A table that can be walked: each state after the first is led to by one before it, further moves as they come."""
    names = NAMES[: draw(st.integers(1, len(NAMES)))]
    moves = {(names[draw(st.integers(0, place - 1))], f"to_{name}"): name for place, name in enumerate(names) if place}
    pairs = st.tuples(st.sampled_from(names), st.sampled_from(VERBS))
    moves |= draw(st.dictionaries(pairs, st.sampled_from(names), max_size=12))
    states = tuple(State(name, Text(f"态{name}", name)) for name in names)
    return Table("any", Text("任意", "any"), states, tuple(made(*pair, then) for pair, then in moves.items()))


def made(state: str, verb: str, then: str) -> Transition:
    """A move without conditions."""
    return Transition(state, verb, then, f"{verb}_it", Text(f"动{verb}", verb))


def pairs_of(table: Table) -> list[tuple[str, str]]:
    """Every state with every verb, permitted or not."""
    return [(state.id, verb) for state in table.states for verb in table.verbs]
