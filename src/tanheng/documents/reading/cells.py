"""Cells of a read workbook or CSV, whichever program wrote it: what is typed in each, and what the eye does not see.

Plain values only: numbers keep the digits of the file, formulas their stored result. No rule of a case lives here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from tanheng.engine.place_spans import column_letters
from tanheng.engine.places import Origin

CellKind = Literal["number", "text", "boolean", "date", "error", "blank", "odd"]
Corner = tuple[int, int]  # row, column, counted from 1
LARGEST_ROW, LARGEST_COLUMN = 1_048_576, 16_384
MOST_CELLS = 1_000_000  # of a workbook, blank ones not counted: some 300 MB
MOST_ROWS = 100_000  # of the tables of a case, blank ones not counted
MOST_ODD = 1_000  # cells of a sheet that could not be read and are told
LONGEST_TEXT = 32_767  # characters of a cell: what a spreadsheet takes
MOST_CHARACTERS = 20_000_000  # of all cells of a workbook, a text that many cells share counted for each
MOST_AREAS = 20_000  # merged areas and hidden columns of a workbook
MOST_LOOKS = 3_000_000  # cells looked at for the conditional formats of a workbook, one under several rules as often: some seconds
LONGEST_SHOWN = 60


class Shown(NamedTuple):
    """What people see in a cell of a number, where that is not the number alone: the text, the words beside the digits, and the power
    of ten by which the shown number is smaller than the stored one. `hidden`: nothing of the number is seen. `altered`: another number
    is seen, by digits or a sign that stand in the format. `coded`: the text is the code of the format, for what it makes cannot be
    written here. `others`: what conditional formats may show instead.
    """

    text: str
    words: str = ""
    power: int = 0
    hidden: bool = False
    altered: bool = False
    coded: bool = False
    others: tuple[Shown, ...] = ()


class Cell(NamedTuple):
    """One cell: `text` is what is typed, for a number its digits as stored, for a formula its stored result.

    A date's text is what people read: `2025-03-01`, `2025-03-01 08:30` or `08:30`; `likely` is what was probably typed before a
    spreadsheet made a date of it (`1-3`). `percent`: its format shows a number 0.98 as 98 %. `shown`: what its format shows beside
    the number, or in its place. An odd cell holds what nobody can read, so it has no text; its sheet says why.
    """

    kind: CellKind
    text: str = ""
    formula: bool = False
    percent: bool = False
    likely: str = ""
    shown: Shown | None = None


BLANK = Cell("blank")
ODD = Cell("odd")


def too_long(text: str) -> tuple[str, str]:
    """What is said of a text that no cell of a spreadsheet can hold."""
    return f"它有 {len(text)} 个字，一个单元格最多 {LONGEST_TEXT}", f"it has {len(text)} characters, a cell has {LONGEST_TEXT} at most"


class OddCell(NamedTuple):
    """Why a cell could not be read, as the code of a problem with its words; no corner where the whole sheet is meant."""

    corner: Corner | None
    code: str
    words: Mapping[str, str]


@dataclass
class Sheet:
    """One sheet: its cells by (row, column) counted from 1, what is hidden or merged in it, and what could not be read."""

    name: str | None
    hidden: bool = False
    cells: dict[Corner, Cell] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merged: list[tuple[Corner, Corner]] = field(default_factory=list)
    lines: dict[int, int] = field(default_factory=dict)  # CSV: row → line of the text
    odd: list[OddCell] = field(default_factory=list)  # what nobody can read, told by the reader of sheets
    beside: dict[str, list[str]] = field(default_factory=dict)  # texts in no cell: of `comments`, `drawing`, `header` (and footer)
    _hidden: dict[int, bool] = field(default_factory=dict, compare=False, repr=False)  # of columns that were asked for

    def tell(self, corner: Corner | None, code: str, found: str, found_en: str) -> None:
        """Notes what could not be read, at a cell or for the whole sheet."""
        self.odd.append(OddCell(corner, code, {"found": found, "found_en": found_en}))

    def note_beside(self, kind: str, text: str) -> None:
        """A text of the sheet that stands in no cell."""
        self.beside.setdefault(kind, []).append(text)

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
        if column not in self._hidden:
            self._hidden[column] = any(first <= column <= last for first, last in self.hidden_columns)
        return self._hidden[column]

    def origin(self, file: str, row: int, column: int) -> Origin:
        """The place of a cell in a file."""
        return Origin(file=file, sheet=self.name, cell=cell_name(row, column), line=self.lines.get(row))


def cell_name(row: int, column: int) -> str:
    """`B5` for row 5, column 2."""
    return f"{column_letters(column)}{row}"


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
    return (row, column) if 1 <= row <= LARGEST_ROW and column <= LARGEST_COLUMN else None
