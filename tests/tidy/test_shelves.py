"""Apps have the same shelves, and a shelf knows only those below it."""

import ast
from pathlib import Path

import pytest
from django.apps import apps

from tanheng.config.installed import INSTALLED_APPS
from tanheng.registration import App
from tests.tidy.sources import PACKAGE, imported_modules, name_of, python_files, tree

APPS = PACKAGE / "apps"
SHELVES = {
    "__init__", "apps", "models", "access", "selectors", "services", "forms", "pages", "views", "urls", "api", "commands",
    "tasks", "management", "migrations", "templates", "static", "locale",
}  # fmt: skip
# A shelf may not import these shelves, of its own app or of another.
MUST_NOT_KNOW = {
    "apps": {"models", "access", "selectors", "forms", "pages", "views", "api", "urls", "commands", "tasks"},  # names, no imports
    "models": {"services", "selectors", "views", "forms", "pages", "api", "urls", "access", "commands", "tasks"},
    "access": {"services", "views", "forms", "pages", "api", "urls", "commands", "tasks"},
    "selectors": {"services", "views", "forms", "pages", "api", "urls", "commands", "tasks"},
    "services": {"views", "forms", "pages", "api", "urls", "commands", "tasks"},
    "forms": {"views", "pages", "api", "urls", "services", "commands", "tasks"},
    "pages": {"views", "api", "urls", "commands", "tasks"},
    "views": {"api", "commands", "tasks"},
    "api": {"views", "urls", "commands", "tasks"},
    "tasks": {"views", "pages", "forms", "api", "urls", "commands"},
}


def shelf_of(path: Path) -> str:
    """The shelf on which a file of an app stands; a shelf may be a folder."""
    return path.relative_to(APPS).with_suffix("").parts[1]


FILES = [path for path in python_files(APPS) if path.parent != APPS]


def test_every_file_of_an_app_stands_on_a_shelf() -> None:
    assert [name_of(path) for path in FILES if shelf_of(path) not in SHELVES] == []
    inside = [path for app in APPS.iterdir() if app.is_dir() and app.name != "__pycache__" for path in app.iterdir()]
    assert [str(path.relative_to(APPS)) for path in inside if path.name != "__pycache__" and path.stem not in SHELVES] == []


@pytest.mark.parametrize("path", [path for path in FILES if shelf_of(path) in MUST_NOT_KNOW], ids=name_of)
def test_a_shelf_knows_only_the_shelves_below(path: Path) -> None:
    wrong = [
        f"{line}: {name}"
        for line, name in imported_modules(path)
        if name.startswith("tanheng.apps.") and name.split(".")[3:4] and name.split(".")[3] in MUST_NOT_KNOW[shelf_of(path)]
    ]
    assert wrong == []


@pytest.mark.parametrize("app", [app for app in INSTALLED_APPS if app.startswith("tanheng.apps.")])
def test_every_app_registers_in_its_apps_file(app: str) -> None:
    own = apps.get_app_config(app.rsplit(".", 1)[1])
    assert isinstance(own, App)
    assert own.api == bool(list(Path(own.path).glob("api*")))
    assert bool(own.url_prefixes) == (Path(own.path) / "urls.py").exists()
    assert bool(own.commands) == bool(list(Path(own.path).glob("commands*")))
    assert {module_of(target) for target, _ in own.commands.values()} <= {f"{app}.commands"}


def module_of(target: str) -> str:
    """The shelf of a command: `tanheng.apps.x.commands` of anything below it."""
    return ".".join(target.partition(":")[0].split(".")[:4])


def test_only_api_files_import_ninja() -> None:
    files = [path for path in python_files(PACKAGE) if path.stem != "api" and "api" not in path.relative_to(PACKAGE).parts]
    assert [name_of(path) for path in files if any(n.split(".")[0] == "ninja" for _, n in imported_modules(path))] == []


@pytest.mark.parametrize("path", [path for path in FILES if shelf_of(path) == "services"], ids=name_of)
def test_services_take_named_arguments_only(path: Path) -> None:
    exempt = {"change"}  # what all of them write through
    public = [n for n in tree(path).body if isinstance(n, ast.FunctionDef) and not n.name.startswith("_") and n.name not in exempt]
    assert [n.name for n in public if n.args.args or n.args.posonlyargs] == []


@pytest.mark.parametrize("library", ["xlsxwriter", "docxtpl", "typst", "python_calamine", "openpyxl", "docx"])
def test_office_libraries_are_known_to_the_documents_floor_only(library: str) -> None:
    files = [path for path in python_files(PACKAGE) if PACKAGE / "documents" not in path.parents]
    assert [name_of(path) for path in files if any(n.split(".")[0] == library for _, n in imported_modules(path))] == []
