"""The sectors of the rule book, one file each in sectors/, held against their record type."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from tanheng.engine.errors import PackError
from tanheng.engine.records.of_sectors import SECTOR, sector_faults
from tanheng.engine.sectors import Sector
from tanheng.engine.text import Text

ROOT = files("tanheng.rulebook").joinpath("sectors")


@lru_cache(maxsize=1)
def sectors() -> dict[str, Sector]:
    """All sectors by id, in their order. Raises PackError with every mistake: misspelt keys, unknown roles, one place twice."""
    entries = sorted((one for one in ROOT.iterdir() if one.name.endswith(".yaml")), key=lambda one: one.name)
    documents = {one.name.removesuffix(".yaml"): yaml.safe_load(one.read_text(encoding="utf-8")) or {} for one in entries}
    if faults := list(dict.fromkeys(map(str, sector_faults(documents)))):
        raise PackError("\n".join(["sectors/ is unsound:", *(f"- {fault}" for fault in faults)]))
    found = [_sector(name, row) for name, row in documents.items()]
    return {one.id: one for one in sorted(found, key=lambda one: one.order)}


def sector_label(sector: str) -> Text:
    """The name of a sector; its id where none is declared, so that a list of packs can show one that would be refused."""
    found = sectors().get(sector)
    return found.label if found else Text(sector, sector)


def _sector(name: str, row: Mapping[str, Any]) -> Sector:
    said = SECTOR.read(row)
    kinds = {kind: Text(words["zh"], words["en"]) for kind, words in (said["facility_kinds"] or {}).items()}
    return Sector(name, Text(said["zh"], said["en"]), said["order"], said["role"], said["list_name"], kinds)
