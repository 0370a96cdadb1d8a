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
from tanheng.apps.reporting.services import issue_report
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
