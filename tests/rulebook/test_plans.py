"""What a plan is proposed with: sound words, and for every edition a plan that only what the plant alone knows is missing in."""

from datetime import date

import pytest

from tanheng.engine.plan.completeness import lacking
from tanheng.engine.plan.lists import FREQUENCIES, MISSING
from tanheng.engine.plan.plan import misplaced, read_plan
from tanheng.rulebook import load, loadable_packs, pack_ids
from tanheng.rulebook.plans import ANY, PlacedFacility, editions_for, plan_name, proposed_plan, usual_sources, wanted_by

FROM = date(2026, 1, 1)
TEXTS = {"instrument", "class", "rule", "record", "department", "basis", "status", "source"}
ACCOUNTING = [one for one in pack_ids() if not load(one).is_allowance]


def test_usual_sources_speak_of_known_quantities_in_known_words():
    inputs = {quantity.id for pack in loadable_packs() for quantity in pack.inputs()}
    for name, one in usual_sources().items():
        assert name == ANY or name in inputs
        assert set(one) <= {*TEXTS, "monitoring", "frequency", "compare", "missing"}
        assert all(isinstance(one[key], str) for key in TEXTS & set(one))
        assert set(one["missing"]) <= set(MISSING)
        assert {one["frequency"], one.get("monitoring", "none")} <= set(FREQUENCIES)


def placed(pack_id):
    """One facility of each kind of an edition."""
    return [PlacedFacility(f"{kind}-1", f"1号{kind}", kind, "一厂") for kind in load(pack_id).facility_kinds]


@pytest.mark.parametrize("pack_id", ACCOUNTING)
def test_a_proposal_determines_all_that_its_edition_asks_for(pack_id):
    facilities = placed(pack_id)
    packs = [load(pack_id)]
    plan = proposed_plan(packs=packs, facilities=facilities, name="合成企业", code="X", from_month=FROM, written_on=FROM)
    assert misplaced(plan) == []
    assert read_plan(plan.document) == (plan, [])
    told = {one.code for one in lacking(plan, wanted_by(plan, facilities)) if one.severity == "error"}
    assert told == {"PLAN-201"}  # fields that only the plant can fill in
    asked = {one.where.spoken.zh for one in lacking(plan) if one.code == "PLAN-201" and one.where.sheet == "B.4/B.5"}
    assert asked == set()
    assert {one.place for one in plan.lines} <= {"", *(one.code for one in facilities)}


def test_the_editions_of_a_company_follow_its_facilities():
    potline, unit = PlacedFacility("1", "1号", "potline"), PlacedFacility("2", "2号", "power_unit")
    assert [one.id for one in editions_for([unit, potline], 2026)] == ["cn/aluminium/cets_2024", "cn/power/cets_2026"]
    assert [one.id for one in editions_for([potline], 2020)] == ["cn/aluminium/supplement_2017"]
    assert editions_for([], 2026) == []


def test_editions_of_two_sectors_make_one_plan():
    facilities = [PlacedFacility("1", "1号", "potline"), PlacedFacility("2", "2号", "power_unit")]
    packs = editions_for(facilities, 2026)
    plan = proposed_plan(packs=packs, facilities=facilities, name="合成企业", code="X", from_month=FROM, written_on=FROM)
    assert {one.pack for one in plan.uses} == {one.id for one in packs}
    assert len({one.measured for one in plan.lines}) == len(plan.lines)


def test_units_are_those_of_the_form():
    facilities = placed("cn/aluminium/cets_2024")
    plan = proposed_plan(
        packs=[load("cn/aluminium/cets_2024")], facilities=facilities, name="合成企业", code="X", from_month=FROM, written_on=FROM
    )
    units = {(one.measure, one.item): one.unit for one in plan.lines}
    assert units["anode_loss_rate", ""] == "%"
    assert units["fuel_consumption", "natural_gas"] == "万Nm³"


@pytest.mark.parametrize(
    ("packs", "year", "name"),
    [
        (("cn/power/cets_2022",), 2025, "数据质量控制计划"),
        (("cn/power/cets_2026",), 2026, "数据质量控制方案"),
        (("cn/aluminium/cets_2024", "cn/power/cets_2022"), 2025, "数据质量控制方案"),
        (("cn/cement/supplement_2017",), 2019, "监测计划"),
        ((), 2026, "数据质量控制方案"),
    ],
)
def test_the_plan_is_called_as_the_guides_of_its_year_call_it(packs, year, name):
    assert plan_name(packs, year).zh == name
