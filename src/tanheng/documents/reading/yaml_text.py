"""Reads YAML into plain data with the line of everything, from parser events: text stays text, nothing else is guessed.

Only what a case needs: mappings, lists, text, integers, true, false and null. Dates, `yes`, `no` and the like stay text;
unquoted numbers stay numbers, so that the case reader can refuse them. Anchors, tags and several documents are problems.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

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

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C parser where PyYAML has it
NUMBER = re.compile(
    r"[-+]?(\d[\d_,]*(?:\.[\d_]*)?([eE][-+]?\d+)?|\.\d+([eE][-+]?\d+)?|0[xXoO][0-9a-fA-F]+|\.(inf|Inf|INF))|\.(nan|NaN|NAN)"
)
WORDS = {"": None, "~": None, "null": None, "Null": None, "NULL": None, "true": True, "True": True, "false": False, "False": False}
MONTHS = frozenset(map(str, range(1, 13)))  # the only keys that are numbers
TEXT_TAG = "tag:yaml.org,2002:str"


class YamlBuilder:
    """Builds the first document of a text. A wrong part is noted and left out; the rest is still read."""

    def __init__(self, text: str, reading: TextReading) -> None:
        self.events = yaml.parse(text, Loader=LOADER)
        self.reading = reading

    def document(self) -> Any:
        """The document, or None when there is none. Raises Unreadable and yaml.YAMLError."""
        found: list[Any] = []
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                if found:
                    self.reading.note("FILE-106", line_of(event))
                    break
                found.append(self._node(next(self.events), (), 0))
        return found[0] if found else None

    def _node(self, event: Any, path: Path, depth: int) -> Any:
        line = line_of(event)
        self._guard(event, path, depth, line)
        if path:
            self.reading.mark(path, line)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path, depth)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, path, line)
        self.reading.note("FILE-103", line, path, found=f"*{event.anchor}")
        return UNREAD

    def _guard(self, event: Any, path: Path, depth: int, line: int) -> None:
        self.reading.nodes += 1
        if self.reading.nodes > MOST_NODES:
            self.reading.note("FILE-110", line, path, known=figure(MOST_NODES))
            raise Unreadable
        if depth > DEEPEST:
            self.reading.note("FILE-105", line, path[:4], known=DEEPEST)
            raise Unreadable
        if isinstance(event, yaml.AliasEvent):
            return
        if event.anchor:
            self.reading.note("FILE-103", line, path, found=f"&{event.anchor[:40]}")
        if event.tag and event.tag not in (TEXT_TAG, "!"):
            self.reading.note("FILE-104", line, path, found=event.tag[:60])

    def _mapping(self, path: Path, depth: int) -> dict[Any, Any]:
        made: dict[Any, Any] = {}
        lines: dict[Any, int] = {}
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            line = line_of(event)
            key = self._key(event, path, depth, line)
            value = self._node(next(self.events), (*path, line if key is None else key), depth + 1)
            if key is None:
                continue
            if key in made:
                self.reading.note("FILE-102", line, (*path, key), found=str(key)[:60], known=lines[key])
                continue
            made[key], lines[key] = value, line
        return made

    def _key(self, event: Any, path: Path, depth: int, line: int) -> str | int | None:
        if not isinstance(event, yaml.ScalarEvent):
            self.reading.note("FILE-107", line, path)
            self._node(event, (*path, line), depth + 1)
            return None
        self._guard(event, path, depth, line)
        text = self.reading.shown(event.value, line, path)[:200]
        return int(text) if event.implicit[0] and text in MONTHS else text

    def _sequence(self, path: Path, depth: int) -> list[Any]:
        made: list[Any] = []
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            made.append(self._node(event, (*path, len(made)), depth + 1))
        return made

    def _scalar(self, event: Any, path: Path, line: int) -> Any:
        text = event.value
        if event.implicit[0]:  # plain: neither quoted nor tagged
            if text in WORDS:
                return WORDS[text]
            if SAFE_INTEGER.fullmatch(text):
                return int(text)
            if NUMBER.fullmatch(text):
                return UnquotedNumber(text)
        return self.reading.shown(text, line, path)


def line_of(event: Any) -> int:
    """The line of an event, counted from 1."""
    return int(event.start_mark.line) + 1


def read_yaml_text(text: str, reading: TextReading) -> Any:
    """The data of a YAML text; None where it cannot be read, with its problem noted."""
    try:
        return YamlBuilder(text, reading).document()
    except Unreadable:
        return None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = None if mark is None else mark.line + 1
        lines = text.splitlines()
        tab = line is not None and line <= len(lines) and re.match(r" *\t", lines[line - 1]) is not None
        reading.note("FILE-111" if tab else "FILE-101", line, **both_languages(error.problem or str(error), 120))
    except yaml.YAMLError as error:  # a character that YAML forbids: the reader of PyYAML names its position
        position = getattr(error, "position", None)
        line = text.count("\n", 0, position) + 1 if isinstance(position, int) and position >= 0 else None
        character = getattr(error, "character", None)
        found = f"U+{character:04X}" if isinstance(character, int) else str(error).splitlines()[0][:80]
        reading.note("FILE-109", line, found=found)
    except (RecursionError, ValueError, OverflowError) as error:
        reading.note("FILE-101", None, found=type(error).__name__)
    return None
