"""Every row against its seal: rows that differ, that are missing, and that no event tells of. One walk a kind, in the order of ids.

What is held in memory grows with the number of groups that events sealed, not with the number of rows.
"""

import json
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

from django.utils.module_loading import import_string

from tanheng.apps.journal.models import Event
from tanheng.apps.journal.selectors.damages import Damage, damage, differing, ids_text
from tanheng.apps.journal.selectors.facts import documents_of, rows_of
from tanheng.apps.journal.selectors.seals import Newest, Sealed, Seals, is_written_once
from tanheng.registration import Fact
from tanheng.seal.merkle import leaf_hash

Segment = tuple[int, int, int, Sealed]  # first and last id, the place of the first among the group's leaves, the group
Step = Callable[[int], None]


def walk_rows(fact: Fact, seals: Seals, step: Step) -> Iterator[Damage]:
    """Every place of a kind at which a row is not what was sealed."""
    if is_written_once(fact):
        yield from _written_once(fact, seals.written_once.get(fact.what, []), step)
    else:
        yield from _changing(fact, seals.changing.get(fact.what, {}), step)


def _changing(fact: Fact, newest: dict[Any, Newest], step: Step) -> Iterator[Damage]:
    seen = set()
    for version in fact.documents:
        for key, document in documents_of(fact, version, rows_of(fact)):
            step(1)
            sealed = newest.get(key)
            if sealed is None or sealed.leaf is None:
                if version == fact.version:
                    yield damage("row_surplus", fact.what, key, sealed.event if sealed else None)
            elif sealed.version == version and sealed.leaf != leaf_hash(document):
                yield differing(fact.what, key, sealed.event, _fields(sealed.event, version, key, document))
            seen.add(key)
    if not fact.may_go:
        for key, sealed in newest.items():
            if sealed.leaf is not None and key not in seen:
                yield damage("row_missing", fact.what, key, sealed.event, ids=key)


def _written_once(fact: Fact, groups: list[Sealed], step: Step) -> Iterator[Damage]:
    segments, again = _segments(groups)
    yield from (damage("sealed_again", fact.what, first, sealed.event, earlier=earlier) for first, sealed, earlier in again)
    for version in fact.documents:
        yield from _walk(fact, version, segments, step)
    for sealed in groups:
        if sealed.leaves is None and sealed.whole and sealed.tree.size == sealed.count and sealed.tree.root != sealed.root:
            yield from _located(fact, sealed)


def _segments(groups: list[Sealed]) -> tuple[list[Segment], list[tuple[int, Sealed, int]]]:
    """Ranges of ids in their order, no id twice; and what a later event sealed again: first id, group, the earlier event."""
    found: list[Segment] = []
    for sealed in groups:
        place = 0
        for first, last in sealed.ranges:
            found.append((first, last, place, sealed))
            place += last - first + 1
    found.sort(key=lambda segment: (segment[0], segment[3].event))
    kept: list[Segment] = []
    again = []
    for segment in found:
        if kept and segment[0] <= kept[-1][1]:
            segment[3].whole = False
            again.append((segment[0], segment[3], kept[-1][3].event))
            continue
        kept.append(segment)
    return kept, again


def _walk(fact: Fact, version: str, segments: list[Segment], step: Step) -> Iterator[Damage]:
    """One walk over the rows of a kind as documents of one version."""
    waiting = iter(segments)
    first, last, place, sealed = _next(waiting)
    expected = first
    for key, document in documents_of(fact, version, rows_of(fact)):
        step(1)
        while sealed is not None and key > last:
            yield from _missing(fact, version, sealed, expected, last)
            first, last, place, sealed = _next(waiting)
            expected = first
        if sealed is None or key < first:
            if version == fact.version:
                yield damage("row_surplus", fact.what, key)
            continue
        yield from _missing(fact, version, sealed, expected, key - 1)
        expected = key + 1
        if sealed.version != version:
            continue
        if sealed.leaves is None:
            sealed.tree.append(leaf_hash(document))
        elif sealed.leaves[(at := place + key - first) * 32 : at * 32 + 32] != leaf_hash(document):
            yield differing(fact.what, key, sealed.event, _fields(sealed.event, version, key, document))
    while sealed is not None:
        yield from _missing(fact, version, sealed, expected, last)
        first, last, place, sealed = _next(waiting)
        expected = first


def _next(waiting: Iterator[Segment]) -> tuple[int, int, int, Sealed | None]:
    return next(waiting, (0, -1, 0, None))


def _missing(fact: Fact, version: str, sealed: Sealed, first: int, last: int) -> Iterator[Damage]:
    if first <= last and sealed.version == version:
        sealed.whole = False
        yield damage("row_missing", fact.what, first, sealed.event, ids=ids_text(first, last))


def _fields(sequence: int, version: str, key: Any, document: bytes) -> list[str]:
    """The parts of a document that differ, where the event keeps the one it sealed."""
    groups = json.loads(Event.objects.values_list("facts", flat=True).get(sequence=sequence))
    kept = chain.from_iterable(group.get("documents", ()) for group in groups if group["what"] == version)
    then = next((one for one in kept if one["id"] == key), None)
    now = json.loads(document)
    return [name for name in now if then is not None and then.get(name) != now[name]]


def _located(fact: Fact, sealed: Sealed) -> Iterator[Damage]:
    """The rows of a group whose root is another: the app has them again from where they came; where it cannot tell, the group."""
    told = False
    if fact.again:
        for first, last in sealed.ranges:
            for key, fields in import_string(fact.again)(first, last):
                told = True
                yield differing(fact.what, key, sealed.event, fields)
    if not told:
        first, last = sealed.ranges[0][0], sealed.ranges[-1][1]
        yield damage("one_of", fact.what, first, sealed.event, ids=ids_text(first, last))
