"""What a case puts in the place of the rules' values: with value, unit, document and person; remembered, marked, and refused where
the edition or an official text forbids it.
"""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from tanheng.engine.case import case_document
from tanheng.engine.case.reading import read_case
from tanheng.engine.checks.whole_places import HELD_BACK
from tanheng.engine.explain import explain, unconfirmed
from tanheng.engine.loading import build_pack
from tanheng.engine.pack import Pack
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tests.engine.toy_allowance import ALLOWANCE, allowance_case, allowance_pack
from tests.engine.toy_pack import QUANTITIES, TABLES, toy_case, toy_pack

GOOD = {"value": "0.009", "unit": "1", "document": "检测报告 A-12.pdf", "person": "张三（合成）", "reason": "批次检测"}
ASH = {"parameter": "ash", **GOOD}
COAL = {"table": "fuel", "item": "coal", "column": "carbon", **GOOD, "value": "0.65", "unit": "tC/t"}


def read(*overrides: dict[str, Any], pack: Pack | None = None, **changes: Any):
    pack = pack or toy_pack()
    return read_case(toy_case(overrides=list(overrides), **changes), lambda _: pack)


def run_with(*overrides: dict[str, Any], pack: Pack | None = None, **changes: Any) -> Run:
    case, problems = read(*overrides, pack=pack, **changes)
    assert case is not None, [one.as_text("en") for one in problems]
    return run_case(pack or toy_pack(), case, problems)


def codes(*overrides: dict[str, Any], pack: Pack | None = None) -> set[str]:
    case, problems = read(*overrides, pack=pack)
    assert case is None
    found = [one for one in problems if one.code != HELD_BACK]
    assert all(one.remedy.zh and one.remedy.en and one.where.path for one in found)
    return {one.code for one in found}


def test_a_replaced_parameter_counts_everywhere_it_is_used():
    run = run_with(ASH)
    assert run.value("ash", "a", None, 1) == Decimal("0.009")
    assert run.value("anode_tco2", "a", None, 1) == Decimal("181.72")  # 50.01 × 0.991 × 44/12 = 181.7196…
    assert run.pack.hash == toy_pack().hash  # the edition is the same


def test_a_replaced_table_value_counts_for_its_item_alone():
    run = run_with(COAL)
    assert run.value("burn_tco2", None, "coal", 1) == Decimal("23.83")  # 10 × 0.65 × 44/12
    assert run.value("burn_tco2", None, "gas", 1) == Decimal("21.63")


def test_the_explanation_shows_old_and_new_document_and_person():
    run = run_with(ASH, COAL)
    leaf = next(one for one in explain(run, "anode_tco2", "a", None, 1).operands if one.quantity == "ash")
    assert (leaf.value, leaf.status, leaf.confirmed, leaf.source) == ("0.009", "override", False, "检测报告 A-12.pdf")
    assert (leaf.replaced.value, leaf.replaced.status, leaf.replaced.person) == ("0.004", "secondary", "张三（合成）")
    assert leaf.as_json()["replaces"] == {
        "value": "0.004", "status": "secondary", "source": "S", "document": "检测报告 A-12.pdf", "person": "张三（合成）",
        "reason": "批次检测",
    }  # fmt: skip
    cell = explain(run, "fuel_carbon", None, "coal", 1)
    assert (cell.value, cell.status, cell.replaced.value) == ("0.65", "override", "0.6")
    assert {one.quantity for one in unconfirmed(run) if one.status == "override"} == {"ash", "fuel_carbon"}


def test_the_run_tells_it_and_carries_it():
    run = run_with(ASH)
    told = next(one for one in run.problems if one.code == "CASE-168")
    assert told.severity == "warning"
    assert "0.004" in told.message.zh
    assert "张三（合成）" in told.message.zh
    document = json.loads(json.dumps(run.document()))
    assert document["case"]["overrides"] == [ASH]
    again, problems = read_case(document["case"], lambda _: toy_pack())
    assert run_case(toy_pack(), again, problems).run_hash == run.run_hash


def test_an_override_is_part_of_the_snapshot():
    plain, _ = read()
    changed, _ = read(ASH)
    assert "overrides" not in case_document(plain)
    assert plain.snapshot_hash != changed.snapshot_hash
    assert read(ASH, COAL)[0].snapshot_hash == read(COAL, ASH)[0].snapshot_hash  # in whatever order they were typed


