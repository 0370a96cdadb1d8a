"""Apps have the same shelves, and a shelf knows only those below it."""

import ast
from pathlib import Path

import pytest

from tests.tidy.sources import PACKAGE, imported_modules, name_of, python_files, tree

APPS = PACKAGE / "apps"
# A shelf may not import these shelves, of its own app or of another.
MUST_NOT_KNOW = {
    "models": {"services", "selectors", "views", "forms", "api", "urls", "access"},
    "access": {"services", "views", "forms", "api", "urls"},
    "selectors": {"services", "views", "forms", "api", "urls"},
    "services": {"views", "forms", "api", "urls"},
    "forms": {"views", "api", "urls", "services"},
    "views": {"api"},
    "api": {"views", "urls"},
}


def shelf_files() -> list[Path]:
    """Files of the apps that stand on a shelf with rules."""
    return [path for path in python_files(APPS) if path.stem in MUST_NOT_KNOW and path.parent.parent == APPS]


@pytest.mark.parametrize("path", shelf_files(), ids=name_of)
def test_a_shelf_knows_only_the_shelves_below(path: Path) -> None:
    wrong = [
        f"{line}: {name}"
        for line, name in imported_modules(path)
        if name.startswith("tanheng.apps.") and name.split(".")[3:4] and name.split(".")[3] in MUST_NOT_KNOW[path.stem]
    ]
    assert wrong == []


def test_only_api_files_import_ninja() -> None:
    files = [path for path in python_files(PACKAGE) if path.stem != "api" and PACKAGE / "api" not in path.parents]
    assert [name_of(path) for path in files if any(n.split(".")[0] == "ninja" for _, n in imported_modules(path))] == []


@pytest.mark.parametrize("path", [path for path in shelf_files() if path.stem == "services"], ids=name_of)
def test_services_take_named_arguments_only(path: Path) -> None:
    public = [n for n in tree(path).body if isinstance(n, ast.FunctionDef) and not n.name.startswith("_")]
    assert [n.name for n in public if n.args.args or n.args.posonlyargs] == []


@pytest.mark.parametrize("library", ["xlsxwriter", "docxtpl", "typst", "python_calamine", "openpyxl", "docx"])
def test_office_libraries_are_known_to_the_documents_floor_only(library: str) -> None:
    files = [path for path in python_files(PACKAGE) if PACKAGE / "documents" not in path.parents]
    assert [name_of(path) for path in files if any(n.split(".")[0] == library for _, n in imported_modules(path))] == []
