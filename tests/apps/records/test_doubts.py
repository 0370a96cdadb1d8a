"""Doubts about a year's figures: asked on the page, answered by those who keep the figures, asked again when a figure changes."""

import re

import pytest
import yaml
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from tanheng.apps.accounting.models import Snapshot
from tanheng.apps.accounting.pages.comparison import compare_runs
from tanheng.apps.accounting.selectors import recomputed, run_document
from tanheng.apps.accounting.services import run_accounts
from tanheng.apps.journal.models import Event
from tanheng.apps.journal.pages.sentences import sentence
from tanheng.apps.journal.selectors import verify_journal
from tanheng.apps.records.models import Import, WarningAnswer
from tanheng.apps.records.pages.completeness import import_progress
from tanheng.apps.records.pages.doubts import doubts_of
from tanheng.apps.records.selectors import current_import
from tanheng.apps.records.selectors.doubts import open_count, year_case, year_problems
from tanheng.apps.records.services import answer_warnings, upload_case
from tanheng.apps.reporting.models import IssuedReport
from tanheng.apps.reporting.services import AnswersChangedError, OpenDoubtsError, issue_report
from tanheng.documents.input.case_file import read_case_bytes
from tanheng.engine.answers import open_doubts
from tanheng.pages.problem_texts import stored_problems
from tanheng.rulebook import load
from tanheng.store.append_only import AppendOnlyError
from tests.apps.smelter import PACK, YEAR, smelter_case, upload
from tests.support.acting import in_person

pytestmark = pytest.mark.django_db
MANY_ANODES = "9500.00"  # 0.5938 t a tonne of aluminium: beyond the guide's 0.45 to 0.50
REASON = "新启槽期间阳极毛耗偏高，已核对换极台账"


@pytest.fixture
def doubtful(cast, group) -> Import:
    return upload(cast.bob, group.north, anodes=MANY_ANODES)


def digests(one: Import, *codes: str) -> list[str]:
    return [problem.digest for problem in year_problems(one) if problem.asks and (not codes or problem.code in codes)]


def answer(by, one, *codes, says="confirmed", reason=REASON, printed=True):
    told = {"digests": digests(one, *codes), "says": says, "reason": reason, "printed": printed}
    return answer_warnings(actor=in_person(by), node=one.node, year=YEAR, pack_id=PACK, **told)


def run(by, group):
    return run_accounts(actor=in_person(by), node=group.north, year=YEAR, pack_id=PACK)


def page_of(client, group):
    return client.get(reverse("records:answers", args=[group.north.pk, YEAR]))


# ── asked and answered ───────────────────────────────────────────────────────────────────────────


def test_sound_figures_ask_nothing(signed_in, cast, group):
    assert open_count(upload(cast.bob, group.north)) == 0
    assert "没有疑问" in page_of(signed_in("bob"), group).content.decode()


def test_the_page_shows_each_doubt_with_its_range_its_figures_and_where_they_were_read(signed_in, group, doubtful):
    page = page_of(signed_in("bob"), group).content.decode()
    assert "超出经验区间 0.45 至 0.5" in page
    assert "case-2025.yaml" in page and "9,500.00" in page
    assert f"/data/{group.north.pk}/{YEAR}/values/anode_consumption_t/" in page.replace("&amp;", "&")
    assert page.count("待答复") >= 3
    english = signed_in("bob", language="en").get(reverse("records:answers", args=[group.north.pk, YEAR])).content.decode()
    assert "outside the usual 0.45" in english and "to be answered" in english


def test_a_confirmed_doubt_is_kept_with_one_event_and_asks_no_more(signed_in, group, doubtful):
    (digest,) = digests(doubtful, "AL-021")
    before = Event.objects.count()
    form = {"digest": digest, "says": "confirmed", "reason": REASON, "printed": "on"}
    answered = signed_in("bob").post(reverse("records:answers", args=[group.north.pk, YEAR]), form, follow=True)
    assert answered.status_code == 200
    kept = WarningAnswer.objects.get()
    assert (kept.code, kept.quantity, kept.facility_code, kept.month) == ("AL-021", "anode_consumption_t", "potline-1", 1)
    assert (kept.says, kept.person, kept.printed, kept.digest) == ("confirmed", "填报员乙", True, digest)
    assert Event.objects.count() == before + 1
    event = Event.objects.first()
    assert event.action == "records.warning.answered" and "AL-021" in sentence(event) and REASON in sentence(event)
    assert verify_journal().holds
    assert digest not in [problem.digest for problem in open_doubts(year_problems(doubtful))]
    assert REASON in answered.content.decode()


