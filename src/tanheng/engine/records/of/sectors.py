"""The record type of a sector (sectors/*.yaml)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tanheng.engine.pack_sentences import told
from tanheng.engine.records.of.packs import EN, ZH
from tanheng.engine.records.shapes import Fault, Key, Shape
from tanheng.engine.text import Text

SECTORS = "sectors/*.yaml"
SECTOR_ROLES = ("industry", "captive_power")
COMPANY_FACILITY = Shape(Text("企业的设施类型", "kind of facility of a company"), SECTORS, (ZH, EN))
SECTOR = Shape(
    Text("行业", "sector"),
    SECTORS,
    (
        ZH,
        EN,
        Key("order", "whole", "its place among the sectors of the rule book", True, bounds=(0, 9999)),
        Key("role", "text", "a company's own business, or power units inside a company of another sector", True, SECTOR_ROLES),
        Key("list_name", "pair", "the list in which companies are entered that surrender in it; without it nothing is surrendered"),
        Key("usual_items", "lists", "table → the items that stand ready in a blank form, the commonest of the sector first"),
        Key("facility_kinds", "by id", "kinds of facilities its companies have in the tree of the group", shape=COMPANY_FACILITY),
    ),
)


def sector_faults(documents: Mapping[str, Any]) -> Iterator[Fault]:
    """What is wrong in the documents of the sectors, by id; places and kinds of facilities belong to one sector each."""
    taken: dict[tuple[str, Any], str] = {}
    for name, row in documents.items():
        file = f"sectors/{name}.yaml"
        found = [*SECTOR.faults(row, file), *SECTOR.lacking(row, file)]
        yield from found
        if any(fault.blocks for fault in found):
            continue
        for what in (("order", row["order"]), *(("facility_kinds", kind) for kind in row.get("facility_kinds") or ())):
            first = taken.setdefault(what, file)
            if first != file:
                yield Fault(f"{file}: {what[0]}", told("sector_twice", what=what[1], first=first))
