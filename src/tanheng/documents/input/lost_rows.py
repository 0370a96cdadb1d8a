"""Rows of data that lost their columns or their headings: a whole row in one cell, rows of ours on a sheet without headings.

Their figures would be left out of every total, so that they are errors where other texts and sheets of one's own are only told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import groupby

from tanheng.documents.input.figure_cells import is_figure
from tanheng.documents.input.headings import Names, item_names, quantity_names
from tanheng.documents.input.tables import is_unit
from tanheng.documents.reading.cells import Cell, Corner
from tanheng.engine.pack import Pack

SEPARATORS = re.compile(r"[;；,，、|｜\t\n]")
FIGURE_BEGINS = re.compile(r"[-+]?\d")
LONGEST_LOST = 2_000  # characters that are looked at
MOST_CELLS_OF_ROW = 40


class LostRows:
    """Knows rows again by the words of a pack: its inputs, items, parameters and tables. Without a pack by their figures alone."""

    def __init__(self, pack: Pack | None, facilities: Names | None) -> None:
        self.ids = {*(one.id for one in pack.inputs()), *pack.parameters, *pack.tables} if pack else set[str]()
        self.quantities = quantity_names(pack) if pack else Names(())
        tables = dict.fromkeys(one.item_table for one in pack.inputs() if one.item_table) if pack else {}
        self.names = [self.quantities, *(item_names(pack, table) for table in tables if pack)]
        self.facilities = [] if facilities is None else [facilities]

    def is_in(self, cell: Cell, *, figures: int) -> bool:
        """Whether a cell holds the row of a table: a word of ours before a figure, or so many figures one after the other that other
        separators part; none: figures alone say nothing.
        """
        text = cell.text[:LONGEST_LOST]
        if cell.kind != "text" or not any(map(str.isdigit, text)):
            return False
        parts = [part.strip(" \"'") for part in SEPARATORS.split(text)]
        filled = [part for part in parts if part]
        are_figures = [is_figure(Cell("text", part)) for part in filled]
        if figures and max((len(list(run)) for is_one, run in groupby(are_figures) if is_one), default=0) >= figures:
            return True
        if len(filled) > 1 and any(are_figures[1:]) and self._is_word(filled[0], [*self.names, *self.facilities]):
            return True
        plain = text.strip()
        found = FIGURE_BEGINS.search(plain)
        if found is None:
            return False
        word = plain[: found.start()].rstrip(" \t\n\u3000:：=＝")
        return self._is_word(word, self.names) and is_figure(Cell("text", plain[found.start() :]))

    def rows_of_ours(self, cells: Mapping[Corner, Cell]) -> set[int]:
        """The rows that hold a figure and an id of the pack, or the name of an input with a unit."""
        found: set[int] = set()
        for row, several in groupby(sorted(cells.items()), key=lambda one: one[0][0]):
            line = [cell for _, cell in several][:MOST_CELLS_OF_ROW]
            texts = [cell.text.strip() for cell in line if cell.kind == "text"]
            if any(map(is_figure, line)) and self._is_ours(texts):
                found.add(row)
        return found

    def _is_ours(self, texts: Iterable[str]) -> bool:
        several = list(texts)
        named = any(self.quantities.find(text) for text in several if len(text) <= 200)
        return not self.ids.isdisjoint(several) or (named and any(map(is_unit, several)))

    @staticmethod
    def _is_word(text: str, names: Iterable[Names]) -> bool:
        return bool(text) and len(text) <= 200 and any(one.find(text) for one in names)
