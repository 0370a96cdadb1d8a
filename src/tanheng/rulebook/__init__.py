"""The rules: one folder per edition of a guideline. Loads its own package data and hands it to the engine; nothing else.

A folder holds pack.yaml, parameters.yaml, quantities.yaml, formulas.py, checks.py, forms.yaml and
cases/*.yaml. Tables, sources, formulas and checks shared by several editions stand in shared/.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from tanheng.engine.checks import CHECK_MARK
from tanheng.engine.editions import PackParts, extended, head_of
from tanheng.engine.errors import DisabledPackError, PackError, UnknownPackError
from tanheng.engine.loading import build_pack, content_hash
from tanheng.engine.pack import Pack
from tanheng.engine.pack_sentences import at, listed, nearest, told
from tanheng.engine.records.faults import faults_of_layer
from tanheng.engine.records.of.packs import FREEZE_RULE, HEAD
from tanheng.engine.records.shapes import Fault
from tanheng.engine.text import Text
from tanheng.rulebook.declared_sectors import broken_sectors, sectors
from tanheng.rulebook.pack_folders import REVISION, folder_faults
from tanheng.rulebook.programs import programs_of
from tanheng.rulebook.rule_yaml import read_record, read_yaml
from tanheng.rulebook.worked_cases import WorkedCases

ROOT = files("tanheng.rulebook")
OF_PLAIN_DATA = (TypeError, KeyError, AttributeError, ValueError, IndexError, ArithmeticError, RecursionError)
HEAD_SHOWN = ("id", "title", "kind", "jurisdiction", "sector", "status")  # what a list of packs shows
PACK_ID = re.compile(r"[a-z0-9_]{1,100}(/[a-z0-9_]{1,100}){1,3}")  # each a name that a folder may have


def pack_ids() -> list[str]:
    """All rule packs that can be calculated, sorted; what only loading them finds wrong is told when one is loaded."""
    return [pack_id for pack_id in listed_pack_ids() if not _says_disabled(pack_id) and not broken_reason(pack_id)]


def loadable_packs(sector: str = "") -> list[Pack]:
    """The packs that can be calculated (of a sector), loaded; a broken one is left out, it must not take the others with it."""
    found = []
    for pack_id in pack_ids():
        pack = sound_pack(pack_id) if not sector or resolved_head(pack_id)["sector"] == sector else None
        if pack is not None:
            found.append(pack)
    return found


def sound_pack(pack_id: str) -> Pack | None:
    """The pack, or None of one that is unknown, disabled or broken: for pages that only want its names."""
    try:
        return load(pack_id)
    except PackError:
        return None


@cache
def broken_reason(pack_id: str) -> Text | None:
    """Why the head of a listed pack cannot be read; None where it can. Rules stand while a program runs."""
    try:
        resolved_head(pack_id)
    except PackError as error:
        return error.told
    return None


def listed_pack_ids() -> list[str]:
    """All rule packs, those that are listed but disabled too, sorted."""
    return sorted(_find(ROOT, ()))


def disabled_packs() -> dict[str, Text]:
    """The packs that are listed but cannot be calculated, each with the reason."""
    listed = (one for one in listed_pack_ids() if _says_disabled(one) and not broken_reason(one))
    return {one: _reason(raw_head(one)["disabled"]) for one in listed}


def _find(folder: Traversable, path: tuple[str, ...]) -> list[str]:
    found: list[str] = []
    for entry in folder.iterdir():
        if entry.name.startswith(("_", ".")) or not entry.is_dir():
            continue
        if entry.joinpath("pack.yaml").is_file():
            found.append("/".join((*path, entry.name)))
        elif len(path) < 3:
            found.extend(_find(entry, (*path, entry.name)))
    return found


def _folder(pack_id: str) -> Traversable:
    """The folder of a pack. Raises UnknownPackError."""
    folder = ROOT.joinpath(*pack_id.split("/"))
    if not PACK_ID.fullmatch(pack_id) or not folder.joinpath("pack.yaml").is_file():
        raise UnknownPackError(pack_id)
    return folder


def _says_disabled(pack_id: str) -> bool:
    """Read as text: a list of all packs must not parse them all."""
    return b"\ndisabled:" in _folder(pack_id).joinpath("pack.yaml").read_bytes()


def _reason(row: dict[str, str]) -> Text:
    return Text(row["zh"], row["en"])


@lru_cache(maxsize=64)
def raw_head(pack_id: str) -> dict[str, Any]:
    """pack.yaml as written, shared attributes put in. Raises UnknownPackError, and PackError where it is none."""
    place = f"{pack_id}/pack.yaml"
    head = read_record(_folder(pack_id).joinpath("pack.yaml"), place)
    _refuse(place, _head_faults(pack_id, head, place))
    if head.get("use_attributes"):
        head["attributes"] = {**_taken(head["use_attributes"]), **(head.get("attributes") or {})}
    return head


def _head_faults(pack_id: str, head: dict[str, Any], place: str) -> list[Fault]:
    """What makes a head unreadable; the rest is told with the faults of the other files."""
    if not head:
        return [Fault(place, told("empty"))]
    found = [fault for fault in HEAD.faults(head, place) if fault.blocks]
    edition = "/".join(part for part in pack_id.split("/") if not REVISION.fullmatch(part))  # a revision keeps its edition's id
    if not found and head.get("id") != edition:
        found.append(Fault(place, told("not_its_folder", found=head.get("id"), wanted=edition)))
    return found


def _refuse(what: str, faults: Iterable[Fault]) -> None:
    if lines := [fault.told for fault in faults]:
        raise PackError(listed(what, lines))


def resolved_head(pack_id: str, *, below: tuple[str, ...] = ()) -> dict[str, Any]:
    """pack.yaml with what it takes from the packs it extends: enough to list a pack without building it. Raises PackError
    where packs extend each other in a circle.
    """
    head = raw_head(pack_id)
    if pack_id in below:
        raise PackError(told("circle", names=" → ".join((*below, pack_id))))
    if "extends" not in head:
        return _of_sound_sector(pack_id, head)
    parent = head["extends"]
    try:
        whole = head_of(resolved_head(parent, below=(*below, pack_id)), head)
    except DisabledPackError:
        raise
    except UnknownPackError as error:
        if error.pack_id != parent:
            raise
        sentence = told("no_parent", name=parent, near=nearest(parent, listed_pack_ids()))
        raise PackError(at(f"{pack_id}/pack.yaml: extends", sentence)) from error
    except OF_PLAIN_DATA as error:
        raise _unreadable(f"{pack_id}/pack.yaml", error) from error
    return _of_sound_sector(pack_id, whole)


def _of_sound_sector(pack_id: str, head: dict[str, Any]) -> dict[str, Any]:
    if reason := broken_sectors().get(str(head.get("sector"))):
        raise PackError(at(pack_id, reason))
    for key in HEAD_SHOWN:
        if key not in head:
            raise PackError(at(f"{pack_id}/pack.yaml", told("missing", name=key)))
    return head


def _unreadable(place: str, error: Exception) -> PackError:
    """What no shape foresaw, told instead of a traceback."""
    return PackError(at(place, told("unreadable_pack", told=f"{type(error).__name__}: {error}")))


@lru_cache(maxsize=64)
def load(pack_id: str) -> Pack:
    """The pack of this id, resolved, proven sound and hashed. Raises UnknownPackError, DisabledPackError or PackError."""
    head = raw_head(pack_id)
    if "disabled" in head:
        raise DisabledPackError(pack_id, _reason(head["disabled"]))
    parts = _parts(pack_id)
    try:
        return build_pack(parts)
    except OF_PLAIN_DATA as error:
        raise _unreadable(pack_id, error) from error


def revisions_of(pack_id: str) -> list[str]:
    """The older revisions of an edition, kept in folders `revision_1`, `revision_2` … within its own. Raises UnknownPackError."""
    folder = _folder(pack_id)
    names = (entry.name for entry in folder.iterdir() if REVISION.fullmatch(entry.name) and entry.joinpath("pack.yaml").is_file())
    return [f"{pack_id}/{name}" for name in sorted(names, key=lambda name: int(name.partition("_")[2]))]


@lru_cache(maxsize=64)
def load_as(pack_id: str, content: str) -> Pack:
    """The pack that gives the digits of the runs sealed with this hash: the revision that has it, else the one that `sealed.yaml` names
    for it, read as the version of then read it; the present one where it is unknown. Raises as `load` does.
    """
    present = load(pack_id)
    if present.hash == content:
        return present
    for older in map(load, revisions_of(pack_id)):
        if older.hash == content:
            return older
    for version in read_yaml(ROOT.joinpath("sealed.yaml"), "sealed.yaml"):
        for revision, sealed in version["packs"].items():
            if sealed == content and revision in (pack_id, *revisions_of(pack_id)):
                return replace(load(revision), defaults_for_nothing=version["defaults_for_nothing"])
    return present


def hash_of(pack_id: str) -> str:
    """The content hash of a pack without building it; empty for a disabled one. Raises UnknownPackError or PackError."""
    return "" if "disabled" in raw_head(pack_id) else content_hash(_parts(pack_id))


@lru_cache(maxsize=64)
def _parts(pack_id: str) -> PackParts:
    """The parts of a pack; of its parents only what they hold, unproven and without their worked cases."""
    own, head = _own_parts(pack_id), resolved_head(pack_id)
    if "extends" not in head:
        return own
    parent = _parts(head["extends"])
    try:
        return extended(parent, own, head)
    except OF_PLAIN_DATA as error:
        _refuse(pack_id, faults_of_layer(own))
        raise _unreadable(pack_id, error) from error


def _own_parts(pack_id: str) -> PackParts:
    """What the folder itself holds; an edition that extends another may leave files out."""
    folder, head = _folder(pack_id), raw_head(pack_id)
    _refuse(pack_id, folder_faults(folder, pack_id))
    formulas, formula_texts = programs_of(folder, pack_id, "formulas", head.get("use_formulas") or ())
    checks, check_texts = programs_of(folder, pack_id, "checks", head.get("use_checks") or ())
    return PackParts(
        pack=head,
        quantities=read_record(folder.joinpath("quantities.yaml"), f"{pack_id}/quantities.yaml"),
        parameters={
            **_taken(head.get("use_parameters", ())),
            **read_record(folder.joinpath("parameters.yaml"), f"{pack_id}/parameters.yaml"),
        },
        tables={name: _shared(name_of_file) for name, name_of_file in (head.get("tables") or {}).items()},
        forms=read_record(folder.joinpath("forms.yaml"), f"{pack_id}/forms.yaml"),
        cases=WorkedCases(pack_id, folder, read_record),
        sources=_shared("sources"),
        formula_functions=formulas,
        check_functions=tuple(one for one in checks.values() if hasattr(one, CHECK_MARK)),
        program_texts={**formula_texts, **check_texts},
        sectors=sectors(),
        factor_freeze=_freeze_rule(head["factor_freeze"]) if "factor_freeze" in head else None,
    )


def _freeze_rule(name: str) -> dict[str, Any]:
    """The rule of the file by that name, held against its record type."""
    rules, place = _shared("factor_freeze").get("rules") or {}, "shared/factor_freeze.yaml"
    if name not in rules:
        raise PackError(at(place, told("shared_lacks", name=name, near=nearest(name, rules))))
    row = rules[name]
    if faults := [one.told for one in (*FREEZE_RULE.faults(row, f"{place}: {name}"), *FREEZE_RULE.lacking(row, f"{place}: {name}"))]:
        raise PackError(listed(place, faults))
    return dict(row)


def _taken(names: Iterable[str]) -> dict[str, Any]:
    """Entries taken from shared sets: `use_parameters: [constants.co2_per_carbon, …]`, `use_attributes: [regions.grid_region]`."""
    found = {}
    for file, _, name in (one.partition(".") for one in names):
        if name not in _shared(file):
            raise PackError(at(f"shared/{file}.yaml", told("shared_lacks", name=name, near=nearest(name, _shared(file)))))
        found[name] = _shared(file)[name]
    return found


@lru_cache(maxsize=32)
def _shared(name: str) -> dict[str, Any]:
    place = f"shared/{name}.yaml"
    if not PACK_ID.fullmatch(f"shared/{name}") or not ROOT.joinpath("shared", f"{name}.yaml").is_file():
        raise PackError(at(place, told("no_file", near=nearest(name, _shared_names()))))
    return read_record(ROOT.joinpath("shared", f"{name}.yaml"), place)


def _shared_names() -> tuple[str, ...]:
    return tuple(one.name.removesuffix(".yaml") for one in ROOT.joinpath("shared").iterdir() if one.name.endswith(".yaml"))
