"""The one verb of the journal: append an event inside the caller's transaction."""

from collections.abc import Mapping
from typing import Any, Protocol

from django.db import connection, models

from tanheng.apps.journal.models import Event, Head
from tanheng.apps.journal.selectors import sealed_record
from tanheng.pages.actor import Actor
from tanheng.seal.canonical import canonical_bytes
from tanheng.seal.chain import GENESIS, link
from tanheng.store.clock import now


class Place(Protocol):
    """A part of the group: anything with the path of an organisation node."""

    path: str


def append_event(*, actor: Actor | None, action: str, subject: models.Model, place: Place | None, payload: Mapping[str, Any]) -> Event:
    """Append one event to the chain; the caller's transaction holds both the change and the event.

    `actor` is who acts, or None for the system; `action` a registered dotted name such as "sites.company.created";
    `subject` the stored object that changed; `place` the organisation node it belongs to (None: the person alone);
    `payload` plain JSON values without floats. Raises RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("append_event belongs into the transaction of the change it records")
    head = _locked_head()
    event = Event(
        sequence=head.sequence + 1,
        time=now(),
        actor=actor.user if actor else None,
        door=actor.door if actor else "",
        through=actor.through if actor else "",
        action=action,
        object_type=getattr(subject, "journal_type", subject._meta.label_lower),  # a table that moved keeps its name
        object_id=str(subject.pk),
        place=place.path if place else "",
        payload=canonical_bytes(dict(payload)).decode(),
        previous_hash=head.hash,
    )
    event.hash = link(event.previous_hash, sealed_record(event).record)
    event.save()
    head.sequence, head.hash = event.sequence, event.hash
    head.save()
    return event


def hold_journal() -> None:
    """Let no other write end before this transaction does: for the rare question that has no row to lock, whether anybody exists."""
    _locked_head()


def _locked_head() -> Head:
    """The head, locked until the transaction ends (on SQLite the whole transaction already is the one writer)."""
    Head.objects.get_or_create(pk=1, defaults={"sequence": 0, "hash": GENESIS})
    return Head.objects.select_for_update().get(pk=1)
