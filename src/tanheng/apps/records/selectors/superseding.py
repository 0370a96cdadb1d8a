"""What an import changed against the one it superseded: values added, changed and gone, place by place.

The same is asked of a case before it is taken over: one that takes back or changes a figure that counts says why.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tanheng.apps.records.models import FileReading, Import
from tanheng.apps.records.selectors import place_of, readings_of, superseded_import
from tanheng.engine.case import Case, Value, case_document
from tanheng.engine.places import Place
from tanheng.rulebook import load

ADDED, CHANGED, GONE = "added", "changed", "gone"
ORDER = (GONE, CHANGED, ADDED)  # what vanished is looked for last and missed most
Fact = tuple[str, ...]  # what an attribute, a replaced value or an uncertainty is of: its kind, name and place
WORDS_OF_FACTS = ("document", "person", "reason", "source")
WHERE_OF_STATEMENT = ("quantity", "parameter", "facility", "item", "months")
SAID = ("amount", "kind", "source", "evidence", "uncertainty", "note")


@dataclass(frozen=True)
class ChangedPlace:
    """A place whose reading is another than before; `before` and `after` are None where there is none."""

    place: Place
    what: str  # gone, changed or added
    before: FileReading | None
    after: FileReading | None


@dataclass(frozen=True)
class Superseding:
    """An import against the one that counted before it: gone first, then changed, then added, each in the order of its file."""

    before: Import
    places: tuple[ChangedPlace, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many places are gone, changed and added."""
        return {what: sum(one.what == what for one in self.places) for what in ORDER}

    @property
    def figures(self) -> list[ChangedPlace]:
        """The places whose figure is gone or another; not those of which only the source, the document or a note is."""
        return [one for one in self.places if one.before is not None and (one.after is None or one.before.amount != one.after.amount)]


def superseding(one: Import) -> Superseding | None:
    """What an accepted import changed; None where it was refused or is the first of its year and pack."""
    before = superseded_import(one) if one.accepted else None
    if before is None:
        return None
    if before.snapshot_hash == one.snapshot_hash:  # the same figures, whatever the file
        return Superseding(before, ())
    return _compared(before, _by_place(one))


def would_supersede(before: Import, case: Case) -> Superseding:
    """What a case would change against the import that counts, before it is taken over."""
    if before.snapshot_hash == case.snapshot_hash:
        return Superseding(before, ())
    pack = load(case.pack_id)
    readings = [FileReading(**_told(value), unit=pack.unit_of(value.quantity, value.item)) for value in case.values]
    return _compared(before, {place_of(reading): reading for reading in readings})


def facts_changed(before: Import, case: Case) -> list[Fact]:
    """The attributes, replaced values and stated uncertainties of the import that counts that are gone or others in a case."""
    old, new = stated_facts(json.loads(before.head)), stated_facts(case_document(case))
    return [fact for fact, said in old.items() if new.get(fact) != said]


def stated_facts(document: Mapping[str, Any]) -> dict[Fact, str]:
    """The attributes, replaced values and stated uncertainties of a case document, by their kind, name and place."""
    found: dict[Fact, str] = {}
    for one in document.get("attributes", ()):
        found["attributes", one["name"], one.get("facility") or ""] = one["value"]
    for one in document.get("overrides", ()):
        found["overrides", one.get("parameter") or one["table"], one.get("item", ""), one.get("column", "")] = (
            f"{one['value']} {one['unit']}"
        )
    for one in document.get("uncertainties", ()):
        months = ",".join(map(str, one.get("months", ())))
        name = one.get("quantity") or one["parameter"]
        found["uncertainties", name, one.get("facility", ""), one.get("item", ""), months] = _stated(one)
    return found


def _stated(statement: Mapping[str, Any]) -> str:
    """What an uncertainty says, as it is typed."""
    said = {name: part for name, part in _fact(statement).items() if name not in WHERE_OF_STATEMENT}
    return json.dumps(said, ensure_ascii=False, sort_keys=True)[1:-1].replace('"', "")


def _fact(entry: Mapping[str, Any]) -> dict[str, Any]:
    """What an attribute, a replaced value or an uncertainty is of and says, without its document, source and person."""
    return {name: text for name, text in entry.items() if name not in WORDS_OF_FACTS}


def _told(value: Value) -> dict[str, Any]:
    where = {"quantity": value.quantity, "facility_code": value.facility or "", "item": value.item or "", "month": value.month}
    return {**where, **{name: getattr(value, name) for name in SAID}}


def _compared(before: Import, new: Mapping[Place, FileReading]) -> Superseding:
    old = _by_place(before)
    found = [_changed(place, old.get(place), new.get(place)) for place in {**old, **new}]
    told = [place for place in found if place is not None]
    return Superseding(before, tuple(sorted(told, key=lambda place: ORDER.index(place.what))))


def _by_place(one: Import) -> Mapping[Place, FileReading]:
    return {place_of(reading): reading for reading in readings_of(one)}


def _changed(place: Place, before: FileReading | None, after: FileReading | None) -> ChangedPlace | None:
    if before is None or after is None:
        return ChangedPlace(place, ADDED if before is None else GONE, before, after)
    return None if _said(before) == _said(after) else ChangedPlace(place, CHANGED, before, after)


def _said(reading: FileReading) -> tuple[Decimal | str | None, ...]:
    return tuple(getattr(reading, name) for name in SAID)
