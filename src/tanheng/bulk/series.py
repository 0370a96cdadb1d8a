"""Sums over the indices that a result does not have: one table for each pair of spaces, made when a formula first asks.

A sum is absent where one of its values is, and zero where there is no place at all, as in the engine.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from tanheng.bulk.sql.backend import Backend
from tanheng.bulk.sql.operands import Mean, Operand
from tanheng.bulk.sql.whole import LIMIT, NotExactError, Whole, times
from tanheng.bulk.store import Column, Space, Store, measured, space_of
from tanheng.engine.pack import Pack
from tanheng.engine.symbols import Expression, Name, Word, nodes

MOST_PLACES = 10**6  # of one entity in one month


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
        for node in nodes(expression):
            match node:
                case Word("total", (Name(name),)):
                    totals[name] = self._operand(space, name)
                case Word("weighted_mean", (Name(values), Name(weights))):
                    weighted = self._operand(space, values, weights)
                    means[values, weights] = Mean(weighted, self._weights(space, values, weights))
        return totals, means

    def prepare(self, space: Space, expressions: Iterable[Expression]) -> None:
        """Makes all totals that these formulas take and that can be made now: one table for each space they come from."""
        wanted: dict[Space, dict[str, tuple[str, int]]] = {}
        for expression in expressions:
            for node in nodes(expression):
                match node:
                    case Word("total", (Name(name),)) if name in self.store.columns:
                        column = self.store.columns[name]
                        if self._is_safe(column) and (space, column.space, f"{name}_total") not in self._tables:
                            wanted.setdefault(column.space, {})[f"{name}_total"] = (name, column.scale or 0)
        for source, sums in wanted.items():
            self._make(space, source, sums)

    def tables(self, space: Space, labels: set[str]) -> list[SeriesTable]:
        """The tables that hold these sums for a space."""
        found = [one for (target, _, label), one in self._tables.items() if target == space and label in labels]
        return list({one.table: one for one in found}.values())

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
        self._make(space, source, {label: self._value(source, name, weights)})
        return self._tables[space, source, label]

    def _make(self, space: Space, source: Space, sums: dict[str, tuple[str, int]]) -> None:
        """One table of sums: each label with the value that is summed and its scale."""
        keys = space.shared(source)
        self._number += 1
        table = f"{self.store.name}_series_{self._number}"
        complete = ", ".join(f"CASE WHEN COUNT({value}) = COUNT(*) THEN SUM({value}) END AS {label}" for label, (value, _) in sums.items())
        self.backend.make(table, f"SELECT {', '.join(keys)}, {complete} FROM {self.store.tables[source]} GROUP BY {', '.join(keys)}")
        columns = measured(self.backend, table, [(label, source, scale) for label, (_, scale) in sums.items()])
        made = SeriesTable(table, keys, columns)
        for label in sums:
            self._tables[space, source, label] = made

    def _value(self, source: Space, name: str, weights: str) -> tuple[str, int]:
        column = self.store.columns[name]
        if column.scale is None or not self._is_safe(column):
            raise NotExactError(f"{name} stands in decimals")
        if not weights:
            return name, column.scale
        weight = self.store.columns[weights]
        if weight.scale is None or space_of(self.pack.quantities[weights]) != source:
            raise NotExactError("values and weights stand at different places")
        first, second = Whole(name, column.low, column.high), Whole(weights, weight.low, weight.high)
        product = times(self.backend.dialect, first, second)
        if product.most * MOST_PLACES > LIMIT:
            raise NotExactError("the sum of products may have more than 38 digits")
        return product.sql, column.scale + weight.scale

    def _is_safe(self, column: Column) -> bool:
        """Whether so many of its numbers can be summed."""
        return column.scale is not None and max(-column.low, column.high) * MOST_PLACES <= LIMIT
