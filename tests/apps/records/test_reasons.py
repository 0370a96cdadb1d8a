"""A file that takes back or changes figures that count says why: asked by the service, the page and the API alike."""

import json
import os
import re
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override

from tanheng.apps.journal.models import Event
from tanheng.apps.records.models import FileReading, Import
from tanheng.apps.records.selectors.waiting_uploads import waiting_of
from tanheng.apps.records.services import upload_case
from tanheng.apps.records.services.asking import ReasonNeededError
from tanheng.apps.work.services.performing import perform_at_once
from tanheng.store.tasks.models import Task
from tests.apps.smelter import smelter_case, smelter_file, upload
from tests.support.acting import in_person

pytestmark = pytest.mark.django_db

OVERRIDE = {
    "table": "fuel",
    "item": "diesel",
    "column": "ncv",
    "value": "42.9",
    "unit": "GJ/t",
    "document": "检测报告.pdf",
    "person": "合成",
}


def changed(group, **changes) -> bytes:
    """The case with one month of the anodes changed, or what `changes` say."""
    case = smelter_case(group.north)
    months = {month: "7600.00" if month == 5 else "7500.00" for month in range(1, 13)}
    case["values"][1] = {**{name: part for name, part in case["values"][1].items() if name != "each_month"}, "months": months, **changes}
    return yaml.safe_dump(case, allow_unicode=True).encode()


def given(by, group, content: bytes, reason: str = "") -> Import:
    return upload_case(actor=in_person(by), node=group.north, file_name="case.yaml", content=content, reason=reason)


def test_a_changed_figure_needs_a_reason_and_leaves_nothing_without(cast, group):
    upload(cast.bob, group.north, reason="")
    events = Event.objects.count()
    with pytest.raises(ReasonNeededError, match="改变 1 处，消失 0 处"):
        given(cast.bob, group, changed(group), " \u3000")
    assert (Import.objects.count(), Event.objects.count()) == (1, events)
    second = given(cast.bob, group, changed(group), "5 月盘点更正")
    assert (second.accepted, second.number, second.reason) == (True, 2, "5 月盘点更正")
    assert FileReading.objects.filter(source_import=second, supersedes__isnull=False).count() == 36
    assert json.loads(Event.objects.first().payload)["reason"] == "5 月盘点更正"


def test_a_figure_that_is_gone_needs_a_reason(cast, group):
    upload(cast.bob, group.north)
    case = smelter_case(group.north)
    del case["values"][2]
    with pytest.raises(ReasonNeededError, match="消失 12 处"):
        given(cast.bob, group, yaml.safe_dump(case, allow_unicode=True).encode())


def test_not_applicable_in_the_place_of_a_figure_is_a_change(cast, group):
    upload(cast.bob, group.north)
    months = {month: "7500.00" if month != 5 else "/" for month in range(1, 13)}
    with pytest.raises(ReasonNeededError):
        given(cast.bob, group, changed(group, months=months))


def test_a_replaced_value_that_is_gone_or_another_needs_a_reason(cast, group):
    with_more = smelter_file(group.north, overrides=[OVERRIDE])
    assert given(cast.bob, group, with_more).accepted
    other = smelter_file(group.north, overrides=[{**OVERRIDE, "value": "43.1"}])
    for content in (smelter_file(group.north), other):
        with pytest.raises(ReasonNeededError, match="数据没有变化，但第 1 次导入以来现行的下列内容在此文件中没有或不同：") as asked:
            given(cast.bob, group, content)
        assert "柴油" in asked.value.messages[0]
    better = smelter_file(group.north, overrides=[{**OVERRIDE, "document": "检测报告（盖章）.pdf"}])
    assert given(cast.bob, group, better).accepted


def test_a_stated_uncertainty_that_is_gone_is_named(cast, group):
    stated = {"quantity": "anode_consumption_t", "meter_class": "0.5"}
    assert given(cast.bob, group, smelter_file(group.north, uncertainties=[stated])).accepted
    with pytest.raises(ReasonNeededError, match="不确定度 · 阳极消耗量") as asked:
        given(cast.bob, group, smelter_file(group.north))
    with override("en"), pytest.raises(ReasonNeededError, match="uncertainty · anode consumption"):
        given(cast.bob, group, smelter_file(group.north))
    assert "没有变化" in asked.value.messages[0]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"months": dict.fromkeys(range(1, 13), "7500.00")}, id="the same figures"),
        pytest.param({"months": dict.fromkeys(range(1, 13), "7500.0")}, id="the same figures, typed otherwise"),
        pytest.param({"months": dict.fromkeys(range(1, 13), "7500.00"), "evidence": "换极台账-盖章.pdf"}, id="another document"),
    ],
)
def test_what_changes_no_figure_needs_none(cast, group, changes):
    upload(cast.bob, group.north)
    assert given(cast.bob, group, changed(group, **changes)).accepted


def test_more_figures_and_another_year_need_none(cast, group):
    case = smelter_case(group.north)
    fuel = case["values"].pop()
    assert given(cast.bob, group, yaml.safe_dump(case, allow_unicode=True).encode()).accepted
    case["values"].append(fuel)
    assert given(cast.bob, group, yaml.safe_dump(case, allow_unicode=True).encode()).accepted
    assert upload(cast.bob, group.north, year=2024, anodes="7400.00", reason="").accepted


