"""Reads the YAML of the rule book: one reader for every file, which refuses what nobody can have meant. A `PackError` names the file, the
line and what is wrong in both languages; nothing else is raised, however broken the bytes.
"""

from __future__ import annotations

from importlib.resources.abc import Traversable
from typing import Any

import yaml

from tanheng.engine.errors import PackError

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C loader where PyYAML has it: ten times faster
TEXT, LIST, MAPPING, WHOLE, FLOAT = (f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map", "int", "float"))
NUMBERS = {WHOLE, FLOAT}
PLAIN = {*NUMBERS, *(f"tag:yaml.org,2002:{kind}" for kind in ("bool", "null", "timestamp"))}
LARGEST_BYTES = 4 * 1024 * 1024
DEEPEST = 40  # records within records
MOST_NODES = 300_000
LONGEST_NUMBER = 12  # characters of a number without quotes: years, places, months; every other number is quoted text
MOST_SHOWN = 60


def read_yaml(entry: Traversable, place: str) -> Any:
    """The data of a file; {} of one that is absent or empty. `place` names it in what is told. Raises PackError."""
    if not entry.is_file():
        if entry.is_dir():
            raise PackError(f"{place}: 这是文件夹，应是文件 / is a folder, a file is expected")
        return {}
    text = _text(entry, place)
    try:
        return _Builder(text, place).document() or {}
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = "" if mark is None else f":{mark.line + 1}"
        told = error.problem or str(error)
        raise PackError(f"{place}{line}: 不是正确的 YAML（{told}）/ is no correct YAML ({told})") from error
    except yaml.YAMLError as error:  # a character that YAML forbids
        told = str(error).splitlines()[0][:MOST_SHOWN]
        raise PackError(f"{place}: 含有 YAML 不允许的字符（{told}）/ holds a character that YAML forbids ({told})") from error
    except (ValueError, TypeError, OverflowError) as error:  # a day that is none, and the like
        told = str(error)[:MOST_SHOWN]
        raise PackError(f"{place}: 有读不出的值（{told}）/ holds a value that cannot be read ({told})") from error


def read_record(entry: Traversable, place: str) -> dict[str, Any]:
    """The data of a file that holds entries by name. Raises PackError for a list or a single value."""
    found = read_yaml(entry, place)
    if not isinstance(found, dict):
        raise PackError(f"{place}: 应是“键: 值”的记录，不是{_called(found)[0]} / is {_called(found)[1]}, `key: value` entries are expected")
    return found


def _called(value: Any) -> tuple[str, str]:
    return ("列表", "a list") if isinstance(value, list) else ("单个值", "a single value")


def _text(entry: Traversable, place: str) -> str:
    content = entry.read_bytes()
    if len(content) > LARGEST_BYTES:
        raise PackError(f"{place}: 文件大于 {LARGEST_BYTES:,} 字节 / is larger than {LARGEST_BYTES:,} bytes")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise PackError(f"{place}:{line}: 不是 UTF-8，请另存为 UTF-8 / is not UTF-8; save it as UTF-8") from error


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
                        raise self._fault(event, "一个文件只能有一份内容", "a file holds one document")
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
            raise self._fault(event, f"嵌套超过 {DEEPEST} 层", f"nested deeper than {DEEPEST}")
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
            raise self._fault(event, f"内容多于 {MOST_NODES:,} 项", f"holds more than {MOST_NODES:,} entries")
        return made

    def _named(self, event: Any) -> Any:
        """What an alias stands for, counted as if it were written out. Within itself it would have no end."""
        found = self.anchors.get(event.anchor)
        if found is None:
            within = event.anchor in self.anchors
            zh, en = ("引用了自己", "stands within itself") if within else ("没有定义", "is defined nowhere above")
            raise self._fault(event, f"*{event.anchor} {zh}", f"*{event.anchor} {en}")
        made, size = found
        self.nodes += size
        if self.nodes > MOST_NODES:
            raise self._fault(event, f"内容多于 {MOST_NODES:,} 项", f"holds more than {MOST_NODES:,} entries")
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
                raise self._fault(event, f"键 {str(name)[:MOST_SHOWN]!r} 写了两次", f"the key {str(name)[:MOST_SHOWN]!r} is written twice")
            own[name] = self._built(self.loader.get_event(), depth + 1)
        return {**merged, **own} if merged else own

    def _merged(self, event: Any, taken: Any) -> dict[Any, Any]:
        rows = taken if isinstance(taken, list) else [taken]
        if not all(isinstance(one, dict) for one in rows):
            raise self._fault(event, "<< 后应是记录", "what << takes is no record")
        found: dict[Any, Any] = {}
        for one in reversed(rows):
            found |= one
        return found

    def _key(self, event: Any) -> str | int:
        if not isinstance(event, yaml.ScalarEvent):
            raise self._fault(event, "键应是文本，不是列表、记录或引用", "a key is a text, not a list, a record or an alias")
        name = self._scalar(event)
        if isinstance(name, str) or (isinstance(name, int) and not isinstance(name, bool)):
            return name
        shown = event.value[:MOST_SHOWN]
        raise self._fault(event, f"键 {shown!r} 不是文本，请加引号", f"the key {shown!r} is no text; put it in quotes")

    def _scalar(self, event: Any) -> Any:
        value, tag = event.value, event.tag
        if tag is None or tag == "!":
            tag = self.loader.resolve(yaml.ScalarNode, value, event.implicit) if event.implicit[0] else TEXT
        if tag == TEXT:
            return value
        if tag not in PLAIN:
            raise self._tag_fault(event, tag)
        if tag in NUMBERS and len(value) > LONGEST_NUMBER:
            shown = value[:MOST_SHOWN]
            raise self._fault(event, f"数 {shown} 太长，数字请加引号", f"the number {shown} is too long; write numbers in quotes")
        return self.loader.construct_object(yaml.ScalarNode(tag, value, event.start_mark, event.end_mark))

    def _tag_fault(self, event: Any, tag: str) -> PackError:
        return self._fault(event, f"标签 {tag[:MOST_SHOWN]} 不能用", f"the tag {tag[:MOST_SHOWN]} is not allowed")

    def _fault(self, event: Any, zh: str, en: str) -> PackError:
        return PackError(f"{self.place}:{event.start_mark.line + 1}: {zh} / {en}")
