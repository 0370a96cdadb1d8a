"""Reads JSON into plain data with the line of everything, which Python's own reader does not tell. Nothing beyond JSON."""

from __future__ import annotations

import re
from bisect import bisect_right
from json.decoder import JSONDecodeError, scanstring  # type: ignore[attr-defined]  # the standard library's own string rule
from typing import Any

from tanheng.documents.reading.syntax_words import both_languages
from tanheng.documents.reading.text_reading import (
    DEEPEST,
    MOST_NODES,
    SAFE_INTEGER,
    TextReading,
    UnquotedNumber,
    Unreadable,
)
from tanheng.engine.case.reader import Path
from tanheng.engine.numbers import figure
from tanheng.engine.unread import UNREAD

BLANK = re.compile(r"[ \t\r\n]*")
NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?")
NOT_A_NUMBER = re.compile(r"-?(NaN|Infinity)")
WORDS = {"true": True, "false": False, "null": None}


class JsonBuilder:
    """Reads one text from left to right."""

    def __init__(self, text: str, reading: TextReading) -> None:
        self.text = text
        self.reading = reading
        self.position = 0
        self.line_starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def document(self) -> Any:
        """The one value of the text. Raises Unreadable, its problem noted."""
        value = self._value((), 0)
        if self._next_character():
            raise self._unreadable("extra data after the end")
        return value

    def _line(self, position: int | None = None) -> int:
        return bisect_right(self.line_starts, self.position if position is None else position)

    def _unreadable(self, found: str) -> Unreadable:
        self.reading.note("FILE-101", self._line(), **both_languages(found, 120))
        return Unreadable()

    def _next_character(self) -> str:
        match = BLANK.match(self.text, self.position)
        self.position = match.end() if match else self.position
        return self.text[self.position : self.position + 1]

    def _expect(self, characters: str) -> str:
        found = self._next_character()
        if not found or found not in characters:
            wanted = " or ".join(characters)
            raise self._unreadable(f"expected {wanted}, found {found or 'the end'}")
        self.position += 1
        return found

    def _value(self, path: Path, depth: int) -> Any:
        character = self._next_character()
        line = self._line()
        self.reading.nodes += 1
        if depth > DEEPEST:
            self.reading.note("FILE-105", line, path[:4], known=DEEPEST)
            raise Unreadable
        if self.reading.nodes > MOST_NODES:
            self.reading.note("FILE-110", line, path, known=figure(MOST_NODES))
            raise Unreadable
        if path:
            self.reading.mark(path, line)
        if character == "{":
            return self._object(path, depth)
        if character == "[":
            return self._array(path, depth)
        return self._string(path) if character == '"' else self._word(path, line)

    def _object(self, path: Path, depth: int) -> dict[str, Any]:
        made: dict[str, Any] = {}
        lines: dict[str, int] = {}
        self.position += 1
        if self._next_character() == "}":
            self.position += 1
            return made
        while True:
            self._expect('"')
            self.position -= 1
            line = self._line()
            key = self._string(path)[:200]
            self._expect(":")
            value = self._value((*path, key), depth + 1)
            if key in made:
                self.reading.note("FILE-102", line, (*path, key), found=key[:60], known=lines[key])
            else:
                made[key], lines[key] = value, line
            if self._expect(",}") == "}":
                return made

    def _array(self, path: Path, depth: int) -> list[Any]:
        made: list[Any] = []
        self.position += 1
        if self._next_character() == "]":
            self.position += 1
            return made
        while True:
            made.append(self._value((*path, len(made)), depth + 1))
            if self._expect(",]") == "]":
                return made

    def _string(self, path: Path) -> str:
        line = self._line()
        try:
            text, self.position = scanstring(self.text, self.position + 1, True)
        except JSONDecodeError as error:
            self.position = min(error.pos, len(self.text))
            raise self._unreadable(error.msg) from None
        return self.reading.shown(text, line, path)

    def _word(self, path: Path, line: int) -> Any:
        for word, value in WORDS.items():
            if self.text.startswith(word, self.position):
                self.position += len(word)
                return value
        odd = NOT_A_NUMBER.match(self.text, self.position)
        if odd:
            self.position = odd.end()
            self.reading.note("FILE-108", line, path, found=odd.group())
            return UNREAD
        number = NUMBER.match(self.text, self.position)
        if number is None:
            raise self._unreadable(f"unexpected {self.text[self.position : self.position + 1] or 'end'}")
        self.position = number.end()
        text = number.group()
        return int(text) if SAFE_INTEGER.fullmatch(text) else UnquotedNumber(text)


def read_json_text(text: str, reading: TextReading) -> Any:
    """The data of a JSON text; None where it cannot be read, with its problem noted."""
    try:
        return JsonBuilder(text, reading).document()
    except Unreadable:
        return None
