"""A result outside the bounds of its pack is an error with place, value, bound and remedy; nothing that follows from it is told again."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tanheng.cli import main
from tanheng.demo.synthetic_cement_works import synthetic_cement_case
from tanheng.demo.synthetic_power_units import synthetic_power_case
from tanheng.demo.synthetic_smelter import synthetic_case
from tanheng.engine.case.reading import read_case
from tanheng.engine.outside_bounds import held_by_checks
from tanheng.engine.pack import Pack
from tanheng.engine.places import Where
from tanheng.engine.problems import Problem
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tanheng.rulebook import load, pack_ids

CODE = "RUN-205"
ENTITY = {"name": "合成企业", "code": "91640000000000000X"}
DEMO = [
    pytest.param(case, id=f"{case['pack']}-{case['year']}")
    for year in (2024, 2025)
    for case in (synthetic_case(year), synthetic_cement_case(year), synthetic_power_case(year, ENTITY))
]


def worked(pack_id: str, words: str) -> dict[str, Any]:
    return deepcopy(next(case["given"] for case in load(pack_id).cases if words in case["title"]["en"]))


def run_of(given: dict[str, Any], pack: Pack | None = None) -> Run:
    case, problems = read_case(given, (lambda _: pack) if pack else load)
    assert case is not None, [one.as_text("en") for one in problems]
    return run_case(pack or load(case.pack_id), case, problems)


def told(run: Run) -> list[Problem]:
    return [one for one in run.problems if one.code == CODE]


def more_moisture() -> dict[str, Any]:
    """A plant whose laboratory says that air-dried coal is wetter than wet coal."""
    given = worked("cn/power/cets_2022", "waste heat unit")
    row = next(one for one in given["values"] if one["quantity"] == "inherent_moisture")
    row["year"] = "0.6000"
    return given


def test_a_content_above_one_is_an_error_with_place_value_bound_and_remedy():
    (problem,) = told(run_of(more_moisture()))
    assert problem.severity == "error" and not problem.asks
    assert (problem.where.quantity, problem.where.facility, problem.where.item, problem.where.month) == (
        "air_dried_to_received_carbon_content", "unit-1", "bituminous_coal", None,
    )  # fmt: skip
    assert "1.3527 tC/t" in problem.message.en and "between 0 and 1" in problem.message.en
    assert "1.3527 tC/t" in problem.message.zh and "0 至 1" in problem.message.zh
    for label in ("fuel_air_dried_carbon_content", "total_moisture", "inherent_moisture"):
        for lang in ("zh", "en"):
            assert load("cn/power/cets_2022").quantities[label].label.in_(lang) in problem.remedy.in_(lang)


def test_such_a_case_is_refused_by_the_commands(tmp_path: Path):
    path = tmp_path / "case.json"
    path.write_text(json.dumps(more_moisture()), encoding="utf-8")
    answer = CliRunner().invoke(main, ["calculate", str(path), "--json", "--lang", "en"])
    assert answer.exit_code == 1
    assert [one["where"]["quantity"] for one in json.loads(answer.stdout)["problems"] if one["code"] == CODE]
    assert CliRunner().invoke(main, ["report", str(path), "-o", str(tmp_path / "report"), "--make-folder"]).exit_code == 1
    assert not (tmp_path / "report").exists()


@pytest.mark.parametrize("given", DEMO)
def test_no_case_of_the_demonstration_is_accused(given):
    assert told(run_of(given)) == []


@pytest.mark.parametrize("pack_id", pack_ids())
def test_no_worked_case_is_accused(pack_id):
    for case in load(pack_id).cases:
        read, problems = read_case(case["given"], load)
        if read is not None:
            assert told(run_case(load(read.pack_id), read, problems)) == [], case["title"]


# ── with bounds of a test's own ──────────────────────────────────────────────────────────────────


def with_bounds(pack: Pack, name: str, low: str, high: str) -> Pack:
    quantity = replace(pack.quantities[name], low=Decimal(low), high=Decimal(high))
    return replace(pack, quantities={**pack.quantities, name: quantity})


PLANT = synthetic_case(2025)
NAME = "anode_emission_tco2"


def months_of(run: Run) -> list[Decimal]:
    return [value for month in run.periods if (value := run.value(NAME, "potline-1", None, month)) is not None]


def test_bounds_are_of_a_month_and_the_year_may_have_twelve_times_as_much():
    usual = run_of(PLANT)
    greatest = max(run_of(PLANT).value(NAME, key[0], None, month) or Decimal(0) for key in usual.keys[NAME] for month in usual.periods)
    assert told(run_of(PLANT, with_bounds(usual.pack, NAME, "0", str(greatest)))) == []
    assert (usual.value(NAME, "potline-1") or Decimal(0)) > greatest


def test_months_outside_are_told_and_neither_their_year_nor_what_follows():
    usual = run_of(PLANT)
    second = sorted(months_of(usual))[-2]
    pack = with_bounds(usual.pack, NAME, "0", str(second))
    pack = with_bounds(pack, "total_anode_emission_tco2", "0", "1")
    pack = with_bounds(pack, "enterprise_emission_tco2e", "0", "1")
    places = [one.where for one in told(run_of(PLANT, pack))]
    greatest = months_of(usual).index(max(months_of(usual))) + 1
    assert Where(NAME, "potline-1", None, greatest) in places
    assert {one.quantity for one in places} == {NAME} and None not in {one.month for one in places}


def test_what_does_not_follow_is_told_beside_it():
    pack = with_bounds(with_bounds(run_of(PLANT).pack, NAME, "0", "1"), "fuel_emission_tco2", "0", "0.01")
    assert {one.where.quantity for one in told(run_of(PLANT, pack))} == {NAME, "fuel_emission_tco2"}


def test_a_year_by_formula_has_the_same_bounds_as_its_months():
    name = "electrolysis_intensity_tco2e_per_t"
    pack = with_bounds(run_of(PLANT).pack, name, "0", "1")
    assert {(one.where.quantity, one.where.month) for one in told(run_of(PLANT, pack))} == {(name, None)}


def test_what_lies_below_is_told_too():
    pack = with_bounds(run_of(PLANT).pack, NAME, "100000000", "1000000000")
    assert len(told(run_of(PLANT, pack))) == 12 * len(run_of(PLANT).keys[NAME])


# ── a blocking check says more ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("pack_id", "words", "name", "code"),
    [
        ("eu/aluminium/cbam_2025", "more pre-consumer scrap than scrap", "preconsumer_scrap_share", "CBAM-024"),
        ("intl/cement/csi_v3", "losses on ignition of dust and raw meal swapped", "measured_calcination_degree", "CSI-024"),
    ],
)
def test_a_result_that_a_blocking_check_holds_is_left_to_it(pack_id, words, name, code):
    assert name in held_by_checks(load(pack_id))
    run = run_of(worked(pack_id, words))
    assert {one.code for one in run.problems if one.severity == "error"} == {code}
    unheld = replace(run.pack, checks=tuple(one for one in run.pack.checks if one.id != code))
    assert {one.where.quantity for one in told(run_of(worked(pack_id, words), unheld))} == {name}
