"""What others have changed since a file was made does not vanish unseen: shown and confirmed, by every door, and under the lock."""

import io
import re
import threading
from contextlib import suppress
from dataclasses import replace

import openpyxl
import pytest
import yaml
from click.testing import CliRunner
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tanheng.apps.journal.models import Event
from tanheng.apps.people.access.tokens import TokenReach, user_of_token
from tanheng.apps.people.services.tokens import create_token
from tanheng.apps.records import services
from tanheng.apps.records.models import FileReading, Import
from tanheng.apps.records.selectors import case_of, current_import
from tanheng.apps.records.selectors.since_base import base_text
from tanheng.apps.records.services import upload_case
from tanheng.apps.records.services.asking import OthersChangedError, ReasonNeededError
from tanheng.apps.work.services.performing import perform_at_once
from tanheng.cli import main
from tanheng.documents.input.case_file import read_case_bytes
from tanheng.documents.input.csv_tables import filled_csv
from tanheng.documents.input.template.workbook import filled_template
from tanheng.rulebook import load
from tanheng.store.tasks.models import Task
from tests.apps.people.test_at_once import done_together
from tests.apps.smelter import PACK, YEAR, smelter_case, smelter_file, upload
from tests.support.acting import in_person

pytestmark = pytest.mark.django_db
at_once = pytest.mark.django_db(transaction=True)
QUANTITY = "anode_consumption_t"
FIRST_MONTH = 5  # column of the template, counted from 0
OVERRIDE = {
    "table": "fuel", "item": "diesel", "column": "ncv", "value": "42.9", "unit": "GJ/t", "document": "检测报告.pdf", "person": "合成",
}  # fmt: skip
UNCERTAINTY = {"quantity": QUANTITY, "facility": "potline-1", "relative": "0.01", "source": "检定证书"}


def with_anodes(group, base: int | None = None, more: dict | None = None, **months: str) -> bytes:
    """The case with the anodes of some months, `m1` … `m12`, another; `base` as the file may say it."""
    case = smelter_case(group.north, **(more or {}))
    amounts = {month: months.get(f"m{month}", "7500.00") for month in range(1, 13)}
    case["values"][1] = {**{name: part for name, part in case["values"][1].items() if name != "each_month"}, "months": amounts}
    return yaml.safe_dump(case | ({"base": base} if base else {}), allow_unicode=True).encode()


def given(by, group, content: bytes, name: str = "case.yaml", **said) -> Import:
    return upload_case(actor=in_person(by), node=group.north, file_name=name, content=content, **{"reason": "更正", **said})


def counting(group, month: int) -> str:
    one = current_import(group.north, YEAR, PACK)
    return str(FileReading.objects.get(source_import=one, quantity=QUANTITY, month=month).amount)


def downloaded(client, group) -> bytes:
    return client.get(reverse("records:template", args=[group.north.pk, YEAR]), {"pack": PACK, "filled": "1"}).content


def edited(content: bytes, month: int, amount: float) -> bytes:
    """The workbook with the anodes of a month typed over, as saved by another program."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["电解系列 Potlines"]
    row = next(row for row in sheet.iter_rows() if str(row[0].value).startswith("阳极消耗量") and row[1].value == "potline-1")
    row[FIRST_MONTH + month - 1].value = amount
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_two_corrections_from_the_same_workbook_do_not_undo_each_other_unseen(signed_in, cast, group):
    """A corrects January, B February, both from the file of the same day: A's January does not silently return."""
    upload(cast.bob, group.north)
    same = downloaded(signed_in("bob"), group)
    first = given(cast.alice, group, edited(same, 1, 7600), "一月.xlsx")
    assert (first.accepted, first.base_number, counting(group, 1)) == (True, 1, "7600.00")
    with pytest.raises(OthersChangedError) as refused:
        given(cast.bob, group, edited(same, 2, 7700), "二月.xlsx")
    (figure,) = refused.value.figures
    assert (figure.figure.quantity, figure.figure.month, str(figure.base), str(figure.now), str(figure.file)) == (
        QUANTITY, 1, "7500.00", "7600.00", "7500.00",
    )  # fmt: skip
    assert (figure.by, counting(group, 1), Import.objects.count()) == (first, "7600.00", 2)
    mended = given(cast.bob, group, edited(edited(same, 2, 7700), 1, 7600), "二月.xlsx")  # theirs is kept: nothing is to be confirmed
    assert (mended.accepted, counting(group, 1), counting(group, 2)) == (True, "7600.00", "7700.00")


