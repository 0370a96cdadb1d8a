"""A year from the workbook to the report: the clerk uploads, the carbon manager runs, follows a number, hands out files."""

import io
from urllib.parse import urlsplit

import openpyxl
from pypdf import PdfReader

from tests.support.chromium import arrive
from tests.support.year_workbooks import POTLINES, WRONG_CELLS, with_two_errors, year_workbook

YEAR = 2024  # the stage leaves 2025 to the tests that only read


def test_errors_are_shown_at_their_cells_and_the_corrected_year_becomes_a_run(visit):
    workbook = year_workbook(YEAR, diesel_in_march_t="31.40")
    clerk = visit("clerk")
    upload(clerk, "wrong.xlsx", with_two_errors(workbook))
    assert "已拒绝" in clerk.heading
    for cell in WRONG_CELLS:
        assert clerk.page.locator("main td", has_text=f"{POTLINES} {cell}").count() == 1
    upload(clerk, "right.xlsx", workbook)
    assert "已接受" in clerk.heading

    manager = visit("carbon")
    page = manager.page
    manager.open(urlsplit(clerk.page.url).path)  # the year is final: what is run is looked at beside the final run
    page.click("form[action*='/run'] button")
    page.wait_for_url("**/accounts/runs/*/")
    results = page.url
    total = page.inner_text("main .figure-large a >> nth=0")

    arrive(page, "main .figure-large a >> nth=0")
    assert page.inner_text("main .figure-large").startswith(total)
    assert follow_to_a_leaf(page) >= 3
    assert "right.xlsx" in page.inner_text("main")
    assert POTLINES in page.inner_text("main")

    page.goto(results)
    arrive(page, ".page-actions a[href*='/compare/']")
    changed = page.locator("section[aria-labelledby=inputs] tbody tr")
    changed.first.wait_for()
    assert changed.count() == 1
    assert "31.40" in changed.inner_text()

    page.goto(results)
    arrive(page, ".page-actions a[href*='/reports/']")
    assert PdfReader(io.BytesIO(downloaded(page, "pdf"))).pages[0].extract_text()
    assert len(openpyxl.load_workbook(io.BytesIO(downloaded(page, "kit"))).sheetnames) > 1

    page.goto(results)
    page.click(".language-switch button")
    page.wait_for_selector(f"h1:has-text('Results {YEAR}')")
    assert page.url == results


def upload(visitor, name, content):
    visitor.open("/")
    arrive(visitor.page, "main .card-actions a:has-text('上传')")
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    visitor.page.set_input_files("[name=file]", file)
    visitor.page.fill("[name=reason]", "更正")
    visitor.page.click("main form[enctype] button.btn-primary")
    visitor.page.wait_for_url("**/data/imports/*/")


def follow_to_a_leaf(page):
    """Open the first operand of each number until one was read from a file; the number of steps."""
    steps = 0
    while page.locator("a.operand").count():
        arrive(page, "a.operand >> nth=0")
        steps += 1
    return steps


def downloaded(page, kind):
    form = page.locator("main form", has=page.locator(f"[name=kind][value={kind}]"))
    with page.expect_download() as waiting:
        form.locator("button").first.click()
    with open(waiting.value.path(), "rb") as file:
        return file.read()
