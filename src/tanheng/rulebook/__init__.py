"""The rules: one folder per edition of a guideline. Loads its own package data and hands it to the engine;
nothing else.

A folder holds pack.yaml, parameters.yaml, quantities.yaml, formulas.py, checks.py, forms.yaml and
cases/*.yaml. Tables and
sources shared by several editions stand in shared/.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import ModuleType
from typing import Any

import yaml

from tanheng.engine.checks import CHECK_MARK
from tanheng.engine.errors import UnknownPackError
from tanheng.engine.loading import PackParts, build_pack
from tanheng.engine.pack import Pack

ROOT = files("tanheng.rulebook")
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C loader where PyYAML has it: ten times faster


def pack_ids() -> list[str]:
    """All rule packs that can be calculated, sorted."""
    return sorted(_find(ROOT, ()))


def _find(folder: Traversable, path: tuple[str, ...]) -> list[str]:
    found: list[str] = []
    for entry in folder.iterdir():
        if not entry.is_dir() or entry.name.startswith(("_", ".")):
            continue
        if entry.joinpath("pack.yaml").is_file():
            found.append("/".join((*path, entry.name)))
        elif len(path) < 3:
            found.extend(_find(entry, (*path, entry.name)))
    return found


@lru_cache(maxsize=64)
def load(pack_id: str) -> Pack:
    """The pack of this id, proven sound and hashed. Raises UnknownPackError or PackError."""
    if pack_id not in pack_ids():
        raise UnknownPackError(pack_id)
    folder = ROOT.joinpath(*pack_id.split("/"))
    module = "tanheng.rulebook." + pack_id.replace("/", ".")
    formulas, checks = import_module(module + ".formulas"), import_module(module + ".checks")
    head = _yaml(folder.joinpath("pack.yaml"))
    return build_pack(
        PackParts(
            pack=head,
            quantities=_yaml(folder.joinpath("quantities.yaml")),
            parameters={**_shared_parameters(head), **_yaml(folder.joinpath("parameters.yaml"))},
            tables={name: _shared(name_of_file) for name, name_of_file in (head.get("tables") or {}).items()},
            forms=_yaml(folder.joinpath("forms.yaml")),
            cases=tuple(_yaml(entry) for entry in _case_files(folder)),
            sources=_shared("sources"),
            formula_functions=_own_functions(formulas),
            check_functions=tuple(f for f in _own_functions(checks).values() if hasattr(f, CHECK_MARK)),
            program_texts={
                module.__name__.rpartition(".")[2]: inspect.getsource(module) for module in (formulas, checks)
            },
        )
    )


def _shared_parameters(head: dict[str, Any]) -> dict[str, Any]:
    """Parameters taken from shared sets: `use_parameters: [constants.co2_per_carbon, …]` in pack.yaml."""
    taken = (name.partition(".") for name in head.get("use_parameters", ()))
    return {name: _shared(file)[name] for file, _, name in taken}


def _own_functions(module: ModuleType) -> dict[str, Callable[..., Any]]:
    own = vars(module).items()
    return {
        name: f
        for name, f in own
        if inspect.isfunction(f) and f.__module__ == module.__name__ and not name.startswith("_")
    }


def _case_files(folder: Traversable) -> list[Traversable]:
    cases = folder.joinpath("cases")
    return (
        sorted((entry for entry in cases.iterdir() if entry.name.endswith(".yaml")), key=lambda entry: entry.name)
        if cases.is_dir()
        else []
    )


def _yaml(entry: Traversable) -> Any:
    return yaml.load(entry.read_text(encoding="utf-8"), Loader=LOADER) or {}  # noqa: S506 - a safe loader, our own data


@lru_cache(maxsize=32)
def _shared(name: str) -> Any:
    return _yaml(ROOT.joinpath("shared", f"{name}.yaml"))
