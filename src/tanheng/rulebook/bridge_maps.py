"""What the editions of a sector have in common, as data: one file a sector in bridges/, read here and handed on as it stands."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

ROOT = files("tanheng.rulebook").joinpath("bridges")


@lru_cache(maxsize=1)
def bridge_maps() -> dict[str, Any]:
    """All maps in one: `concepts`, `sources` and `packs`; a pack stands in the file of its sector."""
    merged: dict[str, Any] = {"concepts": {}, "sources": {}, "packs": {}}
    for entry in sorted(ROOT.iterdir(), key=lambda one: one.name):
        if not entry.name.endswith(".yaml"):
            continue
        document = yaml.safe_load(entry.read_text(encoding="utf-8")) or {}
        for part, rows in merged.items():
            rows.update(document.get(part) or {})
    return merged


@lru_cache(maxsize=1)
def typical_values() -> dict[str, Any]:
    """What measuring usually finds, where a reference gives it: quantity → rows with item or attribute, low, high, status, source."""
    text = files("tanheng.rulebook").joinpath("typical_values.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(text) or {}
