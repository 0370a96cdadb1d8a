"""A final year has every month closed that a plan asks for; until then its runs are provisional. Without a plan nothing is asked."""

import re
from datetime import date

import pytest
from django.urls import reverse

from tanheng.apps.accounting.selectors.years import standing_year, state_of_run
from tanheng.apps.accounting.services import run_accounts
from tanheng.apps.accounting.services.years import RefusedStepError, move_year
from tanheng.apps.monitoring.models import MonthStep
from tanheng.apps.monitoring.selectors.months import open_months
from tanheng.apps.reporting.selectors.facts import state_mark
from tests.apps.monitoring.closing import fill, month_led_to, step
from tests.apps.monitoring.planned import in_force
from tests.apps.smelter import PACK, YEAR, upload
from tests.support.acting import in_person

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def move(by, company, verb, **more):
    return move_year(actor=in_person(by), node=company, year=YEAR, pack_id=PACK, verb=verb, **more)


def words(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_a_year_becomes_final_when_its_months_are_closed(cast, group, signed_in):
    in_force(cast, group.north, date(YEAR, 1, 1))
    upload(cast.bob, group.north)
    *others, last = [(place, date(YEAR, month, 1)) for place in (group.north, group.potline) for month in range(1, 13)]
    for place, month in (*others, last):
        fill(cast, group.north, place, month)
    closed = {"company": group.north, "number": 1, "verb": "close", "state": "closed", "by": cast.alice}
    MonthStep.objects.bulk_create([MonthStep(**closed, place=place, month=month) for place, month in others])
    month_led_to(cast, group.north, *last, "reviewed")
    run = run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=PACK)
    assert [(one.place, one.month, one.state.id) for one in open_months(group.north, YEAR)] == [(*last, "reviewed")]
    assert state_of_run(run).is_provisional
    assert state_mark(state_of_run(run), "zh") == "未定稿：草稿（暂定：1 个月未关账）"
    page = reverse("accounting:results", args=[run.pk])
    assert "暂定：1 个月未关账" in words(signed_in("alice").get(page))
    assert "Provisional: 1 month not closed" in words(signed_in("alice", "en").get(page))
    move(cast.bob, group.north, "submit")
    move(cast.alice, group.north, "review")
    with pytest.raises(RefusedStepError) as told:
        move(cast.grace, group.north, "approve", round_id="first")
    assert [one.code for one in told.value.problems] == ["YEAR-112"]
    assert "1号电解系列 2025年12月" in told.value.problems[0].message.zh
    step(cast.alice, group.north, *last, "close")
    move(cast.grace, group.north, "approve", round_id="first")
    assert not state_of_run(run).is_provisional
    step(cast.grace, group.north, *last, "reopen", reason="核查发现")
    final = state_of_run(run)
    assert (final.is_final, final.is_provisional, final.open_months) == (True, False, 1)
    assert "1 个月未关账" in words(signed_in("alice").get(page))


def test_a_company_without_a_plan_becomes_final_as_before_and_its_page_says_so(cast, group, signed_in):
    upload(cast.bob, group.north)
    run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=PACK)
    page = reverse("accounting:year-steps", args=[group.north.pk, YEAR])
    assert "没有生效的数据质量控制方案，不按月关账" in words(signed_in("alice").get(page))
    for by, verb, more in ((cast.bob, "submit", {}), (cast.alice, "review", {}), (cast.grace, "approve", {"round_id": "first"})):
        move(by, group.north, verb, **more)
    assert standing_year(group.north, YEAR, PACK).final
