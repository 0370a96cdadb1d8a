"""The pages in a real browser: nothing serious for axe, no sideways scrolling on a phone, the menus work."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.support.chromium import arrive

PAGES = {
    "ada": [
        "/",
        "/organisation/",
        "/organisation/{north}/",
        "/organisation/{potline}/",
        "/organisation/{plant}/add/",
        "/people/",
        "/people/invite/",
        "/people/permissions/",
        "/journal/",
        "/account/",
        "/account/tokens/",
        "/accounts/reauthenticate/",
        "/nothing/",
    ],
    "bob": ["/", "/journal/"],
}


@pytest.fixture
def open_page(page, live_server, signed_in, group):
    def visit(name, path, language="zh-hans"):
        cookies = {key: morsel.value for key, morsel in signed_in(name, language=language).cookies.items()}
        page.context.add_cookies([{"name": key, "value": value, "url": live_server.url} for key, value in cookies.items()])
        places = {"north": group.north.pk, "potline": group.potline.pk, "plant": group.north_plant.pk}
        page.goto(live_server.url + path.format(**places))
        return page

    return visit


def serious(page):
    violations = Axe().run(page).response["violations"]
    return [(found["id"], found["nodes"][0]["html"][:200]) for found in violations if found["impact"] in ("serious", "critical")]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_axe_finds_nothing_serious(open_page, language):
    found = {path: serious(open_page(name, path, language)) for name, paths in PAGES.items() for path in paths}
    assert {path: findings for path, findings in found.items() if findings} == {}


def test_on_a_phone_nothing_scrolls_sideways(open_page, page):
    page.set_viewport_size({"width": 390, "height": 844})
    for name, paths in PAGES.items():
        for path in paths:
            open_page(name, path)
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
            assert serious(page) == [], path


def test_the_menus_and_the_organisation_search_work(open_page, page):
    open_page("ada", "/")
    page.click(".switch-organisation")
    page.fill("[data-filter-list]", "南方")
    assert page.locator("#organisation-choices > a:visible").all_inner_texts() == ["合成南方铝业", "南方铝厂"]
    arrive(page, "#organisation-choices > a:visible >> nth=0")
    assert "合成南方铝业" in page.inner_text(".switch-organisation")


def test_the_language_switch_stays_on_the_page(open_page, page):
    open_page("ada", "/journal/?area=sites.")
    page.click(".language-switch button")
    page.wait_for_selector("h1:has-text('Journal')")
    assert page.url.endswith("/journal/?area=sites.")


def test_sign_in_with_the_keyboard_alone(page, live_server, cast):
    cast.alice.set_password("every-tonne-weighed")
    cast.alice.save()
    page.goto(live_server.url + "/organisation/")
    assert serious(page) == []
    page.focus("[name=login]")
    page.keyboard.type("alice@example.test")
    page.keyboard.press("Tab")
    page.keyboard.type("every-tonne-weighed")
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('组织')")
