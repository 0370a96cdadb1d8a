"""Reads the facilities of a case and the attributes: every mistake a problem, and what follows from it not told as missing too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from tanheng.engine.case import AttributeValue, Facility
from tanheng.engine.case.lives import read_life
from tanheng.engine.pack import Attribute, Pack
from tanheng.engine.records.of.cases import ATTRIBUTE, FACILITY, names
from tanheng.engine.text import Text

if TYPE_CHECKING:
    from tanheng.engine.case.reader import Path, Reader

UNADDRESSABLE = re.compile(r"[@/:\x00-\x1f\x7f]")  # they part QUANTITY@FACILITY:ITEM/MONTH
# Kinds that editions had once → what such a facility is now; no quantity of theirs was ever asked for. What is stored keeps its word.
FORMER_KINDS = {"grinding_station": "grinding", "waste_heat_unit": "other", "lime_kiln": "other"}
AttributePlace = tuple[str, str | None]  # attribute, facility


def read_facilities(reader: Reader, document: Mapping[str, Any], pack: Pack) -> tuple[Facility, ...]:
    """The facilities listed, also those of a kind that the pack does not have."""
    found: dict[str, Facility] = {}
    rows = reader.rows(document, "facilities")
    for path, row in rows:
        one = _facility(reader, pack, path, row)
        if one is None:
            reader.facilities_whole = False
        elif one.id in found:
            reader.note("CASE-111", (*path, "id"), found=one.id)
        else:
            found[one.id] = one
    listed = document.get("facilities")
    reader.facilities_whole &= bool(rows) and len(rows) == (len(listed) if isinstance(listed, list) else -1)
    refused = not reader.facilities_whole and bool(listed)
    if not refused and all(one.kind in pack.facility_kinds for one in found.values()):  # else one of them may be meant
        for kind_id, kind in pack.facility_kinds.items():
            if kind.required and all(one.kind != kind_id for one in found.values()):
                reader.note("CASE-113", ("facilities",), found=reader.wording.named(kind.label, kind_id))
    if not any(kind.required for kind in pack.facility_kinds.values()) and not listed:
        reader.facilities_whole = True  # none is listed, and none need be: a facility named elsewhere is told there
    return tuple(found.values())


def present_kind(kind: str) -> str:
    """The kind by its present name."""
    return FORMER_KINDS.get(kind, kind)


def _facility(reader: Reader, pack: Pack, path: Path, row: Mapping[str, Any]) -> Facility | None:
    reader.known_keys(row, names(FACILITY), path)
    name, kind = reader.text(row, "id", path, required=True), reader.text(row, "kind", path, required=True)
    kind = kind if reader.sealed else present_kind(kind)
    if kind and present_kind(kind) not in pack.facility_kinds:
        reader.note("CASE-112", (*path, "kind"), found=kind, known=reader.wording.listed(reader.wording.kinds()))
    if UNADDRESSABLE.search(name):
        reader.note("CASE-114", (*path, "id"), found=repr(name)[:60])
    label, life = reader.text(row, "name", path) or name, read_life(reader, row, path)
    return Facility(name, kind, label, **life) if name else None


def read_attributes(
    reader: Reader, document: Mapping[str, Any], pack: Pack, facilities: tuple[Facility, ...]
) -> tuple[AttributeValue, ...]:
    """The attributes stated and the pack's own words for those that are not; a required one that is missing is a problem."""
    found: dict[AttributePlace, AttributeValue] = {}
    refused: set[AttributePlace] = set()  # told once, not as missing too
    for path, row in reader.rows(document, "attributes"):
        one = _attribute(reader, pack, path, row, tuple(place.id for place in facilities), refused)
        if one is None:
            continue
        if (one.name, one.facility) in found:
            reader.note("CASE-123", path, found=reader.wording.named(pack.attributes[one.name].label, one.name))
            _doubt_defaults(reader, pack, one.name, one.facility)
        found.setdefault((one.name, one.facility), one)
    if not isinstance(document.get("attributes", []), list | None):  # refused as one
        refused |= {(name, None) for name in pack.attributes}
    for name, facility in refused:
        _leave_defaults(reader, pack, name, facility)
    return (*found.values(), *_missing_attributes(reader, pack, facilities, found, refused))


