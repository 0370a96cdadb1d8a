"""How much a CSV holds, told by its line ends and separators before anything is split: too much is refused at once.

The limits are those of a workbook; the reader that splits keeps them too, for quotes that span lines can hide what is counted here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tanheng.documents.reading.cells import LARGEST_COLUMN, LARGEST_ROW, MOST_CELLS, MOST_ROWS
from tanheng.engine.numbers import figure
from tanheng.engine.text import Text

DELIMITERS = ",;\t|，；"  # as programs write them, and as people type them
HASHES = ("#", "＃")


class TooMuch(NamedTuple):
    """What a file has too much of, how much it may have, and the line that shows it."""

    found: Text
    known: int
    line: int | None = None

    @property
    def words(self) -> dict[str, str]:
        """The words of its problem."""
        return {"found": self.found.zh, "found_en": self.found.en, "known": figure(self.known)}


def too_many_lines(text: str) -> TooMuch | None:
    """A text of more lines than a sheet has rows. Its lines end with `\\n`."""
    count = text.count("\n")
    return TooMuch(Text(f"{figure(count)} 行", f"{figure(count)} lines"), LARGEST_ROW) if count > LARGEST_ROW else None


def too_wide_line(lines: Iterable[str], most: int = LARGEST_COLUMN) -> tuple[int, int] | None:
    """The number and the cells of the first line that is wider than any sheet, told by its separators before anything is split."""
    inside = False
    for number, line in enumerate(lines, start=1):
        if len(line) > most and max(map(line.count, DELIMITERS)) >= most:
            cells = 1 + max(_separators(line, one, inside=inside) for one in DELIMITERS)
            if cells > most:
                return number, cells
        inside = _goes_on(line, inside=inside)
    return None


def too_wide(number: int, cells: int) -> TooMuch:
    """A line that is wider than any sheet."""
    return TooMuch(Text(f"一行 {figure(cells)} 格", f"{figure(cells)} cells in a line"), LARGEST_COLUMN, number)


def too_many_cells(lines: Sequence[str], delimiter: str) -> TooMuch | None:
    """More rows, or more cells in them, than a case has; blank rows are not counted."""
    rows = cells = 0
    inside = False
    for number, line in enumerate(lines, start=1):
        if not inside and is_blank(line, delimiter):
            continue
        cells += _separators(line, delimiter, inside=inside)
        inside = _goes_on(line, inside=inside)
        if not inside:
            rows, cells = rows + 1, cells + 1
        if rows > MOST_ROWS:
            return TooMuch(Text("数据行", "rows"), MOST_ROWS, number)
        if cells > MOST_CELLS:
            return TooMuch(Text("单元格", "cells"), MOST_CELLS, number)
    return None


def is_blank(line: str, delimiter: str) -> bool:
    """Whether nothing but separators and blanks stands in a line; counted, which is faster than stripping a long one."""
    signs = {delimiter, " ", "\t"}
    return line[:1] in ("", *signs) and sum(map(line.count, signs)) == len(line)


def _goes_on(line: str, *, inside: bool) -> bool:
    """Whether a quoted cell goes on in the next line; a head line has no cells."""
    if '"' not in line or (not inside and line.lstrip("\"' \t").startswith(HASHES)):
        return inside
    return inside ^ (line.count('"') % 2 == 1)


def _separators(line: str, delimiter: str, *, inside: bool) -> int:
    if '"' not in line:
        return 0 if inside else line.count(delimiter)
    return "".join(line.split('"')[inside::2]).count(delimiter)
