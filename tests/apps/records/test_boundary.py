"""The guide's walk: boundary, sources, figures source by source; a past year on its own boundary or on today's."""

from datetime import date

import pytest
from django.urls import reverse

from tanheng.apps.people.access import PersonReach
from tanheng.apps.records.pages.boundary import walk_of
from tanheng.apps.sites.selectors.boundary import boundary_of
from tanheng.apps.sites.services.companies import hand_over
from tanheng.apps.sites.services.life import record_life
from tanheng.rulebook import load
from tests.apps.smelter import PACK, YEAR, upload
from tests.support.acting import in_person

pytestmark = pytest.mark.django_db
WHY = {"reason": "重组", "source": "协议"}


def steps(walk):
    return {
        (stage.node.code if stage.node else "", stage.company.name, step.quantity): (step.known.filled, step.known.periods)
        for stage in walk.stages
        for step in stage.steps
    }


def test_each_source_says_whether_its_figures_are_there(cast, group):
    before = steps(walk_of(PersonReach(cast.alice), group.north, YEAR, load(PACK), as_of_today=False))
    assert before["potline-1", group.north.name, "anode_emission_tco2"] == (0, 12)
    upload(cast.bob, group.north)
    found = steps(walk_of(PersonReach(cast.alice), group.north, YEAR, load(PACK), as_of_today=False))
    assert found["potline-1", group.north.name, "anode_emission_tco2"] == (12, 12)
    assert (found["", group.north.name, "fuel_emission_tco2"], found["", group.north.name, "carbonate_emission_tco2"]) == (
        (12, 12),
        (0, 12),
    )


def test_a_past_year_on_its_own_boundary_and_on_today_s(cast, group):
    upload(cast.bob, group.north)
    hand_over(actor=in_person(cast.ada), facilities=[group.potline], site=group.south_plant, on=date(YEAR + 1, 1, 1), **WHY)
    grace, anodes = PersonReach(cast.grace), "anode_emission_tco2"
    own = steps(walk_of(grace, group.north, YEAR, load(PACK), as_of_today=False))
    assert own["potline-1", group.north.name, anodes] == (12, 12)
    assert not any(place == "potline-1" for place, *_ in steps(walk_of(grace, group.south, YEAR, load(PACK), as_of_today=False)))
    now = steps(walk_of(grace, group.south, YEAR, load(PACK), as_of_today=True))
    assert now["potline-1", group.north.name, anodes] == (12, 12)
    assert not any(place == "potline-1" for place, *_ in steps(walk_of(grace, group.north, YEAR, load(PACK), as_of_today=True)))


def test_the_tree_as_of_a_day(cast, group):
    record_life(actor=in_person(cast.ada), facility=group.potline, kind="stopped", on=date(YEAR, 3, 1), reason="大修")
    hand_over(actor=in_person(cast.ada), facilities=[group.potline], site=group.south_plant, on=date(YEAR, 7, 1), **WHY)
    days = {date(2014, 1, 1): "not_yet", date(YEAR, 2, 1): "in_use", date(YEAR, 3, 1): "stopped", date(YEAR, 7, 1): "ended"}
    states = {day: boundary_of(group.north, day).sites[0][1][0].state for day in days}
    assert states == days
    assert [one.node.code for one in boundary_of(group.south, date(YEAR, 7, 1)).inside] == ["potline-1"]


def test_the_pages_show_it_to_whom_it_is_open(cast, group, signed_in):
    upload(cast.bob, group.north)
    page = reverse("records:boundary", args=[group.north.pk, YEAR])
    for query in ({}, {"today": "1"}):
        text = signed_in("alice").get(page, query).content.decode()
        assert "排放源识别" in text
        assert "已填报" in text
    assert "阳极效应" in text
    assert signed_in("grace").get(reverse("records:boundary", args=[group.group.pk, YEAR])).status_code == 200
    assert [signed_in(name).get(page).status_code for name in ("ada", "charlie")] == [403, 404]
    tree = reverse("sites:boundary", args=[group.north.pk])
    text = signed_in("ada").get(tree, {"on": "2014-01-01"}).content.decode()
    assert "尚未投用" in text
    assert signed_in("charlie").get(tree).status_code == 404
