"""Missing months, differences, uncalibrated meters: proposed by the plan's order, accepted with a reason, marked, listed, answered."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from tanheng.apps.journal.models import Event
from tanheng.apps.monitoring.models import Reading, Treatment
from tanheng.apps.monitoring.selectors.cross_checks import doubts_of, open_doubts
from tanheng.apps.monitoring.selectors.missing import gaps_of, still_counts, treatments_of
from tanheng.apps.monitoring.selectors.year_sources import YearSources
from tanheng.apps.monitoring.services.plans import begin_plan
from tanheng.apps.monitoring.services.treatments import accept_treatment, answer_check
from tanheng.apps.monitoring.services.typing import Typed, save_cells
from tanheng.apps.people.access import NotPermittedError
from tests.apps.monitoring.ledger import calibrate, scale
from tests.apps.monitoring.planned import complete, led_to, proposal, tell
from tests.apps.smelter import YEAR
from tests.support.acting import in_person

pytestmark = [pytest.mark.django_db, pytest.mark.database]
JANUARY = date(YEAR, 1, 1)
OUTPUT = ("potline-1", "molten_aluminium_output_t", "")
DIESEL = ("", "fuel_consumption", "diesel")


@pytest.fixture
def planned(cast, group):
    """The northern company with a plan in force from January: tolerances of 0.2 %, diesel apportioned to nobody."""
    plan = complete(proposal(group.north, JANUARY))
    sources = tuple(replace(one, tolerance=Decimal("0.002")) for one in plan.sources)
    number = begin_plan(actor=in_person(cast.bob), node=group.north, plan=replace(plan, sources=sources)).plan
    led_to(cast, group.north, number, "in_force")
    return group.north


def gap(company, measured, month):
    found = {(one.row.measured, one.month.month): one for one in gaps_of(YearSources(company, YEAR))}
    return found.get((measured, month))


def accept(user, company, found, key, reason="秤坏，按方案处理", **more) -> Treatment:
    said = {"line": found.row.line.code, "month": found.month, "proposal": key, "amount": str(found.proposal(key).amount), "reason": reason}
    return accept_treatment(actor=in_person(user), node=company, **{**said, **more})


def test_a_missing_month_offers_what_the_plan_names_and_what_is_accepted_is_marked(cast, planned):
    tell(cast.bob, planned, OUTPUT, "16000", "", "15000.5")
    assert gap(planned, OUTPUT, 1) is None
    found = gap(planned, OUTPUT, 2)
    assert [one.method for one in found.found.unusable] == ["comparison_source"]
    assert [(one.key, one.amount) for one in found.found.proposals] == [
        ("conservative_estimate-output", Decimal("15000.5")),
        ("conservative_estimate-emission", Decimal(16000)),
    ]
    tell(cast.bob, planned, OUTPUT, "15800", source="compare-1", first=2)
    found = gap(planned, OUTPUT, 2)
    assert found.found.proposals[0].key == "comparison_source" and found.found.proposals[0].amount == Decimal(15800)
    made = accept(cast.bob, planned, found, "comparison_source")
    reading = made.reading
    assert (reading.amount, reading.kind, reading.entry.kind) == (Decimal(15800), "estimated", "treated")
    assert reading.words == "缺失数据处理：采用比对数据源" and "15800" in reading.note and "秤坏" in reading.note
    assert gap(planned, OUTPUT, 2) is None
    assert Event.objects.latest("sequence").action == "monitoring.missing.accepted"
    assert not Event.objects.filter(action="monitoring.readings.typed", object_id=str(reading.entry_id)).exists()
    assert [still_counts(one) for one in treatments_of(planned, YEAR)] == [True]
    cell = Typed(made.line, reading.start, "15799", "main", "measured", seen=reading.pk)
    assert save_cells(actor=in_person(cast.bob), node=planned, cells=[cell], reason="找回磅单").readings
    assert [still_counts(one) for one in treatments_of(planned, YEAR)] == [False]  # it stays in the list, and counts no more


def test_nothing_is_accepted_that_is_not_proposed_now_or_without_a_reason(cast, planned):
    tell(cast.bob, planned, OUTPUT, "16000", "", "15000.5")
    found, key = gap(planned, OUTPUT, 2), "conservative_estimate-output"
    for more in ({"reason": "…"}, {"amount": "15000"}, {"proposal": "stock_balance"}, {"line": "P-999"}, {"month": date(YEAR, 3, 1)}):
        with pytest.raises(ValidationError):
            accept(cast.bob, planned, found, key, **more)
    for user in (cast.grace, cast.vera, cast.ada):
        with pytest.raises(NotPermittedError):
            accept(user, planned, found, key)
    assert not Treatment.objects.exists() and Reading.objects.count() == 2


def test_sources_beyond_the_tolerance_ask_and_an_answer_holds_for_these_figures(cast, planned):
    tell(cast.bob, planned, OUTPUT, "10000", "10000")
    tell(cast.bob, planned, OUTPUT, "10020", "10020.01", source="compare-1")
    (doubt,) = open_doubts(planned, YEAR)
    assert (doubt.problem.code, doubt.month.month, doubt.problem.asks) == ("GRID-201", 2, True)
    assert "0.2%" in doubt.problem.message.zh
    with pytest.raises(NotPermittedError):
        answer_check(actor=in_person(cast.vera), node=planned, year=YEAR, digest=doubt.problem.digest, reason="铝液含渣")
    said = answer_check(actor=in_person(cast.alice), node=planned, year=YEAR, digest=doubt.problem.digest, reason="铝液含渣")
    assert [one.answer for one in doubts_of(YearSources(planned, YEAR))] == [said] and open_doubts(planned, YEAR) == []
    seen = YearSources(planned, YEAR).rows[OUTPUT].main.cells[2].reading
    cell = Typed(said.line, seen.start, "10050", "main", seen=seen.pk)
    assert save_cells(actor=in_person(cast.bob), node=planned, cells=[cell], reason="更正").readings
    (again,) = open_doubts(planned, YEAR)
    assert again.problem.digest != doubt.problem.digest
    with pytest.raises(ValidationError):
        answer_check(actor=in_person(cast.alice), node=planned, year=YEAR, digest=doubt.problem.digest, reason="铝液含渣")


def test_a_reading_outside_a_valid_calibration_asks_and_may_be_treated(cast, group, planned):
    sources = YearSources(planned, YEAR)
    meter = scale(cast.alice, group, sources.main_source(sources.rows[OUTPUT], 1).instrument)
    calibrate(cast.bob, meter, date(YEAR - 1, 3, 1), date(YEAR, 2, 18))
    tell(cast.bob, planned, OUTPUT, "10000", "14000")
    (doubt,) = open_doubts(planned, YEAR)
    assert (doubt.problem.code, doubt.month.month) == ("GRID-203", 2) and "10 天" in doubt.problem.message.zh
    assert {one.side for one in doubt.proposals} == {"output", "emission"}
    found = doubt.proposal("calibration-output")
    assert found.arithmetic.zh.startswith("14000 × (1 − ") and found.amount < 14000
    made = accept(cast.bob, planned, doubt, "calibration-output")
    assert made.reading.supersedes.amount == Decimal(14000) and made.reading.kind == "estimated"
    assert open_doubts(planned, YEAR) == []


def test_a_gate_is_held_against_the_sum_and_apportioned_by_the_stated_method(cast, group):
    plan = complete(proposal(group.north, JANUARY))
    (diesel,) = [one for one in plan.lines if one.measured == DIESEL]
    gas = next(one for one in plan.lines if one.measure == "fuel_consumption" and one.item != "diesel")
    changed = tuple(
        replace(one, gate=diesel.code, apportioned_by="output" if one.way == "calculated" else "") if one.code == gas.code else one
        for one in plan.lines
    )
    sources = tuple(replace(one, tolerance=Decimal("0.01")) for one in plan.sources)
    number = begin_plan(actor=in_person(cast.bob), node=group.north, plan=replace(plan, lines=changed, sources=sources)).plan
    led_to(cast, group.north, number, "in_force")
    company, behind = group.north, gas.measured
    tell(cast.bob, company, DIESEL, "100", "100")
    tell(cast.bob, company, behind, "99", "98.99")
    (doubt,) = open_doubts(company, YEAR)
    assert (doubt.problem.code, doubt.month.month, doubt.row.measured) == ("GRID-202", 2, DIESEL)
    with_method = tuple(replace(one, apportioned_by="equal") if one.code == gas.code else one for one in changed)
    number = begin_plan(
        actor=in_person(cast.bob), node=company, plan=replace(plan, lines=with_method, sources=sources, from_month=date(YEAR, 3, 1))
    ).plan
    led_to(cast, company, number, "in_force")
    tell(cast.bob, company, DIESEL, "100.5", first=3)
    found = gap(company, behind, 3)
    first = found.found.proposals[0]
    assert (first.key, first.amount, first.kind) == ("apportionment", Decimal("100.5"), "apportioned")
    made = accept(cast.bob, company, found, "apportionment", reason="分表未装")
    assert made.reading.words == "关口数据分摊（数据质量控制方案写明的分摊方法：平均分摊）" and made.reading.kind == "apportioned"
