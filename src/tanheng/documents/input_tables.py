"""Finds the tables of an input workbook or CSV by their headings, wherever they stand, and gives their rows with their cells.

It looks at headings only: sheets may be renamed, rows and columns moved, blank rows added. What a row means is decided in
`documents.input_rows`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from tanheng.documents.cells import BLANK, Cell, Corner, Sheet, area_name, cell_name
from tanheng.documents.input_headings import (
    CHOICE_SHEET,
    GUIDE_SHEET,
    OVERRIDE_SHEET,
    TABLES,
    UNCERTAINTY_SHEET,
    heading_field,
)
from tanheng.documents.input_problems import input_problem
from tanheng.engine.case import Origin
from tanheng.engine.errors import Problem

HEADING_WIDTH = 200  # columns looked at for headings


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its cells by field, and the columns of its table."""

    sheet: Sheet
    number: int
    cells: Mapping[str, Cell]
    columns: Mapping[str, int]

    def cell(self, name: str) -> Cell:
        """The cell of a field; blank where the table has no such column."""
        return self.cells.get(name, BLANK)

    def text(self, name: str) -> str:
        """The cell's text, stripped."""
        return self.cell(name).text.strip()

    def origin(self, file: str, name: str | None = None) -> Origin:
        """The place of a field's cell, or of the row's first cell."""
        column = self.columns.get(name or "", min(self.columns.values()))
        return self.sheet.origin(file, self.number, column)


@dataclass
class Tables:
    """All rows found, by table, and the problems on the way."""

    file: str
    rows: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in TABLES})
    problems: list[Problem] = field(default_factory=list)

    def take(self, sheets: Iterable[Sheet]) -> None:
        """Reads the rows of all tables on all sheets."""
        for sheet in sheets:
            if sheet.name in (GUIDE_SHEET, CHOICE_SHEET):
                continue
            found = list(self._rows(sheet))
            for table, row in found:
                self.rows[table].append(row)
            if not found and sheet.rows() and sheet.name not in (OVERRIDE_SHEET, UNCERTAINTY_SHEET):  # often left empty
                at = Origin(file=self.file, sheet=sheet.name)
                self.problems.append(input_problem("FILE-210", at, "warning"))
            self._refuse_merged(sheet, [row for _, row in found])

    def _rows(self, sheet: Sheet) -> Iterator[tuple[str, Row]]:
        table = ""
        columns: dict[str, int] = {}
        for number, cells in sheet.rows().items():
            heading = self._heading(sheet, number, cells)
            if heading is not None:
                table, columns = heading
            elif table:
                taken = {name: cells[column] for name, column in columns.items() if column in cells}
                if taken:
                    yield table, Row(sheet, number, taken, columns)

    def _heading(self, sheet: Sheet, number: int, cells: Mapping[int, Cell]) -> tuple[str, dict[str, int]] | None:
        for table, (words, needed) in TABLES.items():
            fields = [
                (name, column)
                for column, cell in cells.items()
                if cell.kind in ("text", "number") and column <= HEADING_WIDTH and (name := heading_field(cell.text[:80], words))
            ]
            names = {name for name, _ in fields}
            if all(names & group for group in needed):
                return table, self._columns(sheet, number, fields)
        return None

    def _columns(self, sheet: Sheet, number: int, fields: list[tuple[str, int]]) -> dict[str, int]:
        columns: dict[str, int] = {}
        for name, column in fields:
            if columns.setdefault(name, column) != column:
                twice = f"{cell_name(number, columns[name])}, {cell_name(number, column)}"
                found = sheet.at(number, column).text.replace("\n", " ")[:40]
                origin = sheet.origin(self.file, number, column)
                self.problems.append(input_problem("FILE-226", origin, found=found, known=twice))
        return columns

    def _refuse_merged(self, sheet: Sheet, rows: list[Row]) -> None:
        by_number = {row.number: row for row in rows}
        for first, last in sheet.merged:
            if _meets(first, last, by_number):
                at = sheet.origin(self.file, *first)
                self.problems.append(input_problem("FILE-216", at, found=area_name(first, last)))


def _meets(first: Corner, last: Corner, rows: Mapping[int, Row]) -> bool:
    """Whether a merged area takes a cell that the reader needs."""
    numbers = [number for number in rows if first[0] <= number <= last[0]]
    return any(first[1] <= column <= last[1] for number in numbers for column in rows[number].columns.values())
