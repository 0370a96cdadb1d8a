"""The worked cases of the packs, computed by the engine: right ones give their numbers, wrong ones their problem."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

from tanheng.engine.case.reading import read_case
from tanheng.engine.pack import Pack
from tanheng.engine.problems import Problem
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tanheng.rulebook import load, pack_ids, revisions_of

SMELTER = "cn/aluminium/cets_2024"
CASES = [(pack_id, case) for one in pack_ids() for pack_id in (one, *revisions_of(one)) for case in load(pack_id).cases]
RIGHT = [(pack_id, case) for pack_id, case in CASES if "expected" in case]
WRONG = [(pack_id, case) for pack_id, case in CASES if "expected_problem" in case]


def title(value: Any) -> str | None:
    return value["title"]["en"] if isinstance(value, Mapping) else None


def computed(given: Mapping[str, Any], rules: Callable[[str], Pack] = load) -> tuple[Run | None, list[Problem]]:
    case, problems = read_case(given, rules)
    if case is None:
        return None, problems
    run = run_case(rules(given["pack"]), case, problems)
    return run, run.problems


def worked(name: str) -> Mapping[str, Any]:
    """A worked case of the smelter pack by its English title, to be changed by a test."""
    return deepcopy(next(case["given"] for _, case in CASES if case["title"]["en"] == name))


@pytest.mark.parametrize(("pack_id", "case"), RIGHT, ids=title)
def test_a_worked_case_comes_out(pack_id, case):
    assert case["given"]["pack"] == load(pack_id).id
    run, problems = computed(case["given"], lambda _: load(pack_id))
    assert run is not None, [problem.message.zh for problem in problems]
    for wanted in case["expected"]:
        found = run.value(wanted["quantity"], wanted.get("facility"), wanted.get("item"), wanted.get("month"))
        if "decimals" in wanted:
            found = found.quantize(Decimal(1).scaleb(-wanted["decimals"]), ROUND_HALF_UP)
        assert found == (None if wanted["value"] is None else Decimal(wanted["value"])), wanted


@pytest.mark.parametrize(("pack_id", "case"), WRONG, ids=title)
def test_a_wrong_case_is_told(pack_id, case):
    _, problems = computed(case["given"], lambda _: load(pack_id))
    assert case["expected_problem"] in {one.code for problem in problems for one in (problem, *problem.also)}
    assert all(problem.remedy.zh and problem.remedy.en for problem in problems)


@pytest.mark.parametrize("pack_id", pack_ids())
def test_every_formula_has_a_worked_case(pack_id):
    expected = {row["quantity"] for owner, case in RIGHT if owner == pack_id for row in case["expected"]}
    assert set(load(pack_id).formulas) - expected == set()


def test_the_factors_per_tonne_of_the_reference():
    """3.035425 tCO2 per tonne of gross anode, 0.14481 tCO2e per tonne of aluminium."""
    run, _ = computed(worked("emission per tonne of anode and per tonne of aluminium"))
    per_anode = run.value("anode_emission_tco2", "potline-1") / run.value("anode_consumption_t", "potline-1")
    per_tonne = run.value("anode_effect_emission_tco2e", "potline-1") / run.value("molten_aluminium_output_t", "potline-1")
    assert round(per_anode, 6) == Decimal("3.035425")
    assert per_tonne == Decimal("0.14481")


def test_the_product_of_heat_and_carbon_is_not_rounded():
    """NCV × CC of natural gas is 5.9642292; rounded to 4 decimals first, the emission would be 2165.00."""
    run, _ = computed(worked("diesel and natural gas by default values"))
    exact = Decimal(100) * Decimal("389.31") * Decimal("0.01532") * Decimal("0.99") * 44 / 12
    assert run.raw_value("fuel_emission_tco2", item="natural_gas") == exact
    rounded_between = Decimal(100) * Decimal("5.9642") * Decimal("0.99") * 44 / 12
    assert round(rounded_between, 2) != run.value("fuel_emission_tco2", item="natural_gas")


def test_the_year_is_the_sum_of_the_rounded_months():
    run, _ = computed(worked("two months of production worked by hand, the rest stopped"))
    months = [run.value("fuel_emission_tco2", item="diesel", month=month) for month in range(1, 13)]
    assert set(months) == {Decimal("77.40")}
    assert run.value("fuel_emission_tco2", item="diesel") == sum(months)


def test_a_result_quoted_for_some_months_counts_for_those_months():
    given = worked("two months of production worked by hand, the rest stopped")
    before, _ = computed(given)
    given["values"].append({"quantity": "power_unit_emission_tco2", "months": {"1": "100.00", "2": "50.00"}})
    after, problems = computed(given)
    assert "CASE-150" in {problem.code for problem in problems}  # the missing months are told
    grown = after.value("enterprise_emission_tco2e") - before.value("enterprise_emission_tco2e")
    assert grown == Decimal(150)


def test_auxiliary_items_change_no_total():
    given = worked("enterprise total of two potlines, carbonates and quoted results")
    before, _ = computed(given)
    given["values"] += [
        {"quantity": "electrolysis_ac_electricity_mwh", "facility": "potline-1", "year": "2600000"},
        {"quantity": "net_purchased_electricity_mwh", "year": "2000000"},
        {"quantity": "net_purchased_heat_gj", "year": "12000"},
    ]
    after, _ = computed(given)
    own = {"electricity_emission_tco2", "heat_emission_tco2"}  # what the auxiliary items themselves give
    assert [one for one in after.results if one.quantity not in own] == before.results
    assert {one.quantity for one in after.results} - {one.quantity for one in before.results} == own


@pytest.mark.parametrize(
    ("electricity", "told"), [("2600000", False), ("2600000000", True), ("2500000", True)], ids=["usual", "kWh", "low"]
)
def test_electricity_in_kilowatt_hours_is_noticed(electricity, told):
    given = worked("enterprise total of two potlines, carbonates and quoted results")
    given["values"].append({"quantity": "electrolysis_ac_electricity_mwh", "facility": "potline-1", "year": electricity})
    _, problems = computed(given)
    found = [problem for problem in problems if problem.code == "AL-024"]
    assert bool(found) is told
    assert all(problem.where.facility == "potline-1" and "MWh" in problem.remedy.zh for problem in found)


@pytest.mark.parametrize(("carbon", "told"), [("0.5612", False), ("56.12", True)])
def test_a_carbon_content_in_per_cent_is_noticed(carbon, told):
    given = worked("a measured carbon content goes before the defaults")
    given["values"][-1]["year"] = carbon
    _, problems = computed(given)
    assert ("AL-031" in {problem.code for problem in problems}) is told


def test_a_small_enterprise_is_told_of_the_threshold():
    given = worked("bituminous coal by defaults (carbon content 0.02618)")
    for value in given["values"][:2]:
        value["year"] = "4700.00" if value["quantity"] == "anode_consumption_t" else "10000.00"
    _, problems = computed(given)
    assert [problem.severity for problem in problems if problem.code == "AL-041"] == ["note"]


def test_a_gap_in_the_anode_ledger_is_told_with_range_and_remedy():
    given = worked("enterprise total of two potlines, carbonates and quoted results")
    given["values"][0]["year"] = "104000.00"
    _, problems = computed(given)
    problem = next(problem for problem in problems if problem.code == "AL-021")
    assert "0.5200" in problem.message.zh
    assert "0.45" in problem.message.zh
    assert "换极台账" in problem.remedy.zh
