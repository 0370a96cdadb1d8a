"""What every test stands on: the database of this run, a home folder of its own, and the outside programs as fixtures.

TANHENG_TEST_DATABASE chooses `sqlite` (default) or `postgresql`; the PostgreSQL server is started here, before Django
reads its settings, and stopped at the end. Pure tests need none of this and start nothing.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadGroupScheduling

from tests.support import fired_codes, programs
from tests.support.libreoffice import LibreOffice
from tests.support.poppler import page_pictures
from tests.support.postgresql import PostgresqlServer

IS_WORKER = "PYTEST_XDIST_WORKER" in os.environ
DATABASE = os.environ.get("TANHENG_TEST_DATABASE", "sqlite")
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup"}  # a test that asks for one of them stands on the database
# Files that stand on something costly which one worker makes once. xdist's own mark for groups comes to nothing under pytest 9.
MADE_ONCE = ("tests/bulk/test_spark.py", "tests/documents/test_kit_packs.py", "tests/store/test_kept_databases.py")
MADE_ONCE_A_PACK = ("tests/oracles/test_years_with_gaps.py",)  # likewise, for each pack of its own
# Begun first: what takes a minute and more must not be what one worker still does when the other has nothing left.
LONG = ("tests/browser/", "tests/apps/keeping/", "tests/web/test_every_word.py", "tests/store/", "tests/registration/test_new_app.py")
PROGRAM_FIXTURES = {"browser": "browser", "page": "browser", "soffice": "soffice", "pdf_pages": "pdftoppm"}

# Examples a property is tried with. In continuous integration the same examples every time: a failure there is ours.
_quiet = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
settings.register_profile("default", max_examples=200, deadline=None, suppress_health_check=_quiet)
settings.register_profile("ci", settings.get_profile("default"), derandomize=True, print_blob=True)
settings.register_profile("fuzz", settings.get_profile("default"), max_examples=10_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if programs.in_continuous_integration() else "default"))


# ── before Django starts ─────────────────────────────────────────────────────────────────────────


def _start_database() -> PostgresqlServer | None:
    """Set the address of the run's database; start PostgreSQL when asked. Workers inherit the controller's address."""
    if DATABASE not in ("sqlite", "postgresql"):
        pytest.exit(f"TANHENG_TEST_DATABASE={DATABASE!r}: write sqlite or postgresql", returncode=4)
    if DATABASE == "sqlite":
        os.environ["TANHENG_DATABASE_URL"] = f"sqlite:///{HOME / 'tanheng.sqlite3'}"
        return None
    if IS_WORKER:
        return None
    folder = programs.postgresql_folder()
    if folder is None:
        pytest.exit("TANHENG_TEST_DATABASE=postgresql, but PostgreSQL 15 is not on this machine", returncode=4)
    server = PostgresqlServer(folder)
    try:
        os.environ["TANHENG_DATABASE_URL"] = server.start()
    except BaseException:
        server.stop()
        raise
    return server


# A home for each process: the workers must not share a secret key, a cache or an evidence folder. Set here and not in
# a hook: Django's settings read the environment once, when pytest-django imports them after this file.
HOME = Path(tempfile.mkdtemp(prefix="tanheng-test-home-"))
os.environ.update(
    TANHENG_HOME=str(HOME),
    TANHENG_PRODUCTION="0",
    TANHENG_DEBUG="0",
    TANHENG_SECRET_KEY="only-for-tests-" + "x" * 50,
    TANHENG_LOG_LEVEL="WARNING",
    TANHENG_LANG="zh",  # whatever the locale of who runs the tests
    DJANGO_SETTINGS_MODULE="tanheng.config.settings",
    DJANGO_ALLOW_ASYNC_UNSAFE="1",  # Playwright runs an event loop in the thread of the test, Django would refuse it
)
for name in ("TANHENG_ALLOWED_HOSTS", "TANHENG_HTTPS", "TANHENG_PROXY_COUNT", "TANHENG_UPLOAD_LIMIT_MB"):
    os.environ.pop(name, None)
SERVER = _start_database()
django_settings.DATABASES  # noqa: B018 - read now: pytest-django sets Django up only where the settings have been read
# The same hasher as in real life, at its smallest: what it costs to guess a password is not what these tests are about.
Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = 1, 8, 1


def pytest_configure(config: pytest.Config) -> None:
    """Let each worker read the settings after its own copy of this file, with its own home.

    A worker that inherits DJANGO_SETTINGS_MODULE reads them earlier, with the controller's home: then two workers clear
    each other's counters of failed sign-ins.
    """
    if not IS_WORKER and getattr(config.option, "numprocesses", None):
        os.environ.pop("DJANGO_SETTINGS_MODULE", None)


fired_codes.listen()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """A test that is named for a code fires it."""
    yield
    assert fired_codes.not_fired(item.nodeid) == set(), "named in tests/support/fired_codes.yaml and not raised"


def pytest_unconfigure() -> None:
    """End what this process started."""
    if SERVER is not None:
        SERVER.stop()
    shutil.rmtree(HOME, ignore_errors=True)


def pytest_report_header() -> str:
    """Say which database this run stands on."""
    return f"database: {DATABASE}; hypothesis profile: {settings.get_current_profile_name()}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Repeat here what `make test` found before this run, so that nobody has to scroll for a failure."""
    for line in os.environ.get("TANHENG_EARLIER_STEPS", "").splitlines():
        terminalreporter.write_line(line, red=line.startswith("FAILED"), yellow=line.startswith("NOT RUN"))


