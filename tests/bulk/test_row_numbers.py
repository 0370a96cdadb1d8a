"""Problems of a table name the rows as the file has them: the line an editor shows, the row a spreadsheet shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tanheng.bulk.source.extent import PIECE, extent_of
from tanheng.bulk.sql.duck import DuckBackend
from tests.bulk.test_bad_tables import changed, smelter
from tests.bulk.test_table_reading import COLUMNS, book, results, text_of
from tests.documents.raw_workbook import opendocument

BAD = "bad-cell"
TEXT = text_of(changed(7, anode_consumption_t=BAD)(smelter()))
TWICE = text_of(changed(3, month="2")(smelter()))
Written = Callable[[str], str]
WRITTEN: dict[str, Written] = {
    "plain": lambda text: text,
    "without an end of the last line": lambda text: text.rstrip("\n"),
    "ended by returns and new lines": lambda text: text.replace("\n", "\r\n"),
    "ended by returns": lambda text: text.replace("\n", "\r"),
    "lines with # above": lambda text: "# 导出\n# 2026\n" + text,
    "a quoted line above": lambda text: '"# 导出"\n' + text,
    "blank lines above": lambda text: "\n\n# 导出\n\n" + text,
    "a line that names the separator": lambda text: "sep=,\n" + text,
    "headings of two lines": lambda text: text.replace("facility", '"facility\n"', 1),
    "a blank line below the headings": lambda text: text.replace("\n", "\n\n", 1),
    "blank lines between": lambda text: text.replace("\n", "\n\n", 4),
    "blank rows between": lambda text: text.replace("\n", "\n,,,,,,\n", 4),
    "rows of blanks between": lambda text: text.replace("\n", "\n   \n", 3),
    "a cell of several lines": lambda text: text.replace("合成企业甲", '"合成企业甲\n\n"', 2),
    "a cell of two lines and a blank line": lambda text: text.replace("合成企业甲", '"合成\n企业甲"', 1).replace("00,\n", "00,\n\n", 1),
    "blank lines at the end": lambda text: text + "\n\n\r\n",
    "a row with too few cells before": lambda text: text.replace("\n", "\n甲\n", 2),
    "a quote that is not paired": lambda text: text.replace("\n", '\n甲,"\n', 2),
}  # fmt: skip


@pytest.fixture(scope="module")
def backend() -> Iterator[DuckBackend]:
    backend = DuckBackend()
    yield backend
    backend.close()


def line_of(text: str, words: str) -> int:
    lines = re.split("\r\n|\r|\n", text)
    return next(number for number, line in enumerate(lines, start=1) if words in line)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("change", WRITTEN.values(), ids=WRITTEN.keys())
def test_a_row_of_a_csv_is_its_line(change: Written, encoding: str, backend: DuckBackend, tmp_path: Path) -> None:
    text = change(TEXT)
    outcome, _ = results(backend, text.encode(encoding), tmp_path)
    (told,) = [one for one in outcome.problems if one.problem.code == "CASE-141"]
    assert told.row == line_of(text, BAD)
    assert f"第 {told.row} 行" in told.as_text("zh")


def test_the_other_row_of_two_alike_is_a_line_too(backend: DuckBackend, tmp_path: Path) -> None:
    outcome, _ = results(backend, ("# 导出\n\n" + TWICE).encode(), tmp_path)
    (told,) = [one for one in outcome.problems if one.problem.code == "BATCH-114"]
    assert told.row == 6
    assert "row 5" in told.as_text("en").partition("row 6")[2]


@pytest.mark.parametrize("above", [0, 1, 5])
@pytest.mark.parametrize("between", [0, 3])
def test_a_row_of_a_sheet_is_that_of_the_sheet(above: int, between: int, backend: DuckBackend, tmp_path: Path) -> None:
    def moved(made) -> None:
        sheet = made.worksheets[0]
        sheet["F8"] = BAD  # row 8 with the headings
        sheet["F9"] = "#REF!"
        sheet["K10"] = 5
        sheet.insert_rows(2, between) if between else None
        sheet.insert_rows(1, above) if above else None

    outcome, _ = results(backend, book(smelter(), moved), tmp_path, "table.xlsx")
    told = {(one.problem.code, one.row) for one in outcome.problems if one.is_error}
    lower = above + between
    assert {("CASE-141", 8 + lower), ("FILE-214", 9 + lower), ("BATCH-129", 10 + lower)} <= told


def test_a_row_of_an_ods_is_that_of_the_sheet(backend: DuckBackend, tmp_path: Path) -> None:
    rows = changed(7, anode_consumption_t=BAD)(smelter())
    lines = [["表"], [], COLUMNS, *([row.get(name, "") for name in COLUMNS] for row in rows)]
    cells = ["".join(f'<t:table-cell o:value-type="string"><x:p>{cell}</x:p></t:table-cell>' for cell in line) for line in lines]
    outcome, _ = results(backend, opendocument("</t:table-row><t:table-row>".join(cells)), tmp_path, "table.ods")
    (told,) = [one for one in outcome.problems if one.problem.code == "CASE-141"]
    assert told.row == 10


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_the_last_line_is_told_across_the_pieces_of_a_file(ending: str, tmp_path: Path) -> None:
    path = tmp_path / "lines.csv"
    for shift in range(3):
        path.write_bytes(("x" * (PIECE - 2 + shift) + ending + "y" + ending * 5).encode())
        assert extent_of(path, ",").last == 2
        path.write_bytes((ending * (PIECE + shift) + "y" + ending * (2 * PIECE)).encode())
        assert extent_of(path, ",").last == PIECE + shift + 1
