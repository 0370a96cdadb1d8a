"""Which files the folder of a pack may hold: what stands beside them under another name would be read by nobody, and is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources.abc import Traversable

from tanheng.engine.pack_sentences import NOTHING, nearest, told
from tanheng.engine.records.shapes import Fault

FILES = ("pack.yaml", "parameters.yaml", "quantities.yaml", "formulas.py", "checks.py", "forms.yaml")
FOLDERS = ("cases", "checks")
TOPIC_FILE = re.compile(r"[a-z][a-z_]*\.py")
PROGRAM = re.compile(r"(formulas|checks)(_[a-z_]+)?\.py")
REVISION = re.compile(r"revision_[1-9][0-9]*")
IGNORED = re.compile(r"[_.].*")  # what Python and editors leave: __init__.py, __pycache__, .swp


def folder_faults(folder: Traversable, place: str) -> Iterator[Fault]:
    """What stands in the folder and is no part of a pack, each with the nearest right name."""
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        name = entry.name
        if IGNORED.fullmatch(name):
            continue
        if name in FILES or PROGRAM.fullmatch(name):
            if not entry.is_file():
                yield Fault(f"{place}/{name}", told("folder_for_file"))
        elif name in FOLDERS or REVISION.fullmatch(name):
            if not entry.is_dir():
                yield Fault(f"{place}/{name}", told("file_for_folder"))
        else:
            yield Fault(f"{place}/{name}", told("strange_file", near=nearest(name, (*FILES, *FOLDERS))))
    yield from _case_faults(folder.joinpath("cases"), f"{place}/cases")
    yield from _check_faults(folder, place)


def _check_faults(folder: Traversable, place: str) -> Iterator[Fault]:
    """Checks stand in one file, in files by topic, or in a folder; not in both, for Python would see one of them alone."""
    within = folder.joinpath("checks")
    if not within.is_dir():
        return
    if folder.joinpath("checks.py").is_file():
        yield Fault(place, told("both_places", one="checks.py", other="checks/"))
    for entry in sorted(within.iterdir(), key=lambda one: one.name):
        if not IGNORED.fullmatch(entry.name) and not (TOPIC_FILE.fullmatch(entry.name) and entry.is_file()):
            yield Fault(f"{place}/checks/{entry.name}", told("strange_file", near=NOTHING))


def _case_faults(folder: Traversable, place: str) -> Iterator[Fault]:
    if not folder.is_dir():
        return
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if not IGNORED.fullmatch(entry.name) and not (entry.name.endswith(".yaml") and entry.is_file()):
            yield Fault(f"{place}/{entry.name}", told("strange_case"))
