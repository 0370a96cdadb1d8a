"""The journal by the API: read only, within the caller's part of the group."""

import json
from typing import Any

from django.core.exceptions import PermissionDenied
from ninja import Query, Router, Schema

from tanheng.apps.journal.models import Event
from tanheng.apps.journal.pages.sentences import sentence
from tanheng.apps.journal.selectors import visible_events
from tanheng.pages.request import PageRequest

router = Router(tags=["journal"])
MOST_EVENTS = 200


class JournalEvent(Schema):
    """One event with its seal."""

    sequence: int
    time: str
    actor: int | None
    action: str
    sentence: str
    object_type: str
    object_id: str
    place: str
    payload: dict[str, Any]
    previous_hash: str
    hash: str


@router.get("/journal", response=list[JournalEvent], summary="Events, the newest first")
def list_events(
    request: PageRequest, before: int | None = Query(None, ge=1, le=2**62), limit: int = Query(50, ge=1, le=MOST_EVENTS)
) -> list[dict[str, Any]]:
    """Events before a sequence number (`before`), at most `limit` of them."""
    paths = request.reach.paths("view_journal")
    if not paths:
        raise PermissionDenied("view_journal")
    events = visible_events(actor_id=request.user.pk, paths=paths)
    if before is not None:
        events = events.filter(sequence__lt=before)
    return [_event(event) for event in events[:limit]]


def _event(event: Event) -> dict[str, Any]:
    return {
        "sequence": event.sequence,
        "time": event.time.isoformat(),
        "actor": event.actor_id,
        "action": event.action,
        "sentence": sentence(event),
        "object_type": event.object_type,
        "object_id": event.object_id,
        "place": event.place,
        "payload": json.loads(event.payload),
        "previous_hash": event.previous_hash,
        "hash": event.hash,
    }
