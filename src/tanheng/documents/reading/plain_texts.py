"""The text of a cell that is no amount, as people see it: an id, a label, a remark; and what makes it doubtful.

A date in a remark is the date; where a name or a span of months belongs, it is what a spreadsheet made of `1-3`, and is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from tanheng.documents.reading.cells import Cell
from tanheng.documents.reading.invisible_marks import unseen
from tanheng.documents.reading.stored_numbers import stored_number
from tanheng.engine.numbers import full_text

LONGEST_STORED_ID = 15  # digits a spreadsheet keeps in a number
TOLD = "told"  # the code of a problem that stands among the problems already
NO_WORDS: Mapping[str, str] = {}


class PlainText(NamedTuple):
    """The text, and the code of a problem with its words where there is one."""

    text: str
    code: str | None = None
    words: Mapping[str, str] = NO_WORDS


def plain_text(cell: Cell, *, dates: bool) -> PlainText:
    """The text of a cell, stripped; `dates`: a date may stand here."""
    if cell.kind == "text":
        return _without_unseen(cell.text.strip())
    if cell.kind == "number":
        return _number(cell)
    if cell.kind == "date" and not dates:
        typed = cell.likely or cell.text
        return PlainText(typed, "FILE-261", {"found": cell.text, "wanted": typed})
    if cell.kind == "odd":
        return PlainText("", TOLD)
    if cell.kind == "error" or (cell.kind == "blank" and cell.formula):
        return PlainText("", "FILE-214" if cell.kind == "error" else "FILE-213", {"found": cell.text[:40]})
    return PlainText(cell.text.strip())


def _number(cell: Cell) -> PlainText:
    stored = stored_number(cell.text)
    text = stored or cell.text
    if cell.percent and stored:
        text = f"{full_text(Decimal(stored).scaleb(2))}%"
    if len(text.replace(".", "").lstrip("-")) > LONGEST_STORED_ID:
        return PlainText(text, "FILE-228", {"found": text[:40]})
    return PlainText(text)


def _without_unseen(text: str) -> PlainText:
    marks = [] if text.isprintable() else unseen(text)
    if not marks:
        return PlainText(text)
    kept = "".join(mark for mark in text if not unseen(mark))
    return PlainText(kept, "FILE-109", {"found": ", ".join(marks[:5])})
