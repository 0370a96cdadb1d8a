"""The first day of an installation: from the set-up code to the first figures."""

from tests.browser.conftest import sign_in, window
from tests.support.chromium import arrive
from tests.support.year_workbooks import year_workbook

COMPANY = ("合成首日铝业", "91640000000000000C")
FOUNDER, MANAGER, PASSWORD = "founder@first-day.example", "manager@first-day.example", "every-tonne-weighed"


def test_an_empty_installation_is_led_through_its_set_up_to_the_first_upload(empty, browser):
    with window(browser, empty.address) as founder:
        page = founder.page
        founder.open("/")
        assert "初始设置" in founder.heading
        store(page, code="AAAA-BBBB-CCCC", display_name="创始人", email=FOUNDER, password=PASSWORD, repeated=PASSWORD)
        assert page.locator("#id_code_error").is_visible()
        store(page, code=empty.setup_code, password=PASSWORD, repeated=PASSWORD)
        store(page, name="合成首日集团")
        store(page, name=COMPANY[0], code=COMPANY[1])
        store(page, name="电解铝厂", code="plant")
        for number in (1, 2):
            store(page, name=f"{number}号电解系列", code=f"potline-{number}")
        arrive(page, "a.btn-primary")  # go on to the people
        company = page.locator("[name=node] option", has_text=COMPANY[0]).get_attribute("value")
        page.fill("[name=display_name]", "碳管理员甲")
        page.fill("[name=email]", MANAGER)
        page.select_option("[name=role]", "carbon_manager")
        page.select_option("[name=node]", company)
        arrive(page, "main form[data-keep] button.btn")
        assert page.locator("main tbody tr", has_text="碳管理员甲").count() == 1
        link = page.locator("main .secret").inner_text()
        page.click("form[action='/setup/finish/'] button")
        page.wait_for_url(f"{empty.address}/")
    with window(browser, empty.address) as founder:
        sign_in(founder, FOUNDER, PASSWORD)  # the chosen password holds
    with window(browser, empty.address) as manager:
        manager.page.goto(link)
        store(manager.page, password=PASSWORD, repeated=PASSWORD)
        sign_in(manager, MANAGER, PASSWORD)
        assert "还没有核算" in manager.page.inner_text("main")
        upload_first_year(manager.page, 2025)
        assert "已接受" in manager.heading


def store(page, **typed):
    for name, text in typed.items():
        page.fill(f"[name={name}]", text)
    arrive(page, "main form[method=post] button.btn >> nth=0")


def upload_first_year(page, year):
    arrive(page, "main a:has-text('上传') >> nth=0")
    file = {
        "name": f"{year}.xlsx",
        "mimeType": "application/octet-stream",
        "buffer": year_workbook(year, entity=COMPANY),
    }
    page.set_input_files("[name=file]", file)
    page.click("main form[enctype] button.btn-primary")
    page.wait_for_url("**/data/imports/*/")  # by way of the task's page where the worker was quicker than the door
