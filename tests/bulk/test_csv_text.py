"""CSV files as spreadsheet programs leave them: other encodings, rows that lack columns, quotes that do not pair."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tanheng.bulk.batch import run_batch
from tanheng.bulk.source.csv_head import csv_head
from tanheng.bulk.sql.backend import TableFileError
from tanheng.bulk.sql.duck import DuckBackend
from tanheng.documents.input.csv_lines import CsvSplitter
from tanheng.rulebook import load

HEAD = "entity,facility,item,month,kind,molten_aluminium_output_t,anode_consumption_t,fuel_consumption"
ROWS = [f"合成企业甲,potline-1,,{month},potline,1000.00,470.00," for month in range(1, 13)]
SOUND = "\n".join([HEAD, *ROWS])


@pytest.fixture(scope="module")
def backend() -> Iterator[DuckBackend]:
    backend = DuckBackend()
    yield backend
    backend.close()


def problems(backend: DuckBackend, content: bytes, folder: Path) -> list[tuple[str, int | None]]:
    table, output = folder / "table.csv", folder / "out.parquet"
    table.write_bytes(content)
    outcome = run_batch(backend, [(load("cn/aluminium/cets_2024"), table)], output, year=2025)
    assert output.exists() == (not outcome.is_refused), "a refused table writes nothing"
    return [(one.problem.code, one.row) for one in outcome.problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|", "，"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_what_spreadsheet_programs_write_is_read(
    backend: DuckBackend, tmp_path: Path, encoding: str, separator: str, line_end: str
) -> None:
    text = SOUND.replace(",", separator).replace("\n", line_end)
    assert problems(backend, text.encode(encoding), tmp_path) == []


def test_the_separator_inside_a_quoted_cell_is_part_of_it(backend: DuckBackend, tmp_path: Path) -> None:
    assert problems(backend, SOUND.replace("合成企业甲", '"合成企业甲, ""一厂"""').encode(), tmp_path) == []


def test_a_long_list_says_that_it_stops(backend: DuckBackend, tmp_path: Path) -> None:
    rows = "\n".join(f"合成企业{number},potline-1,,1,potline,many,470.00," for number in range(1500))
    found = problems(backend, f"{HEAD}\n{rows}".encode(), tmp_path)
    assert found[0] == ("BATCH-132", None)
    assert found[1:] == [("CASE-141", row) for row in range(2, 1002)]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(b"", [("BATCH-107", None)], id="an empty file"),
        pytest.param(b"\xef\xbb\xbf\r\n\r\n", [("BATCH-107", None)], id="blank lines only"),
        pytest.param(HEAD.encode(), [("BATCH-107", None)], id="a heading only"),
        pytest.param(f"{HEAD},month\n{ROWS[0]},1".encode(), [("BATCH-106", None)], id="a heading twice"),
        pytest.param(SOUND.encode().replace(ROWS[4].encode(), b"\xe5\x90" + ROWS[4].encode()), [("BATCH-128", 6)], id="a broken byte"),
        pytest.param(SOUND.replace(ROWS[4], "合成企业甲,potline-1").encode(), [("BATCH-129", 6)], id="a short row"),
        pytest.param(SOUND.replace(ROWS[4], ROWS[4] + ",,3").encode(), [("BATCH-129", 6)], id="a long row"),
        pytest.param(SOUND.replace(ROWS[11], '"' + ROWS[11]).encode(), [("BATCH-130", 13)], id="a quote left open"),
    ],
)
def test_what_is_no_table_is_told_by_row(
    backend: DuckBackend, tmp_path: Path, content: bytes, expected: list[tuple[str, int | None]]
) -> None:
    assert problems(backend, content, tmp_path) == expected


@pytest.mark.parametrize("line", [b"1," * 600_000, b'"1",' * 300_000, b"1;2\t;" * 300_000])
def test_a_line_wider_than_a_sheet_is_refused_before_it_is_split(tmp_path, line):
    path = tmp_path / "wide.csv"
    path.write_bytes(line)
    with pytest.raises(TableFileError) as refused:
        csv_head(path)
    assert refused.value.problems[0].problem.code == "BATCH-150"
    lines = CsvSplitter(line.decode(), lambda _: False)
    assert lines.found.too_much is not None and lines.lines == []


def test_a_heading_longer_than_any_cell_is_refused(tmp_path):
    path = tmp_path / "long.csv"
    path.write_bytes(b"a" * 200_000)
    with pytest.raises(TableFileError, match="BATCH-151"):
        csv_head(path)


def test_a_quoted_cell_may_hold_many_separators():
    text = "entity,note\nA," + '"' + "," * 20_000 + '"'
    assert CsvSplitter(text, lambda _: False).found.too_much is None


def test_a_figure_beyond_the_headings_is_named(backend, tmp_path):
    path = tmp_path / "beyond.csv"
    path.write_text(SOUND.replace(ROWS[6], f"{ROWS[6]},７８９,"), encoding="utf-8")
    problems = run_batch(backend, [(load("cn/aluminium/cets_2024"), path)], tmp_path / "out.parquet", year=2025).problems
    (told,) = [one for one in problems if one.as_text("en").startswith("BATCH-129")]
    assert "“７８９”" in told.as_text("en") and "“７８９”" in told.as_text("zh")


WIDE = "\n".join([",".join(["1"] * 16_000)] * 600)
FAR_TOO_WIDE = {
    "all of it": WIDE,
    "below the headings": f"{HEAD}\n{WIDE}",
    "below a megabyte of sound rows": f"{SOUND}\n" + (ROWS[0] + "\n") * 40_000 + WIDE,
    "quoted": f"{HEAD}\n" + WIDE.replace("1", '"1"'),
    "its headings": HEAD + "".join(f",c{number}" for number in range(16_000)) + "\n" + WIDE,
    "blank headings": f"{HEAD}{',' * 15_000}\n" + f"a{',' * 15_000}\n" * 600,
    "blank cells": f"{HEAD}\n" + f"{',' * 15_000}\n" * 600,
}


@pytest.mark.parametrize("text", FAR_TOO_WIDE.values(), ids=FAR_TOO_WIDE.keys())
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_table_far_too_wide_is_refused_at_once(backend: DuckBackend, tmp_path: Path, text: str, encoding: str) -> None:
    start = time.process_time()
    assert problems(backend, text.replace("1\n", "1\n合\n", 1).encode(encoding), tmp_path) == [("BATCH-150", None)]
    assert time.process_time() - start < 1


def test_texts_with_many_separators_are_no_columns(backend: DuckBackend, tmp_path: Path) -> None:
    text = SOUND.replace("fuel_consumption", "fuel_consumption,note").replace("470.00,", f'470.00,,"{"," * 900}"')
    assert problems(backend, text.encode(), tmp_path) == [("BATCH-134", None)]
