"""What suggests a revision of the plan: each cause with its place, its evidence and its day; and what is decided about it stays."""

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from tanheng.apps.journal.models import Event
from tanheng.apps.monitoring.models import RevisionAnswer
from tanheng.apps.monitoring.selectors.due_work import due_work
from tanheng.apps.monitoring.selectors.plans import standing_plan
from tanheng.apps.monitoring.selectors.revisions import suggestions_of, triggers_of
from tanheng.apps.monitoring.selectors.year_sources import YearSources
from tanheng.apps.monitoring.services.meters import describe_meter, move_meter, replace_meter
from tanheng.apps.monitoring.services.month_days import Days, set_timetable
from tanheng.apps.monitoring.services.plans import RefusedPlanError, begin_plan
from tanheng.apps.monitoring.services.revisions import answer_revision
from tanheng.apps.monitoring.services.typing import Typed, save_cells
from tanheng.apps.sites.services.companies import hand_over
from tanheng.apps.sites.services.life import record_life
from tanheng.store.clock import today
from tests.api.conftest import caller  # noqa: F401
from tests.apps.monitoring.ledger import calibrate, scale, scale_card
from tests.apps.monitoring.planned import complete, led_to, line_of, proposal, tell
from tests.apps.smelter import reported, smelter_case, upload
from tests.support.acting import in_person

pytestmark = pytest.mark.django_db
FROM, ON, TODAY = date(2025, 1, 1), date(2025, 7, 15), today()
OUTPUT = ("potline-1", "molten_aluminium_output_t", "")
DIESEL = ("", "fuel_consumption", "diesel")


def codes(company, on=ON):
    return [one.code for one in triggers_of(company, on)]


def one_of(company, code, on=ON):
    return next(one for one in suggestions_of(company, on) if one.problem.code == code)


@pytest.fixture
def planned(cast, group):
    """A plan in force whose one instrument of the ledger is the truck scale of the potline."""
    plan = complete(proposal(group.north, FROM))
    first = replace(plan.instruments[0], accuracy_class="0.5", location="电解车间出口", model="SCS-60")
    number = begin_plan(actor=in_person(cast.bob), node=group.north, plan=replace(plan, instruments=(first, *plan.instruments[1:]))).plan
    led_to(cast, group.north, number, "in_force")
    return standing_plan(group.north, number).plan


@pytest.fixture
def meter(cast, group, planned):
    return scale(cast.alice, group, code=planned.instruments[0].code)


def described(cast, group, meter, **more):
    card = replace(scale_card(group), **more)
    describe_meter(actor=in_person(cast.alice), meter=meter, card=card, valid_from=date(2025, 3, 5), reason="现场核对")


def test_a_meter_as_planned_suggests_nothing(group, meter):
    assert codes(group.north) == []


@pytest.mark.parametrize(
    ("more", "code", "told"),
    [
        ({"accuracy_class": "1.0"}, "PLAN-317", "1.0"),
        ({"accuracy_class": "0.2"}, "PLAN-307", "0.5 → 0.2"),
        ({"location": "铸造车间"}, "PLAN-307", "铸造车间"),
        ({"measuring_range": "0～100 t"}, "PLAN-307", "0～100 t"),
    ],
)
def test_a_meter_described_otherwise_than_planned(cast, group, meter, more, code, told):
    described(cast, group, meter, **more)
    found = one_of(group.north, code)
    assert codes(group.north) == [code]
    assert told in found.problem.message.zh
    assert (found.cause.since, found.cause.evidence[0].key) == (date(2025, 3, 5), meter.pk)
    assert codes(group.north, date(2025, 3, 1)) == []  # on a day before nothing is known of it


def test_a_meter_in_anothers_place_and_one_that_ended(cast, group, meter):
    alice = in_person(cast.alice)
    move_meter(actor=alice, meter=meter, on=date(2025, 2, 10), status="repair", reason="送检")
    assert codes(group.north) == []  # it comes back
    move_meter(actor=alice, meter=meter, on=date(2025, 2, 20), status="in_use")
    new = scale(cast.alice, group, code="M-NEW", status="spare", accuracy_class="0.2")
    replace_meter(actor=alice, old=meter, new=new, on=date(2025, 4, 2), closing=None, opening=None, reason="更新")
    found = one_of(group.north, "PLAN-306")
    assert codes(group.north) == ["PLAN-306"]
    assert "M-NEW" in found.problem.message.zh and "0.5 → 0.2" in found.problem.message.en
    assert [one.key for one in found.cause.evidence] == [meter.pk, new.pk]


