"""Facts as they are sealed: rows of a table as canonical documents, read back from the database, and the groups that an event seals.

The same reader gives the documents when they are sealed and when they are proven. A group is one kind of fact in one event: its ids, the
root of the tree over its documents and, beside these three, which alone are sealed, what names a row that changed: the documents where
they are few, else their leaf hashes, else nothing (of readings and results, which can be had again from their file and their rules).
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any

from django.apps import apps
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from tanheng.registration import Fact
from tanheng.registration.collected import RegistrationError, facts, unsealed
from tanheng.seal.canonical import canonical_bytes, sha256_of_bytes
from tanheng.seal.merkle import leaf_hash, root_of
from tanheng.store.decimal_text import DecimalTextField
from tanheng.store.facts import Saved

Group = dict[str, Any]  # "what" with its version, "ids", "root"; "documents" or "leaves" or neither
SEALED = ("ids", "root", "what")
DOCUMENTS_KEPT = 8  # of a group of at most so many rows the event keeps the documents
ROWS_AT_ONCE = 2000
KEYS_IN_A_QUERY = 500


def rows_of(fact: Fact) -> QuerySet[Any]:
    """All rows of a kind."""
    rows: QuerySet[Any] = apps.get_model(fact.model)._base_manager.order_by("pk")
    return rows.filter(**dict([fact.only])) if fact.only else rows


def documents_of(fact: Fact, version: str, rows: QuerySet[Any]) -> Iterator[tuple[Any, bytes]]:
    """Key and canonical document of each row, in the order of the query; long texts and secrets by their hash."""
    says = {"id": "pk", **fact.documents[version]}
    names = sorted(says)
    exact = {
        f"exact_{name}": Cast(says[name], TextField())
        for name in names
        if isinstance(_field(rows, says[name]), DecimalTextField)  # its text as it stands, without a way through Decimal
    }
    columns = [f"exact_{name}" if f"exact_{name}" in exact else says[name].lstrip("#") for name in names]
    hashed = [at for at, name in enumerate(names) if says[name].startswith("#")]
    key, place = names.index("id"), sorted([*names, "fact"]).index("fact")
    names.insert(place, "fact")
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=_text).encode  # names are in order
    values: Iterable[tuple[Any, ...]] = rows.annotate(**exact).values_list(*columns).iterator(chunk_size=ROWS_AT_ONCE)
    for row in _with_hashes(values, hashed) if hashed else values:
        yield row[key], encode(dict(zip(names, (*row[:place], version, *row[place:]), strict=True))).encode()


def _field(rows: QuerySet[Any], path: str) -> Any:
    known = {field.attname: field for field in rows.model._meta.concrete_fields}
    return known.get(path)


def _with_hashes(rows: Iterable[tuple[Any, ...]], hashed: Sequence[int]) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        whole = list(row)
        for at in hashed:
            whole[at] = sha256_of_bytes((whole[at] or "").encode())
        yield tuple(whole)


def _text(value: Any) -> str:
    """A day or a moment as text; anything else has no place in a document."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in the document of a fact")


def groups_of(saved: Iterable[Saved]) -> list[Group]:
    """What an event seals of the rows that were saved, kind by kind. RegistrationError where a table has not said what is sealed of it."""
    found: list[Group] = []
    for model, keys in _by_model(saved).items():
        if not is_sealed(model):
            continue
        kinds = [fact for fact in facts().values() if fact.model == model._meta.label]
        if not kinds:
            raise RegistrationError(f"{model._meta.label}: no apps.py says what is sealed of it (facts), or why nothing is (unsealed)")
        found += [group_of(fact, documents) for fact, its in _by_kind(kinds, keys) if (documents := list(_documents(fact, its)))]
    return found


def _by_kind(kinds: list[Fact], keys: list[Any]) -> Iterator[tuple[Fact, list[Any]]]:
    """The kinds of a table, each with the keys of its rows: where a table holds several, only those that were saved are read."""
    fields = {fact.only[0] for fact in kinds if fact.only}
    if len(kinds) == 1 or len(fields) != 1 or not all(fact.only for fact in kinds):
        yield from ((fact, keys) for fact in kinds)
        return
    rows = apps.get_model(kinds[0].model)._base_manager.order_by()
    words: dict[Any, list[Any]] = {}
    for start in range(0, len(keys), KEYS_IN_A_QUERY):
        for key, word in rows.filter(pk__in=keys[start : start + KEYS_IN_A_QUERY]).values_list("pk", *fields):
            words.setdefault(word, []).append(key)
    yield from ((fact, words[fact.only[1]]) for fact in kinds if fact.only and fact.only[1] in words)


