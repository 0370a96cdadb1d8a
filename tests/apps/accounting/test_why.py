"""Why did it change: page and API say the same, every number leads to its explanation, strangers and other companies get nothing."""

from decimal import Decimal

import pytest
from django.urls import reverse

from tanheng.apps.accounting.services import run_accounts
from tests.apps.smelter import PACK, YEAR, upload
from tests.support.acting import in_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def runs(cast, group):
    upload(cast.bob, group.north)
    first = run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=PACK)
    upload(cast.bob, group.north, anodes="8000.00")
    return first, run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=PACK)


def api(client, run, **query):
    return client.get(reverse("api:get_why", args=[run.pk]), query)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_tells_effects_and_sources_of_two_runs(signed_in, runs, language):
    first, last = runs
    answer = signed_in("vera", language=language).get(reverse("accounting:why", args=[last.pk]), {"before": first.pk})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert ("单耗" if language == "zh-hans" else "rate (activity") in text
    assert reverse("accounting:explanation", args=[first.pk, "anode_emission_tco2"]) in text


def test_the_api_adds_up_and_names_both_periods(signed_in, runs):
    first, last = runs
    found = api(signed_in("vera"), last, before=first.pk).json()
    assert found["tanheng"] == "why/1" and found["before"]["run_hash"] == first.run_hash
    assert sum(Decimal(one["tonnes"]) for one in found["effects"]) == Decimal(found["difference"]) != 0
    months = api(signed_in("vera"), last, before=last.pk, **{"from": 2, "to": 3}).json()
    assert (months["before"]["days"], months["after"]["days"]) == (28, 31)
    assert months["effects"][0]["effect"] == "calendar"


def test_nothing_asked_is_held_against_the_run_before(signed_in, runs):
    first, last = runs
    assert api(signed_in("vera"), last).json()["before"]["run_hash"] == first.run_hash
    alone = signed_in("vera").get(reverse("accounting:why", args=[first.pk]))
    assert alone.status_code == 200 and "需要两个期间" in alone.content.decode()
    same = api(signed_in("vera"), first).json()
    assert (same["difference"], same["effects"], same["lines"]) == ("0", [], [])


@pytest.mark.parametrize("words", [{"before": "9" * 30}, {"before": "x"}, {"from": "13"}, {"from": "²", "to": "-1"}])
def test_odd_words_are_as_if_nothing_was_asked(signed_in, runs, words):
    assert signed_in("vera").get(reverse("accounting:why", args=[runs[1].pk]), words).status_code == 200


def test_a_stranger_finds_nothing(signed_in, runs):
    assert signed_in("charlie").get(reverse("accounting:why", args=[runs[1].pk])).status_code == 404
    assert api(signed_in("charlie"), runs[1]).status_code == 404


def test_the_list_of_runs_says_each_total(signed_in, runs):
    text = signed_in("vera").get(reverse("accounting:runs", args=[runs[0].node_id])).content.decode()
    for run in runs:
        total = run.results.get(quantity="enterprise_emission_tco2e", month=None).value
        assert f"{total:,} tCO2e" in text


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_an_address_that_takes_forms_says_so_when_it_is_opened(signed_in, runs, language):
    answer = signed_in("alice", language=language).get(reverse("accounting:run", args=[runs[0].node_id, YEAR]))
    assert answer.status_code == 405 and answer.headers["Allow"] == "POST"
    assert ("按钮" if language == "zh-hans" else "button") in answer.content.decode()
