"""What an import changed against the one it superseded: values added, changed and gone, place by place."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from tanheng.apps.records.models import Import, Reading
from tanheng.apps.records.selectors import place_of, readings_of, superseded_import
from tanheng.engine.places import Place

ADDED, CHANGED, GONE = "added", "changed", "gone"
ORDER = (GONE, CHANGED, ADDED)  # what vanished is looked for last and missed most
SAID = ("amount", "kind", "source", "evidence", "uncertainty", "note")


@dataclass(frozen=True)
class ChangedPlace:
    """A place whose reading is another than before; `before` and `after` are None where there is none."""

    place: Place
    what: str  # gone, changed or added
    before: Reading | None
    after: Reading | None


@dataclass(frozen=True)
class Superseding:
    """An import against the one that counted before it: gone first, then changed, then added, each in the order of its file."""

    before: Import
    places: tuple[ChangedPlace, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many places are gone, changed and added."""
        return {what: sum(one.what == what for one in self.places) for what in ORDER}


def superseding(one: Import) -> Superseding | None:
    """What an accepted import changed; None where it was refused or is the first of its year and pack."""
    before = superseded_import(one) if one.accepted else None
    if before is None:
        return None
    if before.snapshot_hash == one.snapshot_hash:  # the same figures, whatever the file
        return Superseding(before, ())
    old, new = _by_place(before), _by_place(one)
    found = [_changed(place, old.get(place), new.get(place)) for place in {**old, **new}]
    told = [place for place in found if place is not None]
    return Superseding(before, tuple(sorted(told, key=lambda place: ORDER.index(place.what))))


def _by_place(one: Import) -> Mapping[Place, Reading]:
    return {place_of(reading): reading for reading in readings_of(one)}


def _changed(place: Place, before: Reading | None, after: Reading | None) -> ChangedPlace | None:
    if before is None or after is None:
        return ChangedPlace(place, ADDED if before is None else GONE, before, after)
    return None if _said(before) == _said(after) else ChangedPlace(place, CHANGED, before, after)


def _said(reading: Reading) -> tuple[Decimal | str | None, ...]:
    return tuple(getattr(reading, name) for name in SAID)
