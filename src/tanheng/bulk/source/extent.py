"""How long and how wide the text of a table is, told by its line ends and separators before a database reads it.

A table that is far wider than any is refused at once; one that seems so only for the separators in its quoted texts is read.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from tanheng.bulk.problems import TableProblem, table_problem
from tanheng.bulk.sql.backend import TableFileError
from tanheng.documents.input.csv_bounds import too_wide_line
from tanheng.engine.numbers import figure

MOST_COLUMNS = 500  # of a table: a pack has a hundred inputs
MANY_MORE = 50  # separators a line beyond those of the headings: only then it is looked for a line that is too wide
PIECE = 1 << 20


class Extent(NamedTuple):
    """The number of the last line with anything in it, and how many separators there are."""

    last: int
    separators: int


def check_columns(count: int) -> None:
    """Raises TableFileError where a table has more columns than any."""
    if count > MOST_COLUMNS:
        raise TableFileError(too_wide(None, count))


def checked_extent(path: Path, separator: str, columns: int, encoding: str) -> Extent:
    """The extent of a text below so many headings. Raises TableFileError with the first line that is wider than any table, which is
    looked for where the lines are far wider than their headings.
    """
    extent = extent_of(path, separator)
    if extent.separators > extent.last * (columns + MANY_MORE):
        with path.open(encoding=encoding, errors="replace") as file:
            wide = too_wide_line(file, MOST_COLUMNS)
        if wide is not None:
            raise TableFileError(too_wide(*wide))
    return extent


def too_wide(line: int | None, cells: int) -> TableProblem:
    """The refusal of a table with so many columns."""
    return table_problem("BATCH-150", line=line, found=figure(cells), known=figure(MOST_COLUMNS))


def extent_of(path: Path, separator: str) -> Extent:
    """The extent of a text of one byte a sign, whichever sign ends its lines."""
    ended = waiting = separators = 0
    held = b""  # a return whose new line may come in the next piece
    with path.open("rb") as file:
        while piece := held + file.read(PIECE):
            held = b"\r" if len(piece) > 1 and piece.endswith(b"\r") else b""
            piece = piece.removesuffix(held)
            separators += piece.count(separator.encode())
            text = piece.rstrip(b"\r\n")
            if text:
                ended, waiting = ended + waiting + _line_ends(text), 0
            waiting += _line_ends(piece[len(text) :])
    return Extent(ended + 1, separators)


def _line_ends(text: bytes) -> int:
    returns = text.count(b"\r")
    return text.count(b"\n") + (returns - text.count(b"\r\n") if returns else 0)
