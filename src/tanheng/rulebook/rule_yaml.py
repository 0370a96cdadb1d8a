"""Reads the YAML of the rule book: one reader for every file, which refuses what nobody can have meant. A `PackError` names the file, the
line and what is wrong in both languages; nothing else is raised, however broken the bytes.
"""

from __future__ import annotations

from importlib.resources.abc import Traversable
from typing import Any

import yaml

from tanheng.engine.errors import PackError
from tanheng.engine.pack_sentences import at, told
from tanheng.engine.text import Text

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C loader where PyYAML has it: ten times faster
TEXT, LIST, MAPPING, WHOLE, FLOAT = (f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map", "int", "float"))
NUMBERS = {WHOLE, FLOAT}
PLAIN = {*NUMBERS, *(f"tag:yaml.org,2002:{kind}" for kind in ("bool", "null", "timestamp"))}
LARGEST_BYTES = 4 * 1024 * 1024
DEEPEST = 40  # records within records
MOST_NODES = 300_000
LONGEST_NUMBER = 12  # characters of a number without quotes: years, places, months; every other number is quoted text
MOST_SHOWN = 60
A_LIST, A_VALUE = Text("列表", "a list"), Text("单个值", "a single value")


def read_yaml(entry: Traversable, place: str) -> Any:
    """The data of a file; {} of one that is absent or empty. `place` names it in what is told. Raises PackError."""
    if not entry.is_file():
        if entry.is_dir():
            raise PackError(at(place, told("folder_for_file")))
        return {}
    text = _text(entry, place)
    try:
        return _Builder(text, place).document() or {}
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = "" if mark is None else f":{mark.line + 1}"
        raise PackError(at(f"{place}{line}", told("no_yaml", told=error.problem or error))) from error
    except yaml.YAMLError as error:  # a character that YAML forbids
        raise PackError(at(place, told("forbidden_character", told=str(error).splitlines()[0][:MOST_SHOWN]))) from error
    except (ValueError, TypeError, OverflowError) as error:  # a day that is none, and the like
        raise PackError(at(place, told("unreadable_value", told=str(error)[:MOST_SHOWN]))) from error


def read_record(entry: Traversable, place: str) -> dict[str, Any]:
    """The data of a file that holds entries by name. Raises PackError for a list or a single value."""
    found = read_yaml(entry, place)
    if not isinstance(found, dict):
        raise PackError(at(place, told("no_entries", called=A_LIST if isinstance(found, list) else A_VALUE)))
    return found


def _text(entry: Traversable, place: str) -> str:
    content = entry.read_bytes()
    if len(content) > LARGEST_BYTES:
        raise PackError(at(place, told("too_large", most=LARGEST_BYTES)))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise PackError(at(f"{place}:{line}", told("not_utf8"))) from error


class _Builder:
    """Makes plain data of the events of one file: the parser's own composing overruns its stack where a text nests too deep."""

    def __init__(self, text: str, place: str) -> None:
        self.loader = LOADER(text)
        self.place = place
        self.anchors: dict[str, tuple[Any, int] | None] = {}  # what is named, and how much it holds; None while it is still open
        self.nodes = 0

    def document(self) -> Any:
        """The data of the one document. Raises PackError and what the parser and its values raise."""
        found: Any = None
        documents = 0
        try:
            while self.loader.check_event():
                event = self.loader.get_event()
                if isinstance(event, yaml.DocumentStartEvent):
                    documents += 1
                    if documents > 1:
                        raise self._fault(event, "two_documents")
                    found = self._built(self.loader.get_event(), 0)
            return found
        finally:
            self.loader.dispose()

    def _built(self, event: Any, depth: int) -> Any:
        self.nodes += 1
        if isinstance(event, yaml.AliasEvent):
            return self._named(event)
        before, name = self.nodes, event.anchor
        if depth > DEEPEST:
            raise self._fault(event, "too_deep", most=DEEPEST)
        if name:
            self.anchors[name] = None
        if isinstance(event, yaml.ScalarEvent):
            made = self._scalar(event)
        else:
            if event.tag and event.tag not in (LIST, MAPPING, "!"):
                raise self._tag_fault(event, event.tag)
            made = self._mapping(depth) if isinstance(event, yaml.MappingStartEvent) else self._list(depth)
        if name:
            self.anchors[name] = (made, self.nodes - before + 1)
        if self.nodes > MOST_NODES:
            raise self._fault(event, "too_much", most=MOST_NODES)
        return made

    def _named(self, event: Any) -> Any:
        """What an alias stands for, counted as if it were written out. Within itself it would have no end."""
        found = self.anchors.get(event.anchor)
        if found is None:
            raise self._fault(event, "within_itself" if event.anchor in self.anchors else "unnamed", name=event.anchor)
        made, size = found
        self.nodes += size
        if self.nodes > MOST_NODES:
            raise self._fault(event, "too_much", most=MOST_NODES)
        return made

    def _list(self, depth: int) -> list[Any]:
        made = []
        while not isinstance(event := self.loader.get_event(), yaml.SequenceEndEvent):
            made.append(self._built(event, depth + 1))
        return made

    def _mapping(self, depth: int) -> dict[Any, Any]:
        merged: dict[Any, Any] = {}
        own: dict[Any, Any] = {}
        while not isinstance(event := self.loader.get_event(), yaml.MappingEndEvent):
            if isinstance(event, yaml.ScalarEvent) and event.value == "<<" and event.implicit[0]:
                merged = {**self._merged(event, self._built(self.loader.get_event(), depth + 1)), **merged}
                continue
            name = self._key(event)
            if name in own:
                raise self._fault(event, "key_twice", name=str(name)[:MOST_SHOWN])
            own[name] = self._built(self.loader.get_event(), depth + 1)
        return {**merged, **own} if merged else own

    def _merged(self, event: Any, taken: Any) -> dict[Any, Any]:
        rows = taken if isinstance(taken, list) else [taken]
        if not all(isinstance(one, dict) for one in rows):
            raise self._fault(event, "merged_no_record")
        found: dict[Any, Any] = {}
        for one in reversed(rows):
            found |= one
        return found

    def _key(self, event: Any) -> str | int:
        if not isinstance(event, yaml.ScalarEvent):
            raise self._fault(event, "key_no_text")
        name = self._scalar(event)
        if isinstance(name, str) or (isinstance(name, int) and not isinstance(name, bool)):
            return name
        raise self._fault(event, "key_unquoted", name=event.value[:MOST_SHOWN])

    def _scalar(self, event: Any) -> Any:
        value, tag = event.value, event.tag
        if tag is None or tag == "!":
            tag = self.loader.resolve(yaml.ScalarNode, value, event.implicit) if event.implicit[0] else TEXT
        if tag == TEXT:
            return value
        if tag not in PLAIN:
            raise self._tag_fault(event, tag)
        if tag in NUMBERS and len(value) > LONGEST_NUMBER:
            raise self._fault(event, "long_number", value=value[:MOST_SHOWN])
        return self.loader.construct_object(yaml.ScalarNode(tag, value, event.start_mark, event.end_mark))

    def _tag_fault(self, event: Any, tag: str) -> PackError:
        return self._fault(event, "tag", tag=tag[:MOST_SHOWN])

    def _fault(self, event: Any, sentence: str, **words: Any) -> PackError:
        return PackError(at(f"{self.place}:{event.start_mark.line + 1}", told(sentence, **words)))
