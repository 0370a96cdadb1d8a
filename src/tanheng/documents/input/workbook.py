"""Reads a filled input workbook (.xlsx, .ods), whichever program saved it, into a case document; every problem names its cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tanheng.documents.input.head_lines import without_heads
from tanheng.documents.input.rows import InputRows
from tanheng.documents.input.series import read_series
from tanheng.documents.input.tables import Tables
from tanheng.documents.input.unread_parts import unread_parts
from tanheng.documents.reading.cells import MOST_ROWS, Sheet
from tanheng.documents.reading.problems import input_problem
from tanheng.documents.reading.workbook_package import UnreadableWorkbook, WorkbookPackage
from tanheng.documents.reading.workbook_parts import workbook_part
from tanheng.documents.reading.xlsx_cells import xlsx_sheets
from tanheng.engine.case.reader import Path
from tanheng.engine.numbers import figure
from tanheng.engine.pack import Pack
from tanheng.engine.places import Origin
from tanheng.engine.problems import Problem

InputReading = tuple[dict[str, Any] | None, Mapping[Path, Origin], list[Problem]]


def read_workbook(content: bytes, file: str, load: Callable[[str], Pack]) -> InputReading:
    """The case document in a workbook's bytes, the cell of every entry, and all problems; None where it cannot be read."""
    try:
        package = WorkbookPackage(content)
        sheets = sheets_of(package)
        _check_rows(sheets)
    except UnreadableWorkbook as error:
        return None, {}, [input_problem(error.code, Origin(file=file), **error.words)]
    document, places, problems = read_sheets(sheets, file, load, template=True)
    return document, places, [*problems, *unread_parts(package, file, sheets)]


def workbook_sheets(content: bytes) -> list[Sheet]:
    """The cells of an xlsx or ods workbook, told apart by what is inside. Raises UnreadableWorkbook."""
    return sheets_of(WorkbookPackage(content))


def sheets_of(package: WorkbookPackage) -> list[Sheet]:
    """The same of a package that is open."""
    kind, part = workbook_part(package)
    if kind == "xlsx":
        return xlsx_sheets(package, part)
    from tanheng.documents.reading.ods.cells import ods_sheets  # few files are

    return ods_sheets(package)


def _check_rows(sheets: list[Sheet]) -> None:
    """Raises UnreadableWorkbook where there are more rows with anything in them than a case has."""
    rows = sum(len({row for row, _ in sheet.cells}) for sheet in sheets)
    if rows > MOST_ROWS:
        raise UnreadableWorkbook("FILE-206", found=f"{figure(rows)} 行", found_en=f"{figure(rows)} rows", known=figure(MOST_ROWS))


def read_sheets(sheets: list[Sheet], file: str, load: Callable[[str], Pack], *, template: bool) -> InputReading:
    """The case document in sheets of cells. `template`: they must carry the version mark of a template, unless one was a CSV."""
    tables = Tables(file)
    rows = InputRows(file, load, tables)
    from_csv = {id(sheet): rest for sheet in sheets if (rest := without_heads(sheet, rows)) is not None}
    tables.take(from_csv.get(id(sheet), sheet) for sheet in sheets)
    document = rows.read(read_series, template=template and not from_csv)
    return document, rows.places, [*tables.problems, *rows.problems]
