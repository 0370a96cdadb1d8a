"""Reads a parsed `case/1` document into a `Case`, collecting every problem with its place; it never raises for
bad data.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from tanheng.engine.case import VERSION, AttributeValue, Case, Facility, Origin, Override, Value
from tanheng.engine.case_problems import RESULT_SENTENCES, case_problem
from tanheng.engine.completeness import with_defaults_checked
from tanheng.engine.errors import DisabledPackError, Problem, UnknownPackError, has_errors, sorted_problems
from tanheng.engine.override_reading import override_problems, read_overrides
from tanheng.engine.overrides import overridden
from tanheng.engine.pack import Attribute, Pack
from tanheng.engine.uncertainty_forms import Statement
from tanheng.engine.uncertainty_reading import read_statements
from tanheng.engine.uncertainty_sources import statement_problems
from tanheng.engine.value_reading import ValueReader

Path = tuple[str | int, ...]
Places = Mapping[Path, Origin]
TOP_KEYS = (
    "tanheng",
    "pack",
    "year",
    "grain",
    "entity",
    "facilities",
    "attributes",
    "values",
    "uncertainties",
    "overrides",
)
MOST_VALUES = 200_000
LONGEST_TEXT = 500
UNADDRESSABLE = re.compile(r"[@/:\x00-\x1f\x7f]")  # they part QUANTITY@FACILITY:ITEM/MONTH


class Reader:
    """Carries the places and the problems of one reading."""

    def __init__(self, places: Places, file: str | None) -> None:
        self.places = places
        self.file = file
        self.problems: list[Problem] = []

    def origin(self, path: Path) -> Origin:
        """The nearest known place of a path."""
        for length in range(len(path), 0, -1) if self.places else ():
            if path[:length] in self.places:
                return self.places[path[:length]]
        return _origin(self.file, path)

    def note(self, code: str, path: Path, *, domain: Mapping[str, Any] | None = None, **numbers: Any) -> None:
        """Collects an error at a path."""
        self.problems.append(case_problem(code, self.origin(path).where(**(domain or {})), **numbers))

    def text(self, row: Mapping[str, Any], key: str, path: Path, *, required: bool = False) -> str:
        """The text under a key, or an empty one; anything else is a problem."""
        value = row.get(key)
        if value is None:
            if required:
                self.note("CASE-104", path, found=key)
            return ""
        if not isinstance(value, str):
            self.note(
                "CASE-106", (*path, key), found=f"{key}: {value!r}"[:80], wanted="加引号的文本", wanted_en="quoted text"
            )
            return ""
        if len(value) > LONGEST_TEXT:
            self.note("CASE-158", (*path, key), found=len(value), known=LONGEST_TEXT)
        text = value[:LONGEST_TEXT].strip()
        if required and not text:
            self.note("CASE-104", path, found=key)
        return text

    def rows(self, document: Mapping[str, Any], key: str) -> list[tuple[Path, Mapping[str, Any]]]:
        """The mappings of a list, each with its path; others are problems."""
        rows = document.get(key)
        if rows is None:
            return []
        if not isinstance(rows, list):
            self.note("CASE-106", (key,), found=key, wanted="列表", wanted_en="a list")
            return []
        found: list[tuple[Path, Mapping[str, Any]]] = []
        for number, row in enumerate(rows):
            if isinstance(row, Mapping):
                found.append(((key, number), row))
            else:
                self.note(
                    "CASE-106",
                    (key, number),
                    found=f"{key}[{number}]",
                    wanted="“键: 值”",
                    wanted_en="`key: value` entries",
                )
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


def read_case(
    document: object,
    pack_of: Callable[[str], Pack],
    *,
    places: Places | None = None,
    file: str | None = None,
    known_packs: tuple[str, ...] = (),
) -> tuple[Case | None, list[Problem]]:
    """The case of a parsed document, and all problems found; no case when one of them is an error.

    `places` maps paths such as ("values", 3, "months", 1) to where they stand in a file.
    """
    reader = Reader(places or {}, file)
    if not isinstance(document, Mapping):
        kind, kind_en = ("列表", "a list") if isinstance(document, list) else ("一个值", "a single value")
        reader.note("CASE-101", (), found=kind, found_en=kind_en)
        return None, reader.problems
    mark = document.get("tanheng")
    if isinstance(mark, str) and "/" in mark and not mark.startswith("case/"):  # run/1, bridge/1 …: nothing else is worth saying
        where = reader.origin(("tanheng",)).where()
        return None, [case_problem("CASE-102", where, sentences=RESULT_SENTENCES, found=mark[:40])]
    reader.known_keys(document, TOP_KEYS, ())
    if document.get("tanheng") is None:
        reader.note("CASE-104", (), found=f"tanheng: {VERSION}")
    elif document["tanheng"] != VERSION:
        reader.note("CASE-102", ("tanheng",), found=str(document.get("tanheng"))[:40])
    pack = _pack(reader, document, pack_of, known_packs)
    if pack is None:
        return None, sorted_problems(reader.problems)
    case = _read(reader, document, pack)
    problems = list(reader.problems)
    if not has_errors(problems):
        case, more = with_defaults_checked(case, overridden(pack, case))
        problems += [*more, *statement_problems(case, overridden(pack, case)), *override_problems(pack, case)]
    return (None if has_errors(problems) else case), sorted_problems(problems)


def _pack(
    reader: Reader, document: Mapping[str, Any], pack_of: Callable[[str], Pack], known: tuple[str, ...]
) -> Pack | None:
    pack_id = reader.text(document, "pack", (), required=True)
    if not pack_id:
        return None
    try:
        return pack_of(pack_id)
    except DisabledPackError as error:
        known = tuple(get_close_matches(pack_id, known, 4, 0.5)) or known
        reason: dict[str, Any] = {"reason": error.reason.zh, "reason_en": error.reason.en}
        reader.note("CASE-109", ("pack",), found=pack_id, known=", ".join(known), **reason)
        return None
    except UnknownPackError:
        known = tuple(get_close_matches(pack_id, known, 4, 0.5)) or known
        reader.note("CASE-105", ("pack",), found=pack_id, known=", ".join(known))
        return None


def _read(reader: Reader, document: Mapping[str, Any], pack: Pack) -> Case:
    year, grain = _year(reader, document, pack), _grain(reader, document)
    name, code = _entity(reader, document)
    facilities = _facilities(reader, document, pack)
    attributes = _attributes(reader, document, pack, facilities)
    values = _values(reader, document, pack, grain, facilities)
    uncertainties = read_statements(reader, document, pack, facilities)
    overrides = read_overrides(reader, document, pack, year)
    return Case(pack.id, year, grain, name, code, facilities, attributes, values, uncertainties, overrides)


def statements_of(
    document: Mapping[str, Any], pack: Pack, facilities: tuple[Facility, ...]
) -> tuple[tuple[Statement, ...], tuple[Override, ...]]:
    """The uncertainties and overrides of a canonical case document that was read before."""
    reader = Reader({}, None)
    uncertainties = read_statements(reader, document, pack, facilities)
    return uncertainties, read_overrides(reader, document, pack, document["year"])


def _year(reader: Reader, document: Mapping[str, Any], pack: Pack) -> int:
    year = document.get("year")
    if year is None:
        reader.note("CASE-104", ("year",), found="year")
        return pack.valid_from
    if not isinstance(year, int) or isinstance(year, bool) or not 1990 <= year <= 2100:
        reader.note(
            "CASE-106",
            ("year",),
            found=f"year: {year!r}"[:60],
            wanted="年份（如 2025）",
            wanted_en="a year such as 2025",
        )
        return pack.valid_from
    if not pack.covers(year):
        known = f"{pack.valid_from}–{pack.valid_to or ''}"
        reader.problems.append(
            case_problem("CASE-107", reader.origin(("year",)).where(), "warning", found=year, known=known)
        )
    return year


def _grain(reader: Reader, document: Mapping[str, Any]) -> str:
    grain = document.get("grain", "month")
    if grain not in ("month", "year"):
        reader.note("CASE-108", ("grain",), found=str(grain)[:40])
        return "month"
    return str(grain)


def _entity(reader: Reader, document: Mapping[str, Any]) -> tuple[str, str]:
    entity = document.get("entity")
    if not isinstance(entity, Mapping):
        reader.note("CASE-104", ("entity",), found="entity: {name, code}")
        return "", ""
    reader.known_keys(entity, ("name", "code"), ("entity",))
    name = reader.text(entity, "name", ("entity",))
    if not name and isinstance(entity.get("name") or "", str):
        label, label_en = "企业名称（entity.name）", "the name of the entity (entity.name)"
        reader.note("CASE-104", ("entity", "name"), found=label, found_en=label_en)
    return name, reader.text(entity, "code", ("entity",))


def _facilities(reader: Reader, document: Mapping[str, Any], pack: Pack) -> tuple[Facility, ...]:
    found: dict[str, Facility] = {}
    kinds = ", ".join(pack.facility_kinds)
    for path, row in reader.rows(document, "facilities"):
        reader.known_keys(row, ("id", "kind", "name"), path)
        name, kind = reader.text(row, "id", path, required=True), reader.text(row, "kind", path, required=True)
        if kind and kind not in pack.facility_kinds:
            reader.note("CASE-112", (*path, "kind"), found=kind, known=kinds)
        if UNADDRESSABLE.search(name):
            reader.note("CASE-114", (*path, "id"), found=repr(name)[:60])
        if name in found:
            reader.note("CASE-111", (*path, "id"), found=name)
        if name:
            found.setdefault(name, Facility(name, kind, reader.text(row, "name", path) or name))
    for kind_id, kind_entry in pack.facility_kinds.items():
        if kind_entry.required and all(one.kind != kind_id for one in found.values()):
            reader.note("CASE-113", ("facilities",), found=kind_id)
    return tuple(found.values())


def _attributes(
    reader: Reader, document: Mapping[str, Any], pack: Pack, facilities: tuple[Facility, ...]
) -> tuple[AttributeValue, ...]:
    found: dict[tuple[str, str | None], AttributeValue] = {}
    refused: set[tuple[str, str | None]] = set()  # told once, not as missing too
    for path, row in reader.rows(document, "attributes"):
        reader.known_keys(row, ("name", "facility", "value"), path)
        name, value = reader.text(row, "name", path, required=True), reader.text(row, "value", path, required=True)
        facility = reader.text(row, "facility", path) or None
        if name not in pack.attributes:
            reader.note("CASE-120", (*path, "name"), found=name, known=", ".join(pack.attributes) or "–")
        elif value not in pack.attributes[name].values:
            refused.add((name, facility))
            names, words = _attribute_words(pack.attributes[name])
            where = {"facility": facility}
            reader.note("CASE-121", (*path, "value"), domain=where, **_both("name", names), found=value, **words)
        elif facility and facility not in {one.id for one in facilities}:
            reader.note(
                "CASE-132", (*path, "facility"), found=facility, known=", ".join(one.id for one in facilities) or "–"
            )
        elif (name, facility) in found:
            reader.note("CASE-123", path, found=name)
        else:
            found[(name, facility)] = AttributeValue(name, facility, value)
    return (*found.values(), *_missing_attributes(reader, pack, facilities, found, refused))


def blank_attribute(name: str, facility: str | None) -> Path:
    """The path under which a form keeps the blank cell of an attribute, to which a missing one points."""
    return ("attributes", name, facility or "")


def _attribute_words(attribute: Attribute) -> tuple[tuple[str, str], dict[str, str]]:
    """An attribute as people call it with its id, and its values likewise, in both languages."""
    zh = ", ".join(f"{word}（{text.zh}）" for word, text in attribute.values.items())
    en = ", ".join(f"{word} ({text.en})" for word, text in attribute.values.items())
    label = attribute.label
    return (f"{label.zh}（{attribute.id}）", f"{label.en} ({attribute.id})"), {"known": zh, "known_en": en}


def _both(name: str, texts: tuple[str, str]) -> dict[str, str]:
    return {name: texts[0], f"{name}_en": texts[1]}


def _missing_attributes(
    reader: Reader,
    pack: Pack,
    facilities: tuple[Facility, ...],
    found: Mapping[tuple[str, str | None], AttributeValue],
    refused: set[tuple[str, str | None]],
) -> list[AttributeValue]:
    added: list[AttributeValue] = []
    for attribute in pack.attributes.values():
        places = (
            [one.id for one in facilities if one.kind == attribute.facility_kind] if attribute.facility_kind else [None]
        )
        known = {place for place in places if (attribute.id, place) in found or (attribute.id, None) in found}
        if len(known) == len(places):
            continue
        if attribute.default is not None:
            added.append(AttributeValue(attribute.id, None, attribute.default))
        elif attribute.required:
            names, words = _attribute_words(attribute)
            for place in places:
                if place not in known and not {(attribute.id, place), (attribute.id, None)} & refused:
                    path = blank_attribute(attribute.id, place)
                    path = path if path in reader.places else ("attributes",)
                    reader.note("CASE-122", path, domain={"facility": place}, **_both("found", names), **words)
    return added


def _values(
    reader: Reader, document: Mapping[str, Any], pack: Pack, grain: str, facilities: tuple[Facility, ...]
) -> tuple[Value, ...]:
    value_reader = ValueReader(reader, pack, grain, {one.id: one for one in facilities})
    for path, row in reader.rows(document, "values"):
        if len(value_reader.values) > MOST_VALUES:
            reader.note("CASE-159", ("values",), found=len(value_reader.values), known=MOST_VALUES)
            break
        value_reader.read(path, row)
    return tuple(value_reader.values.values())
