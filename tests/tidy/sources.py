"""The project's own files as the tidy tests see them: what git knows or would add, read once."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "tanheng"
VENDORED = ("vendor", "vendored")  # folders with other people's files, named with version and licence beside them


@cache
def project_files() -> tuple[Path, ...]:
    """Every file of the project, generated ones and the environment left out."""
    words = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    files = (ROOT / name for name in sorted(set(listed.split("\0"))) if name)
    return tuple(path for path in files if path.is_file())


def is_vendored(path: Path) -> bool:
    """True for other people's files that are only carried along."""
    return any(part in VENDORED for part in path.relative_to(ROOT).parts)


def is_migration(path: Path) -> bool:
    """True for Django's migrations: written by a program, never changed."""
    return path.parent.name == "migrations"


@cache
def python_files(folder: Path = ROOT) -> tuple[Path, ...]:
    """The Python files below a folder."""
    return tuple(path for path in project_files() if path.suffix == ".py" and folder in path.parents)


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def text_of(path: Path) -> str | None:
    """The text of a file, or None for a picture, a font, an Office file."""
    content = path.read_bytes()
    if b"\0" in content[:8192]:
        return None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return None


def name_of(path: Path) -> str:
    """The path as people say it: from the root of the project."""
    return path.relative_to(ROOT).as_posix()


def imported_modules(path: Path) -> list[tuple[int, str]]:
    """Line and full name of everything a file imports; `from a import b` counts as a and as a.b."""
    found: list[tuple[int, str]] = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(path, node)
            found += [(node.lineno, base)] + [(node.lineno, f"{base}.{alias.name}") for alias in node.names]
    return found


def _absolute(path: Path, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    package = path.relative_to(ROOT / "src").parts[: -node.level]
    return ".".join([*package, *([node.module] if node.module else [])])
