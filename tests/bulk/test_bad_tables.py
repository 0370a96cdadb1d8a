"""Bad tables: each mistake is told with its row, column, value, reason and remedy; nothing is written."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tanheng.bulk.batch import run_batch
from tanheng.bulk.outcome import BatchUsageError, Outcome
from tanheng.bulk.sql.duck import DuckBackend
from tanheng.rulebook import load

PACK = "cn/aluminium/cets_2024"
Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def backend() -> Iterator[DuckBackend]:
    backend = DuckBackend()
    yield backend
    backend.close()


def smelter() -> Rows:
    """One potline with output and anodes, and diesel: the smallest table without mistakes."""
    rows = [
        {
            "facility": "potline-1",
            "month": str(month),
            "molten_aluminium_output_t": "1000.00",
            "anode_consumption_t": "470.00",
        }
        for month in range(1, 13)
    ]
    rows += [{"item": "diesel", "month": str(month), "fuel_consumption": "25.00"} for month in range(1, 13)]
    return [{"entity": "合成企业甲", **row} for row in rows]


def written(rows: Rows, folder: Path, columns: list[str] | None = None) -> Path:
    path = folder / "table.csv"
    names = columns or list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, names, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path


def batch(backend: DuckBackend, path: Path, year: int | None = 2025, pack: str = PACK) -> Outcome:
    output = path.parent / "out.parquet"
    outcome = run_batch(backend, [(load(pack), path)], output, year=year)
    assert output.exists() == (not outcome.is_refused), "a refused table writes nothing"
    return outcome


def test_the_smallest_table_is_accepted(backend: DuckBackend, tmp_path: Path) -> None:
    outcome = batch(backend, written(smelter(), tmp_path))
    assert not outcome.is_refused
    assert outcome.entities == 1
    # by hand: 470 × 0.8482 = 398.654 → 398.65; × 0.976 = 389.0824; × 44 ÷ 12 = 1426.6355 → 1426.64
    query = "SELECT value FROM read_parquet(?) WHERE quantity = 'anode_emission_tco2' AND month = 3"
    assert duckdb.connect().execute(query, [str(tmp_path / "out.parquet")]).fetchall() == [("1426.64",)]


def changed(row: int, **cells: str) -> Callable[[Rows], Rows]:
    def change(rows: Rows) -> Rows:
        return [{**one, **cells} if number == row else one for number, one in enumerate(rows, start=1)]

    return change


def without(row: int) -> Callable[[Rows], Rows]:
    return lambda rows: [one for number, one in enumerate(rows, start=1) if number != row]


MISTAKES: dict[str, tuple[Callable[[Rows], Rows], str, int | None, str]] = {
    "text in place of a number": (changed(4, anode_consumption_t="四百七十"), "CASE-141", 5, "anode_consumption_t"),
    "not a number": (changed(5, anode_consumption_t="NaN"), "CASE-141", 6, "anode_consumption_t"),
    "infinity": (changed(5, anode_consumption_t="Infinity"), "CASE-141", 6, "anode_consumption_t"),
    "an exponent": (changed(5, anode_consumption_t="4.7e2"), "FILE-218", 6, "anode_consumption_t"),
    "a comma that is no separator": (changed(5, anode_consumption_t="14,70.00"), "FILE-217", 6, "anode_consumption_t"),
    "overflow": (changed(6, anode_consumption_t="9" * 40), "BATCH-113", 7, "anode_consumption_t"),
    "below its bound": (changed(7, anode_consumption_t="-1"), "CASE-142", 8, "anode_consumption_t"),
    "a per cent number": (changed(2, anode_loss_rate="15.18"), "CASE-142", 3, "anode_loss_rate"),
    "a fixed default changed": (changed(2, anode_loss_rate="0.12"), "CASE-153", 3, "anode_loss_rate"),
    "an unknown item": (changed(14, item="diesal"), "CASE-136", 15, "item"),
    "an item of another table": (changed(14, item="CaCO3"), "CASE-136", 15, "fuel_consumption"),
    "month 13": (changed(3, month="13"), "BATCH-111", 4, "month"),
    "no month": (changed(3, month=""), "BATCH-152", 4, "month"),
    "no entity": (changed(3, entity=" "), "BATCH-110", 4, "entity"),
    "a row twice": (changed(3, month="2"), "BATCH-114", 4, "entity"),
    "a missing month": (without(3), "CASE-150", 2, "anode_consumption_t"),
    "a required quantity without a column": (
        lambda rows: [{name: cell for name, cell in row.items() if name != "anode_consumption_t"} for row in rows],
        "BATCH-101",
        None,
        "anode_consumption_t",
    ),
    "a quantity at the wrong place": (changed(14, facility="potline-1"), "CASE-134", 15, "fuel_consumption"),
    "a facility id with a slash": (changed(3, facility="potline/1"), "CASE-114", 4, "facility"),
    "measured in some months only": (
        changed(14, fuel_net_calorific_value="42.1"),
        "CASE-156",
        14,
        "fuel_net_calorific_value",
    ),
    "a fuel without default": (
        lambda rows: [{**row, "item": "washed_coal"} if row.get("item") else row for row in rows],
        "CASE-152",
        14,
        "fuel_net_calorific_value",
    ),
}


@pytest.mark.parametrize(("change", "code", "row", "column"), MISTAKES.values(), ids=MISTAKES.keys())
def test_mistake_is_told_with_its_place(
    change: Callable[[Rows], Rows], code: str, row: int | None, column: str, backend: DuckBackend, tmp_path: Path
) -> None:
    outcome = batch(backend, written(change(smelter()), tmp_path))
    assert outcome.is_refused
    told = [(one.problem.code, one.row, one.column) for one in outcome.problems]
    assert (code, row, column) in told
    for one in outcome.problems:
        assert one.problem.message.zh
        assert one.problem.message.en
        assert one.problem.remedy.zh
        assert one.problem.remedy.en
        assert "{" not in one.as_text("zh") + one.as_text("en")


def test_an_unknown_column_names_the_nearest(backend: DuckBackend, tmp_path: Path) -> None:
    rows = [{**row, "anode_consumption": "1"} for row in smelter()]
    outcome = batch(backend, written(rows, tmp_path))
    assert [one.problem.code for one in outcome.problems] == ["BATCH-102"]
    assert "anode_consumption_t" in outcome.problems[0].as_text("en")


def test_a_computed_quantity_may_not_be_entered(backend: DuckBackend, tmp_path: Path) -> None:
    rows = [{**row, "anode_emission_tco2": "1"} for row in smelter()]
    assert [one.problem.code for one in batch(backend, written(rows, tmp_path)).problems] == ["CASE-131"]


def test_binary_floats_are_refused(backend: DuckBackend, tmp_path: Path) -> None:
    table = written(smelter(), tmp_path)
    path = tmp_path / "floats.parquet"
    duckdb.connect().execute(
        f"COPY (SELECT * REPLACE (anode_consumption_t::DOUBLE AS anode_consumption_t) FROM read_csv('{table}', all_varchar = true)) "
        f"TO '{path}' (FORMAT parquet)"
    )
    outcome = batch(backend, path)
    assert [(one.problem.code, one.column) for one in outcome.problems] == [("BATCH-103", "anode_consumption_t")]


@pytest.mark.parametrize(("unit", "accepted"), [("t", True), ("kg", True), ("GJ", False), ("tCO2", False), ("10^4 Nm3", False)])
def test_unit_in_the_heading(unit: str, accepted: bool, backend: DuckBackend, tmp_path: Path) -> None:
    rows = [{f"{name} [{unit}]" if name == "anode_consumption_t" else name: cell for name, cell in row.items()} for row in smelter()]
    outcome = batch(backend, written(rows, tmp_path))
    assert outcome.is_refused == (not accepted)
    if not accepted:
        (told,) = outcome.problems
        assert told.problem.code == "BATCH-105"
        assert "t（吨）、万t（万吨）、kg（千克）" in told.problem.remedy.zh


def test_a_unit_that_only_some_items_have(backend: DuckBackend, tmp_path: Path) -> None:
    rows = [{("fuel_consumption [t]" if name == "fuel_consumption" else name): cell for name, cell in row.items()} for row in smelter()]
    rows += [{**row, "item": "natural_gas"} for row in rows if row.get("item")]
    told = {(one.problem.code, one.row) for one in batch(backend, written(rows, tmp_path)).problems}
    assert ("CASE-148", 26) in told


@pytest.mark.parametrize(("unit", "amount"), [("kg", "470000"), ("公斤", "470000"), ("万吨", "0.0470"), ("10³ t", "0.470")])
def test_other_units_become_tonnes_exactly(unit: str, amount: str, backend: DuckBackend, tmp_path: Path) -> None:
    batch(backend, written(smelter(), tmp_path))
    expected = duckdb.connect().execute(f"SELECT * FROM '{tmp_path / 'out.parquet'}' ORDER BY ALL").fetchall()
    (tmp_path / "out.parquet").unlink()
    rows = [
        {
            (f"anode_consumption_t [{unit}]" if name == "anode_consumption_t" else name): amount if name == "anode_consumption_t" else cell
            for name, cell in row.items()
        }
        for row in smelter()
    ]
    batch(backend, written(rows, tmp_path))
    assert duckdb.connect().execute(f"SELECT * FROM '{tmp_path / 'out.parquet'}' ORDER BY ALL").fetchall() == expected


def test_more_decimals_than_the_pack_keeps_are_rounded_and_told(backend: DuckBackend, tmp_path: Path) -> None:
    outcome = batch(backend, written(changed(1, anode_consumption_t="470.005")(smelter()), tmp_path))
    assert [(one.problem.code, one.problem.severity) for one in outcome.problems] == [("BATCH-122", "warning")]
    query = "SELECT value FROM read_parquet(?) WHERE quantity = 'anode_net_consumption_t' AND month = 1"
    # 470.01 × 0.8482 = 398.662… → 398.66
    assert duckdb.connect().execute(query, [str(tmp_path / "out.parquet")]).fetchall() == [("398.66",)]


def test_long_form_gives_the_same_results(backend: DuckBackend, tmp_path: Path) -> None:
    batch(backend, written(smelter(), tmp_path))
    expected = duckdb.connect().execute(f"SELECT * FROM '{tmp_path / 'out.parquet'}' ORDER BY ALL").fetchall()
    (tmp_path / "out.parquet").unlink()
    names = ("molten_aluminium_output_t", "anode_consumption_t", "fuel_consumption")
    keys = ("entity", "facility", "item", "month")
    rows = [
        {**{key: row.get(key, "") for key in keys}, "quantity": name, "value": row[name], "unit": "t"}
        for row in smelter()
        for name in names
        if name in row
    ]
    assert not batch(backend, written(rows, tmp_path)).problems
    assert duckdb.connect().execute(f"SELECT * FROM '{tmp_path / 'out.parquet'}' ORDER BY ALL").fetchall() == expected


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"quantity": "anode"}, "CASE-130"),
        ({"value": "x"}, "CASE-141"),
        ({"unit": "GJ"}, "BATCH-119"),
        ({"month": "2"}, "BATCH-114"),
    ],
)
def test_mistakes_of_the_long_form(cells: dict[str, str], code: str, backend: DuckBackend, tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [
        {"entity": "甲", "facility": "p", "month": str(month), "quantity": name, "value": "10", "unit": "t"}
        for month in range(1, 13)
        for name in ("molten_aluminium_output_t", "anode_consumption_t")
    ]
    rows[4] |= cells
    assert code in {one.problem.code for one in batch(backend, written(rows, tmp_path)).problems}


def test_years_of_a_table(backend: DuckBackend, tmp_path: Path) -> None:
    rows = [{**row, "year": year} for year in ("2024", "2025") for row in smelter()]
    table = written(rows, tmp_path)
    assert batch(backend, table, year=None).years == [2024, 2025]


def test_a_year_that_is_none(backend: DuckBackend, tmp_path: Path) -> None:
    rows = [{**row, "year": "2025"} for row in smelter()]
    outcome = batch(backend, written(changed(1, year="二〇二五")(rows), tmp_path), year=None)
    assert [(one.problem.code, one.row) for one in outcome.problems] == [("BATCH-112", 2)]


def test_a_table_without_a_year_needs_one(backend: DuckBackend, tmp_path: Path) -> None:
    with pytest.raises(BatchUsageError):
        run_batch(backend, [(load(PACK), written(smelter(), tmp_path))], tmp_path / "out.parquet")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"PAR1 no parquet", b"entity,month\n"])
def test_a_file_that_is_no_table(content: bytes, backend: DuckBackend, tmp_path: Path) -> None:
    for name in ("table.csv", "table.parquet"):
        (tmp_path / name).write_bytes(content)
        outcome = batch(backend, tmp_path / name)
        assert outcome.is_refused


def test_blocking_checks_of_the_pack_block_the_batch(backend: DuckBackend, tmp_path: Path) -> None:
    rows = [
        {
            "entity": "甲",
            "facility": "p",
            "verified_emission_tco2e": "1000",
            "molten_aluminium_output_t": "600",
            "anode_emission_tco2": "800",
            "anode_effect_emission_tco2e": "100",
        }
    ]
    table = written(rows, tmp_path)
    outcome = batch(backend, table, year=2024, pack="cn/aluminium/allowance_2024")
    assert "AW-021" in {one.problem.code for one in outcome.problems if one.is_error}


def test_a_wide_decimal_that_no_case_could_hold(backend: DuckBackend, tmp_path: Path) -> None:
    table, path = written(smelter(), tmp_path), tmp_path / "wide.parquet"
    wide = "CASE WHEN anode_consumption_t <> '' THEN 1234567890123456789012345678.01::DECIMAL(38,2) END AS anode_consumption_t"
    source = f"read_csv('{table}', all_varchar = true)"
    duckdb.connect().execute(f"COPY (SELECT * REPLACE ({wide}) FROM {source}) TO '{path}' (FORMAT parquet)")
    assert "BATCH-113" in {one.problem.code for one in batch(backend, path).problems}


def test_numbers_beyond_machine_words_stay_exact(backend: DuckBackend, tmp_path: Path) -> None:
    rows = [{**row, "molten_aluminium_output_t": "99999999999999999999.99"} if row.get("facility") else row for row in smelter()]
    pack = load(PACK)
    unbound = {name: replace(one, high=Decimal(10**21)) for name, one in pack.quantities.items()}
    outcome = run_batch(backend, [(replace(pack, quantities=unbound), written(rows, tmp_path))], tmp_path / "out.parquet", year=2025)
    assert not outcome.is_refused
    query = "SELECT value FROM read_parquet(?) WHERE quantity = 'total_molten_aluminium_output_t' AND month IS NULL"
    found = duckdb.connect().execute(query, [str(tmp_path / "out.parquet")]).fetchall()
    assert found == [("1199999999999999999999.88",)]


def test_a_year_without_the_pack_s_parameters(backend: DuckBackend, tmp_path: Path) -> None:
    outcome = batch(backend, written(smelter(), tmp_path), year=2019)
    assert {"CASE-107", "CASE-160"} <= {one.problem.code for one in outcome.problems}
    assert outcome.is_refused


def test_a_blank_kind_names_its_facility(backend: DuckBackend, tmp_path: Path) -> None:
    outcome = batch(backend, written([{**row, "kind": ""} for row in smelter()], tmp_path))
    told = {one.problem.code: one.problem.where.facility for one in outcome.problems}
    assert told == {"BATCH-116": "potline-1", "CASE-113": None}
