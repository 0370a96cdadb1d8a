"""A server with the demo stage for the whole run, an empty one for the set-up, and visitors who are signed in."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

import pytest

from tests.support.chromium import DESKTOP
from tests.support.installation import Installation, running_installation

PASSWORD = "tanheng-demo-2026"
LANGUAGES = ("zh-hans", "en")


@dataclass
class Visitor:
    """One person's browser window; `errors` is what its console said, a violated security policy included."""

    page: object
    address: str
    errors: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        """Go to a page of the installation."""
        self.page.goto(self.address + path)

    @property
    def heading(self) -> str:
        """The page's title."""
        return self.page.inner_text("h1")


@contextmanager
def window(browser, address: str, language: str = "zh-hans", cookies=()) -> Iterator[Visitor]:
    """A fresh window; an error in its console fails the test that opened it."""
    context = browser.new_context(viewport=DESKTOP, locale="zh-CN", timezone_id="Asia/Shanghai")
    context.add_cookies([*cookies, {"name": "django_language", "value": language, "url": address}])
    visitor = Visitor(context.new_page(), address)
    visitor.page.on("pageerror", lambda error: visitor.errors.append(str(error)))
    visitor.page.on("console", lambda said: visitor.errors.append(said.text) if said.type == "error" else None)
    yield visitor
    context.close()
    # Chromium itself reports a refused page (4xx) in the console; what the page's own code does wrong counts.
    assert [error for error in visitor.errors if "the server responded with a status of 4" not in error] == []


def sign_in(visitor: Visitor, email: str, password: str = PASSWORD) -> None:
    """By the form, as everybody does."""
    visitor.open("/accounts/login/")
    visitor.page.fill("[name=login]", email)
    visitor.page.fill("[name=password]", password)
    visitor.page.click("main button.btn-primary")
    visitor.page.wait_for_url(f"{visitor.address}/")


@pytest.fixture(scope="session")
def demo(tmp_path_factory, browser) -> Iterator[Installation]:
    """A server with the demo group and a little history; its tests add to it, none takes away."""
    with running_installation(tmp_path_factory.mktemp("demo"), with_demo=True) as running:
        yield running


@pytest.fixture(scope="session")
def cookies_of(demo, browser) -> Callable[[str], list]:
    """The session of a person of the demo group; everybody signs in once, as sign-ins are rate-limited."""
    known: dict[str, list] = {}

    def cookies(name: str) -> list:
        if name not in known:
            with window(browser, demo.address) as visitor:
                sign_in(visitor, f"{name}@demo.example")
                known[name] = [one for one in visitor.page.context.cookies() if one["name"] != "django_language"]
        return known[name]

    return cookies


@pytest.fixture
def visit(demo, browser, cookies_of) -> Iterator[Callable[..., Visitor]]:
    """`visit("clerk")` is a window of the clerk, `visit("clerk", language="en")` an English one."""
    with ExitStack() as windows:

        def opened(name: str, language: str = "zh-hans") -> Visitor:
            cookies = cookies_of(name) if name else []
            return windows.enter_context(window(browser, demo.address, language, cookies))

        yield opened


@pytest.fixture
def empty(tmp_path, browser) -> Iterator[Installation]:
    """A server on an empty data folder."""
    with running_installation(tmp_path, with_demo=False) as running:
        yield running
