"""The hash chain of an append-only record: each link seals its record together with the link before it.

Pure functions over plain values; who stores the records, and where, is not known here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tanheng.seal.canonical import sha256_of

GENESIS = "sha256:" + "0" * 64


@dataclass(frozen=True)
class SealedRecord:
    """One stored record with its place in the chain and the two hashes stored beside it."""

    sequence: int
    record: Mapping[str, Any]
    previous_hash: str
    hash: str


@dataclass(frozen=True)
class Broken:
    """The first link that does not hold: its sequence and which of the three promises it breaks."""

    sequence: int
    reason: str  # "gap": a record is missing; "link": names another predecessor; "content": was changed


def link(previous_hash: str, record: Mapping[str, Any]) -> str:
    """Hash of a record chained to its predecessor, as "sha256:…". Values are texts, integers, booleans or None."""
    return sha256_of({"previous_hash": previous_hash, "record": dict(record)})


def first_broken(records: Iterable[SealedRecord]) -> Broken | None:
    """Walk the records in the order of the chain, from sequence 1; None when every link holds."""
    previous_hash, expected = GENESIS, 1
    for sealed in records:
        if sealed.sequence != expected:
            return Broken(expected, "gap")
        if sealed.previous_hash != previous_hash:
            return Broken(sealed.sequence, "link")
        if link(previous_hash, sealed.record) != sealed.hash:
            return Broken(sealed.sequence, "content")
        previous_hash, expected = sealed.hash, expected + 1
    return None
