"""`/` in a table: the entity is computed by the engine and stands beside the others; what is wrong with it is told by row."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tanheng.bulk import batch
from tanheng.bulk.batch import run_batch
from tanheng.bulk.sql.duck import DuckBackend
from tanheng.bulk.traces import tracing  # noqa: F401 - the traces of a table are made by it
from tanheng.engine.pack import Pack
from tanheng.rulebook import load
from tests.bulk.random_tables import Row, batch_results, engine_results, write_csv

PACK = load("cn/aluminium/cets_2024")
YEAR = 2025


@pytest.fixture(scope="module")
def backend() -> Iterator[DuckBackend]:
    backend = DuckBackend()
    yield backend
    backend.close()


def smelter(name: str, *signs: str) -> list[Row]:
    """Two potlines; of the second the first months hold `signs`."""
    rows = []
    for month in range(1, 13):
        for facility in ("p1", "p2"):
            early = facility == "p2" and month <= len(signs)
            output, anodes = (signs[month - 1],) * 2 if early else ("16000.00", "7500.00")
            rows.append({
                "entity": name, "facility": facility, "kind": "potline", "item": "", "month": str(month),
                "molten_aluminium_output_t": output, "anode_consumption_t": anodes, "fuel_consumption": "",
            })  # fmt: skip
        rows.append({"entity": name, "facility": "", "kind": "", "item": "diesel", "month": str(month), "fuel_consumption": "2.50"})
    return rows


def outcome_of(backend: DuckBackend, pack: Pack, rows: list[Row], folder: Path, **more):
    write_csv(rows, folder / "table.csv")
    return run_batch(backend, [(pack, folder / "table.csv")], folder / "out.parquet", year=YEAR, **more)


@pytest.mark.parametrize("sign", ["/", "不适用", "N/A"])
def test_a_cell_that_is_not_applicable_is_read(sign, backend, tmp_path):
    rows = [*smelter("铝厂甲", sign, sign), *smelter("铝厂乙")]
    outcome = outcome_of(backend, PACK, rows, tmp_path)
    assert [one.as_text() for one in outcome.problems if one.is_error] == [] and outcome.entities == 2
    plain = [{name: "/" if text == sign else text for name, text in row.items()} for row in rows]
    assert batch_results(tmp_path / "out.parquet") == engine_results(PACK, YEAR, plain)


def test_only_what_needs_it_goes_through_the_engine(backend, tmp_path, monkeypatch):
    seen = []
    whole = batch.set_apart
    monkeypatch.setattr(batch, "set_apart", lambda *given: seen.append(whole(*given)) or seen[-1])
    outcome_of(backend, PACK, [*smelter("铝厂甲", "/"), *smelter("铝厂乙", "0"), *smelter("铝厂丙")], tmp_path)
    assert [one.entities for one in seen] == [["铝厂甲"]]


def test_what_blocks_an_entity_set_apart_is_told_by_row_with_the_rest(backend, tmp_path):
    rows = [*smelter("铝厂甲", "/"), *smelter("铝厂乙")]
    rows[6]["anode_consumption_t"] = ""  # March of the first potline
    rows[36 + 6]["anode_consumption_t"] = ""
    outcome = outcome_of(backend, PACK, rows, tmp_path)
    told = {(one.entity, one.problem.code) for one in outcome.problems if one.is_error}
    assert told == {("铝厂甲", "CASE-150"), ("铝厂乙", "CASE-150")}
    assert all(one.row is not None for one in outcome.problems if one.is_error)


def test_the_traces_hold_all_entities(backend, tmp_path):
    rows = [*smelter("铝厂甲", "/"), *smelter("铝厂乙")]
    outcome = outcome_of(backend, PACK, rows, tmp_path, traces=tmp_path / "traces.jsonl")
    assert [one.as_text() for one in outcome.problems if one.is_error] == []
    lines = (tmp_path / "traces.jsonl").read_text().splitlines()
    assert len(lines) == 2 and "铝厂甲" in "".join(lines)


def test_a_table_of_lines_reads_it_too(backend, tmp_path):
    lines = [
        f"{row['entity']},{row['facility']},{row['kind']},{row['item']},{row['month']},{name},{row[name]}"
        for row in smelter("铝厂甲", "/", "/")
        for name in ("molten_aluminium_output_t", "anode_consumption_t", "fuel_consumption")
        if row.get(name)
    ]
    head = "entity,facility,kind,item,month,quantity,value"
    (tmp_path / "long.csv").write_text("\n".join([head, *lines]), encoding="utf-8")
    outcome = run_batch(backend, [(PACK, tmp_path / "long.csv")], tmp_path / "out.parquet", year=YEAR)
    assert [one.as_text() for one in outcome.problems if one.is_error] == []
    assert batch_results(tmp_path / "out.parquet") == engine_results(PACK, YEAR, smelter("铝厂甲", "/", "/"))
