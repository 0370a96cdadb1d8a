"""Sums over the indices that a result does not have: one table for each pair of spaces, made when a formula first asks.

A sum is absent where one of its values is, and zero where there is no place at all, as in the engine.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tanheng.bulk.backend import Backend
from tanheng.bulk.store import Column, Space, Store, measured, space_of
from tanheng.engine.pack import Pack
from tanheng.engine.query import Mean, Operand
from tanheng.engine.query_whole import NotExactError, Whole, times
from tanheng.engine.symbols import Binary, Comparison, Expression, Name, Word


@dataclass
class SeriesTable:
    """The sums over the places of one space for the places of another."""

    table: str
    keys: list[str]
    columns: dict[str, Column] = field(default_factory=dict)


class Series:
    """Makes and remembers the sums of one store."""

    def __init__(self, backend: Backend, pack: Pack, store: Store) -> None:
        self.backend = backend
        self.pack = pack
        self.store = store
        self._tables: dict[tuple[Space, Space, str], SeriesTable] = {}
        self._number = 0

    def operands(self, space: Space, expression: Expression) -> tuple[dict[str, Operand], dict[tuple[str, str], Mean]]:
        """The totals and means that an expression takes over series."""
        totals: dict[str, Operand] = {}
        means: dict[tuple[str, str], Mean] = {}
        for node in _words(expression):
            match node:
                case Word("total", (Name(name),)):
                    totals[name] = self._operand(space, name)
                case Word("weighted_mean", (Name(values), Name(weights))):
                    weighted = self._operand(space, values, weights)
                    means[values, weights] = Mean(weighted, self._weights(space, values, weights))
        return totals, means

    def tables(self, space: Space, labels: set[str]) -> list[SeriesTable]:
        """The tables that hold these sums for a space."""
        return [one for (target, _, label), one in self._tables.items() if target == space and label in labels]

    def _operand(self, space: Space, name: str, weights: str = "") -> Operand:
        column = self.store.columns[name]
        if not space.is_series(column.space):
            raise NotExactError(f"{name} is no series here")
        label = f"{name}_by_{weights}" if weights else f"{name}_total"
        table = self._table(space, column.space, label, name, weights)
        made = table.columns[label]
        return Operand(Whole(label, min(made.low, 0), max(made.high, 0)), made.scale or 0, made.nullable)

    def _weights(self, space: Space, values: str, weights: str) -> Operand:
        """The sum of the weights, absent where a value is: both must be whole for a mean."""
        column = self.store.columns[weights]
        label = f"{weights}_of_{values}"
        table = self._table(space, column.space, label, weights, "")
        made = table.columns[label]
        return Operand(Whole(label, min(made.low, 0), max(made.high, 0)), made.scale or 0, made.nullable)

    def _table(self, space: Space, source: Space, label: str, name: str, weights: str) -> SeriesTable:
        if (space, source, label) in self._tables:
            return self._tables[space, source, label]
        value, scale = self._value(source, name, weights)
        keys = space.shared(source)
        self._number += 1
        table = f"{self.store.name}_series_{self._number}"
        complete = f"CASE WHEN COUNT({value}) = COUNT(*) THEN SUM({value}) END"
        self.backend.make(
            table,
            f"SELECT {', '.join(keys)}, {complete} AS {label} FROM {self.store.tables[source]} GROUP BY {', '.join(keys)}",
        )
        made = SeriesTable(table, keys, measured(self.backend, table, [(label, source, scale)]))
        self._tables[space, source, label] = made
        return made

    def _value(self, source: Space, name: str, weights: str) -> tuple[str, int]:
        column = self.store.columns[name]
        if column.scale is None:
            raise NotExactError(f"{name} stands in decimals")
        if not weights:
            return name, column.scale
        weight = self.store.columns[weights]
        if weight.scale is None or space_of(self.pack.quantities[weights]) != source:
            raise NotExactError("values and weights stand at different places")
        first, second = Whole(name, column.low, column.high), Whole(weights, weight.low, weight.high)
        return times(self.backend.dialect, first, second).sql, column.scale + weight.scale


def _words(node: Expression) -> Iterator[Word]:
    match node:
        case Word(_, arguments):
            yield node
            for argument in arguments:
                yield from _words(argument)
        case Binary(_, left, right) | Comparison(_, left, right):
            yield from _words(left)
            yield from _words(right)
