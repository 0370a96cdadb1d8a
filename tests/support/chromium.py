"""The browser of the tests: Debian's Chromium by Playwright, with nothing that would call out of the machine."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
DESKTOP = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}


@contextmanager
def running_chromium(program: str) -> Iterator[Browser]:
    """A headless browser with a fresh profile; gone, with its profile, at the end of the block."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, headless=True, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def arrive(page: Page, selector: str) -> None:
    """Click what leads to another page and wait until that page is there whole: counting earlier may count the page left."""
    with page.expect_navigation():
        page.click(selector)