def test_confirmed_it_counts_and_the_import_says_from_what_it_was_made(cast, group):
    upload(cast.bob, group.north)
    given(cast.alice, group, with_anodes(group, m1="7600.00"), base=1)
    late = with_anodes(group, base=1, m2="7700.00")
    done = given(cast.bob, group, late, confirm=2)
    assert (done.accepted, done.base_number, counting(group, 1), counting(group, 2)) == (True, 1, "7500.00", "7700.00")
    payload = Event.objects.first().payload
    assert '"base":1' in payload and '"confirmed":2' in payload


def test_what_came_after_the_confirmation_is_asked_anew(cast, group):
    upload(cast.bob, group.north)
    given(cast.alice, group, with_anodes(group, m1="7600.00"), base=1)
    given(cast.alice, group, with_anodes(group, m1="7600.00", m3="7650.00"), base=2)
    with pytest.raises(OthersChangedError) as refused:
        given(cast.bob, group, with_anodes(group, base=1, m2="7700.00"), confirm=2)
    assert [one.figure.month for one in refused.value.figures] == [3]
    with pytest.raises(ValidationError, match="第 9 次"):
        given(cast.bob, group, with_anodes(group, base=1, m2="7700.00"), confirm=9)


def test_figures_nobody_else_touched_need_no_confirmation(cast, group):
    upload(cast.bob, group.north)
    given(cast.alice, group, with_anodes(group, m1="7600.00"), base=1)
    assert given(cast.bob, group, with_anodes(group, base=1, m1="7600.00", m2="7700.00")).accepted


def test_of_a_file_without_a_base_whatever_others_changed_since_the_first_import_is_shown(cast, group):
    upload(cast.bob, group.north)
    given(cast.alice, group, with_anodes(group, m1="7600.00"))
    with pytest.raises(OthersChangedError, match="没有说明") as refused:
        given(cast.bob, group, with_anodes(group, m2="7700.00"))
    assert [one.figure.month for one in refused.value.figures] == [1]
    assert given(cast.bob, group, with_anodes(group, m2="7700.00"), base=2).base_number == 2  # its giver says it


def test_what_one_changed_oneself_is_asked_only_where_an_older_figure_comes_back(cast, group):
    upload(cast.bob, group.north)
    given(cast.bob, group, with_anodes(group, m1="7600.00"))
    assert given(cast.bob, group, with_anodes(group, m1="7610.00")).accepted
    with pytest.raises(OthersChangedError):
        given(cast.bob, group, with_anodes(group, m2="7700.00"))


def test_a_base_of_another_house_or_of_no_import_is_none(cast, group):
    upload(cast.bob, group.north)
    given(cast.alice, group, with_anodes(group, m1="7600.00"))
    elsewhere = yaml.safe_dump({**yaml.safe_load(with_anodes(group, m2="7700.00")), "base": "2-0123456789ab"}, allow_unicode=True).encode()
    with pytest.raises(OthersChangedError):
        given(cast.bob, group, elsewhere)
    with pytest.raises(ValidationError, match="第 7 次导入没有"):
        given(cast.bob, group, with_anodes(group, m2="7700.00"), base=7)
    assert not given(cast.bob, group, yaml.safe_dump(smelter_case(group.north) | {"base": "三月"}, allow_unicode=True).encode()).accepted


def test_a_replaced_value_that_another_changed_does_not_come_back_unseen(cast, group):
    upload(cast.bob, group.north, overrides=[OVERRIDE])
    given(cast.alice, group, smelter_file(group.north, overrides=[{**OVERRIDE, "value": "43.1"}], base=1))
    with pytest.raises(OthersChangedError) as refused:
        given(cast.bob, group, smelter_file(group.north, overrides=[OVERRIDE], anodes="7510.00", base=1))
    assert [(one.figure[1], one.now, one.file) for one in refused.value.figures] == [("fuel", "43.1 GJ/t", "42.9 GJ/t")]


