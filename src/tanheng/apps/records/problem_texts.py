"""Problems in the database: JSON with each sentence in Chinese and English, shown in the reader's language."""

import json
from collections.abc import Iterable
from typing import Any

from tanheng.engine.errors import SEVERITY_ORDER, Problem, Text, Where


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


def shown_problems(problems: Iterable[Problem], lang: str) -> list[dict[str, Any]]:
    """What blocks first, as the problem list component takes them: texts in `lang` and the place as one line."""
    ordered = sorted(problems, key=lambda one: SEVERITY_ORDER[one.severity])
    return [{**one.as_json(lang), "place": one.where.as_text()} for one in ordered]


def error_count(problems: Iterable[Problem]) -> int:
    """How many of them block."""
    return sum(one.severity == "error" for one in problems)
