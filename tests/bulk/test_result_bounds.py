"""A batch tells what the engine tells of results outside their bounds: in queries, in decimals, and of entities set apart."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from tanheng.bulk.batch import run_batch
from tanheng.bulk.problems import TableProblem
from tanheng.bulk.sql.duck import DuckBackend
from tanheng.cli import main
from tanheng.rulebook import load

POWER, CSI = "cn/power/cets_2022", "intl/cement/csi_v3"
COAL = (
    "entity,facility,kind,item,fuel_consumption,fuel_air_dried_carbon_content,fuel_net_calorific_value,total_moisture,inherent_moisture\n"
    "{wet},unit-1,power_unit,bituminous_coal,1000,0.6012,20.000,0.0819,0.6000\n"
    "{sound},unit-1,power_unit,bituminous_coal,1000,0.6012,20.000,0.0819,0.0002\n"
)
NAME = "air_dried_to_received_carbon_content"


@pytest.fixture(scope="module")
def backend() -> Iterator[DuckBackend]:
    backend = DuckBackend()
    yield backend
    backend.close()


def told(backend: DuckBackend, pack_id: str, table: str, folder: Path, year: int) -> list[TableProblem]:
    (folder / "table.csv").write_text(table, encoding="utf-8")
    outcome = run_batch(backend, [(load(pack_id), folder / "table.csv")], folder / "out.parquet", year=year)
    return [one for one in outcome.problems if one.problem.code == "RUN-205"]


def test_the_entity_is_named_and_what_follows_is_not_told(backend, tmp_path):
    (problem,) = told(backend, POWER, COAL.format(wet="合成甲", sound="合成乙"), tmp_path, 2024)
    where = problem.problem.where
    assert (problem.entity, where.quantity, where.facility, where.item, where.month) == ("合成甲", NAME, "unit-1", "bituminous_coal", None)
    assert problem.is_error and problem.value == "1.3799"


def test_the_command_refuses_the_table_and_writes_nothing(tmp_path):
    table, output = tmp_path / "units.csv", tmp_path / "out.parquet"
    table.write_text(COAL.format(wet="合成甲", sound="合成乙"), encoding="utf-8")
    answer = CliRunner().invoke(main, ["batch", POWER, str(table), "--year", "2024", "-o", str(output), "--lang", "en"])
    assert answer.exit_code == 1 and not output.exists()
    assert "RUN-205" in answer.stderr and "between 0 and 1" in answer.stderr and "合成甲" in answer.stderr


def test_a_result_that_a_blocking_check_holds_is_left_to_it(backend, tmp_path):
    table = tmp_path / "kilns.csv"
    head = "entity,facility,kind,clinker_output_t,kiln_dust_t,kiln_dust_loss_on_ignition,raw_meal_loss_on_ignition\n"
    table.write_text(head + "合成水泥,kiln-1,kiln_line,1000000,1000,0.35,0.10\n", encoding="utf-8")
    outcome = run_batch(backend, [(load(CSI), table)], tmp_path / "out.parquet", year=2012)
    codes = {one.problem.code for one in outcome.problems if one.is_error}
    assert "CSI-024" in codes and "RUN-205" not in codes


def test_the_month_is_named_and_no_sound_entity(backend, tmp_path):
    """A load factor that no unit has, in one month of one of two plants."""
    head = "entity,facility,kind,month,gross_generation_mwh,rated_capacity_mw,running_hours_h\n"
    rows = [f"合成甲,unit-1,power_unit,{month},{40_000_000 if month == 3 else 1000},100,100" for month in range(1, 13)]
    rows += [f"合成乙,unit-1,power_unit,{month},1000,100,100" for month in range(1, 13)]
    found = told(backend, POWER, head + "\n".join(rows) + "\n", tmp_path, 2024)
    assert {(one.entity, one.problem.where.quantity, one.problem.where.month) for one in found} == {("合成甲", "load_factor", 3)}
