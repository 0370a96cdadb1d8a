"""Activity lines: exact sums by group against decimals, lines told apart or summed on purpose, and what is refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal, localcontext
from pathlib import Path
from random import Random

import duckdb
import pytest

from tanheng.bulk.lines.activity import run_activity
from tanheng.bulk.lines.sums import ActivityWish
from tanheng.bulk.outcome import Outcome
from tanheng.bulk.sql.duck import DuckBackend
from tanheng.engine.numbers import exact_context
from tanheng.rulebook import load
from tests.bulk.test_bad_tables import Rows, written

PACK = load("cn/aluminium/cets_2024")
QUANTITY = "fuel_emission_tco2"
BY = ("entity", "facility", "month")
CENT = Decimal("0.01")


@pytest.fixture(scope="module")
def backend() -> Iterator[DuckBackend]:
    backend = DuckBackend()
    yield backend
    backend.close()


def lines(number: int, random: Random, received: bool = False) -> Rows:
    """Deliveries of fuel: most with their own heating value, some left to the defaults of their fuel."""
    rows = []
    for place in range(number):
        item = random.choice(["diesel", "bituminous_coal", "natural_gas"])
        row = {
            "entity": f"E{place % 3}",
            "facility": f"boiler-{place % 5}",
            "item": item,
            "month": str(place % 12 + 1),
            "line": str(place),
            "fuel_consumption": f"{random.randint(0, 9_999_999) / 100:.2f}",
        }
        if random.random() < 0.7:
            row["fuel_net_calorific_value"] = f"{random.randint(10_000, 400_000) / 1000:.3f}"
        if received and random.random() < 0.3:
            row["fuel_received_carbon_content"] = f"{random.randint(0, 9999) / 10000:.4f}"
        rows.append(row)
    return rows


def by_decimals(rows: Rows, *, round_lines: bool) -> dict[tuple[str, str, int], Decimal]:
    """The same sums line by line, by the formula of the guide written anew in decimals."""
    sums: dict[tuple[str, str, int], Decimal] = defaultdict(Decimal)
    fuels = PACK.tables["fuel"].rows
    with localcontext(exact_context()):
        for row in rows:
            defaults = fuels[row["item"]].values
            heat = Decimal(row.get("fuel_net_calorific_value") or defaults["ncv"] or 0) * (defaults["cc"] or 0)
            content = Decimal(row["fuel_received_carbon_content"]) if row.get("fuel_received_carbon_content") else heat
            value = Decimal(row["fuel_consumption"]) * content * (defaults["of"] or 0) * 44
            if round_lines:
                value = (value / 12).quantize(CENT, ROUND_HALF_UP) * 12
            sums[row["entity"], row["facility"], int(row["month"])] += value
        return {key: (value / 12).quantize(CENT, ROUND_HALF_UP) for key, value in sums.items()}


def run(backend: DuckBackend, table: Path, **wish: bool) -> tuple[Outcome, dict[tuple[str, str, int], Decimal]]:
    output = table.parent / "out.parquet"
    output.unlink(missing_ok=True)
    outcome = run_activity(backend, PACK, table, output, ActivityWish((QUANTITY,), BY, 2025, **wish))
    if outcome.is_refused:
        assert not output.exists()
        return outcome, {}
    query = f"SELECT entity, facility, CAST(month AS INT), value FROM '{output}'"
    return outcome, {(e, f, m): Decimal(value) for e, f, m, value in duckdb.connect().execute(query).fetchall()}


@pytest.mark.parametrize("received", [False, True])
@pytest.mark.parametrize("round_lines", [False, True])
@pytest.mark.parametrize("kind", ["text", "decimal", "wide decimal"])
def test_sums_are_exact(kind: str, round_lines: bool, received: bool, backend: DuckBackend, tmp_path: Path) -> None:
    rows = lines(2000, Random(7), received)
    table = written(rows, tmp_path)
    if kind != "text":
        table = _as_decimals(table, 9 if kind == "decimal" else 20, received)
    outcome, found = run(backend, table, round_lines=round_lines)
    assert not outcome.problems
    assert found == by_decimals(rows, round_lines=round_lines)


def _as_decimals(table: Path, digits: int, received: bool) -> Path:
    path = table.with_suffix(".parquet")
    places = {"fuel_consumption": 2, "fuel_net_calorific_value": 3} | ({"fuel_received_carbon_content": 4} if received else {})
    casts = ", ".join(f"{name}::DECIMAL({digits},{scale}) AS {name}" for name, scale in places.items())
    source = f"read_csv('{table}', all_varchar = true)"
    duckdb.connect().execute(f"COPY (SELECT * REPLACE ({casts}, month::TINYINT AS month) FROM {source}) TO '{path}' (FORMAT parquet)")
    return path


def test_lines_need_a_number_or_a_word_that_they_are_summed(backend: DuckBackend, tmp_path: Path) -> None:
    rows = [{name: cell for name, cell in row.items() if name != "line"} for row in lines(50, Random(1))]
    table = written(rows, tmp_path)
    outcome, _ = run(backend, table)
    assert [(one.problem.code, one.column) for one in outcome.problems] == [("BATCH-101", "line")]
    outcome, found = run(backend, table, lines_summed=True)
    assert not outcome.problems
    assert found == by_decimals(rows, round_lines=False)


def test_a_line_twice_is_refused(backend: DuckBackend, tmp_path: Path) -> None:
    rows = lines(50, Random(2))
    table = written([*rows, rows[10]], tmp_path)
    outcome, _ = run(backend, table)
    assert [(one.problem.code, one.row) for one in outcome.problems] == [("BATCH-114", 52)]


def test_blanks_and_a_nought_make_no_other_place(backend: DuckBackend, tmp_path: Path) -> None:
    rows = lines(60, Random(3))
    spaced = [
        {**row, "entity": f" {row['entity']} ", "month": row["month"].zfill(2)} if number % 2 else row for number, row in enumerate(rows)
    ]
    outcome, found = run(backend, written(spaced, tmp_path))
    assert not outcome.problems
    assert found == by_decimals(rows, round_lines=False)
    outcome, _ = run(backend, written([*spaced, {**rows[11], "facility": rows[11]["facility"] + " "}], tmp_path))
    assert [(one.problem.code, one.row) for one in outcome.problems] == [("BATCH-114", 62)]


def test_only_the_lines_of_the_year_count(backend: DuckBackend, tmp_path: Path) -> None:
    rows = lines(40, Random(4))
    both = [{**row, "year": year} for row in rows for year in ("2024", "2025")]
    outcome, found = run(backend, written(both, tmp_path))
    (left_out,) = outcome.problems
    assert (left_out.problem.code, left_out.problem.severity) == ("BATCH-138", "note")
    assert left_out.spans == tuple((row, row) for row in range(2, 81, 2))
    assert found == by_decimals(rows, round_lines=False)
    outcome, _ = run(backend, written([{**row, "year": "2024"} for row in rows], tmp_path))
    assert [one.problem.code for one in outcome.problems] == ["BATCH-124"]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"item": "peat"}, "CASE-136"),
        ({"item": ""}, "CASE-136"),
        ({"month": "0"}, "BATCH-111"),
        ({"entity": ""}, "BATCH-110"),
        ({"fuel_consumption": "-1"}, "CASE-142"),
        ({"fuel_consumption": ""}, "BATCH-125"),
        ({"fuel_consumption": "many"}, "CASE-141"),
        ({"item": "washed_coal", "fuel_net_calorific_value": ""}, "BATCH-125"),
    ],
)
def test_a_bad_line_is_told_with_its_row(cells: dict[str, str], code: str, backend: DuckBackend, tmp_path: Path) -> None:
    rows = lines(20, Random(3))
    rows[4] |= cells
    outcome, _ = run(backend, written(rows, tmp_path))
    assert (code, 6) in {(one.problem.code, one.row) for one in outcome.problems}