def test_a_meter_that_ended_and_a_new_one(cast, group, meter):
    alice = in_person(cast.alice)
    move_meter(actor=alice, meter=meter, on=date(2025, 4, 2), status="stopped", reason="损坏")
    scale(cast.alice, group, code="M-NEW", on=date(2025, 5, 1))
    scale(cast.alice, group, code="M-OTHER", on=date(2025, 5, 1), pack="", quantity="")
    assert codes(group.north) == ["PLAN-309", "PLAN-308"]
    assert [one.cause.since for one in suggestions_of(group.north, ON)] == [date(2025, 4, 2), date(2025, 5, 1)]


def test_another_source_in_use_and_a_frequency_that_is_not_kept(cast, group, planned):
    other = next(one.source for one in YearSources(group.north, 2025).rows[OUTPUT].others)
    tell(cast.bob, group.north, OUTPUT, "100", "", "100", "100")
    tell(cast.bob, group.north, OUTPUT, "100", first=2, source=other)
    assert codes(group.north, date(2025, 5, 2)) == []  # one month is a gap that the order of treatments is for
    assert codes(group.north) == ["PLAN-311"]
    tell(cast.bob, group.north, OUTPUT, "101", "102", first=5, source=other)
    found = one_of(group.north, "PLAN-310")
    assert codes(group.north) == ["PLAN-310"]
    assert found.cause.since == date(2025, 5, 1) and "2025-05、2025-06" in found.problem.message.zh


def test_a_treatment_that_the_plan_does_not_name(cast, group, planned):
    row = YearSources(group.north, 2025).rows[OUTPUT]
    assert "default_value" not in row.line.missing
    line = line_of(group.north, OUTPUT)
    cells = [Typed(line, date(2025, month, 1), "100", kind=kind) for month, kind in ((1, "measured"), (2, "default"))]
    save_cells(actor=in_person(cast.bob), node=group.north, cells=cells, reason="表计检修")
    assert codes(group.north, date(2025, 3, 2)) == ["PLAN-312"]


def test_a_fuel_that_the_plan_does_not_know(cast, group, planned):
    assert not any(line.item == "lpg" for line in planned.lines)
    case = smelter_case(group.north)
    upload(cast.bob, group.north, values=[*case["values"], reported("fuel_consumption", "1.00", "台账", item="lpg")])
    found = one_of(group.north, "PLAN-313")
    assert codes(group.north).count("PLAN-313") == 1
    assert "液化石油气" in found.problem.message.zh and found.cause.since == FROM


def test_a_fuel_that_is_given_up(cast, group, planned):
    tell(cast.bob, group.north, DIESEL, *["0"] * 12)
    assert one_of(group.north, "PLAN-314", date(2026, 1, 5)).cause.since == FROM
    tell(cast.bob, group.north, DIESEL, "0.5", first=12)
    assert "PLAN-314" not in codes(group.north, date(2026, 1, 5))


def test_a_facility_that_was_rebuilt_or_went(cast, group, planned):
    ada = in_person(cast.ada)
    record_life(actor=ada, facility=group.potline, kind="changed", on=date(2025, 5, 6), reason="扩容")
    assert codes(group.north) == ["PLAN-316"]
    hand_over(actor=ada, facilities=[group.potline], site=group.south_plant, on=date(2025, 6, 10), reason="划转", source="协议")
    assert codes(group.north, date(2025, 6, 9)) == ["PLAN-316"]
    assert {"PLAN-315", "PLAN-316"} <= set(codes(group.north)) and "PLAN-302" not in codes(group.north)


def test_taken_up_the_change_stands_in_the_draft(cast, group, meter):
    described(cast, group, meter, accuracy_class="1.0", location="铸造车间")
    worse, moved = (one_of(group.north, code, TODAY) for code in ("PLAN-317", "PLAN-307"))
    made = answer_revision(actor=in_person(cast.bob), node=group.north, digest=worse.digest, decision="revise", reason="更换器具前")
    draft = standing_plan(group.north, made.draft)
    assert (draft.is_draft, draft.draft.made_from) == (True, 1)
    rows = draft.plan.revisions
    assert len(rows) == 2 and "PLAN-317" in rows[-1].reason and rows[-1].remark == "更换器具前"
    again = answer_revision(actor=in_person(cast.bob), node=group.north, digest=moved.digest, decision="revise")
    draft = standing_plan(group.north, again.draft)
    assert again.draft == made.draft and len(draft.plan.revisions) == 2 and "PLAN-307" in draft.plan.revisions[-1].reason
    assert codes(group.north, TODAY) == []
    assert Event.objects.filter(action="monitoring.revision.taken_up").count() == 2