def test_a_refused_file_is_told_its_problems_first(cast, group):
    upload(cast.bob, group.north)
    assert not given(cast.bob, group, smelter_file(group.north, anodes="约7500")).accepted


# ── the page ─────────────────────────────────────────────────────────────────────────────────────


def posted(client, group, **data):
    return client.post(reverse("records:upload", args=[group.north.pk]), data)


def sign_of(page: str) -> str:
    (found,) = re.findall(r'name="waiting" value="([^"]+)"', page)
    return found


def test_the_page_asks_says_what_would_change_and_keeps_the_file(signed_in, cast, group):
    upload(cast.bob, group.north)
    client = signed_in("bob")
    answer = posted(client, group, file=SimpleUploadedFile("五月更正.yaml", changed(group)), reason="")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "请写明原因" in page and "五月更正.yaml 已收到" in page
    assert "此文件与第 1 次导入相比将改变的数值" in page and "7,600" in page and "7,500" in page
    assert Import.objects.count() == 1
    again = posted(client, group, waiting=sign_of(page), reason="  ")
    assert again.status_code == 409 and "五月更正.yaml 已收到" in again.content.decode()
    done = posted(client, group, waiting=sign_of(again.content.decode()), reason="5 月盘点更正")
    assert done.status_code == 302
    second = Import.objects.get(number=2)
    assert (second.accepted, second.file_name, second.reason) == (True, "五月更正.yaml", "5 月盘点更正")
    gone = posted(client, group, waiting=sign_of(page), reason="再来一次")
    assert gone.status_code == 400 and "再来一次" in gone.content.decode()  # the file is here no longer, the words are


def test_another_file_goes_before_the_one_that_waits(signed_in, cast, group):
    upload(cast.bob, group.north)
    client = signed_in("bob")
    page = posted(client, group, file=SimpleUploadedFile("a.yaml", changed(group)), reason="").content.decode()
    other = SimpleUploadedFile("b.yaml", smelter_file(group.north, anodes="7700.00"))
    assert posted(client, group, file=other, waiting=sign_of(page), reason="更正").status_code == 302
    assert Import.objects.get(number=2).file_name == "b.yaml"


def test_nobody_else_and_no_later_day_finds_a_waiting_file(signed_in, cast, group):
    upload(cast.bob, group.north)
    page = posted(signed_in("bob"), group, file=SimpleUploadedFile("a.yaml", changed(group)), reason="").content.decode()
    waiting = waiting_of(cast.bob, group.north)
    assert waiting is not None
    assert (str(waiting.task), waiting.file_name, waiting.content) == (sign_of(page), "a.yaml", changed(group))
    assert waiting_of(cast.alice, group.north) is None
    assert waiting_of(cast.bob, group.south) is None
    assert posted(signed_in("alice"), group, waiting=sign_of(page), reason="更正").status_code == 400
    assert posted(signed_in("bob"), group, waiting=str(waiting.task - 1), reason="更正").status_code == 400
    for path in Path(settings.REFUSED_FOLDER).iterdir():
        os.utime(path, (0, 0))
    assert waiting_of(cast.bob, group.north) is None


def test_a_file_that_was_read_in_the_background_waits_on_the_page(signed_in, cast, group, monkeypatch):
    """A large one is refused by a task; whoever comes back to the page finds it there."""
    upload(cast.bob, group.north)
    monkeypatch.setattr("tanheng.apps.records.views.imports.is_small_file", lambda _size: False)
    client = signed_in("bob")
    asked = posted(client, group, file=SimpleUploadedFile("a.yaml", changed(group)), reason="")
    assert asked.status_code == 302
    perform_at_once(task=Task.objects.latest("pk"))
    assert "请写明原因" in client.get(asked.headers["Location"]).content.decode()
    page = client.get(reverse("records:upload", args=[group.north.pk])).content.decode()
    assert "a.yaml 已收到" in page
    done = posted(client, group, waiting=sign_of(page), reason="5 月盘点更正")
    perform_at_once(task=Task.objects.latest("pk"))
    assert done.status_code == 302
    assert Import.objects.get(number=2).reason == "5 月盘点更正"
    assert "已收到" not in client.get(reverse("records:upload", args=[group.north.pk])).content.decode()


# ── the API ──────────────────────────────────────────────────────────────────────────────────────


def test_the_api_asks_by_a_code_of_its_own(signed_in, cast, group):
    upload(cast.bob, group.north)
    address = reverse("api:create_upload", args=[group.north.pk])
    client = signed_in("bob")

    def sent(key: str, **more: str):
        return client.post(address, {"file": SimpleUploadedFile("a.yaml", changed(group)), **more}, headers={"Idempotency-Key": key})

    refused = sent("1")
    assert (refused.status_code, refused.json()["code"]) == (409, "API-416")
    assert "改变 1 处" in refused.json()["detail"]
    assert Import.objects.count() == 1
    mended = sent("1", reason="5 月盘点更正")  # a refusal keeps nothing under its key
    assert (mended.status_code, mended.json()["reason"]) == (201, "5 月盘点更正")
