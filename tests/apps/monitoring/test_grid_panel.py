"""The months' states in the grid, what is wrong with figures that stand there, and the panel of a cell: accepted and answered there."""

import re
from datetime import date

import pytest
from django.urls import reverse

from tanheng.apps.monitoring.models import CheckAnswer, Treatment
from tests.api.conftest import caller  # noqa: F401
from tests.apps.monitoring.closing import month_led_to
from tests.apps.monitoring.planned import line_of, tell
from tests.apps.monitoring.test_grid_pages import a_cell, a_row, grid_page, saved, told
from tests.apps.monitoring.test_treatments import OUTPUT, planned  # noqa: F401
from tests.apps.smelter import YEAR

pytestmark = [pytest.mark.django_db, pytest.mark.database]
ANODES = ("potline-1", "anode_consumption_t", "")
POWER = ("potline-1", "electrolysis_ac_electricity_mwh", "")


@pytest.fixture
def filled(cast, group, planned):  # noqa: F811
    """Output without February, and in January compared with what is too much; anodes of a kilogram where tonnes are meant."""
    tell(cast.bob, planned, OUTPUT, "16000", "", "15000.5")
    tell(cast.bob, planned, OUTPUT, "16900", source="compare-1")
    tell(cast.bob, planned, ANODES, "7500", "", "7100000")
    return group.potline


def asked(place, company, measured, month, **more):
    return grid_page(place, "grid-asked", row=line_of(company, measured), month=f"{YEAR}-{month:02d}", **more)


def test_the_heads_of_the_months_say_where_they_stand_and_closed_ones_are_locked(cast, group, planned, signed_in, caller):  # noqa: F811
    month_led_to(cast, planned, group.potline, date(YEAR, 1, 1), "closed")
    month_led_to(cast, planned, group.potline, date(YEAR, 2, 1), "submitted")
    bob = signed_in("bob")
    html = bob.get(grid_page(group.potline)).content.decode()
    heads = re.findall(r'<th scope="col" data-month="[^"]+"(?: data-state="(\w+)")?>\s*(\S+)', html)
    assert [state for state, _label in heads[:3]] == ["closed", "submitted", "filling"]
    assert reverse("monitoring:month", args=[group.potline.pk, YEAR, 1]) in html and "已关账" in html
    row = re.search(r"<tr data-row=.*?</tr>", html, re.DOTALL)[0]
    cells = re.findall(r"<td[^>]*>", row)[:3]
    assert "已关账" in cells[0] and "待审核" in cells[1] and 'aria-readonly="true"' in cells[1]
    assert "data-why" not in cells[2]
    grid = caller("bob", node=group.north_plant).get(f"/organisations/{group.potline.pk}/grid", year=YEAR).json()
    assert grid["states"][f"{YEAR}-01"] == "closed" and f"{YEAR}-03" not in grid["fixed"]
    panel = told(bob.get(grid_page(group.potline, "grid-cell", row=line_of(planned, OUTPUT), month=f"{YEAR}-01")))
    assert "该月状态 已关账" in panel


def test_what_is_wrong_with_typed_figures_is_told_with_its_answer(cast, group, planned, filled, caller):  # noqa: F811
    bob, at = caller("bob", node=group.north_plant), f"/organisations/{filled.pk}/grid/problems"
    found = bob.get(at, year=YEAR).json()
    differ, line = next(one for one in found if one["code"] == "GRID-201"), line_of(planned, OUTPUT)
    assert (differ["row"], differ["month"], differ["open"]) == (line, f"{YEAR}-01", True)
    assert "16,900" in differ["message"]
    slip = [one for one in found if one["row"] == line_of(planned, ANODES) and one["month"] == f"{YEAR}-03"]
    assert slip and all(one["open"] and one["address"] and one["remedy"] for one in slip)
    digest = caller("alice").get(f"/organisations/{planned.pk}/missing", year=YEAR).json()["doubts"][0]["problem"]["digest"]
    said = {"year": YEAR, "digest": digest, "reason": "出铝时间不同"}
    assert caller("alice").post(f"/organisations/{planned.pk}/missing/answers", said, key="a").status_code == 201
    differ = next(one for one in bob.get(at, year=YEAR).json() if one["code"] == "GRID-201")
    assert differ["open"] is False and "出铝时间不同" in differ["answer"] and str(cast.alice) in differ["answer"]
    assert caller("vera").get(at, year=YEAR).status_code == 200 and caller("charlie").get(at, year=YEAR).status_code == 404


