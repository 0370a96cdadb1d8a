"""Every record of a rule pack held against its shape, file by file, before anything is built from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from tanheng.engine.checks import CHECK_MARK
from tanheng.engine.editions import PackParts
from tanheng.engine.month_lengths import LONGEST
from tanheng.engine.numbers import TEXT_DECIMALS, parse_decimal
from tanheng.engine.pack_sentences import NOTHING, nearest, told
from tanheng.engine.records.of.forms import FORMS
from tanheng.engine.records.of.packs import (
    HEAD,
    INDICES,
    ITEM,
    PARAMETER,
    QUANTITY,
    SEVERITIES,
    STATUSES,
    TABLE,
    WORKED_CASE,
)
from tanheng.engine.records.shapes import Fault, Key, Shape, outside, unknown_word

CALENDAR_WORDS = ("month_hours", "month_days")


def faults_of(parts: PackParts) -> Iterator[Fault]:
    """What is wrong in the files of a pack and of those it extends, and what the resolved whole lacks."""
    for layer in (*parts.layers, *(() if parts.layers else (parts,))):
        yield from faults_of_layer(layer)
    yield from _lacking(parts)


def head_faults(head: Mapping[str, Any], sectors: Iterable[str]) -> Iterator[Fault]:
    """What is wrong with a pack.yaml as it is written; `sectors` are those that are declared."""
    declared = replace(HEAD.by_name["sector"], words=tuple(sectors))
    yield from HEAD.faults(head, f"{head.get('id', '?')}/pack.yaml", more={"sector": declared})


def faults_of_layer(parts: PackParts) -> Iterator[Fault]:
    """What is wrong in the files of one folder, as they are written."""
    folder = str(parts.pack.get("id", "?"))
    taken = {name.partition(".")[2]: name.partition(".")[0] for name in parts.pack.get("use_parameters") or ()}
    yield from head_faults(parts.pack, parts.sectors)
    for name, row in parts.quantities.items():
        yield from QUANTITY.faults(row, f"{folder}/quantities.yaml: {name}")
        yield from _bound_faults(row, f"{folder}/quantities.yaml: {name}: high")
    for name, row in parts.parameters.items():
        file = f"shared/{taken[name]}.yaml" if name in taken else f"{folder}/parameters.yaml"
        yield from PARAMETER.faults(row, f"{file}: {name}")
    for name, row in parts.tables.items():
        yield from _table_faults(row, f"shared/{(parts.pack.get('tables') or {}).get(name, name)}.yaml")
    yield from FORMS.faults(parts.forms, f"{folder}/forms.yaml")
    for function in parts.check_functions:
        yield from _check_faults(getattr(function, CHECK_MARK), folder)


def _lacking(parts: PackParts) -> Iterator[Fault]:
    """What is required and stands neither in the pack nor in one that it extends."""
    folder = str(parts.pack.get("id", "?"))
    yield from HEAD.lacking(parts.pack, f"{folder}/pack.yaml")
    for shape, rows in ((QUANTITY, parts.quantities), (PARAMETER, parts.parameters)):
        for name, row in rows.items():
            yield from lacking_or_misnamed(shape, name, row, parts)
    for name, row in parts.tables.items():
        yield from TABLE.lacking(row, f"shared/{(parts.pack.get('tables') or {}).get(name, name)}.yaml")
    yield from FORMS.lacking(parts.forms, f"{folder}/forms.yaml")
    if isinstance(parts.cases, tuple):  # those of a folder say it themselves when they are read
        yield from faults_of_cases(folder, parts.cases)


def lacking_or_misnamed(shape: Shape, name: str, row: Any, parts: PackParts) -> Iterator[Fault]:
    """What a record lacks; one that changes nothing of a parent may have been meant for another of its name."""
    place = f"{parts.pack.get('id', '?')}/{shape.file}: {name}"
    lacking = list(shape.lacking(row, place))
    parents: dict[str, Any] = {}
    for layer in parts.layers[:-1] if lacking else ():
        parents |= layer.quantities if shape is QUANTITY else layer.parameters
    near = NOTHING if name in parents else nearest(name, parents)
    if near is not NOTHING:
        yield Fault(place, told("no_such_record", name=name, near=near))
    yield from lacking


def faults_of_cases(folder: str, cases: Iterable[Mapping[str, Any]]) -> Iterator[Fault]:
    """What is wrong with worked cases as they are written, and what they lack."""
    for number, case in enumerate(cases, start=1):
        yield from WORKED_CASE.faults(case, f"{folder}/cases[{number}]")
        yield from WORKED_CASE.lacking(case, f"{folder}/cases[{number}]")


def _bound_faults(row: Any, place: str) -> Iterator[Fault]:
    """`high` is a number or by the calendar."""
    high = row.get("high") if isinstance(row, Mapping) else None
    if high is None or high in CALENDAR_WORDS or (isinstance(high, str) and parse_decimal(high) is not None):
        return
    times = high.get("times", "1") if isinstance(high, Mapping) else None
    calendar = high.get("calendar") if isinstance(high, Mapping) else None
    known = isinstance(high, Mapping) and calendar in LONGEST and isinstance(times, str) and parse_decimal(times) is not None
    if not known or set(high) - {"calendar", "times"}:
        near = nearest(high, CALENDAR_WORDS) if isinstance(high, str) else NOTHING
        yield Fault(place, told("no_bound", value=high, near=near))


def _table_faults(table: Any, place: str) -> Iterator[Fault]:
    """Rows have the columns of their table as keys of their own, and facts are of columns."""
    columns = table.get("columns") if isinstance(table, Mapping) else None
    columns = columns if isinstance(columns, Mapping) else {}
    more = {name: Key(name, "decimal", "a column", empty=True) for name in columns}
    without = Shape(TABLE.title, TABLE.file, tuple(key for key in TABLE.keys if key.name != "items"))
    yield from without.faults(table, place, more={"items": Key("items", "by id", "its rows")})
    if not isinstance(table, Mapping) or not isinstance(table.get("items"), Mapping):
        return
    for item, row in table["items"].items():
        yield from ITEM.faults(row, f"{place}: items.{item}", more=more)
        if isinstance(row, Mapping):
            yield from _strange_facts(row, columns, f"{place}: items.{item}")
    yield from _strange_facts(table, columns, place)


def _strange_facts(row: Mapping[str, Any], columns: Mapping[str, Any], place: str) -> Iterator[Fault]:
    facts = row.get("facts")
    for name in facts if isinstance(facts, Mapping) else ():
        if name not in columns:
            yield Fault(f"{place}: facts", told("unknown_column", name=name, near=nearest(str(name), columns)))


def _check_faults(declared: Mapping[str, Any], folder: str) -> Iterator[Fault]:
    """A check is declared in Python, so that its keys are held there; its words are held here."""
    place = f"{folder}/checks.py: {declared['id']}"
    words = (("severity", SEVERITIES), ("status", STATUSES))
    for key, known in words:
        if declared[key] not in known:
            yield unknown_word(f"{place}: {key}", declared[key], known)
    for word in declared["index"]:
        if word not in INDICES:
            yield unknown_word(f"{place}: index", word, INDICES, listed=False)
    decimals = declared["decimals"]
    if decimals is not None and (not isinstance(decimals, int) or not 0 <= decimals <= TEXT_DECIMALS):
        yield outside(f"{place}: decimals", repr(decimals), (0, TEXT_DECIMALS))
    for key in ("low", "high", "sigma", "least"):
        value = declared.get(key)
        if value is not None and (not isinstance(value, str) or parse_decimal(value) is None):
            yield Fault(f"{place}: {key}", told("no_decimal", value=value))
