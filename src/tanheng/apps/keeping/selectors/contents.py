"""The recorded contents and their state: what name and size tell of each at once, and what the last examination read."""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Sum

from tanheng.apps.evidence.models import EvidenceFile
from tanheng.apps.journal.models import Event
from tanheng.apps.keeping.models import BACKED_UP, EXAMINED
from tanheng.registration.collected import stored_files
from tanheng.store.contents import damage_of, seen_from_outside


@dataclass(frozen=True)
class Damaged:
    """A damaged content: what is wrong, what it is called where, when it was recorded."""

    sha256: str
    found: str
    names: list[str]
    places: list[str]  # paths of parts of the group
    recorded_at: datetime


@dataclass(frozen=True)
class Examined:
    """An examination or a backup: when, and how many contents it read."""

    at: datetime
    contents: int
    damaged: list[str]


@dataclass(frozen=True)
class State:
    """How many contents of how many bytes are recorded, which of them are damaged and how, in the order in which they were recorded, and
    when they were read or backed up last.
    """

    contents: int
    size: int
    damaged: dict[str, str]
    examined: Examined | None
    backed_up: Examined | None


def state_of_contents() -> State:
    """Damage that shows from outside in all contents, and that the last examination found and nobody has healed since."""
    totals = EvidenceFile.objects.aggregate(count=Count("id"), size=Sum("size"))
    examined = last(EXAMINED)
    recorded = dict(EvidenceFile.objects.order_by("pk").values_list("sha256", "size"))
    found = {sha256: how for sha256, size in recorded.items() if (how := seen_from_outside(sha256, size))}
    for sha256 in examined.damaged if examined else ():
        if sha256 in recorded and (how := damage_of(sha256, recorded[sha256])):
            found[sha256] = how
    damaged = {sha256: found[sha256] for sha256 in recorded if sha256 in found}
    return State(totals["count"], totals["size"] or 0, damaged, examined, last(BACKED_UP))


def damaged_contents(how: Mapping[str, str]) -> list[Damaged]:
    """Damaged contents, by what is wrong with each, with what refers to them, in the order in which they were recorded."""
    names: dict[str, list[str]] = defaultdict(list)
    places: dict[str, list[str]] = defaultdict(list)
    for file in stored_files(how):
        names[file.sha256].append(file.name)
        places[file.sha256].append(file.place)
    return [
        Damaged(
            sha256=row.sha256,
            found=how[row.sha256],
            names=list(dict.fromkeys(names[row.sha256])),
            places=list(dict.fromkeys(places[row.sha256])),
            recorded_at=row.stored_at,
        )
        for row in EvidenceFile.objects.filter(sha256__in=how).order_by("pk")
    ]


def last(action: str) -> Examined | None:
    """The last examination or backup, by its event."""
    event = Event.objects.filter(action=action).order_by("-sequence").first()
    if event is None:
        return None
    payload = json.loads(event.payload)
    return Examined(event.time, int(payload["contents"]), list(payload.get("damaged", ())))
