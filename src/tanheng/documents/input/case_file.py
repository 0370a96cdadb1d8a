"""A file of any accepted kind as bytes into a case: YAML, JSON, xlsx, ods or CSV, chosen by its name and by what it holds.

The one door for the command line and the web. It reads no disk, and no file however broken makes it raise.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from tanheng.documents.reading.problems import input_problem
from tanheng.engine.case import Case
from tanheng.engine.case.reader import Places
from tanheng.engine.case.reading import Register, read_case
from tanheng.engine.collector import no_circles_sought
from tanheng.engine.numbers import figure
from tanheng.engine.pack import Pack
from tanheng.engine.places import Origin, Where
from tanheng.engine.problems import Problem, has_errors, sorted_problems
from tanheng.engine.unread import UNKNOWN_ROW

LARGEST_FILE_BYTES = 64 * 1024 * 1024
WORKBOOKS = (".xlsx", ".ods")
TEXTS = (".yaml", ".yml", ".json", ".csv")
NOT_FOR_CASES = {".xlsm": "FILE-207", ".xltm": "FILE-207", ".xlsb": "FILE-001", ".xls": "FILE-203", ".et": "FILE-203"}
STARTS = ((b"PK", "工作簿或压缩包", "a workbook or archive"), (b"\xd0\xcf\x11\xe0", "旧格式的 Office 文件", "an old Office file"),
          (b"%PDF", "PDF", "a PDF"))  # fmt: skip
BELONGS_TO_BLANK_CELL = {"CASE-107", "CASE-150", "CASE-151", "CASE-152", "CASE-156", "CASE-160"}
# Cells of figures that were refused: the readers of tables hand over their places.
REFUSED_CELLS = {
    f"FILE-{number}" for number in (213, 214, 215, 216, 217, 218, 219, 220, 221, 223, 231, 239, 240, 241, 242, 246, 262, 306, 307)
}  # fmt: skip


def read_case_bytes(
    name: str, content: bytes, load: Callable[[str], Pack], known_packs: tuple[str, ...] = (), register: Register | None = None
) -> tuple[Case | None, list[Problem]]:
    """The case in a file's bytes and every problem found, errors first; no case when one of them is an error.

    `load` gives the pack of an id (raises UnknownPackError); `name` is shown in problems, its suffix names the kind of file;
    `register` says what it has against entity and facilities.
    """
    with no_circles_sought():
        return _read(name, content, load, known_packs, register)


def _read(
    name: str, content: bytes, load: Callable[[str], Pack], known_packs: tuple[str, ...], register: Register | None
) -> tuple[Case | None, list[Problem]]:
    file = name.replace("\\", "/").rpartition("/")[2] or "?"
    suffix = PurePosixPath(file).suffix.lower()
    refused = _refused(file, suffix, content)
    if refused is not None:
        return None, [refused]
    if suffix in WORKBOOKS:
        from tanheng.documents.input.workbook import read_workbook

        found = read_workbook(content, file, load)
        return _case(file, *found, load, known_packs, register)
    if suffix == ".csv":
        from tanheng.documents.input.csv_tables import read_csv

        return _case(file, *read_csv(content, file, load), load, known_packs, register)
    from tanheng.documents.reading.case_text import read_json, read_yaml

    return _case(file, *(read_json if suffix == ".json" else read_yaml)(content, file), load, known_packs, register)


def _refused(file: str, suffix: str, content: bytes) -> Problem | None:
    at = Origin(file=file)
    if suffix in NOT_FOR_CASES:
        return input_problem(NOT_FOR_CASES[suffix], at, found=suffix)
    if suffix not in WORKBOOKS + TEXTS:
        return input_problem("FILE-001", at, found=suffix or file)
    if not content:
        return input_problem("FILE-002", at)
    if len(content) > LARGEST_FILE_BYTES:
        return input_problem("FILE-003", at, found=figure(len(content)), known=figure(LARGEST_FILE_BYTES))
    if suffix in TEXTS:
        for start, wanted, wanted_en in STARTS:
            if content.startswith(start):
                return input_problem("FILE-005", at, found=suffix, wanted=wanted, wanted_en=wanted_en)
    return None


def _case(
    file: str,
    document: object,
    places: Places,
    problems: list[Problem],
    load: Callable[[str], Pack],
    known_packs: tuple[str, ...],
    register: Register | None,
) -> tuple[Case | None, list[Problem]]:
    if document is None:
        return None, sorted_problems(problems)
    unread: list[Any] = [tuple(part or None for part in path[1:]) for path in places if path[:1] == ("unread",)]
    errors = {one.code for one in problems if one.severity == "error"}
    if "FILE-222" in errors:  # no quantity in it
        unread.append(UNKNOWN_ROW)
    if errors - REFUSED_CELLS - {"FILE-222"}:
        unread.append((None, None, None, None))  # what else could not be read may be anything
    form = not file.lower().endswith((".yaml", ".yml", ".json"))
    case, found = read_case(
        document,
        load,
        places=places,
        file=file,
        known_packs=known_packs,
        unread=unread,
        refused=has_errors(problems),
        form=form,
        register=register,
    )
    return case, sorted_problems([*problems, *(_placed(one, places, file) for one in found)])


def _placed(problem: Problem, places: Places, file: str) -> Problem:
    """What is missing is shown at the blank cell where it belongs, if the file has one; what concerns a place, where it is listed."""
    if problem.code in BELONGS_TO_BLANK_CELL:
        found = tuple(_at_blank_cell(where, places, file) for where in problem.all_places)
    else:
        found = problem.all_places
    found = tuple(_at_home(where, places) for where in found)
    return replace(problem, where=found[0], places=found if problem.places else ())


def _at_blank_cell(where: Where, places: Places, file: str) -> Where:
    from tanheng.documents.input.paths import blank_path

    place = places.get(blank_path(where.quantity, where.facility, where.item)) if where.quantity else None
    if place is None:
        return where if where.file or where.quantity is None else replace(where, file=file)
    return _moved(where, place)


def _at_home(where: Where, places: Places) -> Where:
    """In tables every problem has a cell: that of its quantity, of its facility, or of the entity's name."""
    if where.cell is not None or where.line is not None:
        return where
    from tanheng.documents.input.paths import facility_path, home_path

    first = places.get(home_path(""))
    if first is None:  # no tables: a text has its own path
        return where
    path = home_path(where.quantity) if where.quantity else facility_path(where.facility) if where.facility else ("entity",)
    place = places.get(path, first)
    return _moved(where, place if place.cell or place.line else first)


def _moved(where: Where, place: Origin) -> Where:
    """The same domain at a place of the file."""
    return replace(place.where(), quantity=where.quantity, facility=where.facility, item=where.item, month=where.month, spoken=where.spoken)
