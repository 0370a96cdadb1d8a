"""A month filled by the pages: the clerk types and pastes, sees what is wrong, and meets a colleague in one cell."""

import re

from tests.support.chromium import arrive

YEAR = 2026  # typed by the clerk; its first three months are closed
PASTE = """(text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def test_a_clerk_fills_months_and_meets_a_colleague_in_a_cell(visit):
    clerk = visit("clerk")
    clerk.open("/")
    arrive(clerk.page, "nav a:has-text('月度填报')")
    clerk.open(re.sub(r"/\d{4}/", f"/{YEAR}/", clerk.page.url.removeprefix(clerk.address)))
    arrive(clerk.page, "main nav[aria-label='设施'] a >> nth=-1")
    clerk.page.wait_for_selector("month-grid table[role=grid]")
    row = clerk.page.locator("tbody tr", has=clerk.page.locator("small", has_text=re.compile("^t$"))).first
    number = row.evaluate("row => row.rowIndex - 1")
    colleague = visit("carbon")
    colleague.open(clerk.page.url.removeprefix(clerk.address))

    cell(clerk, number, 4).click()
    clerk.page.keyboard.type("1,234.5")
    clerk.page.keyboard.press("Enter")
    settled(clerk)
    assert "1,234.5" in cell(clerk, number, 4).inner_text()
    cell(clerk, number, 5).click()
    clerk.page.evaluate(PASTE, "10\tabc\t2 kg")
    settled(clerk)
    assert [cell(clerk, number, month).get_attribute("data-text") for month in (5, 6, 7)] == ["10", "abc", "0.002"]
    cell(clerk, number, 6).click()
    assert cell(clerk, number, 6).get_attribute("aria-invalid") == "true" and "abc" in clerk.page.inner_text("[data-part=told]")
    clerk.page.keyboard.press("Delete")
    settled(clerk)

    cell(colleague, number, 4).click()  # the page was opened before: it still shows what was there
    colleague.page.keyboard.type("8")
    colleague.page.keyboard.press("Control+Enter")
    colleague.page.keyboard.press("Enter")
    settled(colleague)
    cell(colleague, number, 4).click()
    colleague.page.wait_for_selector("[data-part=merge]:visible")
    assert "1,234.5" in colleague.page.inner_text("[data-part=told]")
    colleague.page.click("[data-do=theirs]")
    assert cell(colleague, number, 4).get_attribute("data-text") == "1234.5"
    colleague.page.reload()
    assert cell(colleague, number, 5).get_attribute("data-text") == "10"


def cell(visitor, row, month):
    return visitor.page.locator("tbody tr").nth(row).locator("td").nth(month - 1)


def settled(visitor):
    visitor.page.wait_for_selector("td[data-state=saving]", state="detached")
