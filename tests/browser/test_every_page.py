"""Every page of the site in both languages: nothing serious for axe, no sideways scrolling, on a desk and on a phone.

Nobody keeps a list of pages: the test follows the links of the people of the demo group, one page of every kind, and
compares what it met with the addresses the program knows.
"""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from django.urls import Resolver404, get_resolver, resolve

from tanheng.registration.collected import registered_apps
from tests.browser.conftest import LANGUAGES, window
from tests.support.chromium import DESKTOP, PHONE

PEOPLE = ("admin", "carbon", "group", "verifier", "clerk", "cement", "stranger")
NO_PAGES = {  # files, things done by a button, redirections
    "evidence:file", "records:import-file", "records:template", "accounting:run-json", "accounting:receipt", "accounting:case-yaml",
    "reporting:file", "accounting:run", "people:link", "people:end-token",
    "people:end-others-token", "people:remove-factors", "web:language", "web:health", "sites:setup-keep",
    "sites:setup-finish", "guidance:book-pdf", "guidance:book-html", "guidance:place", "guidance:clarification-file",
    "people:no-email", "people:no-confirmation", "people:no-sign-up", "accounting:latest", "sites:setup",
    "accounting:bridge-file", "accounting:tracks-file", "accounting:bridge-latest", "accounting:defaults-latest",
    "accounting:tracks-latest", "records:import-marked", "work:progress", "work:cancel", "monitoring:plan-file",
    "monitoring:cell-file", "monitoring:grid-file", "monitoring:own-table-layout", "monitoring:ledger-file", "monitoring:certificate",
    "monitoring:grid-cell", "monitoring:grid-asked", "monitoring:plan-picture", "monitoring:plan-picture-remove",
    "monitoring:plan-check-list-file",
    "accounting:chain-file", "accounting:carbon-file", "accounting:carbon-latest", "accounting:chain-latest",
    "monitoring:book-file", "monitoring:book-take-over",
}  # fmt: skip
LEADING_ON = {"accounting:latest", *(f"accounting:{view}-latest" for view in ("bridge", "defaults", "tracks", "carbon", "chain"))}
ELSEWHERE = {"sites:setup-administrator", "sites:setup-step", "people:accept", "people:sign-in", "people:forgotten"}
ELSEWHERE |= {"monitoring:cell-file-detach"}  # of a cell that has files: tests/apps/monitoring/test_cell_files.py opens it
ELSEWHERE |= {"guidance:everything"}  # a form leads there: tests/apps/guidance/test_everything.py and tests/web/test_every_word.py open it
BY_COMPANY = {"monitoring:plans"}  # one that has none yet offers another thing
BY_YEAR = {"monitoring:grid"}  # a year without a plan has no lines
EACH_ANOTHER = {"web:home", *BY_COMPANY}  # what everybody has of their own, or what whoever may write alone is offered
AXE = AXE_FILE_PATH.read_text(encoding="utf-8")
LEFT_OUT = ("/api/", "/static/", "/accounts/logout/", "/accounts/login/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_and_widths_on_every_page(visit, language):
    met: set[str] = set()
    ever: set[str] = set()
    findings: list[str] = []
    for name in PEOPLE:
        visitor, waiting = visit(name, language), ["/"]
        met = {kind for kind in met if kind.partition("?")[0] not in EACH_ANOTHER}
        while waiting:
            path = waiting.pop(0)
            kind = kind_of(path)
            if kind is None or kind in met:
                continue
            met.add(kind)
            ever.add(kind.partition("?")[0])
            visitor.open(path)
            contrast = language == LANGUAGES[0]
            findings += [f"{name} {path}: {wrong}" for wrong in found_wrong(visitor.page, contrast=contrast)]
            waiting += links_of(visitor.page)
            if kind == "sites:tree":  # a facility offers other things than a company
                waiting += [link for node in links_of(visitor.page) for link in links_behind(visitor, node)]
    assert not findings, "\n".join(findings)
    assert every_page() - ever == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_and_widths_at_the_door(demo, empty, browser, language):
    for address, paths in ((demo.address, ["/accounts/login/", "/accounts/password/reset/"]), (empty.address, ["/"])):
        with window(browser, address, language) as visitor:
            for path in paths:
                visitor.open(path)
                assert found_wrong(visitor.page) == [], path


def every_page() -> set[str]:
    """Names of all addresses of our apps that show a page."""
    found, ours = set(), {app.label for app in registered_apps()}
    for pattern in get_resolver().url_patterns:
        area = getattr(pattern, "namespace", None)
        found |= {f"{area}:{one.name}" for one in pattern.url_patterns if area in ours}
    return found - NO_PAGES - ELSEWHERE


def kind_of(path: str) -> str | None:
    """The name of a page's address, with its tab and rule pack and whether it names a row; None for what is no page of ours."""
    parts = urlsplit(path)
    if path.startswith(LEFT_OUT):
        return None
    try:
        name, given = resolve(parts.path).view_name, resolve(parts.path).kwargs
    except Resolver404:
        return f"nothing at {parts.path}"
    if name in NO_PAGES - LEADING_ON:
        return None
    query = parse_qs(parts.query)
    company = [str(given["node_id"])] if name in BY_COMPANY else [str(given["year"])] if name in BY_YEAR else []
    return "?".join([name, *query.get("tab", []), *query.get("pack", []), *(["key"] if "key" in query else []), *company])


def links_of(page) -> list[str]:
    """Addresses on this server that the page links to."""
    return page.eval_on_selector_all("a[href]", "links => links.filter(a => a.origin === location.origin).map(a => a.pathname + a.search)")


def links_behind(visitor, path: str) -> list[str]:
    """Addresses a page of the organisation links to, read without showing it."""
    if kind_of(path) != "sites:node":
        return []
    return re.findall(r'href="(/organisation/[^"]+)"', visitor.page.request.get(visitor.address + path).text())


def found_wrong(page, *, contrast: bool = True) -> list:
    """Serious findings of axe and sideways scrolling, at the width of a desk and of a phone."""
    wrong: list = []
    page.evaluate(AXE)
    # Contrast depends neither on the width nor on the language and is axe's slowest rule: it is looked at once.
    without = "{'color-contrast': {enabled: false}}"
    for size, rules in ((PHONE, without), (DESKTOP, "{}" if contrast else without)):
        page.set_viewport_size(size)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > size["width"]:
            wrong.append(f"{width} px wide on {size['width']} px")
        options = f"{{resultTypes: ['violations'], rules: {rules}}}"
        violations = page.evaluate(f"axe.run(document, {options}).then(found => found.violations)")
        serious = [one for one in violations if one["impact"] in ("serious", "critical")]
        wrong += [(size["width"], one["id"], one["nodes"][0]["html"][:160]) for one in serious]
    return wrong
