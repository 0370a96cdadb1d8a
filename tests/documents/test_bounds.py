"""A file that holds far too much is refused within a second, whatever its kind, and told with the limit it breaks."""

from __future__ import annotations

import time

import pytest

from tanheng.documents.input.case_file import read_case_bytes
from tanheng.documents.input.csv_bounds import is_blank, too_many_cells
from tanheng.documents.input.csv_lines import CsvSplitter
from tanheng.documents.reading.cells import MOST_CELLS, MOST_ROWS
from tanheng.rulebook import load
from tests.documents.raw_workbook import workbook, zipped

SECOND = 1.0  # of the processor
HEAD = "# pack: cn/aluminium/cets_2024\n# year: 2025\n# facility: potline-1\n"
HEADINGS = "quantity,facility," + ",".join(f"{month}月" for month in range(1, 13))
WIDE = "\n".join(",".join(["1"] * 16_000) for _ in range(600))
TEXTS = {
    "600 rows of 16 000 cells": (WIDE, "1,000,000"),
    "below head lines and headings": (f"{HEAD}{HEADINGS}\n{WIDE}", "1,000,000"),
    "parted by tabs": (WIDE.replace(",", "\t"), "1,000,000"),
    "quoted": ("\n".join(",".join(['"1"'] * 16_000) for _ in range(500)), "1,000,000"),
    "blank cells beyond the headings": (f"{HEAD}{HEADINGS}{',' * 15_000}\n" + f"a{',' * 15_000}\n" * 600, "1,000,000"),
    "a million lines": (f"{HEAD}{HEADINGS}\n" + "1,2,3\n" * 1_000_000, "100,000"),
    "millions of short lines": ("1\n" * 5_000_000, "1,048,576"),
    "blank lines": ("\n" * 10_000_000, "1,048,576"),
    "lines with #": ("# a: b\n" * 3_000_000, "1,048,576"),
    "ended by returns": ("1,2\r" * 2_000_000, "1,048,576"),
    "one line": ("1," * 10_000_000, "16,384"),
}


def refusal(content: bytes, name: str) -> tuple[float, str]:
    load("cn/aluminium/cets_2024")
    start = time.process_time()
    case, problems = read_case_bytes(name, content, load)
    took = time.process_time() - start
    assert case is None
    (told,) = problems
    assert told.code == "FILE-206"
    return took, told.message.en


@pytest.mark.parametrize(("text", "limit"), TEXTS.values(), ids=TEXTS.keys())
def test_a_csv_far_too_large_is_refused_at_once(text: str, limit: str) -> None:
    took, said = refusal(text.encode(), "large.csv")
    assert limit in said
    assert took < SECOND


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_in_other_encodings_too(encoding: str) -> None:
    took, _ = refusal((HEAD + HEADINGS + "\n" + WIDE[: len(WIDE) // 3]).encode(encoding), "large.csv")
    assert took < SECOND


def test_a_sheet_far_too_large_is_refused_before_its_cells_are_made() -> None:
    row = "<row>" + "".join(f"<c><v>{n * 7919}</v></c>" for n in range(16_000)) + "</row>"
    took, said = refusal(workbook(row * 80), "large.xlsx")
    assert "1,000,000" in said
    assert took < SECOND


def test_an_opendocument_far_too_large_is_refused_before_its_cells_are_made() -> None:
    cells = "".join(f'<table:table-cell office:value-type="float" office:value="{n}.{n * 7919}"/>' for n in range(16_000))
    rows = f"<table:table-row>{cells}</table:table-row>" * 80
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": '<office:document-content xmlns:office="o" xmlns:table="t"><office:body><office:spreadsheet>'
        f'<table:table table:name="甲">{rows}</table:table></office:spreadsheet></office:body></office:document-content>',
    }
    took, said = refusal(zipped(parts), "large.ods")
    assert "1,000,000" in said
    assert took < SECOND


def test_a_sheet_of_more_rows_than_a_case_has_is_refused() -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, MOST_ROWS + 2))
    _, said = refusal(workbook(rows), "long.xlsx")
    assert "100,000" in said


def test_what_stands_in_quotes_is_not_counted() -> None:
    note = '"' + "," * 30_000 + '"'
    assert too_many_cells([f"a,{note},1"] * 100, ",") is None
    broken = ['a,"1', ",,,,"] * 50 + [',,,,"']
    assert too_many_cells(broken, ",") is None
    assert too_many_cells(['# a "note', *["1,2,3"] * MOST_ROWS, "1,2"], ",") is not None


@pytest.mark.parametrize(("line", "blank"), [("", True), (" ,\t, ", True), (",;", False), (",,1", False), (',""', False)])
def test_a_blank_line_holds_separators_and_blanks_alone(line: str, blank: bool) -> None:
    assert is_blank(line, ",") is blank


def test_what_hides_from_the_count_is_refused_while_it_is_split() -> None:
    lines = CsvSplitter("a,b\n" * 20, lambda _: False).split(10)
    assert lines.too_much is not None
    assert lines.too_much.known == 10


def test_the_largest_case_is_still_read() -> None:
    rows = "\n".join(f"x{number},potline-1" + ",1" * 8 for number in range(MOST_CELLS // 10 - 10))
    assert CsvSplitter(f"{HEADINGS}\n{rows}", lambda _: False).found.too_much is None
