"""The search over everything: what each kind finds, by which words, and that nobody finds what they may not see."""

import pytest
from django.urls import reverse

from tanheng.apps.accounting.services import run_accounts
from tests.apps.smelter import PACK, YEAR, upload
from tests.support.acting import in_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(cast, group):
    upload(cast.bob, group.north)
    return run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=PACK)


def page(client, words, group):
    client.cookies["tanheng_seen"] = f"{group.north.pk}|{YEAR}|{PACK}"
    return client.get(reverse("guidance:everything"), {"q": words}).content.decode()


def api(client, words, group, **more):
    asked = {"q": words, "organisation": group.north.pk, "year": YEAR, "pack": PACK, **more}
    return client.get(reverse("api:get_search"), asked)


@pytest.mark.parametrize(
    ("words", "leads_to"),
    [
        ("北方", "sites:node"),
        ("月度填报", "monitoring:grid"),
        ("阳极效应排放合计", "accounting:explanation"),
        ("case-2025", "records:import"),
        ("阳极净耗量", "guidance:section"),
    ],
)
def test_each_kind_is_found_by_its_words(signed_in, run, group, words, leads_to):
    text = page(signed_in("alice"), words, group)
    addresses = {
        "sites:node": reverse("sites:node", args=[group.north.pk]),
        "monitoring:grid": "/monitoring/grid/",
        "accounting:explanation": reverse("accounting:explanation", args=[run.pk, "total_anode_effect_emission_tco2e"]),
        "records:import": "/data/imports/",
        "guidance:section": f"/rules/{PACK}/",
    }
    assert f'href="{addresses[leads_to]}' in text.split('id="content"')[1]


def test_a_number_is_found_by_its_digits_as_they_are_read(signed_in, run, group):
    stored = run.results.get(quantity="enterprise_emission_tco2e", month=None)
    found = api(signed_in("alice"), f"{stored.value:,}", group).json()
    assert any(one["address"].startswith(reverse("accounting:explanation", args=[run.pk, stored.quantity])) for one in found)
    reported = api(signed_in("alice"), "16,000", group).json()
    assert {one["kind"] for one in reported} >= {"填报数据"}


def test_all_words_must_be_in_one_thing_and_nothing_is_said_to_be_nothing(signed_in, run, group):
    assert "没有找到" in page(signed_in("alice"), "北方 换极台账", group)
    assert "没有找到" not in page(signed_in("alice"), "", group)
    assert api(signed_in("alice"), "\x00 \n", group).json() == []


@pytest.mark.parametrize("words", ["北方", "case-2025", "阳极效应排放合计", "16,000"])
def test_a_stranger_finds_rules_and_pages_alone(signed_in, run, group, words):
    text = page(signed_in("charlie"), words, group).split('id="content"')[1]
    assert "合成北方" not in text and f"/runs/{run.pk}/" not in text and "/data/imports/" not in text
    assert api(signed_in("charlie"), words, group).status_code == 404
