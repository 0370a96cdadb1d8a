"""Readings once more from the file they were read from: which of those that the table holds now are not what the file says."""

from collections.abc import Iterator
from decimal import Decimal

from tanheng.apps.evidence.selectors import content_of
from tanheng.apps.records.models import FileReading, Import
from tanheng.apps.records.selectors import place_of
from tanheng.documents.input.case_file import read_case_bytes
from tanheng.engine.case import Value
from tanheng.engine.numbers import decimal_text
from tanheng.rulebook import load, pack_ids
from tanheng.store.contents import DamagedContentError

FIELDS = ("amount", "kind", "source", "evidence", "uncertainty", "note", "typed")


def differing_readings(first: int, last: int) -> Iterator[tuple[int, list[str]]]:
    """Of the readings of a range of ids: each that is not what its file says, with the names of what differs; nothing where the file is
    lost, or where most differ, for then it is read otherwise today.
    """
    for one in Import.objects.filter(readings__pk__range=(first, last)).distinct().select_related("file"):
        values = _values(one)
        readings = list(FileReading.objects.filter(source_import=one, pk__range=(first, last)))
        found = [(reading.pk, fields) for reading in readings if (fields := _differing(reading, values.get(place_of(reading))))]
        if len(found) * 2 <= len(readings):
            yield from found


def _values(one: Import) -> dict[object, Value]:
    try:
        content = content_of(one.file) if one.file else b""
    except DamagedContentError:
        return {}
    case, _ = read_case_bytes(one.file_name, content, load, tuple(pack_ids()))
    return {value.place: value for value in case.values} if case else {}


def _differing(reading: FileReading, value: Value | None) -> list[str]:
    if value is None:
        return ["place"]
    return [name for name in FIELDS if _plain(getattr(reading, name)) != _plain(getattr(value, name))]


def _plain(value: object) -> object:
    return decimal_text(value) if isinstance(value, Decimal) else value
