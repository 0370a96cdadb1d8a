"""How the other edition got an input, in words: the names in a conversion's arithmetic as the editions call them."""

from __future__ import annotations

import re

from tanheng.analysis.bridge.map import BridgeMap
from tanheng.analysis.bridge.parts import Bridge

NAME = re.compile(r"[A-Za-z_]\w*")
SIGNS = {" / ": " ÷ ", " * ": " × ", " - ": " − "}


def labels_of(found: Bridge, maps: BridgeMap, lang: str) -> dict[str, str]:
    """What the names of a conversion are called: what the editions have in common, and the inputs of both."""
    quantities = {**found.source.pack.quantities, **found.target_pack.quantities}
    labels = {name: one.label.in_(lang) for name, one in quantities.items()}
    return {**labels, **{name: one.label.in_(lang) for name, one in maps.concepts.items()}}


def worded(arithmetic: str, labels: dict[str, str]) -> str:
    """The arithmetic in words: `net_anode_carbon_t / output_t` as 阳极净耗量 ÷ 铝液产量."""
    text = NAME.sub(lambda name: labels.get(name.group(), name.group()), arithmetic)
    for sign, shown in SIGNS.items():
        text = text.replace(sign, shown)
    return text
