"""What the YAML and the JSON reader share: limits, places, problems, and unquoted numbers that remember how they were typed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from tanheng.documents.reading.problems import input_problem
from tanheng.documents.reading.text_encoding import decoded_text, first_wrong_byte
from tanheng.engine.case.reader import Path, path_text
from tanheng.engine.numbers import figure
from tanheng.engine.places import Origin
from tanheng.engine.problems import MOST_PLACES, Problem, Severity, unlisted_problem

DEEPEST = 20
MOST_NODES = 600_000
LARGEST_TEXT_BYTES = 16 * 1024 * 1024
SAFE_INTEGER = re.compile(r"-?(0|[1-9]\d{0,15})")
UNSHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f\x80-\x9f\ud800-\udfff\ufffe\uffff]")


class UnquotedNumber(float):
    """A number that was typed without quotes; shown as typed. The case reader refuses it, as it refuses every float."""

    text: str

    def __new__(cls, text: str) -> UnquotedNumber:
        """The number as typed; its value is never used."""
        made = super().__new__(cls, 0.0)
        made.text = text[:60]
        return made

    def __str__(self) -> str:
        return self.text

    __repr__ = __str__

    def __hash__(self) -> int:
        return hash(self.text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, UnquotedNumber) and other.text == self.text


@dataclass
class TextReading:
    """One reading of a text: what stands where, and what is wrong."""

    file: str
    places: dict[Path, Origin] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    nodes: int = 0
    counts: dict[tuple[str, Severity], int] = field(default_factory=dict)  # problems by kind, those that were only counted too

    def at(self, line: int | None, path: Path = ()) -> Origin:
        """A place in this text."""
        return Origin(file=self.file, path=path_text(path) or None, line=line)

    def note(self, code: str, line: int | None, path: Path = (), severity: Severity = "error", **words: Any) -> None:
        """Collects a problem; of a kind that fills a list by itself the rest is only counted."""
        count = self.counts[code, severity] = self.counts.get((code, severity), 0) + 1
        if count <= MOST_PLACES:
            self.problems.append(input_problem(code, self.at(line, path), severity, **words))

    def told(self) -> list[Problem]:
        """The problems, with what stands for those that were only counted."""
        rest = [(kind, count - MOST_PLACES) for kind, count in self.counts.items() if count > MOST_PLACES]
        return [*self.problems, *(unlisted_problem(*kind, self.file, count) for kind, count in rest)]

    def mark(self, path: Path, line: int) -> None:
        """Remembers where a path stands."""
        self.places[path] = self.at(line, path)

    def shown(self, text: str, line: int, path: Path) -> str:
        """The text; a character that cannot be shown or stored is a problem and is taken out."""
        found = UNSHOWN.search(text)
        if found is None:
            return text
        self.note("FILE-109", line, path, found=f"U+{ord(found.group()):04X}")
        return UNSHOWN.sub("", text)


class Unreadable(Exception):  # noqa: N818 - it ends a reading, its problem has been noted
    """The rest of the text cannot be read; the problem has been noted. Never leaves the readers."""


def decoded(content: bytes, reading: TextReading) -> str | None:
    """The text of UTF-8 or UTF-16 bytes, with or without a mark; None with the problem noted. GBK is told: names enter the hash."""
    if len(content) > LARGEST_TEXT_BYTES:
        reading.note("FILE-003", None, found=figure(len(content)), known=figure(LARGEST_TEXT_BYTES))
        return None
    text, encoding = decoded_text(content)
    if text is not None and encoding.name != "gb18030":
        return text
    likely: dict[str, Any] = {"likely": "，像是 GBK", "likely_en": ", it looks like GBK"} if text is not None else {"likely": ""}
    wrong = encoding.wrong if encoding.wrong is not None else first_wrong_byte(content, "utf-8") or 0
    reading.note("FILE-004", content.count(b"\n", 0, wrong) + 1, found=f"0x{content[wrong]:02X}", **likely)
    return None
