"""What a check rests on, for readers of both languages: its docstring says it in English, a table beside the packs in Chinese."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from tanheng.engine.text import Text
from tanheng.rulebook.rule_yaml import read_record


def clause_text(clause: str) -> Text:
    """The clause of a check in both languages. One without Chinese gives Chinese readers none: it would be a foreign sentence."""
    return Text(_chinese().get(clause, ""), clause)


@lru_cache(maxsize=1)
def _chinese() -> dict[str, str]:
    """Read when a check is published, never for a calculation."""
    return read_record(files("tanheng.rulebook").joinpath("check_clauses.yaml"), "check_clauses.yaml")
