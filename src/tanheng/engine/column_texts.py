"""The texts of the columns of a run, each column worded once: its hash, the digest of its results and its trace are written of them.

Formulas share their operands, and a result is an operand of the next: most columns stand in several places.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from tanheng.engine.numbers import decimal_text
from tanheng.seal.canonical import canonical_bytes

if TYPE_CHECKING:
    from tanheng.engine.columns import Column, OperandColumn

Texts = list[str | None]
BLANK = "null"


class ColumnTexts:
    """Keeps what was worded, and the columns themselves: an id() is of one object as long as that lives."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[OperandColumn, Texts, str]] = {}

    def of(self, column: Column) -> Texts:
        """The decimal text of each value; None where there is none."""
        return self._worded(column)[1]

    def in_json(self, column: OperandColumn) -> str:
        """The column as a JSON list of texts, of lists of them where it holds series."""
        return self._worded(column)[2]

    def _worded(self, column: OperandColumn) -> tuple[OperandColumn, Texts, str]:
        found = self._known.get(id(column))
        if found is None or found[0] is not column:
            found = self._known[id(column)] = (column, *_worded(column))
        return found


def _worded(column: OperandColumn) -> tuple[Texts, str]:
    first = column[0] if column else None
    if first is None and column.count(None) == len(column):
        return [None] * len(column), _nothing(len(column))
    if isinstance(first, tuple):
        return [], _series(column)
    texts = list(map(str, column))
    joined = '","'.join(texts)
    if "E" not in joined and "N" not in joined:  # neither an exponent nor None: digits, signs and points need no escape
        return texts, f'["{joined}"]'  # type: ignore[return-value]  # no text is None
    sparse = [None if value is None else decimal_text(value) for value in column]
    return sparse, "[" + ",".join([BLANK if text is None else f'"{text}"' for text in sparse]) + "]"


def _series(column: OperandColumn) -> str:
    """A column of tuples; the same tuple, of all that an entity has, may stand at every place."""
    known: dict[int, str] = {}
    for one in column:
        if id(one) not in known:
            known[id(one)] = BLANK if one is None else _worded(one)[1]
    return f"[{','.join([known[id(one)] for one in column])}]"


@lru_cache(1_000)
def _nothing(length: int) -> str:
    return f"[{','.join([BLANK] * length)}]"


@lru_cache(10_000)
def word_text(word: Any) -> str:
    """A name, a hash or nothing in canonical JSON: the same few in run after run."""
    return canonical_bytes(word).decode()
