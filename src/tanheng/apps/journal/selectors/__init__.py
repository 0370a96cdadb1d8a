"""Reads of the journal: events as sealed records, the proof of the chain, and the filtered list of the page."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from tanheng.apps.journal.models import Event, Head
from tanheng.registration.limits import altered_functions
from tanheng.seal.chain import GENESIS, Broken, SealedRecord, first_broken
from tanheng.seal.merkle import leaf_hash
from tanheng.store.append_only import missing_locks


@dataclass(frozen=True)
class Verification:
    """What the proof of the journal found: events counted, the first broken link, locks that are missing."""

    events: int
    broken: Broken | None
    missing_locks: list[str]

    @property
    def holds(self) -> bool:
        """True when every link holds and every lock is in place."""
        return self.broken is None and not self.missing_locks


def sealed_record(event: Event) -> SealedRecord:
    """The event as the plain record that is hashed."""
    record = {
        "sequence": event.sequence,
        "time": event.time.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": event.actor_id,
        "action": event.action,
        "object_type": event.object_type,
        "object_id": event.object_id,
        "place": event.place,
        "payload": event.payload,
    }
    if event.door or event.through:  # events from before doors were recorded keep the record they were sealed with
        record |= {"door": event.door, "through": event.through}
    if event.facts_root:  # likewise those from before facts were sealed
        record["facts"] = event.facts_root
    return SealedRecord(event.sequence, record, event.previous_hash, event.hash)


def leaf_of(event_hash: str) -> bytes:
    """The leaf of the journal's tree that an event is: the text of its hash, which covers its record and the event before."""
    return leaf_hash(event_hash.encode())


def verify_journal() -> Verification:
    """Walk the whole chain; also the head must name the last event, so that a cut-off tail is seen."""
    head = Head.objects.filter(pk=1).first()
    expected_count, expected_hash = (head.sequence, head.hash) if head else (0, GENESIS)
    last: dict[str, Any] = {"count": 0, "hash": GENESIS}

    def walk() -> Iterator[SealedRecord]:
        for event in Event.objects.order_by("sequence").iterator(chunk_size=2000):
            last.update(count=event.sequence, hash=event.hash)
            yield sealed_record(event)

    broken = first_broken(walk())
    if broken is None and last["count"] < expected_count:
        broken = Broken(last["count"] + 1, "gap")
    elif broken is None and (last["count"], last["hash"]) != (expected_count, expected_hash):
        broken = Broken(last["count"], "link")
    return Verification(last["count"], broken, [*missing_locks(connection), *altered_functions(connection)])


def visible_events(*, actor_id: int, paths: Sequence[str]) -> QuerySet[Event]:
    """Events in the given parts of the group (node paths) and the person's own events without a place."""
    within = Q(place="", actor_id=actor_id)
    for path in paths:
        within |= Q(place__startswith=path)
    return Event.objects.filter(within).select_related("actor")


def filtered_events(
    events: QuerySet[Event], *, action: str = "", person: int | None = None, place: str = "", **between: date | None
) -> QuerySet[Event]:
    """Narrow a list by the start of the action's name, the person, the part of the group and `first`/`last` day."""
    if action:
        events = events.filter(action__startswith=action)
    if person is not None:
        events = events.filter(actor_id=person)
    if place:
        events = events.filter(place__startswith=place)
    if first := between.get("first"):
        events = events.filter(time__date__gte=first)
    if last := between.get("last"):
        events = events.filter(time__date__lte=last)
    return events


def people_in(events: QuerySet[Event]) -> list[tuple[int, str]]:
    """Key and name of everybody who acts in these events, by name."""
    found = events.exclude(actor=None).order_by().values_list("actor_id", "actor__display_name").distinct()
    return sorted(found, key=lambda pair: pair[1])


def places_in(events: QuerySet[Event], names_of: Callable[[Iterable[str]], Mapping[str, str]]) -> list[tuple[str, str]]:
    """Path and name of every place of these events, in tree order."""
    paths = sorted(events.exclude(place="").order_by().values_list("place", flat=True).distinct())
    names = names_of(paths)
    return [(path, names[path]) for path in paths if path in names]
