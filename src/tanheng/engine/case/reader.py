"""What the readers of the parts of a case share: places and their origins, plain fields, and the list of problems they add to."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from tanheng.engine.numbers import figure
from tanheng.engine.places import Origin
from tanheng.engine.problems import Problem
from tanheng.engine.text import Text
from tanheng.engine.unread import UNREAD, Unread
from tanheng.engine.wording import Wording

Path = tuple[str | int, ...]
Places = Mapping[Path, Origin]
REACH_KNOWN = ("entity", "attributes", "values", "uncertainties", "overrides", "answers")
LONGEST_TEXT = 500


class Reader:
    """Carries the places and the problems of one reading. `sealed`: what is read was accepted once; bounds set since do not refuse it."""

    def __init__(
        self, places: Places, file: str | None, unread: Unread | None = None, wording: Wording | None = None, *, sealed: bool = False
    ) -> None:
        self.sealed = sealed
        self.places = places
        self.file = file
        self.unread = unread or Unread()
        self.wording = wording or Wording()
        self.facilities_whole = True  # every facility listed has an id that can be used
        self.problems: list[Problem] = []

    def origin(self, path: Path) -> Origin:
        """The nearest known place of a path."""
        for length in range(len(path), 0, -1) if self.places else ():
            if path[:length] in self.places:
                return self.places[path[:length]]
        return _origin(self.file, path)

    def note(self, code: str, path: Path, *, domain: Mapping[str, Any] | None = None, **numbers: Any) -> None:
        """Collects an error at a path. Beside figures and words, whose readers know what an error reaches, it may reach anything."""
        if not path or path[0] not in REACH_KNOWN:
            self.unread.anything_doubtful = True
        self.problems.append(self.wording.problem(code, self.origin(path).where(**(domain or {})), **numbers))

    def field(self, path: Path, key: str) -> Text:
        """What the entry at a path calls one of its keys."""
        return self.wording.field(str(path[0]) if path else "", key)

    def text(self, row: Mapping[str, Any], key: str, path: Path, *, required: bool = False) -> str:
        """The text under a key, or an empty one; anything else is a problem."""
        value = row.get(key)
        if value is UNREAD:
            return ""
        if value is None:
            if required:
                self.note("CASE-104", path, found=self.field(path, key))
            return ""
        if not isinstance(value, str):
            self.note("CASE-106", (*path, key), found=f"{key}: {value!r}"[:80], wanted=Text("加引号的文本", "quoted text"))
            return ""
        if len(value) > LONGEST_TEXT:
            self.note("CASE-158", (*path, key), found=figure(len(value)), known=figure(LONGEST_TEXT))
        text = value[:LONGEST_TEXT].strip()
        if required and not text:
            self.note("CASE-104", path, found=self.field(path, key))
        return text

    def rows(self, document: Mapping[str, Any], key: str) -> list[tuple[Path, Mapping[str, Any]]]:
        """The mappings of a list, each with its path; others are problems."""
        rows = document.get(key)
        if rows is None:
            return []
        if not isinstance(rows, list):
            self.unread.anything_doubtful = True
            self.unread.everything |= key == "values"
            if rows is not UNREAD:
                self.note("CASE-106", (key,), found=key, wanted=Text("列表", "a list"))
            return []
        found: list[tuple[Path, Mapping[str, Any]]] = []
        for number, row in enumerate(rows):
            if isinstance(row, Mapping):
                found.append(((key, number), row))
                continue
            self.unread.anything_doubtful = True
            if row is not UNREAD:
                self.note("CASE-106", (key, number), found=f"{key}[{number}]", wanted=Text("“键: 值”", "`key: value` entries"))
        return found

    def known_keys(self, row: Mapping[str, Any], known: tuple[str, ...], path: Path) -> None:
        """Unknown keys are problems."""
        for key in row:
            if key not in known:
                self.note("CASE-103", (*path, str(key)), found=str(key)[:60], known=", ".join(known))


@lru_cache(5_000)
def _origin(file: str | None, path: Path) -> Origin:
    """The place that a path names itself: the same few for case after case."""
    return Origin(file=file, path=path_text(path))


def path_text(path: Path) -> str:
    """`values[3].months.1`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) and text else ("." if text else "") + str(part)
    return text
