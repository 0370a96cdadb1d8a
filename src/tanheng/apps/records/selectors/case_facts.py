"""What was said of a year beside its figures without a file, and is not in them yet: attributes, replaced parameters, uncertainties."""

import json
from collections.abc import Mapping
from typing import Any

from tanheng.apps.records.models import CaseFact, Import
from tanheng.apps.sites.models import Node
from tanheng.seal.canonical import canonical_bytes

KEYS = {  # what an entry of each block speaks of; of the same only the newest counts
    "attributes": ("name", "facility"),
    "overrides": ("parameter", "table", "item", "column"),
    "uncertainties": ("quantity", "facility", "item", "months", "parameter"),
}
FactKey = tuple[str, str]  # block, and what it speaks of
Facts = dict[FactKey, CaseFact]


def key_of(block: str, entry: Mapping[str, Any]) -> str:
    """What an entry speaks of, as canonical JSON; what is blank is left out."""
    said = {name: entry[name] for name in KEYS[block] if entry.get(name) not in (None, "", [])}
    return canonical_bytes(said).decode()


def facts_since(one: Import | None, node: Node, year: int, pack_id: str) -> Facts:
    """The newest fact of each key that was said since the import that counts (None: since ever)."""
    rows = CaseFact.objects.filter(node=node, year=year, pack=pack_id, import_number__gte=one.number if one else 0)
    found: Facts = {}
    for row in rows.select_related("by").order_by("id"):
        found[row.block, row.key] = row
    return found


def with_facts(document: dict[str, Any], facts: Facts) -> dict[str, Any]:
    """A case document with these facts in the place of what it says of the same; what is said anew stands last."""
    said = dict(document)
    for block in KEYS:
        told = {key: fact for (of, key), fact in facts.items() if of == block}
        if not told:
            continue
        rows = [row for row in document.get(block) or () if key_of(block, row) not in told]
        rows += [json.loads(fact.entry) for fact in told.values() if fact.entry]
        said[block] = rows
        if not rows and block != "attributes":  # a case that has none reads and hashes as it always did
            del said[block]
    return said
