"""The lock holds every library with hashes and no address; `pyproject.toml` gives each library a reason."""

import re
import tomllib

import pytest

from tests.tidy.sources import ROOT

LOCKS = ["requirements.lock", "requirements-bench.lock", "requirements-mutants.lock"]
PROJECT_TEXT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
PROJECT = tomllib.loads(PROJECT_TEXT)["project"]
EXTRAS = PROJECT["optional-dependencies"]


def plain_name(requirement: str) -> str:
    """The library's name as the lock writes it."""
    return re.split(r"[\[<>=!~ ;]", requirement, maxsplit=1)[0].lower().replace("_", "-").replace(".", "-")


def entries(lock: str) -> list[str]:
    """One text a locked library, continuation lines joined."""
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_names_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert re.findall(r"\w+://\S+|^-.*$|^#.*$", text, re.MULTILINE) == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_library_is_exact_and_hashed(lock: str) -> None:
    wrong = [line[:60] for line in entries(lock) if not re.match(r"[\w.-]+==[^ ]+ .*--hash=sha256:[0-9a-f]{64}", line)]
    assert wrong == []


def test_the_lock_covers_everything_the_project_asks_for() -> None:
    asked = PROJECT["dependencies"] + EXTRAS["test"] + EXTRAS["lint"] + EXTRAS["build"]
    locked = {plain_name(line) for line in entries("requirements.lock")}
    assert {plain_name(requirement) for requirement in asked} - locked == set()


def test_every_library_has_its_reason_beside_it() -> None:
    every = [*PROJECT["dependencies"], *(one for extra in EXTRAS.values() for one in extra)]
    lines = {one: line for one in every for line in PROJECT_TEXT.splitlines() if f'"{one}"' in line}
    assert [one for one in every if not re.search(r'",?\s+# \S.{12,}', lines[one])] == []
