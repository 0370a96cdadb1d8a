"""Problems in the database: JSON with each sentence in Chinese and English, shown in the reader's language."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from tanheng.engine.errors import SEVERITY_ORDER, Problem, Text, Where
from tanheng.engine.pack import Pack
from tanheng.rulebook import load, pack_ids


def problems_text(problems: Iterable[Problem]) -> str:
    """JSON text that keeps both languages."""
    rows = [
        {
            "code": one.code,
            "severity": one.severity,
            "where": one.where.as_json(),
            "message": {"zh": one.message.zh, "en": one.message.en},
            "remedy": {"zh": one.remedy.zh, "en": one.remedy.en},
        }
        for one in problems
    ]
    return json.dumps(rows, ensure_ascii=False)


def stored_problems(text: str) -> list[Problem]:
    """The problems again."""
    return [
        Problem(row["code"], row["severity"], Where(**row["where"]), Text(**row["message"]), Text(**row["remedy"]))
        for row in json.loads(text or "[]")
    ]


def shown_problems(
    problems: Iterable[Problem], lang: str, pack_id: str = "", facilities: Mapping[str, str] | None = None
) -> list[dict[str, Any]]:
    """What blocks first, as the problem list component takes them: texts in `lang` and the place as one line.

    With the pack of the file, quantities and items go by their names; `facilities` names facilities by their codes.
    """
    ordered = sorted(problems, key=lambda one: SEVERITY_ORDER[one.severity])
    pack = load(pack_id) if pack_id in pack_ids() else None
    return [{**one.as_json(lang), "place": _place(one.where, lang, pack, facilities or {})} for one in ordered]


def _place(where: Where, lang: str, pack: Pack | None, facilities: Mapping[str, str]) -> str:
    """File, sheet and cell or line; then quantity, facility, item and month, by name where the names are known."""
    line = "" if where.line is None else f"第 {where.line} 行" if lang == "zh" else f"line {where.line}"
    in_file = " ".join(part for part in (where.file, where.sheet, where.cell, line) if part)
    quantity = pack.quantities.get(where.quantity or "") if pack else None
    item = where.item or ""
    if pack and quantity and quantity.item_table in pack.tables and item in pack.tables[quantity.item_table].rows:
        item = pack.tables[quantity.item_table].rows[item].label.in_(lang)
    month = "" if where.month is None else f"{where.month} 月" if lang == "zh" else f"month {where.month}"
    name = quantity.label.in_(lang) if quantity else where.quantity or ""
    path = "" if in_file and name else where.path or ""
    facility = facilities.get(where.facility or "", where.facility or "")
    return " · ".join(part for part in (in_file, path, name, facility, item, month) if part)


def error_count(problems: Iterable[Problem]) -> int:
    """How many of them block."""
    return sum(one.severity == "error" for one in problems)