@pytest.mark.parametrize("more", [{"overrides": [OVERRIDE]}, {"uncertainties": [UNCERTAINTY]}], ids=str)
def test_what_another_has_stated_is_not_gone_unseen(cast, group, more):
    """Without a reason it is asked for one, with one for a confirmation; places are told by their labels."""
    upload(cast.bob, group.north)
    given(cast.alice, group, smelter_file(group.north, base=1, **more))
    with pytest.raises(OthersChangedError) as refused:
        given(cast.bob, group, smelter_file(group.north, base=1), reason="")
    (problem,) = refused.value.problems
    assert not re.search("[a-z]_[a-z]|fuel|diesel", problem.where.spoken.zh), problem.where.spoken
    (figure,) = refused.value.more["figures"]
    assert figure["file"] is None and figure["now"]
    with pytest.raises(ReasonNeededError):
        given(cast.alice, group, smelter_file(group.north, base=2), reason="")


def test_an_upload_that_waited_does_not_undo_the_later_one_of_the_same_person(signed_in, cast, group, monkeypatch):
    """The large file is asked for first and read last."""
    monkeypatch.setattr("tanheng.apps.records.views.imports.is_small_file", lambda _size: False)
    upload(cast.bob, group.north)
    waits = SimpleUploadedFile("先.yaml", with_anodes(group, base=1, m1="7700.00"))
    posted(signed_in("bob"), group, file=waits, reason="先传，有误")
    given(cast.bob, group, with_anodes(group, base=1, m1="7600.00"))
    perform_at_once(task=Task.objects.latest("pk"))
    assert (counting(group, 1), Import.objects.count()) == ("7600.00", 2)
    assert "REC-109" in Task.objects.latest("pk").end.problems


def test_of_two_uploads_that_wait_the_later_one_counts(signed_in, cast, group, monkeypatch):
    """They are read in their order: the second knew of the first."""
    monkeypatch.setattr("tanheng.apps.records.views.imports.is_small_file", lambda _size: False)
    upload(cast.bob, group.north)
    for amount in ("7700.00", "7600.00"):
        posted(signed_in("bob"), group, file=SimpleUploadedFile(f"{amount}.yaml", with_anodes(group, base=1, m1=amount)), reason="更正")
    for task in Task.objects.order_by("pk"):
        perform_at_once(task=task)
    assert (counting(group, 1), Import.objects.count()) == ("7600.00", 3)


def test_the_base_stands_in_the_workbook_the_csv_and_the_marked_workbook(signed_in, cast, group):
    one = upload(cast.bob, group.north)
    content = downloaded(signed_in("bob"), group)
    case = read_case_bytes("a.xlsx", content, load)[0]
    assert (case.base, case.base.partition("-")[0]) == (base_text(one), "1")
    assert case.snapshot_hash == one.snapshot_hash, "it is no fact of the case"
    assert read_case_bytes("a.csv", filled_csv(load(PACK), case), load)[0].base == base_text(one)
    given(cast.bob, group, edited(content, 1, 7600), "a.xlsx")
    third = given(cast.bob, group, edited(content, 1, 17600), "a.xlsx")  # doubtful, so it can be marked
    marked = signed_in("bob").get(reverse("records:import-marked", args=[third.pk]))
    assert marked.status_code == 200
    assert read_case_bytes("a.xlsx", marked.content, load)[0].base == base_text(third)
    assert read_case_bytes("a.xlsx", edited(marked.content, 2, 7000), load)[0].base == base_text(third)


def test_a_template_without_figures_says_no_base(signed_in, cast, group):
    upload(cast.bob, group.north)
    blank = signed_in("bob").get(reverse("records:template", args=[group.north.pk, YEAR]), {"pack": PACK}).content
    assert "取自导入" not in str(openpyxl.load_workbook(io.BytesIO(blank))["企业信息 Entity"]["A11"].value)
    assert filled_template(load(PACK), case_of(current_import(group.north, YEAR, PACK)))


def test_what_is_confirmed_counted_once_in_this_year(cast, group):
    """Of a company's imports some are refused and some of another year: their numbers confirm nothing."""
    upload(cast.bob, group.north)
    given(cast.alice, group, with_anodes(group, m1="7600.00"), base=1)
    assert not given(cast.alice, group, b"{}").accepted
    with pytest.raises(ValidationError, match="第 3 次"):
        given(cast.bob, group, with_anodes(group, base=1, m2="7700.00"), confirm=3)