def test_a_year_that_the_edition_does_not_know_may_be_given_by_the_user():
    known = {"parameter": "ash", **GOOD, "value": "0.007"}
    run = run_with(known, year=2019)
    assert run.value("ash", "a", None, 1) == Decimal("0.007")
    assert explain(run, "ash", "a", None, 1).replaced.value == ""  # there was none


def test_a_ratio_may_be_replaced_by_a_ratio():
    run = run_with({"parameter": "co2_per_carbon", **GOOD, "value": "43.9/12", "unit": "tCO2/tC"})
    assert run.value("burn_tco2", None, "coal", 1) == Decimal("21.95")  # 10 × 0.6 × 43.9/12


@pytest.mark.parametrize(("value", "unit"), [("0.9", "%"), ("9", "‰"), ("0.9", "百分比"), ("0.009", "小数")])
def test_a_replaced_value_is_converted_to_the_unit_of_the_rules(value, unit):
    (one,) = read({**ASH, "value": value, "unit": unit})[0].overrides
    assert (one.value, one.unit) == ("0.009", "1")


def test_a_ratio_is_taken_in_its_own_unit_alone():
    assert codes({"parameter": "co2_per_carbon", **GOOD, "value": "43.9/12", "unit": "kgCO2/tC"}) >= {"CASE-164"}


def test_a_refused_unit_of_a_replaced_value_names_those_taken():
    told = next(one for one in read({**ASH, "unit": "stone"})[1] if one.code == "CASE-164")
    assert told.remedy.zh == "可用的单位：小数、%、‰"


def test_what_is_replaced_without_use_is_told():
    peat = {**COAL, "item": "peat"}
    assert "CASE-169" in {one.code for one in run_with(peat).problems}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"parameter": None}, "CASE-161"),
        ({"table": "fuel"}, "CASE-161"),
        ({"value": None}, "CASE-162"),
        ({"unit": ""}, "CASE-162"),
        ({"document": None}, "CASE-162"),
        ({"person": None}, "CASE-162"),
        ({"document": " "}, "CASE-162"),
        ({"person": "\u3000"}, "CASE-162"),
        ({"parameter": "ashes"}, "CASE-163"),
        ({"unit": "tC/t"}, "CASE-164"),
        ({"unit": "t"}, "CASE-164"),
        ({"unit": "stone"}, "CASE-164"),
        ({"value": 0.009}, "CASE-140"),
        ({"value": "little"}, "CASE-141"),
        ({"value": "1e-3"}, "CASE-141"),
        ({"value": "1/3"}, "CASE-141"),
        ({"value": "1.5"}, "CASE-142"),
        ({"value": "-0.1"}, "CASE-142"),
        ({"colour": "red"}, "CASE-103"),
    ],
)
def test_what_is_missing_or_wrong_is_refused(change, code):
    row = {name: value for name, value in {**ASH, **change}.items() if value is not None}
    assert code in codes(row)


@pytest.mark.parametrize(
    ("change", "code"),
    [({"table": "fuels"}, "CASE-163"), ({"item": "straw"}, "CASE-163"), ({"column": "colour"}, "CASE-163"),
     ({"item": None}, "CASE-161"), ({"unit": "tC/10^4 Nm3"}, "CASE-164"), ({"value": "-1"}, "CASE-142")],
)  # fmt: skip
def test_a_table_value_is_named_by_item_and_column(change, code):
    row = {name: value for name, value in {**COAL, **change}.items() if value is not None}
    assert code in codes(row)


def test_no_value_is_replaced_twice():
    assert codes(ASH, {**ASH, "value": "0.008"}) == {"CASE-167"}


def test_an_official_fixed_value_cannot_be_replaced():
    parameters = {**toy_pack_parameters(), "ash": {**toy_pack_parameters()["ash"], "status": "official"}}
    assert codes(ASH, pack=toy_pack(parameters=parameters)) == {"CASE-165"}


