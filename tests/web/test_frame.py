"""The frame of every page: language, navigation by role, the switches, Home."""

import pytest
from django.test import Client


def test_chinese_whatever_the_browser_prefers(group):
    response = Client(headers={"accept-language": "en-US,en"}).get("/accounts/login/")
    assert response.headers["Content-Language"] == "zh-hans"
    assert '<html lang="zh-CN">' in response.content.decode()


def test_english_by_the_switch_and_back(group):
    client = Client()
    client.post("/language/", {"language": "en", "next": "/accounts/login/"})
    assert "Sign in" in client.get("/accounts/login/").content.decode()
    client.post("/language/", {"language": "zh-hans", "next": "/accounts/login/"})
    assert "登录" in client.get("/accounts/login/").content.decode()


def test_the_switch_leads_nowhere_else(group):
    response = Client().post("/language/", {"language": "en", "next": "https://elsewhere.example/"})
    assert "elsewhere" not in response.headers["Location"]


@pytest.mark.parametrize(
    ("name", "shown", "hidden"),
    [
        ("ada", ["/people/", "/journal/", "/organisation/"], []),
        ("alice", ["/journal/", "/organisation/"], ["/people/"]),
        ("bob", ["/organisation/"], ["/people/", "/journal/"]),
    ],
)
def test_navigation_shows_what_the_role_opens(signed_in, name, shown, hidden):
    text = signed_in(name).get("/people/permissions/").content.decode()
    for address in shown:
        assert f'class="nav-link" href="{address}"' in text
    for address in hidden:
        assert f'class="nav-link" href="{address}"' not in text


def test_the_switch_offers_one_s_part_only(signed_in, group):
    text = signed_in("alice").get("/").content.decode()
    assert "北方铝厂" in text
    assert "南方铝厂" not in text


def test_the_organisation_in_view_is_in_the_address(signed_in, group):
    client = signed_in("grace")
    text = client.get("/", {"organisation": group.south.pk, "year": "2024"}).content.decode()
    assert '<span class="switch-text">合成南方铝业</span>' in text
    assert "2024" in text
    text = client.get("/", {"organisation": group.elsewhere.pk, "year": "1900"}).content.decode()
    assert "合成外部铝业" not in text
    assert client.get("/", {"organisation": "x", "year": "９９"}).status_code == 200


def test_home_tells_everybody_the_next_step(signed_in, cast):
    assert "邀请人员" in signed_in("ada").get("/").content.decode()
    cast.charlie.assignments.model.objects.filter(user=cast.charlie)
    assert signed_in("vera").get("/").status_code == 200


def test_somebody_without_a_role_is_told_so(group):
    from tests.apps.cast import person

    client = Client()
    client.force_login(person("new", "新人"))
    assert "您还没有角色" in client.get("/").content.decode()


@pytest.mark.parametrize(("language", "word"), [("zh-hans", "未找到"), ("en", "Not found")])
def test_error_pages_speak_both_languages(signed_in, language, word):
    response = signed_in("alice", language=language).get("/nothing/")
    assert response.status_code == 404
    assert word in response.content.decode()


def test_a_refusal_says_what_is_missing(signed_in, group):
    text = signed_in("bob").get(f"/organisation/{group.north_plant.pk}/add/").content.decode()
    assert "维护企业、厂区与设施" in text
    assert "管理员" in text


def test_the_server_says_that_it_lives(db):
    assert Client().get("/health/").json()["status"] == "ok"
