"""The same queries on Apache Spark: random tables, words, sums and refusals give what DuckDB and the engine give."""

from __future__ import annotations

import os
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

from tanheng.bulk.batch import run_batch
from tanheng.bulk.lines.activity import run_activity
from tanheng.bulk.lines.sums import ActivityWish
from tanheng.bulk.sql.duck import DuckBackend
from tanheng.bulk.sql.operands import Operand, Operands
from tanheng.bulk.sql.query import exact_query
from tanheng.bulk.sql.whole import SPARK, NotExactError, Whole
from tanheng.engine.symbols import expression_of
from tanheng.rulebook import load
from tests.bulk.random_tables import accepted, batch_results, engine_results, random_rows, without_checks, write_csv
from tests.bulk.test_activity import BY, PACK, QUANTITY, by_decimals, lines
from tests.bulk.test_bad_tables import changed, smelter, written
from tests.bulk.test_query import FORMULAS, PARAMETERS, SCALES, decimal_values, random_numbers
from tests.support.programs import need

if TYPE_CHECKING:
    from tanheng.bulk.sql.spark import SparkBackend

pytestmark = pytest.mark.spark


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkBackend]:
    """One session for all tests here; its compiler stops early, because no query is run often."""
    need("java")
    need("pyspark")
    from tanheng.bulk.sql.spark import SparkBackend

    os.environ["PYSPARK_SUBMIT_ARGS"] = "--driver-java-options=-XX:TieredStopAtLevel=1 pyspark-shell"
    backend = SparkBackend()
    yield backend
    backend.close()
    del os.environ["PYSPARK_SUBMIT_ARGS"]


@pytest.mark.parametrize("pack_id", ["cn/aluminium/cets_2024", "cn/power/cets_2022"])
def test_every_digit_of_a_random_table(pack_id: str, spark: SparkBackend, tmp_path: Path) -> None:
    pack = without_checks(load(pack_id))
    rows = accepted(pack, pack.valid_from, random_rows(pack, Random(11), 3))
    assert rows
    write_csv(rows, tmp_path / "table.csv")
    outcome = run_batch(spark, [(pack, tmp_path / "table.csv")], tmp_path / "out.parquet", year=pack.valid_from)
    assert [one.as_text("en") for one in outcome.problems if one.is_error] == []
    assert batch_results(tmp_path / "out.parquet") == engine_results(pack, pack.valid_from, rows)


@pytest.mark.parametrize("mode", ["half_up", "floor"])
def test_words_and_operators(mode: str, spark: SparkBackend) -> None:
    rows = random_numbers(Random(5), 100)
    most = max(abs(value) for row in rows for value in row if value is not None)
    columns = {name: Operand(Whole(name, -most, most), scale, nullable=True) for name, scale in SCALES.items()}
    queries, expected = [], []
    for formula in FORMULAS.values():
        expression = expression_of(formula, tuple(SCALES), uses_parameters=True)
        try:
            computed = exact_query(expression, Operands(columns, {}, {}, PARAMETERS), 2, mode, SPARK)
        except NotExactError:
            continue
        queries.append(f"CASE WHEN {computed.exists or 'TRUE'} THEN {computed.operand.whole.sql} END")
        expected.append(decimal_values(formula, rows, 2, mode))
    kinds = dict.fromkeys(SCALES, SPARK.wide_type)
    spark.put("numbers", {"n": "INT", **kinds}, [(n, *row) for n, row in enumerate(rows)])
    found = spark.rows(f"SELECT {', '.join(queries)} FROM numbers ORDER BY n")
    for position, values in enumerate(expected):
        assert [None if row[position] is None else Decimal(row[position]).scaleb(-2) for row in found] == values


def test_a_bad_table_is_told_as_on_duckdb(spark: SparkBackend, tmp_path: Path) -> None:
    rows = changed(4, anode_consumption_t="四百七十")(changed(14, item="diesal")(smelter()))
    table = written(rows, tmp_path)
    told = []
    for backend in (spark, DuckBackend()):
        outcome = run_batch(backend, [(load("cn/aluminium/cets_2024"), table)], tmp_path / "out.parquet", year=2025)
        told.append([one.as_row("zh") for one in outcome.problems])
        assert not (tmp_path / "out.parquet").exists()
    assert told[0] == told[1]
    assert len(told[0]) >= 2


def test_sums_of_lines(spark: SparkBackend, tmp_path: Path) -> None:
    rows = lines(200, Random(9), received=True)
    table, output = written(rows, tmp_path), tmp_path / "out.parquet"
    outcome = run_activity(spark, PACK, table, output, ActivityWish((QUANTITY,), BY, 2025))
    assert not outcome.problems
    import duckdb

    found = duckdb.connect().execute(f"SELECT entity, facility, CAST(month AS INT), value FROM '{output}'").fetchall()
    assert {(e, f, m): Decimal(value) for e, f, m, value in found} == by_decimals(rows, round_lines=False)


def test_traces_agree_with_spark(spark: SparkBackend, tmp_path: Path) -> None:
    table, traces = written(smelter(), tmp_path), tmp_path / "traces.jsonl"
    outcome = run_batch(spark, [(PACK, table)], tmp_path / "out.parquet", year=2025, traces=traces)
    assert not outcome.problems
    assert len(traces.read_text(encoding="utf-8").splitlines()) == 1
