"""Modules are named by what they are and open with a paragraph; public functions say what they give."""

import ast
from pathlib import Path

import pytest

from tests.tidy.sources import PACKAGE, is_migration, name_of, python_files, tree

NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "manager", "managers", "misc", "common", "stuff"}
FILES = [path for path in python_files() if not is_migration(path)]


def test_no_module_has_a_name_that_says_nothing() -> None:
    package_files = python_files(PACKAGE)
    assert [name_of(path) for path in package_files if path.stem in NAMES_THAT_SAY_NOTHING] == []
    assert [name_of(path) for path in package_files if path.parent.name in NAMES_THAT_SAY_NOTHING] == []


def is_empty_package_file(path: Path) -> bool:
    """The `__init__.py` of a folder of migrations, commands or template tags, which Django wants empty."""
    return path.name == "__init__.py" and not tree(path).body


def test_every_module_opens_with_a_paragraph() -> None:
    silent = [path for path in FILES if not ast.get_docstring(tree(path)) and not is_empty_package_file(path)]
    assert [name_of(path) for path in silent] == []


def test_empty_package_files_stand_only_where_django_wants_them() -> None:
    wanted = {"migrations", "commands", "management", "templatetags"}
    empty = [path for path in python_files(PACKAGE) if is_empty_package_file(path)]
    assert [name_of(path) for path in empty if path.parent.name not in wanted] == []


@pytest.mark.parametrize("path", python_files(PACKAGE), ids=name_of)
def test_public_functions_have_docstrings(path: Path) -> None:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    public = [node for node in tree(path).body if isinstance(node, kinds) and not node.name.startswith("_")]
    assert [node.name for node in public if not ast.get_docstring(node) and not is_migration(path)] == []
