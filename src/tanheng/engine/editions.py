"""An edition that extends another: the parts of the parent with what the child changes, adds and removes. Plain data only;
`engine.loading` builds the pack from the result, and the hash covers the resolved whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import FunctionType
from typing import Any

from tanheng.engine.checks import CHECK_MARK
from tanheng.engine.errors import PackError
from tanheng.engine.pack_sentences import at, told
from tanheng.engine.sectors import Sector

MERGED_BY_KEY = ("facility_kinds", "attributes", "tables")
MERGED_BY_ID = ("emission_sources", "expects_any", "untranslatable")
APPENDED = ("use_parameters", "use_attributes", "use_formulas", "use_checks")
# the child's where it names them
INHERITED = ("kind", "jurisdiction", "sector", "total", "cleared", "rounding", "factor_freeze", "main_output")
OWN = ("extends", "remove")
REMOVABLE = (
    "quantities",
    "parameters",
    "checks",
    "attributes",
    "facility_kinds",
    "tables",
    "emission_sources",
    "expects_any",
    "untranslatable",
    "forms",
)
FORM_LISTS = ("tables", "input_sheets")
Row = Mapping[str, Any]


@dataclass(frozen=True)
class PackParts:
    """What a rule-pack folder holds, parsed: YAML as plain data, the functions of formulas.py and checks.py
    and those taken from shared/, and their text.
    """

    pack: Mapping[str, Any]
    quantities: Mapping[str, Any]
    parameters: Mapping[str, Any]
    tables: Mapping[str, Any]
    forms: Mapping[str, Any]
    cases: Sequence[Mapping[str, Any]]
    sources: Mapping[str, str]
    formula_functions: Mapping[str, FunctionType]
    check_functions: tuple[FunctionType, ...]
    program_texts: Mapping[str, str]
    sectors: Mapping[str, Sector]  # all that are declared, by id
    factor_freeze: Mapping[str, Any] | None = None
    layers: tuple[PackParts, ...] = ()  # what the folders of the editions it was put together from hold, the eldest first


def head_of(parent: Row, child: Row) -> dict[str, Any]:
    """pack.yaml of the child with what it takes from its parent, before anything is removed. A revision takes all that it does not say."""
    taken = parent.keys() - set(OWN) if parent["id"] == child["id"] else INHERITED
    head = {**{key: parent[key] for key in parent if key in taken}, **child}
    for key in MERGED_BY_KEY:
        head[key] = _by_key(parent.get(key) or {}, child.get(key) or {})
    for key in MERGED_BY_ID:
        head[key] = _by_id(parent.get(key) or (), child.get(key) or ())
    for key in APPENDED:
        head[key] = list(dict.fromkeys((*(parent.get(key) or ()), *(child.get(key) or ()))))
    merged = (*MERGED_BY_KEY, *MERGED_BY_ID, *APPENDED)
    return {key: value for key, value in head.items() if value or key not in merged}


def extended(parent: PackParts, child: PackParts, head: Row) -> PackParts:
    """The parent's parts with the child's changes. `head` is `head_of` both. Raises PackError for a removal of nothing."""
    removed = {key: list((child.pack.get("remove") or {}).get(key) or ()) for key in REMOVABLE}
    unknown = set(child.pack.get("remove") or {}) - set(REMOVABLE)
    if unknown:
        raise PackError(at(head["id"], told("unknown_removal", names=", ".join(sorted(unknown)))))
    _refuse_unknown_removals(parent, removed, head["id"])
    quantities = _by_key(_without(parent.quantities, removed["quantities"]), child.quantities)
    derived = {name for name, row in quantities.items() if row.get("role") == "derived"}
    formulas = {name: one for name, one in parent.formula_functions.items() if name in derived}
    checks = {getattr(one, CHECK_MARK)["id"]: one for one in parent.check_functions}
    kept = {name: one for name, one in checks.items() if name not in removed["checks"]}
    return PackParts(
        pack=_head_without(head, removed),
        quantities=quantities,
        parameters=_by_key(_without(parent.parameters, removed["parameters"]), child.parameters),
        tables=_without({**parent.tables, **child.tables}, removed["tables"]),
        forms=_forms(parent.forms, child.forms, removed["forms"], set(parent.quantities) - set(quantities)),
        cases=child.cases,
        sources=child.sources,
        formula_functions={**formulas, **child.formula_functions},
        check_functions=tuple({**kept, **{getattr(one, CHECK_MARK)["id"]: one for one in child.check_functions}}.values()),
        program_texts={
            **{f"{parent.pack['id']} {name}": text for name, text in parent.program_texts.items()},
            **child.program_texts,
        },
        sectors=child.sectors,
        factor_freeze=child.factor_freeze or parent.factor_freeze,
        layers=(*(parent.layers or (parent,)), child),
    )


def _refuse_unknown_removals(parent: PackParts, removed: Mapping[str, list[str]], pack_id: str) -> None:
    known: dict[str, Iterable[str]] = {
        "quantities": parent.quantities,
        "parameters": parent.parameters,
        "checks": [getattr(one, CHECK_MARK)["id"] for one in parent.check_functions],
        "forms": [row["id"] for key in FORM_LISTS for row in parent.forms.get(key) or ()],
        **{key: parent.pack.get(key) or {} for key in MERGED_BY_KEY},
        **{key: [row["id"] for row in parent.pack.get(key) or ()] for key in MERGED_BY_ID},
    }
    absent = [f"{key}: {name}" for key, names in removed.items() for name in names if name not in set(known[key])]
    if absent:
        raise PackError(at(pack_id, told("absent_removal", names=", ".join(absent))))


def _head_without(head: Row, removed: Mapping[str, list[str]]) -> dict[str, Any]:
    found = {key: value for key, value in head.items() if key != "remove"}
    for key in MERGED_BY_KEY:
        if key in found:
            found[key] = _without(found[key], removed[key])
    for key in MERGED_BY_ID:
        if key in found:
            found[key] = [row for row in found[key] if row["id"] not in removed[key]]
    return found


def _forms(parent: Row, child: Row, removed: list[str], gone: set[str]) -> dict[str, Any]:
    """Tables and input sheets by id; rows of removed quantities fall away with them."""
    forms = {**parent, **child}
    for key in FORM_LISTS:
        rows = [row for row in parent.get(key) or () if row["id"] not in removed]
        forms[key] = [_form_without(row, gone) for row in _by_id(rows, child.get(key) or ())]
    return forms


def _form_without(form: Row, gone: set[str]) -> dict[str, Any]:
    found = dict(form)
    if isinstance(found.get("rows"), list):
        found["rows"] = [row for row in found["rows"] if row.get("quantity") not in gone]
    if isinstance(found.get("quantities"), list):
        found["quantities"] = [name for name in found["quantities"] if name not in gone]
    return found


def _without(rows: Row, names: Iterable[str]) -> dict[str, Any]:
    dropped = set(names)
    return {name: row for name, row in rows.items() if name not in dropped}


def _by_key(parent: Row, child: Row) -> dict[str, Any]:
    """Entry by entry, and within an entry key by key."""
    merged = dict(parent)
    for name, row in child.items():
        before = merged.get(name)
        merged[name] = {**before, **row} if isinstance(before, Mapping) and isinstance(row, Mapping) else row
    return merged


def _by_id(parent: Iterable[Row], child: Iterable[Row]) -> list[dict[str, Any]]:
    merged = _by_key({row["id"]: row for row in parent}, {row["id"]: row for row in child})
    return list(merged.values())
