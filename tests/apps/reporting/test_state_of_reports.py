"""A report says in which state of the year it was made, a draft or final in a round: on every page, in its record, in the journal."""

import io
import json
import zipfile

import pytest
from django.urls import reverse

from tanheng.apps.accounting.services import run_accounts
from tanheng.apps.accounting.services.years import move_year
from tanheng.apps.journal.models import Event
from tanheng.apps.reporting import services
from tanheng.apps.reporting.services import FiguresChangedError, issue_report
from tanheng.store.contents import read_content
from tests.apps.smelter import PACK, YEAR, upload
from tests.support.acting import in_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def ran(cast, group):
    """Sound figures, run."""
    upload(cast.bob, group.north)
    return run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=PACK)


def step(by, run, verb, **more):
    return move_year(actor=in_person(by), node=run.node, year=YEAR, pack_id=PACK, verb=verb, **more)


def issue(by, run, kind="tables", language="zh"):
    return issue_report(actor=in_person(by), run=run, kind=kind, language=language)


def text_of(report):
    with zipfile.ZipFile(io.BytesIO(read_content(report.file.sha256))) as file:
        return "".join(file.read(name).decode() for name in file.namelist() if name.endswith(".xml"))


def test_a_report_says_the_state_in_which_it_was_made(signed_in, cast, group, ran):
    told = [issue(cast.alice, ran)]
    for verb, by, more in (("submit", cast.bob, {}), ("review", cast.alice, {}), ("approve", cast.grace, {"round_id": "first"})):
        step(by, ran, verb, **more)
        told.append(issue(cast.alice, ran))
    marks = ["未定稿：草稿", "未定稿：待审核", "未定稿：已审核", "定稿：初次报送稿"]
    assert [[mark in text_of(one) for mark in marks] for one in told] == [[one == other for other in range(4)] for one in range(4)]
    assert [(one.state, one.round) for one in told] == [("draft", ""), ("submitted", ""), ("reviewed", ""), ("final", "first")]
    events = Event.objects.filter(action="reporting.report.issued").order_by("id")
    assert [json.loads(one.payload)["year_state"] for one in events] == [one.state for one in told]
    listed = signed_in("alice").get(reverse("reporting:list", args=[group.north.pk, YEAR])).content.decode()
    assert "初次报送稿" in listed
    answer = signed_in("alice").get(reverse("api:get_report", args=[told[-1].pk])).json()
    assert (answer["state"], answer["round"]) == ("final", "first")


def test_in_english_too(cast, ran):
    assert "Not final: Draft" in text_of(issue(cast.alice, ran, "docx", "en"))


def test_a_run_beside_the_one_that_stands_is_a_draft(cast, group, ran):
    step(cast.bob, ran, "submit")
    upload(cast.bob, group.north, output="16001.00")
    newer = run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=PACK)
    assert issue(cast.alice, newer).state == "draft"


def test_a_year_that_moves_on_while_the_file_is_made_is_said_as_it_then_is(cast, ran, monkeypatch):
    making, made = services._content, []

    def slow(*args):
        if not made:
            step(cast.bob, ran, "submit")
        made.append(args)
        return making(*args)

    monkeypatch.setattr(services, "_content", slow)
    report = issue(cast.alice, ran)
    assert (report.state, len(made)) == ("submitted", 2)
    assert "未定稿：待审核" in text_of(report)


@pytest.fixture
def final(cast, ran):
    """The year made final by three persons, and figures that came in after it."""
    for verb, by, more in (("submit", cast.bob, {}), ("review", cast.alice, {}), ("approve", cast.grace, {"round_id": "first"})):
        step(by, ran, verb, **more)
    upload(cast.bob, ran.node, anodes="7600.00", reason="更正")
    return ran


def test_the_final_run_is_reported_without_a_reason_whatever_has_come_since(signed_in, cast, final):
    report = issue_report(actor=in_person(cast.alice), run=final, kind="docx", language="zh", reason="不需要")
    assert report.reason == "" and report.state == "final"
    text = text_of(report)
    assert "出自定稿的第 1 次核算" in text and "第 2 次导入" in text and "出具理由" not in text and "不需要" not in text
    told = json.loads(Event.objects.get(action="reporting.report.issued").payload)
    assert told["newer_import"] == 2 and "reason" not in told
    alice, page = signed_in("alice"), reverse("reporting:run", args=[final.pk])
    shown = alice.get(page).content.decode()
    assert 'name="reason"' not in shown and "请说明理由" not in shown and "年度报告仍以定稿为准" in shown
    assert alice.post(page, {"kind": "tables", "language": "zh"}).content.startswith(b"PK")
    for address in (reverse("accounting:results", args=[final.pk]), f"/?organisation={final.node.pk}&year={YEAR}"):
        shown = alice.get(address).content.decode()
        assert "年度报告仍以定稿为准" in shown and "重新核算</button>" not in shown.replace("\n", "")
    wanted = json.dumps({"kind": "tables", "language": "en"})
    answer = alice.post(
        reverse("api:create_report", args=[final.pk]), wanted, content_type="application/json", headers={"Idempotency-Key": "1"}
    )
    assert answer.status_code == 201


def test_a_reopened_year_asks_for_the_reason_again(cast, final):
    step(cast.grace, final, "reopen", reason="采用新数据")
    with pytest.raises(FiguresChangedError):
        issue(cast.alice, final)


def test_what_comes_in_while_the_final_file_is_made_stands_on_its_cover(cast, final, monkeypatch):
    making, more = services._content, iter(["7700.00"])

    def slow(*args):
        for anodes in more:
            upload(cast.bob, final.node, anodes=anodes, reason="再更正")
        return making(*args)

    monkeypatch.setattr(services, "_content", slow)
    assert "第 3 次导入" in text_of(issue(cast.alice, final))
