"""The sectors of the rule book, one file each in sectors/, held against their record type."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from tanheng.engine.errors import PackError
from tanheng.engine.pack_sentences import listed
from tanheng.engine.records.of.sectors import SECTOR, sector_faults
from tanheng.engine.sectors import Sector
from tanheng.engine.text import Text
from tanheng.rulebook.rule_yaml import read_record

ROOT = files("tanheng.rulebook").joinpath("sectors")


@lru_cache(maxsize=1)
def sectors() -> dict[str, Sector]:
    """All sound sectors by id, in their order. Raises PackError where two of them say the same of themselves."""
    documents = _read()[0]
    if faults := [fault.told for fault in sector_faults(documents)]:
        raise PackError(listed("sectors/", faults))
    found = [_sector(name, row) for name, row in documents.items()]
    return {one.id: one for one in sorted(found, key=lambda one: one.order)}


def broken_sectors() -> dict[str, Text]:
    """The sectors whose file is broken, with what is wrong: their packs are told it, those of other sectors work."""
    return _read()[1]


@lru_cache(maxsize=1)
def _read() -> tuple[dict[str, Any], dict[str, Text]]:
    sound: dict[str, Any] = {}
    broken: dict[str, Text] = {}
    for entry in sorted((one for one in ROOT.iterdir() if one.name.endswith(".yaml")), key=lambda one: one.name):
        name = entry.name.removesuffix(".yaml")
        try:
            row = read_record(entry, f"sectors/{entry.name}")
        except PackError as error:
            broken[name] = error.told
            continue
        if faults := [fault.told for fault in sector_faults({name: row})]:
            broken[name] = listed(f"sectors/{entry.name}", faults)
        else:
            sound[name] = row
    return sound, broken


def sector_label(sector: str) -> Text:
    """The name of a sector; its id where none is declared, so that a list of packs can show one that would be refused."""
    found = sectors().get(sector)
    return found.label if found else Text(sector, sector)


def _sector(name: str, row: Mapping[str, Any]) -> Sector:
    said = SECTOR.read(row)
    kinds = {kind: Text(words["zh"], words["en"]) for kind, words in (said["facility_kinds"] or {}).items()}
    return Sector(name, Text(said["zh"], said["en"]), said["order"], said["role"], said["list_name"], kinds, said["usual_items"] or {})
