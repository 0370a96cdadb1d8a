"""Whether an edition's part of the map names only what its pack has: every quantity, item, parameter and kind of facility. Its keys,
packs, concepts and sources have been held against their record type before (`engine.records.of.bridges`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tanheng.analysis.arithmetic_text import Arithmetic, Term
from tanheng.analysis.bridge.map import BridgeMap
from tanheng.engine.errors import PackError
from tanheng.engine.pack import Pack
from tanheng.engine.pack_sentences import listed, unknown
from tanheng.engine.records.shapes import Fault
from tanheng.engine.text import Text


def prove_parts(maps: BridgeMap, *packs: Pack) -> None:
    """Raises PackError with everything that the parts of these editions name and their packs do not have."""
    found = [fault.told for pack in packs for fault in part_faults(maps, pack)]
    if found:
        raise PackError(listed(Text("版本对照", "the map between editions"), found))


def part_faults(maps: BridgeMap, pack: Pack) -> Iterator[Fault]:
    """What is wrong in the part of one edition, each with file, key and the nearest right name."""
    part = maps.of(pack.id)
    place = f"{part.file or 'bridges'}: packs.{pack.id}"
    inputs, items = [one.id for one in pack.inputs()], {name for table in pack.tables.values() for name in table.rows}
    for name, item in part.sources:
        yield from _unknown(f"{place}: sources", "result", name, pack.formulas)
        yield from _unknown_item(f"{place}: sources", pack, name, item)
    for concept, text in part.gives.items():
        yield from _unknown_terms(f"{place}: gives.{concept}", pack, text, pack.quantities)
    for (name, item), text in part.takes.items():
        yield from _unknown(f"{place}: takes", "input", name, inputs)
        yield from _unknown_item(f"{place}: takes", pack, name, item)
        yield from _unknown_terms(f"{place}: takes.{name}", pack, text, (*pack.quantities, *maps.concepts))
    for name, text in part.parameters.items():
        yield from _unknown(f"{place}: parameters", "parameter", name, pack.parameters)
        yield from _unknown_terms(f"{place}: parameters.{name}", pack, text, (*pack.quantities, *maps.concepts))
    for name in part.items:
        yield from _unknown(f"{place}: items", "item", name, items)
    for name in part.facility_kinds:
        yield from _unknown(f"{place}: facility_kinds", "facility kind", name, pack.facility_kinds)


def _unknown_terms(place: str, pack: Pack, text: Arithmetic, known: Iterable[str]) -> Iterator[Fault]:
    names = tuple(known)
    for term in text.terms:
        if term.parameter:
            yield from _unknown(place, "parameter", term.name, pack.parameters)
        else:
            yield from _unknown(place, "name", term.name, names)
            yield from _unknown_item(place, pack, *_name_and_item(term))


def _name_and_item(term: Term) -> tuple[str, str | None]:
    return term.name, term.item


def _unknown_item(place: str, pack: Pack, name: str, item: str | None) -> Iterator[Fault]:
    quantity = pack.quantities.get(name)
    if item is None or quantity is None:
        return
    table = pack.tables.get(quantity.item_table or "")
    rows = table.rows if table else ()
    if item not in rows:
        yield Fault(place, unknown("item of", item, rows, quantity=name))


def _unknown(place: str, kind: str, name: str, known: Iterable[str]) -> Iterator[Fault]:
    names = tuple(known)
    if name not in names:
        yield Fault(place, unknown(kind, name, names))
