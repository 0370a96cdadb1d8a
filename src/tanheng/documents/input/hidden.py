"""Tells amounts that were read from hidden rows, columns and sheets: they count, but nobody sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tanheng.documents.input.tables import Row
from tanheng.engine.place_spans import column_letters
from tanheng.engine.places import Origin

if TYPE_CHECKING:
    from tanheng.documents.input.rows import InputRows

MOST_NAMED = 20


class HiddenAmounts:
    """The hidden amounts of one file, by sheet."""

    def __init__(self, inputs: InputRows) -> None:
        self.inputs = inputs
        self.cells: dict[int, list[tuple[Row, str]]] = {}

    def take(self, row: Row, name: str) -> None:
        """An amount was read here; kept where it is hidden."""
        sheet = row.sheet
        if sheet.hidden or row.number in sheet.hidden_rows or (sheet.hidden_columns and sheet.column_hidden(row.columns[name])):
            self.cells.setdefault(id(sheet), []).append((row, name))

    def tell(self) -> None:
        """A warning for each sheet, its hidden rows and its hidden columns."""
        for cells in self.cells.values():
            sheet, file = cells[0][0].sheet, self.inputs.file
            rows = sorted({row.number for row, _ in cells if row.number in sheet.hidden_rows})
            columns = sorted({row.columns[name] for row, name in cells if sheet.column_hidden(row.columns[name])})
            if sheet.hidden:
                at = cells[0][0].origin(file, cells[0][1])
                self.inputs.note("FILE-225", Origin(file=file, sheet=sheet.name, cell=at.cell))
            if rows:
                at = sheet.origin(file, rows[0], min(cells[0][0].columns.values()))
                words = {"part": "行", "part_en": "rows", "found": ", ".join(map(str, rows[:MOST_NAMED]))}
                self.inputs.note("FILE-211", at, **words)
            if columns:
                at = sheet.origin(file, cells[0][0].number, columns[0])
                letters = ", ".join(map(column_letters, columns[:MOST_NAMED]))
                self.inputs.note("FILE-211", at, part="列", part_en="columns", found=letters)