@pytest.mark.parametrize(("status", "refused"), [("official", True), ("secondary", False), ("project", False)])
def test_of_fixed_values_of_a_table_only_the_official_ones_stand(status, refused):
    table = {**TABLES["fuel"], "status": status}
    quantities = {**QUANTITIES, "fuel_carbon": {**QUANTITIES["fuel_carbon"], "fixed": True}}
    case, problems = read(COAL, pack=toy_pack(tables={"fuel": table}, quantities=quantities))
    assert (case is None, "CASE-165" in {one.code for one in problems}) == (refused, refused)


def test_an_override_is_called_by_what_it_replaces():
    assert {one.name for one in read(ASH, COAL)[0].overrides} == {"ash", "fuel.coal.carbon"}


def test_an_edition_may_forbid_it():
    parameters = {**toy_pack_parameters(), "ash": {**toy_pack_parameters()["ash"], "replaceable": False}}
    assert codes(ASH, pack=toy_pack(parameters=parameters)) == {"CASE-166"}


def toy_pack_parameters() -> dict[str, Any]:
    from tests.engine.toy_pack import PARAMETERS

    return PARAMETERS


def test_overrides_that_are_no_list_or_hold_no_entries_are_refused():
    pack = toy_pack()
    for strange in ("all", [1], [None], {"parameter": "ash"}):
        case, problems = read_case(toy_case(overrides=strange), lambda _: pack)
        assert case is None
        assert {one.code for one in problems} <= {"CASE-106", HELD_BACK}


# ── dated factors ────────────────────────────────────────────────────────────────────────────────


def allowance(*overrides: dict[str, Any], pack: Pack | None = None, **changes: Any):
    pack = pack or allowance_pack()
    return read_case(allowance_case(overrides=list(overrides), **changes), lambda _: pack)


def test_a_year_without_a_value_names_the_others_and_takes_none():
    case, problems = allowance(year=2026)
    assert case is None
    problem = next(one for one in problems if one.code == "CASE-160")
    assert "2025 = 1.6，未确认（征求意见稿）；2024 = 1.7，官方文本，2024-06-01 公布" in problem.remedy.zh
    assert "2024 = 1.7, official, published 2024-06-01" in problem.remedy.en
    assert problem.remedy.en.index("2025 = ") < problem.remedy.en.index("2024 = ")


def test_the_empty_cell_of_a_year_may_be_filled_with_a_document():
    given = {"table": "product", "item": "white", "column": "balance_2026", **GOOD, "value": "1.55", "unit": "tCO2e/t"}
    case, problems = allowance(given, year=2026)
    assert case is not None, [one.as_text("en") for one in problems]
    run = run_case(allowance_pack(), case, problems)
    assert run.value("balance_value", "a") == Decimal("1.55")


@pytest.mark.parametrize(
    ("year", "rule", "wanted"),
    [
        (2024, {"years_after": 0, "month_day": "05-31"}, None),
        (2024, {"years_after": 0, "month_day": "06-01"}, "1.7"),
        (2025, {"years_after": 1, "month_day": "03-31"}, "1.6"),
        (2025, {"years_after": 1, "month_day": "03-31", "dates": {2025: "2025-01-01"}}, "1.7"),
        (2030, {"years_after": -1, "month_day": "10-31"}, "1.6"),
    ],
)
def test_the_newest_value_published_by_the_freeze_date_counts(year, rule, wanted):
    pack = frozen_pack(rule)
    case, problems = allowance(pack=pack, year=year)
    if wanted is None:
        assert case is None
        assert "CASE-160" in {one.code for one in problems}
        return
    run = run_case(pack, case, problems)
    assert run.value("balance_value", "a") == Decimal(wanted)
    assert explain(run, "balance_value", "a").valid == f"≤ {pack.freeze_date(year)}"


def frozen_pack(rule: dict[str, Any]) -> Pack:
    """The allowance pack with a freeze rule; 2025's value was published a year after 2024's, 2026's not yet."""
    table = {**ALLOWANCE.tables["product"]}
    table["facts"] = {"balance_2024": {"published": "2024-06-01"}, "balance_2025": {"published": "2025-06-01"}}
    quantities = {**ALLOWANCE.quantities, "balance_value": {
        **ALLOWANCE.quantities["balance_value"],
        "default": {"table": "product", "column": "balance_{frozen_year}", "attribute": "product"},
    }}  # fmt: skip
    return build_pack(replace(ALLOWANCE, tables={"product": table}, quantities=quantities, factor_freeze=rule))
