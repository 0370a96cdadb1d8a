"""What differs between two editions, told with the names of things: for the book's chapter and the page that compares."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tanheng.documents.report.labels import SEVERITIES, one_language
from tanheng.documents.rule_book.words import DIFFERENCE_SECTIONS, INDEX, KEYS, ROUNDING, WORDS, YEAR_RULES
from tanheng.engine.pack import Pack
from tanheng.engine.pack_document import pack_document
from tanheng.engine.status_words import status_label

PLACEHOLDER = re.compile(r"\{(value|low|high)\}")
SELF_EVIDENT = {"id", "hash"}
CLOSED_LISTS = {"role": WORDS, "level": WORDS, "boundary": WORDS, "index": INDEX, "rounding": ROUNDING, "year": YEAR_RULES}
CLOSED_LISTS["severity"] = SEVERITIES
PREFIX = {"quantities": "q-", "parameters": "p-", "tables": "t-", "formulas": "f-", "checks": "c-", "untranslatable": "u-"}


@dataclass(frozen=True, slots=True)
class Change:
    """One leaf that differs: the chapter, the thing, which of its properties, before and after ("" where absent)."""

    chapter: str
    name: str
    label: str
    what: str
    before: str
    after: str
    kind: str  # added, removed, changed
    anchor: str = ""


def changes(before: Pack, after: Pack, lang: str) -> list[Change]:
    """Everything that differs between two packs, chapter by chapter."""
    old, new = (_told(pack_document(pack, lang), lang) for pack in (before, after))
    found: list[Change] = []
    for chapter in dict.fromkeys((*old, *new)):
        if chapter not in SELF_EVIDENT:
            found.extend(_chapter_changes(chapter, _by_name(old.get(chapter)), _by_name(new.get(chapter)), lang))
    return found


def _told(value: Any, lang: str) -> Any:
    """The document with its bilingual texts in one language: `{zh, en}` a text, zh and en among other keys a label."""
    if isinstance(value, list):
        return [_told(part, lang) for part in value]
    if not isinstance(value, dict):
        return value
    mine = "zh" if lang == "zh" else "en"
    if set(value) == {"zh", "en"}:
        return value[mine]
    rest = {str(key): _told(part, lang) for key, part in value.items() if key not in ("zh", "en")}
    return {"label": value[mine], **rest} if {"zh", "en"} <= set(value) else rest


def _by_name(value: Any) -> Any:
    """A list of things with ids as a mapping by id, so that an insertion is no change of all that follow."""
    if isinstance(value, list) and all(isinstance(one, dict) and "id" in one for one in value):
        return {one["id"]: one for one in value}
    return value


def _chapter_changes(chapter: str, old: Any, new: Any, lang: str) -> Iterator[Change]:
    title = DIFFERENCE_SECTIONS[chapter].in_(lang) if chapter in DIFFERENCE_SECTIONS else _key(chapter, lang)
    if not isinstance(old, dict) or not isinstance(new, dict):
        if old != new:  # title, status, years: facts of the document
            document = DIFFERENCE_SECTIONS["document"].in_(lang)
            label = _key(chapter, lang)
            yield Change(document, chapter, label, "", _shown(old, lang, chapter), _shown(new, lang, chapter), "changed")
        return
    for name in dict.fromkeys((*old, *new)):
        one, other = old.get(name), new.get(name)
        if one == other:
            continue
        if chapter == "document":  # its facts are texts under a word of their own
            yield Change(title, name, _key(name, lang), "", _shown(one, lang, name), _shown(other, lang, name), "changed")
            continue
        anchor = PREFIX[chapter] + name if chapter in PREFIX and name in new else ""
        label = _label(one if name not in new else other)
        if name not in old or name not in new:
            kind = "added" if name not in old else "removed"
            yield Change(title, name, label, "", _summary(one, lang), _summary(other, lang), kind, anchor)
            continue
        for path, left, right in _leaves((), one, other):
            words = " · ".join(_key(part, lang) for part in path)
            key = path[-1] if path else ""
            yield Change(title, name, label, words, _shown(left, lang, key), _shown(right, lang, key), "changed", anchor)


def _leaves(path: tuple[str, ...], old: Any, new: Any) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys((*old, *new)):
            yield from _leaves((*path, str(key)), old.get(key), new.get(key))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for left, right in zip(old, new, strict=True):
            yield from _leaves(path, left, right)
    elif old != new:
        yield path, old, new


def _key(name: str, lang: str) -> str:
    return KEYS[name].in_(lang) if name in KEYS else name


def _label(one: Any) -> str:
    if isinstance(one, list) and one:
        one = one[0]
    if not isinstance(one, dict):
        return ""
    return PLACEHOLDER.sub("…", str(one.get("label") or one.get("message") or one.get("formula") or ""))


def _summary(one: Any, lang: str) -> str:
    """A whole entry that came or went, in one line."""
    if isinstance(one, list):
        return "; ".join(_summary(part, lang) for part in one)
    if not isinstance(one, dict):
        return _shown(one, lang)
    if "message" in one:
        return _label(one)
    parts = (one.get("symbol"), one.get("value") or one.get("formula"), one.get("unit"))
    shown = " ".join(str(part) for part in parts if part not in (None, "", "1")) or _label(one)
    return shown.replace("{unit}", WORDS["unit"].in_(lang))


def _shown(value: Any, lang: str, key: str = "") -> str:
    """A leaf for people: words of closed lists by their names, texts in one language."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return WORDS["yes" if value else "no"].in_(lang)
    if isinstance(value, list) and all(isinstance(part, str | int) for part in value):
        return ", ".join(_shown(part, lang, key) for part in value)
    if key == "status":
        return status_label(str(value), lang)
    labels = CLOSED_LISTS.get(key, {})
    if isinstance(value, str) and value in labels:
        return labels[value].in_(lang)
    if isinstance(value, dict):
        return ", ".join(f"{_key(name, lang)} {_shown(part, lang)}" for name, part in value.items())
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return PLACEHOLDER.sub("…", one_language(str(value), lang)).replace("{unit}", WORDS["unit"].in_(lang))
