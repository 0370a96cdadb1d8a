"""The one verb of the journal: append an event inside the caller's transaction, sealing what that transaction has saved.

The events of a change are gathered and sealed when it ends, in their order, so that the head, on which all writers queue, is held for a
moment only. Whatever was saved and no event took along is sealed with the last of them.
"""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db import connection, connections, models, transaction
from django.db.migrations.executor import MigrationExecutor

from tanheng.apps.journal.models import Event, Head
from tanheng.apps.journal.selectors import leaf_of, sealed_record
from tanheng.apps.journal.selectors.facts import Group, facts_root, groups_of, groups_of_kinds, is_sealed, ranges_of, rows_of
from tanheng.pages.actor import Actor
from tanheng.registration import Fact
from tanheng.registration.collected import facts
from tanheng.seal.canonical import canonical_bytes
from tanheng.seal.chain import GENESIS, link
from tanheng.seal.merkle import Frontier
from tanheng.store.clock import now
from tanheng.store.facts import Saved, forget_after, noted, take_notes

ADOPTED, SEALED_BESIDE = "journal.facts.adopted", "journal.facts.sealed"
HASHES_AT_ONCE = 5000


class Place(Protocol):
    """A part of the group: anything with the path of an organisation node."""

    path: str


@dataclass
class _Draft:
    """An event that is not sealed yet, and the rows that it seals."""

    event: Event
    saved: list[Saved] = field(default_factory=list)


class _Open(threading.local):
    """The events that the change of this thread has gathered; None outside of a change."""

    drafts: list[_Draft] | None = None


_open = _Open()


def append_event(*, actor: Actor | None, action: str, subject: models.Model, place: Place | None, payload: Mapping[str, Any]) -> Event:
    """Append one event; the caller's transaction holds both the change and the event. Within a change it gets its number when that ends.

    `actor` is who acts, or None for the system; `action` a registered dotted name such as "sites.company.created";
    `subject` the stored object that changed; `place` the organisation node it belongs to (None: the person alone);
    `payload` plain JSON values without floats. Raises RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("append_event belongs into the transaction of the change it records")
    event = Event(
        time=now(),
        actor=actor.user if actor else None,
        door=actor.door if actor else "",
        through=actor.through if actor else "",
        action=action,
        object_type=getattr(subject, "journal_type", subject._meta.label_lower),  # a table that moved keeps its name
        object_id=str(subject.pk),
        place=place.path if place else "",
        payload=canonical_bytes(dict(payload)).decode(),
    )
    draft = _Draft(event, take_notes())
    if _open.drafts is None:
        _seal([draft])
    else:
        _open.drafts.append(draft)
    return event


@contextmanager
def sealed_at_its_end(*, actor: Actor | None, place: Place | None) -> Iterator[None]:
    """Gather the events of a change and seal them when it ends well; what it saved beside them is sealed with them."""
    before, _open.drafts = noted(), []
    try:
        yield
        if left := [one for one in take_notes() if is_sealed(one[0])]:
            if not _open.drafts:
                model, key = left[0]
                append_event(actor=actor, action=SEALED_BESIDE, subject=model(pk=key), place=place, payload={})
            _open.drafts[-1].saved.extend(left)
        if _open.drafts:
            _seal(_open.drafts)
    except BaseException:
        forget_after(before)
        raise
    finally:
        _open.drafts = None


def hold_journal() -> None:
    """Let no other write end before this transaction does: for the rare question that has no row to lock, whether anybody exists."""
    _locked_head()


def adopt_facts(*, using: str = "default", **_signal: Any) -> int:
    """Seal by one event every row that nothing sealed when it was stored; how many. Runs after each migrate, in a database that is wholly
    up to date: once on a journal that has events and no tree yet, and once for the kinds that a migration filled.
    """
    head = Head.objects.filter(pk=1).first()
    if head is None or not head.sequence or _migrations_missing(using):
        return 0
    with transaction.atomic(durable=True):
        head = _locked_head()  # of two programs that migrate at once the second finds all of it sealed
        kinds = [fact for fact in facts().values() if not head.frontier or _is_filled_by_migration(fact)]
        if not kinds:
            return 0
        groups = list(groups_of_kinds(kinds))
        count = sum(last - first + 1 for group in groups for first, last in ranges_of(group["ids"]))
        payload = canonical_bytes({"facts": count, "kinds": len({group["what"] for group in groups}), "through": head.sequence})
        event = Event(time=now(), action=ADOPTED, object_type="journal.head", object_id=str(head.pk), payload=payload.decode())
        _seal_one(event, groups, head, _frontier(head))
        _move(head)
    return count


def _is_filled_by_migration(fact: Fact) -> bool:
    """Whether there are rows of a kind that migrations store, and no event that seals any."""
    if not fact.adopted or not rows_of(fact).exists():
        return False
    return not Event.objects.filter(facts__contains=f'"what":"{fact.version}"').exists()


def _migrations_missing(using: str) -> bool:
    executor = MigrationExecutor(connections[using])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _seal(drafts: list[_Draft]) -> None:
    """Give the events their numbers and seal them; the head is held from here to the end of the transaction."""
    groups = [groups_of(draft.saved) for draft in drafts]
    head = _locked_head()
    tree = _frontier(head)
    for draft, sealed in zip(drafts, groups, strict=True):
        _seal_one(draft.event, sealed, head, tree)
    _move(head)


def _seal_one(event: Event, groups: list[Group], head: Head, tree: Frontier) -> None:
    event.sequence, event.previous_hash = head.sequence + 1, head.hash
    event.facts = json.dumps(groups, ensure_ascii=False, separators=(",", ":")) if groups else ""
    event.facts_root = facts_root(groups)
    event.hash = link(event.previous_hash, sealed_record(event).record)
    event.save()
    tree.append(leaf_of(event.hash))
    head.sequence, head.hash, head.frontier = event.sequence, event.hash, tree.text


def _frontier(head: Head) -> Frontier:
    """The tree so far; of a journal of before trees, and where the head's own is none, from the events."""
    if head.frontier or not head.sequence:
        try:
            return Frontier.of_text(head.sequence, head.frontier)
        except ValueError:
            pass
    tree = Frontier()
    for known in Event.objects.order_by("sequence").values_list("hash", flat=True).iterator(chunk_size=HASHES_AT_ONCE):
        tree.append(leaf_of(known))
    return tree


def _locked_head() -> Head:
    """The head, locked until the transaction ends (on SQLite the whole transaction already is the one writer)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT tanheng_journal_hold()")
        return Head.objects.get(pk=1)
    return Head.objects.get_or_create(pk=1, defaults={"sequence": 0, "hash": GENESIS})[0]


def _move(head: Head) -> None:
    """Store where the log ends now: on PostgreSQL by the one function that may, which asks that the events up to there are in the log."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT tanheng_journal_move(%s, %s, %s)", [head.sequence, head.hash, head.frontier])
    else:
        head.save()
