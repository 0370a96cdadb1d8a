"""The outside programs of the tests: where each is, which Debian package brings it, and what its absence means.

It only finds; `tools/test.py` installs. A test that needs a missing program is skipped with the reason on a
developer's machine and fails in continuous integration, so that a green run there has left nothing out.
"""

import glob
import importlib.util
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass

import pytest

POSTGRESQL_MAJOR = 15
# Where tests stand on the database: `make test` collects these alone for PostgreSQL, as collecting all takes a core twenty seconds.
ON_DATABASE = ("tests/api/", "tests/apps/", "tests/registration/", "tests/store/", "tests/tidy/test_outside_programs.py", "tests/web/")


@dataclass(frozen=True)
class Program:
    """One outside program: its name, the Debian packages that bring it, and how it is found."""

    name: str
    packages: tuple[str, ...]
    find: Callable[[], str | None]
    without: str  # what is not tested when it is missing


def postgresql_folder() -> str | None:
    """Folder with `initdb` and `postgres` of PostgreSQL 15 or newer; 15 is preferred."""
    folders = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: int(path.split("/")[-2]))
    found = [path for path in folders if int(path.split("/")[-2]) >= POSTGRESQL_MAJOR]
    on_path = shutil.which("initdb")
    if not found and on_path and _major_of(on_path) >= POSTGRESQL_MAJOR:
        found = [os.path.dirname(os.path.realpath(on_path))]
    return next((path for path in found if os.access(f"{path}/initdb", os.X_OK)), None)


def _major_of(initdb: str) -> int:
    answer = subprocess.run([initdb, "--version"], capture_output=True, text=True, check=False).stdout
    return int(answer.split()[-1].split(".")[0]) if answer.strip() else 0


def _first_of(*names: str) -> Callable[[], str | None]:
    return lambda: next((path for name in names if (path := shutil.which(name))), None)


def _java() -> str | None:
    home = os.environ.get("JAVA_HOME")
    return shutil.which("java") or (shutil.which("java", path=f"{home}/bin") if home else None)


def _library(name: str) -> Callable[[], str | None]:
    def find() -> str | None:
        spec = importlib.util.find_spec(name)
        return spec.origin if spec else None

    return find


def _chinese_font() -> str | None:
    if not shutil.which("fc-list"):
        return None
    listed = subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True, text=True, check=False).stdout
    return listed.splitlines()[0] if listed.strip() else None


PROGRAMS = {
    program.name: program
    for program in (
        Program("postgresql", ("postgresql-15",), postgresql_folder, "the database tests on PostgreSQL"),
        Program("chromium", ("chromium",), _first_of("chromium", "chromium-browser"), "the browser journeys"),
        Program(
            "soffice",
            ("libreoffice-calc", "libreoffice-writer"),
            _first_of("soffice"),
            "recalculation of workbooks and files written by LibreOffice",
        ),
        Program("pdftoppm", ("poppler-utils",), _first_of("pdftoppm"), "the looks of the PDF report"),
        Program("java", ("openjdk-17-jre-headless",), _java, "batch on Apache Spark"),
        Program("pyspark", (), _library("pyspark"), "batch on Apache Spark (pip install 'tanheng[spark]')"),
        Program("chinese font", ("fontconfig", "fonts-noto-cjk"), _chinese_font, "Chinese text in pictures of pages"),
    )
}


def in_continuous_integration() -> bool:
    """True where nothing may be left out."""
    return os.environ.get("CI", "").lower() in ("1", "true", "yes")


def missing() -> list[Program]:
    """The programs that are not on this machine."""
    return [program for program in PROGRAMS.values() if program.find() is None]


def need(name: str) -> str:
    """Path of a program. Without it the test is skipped with the reason, or fails in continuous integration."""
    program = PROGRAMS[name]
    found = program.find()
    if found is not None:
        return found
    reason = f"{name} is not on this machine (Debian: {' '.join(program.packages)}); not tested: {program.without}"
    if in_continuous_integration():
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
