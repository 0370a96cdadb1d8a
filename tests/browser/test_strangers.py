"""Who holds no role here sees nothing of it: neither in lists nor by an address a colleague sent."""

import re

import pytest


@pytest.fixture
def sent(visit):
    """Addresses of the smelter as its carbon manager sees them."""
    manager = visit("carbon")
    manager.open("/")
    company = re.search(r"\d+", manager.page.locator("a[href^='/data/']").first.get_attribute("href"))[0]
    run = manager.page.locator("main a[href^='/accounts/runs/']").first.get_attribute("href")
    run = re.match(r"/accounts/runs/\d+/", run)[0]
    paths = [
        f"/data/{company}/2025/", f"/data/{company}/imports/", f"/data/{company}/upload/", "/data/imports/1/",
        f"/accounts/{company}/runs/", run, f"{run}explain/enterprise_emission_tco2e/", f"{run}run.json",
        f"/reports/{company}/2025/", "/reports/files/1/", f"/organisation/{company}/", f"/api/v1/organisations/{company}",
    ]  # fmt: skip
    for path in paths[:-1]:
        assert manager.page.request.get(manager.address + path).status == 200, path
    return paths


@pytest.mark.parametrize("name", ["stranger", "cement"])
def test_a_stranger_and_a_colleague_of_another_company_see_nothing(visit, sent, name):
    other = visit(name)
    other.open("/")
    assert "铝" not in other.page.inner_text("main")
    other.page.locator(".switch-organisation").count() and other.page.click(".switch-organisation")
    assert "铝" not in other.page.inner_text("body")
    for path in sent:
        answer = other.page.request.get(other.address + path)
        assert answer.status == 404, path
        assert "铝" not in answer.text(), path


def test_without_signing_in_everything_leads_to_the_sign_in(visit, sent):
    nobody = visit("")
    for path in sent[:-1]:
        nobody.open(path)
        assert "/accounts/login/" in nobody.page.url, path
        assert "铝" not in nobody.page.inner_text("body")
