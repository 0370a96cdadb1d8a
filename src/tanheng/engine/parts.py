"""Which quantities of a pack are sums of parts: a month of theirs can hold one part and lack another.

The year of such a sum needs all its months, or it would leave out amounts that stand in its own rows. What enters another
formula by `if_reported()`, or first by `first_present()`, is a source whose months count as far as there are any, and no such sum.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from tanheng.engine.symbols import Binary, Comparison, Expression, Name, Word, expression_of, names_in

if TYPE_CHECKING:
    from tanheng.engine.pack import Formula, Quantity


def sums_of_parts(quantities: Mapping[str, Quantity], formulas: Mapping[str, Formula]) -> frozenset[str]:
    """The names of the quantities whose year needs all its months."""
    amounts = {name for name, one in quantities.items() if one.year == "sum"}
    trees = {name: tree_of(one) for name, one in formulas.items() if name in quantities}
    counted_as_reported = {name for tree in trees.values() for name in _counted_as_reported(tree)}
    return frozenset(name for name, tree in trees.items() if _adds(tree, amounts)) - counted_as_reported


def tree_of(formula: Formula) -> Expression:
    """A formula read as symbols."""
    return expression_of(formula.function, formula.arguments, formula.uses_parameters)


def asked_if_reported(node: Expression) -> set[str]:
    """The names that stand inside `if_reported()`."""
    match node:
        case Word("if_reported", (inner,)):
            return {one.id for one in names_in(inner)}
    return {name for one in _below(node) for name in asked_if_reported(one)}


def _adds(node: Expression, amounts: set[str]) -> bool:
    """Whether different amounts, or the amounts of several places, are added somewhere."""
    match node:
        case Word("total"):
            return True
        case Word("if_reported"):
            return False
        case Binary(sign, left, right):
            first, second = ({one.id for one in names_in(side)} & amounts for side in (left, right))
            if sign in "+-" and first and second and first != second:
                return True
    return any(_adds(one, amounts) for one in _below(node))


def _counted_as_reported(node: Expression) -> Iterator[str]:
    match node:
        case Word("if_reported", (Name(name),)) | Word("first_present", (Name(name), _)):
            yield name
    for one in _below(node):
        yield from _counted_as_reported(one)


def _below(node: Expression) -> tuple[Expression, ...]:
    match node:
        case Word(_, arguments):
            return arguments
        case Binary(_, left, right) | Comparison(_, left, right):
            return left, right
    return ()
