"""The proof of one fact: its document, the way up to the root that its event sealed, the event, its way up to a signed head of the journal.

Whoever has the proof and either the key or a kept checkpoint of that size needs neither the database nor this program
(`docs/reference/check_proof.py`).
"""

import json
from typing import Any

from tanheng.apps.journal.models import Event
from tanheng.apps.journal.selectors import sealed_record
from tanheng.apps.journal.selectors.anchors import leaf_hashes
from tanheng.apps.journal.selectors.facts import SEALED, documents_of, ranges_of, rows_of, sealed_part
from tanheng.registration import Fact
from tanheng.registration.collected import facts
from tanheng.seal.merkle import inclusion_path, leaf_hash


class NotSealedError(Exception):
    """No event seals the fact, or what it sealed is no longer what stands there."""


def sealed_fact(event: Event, what: str, key: int) -> dict[str, Any]:
    """The document of a row, its place and way among those of its kind, and the way of the kind among the event's. NotSealedError."""
    groups = json.loads(event.facts or "[]")
    fact = facts()[what]
    at = next((number for number, group in enumerate(groups) if _holds(group, what, key)), None)
    if at is None:
        raise NotSealedError(f"{what} {key}")
    group = groups[at]
    rows = [pair for first, last in ranges_of(group["ids"]) for pair in _rows(fact, group["what"], first, last)]
    index = next((number for number, (one, _) in enumerate(rows) if one == key), None)
    leaves = [leaf_hash(document) for _, document in rows]
    if index is None:
        raise NotSealedError(f"{what} {key}")
    kinds = [leaf_hash(sealed_part(one)) for one in groups]
    return {
        "document": json.loads(rows[index][1]),
        "index": index,
        "size": len(leaves),
        "path": _hex(inclusion_path(leaves, index)),
        "kind": {name: group[name] for name in SEALED},
        "kind_index": at,
        "kinds": len(kinds),
        "kind_path": _hex(inclusion_path(kinds, at)),
    }


def sealed_event(event: Event, size: int) -> dict[str, Any]:
    """The event as it is hashed, and its way up to the root over the first `size` events."""
    sealed = sealed_record(event)
    leaves = list(leaf_hashes(size))
    path = inclusion_path(leaves, event.sequence - 1)
    return {"previous_hash": sealed.previous_hash, "record": dict(sealed.record), "size": size, "path": _hex(path)}


def sealing_event(what: str, key: int, *, object_type: str, object_id: str) -> Event:
    """The event that seals a row: the first about its object that names it, else the one that adopted it. NotSealedError."""
    about = Event.objects.filter(object_type=object_type, object_id=object_id)
    adopted = Event.objects.filter(action="journal.facts.adopted")
    for event in (about | adopted).exclude(facts="").order_by("sequence"):
        if any(_holds(group, what, key) for group in json.loads(event.facts)):
            return event
    raise NotSealedError(f"{what} {key}")


def _rows(fact: Fact, version: str, first: int, last: int) -> list[tuple[Any, bytes]]:
    return list(documents_of(fact, version, rows_of(fact).filter(pk__range=(first, last))))


def _holds(group: dict[str, Any], what: str, key: int) -> bool:
    return group["what"].partition("/")[0] == what and any(first <= key <= last for first, last in ranges_of(group["ids"]))


def _hex(path: list[bytes]) -> list[str]:
    return [node.hex() for node in path]
