"""Which quantities of a pack are sums of parts: a month of theirs can hold one part and lack another.

The year of such a sum needs all its months, or it would leave out amounts that stand in its own rows. What enters another
formula by `if_reported()`, or first by `first_present()`, is a source whose months count as far as there are any, and no such sum.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from tanheng.engine.symbols import Binary, Expression, Name, Word, below, names_in, nodes


class Yearly(Protocol):
    """What of a quantity is asked here."""

    @property
    def year(self) -> str:
        """How its months make the year."""

    @property
    def weight(self) -> str | None:
        """What weighs the mean of its months."""

    @property
    def is_amount(self) -> bool:
        """Whether it is an amount, no content or ratio."""


class Arithmetic(Protocol):
    """What of a formula is asked here."""

    @property
    def expression(self) -> Expression:
        """The formula read as symbols."""

    @property
    def arguments(self) -> tuple[str, ...]:
        """The quantities it reads."""


def sums_of_parts(quantities: Mapping[str, Yearly], formulas: Mapping[str, Arithmetic]) -> frozenset[str]:
    """The names of the quantities whose year needs all its months; a mean over the months is none, whatever its formula adds."""
    amounts = {name for name, one in quantities.items() if one.year == "sum"}
    trees = {name: one.expression for name, one in formulas.items() if name in quantities}
    counted_as_reported = {name for tree in trees.values() for name in _counted_as_reported(tree)}
    return frozenset(name for name, tree in trees.items() if name in amounts and _adds(tree, amounts)) - counted_as_reported


def amounts_of(name: str, quantities: Mapping[str, Yearly], formulas: Mapping[str, Arithmetic]) -> dict[str, None]:
    """The amounts that a quantity is made of: itself, or the inputs below its formula that are amounts; in reading order, each once."""
    if name not in formulas:
        return {name: None} if quantities[name].is_amount else {}
    return {leaf: None for argument in formulas[name].arguments for leaf in amounts_of(argument, quantities, formulas)}


def results_above(quantities: Mapping[str, Yearly], formulas: Mapping[str, Arithmetic]) -> dict[str, frozenset[str]]:
    """For each quantity all whose months or year follow from it, itself included: by a formula, or as the weight of a mean."""
    read_by: dict[str, list[str]] = {name: [] for name in quantities}
    for name, formula in formulas.items():
        for argument in formula.arguments:
            read_by[argument].append(name)
    for name, one in quantities.items():
        if one.weight:
            read_by[one.weight].append(name)
    return {name: _reached(name, read_by) for name in quantities}


def _reached(name: str, read_by: Mapping[str, Sequence[str]]) -> frozenset[str]:
    found, waiting = {name}, [name]
    while waiting:
        new = set(read_by[waiting.pop()]) - found
        found |= new
        waiting += new
    return frozenset(found)


def carried_up(own: Mapping[str, Sequence[str]], formulas: Mapping[str, Arithmetic]) -> dict[str, tuple[str, ...]]:
    """For each quantity what it has of its own and what all has that it is computed of, in reading order; left out where that is nothing.
    `formulas` stand in the order of computation.
    """
    found = {name: tuple(ones) for name, ones in own.items() if ones}
    for name, formula in formulas.items():
        beneath = [one for argument in formula.arguments for one in found.get(argument, ())]
        if ones := dict.fromkeys((*found.get(name, ()), *beneath)):
            found[name] = tuple(ones)
    return found


def divisors(formula: Arithmetic) -> list[str]:
    """The quantities that a formula divides by, in reading order."""
    divisions = (one for one in nodes(formula.expression) if isinstance(one, Binary) and one.operator == "/")
    return list(dict.fromkeys(name.id for one in divisions for name in names_in(one.right) if not name.parameter))


def asked_if_reported(expression: Expression) -> set[str]:
    """The names that stand inside `if_reported()`."""
    asked = (one for one in nodes(expression) if isinstance(one, Word) and one.word == "if_reported")
    return {name.id for one in asked for name in names_in(one)}


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
    return any(_adds(one, amounts) for one in below(node))


def _counted_as_reported(expression: Expression) -> Iterator[str]:
    for one in nodes(expression):
        match one:
            case Word("if_reported", (Name(name),)) | Word("first_present", (Name(name), _)):
                yield name


def beneath_all(names: Iterable[str], quantities: Mapping[str, Yearly], formulas: Mapping[str, Arithmetic]) -> set[str]:
    """The quantities that some are computed of, by formulas or as weights of their means, and they themselves."""
    found, waiting = set[str](), list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            weight = quantities[name].weight
            waiting += [*(formulas[name].arguments if name in formulas else ()), *([weight] if weight else [])]
    return found
