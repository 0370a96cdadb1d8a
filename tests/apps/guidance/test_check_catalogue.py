"""The page of the catalogue of checks: everyone who may read the rulebook finds a check, by edition, stage, severity and words."""

import html
import re

import pytest
from django.urls import reverse

from tanheng.rulebook import load, pack_ids

pytestmark = pytest.mark.django_db
PAGE = reverse("guidance:checks")


@pytest.mark.parametrize(("language", "word"), [("zh-hans", "检查目录"), ("en", "Catalogue of checks")])
def test_the_catalogue_opens(signed_in, language, word):
    page = signed_in("vera", language).get(PAGE).content.decode()
    assert word in page
    assert "AL-001" in page


def test_filters_narrow_the_list(signed_in):
    client = signed_in("bob", "en")
    found = client.get(PAGE, {"pack": "cn/aluminium/cets_2024", "q": "AL-021"}).content.decode()
    assert "<code>AL-021</code>" in found
    assert "1 check" in found
    assert "<code>CE-" not in client.get(PAGE, {"pack": "cn/aluminium/cets_2024", "stage": "run"}).content.decode()
    for odd in ({"q": "\x00"}, {"page": "nine"}, {"pack": "none"}, {"severity": "x", "stage": "y"}):
        assert client.get(PAGE, odd).status_code == 200


def test_the_api_gives_the_same_checks(signed_in):
    client = signed_in("alice", "en")
    found = client.get("/api/v1/rules/checks", {"pack": "cn/aluminium/cets_2024", "q": "AL-021"}).json()
    assert [one["code"] for one in found] == ["AL-021"]
    assert found[0]["limits"] == "0.45 – 0.5"
    assert client.get("/api/v1/rules/checks", {"pack": "nothing"}).status_code == 404


def test_strangers_see_nothing(client):
    assert client.get(PAGE).status_code == 302
    assert client.get("/api/v1/rules/checks").status_code == 401


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("name", ["checks", "search", "compare"])
def test_filters_offer_editions_by_their_titles(signed_in, language, name):
    page = signed_in("vera", language).get(reverse(f"guidance:{name}")).content.decode()
    offered = dict(re.findall(r'<option value="([a-z_0-9]+/[a-z_0-9/]+)"[^>]*>([^<]+)</option>', page))
    assert offered == {one: html.escape(load(one).title.in_(language), quote=name == "compare") for one in pack_ids()}


def test_a_check_names_its_editions(signed_in):
    page = signed_in("vera").get(PAGE, {"q": "AL-021"}).content.decode()
    assert f">{load('cn/aluminium/cets_2024').title.zh}</a>" in page
    assert "<code>cn/aluminium/cets_2024</code>" not in page
