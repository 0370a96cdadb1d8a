"""Reads a filled input workbook (.xlsx, .ods), whichever program saved it, into a case document; every problem names its cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tanheng.documents.cells import Sheet
from tanheng.documents.input_problems import input_problem
from tanheng.documents.input_rows import InputRows
from tanheng.documents.input_tables import Tables
from tanheng.documents.ods_cells import ods_sheets
from tanheng.documents.workbook_package import UnreadableWorkbook, WorkbookPackage
from tanheng.documents.xlsx_cells import xlsx_sheets
from tanheng.engine.case import Origin
from tanheng.engine.case_reading import Path
from tanheng.engine.errors import Problem
from tanheng.engine.pack import Pack

InputReading = tuple[dict[str, Any] | None, Mapping[Path, Origin], list[Problem]]


def read_workbook(content: bytes, file: str, load: Callable[[str], Pack]) -> InputReading:
    """The case document in a workbook's bytes, the cell of every entry, and all problems; None where it cannot be read."""
    try:
        sheets = workbook_sheets(content)
    except UnreadableWorkbook as error:
        return None, {}, [input_problem(error.code, Origin(file=file), **error.words)]
    return read_sheets(sheets, file, load, template=True)


def workbook_sheets(content: bytes) -> list[Sheet]:
    """The cells of an xlsx or ods workbook, told apart by what is inside. Raises UnreadableWorkbook."""
    package = WorkbookPackage(content)
    if "xl/workbook.xml" in package:
        return xlsx_sheets(package)
    if "content.xml" in package:
        return ods_sheets(package)
    if "xl/workbook.bin" in package:
        raise UnreadableWorkbook("FILE-201", found="二进制格式 .xlsb", found_en="binary format .xlsb")
    raise UnreadableWorkbook("FILE-201", found="压缩包里没有工作簿", found_en="the archive holds no workbook")


def read_sheets(sheets: list[Sheet], file: str, load: Callable[[str], Pack], *, template: bool) -> InputReading:
    """The case document in sheets of cells. `template`: they must carry the version mark of a template."""
    tables = Tables(file)
    tables.take(sheets)
    rows = InputRows(file, load, tables)
    document = rows.read(template=template)
    return document, rows.places, [*tables.problems, *rows.problems]
