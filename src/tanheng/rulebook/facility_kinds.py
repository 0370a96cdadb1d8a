"""The kinds of facilities that the editions know: what a pack's head lists is enough for a facility of that kind to be registered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from tanheng.engine.text import Text
from tanheng.rulebook import pack_ids, resolved_head

OTHER = "other"  # of a facility whose kind nobody has told yet


@cache
def kinds_of_packs() -> Mapping[str, Text]:
    """The label of every kind by its id, in the order of the editions. Where editions name a kind unlike, the name that most
    of them use. From the heads alone: no pack is loaded for it. Rules stand while a program runs.
    """
    labels: dict[str, Counter[Text]] = {}
    for pack_id in pack_ids():
        for kind, row in (resolved_head(pack_id).get("facility_kinds") or {}).items():
            labels.setdefault(kind, Counter())[Text(row["zh"], row["en"])] += 1
    return MappingProxyType({kind: counted.most_common(1)[0][0] for kind, counted in labels.items()})
