"""A company's year on its way to final: who may take which step, what holds it back, and what a final one means."""

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import translation

from tanheng.apps.accounting.models import YearStep
from tanheng.apps.accounting.pages.years import stepper_of
from tanheng.apps.accounting.selectors.years import newer_than_submitted, reported_run, standing_year
from tanheng.apps.accounting.services import run_accounts
from tanheng.apps.accounting.services.years import GUARDS, RefusedStepError, move_year
from tanheng.apps.journal.models import Event
from tanheng.apps.people.models.permissions import VERBS
from tanheng.apps.people.services import assign_role
from tanheng.apps.people.services.separations import decide_separation
from tanheng.apps.records.selectors.doubts import year_problems
from tanheng.apps.records.services import answer_warnings
from tanheng.engine.places import Where
from tanheng.engine.problems import Problem
from tanheng.engine.text import Text
from tanheng.workflow.years import YEAR
from tests.apps.cast import person
from tests.apps.smelter import PACK, upload
from tests.apps.smelter import YEAR as DATA_YEAR
from tests.support.acting import in_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def ran(cast, group):
    """Sound figures, run."""
    upload(cast.bob, group.north)
    return run(cast, group)


def run(cast, group):
    return run_accounts(actor=in_person(cast.alice), node=group.north, year=DATA_YEAR, pack_id=PACK)


def step(by, group, verb, **more):
    return move_year(actor=in_person(by), node=group.north, year=DATA_YEAR, pack_id=PACK, verb=verb, **more)


def now(group):
    return standing_year(group.north, DATA_YEAR, PACK)


def refused(by, group, verb, **more):
    with pytest.raises(RefusedStepError) as told:
        step(by, group, verb, **more)
    return [one.code for one in told.value.problems]


def to_state(cast, group, state):
    """The year led there by the usual persons."""
    for verb, by, more in (("submit", cast.bob, {}), ("review", cast.alice, {}), ("approve", cast.grace, {"round_id": "first"})):
        if now(group).state.id == state:
            return
        step(by, group, verb, **more)


def test_a_year_goes_from_draft_to_final_by_three_persons(cast, group, ran):
    assert now(group).state.id == "draft" and now(group).run is None
    to_state(cast, group, "final")
    found = now(group)
    assert [(one.number, one.verb, one.state, one.by) for one in found.steps] == [
        (1, "submit", "submitted", cast.bob),
        (2, "review", "reviewed", cast.alice),
        (3, "approve", "final", cast.grace),
    ]
    assert {one.run_id for one in found.steps} == {ran.pk}
    assert (found.final.round, found.run.pk) == ("first", ran.pk)
    told = [json.loads(one.payload) for one in Event.objects.filter(action__startswith="accounting.year.").order_by("id")]
    assert [(one["verb"], one["step"], one["number"]) for one in told] == [("submit", 1, 1), ("review", 2, 1), ("approve", 3, 1)]


@pytest.mark.parametrize("state", [one.id for one in YEAR.states])
def test_what_the_table_forbids_is_refused_in_every_state(cast, group, ran, state):
    to_state(cast, group, state)
    open_verbs = {one.verb for one in YEAR.open(state)}
    for verb in {*YEAR.verbs, "no_such_verb"} - open_verbs:
        for somebody in (cast.bob, cast.alice, cast.grace):
            assert refused(somebody, group, verb, reason="x", round_id="first")[0].startswith("FLOW-")
    assert now(group).state.id == state


@pytest.mark.parametrize("move", YEAR.transitions, ids=lambda one: f"{one.state}-{one.verb}")
def test_a_step_is_taken_by_those_alone_whose_role_opens_it(cast, group, ran, move):
    to_state(cast, group, move.state)
    assert move.permission in VERBS
    for somebody in (cast.bob, cast.alice, cast.grace, cast.vera, cast.ada, cast.charlie):
        from tanheng.apps.people.access import PersonReach, opens

        if not opens(PersonReach(somebody), move.permission, group.north):
            with pytest.raises(PermissionDenied):
                step(somebody, group, move.verb, reason="x", round_id="first")
    assert now(group).state.id == move.state


@pytest.mark.parametrize(("lang", "told"), [("zh-hans", "不行；改一下。"), ("en", "no: mend it.")])
def test_a_refusal_is_worded_with_its_remedy_by_the_marks_of_the_language(lang, told):
    problem = Problem("FLOW-102", "error", Where(), Text("不行", "no"), Text("改一下", "mend it"))
    with translation.override(lang):
        assert RefusedStepError([problem]).messages == [told]


