"""A refused workbook and its marked twin, and what another program sees in one: comments, colours, parts."""

import io
import zipfile

import openpyxl
from openpyxl.workbook import Workbook

from tanheng.documents.marks.file import marked_workbook
from tanheng.engine.places import Where
from tanheng.engine.problems import Problem, Severity
from tanheng.engine.text import Text
from tests.documents.sample_input import POTLINES, edited, read

WORDS, NEGATIVE = "H5", "I6"  # an output in words, a negative anode consumption


def wrong(book: Workbook) -> None:
    book[POTLINES][WORDS] = "一万六千"
    book[POTLINES][NEGATIVE] = -5


def refused() -> tuple[bytes, list[Problem]]:
    content = edited(wrong)
    case, problems = read(content)
    assert case is None
    return content, problems


def marked(content: bytes, lang: str = "zh") -> bytes:
    """The workbook with the problems that reading it finds."""
    return marked_workbook("input.xlsx", content, read(content)[1], lang)


def problem(sheet: str, cell: str, severity: Severity = "error", code: str = "FILE-219") -> Problem:
    words = Text("合成的问题", "a synthetic problem")
    return Problem(code, severity, Where(sheet=sheet, cell=cell), words, Text("改正它", "mend it"))


def opened(content: bytes, **how: bool) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(content), **how)


def comments(content: bytes) -> dict[tuple[str, str], str]:
    """Sheet and cell → the text of its comment."""
    cells = (cell for sheet in opened(content) for row in sheet.iter_rows() for cell in row)
    return {(cell.parent.title, cell.coordinate): cell.comment.text for cell in cells if cell.comment}


def colours(content: bytes) -> dict[tuple[str, str], str]:
    """Sheet and cell → its colour, of all cells but those of the problem sheet."""
    cells = (cell for sheet in opened(content) if not sheet.title.startswith("问题") for row in sheet.iter_rows() for cell in row)
    return {(cell.parent.title, cell.coordinate): cell.fill.fgColor.rgb for cell in cells}


def parts(content: bytes) -> dict[str, bytes]:
    archive = zipfile.ZipFile(io.BytesIO(content))
    return {name: archive.read(name) for name in archive.namelist()}
