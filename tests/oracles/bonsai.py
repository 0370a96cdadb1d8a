"""The IPCC equations of bonsai_ipcc as plain functions and its tables of defaults: its files are read alone, without the library's own
libraries.
"""

from __future__ import annotations

import csv
from decimal import Decimal
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


@lru_cache
def table(branch: str, parameter: str) -> dict[str, dict[str, Decimal]]:
    """Default, least and most (`def`, `min`, `max`) of a parameter by activity; "" where it holds for all."""
    wanted = f"bonsai_ipcc/data/industry/{branch}/par_{parameter}.csv"
    found = next(file for file in files("bonsai_ipcc") or () if file.as_posix() == wanted)
    rows: dict[str, dict[str, Decimal]] = {}
    for row in csv.DictReader(found.read_text().splitlines()):
        if row["value"] != "inf":
            rows.setdefault(row.get("activity") or "", {})[row["property"]] = Decimal(row["value"])
    return rows
