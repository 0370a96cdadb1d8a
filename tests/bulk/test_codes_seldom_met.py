"""What a table must have wrong to be told so is tried once for every code of `tanheng batch`; these no other test fires."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import InvalidOperation
from pathlib import Path

import duckdb
import pytest

from tanheng.bulk import finish, traces
from tanheng.bulk.batch import run_batch
from tanheng.bulk.outcome import Outcome
from tanheng.bulk.sql.duck import DuckBackend
from tanheng.engine.pack import Pack
from tanheng.rulebook import load
from tests.bulk.test_bad_tables import PACK, changed, smelter, written

PLAN = "cn/aluminium/allowance_2024"


@pytest.fixture(scope="module")
def backend() -> Iterator[DuckBackend]:
    backend = DuckBackend()
    yield backend
    backend.close()


def told(backend: DuckBackend, path: Path, pack: Pack | None = None, year: int = 2025, **more: object) -> dict[str, Outcome]:
    """The codes of what is said of a table."""
    outcome = run_batch(backend, [(pack or load(PACK), path)], path.parent / "out.parquet", year=year, **more)
    return {one.problem.code: outcome for one in outcome.problems}


def test_a_type_that_holds_no_numbers(backend: DuckBackend, tmp_path: Path) -> None:
    table, path = written(smelter(), tmp_path), tmp_path / "flags.parquet"
    source = f"SELECT * REPLACE (anode_consumption_t <> '' AS anode_consumption_t) FROM read_csv('{table}', all_varchar = true)"
    duckdb.connect().execute(f"COPY ({source}) TO '{path}' (FORMAT parquet)")
    assert "BATCH-104" in told(backend, path)


def test_a_facility_of_two_kinds(backend: DuckBackend, tmp_path: Path) -> None:
    rows = [{**row, "kind": "potline" if row.get("facility") else ""} for row in smelter()]
    assert "BATCH-115" in told(backend, written(changed(3, kind="casthouse")(rows), tmp_path))


def test_a_result_of_too_many_digits(backend: DuckBackend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No figure within the bounds of a quantity comes so far: the rounding says it here instead."""
    row = {"entity": "甲", "facility": "p", "verified_emission_tco2e": "1000", "molten_aluminium_output_t": "600"}

    def too_long(*_: object) -> None:
        raise InvalidOperation

    monkeypatch.setattr(finish, "rounded_column", too_long)
    assert "BATCH-118" in told(backend, written([row], tmp_path), load(PLAN), 2024)


def test_a_parameter_without_a_value(backend: DuckBackend, tmp_path: Path) -> None:
    pack = load(PACK)
    (value,) = pack.parameters["co2_per_carbon"]
    dated = {"co2_per_carbon": (replace(value, valid_to=1999),)}
    assert "BATCH-120" in told(backend, written(smelter(), tmp_path), replace(pack, parameters={**pack.parameters, **dated}))


def test_a_division_by_zero(backend: DuckBackend, tmp_path: Path) -> None:
    row = {"entity": "甲", "facility": "p", "verified_emission_tco2e": "1000", "molten_aluminium_output_t": "0"}
    assert "BATCH-121" in told(backend, written([row], tmp_path), load(PLAN), 2024)


def test_traces_that_are_not_the_results(backend: DuckBackend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    digests = traces.digests_of
    monkeypatch.setattr(traces, "digests_of", lambda *given: dict.fromkeys(digests(*given), "other"))
    assert "BATCH-123" in told(backend, written(smelter(), tmp_path), traces=tmp_path / "traces.jsonl")


def test_a_figure_of_a_month_in_a_row_of_the_year(backend: DuckBackend, tmp_path: Path) -> None:
    """Where the table has figures of the year too, a row of the year is sound and the one figure is told."""
    pack, name = load(PLAN), "molten_aluminium_output_t"
    monthly = replace(pack.quantities[name], index=("facility", "month"))
    rows = [{"entity": "甲", "facility": "p", "month": month, "verified_emission_tco2e": "", name: "600"} for month in ("全年", "3")]
    mixed = replace(pack, quantities={**pack.quantities, name: monthly})
    assert "BATCH-126" in told(backend, written(rows, tmp_path), mixed, 2024)


def test_a_figure_of_the_year_in_a_row_of_a_month(backend: DuckBackend, tmp_path: Path) -> None:
    row = {"entity": "甲", "facility": "p", "month": "3", "verified_emission_tco2e": "1000", "molten_aluminium_output_t": "600"}
    assert "BATCH-127" in told(backend, written([row], tmp_path), load(PLAN), 2024)


def test_quotation_marks_that_never_pair(backend: DuckBackend, tmp_path: Path) -> None:
    path = written(smelter(), tmp_path)
    with path.open("a", encoding="utf-8") as file:
        file.writelines(f'甲,"p"x{number},1,2,3,,\n' for number in range(150))
    assert "BATCH-131" in told(backend, path)


def test_a_name_with_what_nobody_sees(backend: DuckBackend, tmp_path: Path) -> None:
    assert "BATCH-142" in told(backend, written(changed(3, facility="potline\x07-1")(smelter()), tmp_path))
