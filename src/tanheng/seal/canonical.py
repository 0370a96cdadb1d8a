"""Canonical bytes of plain data and their SHA-256. The same data give the same bytes on every machine; floats are refused."""

from __future__ import annotations

import hashlib
import json
from typing import Any

TEXT = frozenset({str})
PLAIN = frozenset({str, int, bool, type(None)})  # leaves that need no second look: most of what a run holds


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("a float has no canonical bytes; use decimal text")
    if isinstance(value, dict):
        if not TEXT.issuperset(map(type, value)):
            _refuse_keys(value)
        value = value.values()
    elif not isinstance(value, list | tuple):
        return
    if not PLAIN.issuperset(map(type, value)):
        for inner in value:
            if type(inner) not in PLAIN:
                _refuse_floats(inner)


def _refuse_keys(value: dict[Any, Any]) -> None:
    for key in value:
        if not isinstance(key, str):
            raise TypeError(f"a key must be text, not {type(key).__name__}")


def canonical_bytes(value: Any) -> bytes:
    """UTF-8 JSON with sorted keys and no spaces. Raises TypeError for floats, non-text keys and unknown types."""
    _refuse_floats(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def sha256_of_bytes(content: bytes) -> str:
    """`sha256:` and the hex digest of the bytes."""
    return "sha256:" + hashlib.sha256(content).hexdigest()


def sha256_of(value: Any) -> str:
    """`sha256:` and the hex digest of the canonical bytes of plain data."""
    return sha256_of_bytes(canonical_bytes(value))
