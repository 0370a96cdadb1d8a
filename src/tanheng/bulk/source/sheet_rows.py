"""The rows of a table in a workbook: the first sheet with its headings is read, what stands elsewhere in the book is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tanheng.bulk.problems import TableProblem, table_problem
from tanheng.bulk.source.csv_head import above_problems, column_names, is_table_heading
from tanheng.bulk.source.csv_rows import beyond
from tanheng.bulk.source.extent import check_columns
from tanheng.bulk.source.sheet_parts import figures_in_no_cell, part_problems
from tanheng.bulk.sql.backend import ShownCell, TableFileError
from tanheng.documents.input.csv_lines import LINES_BEFORE_HEADINGS
from tanheng.documents.input.workbook import sheets_of
from tanheng.documents.reading.cells import Cell, Sheet
from tanheng.documents.reading.stored_numbers import stored_number
from tanheng.documents.reading.workbook_package import UnreadableWorkbook, WorkbookPackage
from tanheng.engine.numbers import EXACT, full_text, parse_decimal
from tanheng.engine.problems import Severity


@dataclass
class SheetRows:
    """The headings, the rows below them with their numbers in the sheet, and what is wrong."""

    names: tuple[str, ...]
    rows: list[tuple[int, list[str]]]
    problems: list[TableProblem]
    shown: list[ShownCell] = field(default_factory=list)

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        return iter(self.rows)


def sheet_rows(path: Path) -> SheetRows:
    """The table in a workbook. Raises TableFileError where there is none, or where this is no sound workbook."""
    try:
        package = WorkbookPackage(path.read_bytes())
        sheets = sheets_of(package)
    except UnreadableWorkbook as error:
        words: dict[str, Any] = dict(error.words)
        raise TableFileError(table_problem(error.code, **words)) from error
    headed = [(sheet, row) for sheet in sheets if (row := _heading_row(sheet)) is not None]
    if not headed:
        names = "、".join(sheet.name or "" for sheet in sheets)
        raise TableFileError(table_problem("BATCH-139", found=names[:200]))
    sheet, row = headed[0]
    found = _read(sheet, row)
    found.problems += part_problems(sheet, row, found.names)
    found.problems += [problem for other in sheets if other is not sheet for problem in _not_read(other)]
    found.problems += figures_in_no_cell(package, sheets)
    return found


def _heading_row(sheet: Sheet) -> int | None:
    for number, cells in sheet.rows().items():
        if number > LINES_BEFORE_HEADINGS:
            return None
        if is_table_heading([cell.text for cell in cells.values()]):
            return number
    return None


def _read(sheet: Sheet, heading: int) -> SheetRows:
    rows = sheet.rows()
    width = max(rows[heading])
    check_columns(width)
    names = column_names([rows[heading][n].text if n in rows[heading] else "" for n in range(1, width + 1)])
    above = [(number, " ".join(cell.text for cell in cells.values())) for number, cells in rows.items() if number < heading]
    found = SheetRows(names, [], list(above_problems(above)))
    for number, cells in rows.items():
        if number > heading:
            _take(found, number, cells, width)
    for odd in sheet.odd:
        words: dict[str, Any] = dict(odd.words)
        found.problems.append(table_problem(odd.code, row=odd.corner[0] if odd.corner else None, **words))
    return found


def _take(found: SheetRows, row: int, cells: dict[int, Cell], width: int) -> None:
    if max(cells) > width:
        more = beyond([cell.text for column, cell in sorted(cells.items()) if column > width])
        found.problems.append(table_problem("BATCH-129", row=row, found=max(cells), wanted=width, **more))
        return
    for column, cell in cells.items():
        if cell.kind == "error" or (cell.kind == "blank" and cell.formula):
            code = "FILE-214" if cell.kind == "error" else "FILE-213"
            found.problems.append(table_problem(code, row=row, column=found.names[column - 1], found=cell.text[:40]))
    record = [_text(cells[column]) if column in cells else "" for column in range(1, width + 1)]
    found.rows.append((row, record))
    shown = [(column, cell.shown) for column, cell in cells.items() if cell.shown is not None]
    texts = dict(zip(found.names, record, strict=True)) if shown else {}
    found.shown += [ShownCell(row, found.names[column - 1], record[column - 1], one, texts) for column, one in shown]


def _text(cell: Cell) -> str:
    """A cell as it would be typed into a CSV: the digits that a number shows, a percentage with its sign."""
    if cell.kind == "error":
        return ""
    if cell.kind != "number":
        return cell.text
    number = stored_number(cell.text) or cell.text
    exact = parse_decimal(number)
    return f"{full_text(EXACT.scaleb(exact, 2))}%" if cell.percent and exact is not None else number


def _not_read(sheet: Sheet) -> Iterator[TableProblem]:
    kinds = {cell.kind for cell in sheet.cells.values()} - {"blank"}
    if kinds:
        severity: Severity = "warning" if "number" in kinds else "note"
        yield table_problem("BATCH-140", severity=severity, found=sheet.name or "")