class MadeOnce(LoadGroupScheduling):
    """Tests go to whichever worker is free; those of a file in MADE_ONCE, or of a pack in MADE_ONCE_A_PACK, all to the same."""

    def _split_scope(self, nodeid: str) -> str:
        file, _, test = nodeid.partition("::")
        if file in MADE_ONCE_A_PACK:
            return file + test.partition("[")[2]
        return file if file in MADE_ONCE else str(super()._split_scope(nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> MadeOnce | None:
    """The scheduler of `--dist loadgroup`."""
    return MadeOnce(config, log) if config.getvalue("dist") == "loadgroup" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by what they use, so that nobody has to remember it; the long ones come first."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if fixtures & DATABASE_FIXTURES or item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.database)
        for fixture, marker in PROGRAM_FIXTURES.items():
            if fixture in fixtures:
                item.add_marker(marker)
        if item.get_closest_marker("database") and not item.nodeid.startswith(programs.ON_DATABASE):
            raise pytest.UsageError(f"{item.nodeid} stands on the database: add its folder to ON_DATABASE in tests/support/programs.py")
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


# ── the database ─────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """SQLite in a file as in real life: a database in memory has no WAL, no locks and other triggers' timing."""
    database = django_settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database.setdefault("TEST", {})["NAME"] = str(HOME / "test.sqlite3")


@pytest.fixture(scope="session")
def database_kind() -> str:
    """`sqlite` or `postgresql`: what this run stands on."""
    return DATABASE


# ── outside programs ─────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """A headless Chromium (Playwright's `Browser`), one for the whole run."""
    program = programs.need("chromium")
    from tests.support.chromium import running_chromium

    with running_chromium(program) as running:
        yield running


@pytest.fixture
def page(browser):  # type: ignore[no-untyped-def]
    """A fresh Chinese page, 1366 × 768, that has no cookies yet. An error in the page's console fails the test."""
    from tests.support.chromium import DESKTOP

    context = browser.new_context(viewport=DESKTOP, locale="zh-CN", timezone_id="Asia/Shanghai")
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    yield opened
    context.close()
    # A refused form (4xx) is reported in the console by Chromium itself; what the page's own code does wrong counts.
    assert [error for error in errors if "the server responded with a status of 4" not in error] == []


@pytest.fixture(scope="session")
def soffice(tmp_path_factory: pytest.TempPathFactory) -> LibreOffice:
    """LibreOffice without a window: `.recalculated(path)` and `.converted(path, suffix)` give a new file's path."""
    return LibreOffice(programs.need("soffice"), tmp_path_factory.mktemp("libreoffice"))


@pytest.fixture
def pdf_pages(tmp_path: Path) -> Callable[[Path], list[Path]]:
    """A function that gives a PDF's pages as PNG files."""
    program = programs.need("pdftoppm")
    return lambda file: page_pictures(program, file, tmp_path)