def test_every_guard_of_the_table_is_answered():
    assert {guard for one in YEAR.transitions for guard in one.guards} == set(GUARDS)


def test_a_year_without_a_run_is_not_submitted(cast, group):
    upload(cast.bob, group.north)
    assert refused(cast.bob, group, "submit") == ["YEAR-101"]


def test_newer_figures_and_open_doubts_hold_a_submission_back(cast, group, ran):
    one = upload(cast.bob, group.north, anodes="9500.00")
    assert refused(cast.bob, group, "submit") == ["YEAR-102"]
    run(cast, group)
    assert refused(cast.bob, group, "submit") == ["YEAR-104"]
    digests = [problem.digest for problem in year_problems(one) if problem.asks]
    answer_warnings(
        actor=in_person(cast.bob), node=group.north, year=DATA_YEAR, pack_id=PACK, digests=digests, says="confirmed", reason="已核对"
    )
    assert refused(cast.bob, group, "submit") == ["YEAR-103"]  # the doubts of the run wait no more
    newest = run(cast, group)
    assert step(cast.bob, group, "submit").run_id == newest.pk


@pytest.mark.parametrize(("state", "verb"), [("submitted", "review"), ("reviewed", "approve")])
def test_what_has_changed_since_the_submission_is_neither_reviewed_nor_approved(cast, group, ran, state, verb):
    to_state(cast, group, state)
    upload(cast.bob, group.north, output="16001.00")
    by = {"review": cast.alice, "approve": cast.grace}[verb]
    assert refused(by, group, verb, round_id="first") == ["YEAR-102"]
    step(by, group, "return", reason="数据已更正，请重新核算")
    newest = run(cast, group)
    assert step(cast.bob, group, "submit").run_id == newest.pk


def test_one_person_does_not_do_two_of_the_three(cast, group, ran, duties_together):
    both = {"role": "group_manager", "node": group.north}
    assign_role(actor=in_person(cast.ada), user=cast.alice, **both)
    decide_separation(actor=in_person(cast.ada), node=group.north, separation="preparation", in_force=True, reason="恢复")
    step(cast.alice, group, "submit")
    assert refused(cast.alice, group, "review") == ["YEAR-105"]
    assert refused(cast.alice, group, "return", reason="x") == ["YEAR-105"]
    step(cast.alice, group, "withdraw")
    step(cast.bob, group, "submit")
    assert refused(cast.alice, group, "withdraw") == ["YEAR-107"]
    step(cast.alice, group, "review")
    assert refused(cast.alice, group, "approve", round_id="first") == ["YEAR-106"]
    decide_separation(actor=in_person(cast.ada), node=group.north, separation="preparation", in_force=False, reason="人员少")
    assert step(cast.alice, group, "approve", round_id="first").state == "final"


def test_who_gave_the_figures_neither_reviews_nor_approves(cast, group, ran, duties_together):
    """Somebody else submits them: that does not make the giver another person."""
    given = upload(cast.alice, group.north, anodes="7510.00", reason="更正")
    assign_role(actor=in_person(cast.ada), user=cast.alice, role="group_manager", node=group.north)
    decide_separation(actor=in_person(cast.ada), node=group.north, separation="preparation", in_force=True, reason="恢复")
    run(cast, group)
    step(cast.bob, group, "submit")
    assert refused(cast.alice, group, "review") == ["YEAR-111"]
    assert step(cast.alice, group, "return", reason="有误").state == "draft"
    step(cast.bob, group, "submit")
    other = person("carl", "碳管理员己")
    assign_role(actor=in_person(cast.ada), user=other, role="carbon_manager", node=group.north)
    step(other, group, "review")
    with pytest.raises(RefusedStepError, match=f"第 {given.number} 次导入"):
        step(cast.alice, group, "approve", round_id="first")


def test_who_submitted_does_not_approve_either(cast, group, ran, duties_together):
    other = person("carl", "碳管理员己")
    assign_role(actor=in_person(cast.ada), user=other, role="carbon_manager", node=group.north)
    assign_role(actor=in_person(cast.ada), user=cast.bob, role="group_manager", node=group.north)
    decide_separation(actor=in_person(cast.ada), node=group.north, separation="preparation", in_force=True, reason="恢复")
    step(cast.bob, group, "submit")
    step(other, group, "review")
    assert refused(cast.bob, group, "approve", round_id="first") == ["YEAR-105"]


