"""The whole proof: the journal, then every row by what the journal sealed, then what the apps prove of their own (files, digits).

Everything is read as of one moment. It tells each place at which the database is not what was sealed; whoever holds the database and the
key could seal another past, which only what is kept elsewhere shows (`anchors`).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from django.db import connection
from django.utils.module_loading import import_string

from tanheng.apps.journal.selectors.anchors import Anchor, compared
from tanheng.apps.journal.selectors.damages import Damage, damage
from tanheng.apps.journal.selectors.rows import walk_rows
from tanheng.apps.journal.selectors.seals import Seals, walk_events
from tanheng.registration.collected import facts, registered_apps
from tanheng.registration.limits import database_faults, limit_faults, trigger_faults
from tanheng.store.one_moment import one_moment

MOST_PLACES = 1000  # of one kind; what is more is counted
Begin = Callable[[str], Callable[[int], None]]  # a part of the work begins: what counts its steps


class Proof(Protocol):
    """What an app proves beyond its rows."""

    def __call__(self, tally: "Counter[str]", step: Callable[[int], None]) -> Iterable[Damage]:
        """Each damage; what was looked at is counted in `tally`."""


@dataclass
class Verified:
    """What was found: the journal's size and root, from which event on facts are covered, the places, how much was looked at."""

    size: int = 0
    root: bytes = b""
    since: int | None = None
    since_time: datetime | None = None
    places: list[Damage] = field(default_factory=list)
    unlisted: Counter[str] = field(default_factory=Counter)  # places beyond MOST_PLACES, by kind
    tally: Counter[str] = field(default_factory=Counter)

    @property
    def holds(self) -> bool:
        """Whether nothing was found."""
        return not self.places

    def take(self, found: Damage) -> None:
        """Take a place over."""
        if sum(1 for one in self.places if one.what == found.what) < MOST_PLACES:
            self.places.append(found)
        else:
            self.unlisted[found.what] += 1


def verify(begin: Begin, anchors: Sequence[Anchor] = ()) -> Verified:
    """Prove everything, the journal also against `anchors`; `begin` is called with the name of each part and gives what takes its steps."""
    told, seals = Verified(), Seals(wanted=frozenset(anchor.checkpoint.size for anchor in anchors))
    with one_moment():
        begin("journal")
        for name, fault in trigger_faults(connection).items():
            told.take(damage(f"lock_{fault}", "lock", name))
        for table in limit_faults(connection):
            told.take(damage("rows_open", "table", table))
        for word, what, name in database_faults(connection):
            told.take(damage(word, what, name))
        for found in walk_events(seals):
            told.take(found)
        for found in compared(anchors, seals.size, seals.roots):
            told.take(found)
        told.tally["anchors"] = len(anchors)
        told.size, told.root, told.since, told.since_time = seals.size, seals.tree.root, seals.since, seals.since_time
        told.tally["events"] = seals.size
        for fact in facts().values():
            step = begin(fact.what)
            for found in walk_rows(fact, seals, _counted(told.tally, step)):
                told.take(found)
        for name in (proof for app in registered_apps() for proof in app.proofs):
            prove: Proof = import_string(name)
            for found in prove(told.tally, begin(name.rpartition(".")[2])):
                told.take(found)
    return told


def _counted(tally: "Counter[str]", step: Callable[[int], None]) -> Callable[[int], None]:
    def counted(number: int) -> None:
        tally["facts"] += number
        step(number)

    return counted