def test_what_is_missing_is_said_and_what_was_typed_stays(signed_in, group, doubtful):
    (digest,) = digests(doubtful, "AL-021")
    form = {"digest": digest, "says": "confirmed", "reason": " "}
    refused = signed_in("bob").post(reverse("records:answers", args=[group.north.pk, YEAR]), form)
    assert refused.status_code == 400
    page = refused.content.decode()
    assert 'aria-invalid="true"' in page and re.search(r'value="confirmed"[^>]*checked', page)
    assert not WarningAnswer.objects.exists()


def test_corrected_leads_to_the_upload_and_settles_nothing_until_the_figures_changed(signed_in, cast, group, doubtful):
    (digest,) = digests(doubtful, "AL-021")
    form = {"digest": digest, "says": "corrected", "reason": "七月多录一车", "printed": "on"}
    answered = signed_in("bob").post(reverse("records:answers", args=[group.north.pk, YEAR]), form)
    assert answered.url == reverse("records:upload", args=[group.north.pk])
    assert "数值未变" in next(one for one in year_problems(doubtful) if one.code == "AL-021").message.zh
    mended = upload(cast.bob, group.north, anodes="7500.00", reason="更正")
    assert [one for one in year_problems(mended) if one.asks or one.code == "RUN-211"] == []
    assert [one.says for one in year_case(mended).answers] == ["corrected"]  # the record of the correction stays in the case


def test_a_changed_figure_asks_again_and_shows_what_was_said(signed_in, cast, group, doubtful):
    answer(cast.bob, doubtful)
    assert open_count(doubtful) == 0
    later = upload(cast.bob, group.north, anodes="9600.00", reason="盘点更正")
    assert open_count(later) == 3
    page = page_of(signed_in("vera"), group).content.decode()
    assert page.count(f"曾答复“{REASON}”") == 3
    back = upload(cast.bob, group.north, anodes=MANY_ANODES, reason="恢复")
    assert open_count(back) == 0  # the same figures were answered before


def test_the_newest_answer_to_the_same_figures_counts_and_the_older_stays_visible(signed_in, cast, group, doubtful):
    answer(cast.bob, doubtful, reason="第一个理由")
    answer(cast.alice, doubtful, "AL-021", reason="第二个理由", printed=False)
    told = {one.code: (one.reason, one.person, one.printed) for one in year_case(doubtful).answers}
    assert told["AL-021"] == ("第二个理由", "碳管理员甲", False)
    assert told["AL-022"] == ("第一个理由", "填报员乙", True)
    page = page_of(signed_in("alice"), group).content.decode()
    assert "第一个理由" in page and "第二个理由" in page


def test_a_digest_that_no_doubt_has_any_more_is_refused(cast, group, doubtful):
    old = digests(doubtful, "AL-021")
    upload(cast.bob, group.north, anodes="9600.00")
    with pytest.raises(ValidationError):
        answer_warnings(actor=in_person(cast.bob), node=group.north, year=YEAR, pack_id=PACK, digests=old, says="confirmed", reason=REASON)
    for wrong in (
        {"says": "maybe"},
        {"reason": "\x00 "},
        {"reason": "98765."},
        {"reason": "x" * 501},
        {"digests": []},
        {"pack_id": "cn/none"},
    ):
        told = {
            "digests": digests(current_import(group.north, YEAR, PACK)),
            "says": "confirmed",
            "reason": REASON,
            "pack_id": PACK,
            **wrong,
        }
        with pytest.raises(ValidationError):
            answer_warnings(actor=in_person(cast.bob), node=group.north, year=YEAR, **told)
    assert not WarningAnswer.objects.exists()


def test_an_answer_is_written_once(cast, group, doubtful):
    (kept,) = answer(cast.bob, doubtful, "AL-021")
    kept.reason = "x"
    with pytest.raises(AppendOnlyError):
        kept.save()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE records_warninganswer SET reason = 'x'")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM records_warninganswer")


def test_the_same_words_for_all_months_of_one_doubt(signed_in, cast, group):
    """Two months that stand out alone are two doubts; one answer may settle both."""
    months = {str(month): "25.00" for month in range(1, 13)} | {"3": "250.00", "8": "240.00"}
    values = [row for row in smelter_case(group.north)["values"] if row["quantity"] != "fuel_consumption"]
    values.append({"quantity": "fuel_consumption", "item": "diesel", "months": months, "kind": "measured", "source": "加油记录"})
    one = upload(cast.bob, group.north, values=values)
    alone = [doubt for doubt in doubts_of(one) if doubt.problem.code == "RUN-221"]
    assert len(alone) == 2 and alone[0].alike == (alone[1].problem.digest,)
    form = {"digest": alone[0].problem.digest, "says": "confirmed", "reason": REASON, "alike": "on"}
    signed_in("bob").post(reverse("records:answers", args=[group.north.pk, YEAR]), form)
    assert WarningAnswer.objects.count() == 2
    assert not WarningAnswer.objects.filter(printed=True).exists()
    assert Event.objects.filter(action="records.warning.answered").count() == 1


