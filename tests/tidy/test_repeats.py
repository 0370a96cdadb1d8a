"""What is said twice is one thing that will be mended once: passages of six lines or more that stand in two places of the program.

Lines count as they are read: folded, without comments, imports, and what merely closes (a bracket, a tag, an `endfor`). Migrations are
never changed and packs repeat what their guidelines repeat; both stay out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from tests.tidy.sources import PACKAGE, is_migration, is_vendored, name_of, project_files

SHORTEST = 6  # lines of a passage
MOST = 6  # passages that may stand: fewer is better, more is a failure
SUFFIXES = {".py", ".html", ".js", ".css", ".typ"}
PACKS = tuple(PACKAGE / "rulebook" / where for where in ("cn", "eu", "intl"))
COMMENTS = re.compile(r"\{% comment %\}.*?\{% endcomment %\}|\{#.*?#\}")
CLOSING = re.compile(r"[\s)\]}>,;:]*|(?:\s*(?:</[\w-]+>|\{% (?:end\w+|else|empty) %\}))+|(?:else|try|finally):")
IMPORTS = re.compile(r"(?m)^(?:from [\w.]+ import \([^)]*\)|(?:from [\w.]+ )?import .+)$")


def kept_lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a text that say something, folded, each with its number."""
    blank = IMPORTS.sub(lambda found: "\n" * found[0].count("\n"), text)
    for number, line in enumerate(blank.splitlines(), start=1):
        folded = " ".join(COMMENTS.sub("", line).split())
        if folded and not folded.startswith(("#", "//", "/*")) and not CLOSING.fullmatch(folded):
            yield number, folded


def repeats(texts: dict[str, str]) -> list[str]:
    """Each passage that stands at two places, by its first lines; one at three places is three pairs."""
    lines = [(name, number, line) for name, text in texts.items() for number, line in kept_lines(text)]
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for start in range(len(lines) - SHORTEST + 1):
        if lines[start][0] == lines[start + SHORTEST - 1][0]:
            places[tuple(line for _, _, line in lines[start : start + SHORTEST])].append(start)
    pairs = (pair for starts in places.values() for pair in combinations(starts, 2))
    return [f"{lines[one][0]}:{lines[one][1]} ~ {lines[other][0]}:{lines[other][1]}" for one, other in pairs if _begins(lines, one, other)]


def _begins(lines: list[tuple[str, int, str]], one: int, other: int) -> bool:
    """Whether a passage begins here in both places, and does not merely go on or run into itself."""
    if lines[one][0] == lines[other][0] and other - one < SHORTEST:
        return False
    before, after = lines[one - 1] if one else None, lines[other - 1]
    goes_on = before is not None and before[2] == after[2] and before[0] == lines[one][0] and after[0] == lines[other][0]
    return not goes_on


def own_texts() -> dict[str, str]:
    files = (path for path in project_files() if path.suffix in SUFFIXES and PACKAGE in path.parents)
    own = (path for path in files if not is_vendored(path) and not is_migration(path) and not _is_of_a_pack(path))
    return {name_of(path): path.read_text(encoding="utf-8") for path in own}


def _is_of_a_pack(path: Path) -> bool:
    return any(folder in path.parents for folder in PACKS)


def test_no_more_passages_stand_twice() -> None:
    found = repeats(own_texts())
    assert len(found) <= MOST, found


def test_the_limit_is_what_stands() -> None:
    """Whoever takes a passage away lowers the limit, so that it cannot come back."""
    assert len(repeats(own_texts())) == MOST


def test_a_passage_that_stands_twice_is_found() -> None:
    said = "".join(f"line {number}\n" for number in range(8))
    assert repeats({"a.py": said, "b.py": f"# other\n{said}"}) == ["a.py:1 ~ b.py:2"]
    assert repeats({"a.py": said, "b.py": said.replace("line 4", "line four")}) == []
    assert repeats({"a.py": f"{said}other\n{said}"}) == ["a.py:1 ~ a.py:10"]
    assert repeats({"a.html": "</div>\n" * 20, "b.html": "</div>\n" * 20}) == []
    assert repeats({"a.py": "from a import (\n" + said.replace("line ", "x") + ")\n", "b.py": said.replace("line ", "x")}) == []