def test_a_missing_month_is_accepted_and_a_doubt_answered_in_the_panel(cast, group, planned, filled, signed_in):  # noqa: F811
    bob, gap = signed_in("bob"), asked(filled, planned, OUTPUT, 2)
    assert "保守性处理（用作生产数据，产量不偏高）" in bob.get(gap).content.decode()
    line = line_of(planned, OUTPUT)
    sent = {"asked": f"{line}-{YEAR}-02", "line": line, "month": f"{YEAR}-02", "proposal": "conservative_estimate-output|15000.5"}
    assert bob.post(gap, {**sent, "reason": ""}).status_code == 400
    for name, status in (("vera", 403), ("grace", 403), ("charlie", 404)):
        assert signed_in(name).post(gap, {**sent, "reason": "秤坏"}).status_code == status
    assert not Treatment.objects.exists()
    done = signed_in("bob").post(gap, {**sent, "reason": "秤坏"}, follow=True)
    assert '"amount": "15000.5"' in done.content.decode() and '"kind": "estimated"' in done.content.decode()
    assert Treatment.objects.get().reason == "秤坏" and "conservative_estimate" not in done.content.decode()
    doubt = asked(filled, planned, OUTPUT, 1)
    html = signed_in("bob").get(doubt).content.decode()
    digest = re.search(r"sha256:\w+", html)[0]
    said = {"asked": f"GRID-201-{line}-{YEAR}-01", "digest": digest, "reason": "出铝时间不同"}
    assert "出铝时间不同" in signed_in("alice").post(doubt, said, follow=True).content.decode()
    assert CheckAnswer.objects.get().reason == "出铝时间不同"
    assert "<form" not in signed_in("bob").get(asked(filled, planned, ANODES, 1)).content.decode()  # nothing is asked of it
    assert signed_in("bob").get(asked(filled, planned, OUTPUT, 13)).status_code == 404


def test_a_closed_month_offers_nothing(cast, group, planned, signed_in):  # noqa: F811
    tell(cast.bob, planned, OUTPUT, "16000", "", "15000.5")
    month_led_to(cast, planned, group.potline, date(YEAR, 3, 1), "closed")
    tell(cast.bob, planned, OUTPUT, "16900", source="compare-1")
    assert "<form" not in signed_in("vera").get(asked(group.potline, planned, OUTPUT, 2)).content.decode()
    assert "<form" in signed_in("bob").get(asked(group.potline, planned, OUTPUT, 2)).content.decode()


def test_the_panel_shows_months_beside_per_product_and_what_explains_them(cast, group, planned, filled, signed_in):  # noqa: F811
    tell(cast.bob, planned, POWER, "208000", "", "")
    panel = told(signed_in("bob").get(grid_page(filled, "grid-cell", row=line_of(planned, POWER), month=f"{YEAR}-01")))
    assert f"{YEAR} / 铝液产量 MWh/t 13 " in panel  # 208 000 MWh over 16 000 t
    english = signed_in("alice", language="en").get(grid_page(filled, "grid-cell", row=line_of(planned, POWER), month=f"{YEAR}-01"))
    assert "Month by month" in told(english)


def test_a_kind_is_told_for_a_figure(cast, group, planned, signed_in):  # noqa: F811
    row, bob = a_row(planned, group.potline), signed_in("bob")
    (first,) = saved(bob, planned, a_cell(row, "5"), key="1").json()["saved"]
    (second,) = saved(bob, planned, a_cell(row, "5", kind="estimated", seen=first["seen"]), reason="表计检修", key="2").json()["saved"]
    assert (first["kind"], second["kind"], second["mark"]) == ("measured", "estimated", "△")
