"""The project speaks of itself alone: nothing of how it came to be, of one machine, or of where packages come from."""

import re
from pathlib import Path

import pytest

from tests.tidy.sources import is_vendored, name_of, project_files, text_of


def joined(*parts: str) -> str:
    """A word put together here, so that this file does not hold it."""
    return "".join(parts)


PHRASES = [
    joined("(this|previous|earlier|last|my|coding) ", "session\\b"),
    joined("\\bAI[ -]", "(assistant|agent|generated|written)"),
    joined("\\blanguage ", "model"),
    joined("\\bClau", "de\\b"),
    joined("\\bCo", "dex\\b"),
    joined("\\bChat", "GPT"),
    joined("\\bCo", "pilot\\b"),
    joined("\\bAnth", "ropic"),
    joined("\\bOpen", "AI\\b"),
    joined("\\bas an ", "AI\\b"),
    joined("\\bissue ", "#?\\d+"),
]
PATHS = [
    joined("(?<![\\w.:/-])/wo", "rk/"),
    joined("(?<![\\w.:/-])/tm", "p/"),
    joined("(?<![\\w.:/-])/ro", "ot/"),
    joined("(?<![\\w.:/-])/ho", "me/\\w"),
    joined("[A-Z]:\\\\\\\\Us", "ers\\\\"),
]
HOSTS = [
    joined("py", "pi\\.org"),
    joined("python", "hosted\\.org"),
    joined("npm", "js\\.(org|com)"),
    joined("deb\\.", "debian\\.org"),
    joined("unpkg", "\\.com"),
    joined("jsdelivr", "\\.net"),
]
BANNED = re.compile("|".join(PHRASES + PATHS + HOSTS), re.IGNORECASE)
OWN_FILES = [path for path in project_files() if not is_vendored(path)]


def found_in(text: str) -> list[str]:
    """Line number and the words found."""
    return [f"{number}: {match.group()}" for number, line in enumerate(text.splitlines(), start=1) for match in BANNED.finditer(line)]


def test_no_file_of_ours_holds_a_banned_word() -> None:
    texts = ((path, text_of(path)) for path in OWN_FILES)
    assert {name_of(path): words for path, text in texts if text and (words := found_in(text))} == {}


def test_no_file_name_holds_a_banned_word() -> None:
    assert [name_of(path) for path in OWN_FILES if BANNED.search(name_of(path))] == []


@pytest.mark.parametrize(
    "line",
    [
        joined("as found in the last ", "session"),
        joined("open('/tm", "p/x')"),
        joined("https://py", "pi.org/simple"),
        joined("see issue ", "7"),
    ],
)
def test_the_search_finds_what_it_should(line: str) -> None:
    assert found_in(line)


@pytest.mark.parametrize("line", ["request.session.flush()", "SessionMiddleware", "{{ HOME }}/working", "the site's home", "framework/"])
def test_the_search_leaves_ordinary_words_alone(line: str) -> None:
    assert found_in(line) == []


def test_no_file_is_a_leftover() -> None:
    endings = (".orig", ".rej", ".bak", ".swp", ".tmp", "~")
    assert [name_of(path) for path in project_files() if Path(path).name.endswith(endings)] == []
