"""Results of a batch as Parquet, CSV and workbook: the same rows, digit by digit; what does not fit is refused."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import openpyxl
import pytest

from tanheng.bulk.outcome import BatchUsageError
from tanheng.bulk.result_files import rewrite
from tanheng.documents import rows_workbook
from tests.bulk.test_bad_tables import smelter, written
from tests.bulk.test_batch_command import tanheng

ENDINGS = (".parquet", ".csv", ".xlsx")
Row = tuple[str, ...]


def parquet(path: Path) -> list[Row]:
    rows = duckdb.connect().execute("SELECT * FROM read_parquet(?)", [str(path)]).fetchall()
    return [tuple("" if cell is None else str(cell) for cell in row) for row in rows]


def test_the_three_kinds_hold_the_same_rows(tmp_path: Path) -> None:
    table = written(smelter(), tmp_path)
    for ending in ENDINGS:
        done = tanheng("batch", "cn/aluminium/cets_2024", table, "--year", "2025", "-o", tmp_path / f"out{ending}")
        assert done.returncode == 0, done.stderr
    rows = parquet(tmp_path / "out.parquet")
    assert rows
    text = (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    assert [tuple(row) for row in csv.reader(text.splitlines())][1:] == rows
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    for cells, row in zip(sheet.iter_rows(min_row=2), rows, strict=True):
        shown = ["" if cell.value is None else str(cell.value) for cell in cells]
        value = cells[7]
        places = value.number_format.partition(".")[2].count("0")
        shown[7] = f"{value.value:.{places}f}" if value.data_type == "n" else value.value
        assert tuple(shown) == row
    assert {path.name for path in tmp_path.iterdir()} == {table.name, *(f"out{ending}" for ending in ENDINGS)}


def of_one(value: str, path: Path) -> None:
    columns = "'p' AS pack, 2025 AS year, '=1+1' AS entity, 'f' AS facility, NULL AS item, 1 AS month, 'q' AS quantity"
    duckdb.connect().execute(f"COPY (SELECT {columns}, '{value}' AS value, 't' AS unit) TO '{path}' (FORMAT parquet)")


def test_a_number_of_many_digits_is_kept_as_text_and_no_name_is_a_formula(tmp_path: Path) -> None:
    of_one("1234567890123456.78", tmp_path / "one.xlsx")
    rewrite(tmp_path / "one.xlsx", ".xlsx")
    cells = next(openpyxl.load_workbook(tmp_path / "one.xlsx").active.iter_rows(min_row=2))
    assert (cells[7].value, cells[7].data_type) == ("1234567890123456.78", "s")
    assert (cells[2].value, cells[2].data_type) == ("=1+1", "s")


def test_in_a_csv_no_name_is_a_formula_and_numbers_stay(tmp_path: Path) -> None:
    of_one("-12.50", tmp_path / "one.csv")
    rewrite(tmp_path / "one.csv", ".csv")
    (row,) = list(csv.reader((tmp_path / "one.csv").read_text(encoding="utf-8-sig").splitlines()))[1:]
    assert (row[2], row[7]) == ("'=1+1", "-12.50")


def test_no_problem_of_a_batch_is_a_formula(tmp_path: Path) -> None:
    evil = "=cmd|' /C calc'!A0"
    rows = [{**row, "entity": evil, **({"anode_consumption_t": "@SUM(1)"} if "facility" in row else {})} for row in smelter()]
    table = written(rows, tmp_path)
    report = tmp_path / "problems.csv"
    tanheng("batch", "cn/aluminium/cets_2024", table, "--year", "2025", "-o", tmp_path / "out.csv", "--problems", report)
    cells = [cell for row in csv.reader(report.read_text(encoding="utf-8-sig").splitlines()) for cell in row]
    assert [cell for cell in cells if cell.lstrip().startswith(("=", "+", "@"))] == []
    assert [cell for cell in cells if "SUM(1)" in cell]


def test_more_rows_than_a_sheet_holds_are_refused_and_nothing_stays_behind(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(rows_workbook, "MOST_ROWS", 0)
    of_one("1.00", tmp_path / "one")
    with pytest.raises(BatchUsageError, match="csv"):
        rewrite(tmp_path / "one", ".xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["one"]
