"""No circle of imports, those for types alone counted too: a file can be read without the ones that stand on it."""

from collections.abc import Iterator
from pathlib import Path

from tests.tidy.sources import PACKAGE, imported_modules, python_files

PARTS = {path: ("tanheng", *path.relative_to(PACKAGE).with_suffix("").parts) for path in python_files(PACKAGE)}
MODULES = {".".join(parts).removesuffix(".__init__"): path for path, parts in PARTS.items()}


def imports_of(name: str, path: Path) -> set[str]:
    """The project's modules that a module imports: of `from a import b` the module b where there is one, else a."""
    found = {other for _, other in imported_modules(path)} & MODULES.keys()
    packages = {other for other in found if any(one.startswith(f"{other}.") for one in found)}
    return {other for other in found - {name} if other not in packages or names_something(path, other)}


def names_something(path: Path, package: str) -> bool:
    """Whether a file takes more from a package than its modules."""
    taken = [other.removeprefix(f"{package}.") for _, other in imported_modules(path) if other.startswith(f"{package}.")]
    return any("." not in one and f"{package}.{one}" not in MODULES for one in taken)


def circles(graph: dict[str, set[str]]) -> Iterator[set[str]]:
    """Sets of modules each of which leads to every other (Tarjan)."""
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    waiting: list[str] = []

    def visit(name: str) -> Iterator[set[str]]:
        number[name] = lowest[name] = len(number)
        waiting.append(name)
        for other in sorted(graph[name]):
            if other not in number:
                yield from visit(other)
            if other in waiting:
                lowest[name] = min(lowest[name], lowest[other])
        if lowest[name] == number[name]:
            circle = set(waiting[waiting.index(name) :])
            del waiting[waiting.index(name) :]
            if len(circle) > 1:
                yield circle

    for name in sorted(graph):
        if name not in number:
            yield from visit(name)


def test_no_circle_of_imports() -> None:
    graph = {name: imports_of(name, path) for name, path in MODULES.items()}
    assert [sorted(circle) for circle in circles(graph)] == []
