"""The plan of the house in the docs is the one that the contracts prove."""

import re
import tomllib

from tests.tidy.sources import PACKAGE, ROOT
from tests.tidy.test_shelves import SHELVES

PAGE = (ROOT / "docs" / "house.md").read_text(encoding="utf-8")
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]


def rows(title: str) -> list[list[str]]:
    """The names in the first column of the table of a section, row by row."""
    section = PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]
    first = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    return [re.findall(r"`([a-z]+)`", cell) for cell in first]


def layers(name: str) -> list[list[str]]:
    """The layers of a contract, from above to below."""
    contract = next(one for one in CONTRACTS if one["id"] == name)
    return [re.findall(r"\(([a-z]+)\)", layer) for layer in contract["layers"]]


def test_the_floors_are_those_of_the_contract() -> None:
    assert rows("Floors") == layers("floors")


def test_the_apps_are_those_of_the_contract() -> None:
    assert rows("Apps") == layers("apps")


def test_what_is_said_to_hold_nothing_holds_nothing() -> None:
    for title, folder in (("Floors", PACKAGE), ("Apps", PACKAGE / "apps")):
        section = PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]
        said = set(re.findall(r"`([a-z]+)`", section.strip().split("\n\n")[-1])) & {one for row in rows(title) for one in row}
        assert {one for row in rows(title) for one in row if not (folder / one).is_dir()} == said - {"documents"}


def test_the_shelves_are_those_of_the_test() -> None:
    assert {one for row in rows("Shelves") for one in row} | {"__init__"} == SHELVES
