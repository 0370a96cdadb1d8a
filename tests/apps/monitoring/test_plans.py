"""Versions of a plan: who may take which step, what holds it back, what is never edited, and what drives the rest."""

import json
from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from tanheng.apps.journal.models import Event
from tanheng.apps.monitoring.models import PlanDraft, PlanLine, PlanVersion
from tanheng.apps.monitoring.selectors.plans import (
    differing_lines,
    differing_sources,
    differing_uses,
    line_for,
    lines_in_force,
    main_source,
    plans_of,
    problems_of,
    standing_plan,
    version_in_force,
)
from tanheng.apps.monitoring.services.plans import Edit, RefusedPlanError, begin_plan, edit_row, row_of, save_plan
from tanheng.apps.monitoring.services.steps import GUARDS, move_plan
from tanheng.apps.people.access import PersonReach, opens
from tanheng.apps.people.models.permissions import VERBS
from tanheng.apps.people.services import assign_role
from tanheng.apps.people.services.separations import decide_separation
from tanheng.engine.plan.plan import Plan
from tanheng.engine.plan.rows import PlannedLine
from tanheng.engine.plan.tables import BY_NAME, FACILITIES, INSTRUMENTS, LINES
from tanheng.workflow.plans import PLAN
from tests.apps.journal.tampered_house import found, row_changed
from tests.apps.monitoring.planned import FROM, begun, complete, in_force, led_to, proposal
from tests.support.acting import in_person

pytestmark = pytest.mark.django_db
PACK = "cn/aluminium/cets_2024"


def step(by, company, number, verb, **more):
    return move_plan(actor=in_person(by), node=company, number=number, verb=verb, **more)


def refused(done) -> list[str]:
    with pytest.raises(RefusedPlanError) as told:
        done()
    return [one.code for one in told.value.problems]


def test_a_version_goes_from_draft_to_in_force_by_three_persons(cast, group):
    number = in_force(cast, group.north)
    found = standing_plan(group.north, number)
    assert [(one.verb, one.state, one.by) for one in found.steps] == [
        ("submit", "submitted", cast.bob),
        ("review", "reviewed", cast.alice),
        ("approve", "approved", cast.grace),
        ("report", "reported", cast.alice),
        ("accept", "in_force", cast.alice),
    ]
    assert found.version.document == found.draft.document
    assert found.plan.hash == found.version.hash
    told = [json.loads(one.payload)["number"] for one in Event.objects.filter(action__startswith="monitoring.plan.")]
    assert told == [number] * 6


@pytest.mark.parametrize("move", PLAN.transitions, ids=lambda one: f"{one.state}-{one.verb}")
def test_a_step_is_taken_by_those_alone_whose_role_opens_it(cast, group, move):
    number = begun(cast, group.north)
    led_to(cast, group.north, number, move.state)
    assert move.permission in VERBS
    for somebody in (cast.bob, cast.alice, cast.grace, cast.vera, cast.ada, cast.charlie):
        if not opens(PersonReach(somebody), move.permission, group.north):
            with pytest.raises(PermissionDenied):
                step(somebody, group.north, number, move.verb, reason="x")
    assert standing_plan(group.north, number).state.id == move.state


def test_every_guard_of_the_table_is_answered():
    assert {guard for one in PLAN.transitions for guard in one.guards} == set(GUARDS)


@pytest.mark.parametrize("state", ["draft", "submitted", "in_force"])
def test_what_the_table_forbids_is_refused(cast, group, state):
    number = begun(cast, group.north)
    led_to(cast, group.north, number, state)
    for verb in {*PLAN.verbs, "no_such_verb"} - {one.verb for one in PLAN.open(state)}:
        assert refused(lambda verb=verb: step(cast.alice, group.north, number, verb, reason="x"))[0].startswith("FLOW-")


def test_an_incomplete_plan_is_not_submitted(cast, group):
    number = begin_plan(actor=in_person(cast.bob), node=group.north, plan=proposal(group.north)).plan
    told = refused(lambda: step(cast.bob, group.north, number, "submit"))
    assert set(told) == {"PLAN-201"}
    assert len(told) > 20
    assert standing_plan(group.north, number).is_draft


def test_a_plan_has_to_determine_what_its_editions_ask_for_at_each_facility(cast, group):
    plan = complete(proposal(group.north))
    lines = [one for one in plan.lines if one.measure != "anode_consumption_t"]
    codes = {one.code for one in lines}
    fewer = replace(
        plan,
        lines=tuple(lines),
        sources=tuple(one for one in plan.sources if one.line in codes),
        uses=tuple(one for one in plan.uses if one.line in codes),
    )
    number = begin_plan(actor=in_person(cast.bob), node=group.north, plan=fewer).plan
    told = [one for one in problems_of(standing_plan(group.north, number)) if one.severity == "error"]
    assert [(one.code, one.where.quantity, one.where.facility) for one in told] == [("PLAN-208", "anode_consumption_t", "potline-1")]


