"""What the journal has sealed: one walk over its events, which proves chain, tree and head and gathers the seal of every row."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps

from tanheng.apps.journal.models import Event, Head
from tanheng.apps.journal.selectors import leaf_of, sealed_record
from tanheng.apps.journal.selectors.damages import Damage, damage, ids_text
from tanheng.apps.journal.selectors.facts import Group, facts_root, group_leaves, ranges_of
from tanheng.registration import Fact
from tanheng.registration.collected import facts
from tanheng.seal.chain import GENESIS, link
from tanheng.seal.merkle import Frontier, root_of
from tanheng.store.append_only import AppendOnlyModel

EVENTS_AT_ONCE = 1000


@dataclass(slots=True)
class Sealed:
    """A group of rows that are written once, as one event sealed it."""

    event: int
    version: str
    ranges: list[tuple[int, int]]
    root: bytes
    leaves: bytes | None  # 32 bytes a row, where the event keeps them
    tree: Frontier = field(default_factory=Frontier)  # grows while the rows are walked
    whole: bool = True  # no row of it is missing, so that its root can be compared

    @property
    def count(self) -> int:
        """How many rows it holds."""
        return sum(last - first + 1 for first, last in self.ranges)


@dataclass(slots=True)
class Newest:
    """The last seal of a row that may change: the event, the document's version, the leaf; no leaf once it is gone."""

    event: int
    version: str
    leaf: bytes | None


@dataclass
class Seals:
    """What one walk over the journal found."""

    size: int = 0
    hash: str = GENESIS
    tree: Frontier = field(default_factory=Frontier)
    times: dict[int, datetime] = field(default_factory=dict)
    since: int | None = None  # the event from which on facts are covered
    since_time: datetime | None = None
    written_once: dict[str, list[Sealed]] = field(default_factory=lambda: defaultdict(list))
    changing: dict[str, dict[Any, Newest]] = field(default_factory=lambda: defaultdict(dict))
    wanted: frozenset[int] = frozenset()  # sizes at which the root is noted
    roots: dict[int, bytes] = field(default_factory=dict)


def is_written_once(fact: Fact) -> bool:
    """Whether the rows of a kind are appended and never changed."""
    return issubclass(apps.get_model(fact.model), AppendOnlyModel)


def walk_events(seals: Seals) -> Iterator[Damage]:
    """Walk all events in their order into `seals`; every place at which chain, tree, head or list of facts do not hold."""
    for event in Event.objects.order_by("sequence").iterator(chunk_size=EVENTS_AT_ONCE):
        yield from _chained(event, seals)
        seals.size, seals.hash = event.sequence, event.hash
        seals.tree.append(leaf_of(event.hash))
        if seals.tree.size in seals.wanted:
            seals.roots[seals.tree.size] = seals.tree.root
        if event.facts_root:
            yield from _gather(event, seals)
    yield from _head(seals)


def _chained(event: Event, seals: Seals) -> Iterator[Damage]:
    if event.sequence != seals.size + 1:
        yield damage("event_gap", "event", seals.size + 1, seals.size + 1, ids=ids_text(seals.size + 1, event.sequence - 1))
    elif event.previous_hash != seals.hash:
        yield damage("event_link", "event", event.sequence, event.sequence)
    if link(event.previous_hash, sealed_record(event).record) != event.hash:
        yield damage("event_content", "event", event.sequence, event.sequence)


def _gather(event: Event, seals: Seals) -> Iterator[Damage]:
    if seals.since is None:
        seals.since, seals.since_time = event.sequence, event.time
    try:
        groups: list[Group] = json.loads(event.facts or "[]")
        sound = facts_root(groups) == event.facts_root
        for group in groups:
            sound = _take(event.sequence, group, seals) and sound
    except (ValueError, KeyError, TypeError):
        sound = False
    if not sound:
        yield damage("event_facts", "event", event.sequence, event.sequence)


def _take(sequence: int, group: Group, seals: Seals) -> bool:
    """Take over one group; whether the leaves that are kept beside its root are those of the root."""
    what, ranges, leaves = group["what"].partition("/")[0], ranges_of(group["ids"]), group_leaves(group)
    root = bytes.fromhex(group["root"])
    sound = leaves is None or (root_of(leaves) == root and len(leaves) == sum(last - first + 1 for first, last in ranges))
    fact = facts().get(what)
    if fact is None:
        return False
    if is_written_once(fact):
        kept = b"".join(leaves) if leaves is not None else None
        seals.written_once[what].append(Sealed(sequence, group["what"], ranges, root, kept))
        return sound
    gone = {document["id"] for document in group.get("documents", ()) if document.get("gone")}
    keys = (key for first, last in ranges for key in range(first, last + 1))
    for key, leaf in zip(keys, leaves or (), strict=True):
        seals.changing[what][key] = Newest(sequence, group["what"], None if key in gone else leaf)
    return sound


def _head(seals: Seals) -> Iterator[Damage]:
    head = Head.objects.filter(pk=1).first()
    size, known = (head.sequence, head.hash) if head else (0, GENESIS)
    if size > seals.size:
        yield damage("event_gap", "event", seals.size + 1, seals.size + 1, ids=ids_text(seals.size + 1, size))
    elif (size, known) != (seals.size, seals.hash):
        yield damage("head_other", "head", 1, seals.size)
    elif head and head.frontier and head.frontier != seals.tree.text:
        yield damage("tree_other", "head", 1, seals.size)