def _attribute(
    reader: Reader, pack: Pack, path: Path, row: Mapping[str, Any], facilities: tuple[str, ...], refused: set[AttributePlace]
) -> AttributeValue | None:
    """One row; a row that cannot be used adds what it meant to `refused`."""
    reader.known_keys(row, names(ATTRIBUTE), path)
    name, value = reader.text(row, "name", path, required=True), reader.text(row, "value", path, required=True)
    facility = reader.text(row, "facility", path) or None
    if name not in pack.attributes:
        near = get_close_matches(name, list(pack.attributes), 1, 0.5)
        reader.unread.anything_doubtful |= not near
        refused |= {(one, facility) for one in near}
        if name:
            reader.note("CASE-120", (*path, "name"), found=name, known=reader.wording.listed(reader.wording.attributes()))
        return None
    if value in pack.attributes[name].values and (not facility or facility in facilities):
        return AttributeValue(name, facility, value)
    refused.add((name, facility if facility in facilities else None))
    if facility and facility not in facilities and reader.facilities_whole:
        reader.note("CASE-132", (*path, "facility"), found=facility, known=reader.wording.listed_facilities(facilities))
    if value and value not in pack.attributes[name].values:
        label, choices = _attribute_words(reader, pack.attributes[name])
        reader.note("CASE-121", (*path, "value"), domain={"facility": facility}, name=label, found=value, known=choices)
    return None


def _defaults_by(pack: Pack, attribute: str) -> Iterator[str]:
    """The inputs whose default the attribute chooses."""
    for quantity in pack.inputs():
        if quantity.default is not None and quantity.default.attribute == attribute:
            yield quantity.id


def _leave_defaults(reader: Reader, pack: Pack, attribute: str, facility: str | None) -> None:
    """Without the attribute nobody knows whether there is a default."""
    for name in _defaults_by(pack, attribute):
        reader.unread.add(name, facility)


def _doubt_defaults(reader: Reader, pack: Pack, attribute: str, facility: str | None) -> None:
    for name in _defaults_by(pack, attribute):
        reader.unread.doubt(name, facility)


def blank_attribute(name: str, facility: str | None) -> Path:
    """The path under which a form keeps the blank cell of an attribute, to which a missing one points."""
    return ("attributes", name, facility or "")


def _attribute_words(reader: Reader, attribute: Attribute) -> tuple[Text, Text]:
    """An attribute as people call it, and the words it may have."""
    return reader.wording.named(attribute.label, attribute.id), reader.wording.choices(attribute)


def _missing_attributes(
    reader: Reader,
    pack: Pack,
    facilities: tuple[Facility, ...],
    found: Mapping[AttributePlace, AttributeValue],
    refused: set[AttributePlace],
) -> list[AttributeValue]:
    added: list[AttributeValue] = []
    for attribute in pack.attributes.values():
        places = [one.id for one in facilities if one.kind == attribute.facility_kind] if attribute.facility_kind else [None]
        known = {place for place in places if (attribute.id, place) in found or (attribute.id, None) in found}
        if len(known) == len(places):
            continue
        if attribute.default is not None:
            added.append(AttributeValue(attribute.id, None, attribute.default))
        elif attribute.required:
            label, choices = _attribute_words(reader, attribute)
            for place in places:
                if place not in known and not {(attribute.id, place), (attribute.id, None)} & refused:
                    path = blank_attribute(attribute.id, place)
                    path = path if path in reader.places else ("attributes",)
                    reader.note("CASE-122", path, domain={"facility": place}, found=label, known=choices)
                    _leave_defaults(reader, pack, attribute.id, place)
    return added
