"""The main job in a real browser: upload with mistakes, mended upload, run, results, explanation to the leaf, report."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tanheng.apps.accounting.services import run_accounts
from tests.apps.smelter import PACK, YEAR, smelter_file, upload
from tests.support.acting import in_person
from tests.support.chromium import arrive

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def enter(page, live_server, signed_in):
    """`enter("bob")` is bob at his browser; gives the address of the site."""

    def as_person(name, language="zh-hans"):
        cookies = {key: morsel.value for key, morsel in signed_in(name, language=language).cookies.items()}
        page.context.add_cookies([{"name": key, "value": value, "url": live_server.url} for key, value in cookies.items()])
        return live_server.url

    return as_person


def serious(page, *, contrast=True):
    """Serious findings of axe; contrast, its slowest rule, depends neither on the width nor on the language."""
    rules = {} if contrast else {"color-contrast": {"enabled": False}}
    violations = Axe().run(page, options={"resultTypes": ["violations"], "rules": rules}).response["violations"]
    found = [one for one in violations if one["impact"] in ("serious", "critical")]
    return [(one["id"], one["nodes"][0]["html"][:160]) for one in found]


def choose_file(page, name, content):
    page.set_input_files("input[type=file]", {"name": name, "mimeType": "application/yaml", "buffer": content})
    arrive(page, ".page-body form[enctype] button.btn-primary")


def test_from_a_broken_file_to_the_signed_report(page, enter, group):
    site = enter("bob")
    page.goto(f"{site}/data/{group.north.pk}/upload/")
    choose_file(page, "case.yaml", smelter_file(group.north, anodes="约7500"))
    assert "CASE-141" in page.inner_text(".problem-list")
    arrive(page, "text=上传改好的文件")
    choose_file(page, "case.yaml", smelter_file(group.north))
    arrive(page, ".page-actions >> text=月度数据")
    assert "16,000.00" in page.inner_text(".month-grid")
    enter("alice")
    page.goto(f"{site}/data/{group.north.pk}/{YEAR}/")
    page.click("text=运行核算")
    page.wait_for_selector("canvas")
    arrive(page, "section[aria-labelledby=by-source] tbody tr:first-child a")
    for _step in range(8):  # the first operand again and again, down to a reported value
        if not page.locator("a.operand").count():
            break
        arrive(page, "a.operand >> nth=0")
    assert "换极台账" in page.inner_text("main")
    assert "case.yaml" in page.inner_text("main")
    page.goto(f"{site}/accounts/{group.north.pk}/{YEAR}/")
    arrive(page, ".page-actions >> text=报告")
    with page.expect_download() as download:
        page.click("section[aria-label='报告（PDF）'] button >> nth=0")
    assert download.value.suggested_filename.endswith(".pdf")


@pytest.fixture
def addresses(cast, group):
    """Every page about data, accounts and reports, with something on it."""
    first = upload(cast.bob, group.north)
    refused = upload(cast.bob, group.north, anodes="约7500")
    before = run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=PACK)
    upload(cast.bob, group.north, anodes="9600.00")
    run = run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=PACK)
    north, explain = group.north.pk, f"/accounts/runs/{run.pk}/explain"
    return [
        f"/data/{north}/{YEAR}/",
        f"/data/{north}/2019/",
        f"/data/{north}/imports/",
        f"/data/{north}/upload/",
        f"/data/imports/{first.pk}/",
        f"/data/imports/{refused.pk}/",
        f"/data/{north}/{YEAR}/evidence/",
        f"/data/{north}/{YEAR}/answers/",
        f"/data/{north}/{YEAR}/values/anode_consumption_t/?facility=potline-1&month=3",
        f"/accounts/{north}/2019/",
        f"/accounts/runs/{run.pk}/",
        f"/accounts/{north}/runs/",
        f"/accounts/runs/{run.pk}/compare/{before.pk}/?months=1",
        f"{explain}/enterprise_emission_tco2e/",
        f"{explain}/anode_emission_tco2/?facility=potline-1&month=1",
        f"{explain}/anode_emission_tco2/?facility=potline-1",
        f"{explain}/anode_consumption_t/?facility=potline-1&month=1",
        *(f"{explain}/enterprise_emission_tco2e/?tab={tab}" for tab in ("tree", "history", "json", "kit")),
        f"/accounts/runs/{run.pk}/parameters/gwp_cf4/",
        f"/reports/{north}/{YEAR}/",
        f"/reports/runs/{run.pk}/",
        f"/reports/runs/{before.pk}/",
    ]


@pytest.mark.parametrize(("language", "size"), [("zh-hans", None), ("en", None), ("zh-hans", PHONE)])
def test_every_page_is_accessible_and_fits_the_screen(page, enter, addresses, language, size):
    site = enter("alice", language)
    if size:
        page.set_viewport_size(size)
    found = {}
    for address in addresses:
        assert page.goto(site + address).status == 200, address
        findings = serious(page, contrast=(language, size) == ("zh-hans", None))
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            findings.append("scrolls sideways")
        if findings:
            found[address] = findings
    assert found == {}


def test_the_group_pages_are_accessible(page, enter, addresses, group):
    site = enter("grace")
    for part in ("data", "accounts", "reports"):
        page.goto(f"{site}/{part}/{group.group.pk}/{YEAR}/")
        assert serious(page) == [], part


def test_doubts_are_answered_in_the_browser_before_the_report(page, enter, group):
    site = enter("bob")
    page.goto(f"{site}/data/{group.north.pk}/upload/")
    choose_file(page, "case.yaml", smelter_file(group.north, anodes="9500.00"))
    arrive(page, "text=去答复")
    waiting = page.locator(".doubt-open")
    assert waiting.count() == 3
    assert serious(page) == []
    for number in range(3, 0, -1):
        doubt = waiting.first
        doubt.locator("text=确认无误：数值属实").click()
        doubt.locator("textarea").fill("新启槽期间毛耗偏高，已核对换极台账")
        if number == 2:
            doubt.locator("text=在报送的报告中打印这条答复").click()
        arrive(page, ".doubt-open >> nth=0 >> button")
        assert waiting.count() == number - 1
    assert page.inner_text("main").count("不打印，只计数") == 1
    enter("alice")
    page.goto(f"{site}/data/{group.north.pk}/{YEAR}/answers/")
    page.click(".page-actions >> text=运行核算")
    arrive(page, ".page-actions >> text=报告")
    with page.expect_download() as download:
        page.click("section[aria-label='报告（PDF）'] button >> nth=0")
    assert download.value.suggested_filename.endswith(".pdf")
