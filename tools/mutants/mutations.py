"""Which small faults can be planted in a file, and the file with one of them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

LEFT_OUT = {"core/NoOp"}
Span = tuple[tuple[int, int], tuple[int, int]]  # line and column of start and end


@dataclass(frozen=True, slots=True)
class Mutation:
    """A fault: the file, how cosmic-ray calls it, which of its places, and where that is."""

    file: str
    operator: str
    occurrence: int
    line: int
    column: int

    @property
    def site(self) -> tuple[str, int, int]:
        """The place, whichever fault is planted there."""
        return (self.file, self.line, self.column)


def mutations(path: Path, file: str) -> list[Mutation]:
    """All faults of a file, but for those that change no behaviour: annotations, and what dataclasses are declared with."""
    source = path.read_text(encoding="utf-8")
    nodes, silent = list(ast_nodes(get_ast(source))), list(_silent(ast.parse(source)))
    found = []
    for name, operator in _operators().items():
        places = (start for node in nodes for start, _ in operator.mutation_positions(node))
        for occurrence, start in enumerate(places):
            if not any(first <= start < last for first, last in silent):
                found.append(Mutation(file, name, occurrence, *start))
    return found


def mutated(source: str, mutation: Mutation) -> str | None:
    """The source with the fault; None where it comes to nothing."""
    found = mutate_code(source, _operators()[mutation.operator], mutation.occurrence)
    return None if found == source else found


@cache
def _operators() -> dict[str, object]:
    kinds = {name: get_operator(name) for name in operator_names() if name not in LEFT_OUT}
    return {name: kind() for name, kind in kinds.items() if not kind.arguments()}


def _silent(module: ast.Module) -> Iterator[Span]:
    """Where a fault shows nowhere: in annotations (never evaluated), in `TYPE_CHECKING`, in the decorators of dataclasses."""
    for node in ast.walk(module):
        hidden: list[ast.AST | None] = []
        if isinstance(node, ast.arg | ast.AnnAssign):
            hidden = [node.annotation]
        elif isinstance(node, ast.FunctionDef):
            hidden = [node.returns]
        elif isinstance(node, ast.ClassDef):
            hidden = [one for one in node.decorator_list if "dataclass" in ast.unparse(one)]
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            hidden = [node.test, *node.body]
        for one in filter(None, hidden):
            if isinstance(one, ast.expr | ast.stmt):
                yield (one.lineno, one.col_offset - 1), (one.end_lineno or one.lineno, one.end_col_offset or 0)
