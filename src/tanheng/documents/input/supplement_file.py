"""A supplement: the values and attributes another edition needs beside a case, as YAML or JSON bytes. It is part of no case."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from tanheng.analysis.bridge.case import GIVEN_KEYS
from tanheng.documents.reading.case_text import read_json, read_yaml
from tanheng.documents.reading.problems import input_problem
from tanheng.engine.case.problems import SENTENCES
from tanheng.engine.numbers import figure
from tanheng.engine.places import Origin
from tanheng.engine.problems import Problem
from tanheng.engine.sentences import problem_of

ALSO_ALLOWED = ("tanheng", "pack", "year", "grain", "entity")  # of a whole case file, which may be given too
LARGEST_BYTES = 4 * 1024 * 1024


def read_supplement(name: str, content: bytes) -> tuple[dict[str, Any] | None, list[Problem]]:
    """`values`, `attributes`, `facilities`, `overrides` of the file, each a list of mappings; None with the problems if it holds none."""
    at = Origin(file=name)
    suffix = PurePosixPath(name).suffix.lower()
    if suffix not in (".yaml", ".yml", ".json"):
        return None, [input_problem("FILE-001", at, found=suffix or name)]
    if len(content) > LARGEST_BYTES:
        return None, [input_problem("FILE-003", at, found=figure(len(content)), known=figure(LARGEST_BYTES))]
    document, _, problems = (read_json if suffix == ".json" else read_yaml)(content, name)
    if document is None or problems:
        return None, list(problems)
    if not isinstance(document, Mapping):
        return None, [problem_of(SENTENCES, "CASE-101", at.where(), found="—", found_en="—")]
    return _checked(document, at)


def _checked(document: Mapping[str, Any], at: Origin) -> tuple[dict[str, Any] | None, list[Problem]]:
    known = ", ".join(GIVEN_KEYS)
    problems = [
        problem_of(SENTENCES, "CASE-103", at.where(), found=str(key)[:60], known=known)
        for key in document
        if key not in (*GIVEN_KEYS, *ALSO_ALLOWED)
    ]
    given: dict[str, Any] = {}
    for key in GIVEN_KEYS:
        rows = document.get(key) or []
        if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
            problems.append(problem_of(SENTENCES, "CASE-106", at.where(), found=key, wanted="列表", wanted_en="a list"))
        else:
            given[key] = rows
    return (None if problems else given), problems
