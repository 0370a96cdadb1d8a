"""Hours and days of a table end with their month as those of a case do, leap years and years counted."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from tanheng.bulk.batch import run_batch
from tanheng.bulk.sql.duck import DuckBackend
from tanheng.engine.case.reading import read_case
from tanheng.engine.problems import Problem
from tanheng.rulebook import load

PACK = "cn/cement/cets_2024"


@pytest.fixture(scope="module")
def backend() -> Iterator[DuckBackend]:
    backend = DuckBackend()
    yield backend
    backend.close()


def told_by_batch(backend: DuckBackend, days: dict[int, str], year: int, folder: Path) -> set[tuple[int | None, str]]:
    with (folder / "table.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, ["entity", "facility", "month", "clinker_output_t", "running_days"])
        writer.writeheader()
        for month, text in days.items():
            place = {"entity": "合成水泥", "facility": "kiln-1", "month": month or ""}
            writer.writerow({**place, "clinker_output_t": "1000", "running_days": text})
    outcome = run_batch(backend, [(load(PACK), folder / "table.csv")], folder / "out.parquet", year=year)
    return limits_told([one.problem for one in outcome.problems])


def told_by_the_engine(days: dict[int, str], year: int) -> set[tuple[int | None, str]]:
    period = {"year": days[0]} if 0 in days else {"months": {str(month): text for month, text in days.items()}}
    document = {
        "tanheng": "case/1", "pack": PACK, "year": year, "grain": "year" if 0 in days else "month", "entity": {"name": "合成水泥"},
        "facilities": [{"id": "kiln-1", "kind": "kiln_line", "name": "合成线"}],
        "values": [{"quantity": "running_days", "facility": "kiln-1", **period}],
    }  # fmt: skip
    _, problems = read_case(document, load)
    return limits_told(problems)


def limits_told(problems: list[Problem]) -> set[tuple[int | None, str]]:
    """The month and the range named, without the cell as each writes it."""
    found = [one for one in problems if one.code == "CASE-142"]
    return {(one.where.month, one.message.en.partition(" lies outside ")[2].replace(" (running_days)", "")) for one in found}


@pytest.mark.parametrize(
    ("days", "year", "months"),
    [
        ({1: "31.00", 2: "29.00", 4: "31.00", 12: "31.50"}, 2024, {4, 12}),
        ({1: "31", 2: "29", 4: "30", 12: "31"}, 2025, {2}),
        ({1: "31.00", 2: "28.01", 4: "-1.00", 12: "31.00"}, 2025, {2, 4}),
        ({0: "366"}, 2024, set()),
        ({0: "366"}, 2025, {None}),
    ],
)
def test_a_table_is_told_what_a_case_is_told(
    backend: DuckBackend, tmp_path: Path, days: dict[int, str], year: int, months: set[int | None]
) -> None:
    told = told_by_batch(backend, days, year, tmp_path)
    assert {month for month, _ in told} == months
    assert told == told_by_the_engine(days, year)
