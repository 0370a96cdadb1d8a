"""What a code says, declared once: how much it weighs, what is wrong, and the remedy, in Chinese and in English.

Whatever reads or computes has a table `SENTENCES` of its codes beside it; the problem of a code is made here, whichever the table.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tanheng.engine.places import Where
from tanheng.engine.problems import Problem, Severity
from tanheng.engine.text import LONGEST_QUOTE, Text, quoted

Words = tuple[str, str, str, str]  # message zh, en; remedy zh, en
Sentence = tuple[Severity, str, str, str, str]  # its usual severity, then the words
Sentences = Mapping[str, Sentence]
NO_PLACE = Where()


def problem_of(sentences: Sentences, code: str, where: Where = NO_PLACE, severity: Severity | None = None, /, **words: Any) -> Problem:
    """The problem of a code at a place, its sentences filled; `severity` where it weighs otherwise than usual.

    A `Text` speaks both languages; of other words `name_en` and the like are the English ones, and default to their Chinese twins.
    What a file says is quoted as far as anybody reads.
    """
    return _filled(sentences, code, where, severity, words, LONGEST_QUOTE)


def problem_in_full(sentences: Sentences, code: str, where: Where = NO_PLACE, severity: Severity | None = None, /, **words: Any) -> Problem:
    """The same with words of any length: lists of the program's own."""
    return _filled(sentences, code, where, severity, words, None)


def _filled(
    sentences: Sentences, code: str, where: Where, severity: Severity | None, words: Mapping[str, Any], longest: int | None
) -> Problem:
    usual, message_zh, message_en, remedy_zh, remedy_en = sentences[code]
    chinese = {name: quoted(value.zh if isinstance(value, Text) else str(value), longest) for name, value in words.items()}
    english = {
        **chinese,
        **{name.removesuffix("_en"): value for name, value in chinese.items() if name.endswith("_en")},
        **{name + end: quoted(value.en, longest) for name, value in words.items() if isinstance(value, Text) for end in ("", "_en")},
    }
    return Problem(
        code,
        severity or usual,
        where,
        Text(message_zh.format(**chinese), message_en.format(**english)),
        Text(remedy_zh.format(**chinese), remedy_en.format(**english)),
    )
