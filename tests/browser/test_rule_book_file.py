"""The rule book as one file in a browser without any server: accessible, searchable, and asking nobody for anything."""

import pytest
from axe_playwright_python.base import AXE_FILE_PATH

from tanheng.documents.rule_book.book import open_book
from tanheng.documents.rule_book.html import rule_book_html
from tests.support.chromium import DESKTOP, PHONE

AXE = AXE_FILE_PATH.read_text(encoding="utf-8")
PACK = "intl/aluminium/iai_slope"  # a small one: axe reads every word of it


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_file_is_accessible_and_its_search_narrows_it(page, tmp_path, lang):
    file = tmp_path / "book.html"
    file.write_bytes(rule_book_html(open_book(PACK, lang)))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    assert asked == [file.as_uri()]
    for size in (PHONE, DESKTOP):
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    page.evaluate(AXE)
    violations = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(found => found.violations)")
    assert [(one["id"], one["nodes"][0]["html"][:120]) for one in violations if one["impact"] in ("serious", "critical")] == []

    page.fill("#wanted", "cf4_emission_by_slope_t AEM")
    visible = "heads => heads.filter(head => head.checkVisibility()).map(head => head.id)"
    assert page.eval_on_selector_all(".book-entry h3", visible) == ["f-cf4_emission_by_slope_t"]
    assert page.inner_text("#found").startswith("1 ")
    page.fill("#wanted", "无此词")
    assert not page.is_visible("main section")
    page.fill("#wanted", "")
    assert page.is_visible("#f-cf4_emission_by_slope_t")
    page.click('a[href="#p-kg_per_t"] >> nth=0')
    assert page.evaluate("location.hash") == "#p-kg_per_t"
