"""The pages of months: the matrix, a month led to closed by its pages, timetable, reminders, substitutes; everyone sees what is theirs."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from tanheng.apps.journal.models import Event
from tanheng.apps.monitoring.models import MonthReminder
from tanheng.apps.monitoring.selectors.month_matrix import month_matrix
from tanheng.apps.monitoring.selectors.months import standing_month
from tanheng.apps.monitoring.selectors.timetable import late_months, substitutes_on, waited_for
from tanheng.apps.monitoring.services.month_days import Days, name_substitute, remind, set_timetable
from tanheng.apps.monitoring.services.months import RefusedMonthError
from tanheng.apps.people.services import assign_role
from tanheng.store.clock import today
from tests.api.conftest import caller  # noqa: F401
from tests.apps.cast import person
from tests.apps.monitoring.closing import fill, month_led_to, step
from tests.apps.monitoring.planned import in_force
from tests.apps.smelter import YEAR
from tests.support.acting import in_person

pytestmark = pytest.mark.django_db
JANUARY = date(YEAR, 1, 1)


@pytest.fixture
def north(cast, group):
    """The northern company with a plan in force from January."""
    in_force(cast, group.north, JANUARY)
    return group.north


def at(view, node, *more):
    return reverse(f"monitoring:{view}", args=[node.pk, *more])


def told(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_a_month_is_led_to_closed_by_its_pages(cast, group, north, signed_in):
    fill(cast, north, group.potline, JANUARY)
    page = at("month", group.potline, YEAR, 1)
    for name, verb, word in (("bob", "submit", "待审核"), ("alice", "review", "已审核"), ("alice", "close", "已关账")):
        browser = signed_in(name)
        address = at("month-step", group.potline, YEAR, 1, verb)
        assert f'href="{address}"' in browser.get(page).content.decode()
        seen = standing_month(north, group.potline, JANUARY).step_number
        answer = browser.post(address, {"seen": seen})
        assert (answer.status_code, answer.url) == (302, page)
        assert word in told(browser.get(page))
    assert "关账时冻结的数据" in told(signed_in("vera").get(page))
    reopen = at("month-step", group.potline, YEAR, 1, "reopen")
    assert signed_in("alice").get(reopen).status_code == 403
    assert signed_in("grace").post(reopen, {"seen": 3}).status_code == 400  # the reason is missing
    assert signed_in("grace").post(reopen, {"seen": 3, "reason": "盘点更正"}).status_code == 302
    assert "盘点更正" in told(signed_in("bob", "en").get(page)) and "Reopen" in told(signed_in("bob", "en").get(page))


def test_what_holds_a_month_back_is_told_with_its_lines(cast, group, north, signed_in):
    answer = signed_in("bob").get(at("month-step", group.potline, YEAR, 1, "submit"))
    assert "MONTH-408" in told(answer) and "阳极消耗量" in told(answer)
    answer = signed_in("bob").post(at("month-step", group.potline, YEAR, 1, "submit"), {"seen": 0})
    assert answer.status_code == 409 and "阳极消耗量" in told(answer)
    assert "缺数：应报 3 行，缺 3 行" in told(signed_in("bob").get(at("month", group.potline, YEAR, 1)))


def test_the_matrix_counts_what_is_missing_and_shows_every_state(cast, group, north, signed_in):
    month_led_to(cast, north, group.potline, JANUARY, "closed")
    matrix = month_matrix([north], YEAR, date(YEAR, 3, 10))
    rows = {one.place.pk: one.cells for one in matrix.rows}
    assert [(one.state, one.missing) for one in rows[group.potline.pk][:4]] == [
        ("closed", 0),
        ("filling", 3),
        ("filling", 3),
        ("filling", 0),
    ]
    assert matrix.counts["closed"] == 1
    for name, node, language in (("alice", north, "zh-hans"), ("grace", group.group, "en"), ("vera", north, "en")):
        text = told(signed_in(name, language).get(at("months", node, YEAR)))
        assert ("已关账" if language != "en" else "Closed") in text
    assert "该年度无生效方案" in told(signed_in("grace").get(at("months", group.group, YEAR)))


def test_the_matrix_of_a_group_asks_as_little_of_the_database_as_that_of_a_company(cast, group, north, django_assert_max_num_queries):
    in_force(cast, north, date(YEAR, 2, 1))
    month_matrix([north, group.south], YEAR, today())  # the lines of a version are read once
    with django_assert_max_num_queries(12):
        month_matrix([north, group.south], YEAR, today())


@pytest.mark.parametrize("view", ["months", "month", "month-late", "month-timetable", "month-substitutes"])
def test_doors(cast, group, north, signed_in, view):
    more = {"months": (YEAR,), "month": (YEAR, 1)}.get(view, ())
    address = at(view, north, *more)
    for name, status in {"alice": 200, "bob": 200, "vera": 200, "grace": 200, "ada": 403, "charlie": 404}.items():
        assert signed_in(name).get(address).status_code == status, name


def test_a_month_is_late_by_the_timetable_of_its_departments(cast, group, north):
    set_timetable(actor=in_person(cast.alice), company=north, from_month=JANUARY, days=Days(5, 8, 10))
    set_timetable(actor=in_person(cast.alice), company=north, from_month=JANUARY, days=Days(3, 8, 10), department="电解车间")

    def late(day):
        return [(one.state, one.due, one.departments) for one in late_months([north], [group.potline], day) if one.place == group.potline]

    assert late(date(YEAR, 2, 3)) == []
    assert late(date(YEAR, 2, 4)) == [("filling", date(YEAR, 2, 3), ["电解车间"])]
    month_led_to(cast, north, group.potline, JANUARY, "submitted")
    assert late(date(YEAR, 2, 8)) == []
    assert late(date(YEAR, 2, 9)) == [("submitted", date(YEAR, 2, 8), [])]
    step(cast.alice, north, group.potline, JANUARY, "review")
    step(cast.alice, north, group.potline, JANUARY, "close")
    assert late(date(YEAR, 2, 20)) == []
    with pytest.raises(RefusedMonthError):
        set_timetable(actor=in_person(cast.alice), company=north, from_month=JANUARY, days=Days(8, 5, 10))
    with pytest.raises(PermissionDenied):
        set_timetable(actor=in_person(cast.bob), company=north, from_month=JANUARY, days=Days(5, 8, 10))


def test_who_is_waited_for_is_reminded_and_so_is_their_substitute(cast, group, north, signed_in):
    eve = person("eve", "填报员己")
    assign_role(actor=in_person(cast.ada), user=eve, role="clerk", node=group.north_plant)
    name_substitute(actor=in_person(cast.bob), company=north, substitute=eve, first=today(), last=today() + timedelta(days=3))
    found = standing_month(north, group.potline, JANUARY)
    assert {cast.bob, eve, cast.alice} == set(waited_for(found))
    at_month = {"company": north, "place": group.potline, "month": JANUARY}
    made = remind(actor=in_person(cast.alice), **at_month, persons=[cast.bob], note="请补填")
    assert {one.person for one in made} == {cast.bob, eve}
    assert Event.objects.filter(action="monitoring.month.reminded").count() == 1
    for name in ("bob",):
        assert "碳管理员甲催办" in told(signed_in(name).get("/"))
    with pytest.raises(RefusedMonthError):
        remind(actor=in_person(cast.alice), **at_month, persons=[cast.vera])
    with pytest.raises(PermissionDenied):
        remind(actor=in_person(cast.bob), **at_month, persons=[cast.bob])
    fill(cast, north, group.potline, JANUARY)
    step(cast.bob, north, group.potline, JANUARY, "submit")
    assert "催办" not in told(signed_in("bob").get("/"))
    page = signed_in("alice").post(at("month-remind", group.potline, YEAR, 1), {"persons": [str(cast.alice.pk)], "note": ""})
    assert page.status_code == 302
    assert MonthReminder.objects.filter(person=cast.alice).count() == 1


def test_one_names_a_substitute_for_oneself_alone_and_comes_back(cast, group, north, signed_in):
    bob, page = signed_in("bob"), at("month-substitutes", north)
    days = {"first": f"{today()}", "last": f"{today()}"}
    assert bob.post(page, {"substitute": str(cast.alice.pk), **days}).status_code == 302
    assert substitutes_on(north, today())[cast.bob.pk].substitute == cast.alice
    assert "您代理填报员乙" in told(signed_in("alice").get("/"))
    assert bob.post(page, {"substitute": str(cast.charlie.pk), **days}).status_code == 400
    assert bob.post(page, {"substitute": "", **days}).status_code == 302
    assert substitutes_on(north, today()) == {}
    for wrong in (cast.bob, cast.charlie):
        with pytest.raises(RefusedMonthError):
            name_substitute(actor=in_person(cast.bob), company=north, substitute=wrong, first=today(), last=today())


def test_what_pages_can_do_the_api_can(caller, cast, group, north):  # noqa: F811
    fill(cast, north, group.potline, JANUARY)
    bob, alice, grace = caller("bob", node=group.north_plant), caller("alice"), caller("grace")
    month = f"/organisations/{group.potline.pk}/months/{YEAR}/1"
    assert (bob.get(month).json()["state"], bob.get(month).json()["missing"]) == ("filling", [])
    assert alice.post(f"{month}/steps", {"verb": "close"}).json()["problems"][0]["code"] == "FLOW-102"
    for who, verb in ((bob, "submit"), (alice, "review"), (alice, "close")):
        answer = who.post(f"{month}/steps", {"verb": verb})
        assert answer.status_code == 201, answer.content
    assert len(caller("vera").get(month).json()["frozen"]) == 3
    assert bob.post(f"{month}/steps", {"verb": "reopen", "reason": "x"}).status_code == 403
    assert grace.post(f"{month}/steps", {"verb": "reopen"}).json()["problems"][0]["code"] == "MONTH-404"
    rows = grace.get(f"/organisations/{group.group.pk}/months/{YEAR}").json()
    assert next(one for one in rows if one["place"] == group.potline.pk)["months"][0]["state"] == "closed"
    timetable = {"from_month": f"{YEAR}-01", "report_day": 5, "review_day": 8, "close_day": 10}
    assert alice.post(f"/organisations/{north.pk}/month-timetable", timetable).status_code == 201
    wrong = alice.post(f"/organisations/{north.pk}/month-timetable", {**timetable, "close_day": 30})
    assert (wrong.status_code, wrong.json()["problems"][0]["code"]) == (409, "MONTH-411")
    february = f"/organisations/{group.potline.pk}/months/{YEAR}/2"
    assert alice.post(f"{february}/reminders", {"note": "请补填"}).status_code == 201
    assert alice.get(f"/organisations/{north.pk}/substitutes").json() == []
    assert caller("charlie").get(month).status_code == 404
    assert bob.get(f"/organisations/{group.potline.pk}/months/{YEAR}/13").status_code == 404
