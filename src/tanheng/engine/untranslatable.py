"""What an edition says and its pack cannot: declared in pack.yaml, told with the results that depend on it, and marked where they stand."""

from __future__ import annotations

from typing import Any

from tanheng.engine.pack import Pack

MARK = "‡"


def untranslatable_rows(pack: Pack, lang: str) -> list[dict[str, Any]]:
    """Each such rule with its words, its clause and status, and every derived quantity that depends on it."""
    return [
        {
            "id": one["id"],
            "message": one[lang],
            "clause": one.get("clause", ""),
            "status": one["status"],
            "results": [name for name in pack.formulas if one["id"] in pack.untranslated.get(name, ())],
        }
        for one in pack.untranslatable
    ]


def marked(pack: Pack, name: str, text: str) -> str:
    """The name of a quantity, with the mark where it depends on such a rule."""
    return f"{text} {MARK}" if name in pack.untranslated else text
