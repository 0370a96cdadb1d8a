"""Sentences of docstrings run on: a line ends where the next word does not fit, or where the sentence does."""

import ast
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from tests.tidy.sources import is_migration, name_of, python_files, tree

NARROWEST = 110  # a line may be left as short as this for the sake of what is said together; the files are 140 wide
ENDS = ".:;?!…。：；"
FILES = [path for path in python_files() if not is_migration(path)]


def docstrings(path: Path) -> Iterator[tuple[int, str]]:
    """Line and text, as they stand in the file, of every docstring."""
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    for node in ast.walk(tree(path)):
        if isinstance(node, kinds) and ast.get_docstring(node):
            first = node.body[0]
            assert isinstance(first, ast.Expr)
            assert isinstance(first.value, ast.Constant)
            yield first.lineno, " " * first.col_offset + '"""' + str(first.value.value)


def broken(text: str) -> list[int]:
    """The lines, counted from 0, that end in mid-sentence though the next word had room. Tables and lists are no sentences."""
    lines = text.split("\n")
    return [
        number
        for number, (line, after) in enumerate(pairwise(lines))
        if line.strip() and after.strip() and is_prose(line) and is_prose(after)
        if line.rstrip()[-1] not in ENDS and len(line.rstrip()) + 1 + len(after.split()[0]) <= NARROWEST
    ]


def is_prose(line: str) -> bool:
    """Whether a line is neither of a table (words set apart by blanks) nor the beginning of an entry of a list."""
    words = line.strip()
    return "  " not in words and not words.startswith(("-", "*", "|", "`", ">", "·"))


def test_no_docstring_is_broken_in_mid_sentence() -> None:
    every = ((path, first, text) for path in FILES for first, text in docstrings(path))
    assert [f"{name_of(path)}:{first + number}" for path, first, text in every for number in broken(text)] == []


def test_a_broken_sentence_is_found() -> None:
    assert broken('"""The places where\n    something is told.') == [0]
    assert broken('"""The places where something is told.\n    Others are not.') == []
    assert broken('"""alice   carbon manager\n    bob   clerk') == []
    assert broken(f'"""{"word " * 21}\n    something is told.') == []
