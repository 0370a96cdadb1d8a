"""The shape of a record of a rule pack: its keys, each with type, allowed words and meaning. One shape refuses what is wrong, reads
what is right and is printed as the reference of packs; `engine.records.of.packs` holds the shapes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tanheng.engine.numbers import parse_decimal, parse_number
from tanheng.engine.pack_sentences import NOTHING, at, nearest, told
from tanheng.engine.text import Text

MOST_SHOWN = 60  # characters of a wrong value


def _is_decimal(value: Any) -> bool:
    return isinstance(value, str) and parse_decimal(value) is not None


def _is_number(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    try:
        parse_number(value)
    except (ValueError, ArithmeticError):
        return False
    return True


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_pair(value: Any) -> bool:
    return isinstance(value, Mapping) and set(value) == {"zh", "en"} and all(isinstance(one, str) for one in value.values())


def _is_names(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(one, str) for one in value)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_texts(value: Any) -> bool:
    return isinstance(value, Mapping) and all(isinstance(one, str) for one in value.values())


def _is_lists(value: Any) -> bool:
    return isinstance(value, Mapping) and all(_is_names(one) for one in value.values())


TESTS: dict[str, tuple[Callable[[Any], bool], Text]] = {  # type → whether a value is one, and what it is called
    "text": (_is_text, Text("文字", "text")),
    "pair": (_is_pair, Text("{zh: …, en: …}", "{zh: …, en: …}")),
    "decimal": (_is_decimal, Text("加引号的小数", "quoted decimal text")),
    "number": (_is_number, Text("加引号的小数或分数", "quoted decimal text or a quoted ratio")),
    "whole": (_is_whole, Text("整数", "a whole number")),
    "flag": (lambda value: isinstance(value, bool), Text("不加引号的 true 或 false", "true or false, unquoted")),
    "names": (_is_names, Text("名称的列表", "a list of names")),
    "record": (lambda value: isinstance(value, Mapping), Text("一条记录", "a record")),
    "records": (lambda value: isinstance(value, list | tuple), Text("记录的列表", "a list of records")),
    "by id": (lambda value: isinstance(value, Mapping), Text("按编号列出的记录", "records by id")),
    "texts": (_is_texts, Text("按名称列出的文字", "texts by name")),
    "lists": (_is_lists, Text("按名称列出的名称列表", "lists of names by name")),
    "map": (lambda value: isinstance(value, Mapping), Text("对照表", "a mapping")),
    "any": (lambda value: True, Text("任意内容", "anything")),
}


@dataclass(frozen=True)
class Key:
    """One key of a record; `absent` is what it means to leave it out."""

    name: str
    type: str
    says: str
    required: bool = False
    words: tuple[str, ...] = ()  # the only ones allowed, of a text or of a list of names
    absent: Any = None
    shape: Shape | None = None  # of a record, of each of a list, or of each by id
    bounds: tuple[int, int] | None = None  # lowest and highest of a whole number
    empty: bool = False  # null may be written, to take away what a parent has or to say that nothing is known


@dataclass(frozen=True)
class Fault:
    """What is wrong at a place of a file; one that blocks leaves nothing that could be built."""

    place: str
    text: Text
    blocks: bool = True

    @property
    def told(self) -> Text:
        """The whole sentence: the place, and what is wrong there."""
        return at(self.place, self.text)

    def __str__(self) -> str:
        return f"{self.place}: {self.text.both}"


@dataclass(frozen=True)
class Shape:
    """A type of record: what it is called, where it stands, and its keys."""

    title: Text
    file: str
    keys: tuple[Key, ...]
    by_name: Mapping[str, Key] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {key.name: key for key in self.keys})

    def read(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """Every key with its value as the engine takes it; what is absent as the shape says."""
        return {key.name: _read(key, row.get(key.name, key.absent)) for key in self.keys}

    def faults(self, row: Any, place: str, *, more: Mapping[str, Key] | None = None) -> Iterator[Fault]:
        """What is wrong with a record as it stands in its file; `more` are keys that only this record has."""
        if not isinstance(row, Mapping):
            yield Fault(place, told("no_record", value=_shown(row)))
            return
        known = {**self.by_name, **more} if more else self.by_name
        for name, value in row.items():
            key = known.get(name)
            if key is None:
                yield Fault(place, told("unknown_key", name=name, near=nearest(str(name), known)), blocks=False)
            else:
                yield from _value_faults(key, value, f"{place}: {name}")

    def lacking(self, row: Any, place: str) -> Iterator[Fault]:
        """The required keys that a resolved record lacks, in it and in the records within."""
        if not isinstance(row, Mapping):
            return
        for key in self.keys:
            value = row.get(key.name)
            if value is None:
                if key.required:
                    yield Fault(place, told("missing", name=key.name))
            elif key.shape is not None:
                for name, inner in _inner(key, value):
                    yield from key.shape.lacking(inner, f"{place}: {key.name}{name}")


def _value_faults(key: Key, value: Any, place: str) -> Iterator[Fault]:
    if value is None:
        if not key.empty:
            yield Fault(place, told("no_value"))
        return
    test, called = TESTS[key.type]
    if not test(value):
        yield Fault(place, told("wrong_type", value=_shown(value), called=called, more=_unquoted(key, value)))
        return
    if key.bounds and not key.bounds[0] <= value <= key.bounds[1]:
        yield outside(place, _shown(value), key.bounds)
    if key.words:
        for word in (value,) if isinstance(value, str) else value:
            if word not in key.words:
                yield unknown_word(place, word, key.words)
    if key.shape is not None:
        for name, inner in _inner(key, value):
            yield from key.shape.faults(inner, f"{place}{name}")


def outside(place: str, value: str, bounds: tuple[int, int]) -> Fault:
    """A number beyond what its key may say."""
    return Fault(place, told("outside", value=value, low=bounds[0], high=bounds[1]))


def unknown_word(place: str, word: str, known: tuple[str, ...], *, listed: bool = True) -> Fault:
    """A word that is none of a closed list, with the nearest and (`listed`) all of them."""
    every = ", ".join(known)
    more = Text(f"；可用：{every}", f"; allowed: {every}") if listed else NOTHING
    return Fault(place, told("unknown_word", name=word, near=nearest(word, known), known=more))


def _unquoted(key: Key, value: Any) -> Text:
    word = str(value).strip().lower()
    return Text(f"；写成 {word}", f"; write {word}") if key.type == "flag" and word in ("true", "false") else NOTHING


def _inner(key: Key, value: Any) -> Iterator[tuple[str, Any]]:
    if key.type == "record":
        yield "", value
    elif key.type == "by id" and isinstance(value, Mapping):
        yield from ((f".{name}", inner) for name, inner in value.items())
    elif key.type == "records" and isinstance(value, list | tuple):
        for number, inner in enumerate(value):
            called = inner.get("id", number + 1) if isinstance(inner, Mapping) else number + 1
            yield f"[{called}]", inner


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= MOST_SHOWN else f"{text[: MOST_SHOWN - 1]}…"


def _read(key: Key, value: Any) -> Any:
    if value is None:
        return key.absent
    match key.type:
        case "decimal":
            return parse_decimal(value)
        case "number":
            return parse_number(value)
        case "pair":
            return Text(value["zh"], value["en"])
        case "names":
            return tuple(value)
    return value
