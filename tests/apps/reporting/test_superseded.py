"""Of a run whose figures or answers no longer count nothing goes to the authority, unless it says why, on its cover too."""

import io
import json
import zipfile

import pytest
from django.urls import reverse

from tanheng.apps.accounting.selectors import superseded
from tanheng.apps.accounting.services import run_accounts
from tanheng.apps.accounting.services.years import RefusedStepError, move_year
from tanheng.apps.journal.models import Event
from tanheng.apps.records.selectors.doubts import year_problems
from tanheng.apps.records.services import answer_warnings
from tanheng.apps.reporting import services
from tanheng.apps.reporting.models import IssuedReport
from tanheng.apps.reporting.services import AnswersChangedError, FiguresChangedError, OpenDoubtsError, SupersededRunError, issue_report
from tanheng.store.contents import read_content
from tests.apps.smelter import PACK, YEAR, upload
from tests.support.acting import in_person
from tests.support.locks import is_held

pytestmark = pytest.mark.django_db
REASON = "省厅要求按首次报送的数据补一份英文报告"
OFFICIAL = ("pdf", "docx", "tables")


@pytest.fixture
def confirmed(cast, group):
    """Doubtful figures, confirmed, and run."""
    one = upload(cast.bob, group.north, anodes="9500.00")
    said(cast, one, "confirmed")
    return run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=PACK)


def said(cast, one, says):
    digests = [problem.digest for problem in year_problems(one) if problem.asks]
    answer_warnings(actor=in_person(cast.bob), node=one.node, year=YEAR, pack_id=PACK, digests=digests, says=says, reason="已核对")


def withdraw(cast, run):
    said(cast, run.snapshot.source_import, "corrected")


def issue(by, run, kind="tables", **more):
    return issue_report(actor=in_person(by), run=run, kind=kind, language="zh", **more)


def cover_of(report):
    """The text of everything in the file, a workbook or a Word document."""
    with zipfile.ZipFile(io.BytesIO(read_content(report.file.sha256))) as file:
        return "".join(file.read(name).decode() for name in file.namelist() if name.endswith(".xml"))


def test_a_withdrawn_answer_holds_the_report_back_after_the_correction_is_uploaded_too(cast, group, confirmed):
    withdraw(cast, confirmed)
    with pytest.raises(AnswersChangedError):
        issue(cast.alice, confirmed)
    upload(cast.bob, group.north, anodes="7500.00", reason="更正")
    for kind in OFFICIAL:
        with pytest.raises(FiguresChangedError):
            issue(cast.alice, confirmed, kind)
    assert issue(cast.alice, confirmed, "kit").reason == ""  # to recompute, not to hand in
    assert IssuedReport.objects.count() == 1


def test_newer_figures_alone_hold_it_back_until_the_accounts_are_run_again(cast, group, confirmed):
    assert issue(cast.alice, confirmed)
    upload(cast.bob, group.north, anodes="7500.00")
    with pytest.raises(FiguresChangedError):
        issue(cast.alice, confirmed, reason="  \n ")
    assert issue(cast.alice, run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=PACK))


@pytest.mark.parametrize("kind", OFFICIAL)
def test_a_stated_reason_stands_on_the_cover_in_the_record_and_in_the_journal(cast, group, confirmed, kind):
    withdraw(cast, confirmed)
    later = upload(cast.bob, group.north, anodes="7500.00")
    report = issue(cast.alice, confirmed, kind, reason=f" {REASON}\n")
    assert report.reason == REASON
    event = Event.objects.get(action="reporting.report.issued_of_superseded_run")
    told = json.loads(event.payload)
    assert (told["newer_import"], told["answers_changed"], told["reason"]) == (later.number, True, REASON)
    if kind != "pdf":
        text = cover_of(report)
        assert REASON in text and f"第 {later.number} 次导入" in text and "答复已改动" in text


