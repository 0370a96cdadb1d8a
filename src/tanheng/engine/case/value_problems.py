"""The sentences of an entry of `values` as a whole; those of its parts stand in `engine.case.problems`."""

from __future__ import annotations

from tanheng.engine.sentences import Sentence

SENTENCES: dict[str, Sentence] = {
    "CASE-179": (
        "note",
        "{name} 的这一条没有数值，没有读取；写在里面的 {found} 也没有保存",
        "this entry of {name} has no amounts and was not read; what it says in {found} is not kept either",
        "补上数值，或删去这一条",
        "give its amounts, or remove it",
    ),
}
