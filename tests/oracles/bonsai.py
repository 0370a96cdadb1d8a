"""The IPCC equations of bonsai_ipcc as plain functions: its files of equations are read alone, without the library's own libraries."""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import files
from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType


@lru_cache
def equations(branch: str) -> ModuleType:
    """The elementary equations of `metal` or `mineral`. Raises PackageNotFoundError where bonsai_ipcc is not installed."""
    wanted = f"bonsai_ipcc/industry/{branch}/elementary.py"
    found = next(file for file in files("bonsai_ipcc") or () if file.as_posix() == wanted)
    spec = spec_from_file_location(f"bonsai_{branch}_equations", found.locate())
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
