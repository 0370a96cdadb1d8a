"""The record types beside the packs: the maps between editions (bridges/*.yaml) and what measuring usually finds (typical_values.yaml)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tanheng.engine.pack_sentences import told, unknown
from tanheng.engine.records.of.packs import EN, NATURES, NEEDED_STATUS, SOURCE, ZH
from tanheng.engine.records.shapes import Fault, Key, Shape
from tanheng.engine.text import Text

MAPS, TYPICAL = "bridges/*.yaml", "typical_values.yaml"
CONCEPT = Shape(
    Text("共同概念", "concept"),
    MAPS,
    (Key("kind", "text", "what a difference in it is", True, NATURES), ZH, EN),
)
COMMON_SOURCE = Shape(Text("共同排放源", "common source"), MAPS, (ZH, EN))
PART = Shape(
    Text("一个版本的对应", "part of an edition"),
    MAPS,
    (
        Key("sources", "lists", "common source → its results, each a quantity or `quantity[item]`"),
        Key("gives", "texts", "concept → arithmetic over the edition's own numbers"),
        Key("takes", "texts", "its input, or `input[item]` → arithmetic over concepts and its own numbers"),
        Key("parameters", "texts", "its parameter → arithmetic over concepts"),
        Key("items", "texts", "its item → the common one"),
        Key("facility_kinds", "texts", "its kind of facility → the common one"),
    ),
)
BRIDGES = Shape(
    Text("版本对应表", "map between editions"),
    MAPS,
    (
        Key("concepts", "by id", "what several editions know under different names", shape=CONCEPT),
        Key("sources", "by id", "sources of emission that several editions have", shape=COMMON_SOURCE),
        Key("packs", "by id", "pack → its part", True, shape=PART),
    ),
)
TYPICAL_VALUE = Shape(
    Text("常见实测值", "typical value"),
    TYPICAL,
    (
        Key("low", "text", "lowest usual value: a number, or arithmetic over the plant's own year"),
        Key("typical", "text", "usual value"),
        Key("high", "text", "highest usual value"),
        Key("items", "names", "the items it holds for; all without it"),
        Key("packs", "names", "the packs it holds for; all without it"),
        Key("defaults", "names", "the defaults it stands against: a parameter, or `table.row.column`"),
        NEEDED_STATUS,
        SOURCE,
        ZH,
        EN,
    ),
)


def map_faults(documents: Mapping[str, Any], packs: tuple[str, ...]) -> Iterator[Fault]:
    """What is wrong in the maps, by file; `packs` are the ids that a part may be of. What a part names in its pack, the analysis proves."""
    for file, document in documents.items():
        yield from BRIDGES.faults(document, file)
        yield from BRIDGES.lacking(document, file)
    if any(True for file, document in documents.items() for fault in BRIDGES.faults(document, file) if fault.blocks):
        return
    known = {key: {name for one in documents.values() for name in one.get(key) or ()} for key in ("concepts", "sources")}
    for key in ("concepts", "sources", "packs"):
        yield from _said_otherwise(key, documents)
    for file, document in documents.items():
        for pack_id, part in document["packs"].items():
            place = f"{file}: packs.{pack_id}"
            if pack_id not in packs:
                yield Fault(place, unknown("pack", pack_id, packs))
            for key, kind in (("gives", "concepts"), ("sources", "sources")):
                for name in part.get(key) or ():
                    if name not in known[kind]:
                        yield Fault(f"{place}: {key}", unknown(kind.removesuffix("s"), name, sorted(known[kind])))


def _said_otherwise(key: str, documents: Mapping[str, Any]) -> Iterator[Fault]:
    """A concept or source may stand in several files with the same words; an edition has one part."""
    first: dict[str, tuple[str, Any]] = {}
    for file, document in documents.items():
        for name, row in (document.get(key) or {}).items():
            before, said = first.setdefault(name, (file, row))
            if before != file and (key == "packs" or said != row):
                yield Fault(f"{file}: {key}.{name}", told("stands_twice", first=before))