def test_one_person_does_not_do_two_of_the_three(cast, group, duties_together):
    assign_role(actor=in_person(cast.ada), user=cast.alice, role="group_manager", node=group.north)
    decide_separation(actor=in_person(cast.ada), node=group.north, separation="preparation", in_force=True, reason="恢复")
    number = begun(cast, group.north)
    step(cast.alice, group.north, number, "submit")
    assert refused(lambda: step(cast.alice, group.north, number, "review")) == ["PLAN-401"]
    step(cast.alice, group.north, number, "withdraw")
    number = begun(cast, group.north)
    step(cast.bob, group.north, number, "submit")
    assert refused(lambda: step(cast.alice, group.north, number, "withdraw")) == ["PLAN-403"]
    assert refused(lambda: step(cast.alice, group.north, number, "return")) == ["PLAN-404"]
    step(cast.alice, group.north, number, "review")
    assert refused(lambda: step(cast.alice, group.north, number, "approve")) == ["PLAN-402"]
    decide_separation(actor=in_person(cast.ada), node=group.north, separation="preparation", in_force=False, reason="人员少")
    assert step(cast.alice, group.north, number, "approve").state == "approved"


def test_what_was_submitted_is_never_edited_and_a_correction_is_a_new_version(cast, group):
    number = begun(cast, group.north)
    step(cast.bob, group.north, number, "submit")
    plan = standing_plan(group.north, number).plan
    other = replace(plan, boundary=replace(plan.boundary, process="别处"))
    assert refused(lambda: save_plan(actor=in_person(cast.bob), node=group.north, number=number, plan=other)) == ["PLAN-411"]
    step(cast.alice, group.north, number, "return", reason="边界不清")
    assert refused(lambda: save_plan(actor=in_person(cast.bob), node=group.north, number=number, plan=other)) == ["PLAN-411"]
    second = begin_plan(actor=in_person(cast.bob), node=group.north, plan=plan, made_from=number)
    assert (second.plan, second.made_from) == (number + 1, number)
    assert refused(lambda: begin_plan(actor=in_person(cast.bob), node=group.north, plan=plan)) == ["PLAN-413"]
    step(cast.bob, group.north, second.plan, "discard", reason="重复")
    assert [one.state.id for one in plans_of(group.north)] == ["void", "returned"]
    for table in ("planversion", "plandraft", "planstep", "planline"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE monitoring_{table} SET id = id")


def test_who_is_faster_wins_and_the_other_is_told(cast, group):
    number = begun(cast, group.north)
    step(cast.bob, group.north, number, "submit", seen=0)
    assert refused(lambda: step(cast.alice, group.north, number, "review", seen=0)) == ["PLAN-405"]


def test_two_persons_edit_a_draft_at_once(cast, group):
    number = begun(cast, group.north)
    plan = standing_plan(group.north, number).plan
    words = {"actor": in_person(cast.bob), "node": group.north, "number": number, "seen": 1}
    boundary = BY_NAME["boundary"]
    edit_row(**words, edit=Edit(boundary, "", replace(plan.boundary, process="甲")))
    quality = Edit(BY_NAME["quality"], "", replace(plan.quality, review="乙"))
    edit_row(**{**words, "actor": in_person(cast.alice)}, edit=quality)
    again = Edit(boundary, "", replace(plan.boundary, process="丙"))
    assert refused(lambda: edit_row(**{**words, "actor": in_person(cast.alice)}, edit=again)) == ["PLAN-412"]
    whole = replace(plan, boundary=replace(plan.boundary, process="丁"))
    assert refused(lambda: save_plan(**words, plan=whole)) == ["PLAN-412"]
    save_plan(**words, plan=replace(plan, from_month=date(2026, 2, 1)))
    found = standing_plan(group.north, number)
    assert (found.draft.edit, found.plan.boundary.process, found.plan.quality.review) == (4, "甲", "乙")
    assert found.plan.from_month == date(2026, 2, 1)
    save_plan(actor=in_person(cast.bob), node=group.north, number=number, plan=found.plan)
    assert PlanDraft.objects.filter(plan=number).count() == 4  # nothing was changed


def test_a_row_takes_those_with_it_that_name_it(cast, group):
    number = begun(cast, group.north)
    plan = standing_plan(group.north, number).plan
    words = {"actor": in_person(cast.bob), "node": group.north, "number": number}
    line = plan.lines[0]
    edit_row(**words, edit=Edit(LINES, line.code, replace(line, code="甲-1")))
    edit_row(**words, edit=Edit(INSTRUMENTS, "M-001", replace(plan.instruments[0], code="W-7")))
    now = standing_plan(group.north, number).plan
    assert len(now.sources_of("甲-1")) == len(plan.sources_of(line.code))
    assert len(now.uses_of("甲-1")) == len(plan.uses_of(line.code))
    assert [one.instrument for one in now.sources].count("W-7") == [one.instrument for one in plan.sources].count("M-001") == 1
    edit_row(**words, edit=Edit(LINES, "甲-1", None))
    gone = standing_plan(group.north, number).plan
    assert gone.sources_of("甲-1") == gone.uses_of("甲-1") == ()
    assert refused(lambda: edit_row(**words, edit=Edit(FACILITIES, "potline-1", None))) == ["PLAN-414"]
    assert refused(lambda: edit_row(**words, edit=Edit(LINES, "", gone.lines[0]))) == ["PLAN-105"]
    assert refused(lambda: edit_row(**words, edit=Edit(LINES, "甲-1", gone.lines[0]))) == ["PLAN-106"]
    assert refused(lambda: row_of(table=LINES, told={"code": "x", "way": "guess"})) == ["PLAN-104"]
    assert row_of(table=LINES, told={"code": "x", "way": "实测值"}) == PlannedLine(code="x", way="measured")


def test_the_version_of_a_month_counts(cast, group):
    assert version_in_force(group.north, FROM) is None
    assert lines_in_force(group.north, FROM) == []
    first = in_force(cast, group.north)
    later = in_force(cast, group.north, date(2026, 7, 1))
    counting = [version_in_force(group.north, date(*one, 1)) for one in ((2025, 12), (2026, 1), (2026, 6), (2026, 7), (2030, 1))]
    assert [one and one.number for one in counting] == [None, first, first, later, later]
    earlier = begun(cast, group.north, date(2026, 3, 1))
    assert refused(lambda: step(cast.bob, group.north, earlier, "submit")) == ["PLAN-406"]
    step(cast.bob, group.north, earlier, "discard", reason="月份有误")
    corrected = in_force(cast, group.north, date(2026, 7, 1))
    assert version_in_force(group.north, date(2026, 7, 1)).number == corrected
    assert version_in_force(group.south, date(2026, 7, 1)) is None


def test_the_lines_say_which_source_counts_and_what_stands_in_for_it(cast, group):
    number = in_force(cast, group.north)
    plan = standing_plan(group.north, number).plan
    lines = lines_in_force(group.north, date(2026, 5, 1))
    assert [one.code for one in lines] == [one.code for one in plan.lines]
    line = line_for(group.north, date(2026, 5, 1), pack=PACK, quantity="molten_aluminium_output_t", facility="potline-1")
    assert (line.place, line.frequency, line.missing) == ("potline-1", "day", ("comparison_source", "conservative_estimate"))
    assert (main_source(line).role, main_source(line).instrument != "") == ("main", True)
    assert [one.role for one in line.sources.all()] == ["main", "comparison"]
    assert line_for(group.north, date(2026, 5, 1), pack=PACK, quantity="no_such", facility="potline-1") is None
    fuel = line_for(group.north, date(2026, 5, 1), pack=PACK, quantity="fuel_consumption", item="diesel")
    assert fuel.item == "diesel"


def test_lines_are_those_of_the_document(cast, group):
    number = in_force(cast, group.north)
    version = PlanVersion.objects.get(number=number)
    for differing, rows in ((differing_lines, version.lines), (differing_sources, version.sources), (differing_uses, version.uses)):
        keys = list(rows.values_list("pk", flat=True))
        assert list(differing(keys[0], keys[-1])) == []
    stray = PlanLine(version=version, code="stray", measure="x", name="x", unit="t", way="measured", frequency="day")
    stray.save()
    assert list(differing_lines(stray.pk, stray.pk)) == [(stray.pk, ["place"])]


def test_the_proof_finds_what_was_changed_behind_the_application(cast, group):
    version = PlanVersion.objects.get(number=in_force(cast, group.north))
    assert [one for one in found() if "plan" in one[0]] == []
    line = version.lines.get(measure="anode_consumption_t")
    row_changed("monitoring_planline", line.pk, frequency="year")
    source = version.sources.first()
    row_changed("monitoring_plansource", source.pk, record="别的台账")
    row_changed("monitoring_planversion", version.pk, document="{}")
    told = {(what, key) for what, key, _ in found() if what.startswith("plan")}
    assert {("plan_version", version.pk), ("plan_line", line.pk), ("plan_source", source.pk)} <= told


def test_an_empty_plan_says_everything_that_is_missing(cast, group):
    number = begin_plan(actor=in_person(cast.bob), node=group.north, plan=Plan()).plan
    told = refused(lambda: step(cast.bob, group.north, number, "submit"))
    assert {"PLAN-201", "PLAN-202"} <= set(told)
