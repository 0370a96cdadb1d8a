"""What a sheet with a table has beside its plain cells: hidden parts, merged areas, formulas, figures in no cell. Told as in a case."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Any

from tanheng.bulk.problems import TableProblem, table_problem
from tanheng.documents.input.unread_parts import unread_parts
from tanheng.documents.reading.cells import Cell, Sheet, area_name
from tanheng.documents.reading.workbook_package import WorkbookPackage
from tanheng.engine.place_spans import column_letters, runs

MOST_NAMED = 20


def part_problems(sheet: Sheet, heading: int, names: Sequence[str]) -> Iterator[TableProblem]:
    """Of the rows below the heading and the columns with names."""
    rows = {number: cells for number, cells in sheet.rows().items() if number > heading}
    yield from _hidden(sheet, rows, names)
    yield from _merged(sheet, rows, names)
    for column, name in enumerate(names, start=1):
        formulas = [number for number, cells in rows.items() if column in cells and _is_formula(cells[column])]
        if formulas:
            yield table_problem("FILE-212", column=name, found=_listed(formulas))


def figures_in_no_cell(package: WorkbookPackage, sheets: Sequence[Sheet]) -> list[TableProblem]:
    """Figures in comments, text boxes, page headers and names."""
    return [TableProblem(problem) for problem in unread_parts(package, "", sheets)]


def _hidden(sheet: Sheet, rows: dict[int, dict[int, Cell]], names: Sequence[str]) -> Iterator[TableProblem]:
    if sheet.hidden:
        yield table_problem("FILE-225")
    if hidden := [number for number in rows if number in sheet.hidden_rows]:
        yield table_problem("FILE-211", row=hidden[0], part="行", part_en="rows", found=_listed(hidden))
    filled = {column for cells in rows.values() for column in cells}
    if columns := [column for column in range(1, len(names) + 1) if column in filled and sheet.column_hidden(column)]:
        letters = ", ".join(map(column_letters, columns[:MOST_NAMED]))
        yield table_problem("FILE-211", column=names[columns[0] - 1], part="列", part_en="columns", found=letters)


def _merged(sheet: Sheet, rows: dict[int, dict[int, Cell]], names: Sequence[str]) -> Iterator[TableProblem]:
    """A merged area is one cell of several rows or columns: which of them its figure is of, nobody says."""
    numbers = sorted(rows)
    for first, last in sheet.merged:
        if first[1] <= len(names) and bisect_left(numbers, first[0]) < bisect_right(numbers, last[0]):
            words: dict[str, Any] = {"found": area_name(first, last)}
            yield table_problem("FILE-216", row=first[0], column=names[first[1] - 1], **words)


def _is_formula(cell: Cell) -> bool:
    return bool(cell.formula) and cell.kind not in ("blank", "error")  # those are told by themselves


def _listed(numbers: Sequence[int]) -> str:
    spans = [f"{first}" if first == last else f"{first}–{last}" for first, last in runs(numbers)]
    return ", ".join(spans[:MOST_NAMED]) + (" …" if len(spans) > MOST_NAMED else "")
