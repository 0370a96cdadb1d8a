"""Reads the meters of a case (its block `meters`, table C.9): who measured, where, and which calibration held. They enter no number, so
they are outside the hash of a case, as evidence of its figures that the ledger of the company is held against.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tanheng.engine.case import CaseMeter
from tanheng.engine.records.of.cases import METER, names

if TYPE_CHECKING:
    from tanheng.engine.case.reader import Reader

METER_KEYS = names(METER)


def read_meters(reader: Reader, document: Mapping[str, Any]) -> tuple[CaseMeter, ...]:
    """The meters of a document, each code once; what cannot be read is told with its place."""
    found: dict[str, CaseMeter] = {}
    for path, row in reader.rows(document, "meters"):
        reader.known_keys(row, METER_KEYS, path)
        texts = {name: reader.text(row, name, path, required=name in ("code", "name")) for name in METER_KEYS}
        if texts["code"] in found:
            reader.note("CASE-126", (*path, "code"), found=texts["code"])
        elif texts["code"]:
            found[texts["code"]] = CaseMeter(**texts, origin=reader.origin(path))
    return tuple(found.values())