def _by_model(saved: Iterable[Saved]) -> dict[type[Any], list[Any]]:
    found: dict[type[Any], list[Any]] = {}
    for model, key in saved:
        found.setdefault(model, []).append(key)
    return found


def is_sealed(model: type[Any]) -> bool:
    """Whether something of a table is to be sealed: of every table but those that are registered as unsealed."""
    return model._meta.label not in unsealed()


def _documents(fact: Fact, keys: list[Any]) -> Iterator[tuple[Any, bytes]]:
    """The documents of saved rows; of one that is gone again, that it is."""
    keys = sorted(keys)
    for start in range(0, len(keys), KEYS_IN_A_QUERY):
        part = keys[start : start + KEYS_IN_A_QUERY]
        found = dict(documents_of(fact, fact.version, _having(rows_of(fact), part)))
        for key in part:
            if key in found:
                yield key, found[key]
            elif fact.only is None:
                yield key, gone(fact.version, key)


def _having(rows: QuerySet[Any], keys: list[Any]) -> QuerySet[Any]:
    """The rows of ascending keys; those of one insert follow each other, and a range is found more quickly than a list."""
    if isinstance(keys[0], int) and keys[-1] - keys[0] == len(keys) - 1:
        return rows.filter(pk__range=(keys[0], keys[-1]))
    return rows.filter(pk__in=keys)


def gone(version: str, key: Any) -> bytes:
    """The document of a row that has been removed."""
    return canonical_bytes({"fact": version, "gone": True, "id": key})


def group_of(fact: Fact, documents: Sequence[tuple[Any, bytes]]) -> Group:
    """One group over documents by their keys."""
    leaves = [leaf_hash(document) for _, document in documents]
    group: Group = {"what": fact.version, "ids": ranges_text(key for key, _ in documents), "root": root_of(leaves).hex()}
    if len(documents) <= DOCUMENTS_KEPT:
        group["documents"] = [json.loads(document) for _, document in documents]
    elif not fact.owner:
        group["leaves"] = "".join(leaf.hex() for leaf in leaves)
    return group


def groups_of_kinds(kinds: Iterable[Fact]) -> Iterator[Group]:
    """Every fact there is of some kinds, kind by kind; of what belongs to an owner, owner by owner."""
    for fact in kinds:
        if not fact.owner:
            if documents := list(documents_of(fact, fact.version, rows_of(fact))):
                yield group_of(fact, documents)
            continue
        owners = rows_of(fact).order_by(fact.owner).values_list(fact.owner, flat=True).distinct()
        for owner in owners:
            yield group_of(fact, list(documents_of(fact, fact.version, rows_of(fact).filter(**{fact.owner: owner}))))


def sealed_part(group: Group) -> bytes:
    """The bytes of a group that are a leaf of its event's facts."""
    return canonical_bytes({name: group[name] for name in SEALED})


def facts_root(groups: Iterable[Group]) -> str:
    """Hex of the root over the groups of an event; of no group that of nothing."""
    return root_of(leaf_hash(sealed_part(group)) for group in groups).hex()


def group_leaves(group: Group) -> list[bytes] | None:
    """The leaf hashes that the event keeps beside the root, in the order of the ids; None where it keeps none."""
    if "documents" in group:
        return [leaf_hash(canonical_bytes(document)) for document in group["documents"]]
    if "leaves" in group:
        content = bytes.fromhex(group["leaves"])
        return [content[at : at + 32] for at in range(0, len(content), 32)]
    return None


def ranges_text(keys: Iterable[int]) -> str:
    """Ascending keys as ranges: "17-36016,36020"."""
    parts = []
    for _, run in groupby(enumerate(sorted(keys)), lambda pair: pair[1] - pair[0]):
        numbers = [key for _, key in run]
        parts.append(f"{numbers[0]}-{numbers[-1]}" if len(numbers) > 1 else str(numbers[0]))
    return ",".join(parts)


def ranges_of(text: str) -> list[tuple[int, int]]:
    """The first and last key of each range. Raises ValueError for what `ranges_text` did not write."""
    found = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        found.append((int(first), int(last or first)))
    return found
