"""Whoever uploads is told what becomes of it: that the year is final or under review, that a question waits, that the file was refused."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tanheng.apps.accounting.services import run_accounts
from tanheng.apps.accounting.services.years import move_year
from tests.apps.smelter import PACK, YEAR, smelter_file, upload
from tests.support.acting import in_person

pytestmark = pytest.mark.django_db
STEPS = {"submitted": 1, "reviewed": 2, "final": 3}


def to_state(cast, group, state):
    upload(cast.bob, group.north)
    run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=PACK)
    steps = (("submit", cast.bob, {}), ("review", cast.alice, {}), ("approve", cast.grace, {"round_id": "first"}))
    for verb, by, more in steps[: STEPS[state]]:
        step(by, group, verb, **more)


def step(by, group, verb, **more):
    move_year(actor=in_person(by), node=group.north, year=YEAR, pack_id=PACK, verb=verb, **more)


def read(client, name, *args):
    return client.get(reverse(name, args=args)).content.decode()


def give(client, group, content, **more):
    return client.post(reverse("records:upload", args=[group.north.pk]), {"file": SimpleUploadedFile("a.yaml", content), **more})


@pytest.mark.parametrize(("state", "word"), [("submitted", "待审核"), ("reviewed", "已审核"), ("final", "定稿")])
def test_the_upload_page_and_the_import_say_that_the_year_is_not_open(signed_in, cast, group, state, word):
    bob = signed_in("bob")
    assert "该年度仍以提交时的数据为准" not in read(bob, "records:upload", group.north.pk)
    to_state(cast, group, state)
    page = read(bob, "records:upload", group.north.pk)
    assert "该年度仍以提交时的数据为准" in page and f"{YEAR} · " in page and word in page
    one = upload(cast.bob, group.north, anodes="7600.00", reason="更正")
    told = read(bob, "records:import", one.pk)
    assert "新的数据（第 2 次导入）" in told and word in told


def test_a_question_is_no_failure_and_once_answered_no_news(signed_in, cast, group):
    upload(cast.bob, group.north)
    bob = signed_in("bob")
    assert give(bob, group, smelter_file(group.north, anodes="7600.00")).status_code == 409
    home, tasks = read(bob, "web:home"), read(bob, "work:tasks")
    for text in (home, tasks):
        assert "等待说明" in text and "失败" not in text and reverse("records:upload", args=[group.north.pk]) in text
    assert give(bob, group, smelter_file(group.north, anodes="7600.00"), reason="更正").status_code == 302
    home, tasks = read(bob, "web:home"), read(bob, "work:tasks")
    assert "等待说明" not in home and "失败" not in home and "已续传" not in home
    assert "已续传" in tasks and "等待说明" not in tasks


def test_a_refused_file_is_listed_as_refused(signed_in, cast, group):
    bob = signed_in("bob")
    give(bob, group, smelter_file(group.north, anodes="约7500"))
    tasks = read(bob, "work:tasks")
    assert "已拒绝" in tasks and "已完成" not in tasks


def test_a_returned_year_is_announced_with_its_reason_until_it_is_submitted_again(signed_in, cast, group):
    to_state(cast, group, "submitted")
    bob = signed_in("bob")
    assert "已退回" not in read(bob, "web:home")
    step(cast.alice, group, "return", reason="五月阳极消耗量请核对")
    home = read(bob, "web:home")
    assert "已退回" in home and "五月阳极消耗量请核对" in home and reverse("accounting:year-steps", args=[group.north.pk, YEAR]) in home
    assert "五月阳极消耗量请核对" not in read(signed_in("vera"), "web:home")
    step(cast.bob, group, "submit")
    assert "五月阳极消耗量请核对" not in read(bob, "web:home")
