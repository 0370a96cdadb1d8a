"""Batch gives the digits of the engine: random tables of every pack, by month and by year, each value compared as text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tanheng.bulk.batch import run_batch
from tanheng.bulk.checks import blocking
from tanheng.bulk.sql.duck import DuckBackend
from tanheng.engine.places import Where
from tanheng.engine.problems import Problem
from tanheng.engine.run import Run
from tanheng.rulebook import load, pack_ids
from tests.bulk.random_tables import (
    accepted,
    batch_results,
    engine_results,
    engine_run,
    random_rows,
    with_bounds_alone,
    with_standstill,
    without_checks,
    write_csv,
)

ENTITIES = 2
BEYOND = [
    "cn/aluminium/gbt_32151_4_2015",
    "cn/power/cets_2022",
    "eu/aluminium/cbam_2025",
    "intl/aluminium/ipcc_2006",
]  # random plants are there
EXAMPLES = 100 if settings.get_current_profile_name() == "fuzz" else 2


@pytest.fixture(scope="module")
def backend() -> Iterator[DuckBackend]:
    backend = DuckBackend()
    yield backend
    backend.close()


@pytest.mark.fuzz
@pytest.mark.parametrize("pack_id", pack_ids())
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**9), by_month=st.booleans())
def test_every_digit_of_a_random_table(
    pack_id: str, seed: int, by_month: bool, backend: DuckBackend, tmp_path_factory: pytest.TempPathFactory
) -> None:
    pack = without_checks(load(pack_id))
    year = pack.valid_from
    folder: Path = tmp_path_factory.mktemp("batch")
    rows = accepted(pack, year, random_rows(pack, Random(seed), ENTITIES, "month" if by_month else "year"))
    if not rows:
        return  # the edition has no default for what these plants left out
    write_csv(rows, folder / "table.csv")
    outcome = run_batch(backend, [(pack, folder / "table.csv")], folder / "out.parquet", year=year)
    assert [one.as_text("en") for one in outcome.problems if one.is_error] == []
    assert batch_results(folder / "out.parquet") == engine_results(pack, year, rows)


def beyond(problems: list[Problem], entity: str | None) -> set[tuple[str | None, Where, str]]:
    """Entity, place and sentence of what is told of results outside their bounds."""
    told = [one.at(file=None) for one in problems if one.code == "RUN-205"]
    return {(entity, where, one.message.en) for one in told for where in one.all_places}


@pytest.mark.fuzz
@pytest.mark.parametrize("pack_id", BEYOND)
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**9), by_month=st.booleans())
def test_results_outside_their_bounds_are_told_alike(
    pack_id: str, seed: int, by_month: bool, backend: DuckBackend, tmp_path_factory: pytest.TempPathFactory
) -> None:
    pack = with_bounds_alone(load(pack_id))
    year = pack.valid_from
    folder: Path = tmp_path_factory.mktemp("batch")
    rows = accepted(pack, year, random_rows(pack, Random(seed), ENTITIES, "month" if by_month else "year"))
    if not rows:
        return
    write_csv(rows, folder / "table.csv")
    outcome = run_batch(backend, [(pack, folder / "table.csv")], folder / "out.parquet", year=year)
    told = {one for row in outcome.problems for one in beyond([row.problem], row.entity)}
    runs = {name: engine_run(pack, year, [row for row in rows if row["entity"] == name]) for name in {row["entity"] for row in rows}}
    assert told == {one for name, run in runs.items() if isinstance(run, Run) for one in beyond(run.problems, name)}
    assert outcome.is_refused == bool(told)


@pytest.mark.fuzz
@pytest.mark.parametrize("pack_id", [one for one in pack_ids() if any("month" in i.index for i in load(one).inputs())])
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**9))
def test_every_digit_of_plants_that_stood_still(
    pack_id: str, seed: int, backend: DuckBackend, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Entities with `/` and with contents blank where nothing was burnt stand beside entities without, in one table."""
    pack = without_checks(load(pack_id))
    year, random = pack.valid_from, Random(seed)
    folder: Path = tmp_path_factory.mktemp("batch")
    rows = with_standstill(pack, random, random_rows(pack, random, ENTITIES + 1))
    rows = accepted(pack, year, rows)
    if not rows:
        return
    write_csv(rows, folder / "table.csv")
    outcome = run_batch(backend, [(pack, folder / "table.csv")], folder / "out.parquet", year=year)
    assert [one.as_text("en") for one in outcome.problems if one.is_error] == []
    assert outcome.entities == len({row["entity"] for row in rows})
    assert batch_results(folder / "out.parquet") == engine_results(pack, year, rows)


@pytest.mark.fuzz
@pytest.mark.parametrize("pack_id", [one for one in pack_ids() if blocking(load(one))])
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**9), by_month=st.booleans())
def test_what_blocks_one_entity_blocks_the_table(
    pack_id: str, seed: int, by_month: bool, backend: DuckBackend, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Random plants break physics: the checks that the engine fails are those that batch fails, place by place."""
    pack = replace(load(pack_id), expects_any=())
    year = pack.valid_from
    folder: Path = tmp_path_factory.mktemp("batch")
    rows = accepted(pack, year, random_rows(pack, Random(seed), ENTITIES, "month" if by_month else "year"))
    if not rows:
        return
    expected = set()
    for entity in {row["entity"] for row in rows}:
        run = engine_run(pack, year, [row for row in rows if row["entity"] == entity])
        assert isinstance(run, Run)
        errors = (one for one in run.problems if one.severity == "error")
        expected |= {(entity, one.code, where.facility, where.item, where.month, one.message) for one in errors for where in one.all_places}
    write_csv(rows, folder / "table.csv")
    outcome = run_batch(backend, [(pack, folder / "table.csv")], folder / "out.parquet", year=year)
    told = [(one.entity, one.problem) for one in outcome.problems if one.is_error]
    assert {(e, p.code, p.where.facility, p.where.item, p.where.month, p.message) for e, p in told} == expected
    assert outcome.is_refused == bool(expected)
