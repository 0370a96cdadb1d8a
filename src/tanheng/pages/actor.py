"""Who acts: handed to every service that writes, made once by each door (web, API, command line, worker).

The shape only: it knows neither people nor the organisation; roles and parts of the group are the people app's matter.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, Protocol

from django.db.models import QuerySet

from tanheng.engine.text import Text

Door = Literal["web", "api", "command", "worker"]


class Reach(Protocol):
    """What the caller may do today: a person's roles, or a token's narrower ones."""

    @property
    def grants(self) -> Sequence[Any]:
        """Roles held today, by path."""

    def permits(self, verb: str, node: Any) -> bool:
        """True when the verb is open on the node."""

    def fresh(self) -> "Reach":
        """The same, read anew: within a change the roles of this moment count, not those of when the page was opened."""

    def sees(self, node: Any) -> bool:
        """True when any role is held on the node or above it."""

    def paths(self, verb: str) -> list[str]:
        """Paths of the nodes on which the verb is open; everything below them is included."""

    def anywhere(self, verb: str) -> bool:
        """True when the verb is open somewhere."""

    def nodes(self, verb: str) -> QuerySet[Any]:
        """Nodes on which the verb is open, in tree order."""


def nothing_more(_made: object) -> None:
    """Where the door has nothing of its own to keep beside a change."""


def nothing_before() -> None:
    """Where the door has nothing to ask before a change."""


def told_to_nobody(_percent: int, _words: Text) -> None:
    """Where nobody waits for word of how far the work has come."""


@dataclass(frozen=True)
class Actor:
    """A person at a door.

    `reach` is what of the group they reach through this door: a token's is narrower than its user's. `through` names the session or the
    token ("token:12"), never its secret. `begin` is called first, once the permission holds: it raises where the door knows that this was
    done before. `keep` is called last inside the transaction of a change with what it made: the door's own row,
    such as the answer to a repeated request, which so cannot be there without the change nor the change without it. `tell` is told how far
    long work has come (0 to 100) and what is being done; it may raise, where nobody wants it any more.
    """

    user: Any
    reach: Reach
    door: Door
    through: str = ""
    keep: Callable[[Any], None] = nothing_more
    tell: Callable[[int, Text], None] = told_to_nobody
    begin: Callable[[], None] = nothing_before

    def keeping(self, keep: Callable[[Any], None]) -> "Actor":
        """The same actor, with a row of the door's own to be kept beside the change."""
        return replace(self, keep=keep)

    def beforehand(self) -> "Actor":
        """The same actor, for a change that goes before the one that was asked for: the door keeps nothing of it."""
        return replace(self, keep=nothing_more, begin=nothing_before)