# ── who ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["alice", "bob", "grace"])
def test_who_keeps_or_runs_the_figures_answers(cast, doubtful, name):
    assert len(answer(getattr(cast, name), doubtful)) == 3


@pytest.mark.parametrize("name", ["vera", "ada", "charlie"])
def test_who_may_not_answer(cast, doubtful, name):
    with pytest.raises(PermissionDenied):
        answer(getattr(cast, name), doubtful)
    assert not WarningAnswer.objects.exists()


def test_doors_of_the_page(signed_in, group, doubtful):
    seen = {name: page_of(signed_in(name), group).status_code for name in ("bob", "vera", "grace", "ada", "charlie")}
    assert seen == {"bob": 200, "vera": 200, "grace": 200, "ada": 403, "charlie": 404}
    form = {"digest": digests(doubtful)[0], "says": "confirmed", "reason": REASON}
    address = reverse("records:answers", args=[group.north.pk, YEAR])
    sent = {name: signed_in(name).post(address, form).status_code for name in ("vera", "ada", "charlie")}
    assert sent == {"vera": 403, "ada": 403, "charlie": 404}
    assert "doubt-form" not in page_of(signed_in("vera"), group).content.decode()


# ── snapshot, run and report ─────────────────────────────────────────────────────────────────────


def test_answers_enter_snapshot_and_run_and_move_no_digit(cast, group, doubtful):
    before = run(cast.alice, group)
    answer(cast.bob, doubtful)
    after = run(cast.alice, group)
    assert Snapshot.objects.filter(source_import=doubtful).count() == 2
    assert before.snapshot.hash == doubtful.snapshot_hash != after.snapshot.hash
    assert before.run_hash != after.run_hash
    assert recomputed(before).result_rows == recomputed(after).result_rows
    compared = compare_runs(before, after)
    assert (compared.results, [one.what for one in compared.inputs]) == ([], ["answer"] * 3)
    document = run_document(after, "zh")
    assert [one["reason"] for one in document["case"]["answers"]] == [REASON] * 3
    assert [one["code"] for one in document["problems"] if one.get("answer")] == ["AL-021", "AL-022", "AL-025"]
    assert run(cast.alice, group).snapshot_id == after.snapshot_id


def test_no_report_before_the_answers_and_one_after_them(signed_in, cast, group, doubtful):
    first = run(cast.alice, group)
    for kind in ("pdf", "docx", "tables"):
        with pytest.raises(OpenDoubtsError):
            issue_report(actor=in_person(cast.alice), run=first, kind=kind, language="zh")
    assert issue_report(actor=in_person(cast.alice), run=first, kind="kit", language="zh").pk  # to recompute, not to hand in
    address = reverse("reporting:run", args=[first.pk])
    refused = signed_in("alice").post(address, {"kind": "pdf", "language": "zh"})
    assert refused.status_code == 409
    page = refused.content.decode()
    assert "AL-021" in page and reverse("records:answers", args=[group.north.pk, YEAR]) in page
    answer(cast.bob, doubtful)
    assert "答复之后还没有重新核算" in signed_in("alice").get(address).content.decode()
    second = run(cast.alice, group)
    assert issue_report(actor=in_person(cast.alice), run=second, kind="pdf", language="zh").pk
    assert IssuedReport.objects.exclude(kind="kit").count() == 1
    answer(cast.bob, doubtful, "AL-021", says="corrected")  # whoever withdraws an answer doubts the figure again
    with pytest.raises(AnswersChangedError):
        issue_report(actor=in_person(cast.alice), run=second, kind="tables", language="zh")
    again = signed_in("alice").post(reverse("reporting:run", args=[second.pk]), {"kind": "docx", "language": "zh"})
    assert again.status_code == 409 and "请重新运行核算" in again.content.decode()


