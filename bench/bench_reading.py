"""Reading workbooks: a year of 36 000 readings into a whole case, rows of styled blanks, a million cells; the peer is python-calamine.

calamine, in Rust, gives the values of the cells and nothing else. Seconds are processor time of one core, for both.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from python_calamine import CalamineWorkbook

from bench.readings import (
    BLANK_COLUMNS,
    MONTHS,
    ROWS,
    as_opendocument,
    million_cells,
    styled_blanks,
    year_of_readings,
)
from bench.result import Result, cpu_seconds, most_memory, result
from tanheng.documents.input.case_file import read_case_bytes
from tanheng.documents.input.workbook import workbook_sheets
from tanheng.rulebook import load

PEER = "python-calamine, values alone"
MEASURED = """
import sys
from pathlib import Path
from tanheng.documents.input.workbook import workbook_sheets
sys.exit(sum(len(sheet.cells) for sheet in workbook_sheets(Path(sys.argv[1]).read_bytes())) != 1_000_000)
"""


def run() -> Iterator[Result]:
    """The year first, then what is large and nearly empty, then what is full."""
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        readings = year_of_readings(folder / "readings.xlsx")
        yield from _year(readings, limit=1.5)
        yield from _year(as_opendocument(readings), limit=2.0)
        for columns in (0, BLANK_COLUMNS):
            blank = styled_blanks(folder / f"blank{columns}.xlsx", columns)
            name = f"400 000 styled blank rows, {f'{columns} cells each' if columns else 'no cells'}, .xlsx"
            yield _cells(name, blank, repeats=3, limit=6.0)
        full = million_cells(folder / "million.xlsx")
        yield _cells("a million cells, .xlsx", full, repeats=1, limit=8.0)
        yield _memory(full)


def _year(path: Path, limit: float) -> Iterator[Result]:
    content, name = path.read_bytes(), f"36 000 readings ({ROWS} rows × {MONTHS} months), {path.suffix}"
    case, problems = read_case_bytes(path.name, content, load)
    if case is None or len(case.values) != ROWS * MONTHS:
        raise RuntimeError(f"the case was not read: {problems[:3]}")
    spent = cpu_seconds(lambda: read_case_bytes(path.name, content, load), repeats=3)
    yield result(f"{name}: the whole case, read and checked", spent, "s", limit=limit)
    yield _cells(f"{name}: the cells", path, repeats=5)


def _cells(name: str, path: Path, *, repeats: int, limit: float | None = None) -> Result:
    content = path.read_bytes()
    ours = cpu_seconds(lambda: workbook_sheets(content), repeats=repeats)
    theirs = cpu_seconds(lambda: _by_calamine(path), repeats=repeats)
    return result(name, ours, "s", limit=limit, peer=PEER, peer_value=theirs)


def _by_calamine(path: Path) -> int:
    book = CalamineWorkbook.from_path(path)
    return sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)


def _memory(path: Path) -> Result:
    """The most memory that a process held which read the file; it fails where it did not read a million cells."""
    return result("a million cells, .xlsx: memory", most_memory([sys.executable, "-c", MEASURED, path]), "MB", limit=500)
