"""A decision says its state in one line, and what it says is built is there; what once broke names the test that holds it now."""

import ast
import re
from pathlib import Path

import pytest

from tests.tidy.sources import PACKAGE, ROOT, name_of, tree

DOCS = ROOT / "docs"
DECISIONS = sorted((DOCS / "decisions").glob("*.md"))
# The third line: a decision may wait to be taken, be taken and not yet be built, be built, or have given way to another.
STATE = re.compile(
    r"\*State:\* (?:proposed|decided|decided; built in (`[^`]+`(?:, `[^`]+`)*)|replaced by \[\d+\]\((\d{4}-[a-z-]+\.md)\))\."
)


@pytest.mark.parametrize("page", DECISIONS, ids=name_of)
def test_a_decision_says_its_state_and_where_it_is_built(page: Path) -> None:
    lines = page.read_text(encoding="utf-8").splitlines()
    assert re.fullmatch(rf"# {int(page.name[:4])} .+", lines[0])
    found = STATE.fullmatch(lines[2])
    assert found, lines[2]
    assert [name for name in re.findall(r"`([^`]+)`", found[1] or "") if not (PACKAGE / name).is_file()] == []
    assert not found[2] or (page.parent / found[2]).is_file()


def test_every_decision_has_its_number_and_stands_on_the_page_of_docs() -> None:
    assert [int(page.name[:4]) for page in DECISIONS] == list(range(1, len(DECISIONS) + 1))
    listed = (DOCS / "README.md").read_text(encoding="utf-8")
    assert [page.name for page in DECISIONS if f"(decisions/{page.name})" not in listed] == []


def test_what_once_broke_names_a_test_that_exists() -> None:
    lines = [line for line in (DOCS / "regressions.md").read_text(encoding="utf-8").splitlines() if line.startswith("| ")][1:]
    assert lines
    for line in lines:
        named = re.findall(r"`(tests/[^`]+\.py)::(\w+)`", line.split(" | ")[-1])
        assert named, line
        for file, test in named:
            functions = {node.name for node in ast.walk(tree(ROOT / file)) if isinstance(node, ast.FunctionDef)}
            assert test in functions, (file, test)
