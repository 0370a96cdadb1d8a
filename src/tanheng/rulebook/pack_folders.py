"""Which files the folder of a pack may hold: what stands beside them under another name would be read by nobody, and is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources.abc import Traversable

from tanheng.engine.records.shapes import nearest

FILES = ("pack.yaml", "parameters.yaml", "quantities.yaml", "formulas.py", "checks.py", "forms.yaml")
FOLDERS = ("cases",)
PROGRAM = re.compile(r"(formulas|checks)(_[a-z_]+)?\.py")
REVISION = re.compile(r"revision_[1-9][0-9]*")
IGNORED = re.compile(r"[_.].*")  # what Python and editors leave: __init__.py, __pycache__, .swp


def folder_faults(folder: Traversable, place: str) -> Iterator[str]:
    """What stands in the folder and is no part of a pack, each with the nearest right name."""
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        name = entry.name
        if IGNORED.fullmatch(name):
            continue
        if name in FILES or PROGRAM.fullmatch(name):
            if not entry.is_file():
                yield f"{place}/{name}: 应是文件，不是文件夹 / is a folder, a file is expected"
        elif name in FOLDERS or REVISION.fullmatch(name):
            if not entry.is_dir():
                yield f"{place}/{name}: 应是文件夹，不是文件 / is a file, a folder is expected"
        else:
            yield f"{place}/{name}: 规则包里没有这种文件 / is no file of a pack{nearest(name, (*FILES, *FOLDERS))}"
    yield from _case_faults(folder.joinpath("cases"), f"{place}/cases")


def _case_faults(folder: Traversable, place: str) -> Iterator[str]:
    if not folder.is_dir():
        return
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if not IGNORED.fullmatch(entry.name) and not (entry.name.endswith(".yaml") and entry.is_file()):
            yield f"{place}/{entry.name}: 算例应是 .yaml 文件 / is no worked case: those are .yaml files"