def test_a_plan_stays_with_a_reason_until_the_cause_is_another(cast, group, meter):
    described(cast, group, meter, accuracy_class="1.0")
    found = one_of(group.north, "PLAN-317", TODAY)
    told = {"actor": in_person(cast.bob), "node": group.north, "digest": found.digest}
    for wrong in (
        {"decision": "keep"},
        {"decision": "keep", "reason": "…"},
        {"decision": "?"},
        {"decision": "revise", "digest": "sha256:0"},
    ):
        with pytest.raises(RefusedPlanError):
            answer_revision(**{**told, **wrong})
    answer_revision(**told, decision="keep", reason="下月更换，数据按保守性原则处理")
    assert codes(group.north, TODAY) == []
    assert suggestions_of(group.north, TODAY)[0].answer.reason == "下月更换，数据按保守性原则处理"
    described(cast, group, meter, accuracy_class="1.5")
    described(cast, group, meter, accuracy_class="0.5")
    assert codes(group.north, TODAY) == [] and suggestions_of(group.north, TODAY) == []
    described(cast, group, meter, location="铸造车间")
    assert codes(group.north, TODAY) == ["PLAN-307"]
    assert RevisionAnswer.objects.count() == 1


def test_the_day_is_the_timetables_and_late_work_is_listed(cast, group, meter, signed_in):
    described(cast, group, meter, accuracy_class="1.0")
    assert one_of(group.north, "PLAN-317", TODAY).due is None  # the guide names no days
    set_timetable(actor=in_person(cast.alice), company=group.north, from_month=FROM, days=Days(5, 10, 15))
    found = one_of(group.north, "PLAN-317", TODAY)
    assert found.due == date(2025, 4, 5)
    assert not found.is_late(date(2025, 4, 5)) and found.is_late(date(2025, 4, 6))
    calibrate(cast.alice, meter, date(2025, 12, 15), date(2026, 12, 10))
    work = due_work([group.north], TODAY)
    assert [one.left for one in work.certificates] == [(date(2026, 12, 10) - TODAY).days]
    assert [one.problem.code for _node, one in work.revisions] == ["PLAN-317"]
    for name in ("alice", "bob"):
        home = signed_in(name).get(f"/?node={group.north.pk}", follow=True).content.decode()
        assert "PLAN-317" in home and meter.code in home
    late = signed_in("vera").get(reverse("monitoring:month-late", args=[group.north.pk])).content.decode()
    assert "PLAN-317" in late and "2025-04-05" in late and "2026-12-10" in late
    assert signed_in("grace").get(reverse("monitoring:month-late", args=[group.group.pk])).status_code == 200


def test_the_page_decides_and_shows_the_marks(cast, group, meter, signed_in):
    described(cast, group, meter, accuracy_class="1.0", location="铸造车间")
    page, bob = reverse("monitoring:plan-revisions", args=[group.north.pk]), signed_in("bob")
    worse, moved = (one_of(group.north, code, TODAY).digest for code in ("PLAN-317", "PLAN-307"))
    shown = bob.get(page).content.decode()
    assert reverse("monitoring:meter", args=[meter.pk]) in shown and "PLAN-307" in shown
    assert signed_in("alice", language="en").get(page).status_code == 200
    assert bob.post(page, {"digest": moved, "decision": "keep", "reason": ""}).status_code == 400
    assert bob.post(page, {"digest": moved, "decision": "keep", "reason": "只是名称不同，位置未变"}).status_code == 302
    taken = bob.post(page, {"digest": worse, "decision": "revise", "reason": ""})
    assert taken.status_code == 302
    draft = bob.get(taken.url).content.decode()
    assert "PLAN-317" in draft and "instruments/row/?key=" in draft
    assert "只是名称不同" in signed_in("vera").get(page).content.decode()


def test_doors_and_the_api(cast, group, meter, signed_in, caller):  # noqa: F811
    described(cast, group, meter, accuracy_class="1.0")
    page, address = reverse("monitoring:plan-revisions", args=[group.north.pk]), f"/organisations/{group.north.pk}/plan-revisions"
    digest = one_of(group.north, "PLAN-317", TODAY).digest
    said = {"digest": digest, "decision": "keep", "reason": "下月更换"}
    assert [signed_in(name).get(page).status_code for name in ("vera", "ada", "charlie")] == [200, 403, 404]
    assert [signed_in(name).post(page, said).status_code for name in ("vera", "ada", "charlie")] == [403, 403, 404]
    assert [caller(name).post(address, said).status_code for name in ("vera", "charlie")] == [403, 404]
    bob = caller("bob", node=group.north_plant)
    assert bob.post(address, {**said, "reason": ""}).json()["problems"][0]["code"] == "PLAN-416"
    assert bob.post(address, said).status_code == 201
    (told,) = caller("vera").get(address).json()
    assert (told["answer"]["decision"], told["evidence"][0]["id"]) == ("keep", meter.pk)
    due = caller("vera").get(f"/organisations/{group.north.pk}/due-work").json()
    assert [one["meter"] for one in due["certificates"]] == [meter.code] and due["revisions"] == []