@pytest.mark.parametrize(("state", "verb"), [("submitted", "return"), ("reviewed", "return"), ("final", "reopen")])
def test_back_leads_a_reason_only(cast, group, ran, state, verb):
    to_state(cast, group, state)
    by = cast.alice if state == "submitted" else cast.grace
    assert refused(by, group, verb, reason=" \n ") == ["YEAR-109"]
    assert step(by, group, verb, reason=" 8月阳极消耗量与台账不符\n").reason == "8月阳极消耗量与台账不符"
    assert now(group).state.id == "draft" and now(group).run is None


def test_the_first_final_is_the_first_submission_and_rounds_do_not_go_back(cast, group, ran):
    to_state(cast, group, "reviewed")
    assert refused(cast.grace, group, "approve", round_id="verified") == ["YEAR-108"]
    assert refused(cast.grace, group, "approve") == ["YEAR-108"]
    for label in ("first", "corrected", "verified"):
        to_state(cast, group, "reviewed")
        step(cast.grace, group, "approve", round_id=label)
        step(cast.grace, group, "reopen", reason="整改")
    to_state(cast, group, "reviewed")
    assert refused(cast.grace, group, "approve", round_id="corrected") == ["YEAR-108"]


def test_who_had_not_seen_the_last_step_decides_again(cast, group, ran):
    step(cast.bob, group, "submit", seen=0)
    assert refused(cast.alice, group, "review", seen=0) == ["YEAR-110"]
    assert step(cast.alice, group, "review", seen=1)


def test_a_final_run_stays_what_the_year_reports_until_it_is_reopened(cast, group, ran):
    to_state(cast, group, "final")
    assert newer_than_submitted(now(group)) is None
    later = upload(cast.bob, group.north, output="16001.00")
    newest = run(cast, group)
    assert reported_run(group.north, DATA_YEAR, PACK).pk == ran.pk
    newer = newer_than_submitted(now(group))
    assert (newer.figures.pk, newer.run.pk) == (later.pk, newest.pk)
    step(cast.grace, group, "reopen", reason="按整改后数据重报")
    assert reported_run(group.north, DATA_YEAR, PACK).pk == newest.pk


def test_packs_and_years_stand_by_themselves(cast, group, ran):
    to_state(cast, group, "final")
    assert standing_year(group.north, DATA_YEAR - 1, PACK).state.id == "draft"
    assert standing_year(group.north, DATA_YEAR, "cn/aluminium/ndrc_2013").state.id == "draft"
    assert standing_year(group.south, DATA_YEAR, PACK).state.id == "draft"


def test_pages_tell_of_newer_figures_everywhere(signed_in, cast, group, ran):
    to_state(cast, group, "final")
    upload(cast.bob, group.north, output="16001.00")
    newest = run(cast, group)
    alice, told = signed_in("alice"), "年度报告仍以定稿为准"
    pages = [
        reverse("accounting:results", args=[ran.pk]),
        reverse("accounting:results", args=[newest.pk]),
        reverse("records:table", args=[group.north.pk, DATA_YEAR]),
        reverse("reporting:list", args=[group.north.pk, DATA_YEAR]),
        reverse("reporting:run", args=[ran.pk]),
        reverse("accounting:year-steps", args=[group.north.pk, DATA_YEAR]),
    ]
    for page in pages:
        assert told in alice.get(page).content.decode(), page
    listed = alice.get(reverse("accounting:runs", args=[group.north.pk])).content.decode()
    assert "初次报送稿" in listed and "晚于定稿" in listed
    assert alice.get(reverse("accounting:latest", args=[group.north.pk, DATA_YEAR])).url == pages[0]


def test_a_step_is_taken_on_its_page(signed_in, cast, group, ran):
    steps = reverse("accounting:year-steps", args=[group.north.pk, DATA_YEAR])

    def page(verb):
        return reverse("accounting:year-step", args=[group.north.pk, DATA_YEAR, verb])

    bob, alice = signed_in("bob"), signed_in("alice")
    assert "提交审核" in bob.get(steps).content.decode()
    shown = bob.get(page("submit"), {"pack": PACK}).content.decode()
    assert "第 1 次核算" in shown or "第1次核算" in shown
    assert bob.post(page("submit"), {"pack": PACK, "seen": 0}).status_code == 302
    assert bob.get(page("review"), {"pack": PACK}).status_code == 403
    back = alice.post(page("return"), {"pack": PACK, "seen": 1})
    assert back.status_code == 400  # no reason
    assert alice.post(page("return"), {"pack": PACK, "seen": 1, "reason": "请核对8月阳极"}).status_code == 302
    assert "请核对8月阳极" in bob.get(steps).content.decode()
    assert alice.get(page("review"), {"pack": PACK}).url.startswith(steps)
    assert bob.post(page("submit"), {"pack": PACK, "seen": 0}).status_code == 409
    assert YearStep.objects.count() == 2


