"""What import-linter cannot say about floors: the ground floor's purity in the small, and that no floor was forgotten.

The floors themselves are contracts in `pyproject.toml`; `make test` and `make lint` prove them with `lint-imports`.
"""

import ast
import tomllib
from pathlib import Path

import pytest

from tests.tidy.sources import PACKAGE, ROOT, imported_modules, name_of, python_files, tree

GROUND_FLOOR = ("documents", "analysis", "workflow", "ledger", "rulebook", "engine", "seal")
READS_OWN_DATA = ("documents", "rulebook")
EXACT = ("ledger", "rulebook", "engine", "seal")
# An uncertainty has two digits: sensitivities and standard uncertainties are floats, the values beside them stay decimals.
ABOUT_UNCERTAINTY = {PACKAGE / "engine" / "uncertainty" / f"{name}.py" for name in ("__init__", "budget", "forms", "sources")}

IMPURE_MODULES = {
    "django", "ninja", "socket", "ssl", "http", "urllib.request", "requests", "subprocess", "random", "secrets", "time",
    "uuid", "threading", "multiprocessing", "asyncio", "tempfile", "shutil", "sqlite3", "locale",
}  # fmt: skip
DISK_MODULES = {"os", "pathlib", "glob", "fileinput"}
CLOCK_CALLS = {"now", "utcnow", "today", "time_ns", "monotonic"}
WRITING_CALLS = {"write_text", "write_bytes", "mkdir", "unlink", "rename", "touch", "rmdir"}
BARE_CALLS = {"print", "input", "breakpoint", "exec", "eval"}

FILES = [path for floor in GROUND_FLOOR for path in python_files(PACKAGE / floor)]
LINTER = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]


def floor_of(path: Path) -> str:
    """The floor a file of the package stands on."""
    return path.relative_to(PACKAGE).parts[0]


def calls_of(path: Path, name: str) -> list[ast.Call]:
    """The calls of a bare name in a file."""
    calls = (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call))
    return [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == name]


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_the_ground_floor_imports_nothing_impure(path: Path) -> None:
    banned = IMPURE_MODULES | (set() if floor_of(path) in READS_OWN_DATA else DISK_MODULES)
    found = [name for _, name in imported_modules(path) if name in banned or name.split(".")[0] in banned]
    assert found == []


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_the_ground_floor_asks_no_clock_and_writes_nothing(path: Path) -> None:
    names = {
        node.func.attr: node.lineno for node in ast.walk(tree(path)) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    banned = BARE_CALLS | (set() if floor_of(path) in READS_OWN_DATA else {"open"})
    bare = {name: call.lineno for name in banned for call in calls_of(path, name)}
    assert {name: line for name, line in names.items() if name in CLOCK_CALLS | WRITING_CALLS} == {}
    assert bare == {}


@pytest.mark.parametrize("path", [path for path in FILES if floor_of(path) in EXACT and path not in ABOUT_UNCERTAINTY], ids=name_of)
def test_nothing_regulated_is_a_float(path: Path) -> None:
    likeness = {id(part) for call in calls_of(path, "get_close_matches") for part in ast.walk(call)}
    constants = [node for node in ast.walk(tree(path)) if isinstance(node, ast.Constant)]
    literals = [node.lineno for node in constants if isinstance(node.value, float) and id(node) not in likeness]
    assert literals + [call.lineno for call in calls_of(path, "float")] == []


def test_the_purity_contract_names_every_floor_that_exists() -> None:
    contract = next(contract for contract in LINTER["contracts"] if contract["id"] == "purity")
    existing = {f"tanheng.{floor}" for floor in GROUND_FLOOR if (PACKAGE / floor / "__init__.py").exists()}
    assert set(contract["source_modules"]) == existing