def test_of_a_file_without_a_base_the_first_import_of_its_year_is_named(cast, group):
    assert not given(cast.alice, group, b"{}").accepted
    given(cast.bob, group, with_anodes(group))
    given(cast.alice, group, with_anodes(group, m1="7600.00"), base=2)
    with pytest.raises(OthersChangedError) as refused:
        given(cast.bob, group, with_anodes(group, m2="7700.00"))
    assert "第 2 次导入之后" in refused.value.problems[0].message.zh


def test_who_may_give_figures_but_not_read_them_is_told_how_many(cast, group):
    upload(cast.bob, group.north)
    given(cast.bob, group, with_anodes(group, m1="7600.00"), base=1)
    token, secret = create_token(actor=in_person(cast.alice), node=group.north, name="脚本", scopes=["upload_data"])
    actor = replace(in_person(cast.alice, "api"), reach=TokenReach(user_of_token(secret)), through=f"token:{token.pk}")
    with pytest.raises(OthersChangedError, match="1 处") as refused:
        upload_case(
            actor=actor, node=group.north, file_name="a.yaml", content=with_anodes(group, base=1, m2="7700.00"), reason="更正", base=None
        )
    assert (refused.value.problems, refused.value.more["figures"], refused.value.more["confirm"]) == ([], [], 2)


# ── doors ────────────────────────────────────────────────────────────────────────────────────────


def posted(client, group, **data):
    return client.post(reverse("records:upload", args=[group.north.pk]), data)


def late_file(group) -> SimpleUploadedFile:
    return SimpleUploadedFile("二月.yaml", with_anodes(group, base=1, m2="7700.00"))


@pytest.fixture
def corrected(cast, group) -> Import:
    """January, corrected by alice from the first import."""
    upload(cast.bob, group.north)
    return given(cast.alice, group, with_anodes(group, m1="7600.00"), base=1)


def test_the_page_shows_who_changed_what_and_asks_for_a_confirmation(signed_in, cast, group, corrected):
    client = signed_in("bob")
    answer = posted(client, group, file=late_file(group), reason="二月更正")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "他人其后的修改" in page and str(cast.alice) in page and "把 7500.00 改为 7600.00" in page
    assert 'name="confirm" value="2"' in page and "二月.yaml 已收到" in page
    waiting = page.partition('name="waiting" value="')[2].partition('"')[0]
    assert posted(client, group, waiting=waiting, reason="二月更正").status_code == 409
    waiting = str(Task.objects.latest("pk").pk)
    done = posted(client, group, waiting=waiting, reason="二月更正", confirm="2")
    assert done.status_code == 302
    third = Import.objects.get(number=3)
    assert (third.by, third.base_number, counting(group, 1)) == (cast.bob, 1, "7500.00")
    assert "第 1 次导入" in client.get(reverse("records:import", args=[third.pk])).content.decode()


def test_the_page_takes_what_its_giver_says_it_was_made_from(signed_in, group, corrected):
    page = signed_in("bob").get(reverse("records:upload", args=[group.north.pk])).content.decode()
    assert '<option value="2">' in page
    file = SimpleUploadedFile("二月.yaml", with_anodes(group, m2="7700.00"))
    assert posted(signed_in("bob"), group, file=file, reason="二月更正", base="2").status_code == 302
    assert Import.objects.get(number=3).base_number == 2


def test_a_large_file_that_was_read_in_the_background_is_confirmed_on_the_page(signed_in, group, corrected, monkeypatch):
    monkeypatch.setattr("tanheng.apps.records.views.imports.is_small_file", lambda _size: False)
    client = signed_in("bob")
    asked = posted(client, group, file=late_file(group), reason="二月更正")
    perform_at_once(task=Task.objects.latest("pk"))
    assert "7600.00" in client.get(asked.headers["Location"]).content.decode()
    page = client.get(reverse("records:upload", args=[group.north.pk])).content.decode()
    assert 'name="confirm" value="2"' in page and "把 7500.00 改为 7600.00" in page
    posted(client, group, waiting=str(Task.objects.latest("pk").pk), reason="二月更正", confirm="2")
    perform_at_once(task=Task.objects.latest("pk"))
    assert (Import.objects.get(number=3).base_number, counting(group, 1)) == (1, "7500.00")