def test_the_api_does_what_the_pages_do(signed_in, cast, group, ran):
    address = reverse("api:create_year_step", args=[group.north.pk, DATA_YEAR])

    def post(name, key, **wanted):
        body = json.dumps({"pack": PACK, **wanted})
        return signed_in(name).post(address, body, content_type="application/json", headers={"Idempotency-Key": key})

    answer = post("bob", "1", verb="submit", seen=0)
    assert (answer.status_code, answer.json()["state"]) == (201, "submitted")
    assert post("bob", "1", verb="submit", seen=0).json() == answer.json()
    assert post("bob", "2", verb="review").status_code == 403
    told = post("alice", "3", verb="approve", round="first")
    assert (told.status_code, told.json()["code"], told.json()["problems"][0]["code"]) == (409, "FLOW-409", "FLOW-102")
    (year,) = signed_in("alice").get(address).json()
    assert (year["pack"], year["state"], year["label"], year["run"], year["newer"]) == (PACK, "submitted", "待审核", ran.pk, False)
    assert [(one["verb"], one["permitted"]) for one in year["open"]] == [("review", True), ("return", True), ("withdraw", True)]
    assert [one["by"] for one in year["steps"]] == [str(cast.bob)]
    assert signed_in("charlie").get(address).status_code == 404
    assert YearStep.objects.count() == 1


def test_the_packs_of_a_year_name_the_newest_run_and_the_final_one(cast, group, ran, signed_in):
    def packs():
        (found,) = signed_in("grace").get(f"/api/v1/organisations/{group.north.pk}/packs?year={DATA_YEAR}").json()
        return {key: found[key] for key in ("run", "final", "reported")}

    assert packs() == {"run": ran.pk, "final": None, "reported": ran.pk}
    to_state(cast, group, "final")
    newer = run(cast, group)
    assert packs() == {"run": newer.pk, "final": ran.pk, "reported": ran.pk}
    step(cast.grace, group, "reopen", reason="更正")
    assert packs() == {"run": newer.pk, "final": None, "reported": newer.pk}


# ── what is offered to whom ──────────────────────────────────────────────────────────────────────


def offered(client, group):
    page = client.get(reverse("accounting:year-steps", args=[group.north.pk, DATA_YEAR]) + f"?pack={PACK}").content.decode()
    return {verb for verb in YEAR.verbs if f"/{verb}/?pack=" in page or f"/{verb}?pack=" in page}


def test_a_step_is_offered_to_whose_it_is_alone(signed_in, cast, group, ran):
    bob, alice = signed_in("bob"), signed_in("alice")
    assert offered(bob, group) == {"submit"}
    to_state(cast, group, "submitted")
    assert (offered(bob, group), offered(alice, group)) == ({"withdraw"}, {"review", "return"})


def test_who_comes_late_is_told_what_is_open_to_them(signed_in, cast, group, ran):
    to_state(cast, group, "submitted")
    with pytest.raises(RefusedStepError) as told:
        step(cast.bob, group, "submit")
    (problem,) = told.value.problems
    assert "撤回" in problem.remedy.zh and "审核通过" not in problem.remedy.zh and "退回" not in problem.remedy.zh
    step(cast.alice, group, "review")
    with pytest.raises(RefusedStepError) as told:
        step(cast.bob, group, "withdraw")
    assert [(one.code, "由他人" in one.remedy.zh) for one in told.value.problems] == [("FLOW-104", True)]


def test_the_stepper_of_a_final_year_shows_how_it_came_on(signed_in, cast, group, ran):
    to_state(cast, group, "submitted")
    step(cast.alice, group, "return", reason="请核对")
    returned = stepper_of(now(group))
    assert "退回" in returned[0]["detail"]
    to_state(cast, group, "final")
    assert [one["detail"] for one in stepper_of(now(group))] == ["", str(cast.bob), str(cast.alice), str(cast.grace)]
