"""The rules: one folder per edition of a guideline. Loads its own package data and hands it to the engine; nothing else.

A folder holds pack.yaml, parameters.yaml, quantities.yaml, formulas.py, checks.py, forms.yaml and
cases/*.yaml. Tables, sources, formulas and checks shared by several editions stand in shared/.
"""

from __future__ import annotations

import ast
import inspect
import linecache
import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from importlib import import_module
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import FunctionType, ModuleType
from typing import Any

import yaml

from tanheng.engine.checks import CHECK_MARK
from tanheng.engine.editions import PackParts, extended, head_of
from tanheng.engine.errors import DisabledPackError, PackError, UnknownPackError
from tanheng.engine.loading import build_pack, content_hash
from tanheng.engine.pack import Pack
from tanheng.engine.text import Text
from tanheng.rulebook.declared_sectors import sectors
from tanheng.rulebook.worked_cases import WorkedCases

ROOT = files("tanheng.rulebook")
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C loader where PyYAML has it: ten times faster
TEXT, LIST, MAPPING, MERGED = (f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map", "merge"))
REVISION = re.compile(r"revision_[1-9][0-9]*")
PACK_ID = re.compile(r"[a-z0-9_]+(/[a-z0-9_]+){1,3}")
Functions = dict[str, FunctionType]


def pack_ids() -> list[str]:
    """All rule packs that can be calculated, sorted."""
    return [pack_id for pack_id in listed_pack_ids() if not _says_disabled(pack_id)]


def listed_pack_ids() -> list[str]:
    """All rule packs, those that are listed but disabled too, sorted."""
    return sorted(_find(ROOT, ()))


def disabled_packs() -> dict[str, Text]:
    """The packs that are listed but cannot be calculated, each with the reason."""
    return {one: _reason(raw_head(one)["disabled"]) for one in listed_pack_ids() if _says_disabled(one)}


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
    return "\ndisabled:" in _folder(pack_id).joinpath("pack.yaml").read_text(encoding="utf-8")


def _reason(row: dict[str, str]) -> Text:
    return Text(row["zh"], row["en"])


@lru_cache(maxsize=64)
def raw_head(pack_id: str) -> dict[str, Any]:
    """pack.yaml as written, shared attributes put in. Raises UnknownPackError."""
    head: dict[str, Any] = _yaml(_folder(pack_id).joinpath("pack.yaml"))
    if head.get("use_attributes"):
        head["attributes"] = {**_taken(head["use_attributes"]), **(head.get("attributes") or {})}
    return head


def resolved_head(pack_id: str, *, below: tuple[str, ...] = ()) -> dict[str, Any]:
    """pack.yaml with what it takes from the packs it extends: enough to list a pack without building it. Raises PackError
    where packs extend each other in a circle.
    """
    head = raw_head(pack_id)
    if pack_id in below:
        raise PackError("extends in a circle: " + " → ".join((*below, pack_id)))
    if "extends" not in head:
        return head
    return head_of(resolved_head(head["extends"], below=(*below, pack_id)), head)


@lru_cache(maxsize=64)
def load(pack_id: str) -> Pack:
    """The pack of this id, resolved, proven sound and hashed. Raises UnknownPackError, DisabledPackError or PackError."""
    head = raw_head(pack_id)
    if "disabled" in head:
        raise DisabledPackError(pack_id, _reason(head["disabled"]))
    return build_pack(_parts(pack_id))


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
    for version in _yaml(ROOT.joinpath("sealed.yaml")):
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
    return extended(_parts(head["extends"]), own, head) if "extends" in head else own


def _own_parts(pack_id: str) -> PackParts:
    """What the folder itself holds; an edition that extends another may leave files out."""
    folder, head = _folder(pack_id), raw_head(pack_id)
    formulas, formula_texts = _programs(pack_id, "formulas", head.get("use_formulas") or ())
    checks, check_texts = _programs(pack_id, "checks", head.get("use_checks") or ())
    return PackParts(
        pack=head,
        quantities=_yaml(folder.joinpath("quantities.yaml")),
        parameters={**_taken(head.get("use_parameters", ())), **_yaml(folder.joinpath("parameters.yaml"))},
        tables={name: _shared(name_of_file) for name, name_of_file in (head.get("tables") or {}).items()},
        forms=_yaml(folder.joinpath("forms.yaml")),
        cases=WorkedCases(pack_id, folder, _yaml),
        sources=_shared("sources"),
        formula_functions=formulas,
        check_functions=tuple(one for one in checks.values() if hasattr(one, CHECK_MARK)),
        program_texts={**formula_texts, **check_texts},
        sectors=sectors(),
        factor_freeze=_shared("factor_freeze")["rules"][head["factor_freeze"]] if "factor_freeze" in head else None,
    )


def _taken(names: Iterable[str]) -> dict[str, Any]:
    """Entries taken from shared sets: `use_parameters: [constants.co2_per_carbon, …]`, `use_attributes: [regions.grid_region]`."""
    taken = (name.partition(".") for name in names)
    return {name: _shared(file)[name] for file, _, name in taken}


def _programs(pack_id: str, kind: str, taken: Iterable[str]) -> tuple[Functions, dict[str, str]]:
    """The functions of the folder's formulas.py or checks.py (and checks_<topic>.py) and those it takes from shared/, with the
    texts that say what they do: the hash covers what is taken, not what else stands beside it. Raises PackError.
    """
    functions, texts = {}, {}
    for name in taken:
        functions[name.rpartition(".")[2]] = shared = _shared_function(name, kind)
        texts[name] = _text_of(shared)
    for stem in _program_files(pack_id, kind):
        module = import_module(f"tanheng.rulebook.{pack_id.replace('/', '.')}.{stem}")
        own = _own_functions(module)
        if twice := sorted(functions.keys() & own.keys()):
            raise PackError(f"{pack_id}: {', '.join(twice)} written in {stem}.py and taken from shared/ or written in another file")
        functions |= own
        texts[stem] = inspect.getsource(module)
    return functions, texts


def _program_files(pack_id: str, kind: str) -> list[str]:
    names = (entry.name for entry in _folder(pack_id).iterdir())
    return sorted(name[:-3] for name in names if re.fullmatch(rf"{kind}(_[a-z_]+)?\.py", name))


def _shared_function(name: str, kind: str) -> FunctionType:
    """`settlement.true_up_tco2e`: a formula (or check) of shared/settlement.py. Raises PackError where there is none."""
    file, _, function = name.partition(".")
    found = {}
    if PACK_ID.fullmatch(f"shared/{file}") and ROOT.joinpath("shared", f"{file}.py").is_file():
        found = _own_functions(import_module(f"tanheng.rulebook.shared.{file}"))
    if function not in found or hasattr(found[function], CHECK_MARK) != (kind == "checks"):
        raise PackError(f"shared/ has no {name} among its {kind}")
    return found[function]


def _text_of(function: FunctionType) -> str:
    """The lines of a function with its decorators, as `inspect.getsource` gives them far more slowly."""
    lines, first = linecache.getlines(function.__code__.co_filename, function.__globals__), function.__code__.co_firstlineno
    return "".join(lines[first - 1 : _last_lines("".join(lines))[function.__name__]])


@lru_cache(maxsize=32)
def _last_lines(text: str) -> dict[str, int]:
    """The last line of each function of a file."""
    return {one.name: one.end_lineno or 0 for one in ast.parse(text).body if isinstance(one, ast.FunctionDef)}


def _own_functions(module: ModuleType) -> Functions:
    own = vars(module).items()
    return {name: f for name, f in own if inspect.isfunction(f) and f.__module__ == module.__name__ and not name.startswith("_")}


def _yaml(entry: Traversable) -> Any:
    if not entry.is_file():
        return {}
    loader = LOADER(entry.read_text(encoding="utf-8"))
    try:
        node = loader.get_single_node()
        return (None if node is None else _plain_data(loader, node)) or {}
    finally:
        loader.dispose()


def _plain_data(loader: Any, node: Any) -> Any:
    """What the loader makes of a node; mappings, lists and texts without its many steps."""
    if node.tag == TEXT:
        return node.value
    if node.tag == LIST:
        return [_plain_data(loader, one) for one in node.value]
    if node.tag == MAPPING and all(key.tag != MERGED for key, _ in node.value):
        return {_plain_data(loader, key): _plain_data(loader, value) for key, value in node.value}
    return loader.construct_object(node, deep=True)


@lru_cache(maxsize=32)
def _shared(name: str) -> Any:
    return _yaml(ROOT.joinpath("shared", f"{name}.yaml"))
