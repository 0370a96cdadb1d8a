"""A file of any accepted kind as bytes into a case: YAML, JSON, xlsx, ods or CSV, chosen by its name and by what it holds.

The one door for the command line and the web. It reads no disk, and no file however broken makes it raise.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePosixPath

from tanheng.documents.input_problems import input_problem
from tanheng.engine.case import Case, Origin
from tanheng.engine.case_reading import Places, read_case
from tanheng.engine.errors import Problem, has_errors, sorted_problems
from tanheng.engine.pack import Pack

LARGEST_FILE_BYTES = 64 * 1024 * 1024
WORKBOOKS = (".xlsx", ".ods")
TEXTS = (".yaml", ".yml", ".json", ".csv")
NOT_FOR_CASES = {".xlsm": "FILE-207", ".xltm": "FILE-207", ".xlsb": "FILE-001", ".xls": "FILE-203", ".et": "FILE-203"}
STARTS = ((b"PK", "工作簿或压缩包", "a workbook or archive"), (b"\xd0\xcf\x11\xe0", "旧格式的 Office 文件", "an old Office file"),
          (b"%PDF", "PDF", "a PDF"))  # fmt: skip
COMPLETENESS = {"CASE-150", "CASE-151", "CASE-152", "CASE-156", "CASE-157", "CASE-160"}  # pointless while cells are still unread


def read_case_bytes(
    name: str, content: bytes, load: Callable[[str], Pack], known_packs: tuple[str, ...] = ()
) -> tuple[Case | None, list[Problem]]:
    """The case in a file's bytes and every problem found, errors first; no case when one of them is an error.

    `load` gives the pack of an id (raises UnknownPackError); `name` is shown in problems, its suffix names the kind of file.
    """
    file = name.replace("\\", "/").rpartition("/")[2] or "?"
    suffix = PurePosixPath(file).suffix.lower()
    refused = _refused(file, suffix, content)
    if refused is not None:
        return None, [refused]
    if suffix in WORKBOOKS:
        from tanheng.documents.input_workbook import read_workbook

        found = read_workbook(content, file, load)
        return _case(file, *found, load, known_packs)
    if suffix == ".csv":
        from tanheng.documents.input_csv import read_csv

        return _case(file, *read_csv(content, file, load), load, known_packs)
    from tanheng.documents.case_text import read_json, read_yaml

    return _case(file, *(read_json if suffix == ".json" else read_yaml)(content, file), load, known_packs)


def _refused(file: str, suffix: str, content: bytes) -> Problem | None:
    at = Origin(file=file)
    if suffix in NOT_FOR_CASES:
        return input_problem(NOT_FOR_CASES[suffix], at, found=suffix)
    if suffix not in WORKBOOKS + TEXTS:
        return input_problem("FILE-001", at, found=suffix or file)
    if not content:
        return input_problem("FILE-002", at)
    if len(content) > LARGEST_FILE_BYTES:
        return input_problem("FILE-003", at, found=len(content), known=LARGEST_FILE_BYTES)
    if suffix in TEXTS:
        for start, wanted, wanted_en in STARTS:
            if content.startswith(start):
                return input_problem("FILE-005", at, found=suffix, wanted=wanted, wanted_en=wanted_en)
    return None


def _case(
    file: str, document: object, places: Places, problems: list[Problem], load: Callable[[str], Pack], known_packs: tuple[str, ...]
) -> tuple[Case | None, list[Problem]]:
    if document is None:
        return None, sorted_problems(problems)
    case, found = read_case(document, load, places=places, file=file, known_packs=known_packs)
    if has_errors(problems):
        case, found = None, [one for one in found if one.code not in COMPLETENESS]
    return case, sorted_problems([*problems, *(_placed(one, places, file) for one in found)])


def _placed(problem: Problem, places: Places, file: str) -> Problem:
    """What is missing is shown at the blank cell where it belongs, if the file has one."""
    where = problem.where
    if where.quantity is None or problem.code not in COMPLETENESS - {"CASE-157"}:
        return problem
    from tanheng.documents.input_rows import blank_path

    place = places.get(blank_path(where.quantity, where.facility, where.item))
    if place is None:
        return problem if where.file else replace(problem, where=replace(where, file=file))
    return replace(problem, where=place.where(quantity=where.quantity, facility=where.facility, item=where.item, month=where.month))
