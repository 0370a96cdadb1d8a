"""Knows again what our own template wrote beside the entries: titles, the guide and the lists of choices, by content and place.

A sheet is known by what stands on it, not by its name; a number typed over a hint or among the choices is none of ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property

from tanheng.documents.input.guide import pack_of_line
from tanheng.documents.input.template.words import (
    CHOICE_TITLE,
    GUIDE_TITLE,
    YEAR_BEHIND,
    choice_lists,
    guide_texts,
    titles_of,
)
from tanheng.documents.marks.words import HEADING_ROW, mark_corner
from tanheng.documents.reading.cells import Cell, Corner, Sheet
from tanheng.engine.pack import Pack

PROBLEM_CODE = re.compile(r"[A-Z]{2,6}-\d{3}")


class TemplateSheets:
    """The words of the templates of a pack; without a pack those of any."""

    def __init__(self, pack: Pack | None) -> None:
        self.pack = pack

    def known_cells(self, sheet: Sheet, left: Mapping[Corner, Cell], *, first_heading: int | None) -> list[Corner]:
        """The cells among those left over that the template wrote there."""
        texts = {corner: cell.text for corner, cell in left.items() if cell.kind == "text"}
        mark = mark_corner(sheet)
        if mark is not None and first_heading is None:
            return list(self._problems_in(texts, mark))
        if first_heading is not None:
            return [corner for corner, text in texts.items() if corner[0] < first_heading and self._is_title(text)]
        if self.pack is None:
            return []
        if GUIDE_TITLE.zh in texts.values():
            return [corner for corner, text in texts.items() if text in self._guide]
        if CHOICE_TITLE in texts.values():
            return list(self._choices_in(texts))
        return []

    def other_year(self, sheet: Sheet, first_heading: int, year: int | None) -> tuple[Corner, int] | None:
        """The cell of our title above a table, and the year it was made for, where that is another than the year of the form."""
        for corner, cell in sheet.cells.items():
            behind = YEAR_BEHIND.search(cell.text) if corner[0] < first_heading and cell.kind == "text" else None
            if behind and year is not None and self._is_title(cell.text) and (made_for := int(behind[0][3:])) != year:
                return corner, made_for
        return None

    @staticmethod
    def made_for(sheets: Iterable[Sheet]) -> tuple[str, Corner, Sheet] | None:
        """The pack that the guide of a template names, and where; None without a guide."""
        for sheet in sheets:
            texts = {corner: cell.text for corner, cell in sheet.cells.items() if cell.kind == "text"}
            if GUIDE_TITLE.zh in texts.values():
                return next(((pack, corner, sheet) for corner, text in sorted(texts.items()) if (pack := pack_of_line(text))), None)
        return None

    def is_own(self, sheet: Sheet) -> bool:
        """Whether a sheet without tables is one that we write: the guide, the choices, a list of problems."""
        texts = {cell.text for cell in sheet.cells.values() if cell.kind == "text"}
        return GUIDE_TITLE.zh in texts or CHOICE_TITLE in texts or mark_corner(sheet) is not None

    def _is_title(self, text: str) -> bool:
        return YEAR_BEHIND.sub("", text) in self._titles

    @cached_property
    def _titles(self) -> set[str]:
        return titles_of(self.pack) if self.pack else set()

    @cached_property
    def _guide(self) -> set[str]:
        return guide_texts(self.pack) if self.pack else set()

    @staticmethod
    def _problems_in(texts: Mapping[Corner, str], mark: Corner) -> Iterable[Corner]:
        """The head of a sheet of problems, its lines, each with the code of a problem, and the hidden columns from the mark on."""
        codes = {corner[0] for corner, text in texts.items() if PROBLEM_CODE.fullmatch(text)}
        for row, column in texts:
            if row <= HEADING_ROW or row in codes or column >= mark[1]:
                yield row, column

    def _choices_in(self, texts: Mapping[Corner, str]) -> Iterable[Corner]:
        """The title, the headings, and below each heading the words of its list."""
        lists: dict[str, set[str]] = {}
        for words, title in choice_lists(self.pack).values() if self.pack else ():
            lists.setdefault(f"{title.zh}\n{title.en}", set()).update(words)
        columns = {corner[1]: (corner[0], lists[text]) for corner, text in texts.items() if text in lists}
        for corner, text in texts.items():
            row, known = columns.get(corner[1], (0, set()))
            if text == CHOICE_TITLE or text in lists or (corner[0] > row and text in known):
                yield corner
