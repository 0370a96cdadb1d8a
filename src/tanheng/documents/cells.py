"""Cells of a read workbook or CSV, whichever program wrote it: what is typed in each, and what the eye does not see.

Plain values only: numbers keep the digits of the file, formulas their stored result. No rule of a case lives here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from tanheng.engine.case import Origin

CellKind = Literal["number", "text", "boolean", "date", "error", "blank"]
Corner = tuple[int, int]  # row, column, counted from 1


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: `text` is what is typed, for a number its digits as stored, for a formula its stored result."""

    kind: CellKind
    text: str = ""
    formula: bool = False


BLANK = Cell("blank")


@dataclass
class Sheet:
    """One sheet: its cells by (row, column) counted from 1, and what is hidden or merged in it."""

    name: str | None
    hidden: bool = False
    cells: dict[Corner, Cell] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merged: list[tuple[Corner, Corner]] = field(default_factory=list)
    lines: dict[int, int] = field(default_factory=dict)  # CSV: row → line of the text

    def at(self, row: int, column: int) -> Cell:
        """The cell, blank where nothing is typed."""
        return self.cells.get((row, column), BLANK)

    def rows(self) -> dict[int, dict[int, Cell]]:
        """Rows with anything in them, in order; in each the cells by column."""
        found: dict[int, dict[int, Cell]] = {}
        for (row, column), cell in sorted(self.cells.items()):
            if cell.kind != "blank" or cell.formula:
                found.setdefault(row, {})[column] = cell
        return found

    def column_hidden(self, column: int) -> bool:
        """Whether the column is hidden."""
        return any(first <= column <= last for first, last in self.hidden_columns)

    def origin(self, file: str, row: int, column: int) -> Origin:
        """The place of a cell in a file."""
        return Origin(file=file, sheet=self.name, cell=cell_name(row, column), line=self.lines.get(row))


def column_name(column: int) -> str:
    """`A` for 1, `AA` for 27."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def cell_name(row: int, column: int) -> str:
    """`B5` for row 5, column 2."""
    return f"{column_name(column)}{row}"


def area_name(first: Corner, last: Corner) -> str:
    """`B5:C7`."""
    return f"{cell_name(*first)}:{cell_name(*last)}"


def corner_of(reference: str) -> Corner | None:
    """Row and column of `B5` or `$B$5`; None for anything else, or outside the largest sheet there is."""
    text = reference.replace("$", "")
    letters = text.rstrip("0123456789")
    digits = text[len(letters) :]
    if not (letters.isascii() and letters.isalpha() and len(letters) <= 3 and digits and len(digits) <= 7):
        return None
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    row = int(digits)
    return (row, column) if 1 <= row <= 1_048_576 and column <= 16_384 else None