def test_a_confirmation_is_of_the_file_that_waits_alone(signed_in, cast, group, corrected):
    client = signed_in("bob")
    page = posted(client, group, file=late_file(group), reason="二月更正").content.decode()
    waiting = page.partition('name="waiting" value="')[2].partition('"')[0]
    other = SimpleUploadedFile("三月.yaml", with_anodes(group, base=1, m3="7700.00"))
    assert posted(client, group, waiting=waiting, file=other, reason="三月更正", confirm="2").status_code == 409
    assert counting(group, 1) == "7600.00"


def test_the_api_says_in_the_background_too_what_is_to_be_confirmed(signed_in, group, corrected):
    client, address = signed_in("bob"), reverse("api:create_upload", args=[group.north.pk])
    fields = {"file": late_file(group), "reason": "更正"}
    asked = client.post(address, fields, headers={"Idempotency-Key": "1", "Prefer": "respond-async"})
    assert asked.status_code == 202
    perform_at_once(task=Task.objects.latest("pk"))
    told = client.get(asked.json()["address"]).json()
    assert (told["state"], told["goes_on_with"], told["result"]) == ("failed", "2", None)
    assert [one["code"] for one in told["problems"]] == ["WORK-102", "WORK-102", "REC-109"]


def test_the_api_lists_the_figures_and_takes_the_confirmation(signed_in, cast, group, corrected):
    client, address = signed_in("bob"), reverse("api:create_upload", args=[group.north.pk])

    def sent(key: str, **more: object):
        fields = {"file": SimpleUploadedFile("二月.yaml", with_anodes(group, m2="7700.00")), "reason": "更正", **more}
        return client.post(address, fields, headers={"Idempotency-Key": key})

    refused = sent("1", base=1)
    told = refused.json()
    assert (refused.status_code, told["code"], told["base"], told["confirm"]) == (409, "API-417", 1, 2)
    (figure,) = told["figures"]
    assert (figure["quantity"], figure["month"], figure["number"], figure["by"]) == (QUANTITY, 1, 2, str(cast.alice))
    assert (figure["base"], figure["now"], figure["file"]) == ("7500.00", "7600.00", "7500.00")
    assert told["problems"][0]["code"] == "REC-109"
    done = sent("1", base=1, confirm=told["confirm"])
    assert (done.status_code, done.json()["base"]) == (201, 1)
    assert sent("2", base=2**31).status_code == 422


def test_the_command_lists_them_and_takes_the_confirmation(tmp_path, cast, group, corrected):
    (tmp_path / "二月.yaml").write_bytes(with_anodes(group, m2="7700.00"))

    def called(*more: str):
        words = ["import", str(tmp_path / "二月.yaml"), "--company", group.north.code, "--as", cast.bob.email, "--reason", "更正", *more]
        return CliRunner().invoke(main, words)

    refused = called("--base", "1")
    assert (refused.exit_code, "--confirm 2" in refused.stderr, "7600.00" in refused.stderr) == (1, True, True)
    assert refused.stderr.splitlines()[-1].startswith("错误：")
    english = called("--base", "1", "--lang", "en").stderr
    assert not re.search("[一-鿿]", english.replace("合成", "").replace(str(cast.alice), "").replace(group.potline.name, "")), english
    assert called("--base", "8").exit_code == 1
    assert called("--base", "1", "--confirm", "2").exit_code == 0
    assert Import.objects.get(number=3).base_number == 1


@at_once
def test_two_uploads_at_the_same_moment_do_not_pass_each_other(cast, group, monkeypatch):
    """Both have been asked about the first import before either is stored: the second to come to the lock is asked again."""
    upload(cast.bob, group.north)
    both, asked = threading.Barrier(2), services.asked

    def asked_together(*, given):
        answer = asked(given=given)
        with suppress(threading.BrokenBarrierError):  # under the lock nobody else comes here
            both.wait(timeout=2)
        return answer

    monkeypatch.setattr(services, "asked", asked_together)
    january, february = with_anodes(group, base=1, m1="7600.00"), with_anodes(group, base=1, m2="7700.00")
    stored = done_together(lambda: given(cast.alice, group, january), lambda: given(cast.bob, group, february))
    assert (stored, Import.objects.count()) == (1, 2)