def test_the_cover_names_only_what_has_changed(cast, group, confirmed):
    withdraw(cast, confirmed)
    text = cover_of(issue(cast.alice, confirmed, reason=REASON))
    assert "答复已改动" in text and "次导入" not in text
    said(cast, confirmed.snapshot.source_import, "confirmed")
    upload(cast.bob, group.north, anodes="7500.00")
    assert "答复已改动" not in cover_of(issue(cast.alice, confirmed, reason=REASON))


def test_of_a_run_that_counts_no_reason_is_kept(cast, confirmed):
    report = issue(cast.alice, confirmed, reason=REASON)
    assert report.reason == ""
    assert REASON not in cover_of(report)
    assert Event.objects.filter(action="reporting.report.issued").count() == 1


@pytest.mark.parametrize("reason", ["", REASON])
def test_what_changes_while_the_file_is_made_holds_it_back(cast, group, confirmed, monkeypatch, reason):
    making = services._content

    def slow(*args):
        upload(cast.bob, group.north, anodes="7500.00")
        return making(*args)

    monkeypatch.setattr(services, "_content", slow)
    with pytest.raises(SupersededRunError):
        issue(cast.alice, confirmed, reason=reason)
    assert not IssuedReport.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_it_is_asked_again_under_the_company_s_lock(cast, confirmed, monkeypatch):
    held = []
    monkeypatch.setattr(services, "superseded", lambda run: held.append(is_held(run.node)) or superseded(run))
    assert issue(cast.alice, confirmed)
    assert held == [False, True]


def test_page_and_api_ask_for_the_reason(signed_in, cast, group, confirmed):
    upload(cast.bob, group.north, anodes="7500.00")
    alice, page = signed_in("alice"), reverse("reporting:run", args=[confirmed.pk])
    assert alice.get(page).content.decode().count('name="reason"') == len(OFFICIAL)
    refused = alice.post(page, {"kind": "pdf", "language": "zh"})
    assert refused.status_code == 409 and "确需按原数据出具的，请说明理由" in refused.content.decode()
    assert alice.post(page, {"kind": "tables", "language": "zh", "reason": REASON}).content.startswith(b"PK")
    assert REASON in alice.get(reverse("reporting:list", args=[group.north.pk, YEAR])).content.decode()

    def asked(key, **wanted):
        body = json.dumps({"kind": "tables", **wanted})
        address = reverse("api:create_report", args=[confirmed.pk])
        return alice.post(address, body, content_type="application/json", headers={"Idempotency-Key": key})

    answer = asked("1")
    assert (answer.status_code, answer.json()["code"]) == (409, "API-412")
    answer = asked("2", reason=REASON)
    assert (answer.status_code, answer.json()["reason"]) == (201, REASON)
    assert asked("3", reason="x" * 301).status_code == 422


@pytest.mark.parametrize("mended", [True, False])
def test_doubts_of_an_old_run_say_that_it_is_run_again_not_that_they_wait(signed_in, cast, group, mended):
    upload(cast.bob, group.north, anodes="9500.00")
    old = run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=PACK)
    upload(cast.bob, group.north, anodes="7500.00" if mended else "9600.00", reason="更正")
    alice, waits = signed_in("alice"), "待答复，答复前不能出具报告"
    for name in ("accounting:results", "reporting:run"):
        text = alice.get(reverse(name, args=[old.pk])).content.decode()
        assert waits not in text and "这次核算之后又上传了新的数据" in text and "重新核算" in text
    with pytest.raises(OpenDoubtsError, match=r"请重新核算|run the accounts again") as told:
        issue(cast.alice, old)
    assert "答复后" not in told.value.messages[0]
    with pytest.raises(RefusedStepError) as refused:
        move_year(actor=in_person(cast.bob), node=group.north, year=YEAR, pack_id=PACK, verb="submit")
    assert [one.code for one in refused.value.problems] == ["YEAR-102"]
