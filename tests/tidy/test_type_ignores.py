"""Where the types are told to look away: seldom, and each time it is said why."""

import re

from tests.tidy.sources import PACKAGE, name_of, python_files

MOST = 19
IGNORE = re.compile(r"# type: ignore(?P<codes>\[[a-z, -]+\])?(?P<reason>.*)")


def ignores() -> dict[str, re.Match[str]]:
    """Every line of the program that says so, by its place."""
    return {
        f"{name_of(path)}:{number}": found
        for path in python_files(PACKAGE)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if (found := IGNORE.search(line))
    }


def test_types_look_away_seldom_and_never_without_code_and_reason() -> None:
    found = ignores()
    assert len(found) <= MOST
    assert [place for place, one in found.items() if not one["codes"] or not one["reason"].strip(" #")] == []
