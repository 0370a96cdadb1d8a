"""What the editions of a sector have in common, as data: one file a sector in bridges/, read here, held against its record type and
handed on as it stands.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from typing import Any

from tanheng.engine.errors import PackError
from tanheng.engine.pack_sentences import listed, told
from tanheng.engine.records.of.bridges import TYPICAL, TYPICAL_VALUE, map_faults
from tanheng.engine.records.shapes import Fault
from tanheng.rulebook import listed_pack_ids
from tanheng.rulebook.rule_yaml import read_record

ROOT = files("tanheng.rulebook").joinpath("bridges")


@lru_cache(maxsize=1)
def bridge_maps() -> dict[str, Any]:
    """All maps in one: `concepts`, `sources` and `packs`; a pack stands in the file of its sector, which `files` names.

    Raises PackError with every mistake: misspelt keys, unknown packs, concepts and sources.
    """
    entries = [one for one in sorted(ROOT.iterdir(), key=lambda one: one.name) if one.name.endswith(".yaml")]
    documents = {f"bridges/{one.name}": read_record(one, f"bridges/{one.name}") for one in entries}
    _refuse("bridges/", map_faults(documents, tuple(listed_pack_ids())))
    merged: dict[str, Any] = {"concepts": {}, "sources": {}, "packs": {}, "files": {}}
    for file, document in documents.items():
        for part in ("concepts", "sources", "packs"):
            merged[part].update(document.get(part) or {})
        merged["files"].update(dict.fromkeys(document["packs"], file))
    return merged


def _refuse(what: str, faults: Iterable[Fault]) -> None:
    if lines := [fault.told for fault in faults]:
        raise PackError(listed(what, lines))


@lru_cache(maxsize=1)
def typical_values() -> dict[str, Any]:
    """What measuring usually finds, where a reference gives it: quantity → rows with item or attribute, low, high, status, source.
    Raises PackError with every mistake.
    """
    found = read_record(files("tanheng.rulebook").joinpath(TYPICAL), TYPICAL)
    _refuse(
        TYPICAL,
        (Fault(f"{TYPICAL}: {name}", told("no_list")) for name, rows in found.items() if not isinstance(rows, list)),
    )
    places = [(f"{TYPICAL}: {name}[{number}]", row) for name, rows in found.items() for number, row in enumerate(rows, start=1)]
    wrong = (fault for place, row in places for one in (TYPICAL_VALUE.faults, TYPICAL_VALUE.lacking) for fault in one(row, place))
    _refuse(TYPICAL, wrong)
    return found
