"""Functions fit on a screen, files into a head. What is longer stands here with its reason."""

import ast
from pathlib import Path
from statistics import median

import pytest

from tests.tidy.sources import PACKAGE, is_migration, name_of, python_files, tree

LONGEST_FUNCTION = 50
LONGEST_FILE = 400
LONGEST_MEDIAN = 12

LONGER_FUNCTIONS: dict[str, str] = {}  # "path:function": why
LONGER_FILES: dict[str, str] = {}  # "path": why

FILES = [path for path in python_files() if not is_migration(path)]


def functions(path: Path) -> list[tuple[str, int]]:
    """Name and length in lines, decorators left out, of every function of a file."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [(n.name, (n.end_lineno or n.lineno) - n.lineno + 1) for n in ast.walk(tree(path)) if isinstance(n, kinds)]


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_no_function_is_longer_than_fifty_lines(path: Path) -> None:
    long = {
        f"{name_of(path)}:{name}": lines
        for name, lines in functions(path)
        if lines > LONGEST_FUNCTION and f"{name_of(path)}:{name}" not in LONGER_FUNCTIONS
    }
    assert long == {}


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    lengths = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE and name not in LONGER_FILES} == {}


def test_the_median_function_is_short() -> None:
    lengths = [lines for path in python_files(PACKAGE) if not is_migration(path) for _, lines in functions(path)]
    assert median(lengths) <= LONGEST_MEDIAN


def test_exceptions_are_still_needed() -> None:
    every = ((path, name, lines) for path in FILES for name, lines in functions(path))
    longer = {f"{name_of(path)}:{name}" for path, name, lines in every if lines > LONGEST_FUNCTION}
    assert set(LONGER_FUNCTIONS) <= longer
    assert {name_of(path) for path in FILES} >= set(LONGER_FILES)
