"""Open doubts as the text of `answers` in a case file: entries that only want a reason and a person, each under what it is about."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from tanheng.engine.answer import CONFIRMED
from tanheng.engine.problems import Problem
from tanheng.engine.text import Text

HEAD = Text(
    "填写理由（reason）和答复人（person）后，放入算例的 answers；已更正的写 says: corrected；不交主管部门打印的加 printed: false。",
    "Fill in reason and person and put the entries under `answers` of the case; `says: corrected` for what was mended; "
    "`printed: false` for what the authority need not read.",
)


def answers_yaml(doubts: Iterable[Problem], lang: str) -> str:
    """YAML text of `answers:` with an entry for each doubt; ready to be pasted into a case or appended to it."""
    return "\n".join([f"# {HEAD.in_(lang)}", "answers:", *(line for doubt in doubts for line in _entry(doubt, lang))]) + "\n"


def _entry(doubt: Problem, lang: str) -> Iterator[str]:
    where = doubt.where
    for line in doubt.as_text(lang).splitlines():
        yield f"  # {line}"
    parts: dict[str, str | int | None] = {
        "code": doubt.code, "quantity": where.quantity, "facility": where.facility, "item": where.item, "month": where.month,
        "digest": doubt.digest, "says": CONFIRMED,
    }  # fmt: skip
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in parts.items() if value is not None]
    for number, line in enumerate([*lines, 'reason: ""', 'person: ""']):
        yield f"  {'- ' if number == 0 else '  '}{line}"
