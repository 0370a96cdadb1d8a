"""What two editions have in common: sources that mean the same, and how each edition tells or takes a concept both know.

A pack's part of a map says `sources` (common source → its quantities), `gives` (concept → arithmetic over its own numbers),
`takes` (its input → arithmetic over concepts and its own numbers), `items` (its item → the common one) and
`facility_kinds` (its kind → the common one). Whatever has the same id in two packs means the same and needs no line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tanheng.analysis.arithmetic_text import Arithmetic, Term, arithmetic, term_of
from tanheng.analysis.totals import Cell
from tanheng.engine.errors import PackError
from tanheng.engine.pack import Nature
from tanheng.engine.pack_sentences import NOTHING, at, told
from tanheng.engine.text import Text

CHANGES: tuple[Nature, ...] = ("data", "factor", "constant")  # in the order in which a bridge walks
Target = tuple[str, str | None]  # an input and one of its items, or all of them


@dataclass(frozen=True)
class Concept:
    """Something several editions know under different names; `kind` says what a difference in it is."""

    id: str
    label: Text
    kind: Nature


@dataclass(frozen=True)
class PackMap:
    """One edition's part of the map."""

    sources: Mapping[tuple[str, str | None], str] = field(default_factory=dict)  # (quantity, item) → common source
    gives: Mapping[str, Arithmetic] = field(default_factory=dict)
    takes: Mapping[Target, Arithmetic] = field(default_factory=dict)
    parameters: Mapping[str, Arithmetic] = field(default_factory=dict)  # its parameter → arithmetic over concepts
    items: Mapping[str, str] = field(default_factory=dict)
    facility_kinds: Mapping[str, str] = field(default_factory=dict)
    file: str = ""

    def source_of(self, cell: Cell) -> str:
        """The common source of a line of the total; its own id where the map is silent."""
        for item in (cell.item, None):
            if (cell.quantity, item) in self.sources:
                return self.sources[cell.quantity, item]
        return cell.quantity

    def item(self, own: str | None) -> str | None:
        """The common name of an item."""
        return self.items.get(own, own) if own else None

    def own_item(self, common: str | None) -> str | None:
        """This edition's name of a common item."""
        return next((own for own, shared in self.items.items() if shared == common), common)


@dataclass(frozen=True)
class BridgeMap:
    """The parts of all editions, and the words for concepts and sources."""

    concepts: Mapping[str, Concept]
    sources: Mapping[str, Text]
    packs: Mapping[str, PackMap]

    def of(self, pack_id: str) -> PackMap:
        """An edition's part; an empty one where nothing had to be said."""
        return self.packs.get(pack_id, PackMap())


def read_bridge_map(document: Mapping[str, Any]) -> BridgeMap:
    """The map of parsed data, whose keys have been held against their record type. Raises PackError for a text that is no arithmetic."""
    concepts = {name: Concept(name, Text(row["zh"], row["en"]), row["kind"]) for name, row in document["concepts"].items()}
    sources = {name: Text(row["zh"], row["en"]) for name, row in document["sources"].items()}
    files = document.get("files") or {}
    return BridgeMap(concepts, sources, {name: _pack_map(row, files.get(name, "")) for name, row in document["packs"].items()})


def _pack_map(row: Mapping[str, Any], file: str) -> PackMap:
    gives = {name: arithmetic(text) for name, text in (row.get("gives") or {}).items()}
    sources = {_target(place): source for source, places in (row.get("sources") or {}).items() for place in places}
    takes = {_target(place): arithmetic(text) for place, text in (row.get("takes") or {}).items()}
    parameters = {name: arithmetic(text) for name, text in (row.get("parameters") or {}).items()}
    return PackMap(sources, gives, takes, parameters, row.get("items") or {}, row.get("facility_kinds") or {}, file)


def _target(text: str) -> Target:
    term = term_of(arithmetic(text).tree)
    if not isinstance(term, Term) or term.parameter:
        raise PackError(at("bridges", told("no_quantity", name=repr(text), near=NOTHING)))
    return (term.name, term.item)