def test_answers_of_the_file_count_as_those_of_the_page(cast, group, doubtful):
    answer(cast.bob, doubtful, "AL-021", reason="在页面上")
    content = yaml.safe_dump(
        {
            **smelter_case(group.north, anodes=MANY_ANODES),
            "answers": [{**one.as_document(), "reason": "在文件里"} for one in year_case(doubtful).answers],
        },
        allow_unicode=True,
    ).encode()
    later = upload_case(actor=in_person(cast.bob), node=group.north, file_name="again.yaml", content=content)
    assert [one.reason for one in year_case(later).answers] == ["在文件里"]  # the newer of two
    answer(cast.bob, later, "AL-021", reason="又在页面上")
    assert [one.reason for one in year_case(later).answers] == ["又在页面上"]


def test_the_filled_workbook_takes_the_answers_and_the_open_doubts_along(signed_in, cast, group, doubtful):
    answer(cast.bob, doubtful, "AL-021")
    address = reverse("records:template", args=[group.north.pk, YEAR])
    content = signed_in("bob").get(address, {"filled": "1", "pack": PACK}).content
    case, problems = read_case_bytes("filled.xlsx", content, load)
    assert case is not None and [one.reason for one in case.answers] == [REASON]
    assert [one.code for one in problems if one.severity == "note"].count("CASE-189") == 2


def test_a_blank_row_of_a_doubt_that_was_mended_says_nothing_anywhere(signed_in, cast, group, doubtful):
    """The filled workbook asks for answers; whoever mends the figures in it instead has nothing left to answer."""
    ready = [
        {"code": one.code, "digest": one.digest, "says": "confirmed", "reason": "", "person": ""}
        for one in year_problems(doubtful)
        if one.asks
    ]
    mended = upload(cast.bob, group.north, answers=ready)
    again = run(cast.alice, group)
    for address in (
        reverse("records:import", args=[mended.pk]),
        reverse("records:table", args=[group.north.pk, YEAR]),
        reverse("accounting:results", args=[again.pk]),
        reverse("api:get_upload", args=[mended.pk]),
        "/",
    ):
        assert "CASE-189" not in signed_in("alice").get(address).content.decode(), address
    still = upload(cast.bob, group.north, anodes=MANY_ANODES, answers=ready)
    assert "CASE-189" in signed_in("alice").get(reverse("records:import", args=[still.pk])).content.decode()


def test_the_month_table_marks_a_doubtful_figure_and_leads_to_its_answer(signed_in, cast, group, doubtful):
    page = reverse("records:table", args=[group.north.pk, YEAR])
    answers = f"{reverse('records:answers', args=[group.north.pk, YEAR])}?pack="
    shown = signed_in("bob").get(page).content.decode()
    assert "3 个数值疑问待答复" in shown
    cells = re.findall(r'<td class="number has-warning">.*?</td>', shown, re.DOTALL)
    assert cells and all(answers in cell and "#d-" in cell and "待答复" in cell for cell in cells)
    listed = shown.partition('id="problems"')[2]
    assert "AL-021" in listed and answers in listed
    answer(cast.bob, doubtful)
    answered = signed_in("bob").get(page).content.decode()
    assert "has-warning" not in answered and "个数值疑问待答复" not in answered


def test_the_workbench_counts_a_doubt_at_its_facility(group, doubtful):
    counted = {row.code: row.problems for row in import_progress(group.north, doubtful)}
    doubts = [one for one in year_problems(doubtful) if one.asks and "potline-1" in {where.facility for where in one.all_places}]
    told = [one for one in stored_problems(doubtful.problems) if one.where.facility == "potline-1"]
    assert doubts and counted["potline-1"] == len(doubts) + len(told)


def test_pages_say_what_waits(signed_in, cast, group, doubtful):
    one = run(cast.alice, group)
    clerks_home = signed_in("bob").get("/", {"organisation": group.north.pk, "year": YEAR}).content.decode()
    assert "3 个数值疑问待答复" in clerks_home
    alice = signed_in("alice")
    for address in (reverse("accounting:results", args=[one.pk]), reverse("records:import", args=[doubtful.pk]), "/"):
        assert "3 个数值疑问待答复" in alice.get(address).content.decode(), address
    answer(cast.bob, doubtful)
    assert "答复之后还没有重新核算" in alice.get(reverse("accounting:results", args=[one.pk])).content.decode()


def test_the_list_of_imports_says_how_many_doubts_wait(signed_in, group, doubtful):
    """Of the figures that count; what was superseded asks nothing any more."""
    address = reverse("records:imports", args=[group.north.pk])
    assert "3 个疑问待答复" in signed_in("bob").get(address).content.decode()
    answer(doubtful.by, doubtful)
    assert "个疑问待答复" not in signed_in("bob").get(address).content.decode()
