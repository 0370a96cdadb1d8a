"""A file of a case with its problems marked in it: the user's own workbook, for ods and csv one made from their cells.

The one door for the command line and the web. It reads no disk; what cannot be marked raises `UnmarkableFile`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from tanheng.documents.input.workbook import workbook_sheets
from tanheng.documents.marks.package import EditedPackage
from tanheng.documents.marks.problem_sheet import Listed, link_to
from tanheng.documents.marks.words import is_problem_sheet
from tanheng.documents.marks.workbook import WorkbookMarker
from tanheng.documents.reading.cells import Corner, Sheet, cell_name, corner_of
from tanheng.documents.reading.workbook_package import UnreadableWorkbook, WorkbookPackage
from tanheng.documents.reading.workbook_parts import workbook_part
from tanheng.engine.case import Case
from tanheng.engine.places import Where
from tanheng.engine.problems import Problem, sorted_problems
from tanheng.engine.text import Text

MARKABLE = (".xlsx", ".ods", ".csv")

MADE = Text(
    "由 {kind} 的单元格生成：只有数值，没有原来的格式和公式。",
    "Made of the cells of the {kind}: values alone, without its looks and formulas.",
)


class UnmarkableFile(Exception):  # noqa: N818 - it says why, in words for people
    """The file is of a kind that cannot be marked, or is no sound workbook."""


def is_markable(name: str) -> bool:
    """Whether files of this name can be marked."""
    return PurePosixPath(name).suffix.lower() in MARKABLE


def marked_workbook(
    name: str, content: bytes, problems: Iterable[Problem], lang: str, case: Case | None = None, *, base: str = ""
) -> bytes:
    """The workbook (xlsx) with these problems marked in it; `case` tells the cells of problems that name no cell; `base` is what its
    figures were taken from, where that is not what the file says.

    Raises UnmarkableFile.
    """
    try:
        book = _workbook(name, content)
        ordered = sorted_problems(_placed(one, case) for one in problems)
        marks, listed = _Gathering(_base(name), book, lang).of(ordered)
        sheets = workbook_sheets(book.content)
        remark = MADE.filled(kind=book.made_from).in_(lang) if book.made_from else ""
        return WorkbookMarker(EditedPackage(book.content), sheets, lang).mark(marks, listed, remark, base)
    except UnreadableWorkbook as error:
        raise UnmarkableFile(name) from error


@dataclass(frozen=True)
class _Book:
    """The workbook to be marked: its bytes, the sheets by the names that problems know them by, and the names they have in it."""

    content: bytes
    sheets: Mapping[str, Sheet]
    names: Mapping[str, str]
    made_from: str = ""  # the kind of file, where it is not the user's own


def _workbook(name: str, content: bytes) -> _Book:
    """The file itself, or a workbook made of its cells. Raises UnreadableWorkbook."""
    if PurePosixPath(name).suffix.lower() == ".csv":
        from tanheng.documents.input.csv_tables import csv_cells

        sheets, made_from = [csv_cells(content)], ".csv"
    else:
        kind, _ = workbook_part(WorkbookPackage(content))
        sheets = [one for one in workbook_sheets(content) if not is_problem_sheet(one)]
        made_from = "" if kind == "xlsx" else ".ods"
    by_name = {one.name or "": one for one in sheets}
    if not made_from:
        return _Book(content, by_name, {one: one for one in by_name})
    from tanheng.documents.marks.cells_workbook import workbook_of_cells

    made, names = workbook_of_cells(sheets)
    return _Book(made, by_name, names, made_from)


def _placed(problem: Problem, case: Case | None) -> Problem:
    """A problem of a run at the cells of the values it speaks of."""
    if case is None:
        return problem
    places = tuple(_at_value(where, case) for where in problem.all_places)
    return replace(problem, where=places[0], places=places if problem.places else ())


def _at_value(where: Where, case: Case) -> Where:
    """The cell of the value at a place; of a year's value with months, that of its first month."""
    if where.cell is not None or where.quantity is None:
        return where
    key = (where.quantity, where.facility, where.item)
    same = [one for one in case.values if (one.quantity, one.facility, one.item) == key and one.origin.cell]
    found = next((one for one in same if one.month == where.month), same[0] if same else None)
    if found is None:
        return where
    return replace(where, sheet=found.origin.sheet, cell=found.origin.cell, line=found.origin.line)


@dataclass
class _Gathering:
    """Sorts problems by sheet and cell, and writes the lines of the list. `file` is the name they know the file by."""

    file: str
    book: _Book
    lang: str
    marks: dict[str, dict[Corner, list[Problem]]] = field(default_factory=dict)
    listed: list[Listed] = field(default_factory=list)

    def of(self, problems: Sequence[Problem]) -> tuple[Mapping[str, Mapping[Corner, Sequence[Problem]]], list[Listed]]:
        for number, problem in enumerate(problems, start=1):
            for position, where in enumerate(problem.all_places):
                self._take(problem, where, number, again=position > 0)
        return self.marks, self.listed

    def _take(self, problem: Problem, where: Where, number: int, *, again: bool) -> None:
        sheet, name = self._sheet(where)
        corner = None if sheet is None else _shown_corner(sheet, corner_of(where.cell or "") or _line_corner(where))
        link = link_to(name, corner) if sheet is not None and (where.sheet or corner) else ""
        self.listed.append(Listed(problem, number, self._place(where, name, corner), link, again))
        if sheet is not None and corner is not None:
            self.marks.setdefault(name, {}).setdefault(corner, []).append(problem)

    def _sheet(self, where: Where) -> tuple[Sheet | None, str]:
        """The sheet of a place and its name in the workbook; a text has one, which it does not name; a place in another file none."""
        key = where.sheet or ""
        if where.sheet is None and len(self.book.sheets) == 1:
            key = next(iter(self.book.sheets))
        found = self.book.sheets.get(key) if where.file in (None, self.file) else None
        return found, self.book.names.get(key, key)

    def _place(self, where: Where, name: str, corner: Corner | None) -> str:
        """Sheet and cell, or the place in the plant where the problem has no cell."""
        if where.file not in (None, self.file):
            return where.as_text(self.lang)
        if corner is not None:
            return f"{name} {cell_name(*corner)}"
        return (where.sheet and name) or replace(where, file=None).as_text(self.lang)


def _line_corner(where: Where) -> Corner | None:
    """The first cell of the line of a text."""
    return (where.line, 1) if where.line is not None and where.sheet is None else None


def _shown_corner(sheet: Sheet, corner: Corner | None) -> Corner | None:
    """The cell itself; of a merged area the one that is seen."""
    if corner is None:
        return None
    return next((first for first, last in sheet.merged if first[0] <= corner[0] <= last[0] and first[1] <= corner[1] <= last[1]), corner)


def _base(name: str) -> str:
    """The name of a file as problems show it."""
    return name.replace("\\", "/").rpartition("/")[2]
