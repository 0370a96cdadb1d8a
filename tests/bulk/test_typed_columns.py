"""Months as dates and floats, columns of lists and times, and blanks where something must stand: read, or told with what stands there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tanheng.bulk.outcome import Outcome
from tanheng.bulk.sql.duck import DuckBackend
from tests.bulk.test_bad_tables import batch, changed, smelter, written


@pytest.fixture(scope="module")
def backend() -> Iterator[DuckBackend]:
    backend = DuckBackend()
    yield backend
    backend.close()


def parquet(backend: DuckBackend, folder: Path, replaced: str = "", more: str = "") -> Outcome:
    """The smallest smelter as Parquet, with columns of other types."""
    table, path = written(smelter(), folder), folder / "typed.parquet"
    columns = f"* REPLACE ({replaced})" if replaced else "*"
    query = f"SELECT {columns}{more} FROM read_csv('{table}', all_varchar = true)"
    duckdb.connect().execute(f"COPY ({query}) TO '{path}' (FORMAT parquet)")
    return batch(backend, path)


def codes(outcome: Outcome) -> set[tuple[str, str | None]]:
    return {(one.problem.code, one.column) for one in outcome.problems}


DATES = ["make_date(2025, month::INT, 1)", "make_timestamp(2025, month::INT, 1, 0, 0, 0)", "last_day(make_date(2025, month::INT, 1))"]


@pytest.mark.parametrize("month", [*DATES, "month::DOUBLE"])
def test_a_date_that_bounds_a_month_and_a_whole_float_are_that_month(month: str, backend: DuckBackend, tmp_path: Path) -> None:
    assert parquet(backend, tmp_path, f"{month} AS month").problems == []


@pytest.mark.parametrize(
    ("month", "code", "shown"),
    [
        ("make_date(2025, month::INT, 15)", "BATCH-111", "2025-01-15"),
        ("make_date(2024, month::INT, 1)", "BATCH-141", "2024-01-01"),
        ("make_timestamp(2025, month::INT, 1, 8, 30, 0)", "BATCH-111", "2025-01-01 08:30:00"),
        ("month::DOUBLE + 0.5", "BATCH-111", "1.5"),
    ],
)
def test_any_other_date_is_told_with_what_stands_there(month: str, code: str, shown: str, backend: DuckBackend, tmp_path: Path) -> None:
    outcome = parquet(backend, tmp_path, f"{month} AS month")
    assert {one.problem.code for one in outcome.problems} == {code}
    assert shown in outcome.problems[0].as_text("zh")


@pytest.mark.parametrize("other", ["[98765]", "{'a': 98765}", "map {'a': 98765}", "TIME '07:30:00'", "INTERVAL 3 DAY"])
def test_a_figure_in_a_list_or_a_time_warns(other: str, backend: DuckBackend, tmp_path: Path) -> None:
    outcome = parquet(backend, tmp_path, more=f", {other} AS other")
    assert [(one.problem.code, one.problem.severity) for one in outcome.problems] == [("BATCH-134", "warning")]


@pytest.mark.parametrize("month", ["", "全年"])
def test_a_row_without_a_month_is_told_once_and_says_so(month: str, backend: DuckBackend, tmp_path: Path) -> None:
    outcome = batch(backend, written(changed(3, month=month)(smelter()), tmp_path))
    (told,) = [one for one in outcome.problems if one.row == 4]
    assert told.problem.code == "BATCH-152"
    assert "全年" in told.as_text("zh")
    assert "whole year" in told.as_text("en")


def test_a_blank_year_is_told_as_blank(backend: DuckBackend, tmp_path: Path) -> None:
    rows = changed(3, year="")([{**row, "year": "2025"} for row in smelter()])
    found = codes(batch(backend, written(rows, tmp_path)))
    assert ("BATCH-110", "year") in found
    assert not {"BATCH-112", "BATCH-138"} & {code for code, _ in found}


def test_a_wide_column_beside_the_long_form_is_told_as_such(backend: DuckBackend, tmp_path: Path) -> None:
    keys = ("entity", "facility", "item", "month")
    amounts = [(row, name) for row in smelter() for name in row if name not in keys]
    lines = [
        {**{key: row.get(key, "") for key in keys}, "quantity": name, "value": row[name], "fuel_consumption": ""} for row, name in amounts
    ]
    (told,) = batch(backend, written(lines, tmp_path)).problems
    assert (told.problem.code, told.column) == ("BATCH-153", "fuel_consumption")
