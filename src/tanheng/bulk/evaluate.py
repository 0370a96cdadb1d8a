"""Computes formulas over the tables of a store, stage by stage: as many formulas of one space in one query as their operands allow.

What `bulk.sql.query` cannot prove is handed to the decimals of the engine (`bulk.finish`); results stand beside their operands.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tanheng.bulk.finish import finished
from tanheng.bulk.schema import zero_column
from tanheng.bulk.series import Series
from tanheng.bulk.sql.backend import Backend
from tanheng.bulk.sql.operands import Operand, Operands
from tanheng.bulk.sql.query import Computed, exact_query, outside_query
from tanheng.bulk.sql.whole import NotExactError, Whole
from tanheng.bulk.store import Column, Space, Store, measured, space_of
from tanheng.engine.numbers import Number
from tanheng.engine.pack import Check, Pack, Quantity
from tanheng.engine.symbols import Expression


@dataclass
class Stage:
    """Formulas of one space that one query computes, each with its depth."""

    space: Space
    computed: dict[str, Computed] = field(default_factory=dict)
    depths: dict[str, int] = field(default_factory=dict)
    joined: dict[str, Column] = field(default_factory=dict)  # columns of other spaces, at one place each
    sums: set[str] = field(default_factory=set)  # sums over series


@dataclass
class Evaluation:
    """One grain of a batch at work: its store, the pack and the parameters of the year."""

    backend: Backend
    pack: Pack
    year: int
    store: Store
    decimals_of: Callable[[Quantity], int | None]
    parameters: dict[str, Number]
    zero_divisions: dict[str, int] = field(default_factory=dict)
    too_large: list[str] = field(default_factory=list)
    without_parameter: dict[str, str] = field(default_factory=dict)  # quantity → the parameter that has no value
    in_decimals: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.series = Series(self.backend, self.pack, self.store)

    def compute(self, names: list[str]) -> None:
        """All formulas of the list, which stand in the order of computation."""
        remaining = list(names)
        while remaining:
            first = next(name for name in remaining if self._is_ready(name))
            stage = Stage(space_of(self.pack.quantities[first]))
            if first not in self.in_decimals:
                self._fill(stage, remaining)
            if first in stage.computed:
                self._run(stage)
                remaining = [name for name in remaining if name not in stage.computed]
            else:
                self.in_decimals.add(first)
                finished(self, first)
                remaining.remove(first)

    def _is_ready(self, name: str) -> bool:
        return all(argument in self.store.columns for argument in self.pack.formulas[name].arguments)

    # ── planning a stage ─────────────────────────────────────────────────────────────────────────

    def _fill(self, stage: Stage, remaining: list[str]) -> None:
        formulas = [self.pack.formulas[name] for name in remaining if space_of(self.pack.quantities[name]) == stage.space]
        self.series.prepare(stage.space, (one.expression for one in formulas))
        for name in remaining:
            if space_of(self.pack.quantities[name]) != stage.space or name in self.in_decimals:
                continue
            arguments = self.pack.formulas[name].arguments
            if not all(one in self.store.columns or one in stage.computed for one in arguments):
                continue
            try:
                self._add(stage, name)
            except NotExactError:
                if not any(one in stage.computed for one in arguments):
                    self.in_decimals.add(name)  # nothing tighter will be known of its operands

    def _add(self, stage: Stage, name: str) -> None:
        quantity, formula = self.pack.quantities[name], self.pack.formulas[name]
        expression = formula.expression
        operands, joined = self._operands(stage, formula.arguments, expression)
        computed = exact_query(expression, operands, self.decimals_of(quantity), quantity.mode, self.backend.dialect)
        stage.computed[name] = computed
        stage.depths[name] = 1 + max((stage.depths.get(one, 0) for one in formula.arguments), default=0)
        stage.joined.update(joined)
        stage.sums |= {one.whole.sql for one in operands.totals.values()}
        stage.sums |= {one.whole.sql for mean in operands.means.values() for one in (mean.weighted, mean.weights)}

    def _operands(self, stage: Stage, arguments: tuple[str, ...], expression: Expression) -> tuple[Operands, dict[str, Column]]:
        columns: dict[str, Operand] = {}
        joined: dict[str, Column] = {}
        for name in arguments:
            if name in stage.computed:
                made = stage.computed[name].operand
                columns[name] = Operand(Whole(name, made.whole.low, made.whole.high), made.scale, made.nullable)
                continue
            column = self.store.columns[name]
            if stage.space.is_series(column.space):
                continue
            if column.scale is None:
                raise NotExactError(f"{name} stands in decimals")
            if column.space != stage.space:
                whole = column.space == Space()  # every place has its entity
                column = Column(column.space, column.scale, column.low, column.high, column.nullable or not whole, column.never)
                joined[name] = column
            columns[name] = column.operand(name)
        totals, means = self.series.operands(stage.space, expression)
        return Operands(columns, totals, means, self.parameters), joined

    def is_outside(self, space: Space, check: Check) -> bool:
        """Whether the measure of a check may lie outside its range somewhere; False is proven."""
        stage = Stage(space)
        expression = check.formula.expression
        try:
            operands, stage.joined = self._operands(stage, check.formula.arguments, expression)
            condition = outside_query(expression, operands, check.low, check.high, self.backend.dialect)
        except NotExactError:
            return True
        stage.sums = {one.whole.sql for one in operands.totals.values()}
        stage.sums |= {one.whole.sql for mean in operands.means.values() for one in (mean.weighted, mean.weights)}
        counted = self.backend.rows(f"SELECT COUNT(*) FROM ({self._innermost(stage)}) c WHERE {condition}")
        return bool(counted[0][0])

    # ── running a stage ──────────────────────────────────────────────────────────────────────────

    def _run(self, stage: Stage) -> None:
        query = self._innermost(stage)
        for depth in range(1, max(stage.depths.values()) + 1):
            parts = [self._column(name, stage.computed[name]) for name, at in stage.depths.items() if at == depth]
            query = f"SELECT *, {', '.join(parts)} FROM ({query}) d{depth}"
        kept = [*self.store.kept_columns(stage.space), *stage.computed]
        kept += [zero_column(name) for name, one in stage.computed.items() if one.by_zero]
        table = self.store.next_table(stage.space)
        self.backend.make(table, f"SELECT {', '.join(kept)} FROM ({query}) s ORDER BY place_no, month")
        self.store.tables[stage.space] = table
        made = [(name, stage.space, one.operand.scale) for name, one in stage.computed.items()]
        self.store.columns.update(measured(self.backend, table, made))
        self._count_zero_divisions(table, stage)

    def _innermost(self, stage: Stage) -> str:
        """The table of the space, with what it reads from other spaces joined to its rows."""
        parts, joins = [f"s.{name}" for name in self.store.kept_columns(stage.space)], []
        tables: dict[str, list[str]] = {}
        for name, column in stage.joined.items():
            tables.setdefault(self.store.tables[column.space], []).append(name)
        for number, (table, names) in enumerate(tables.items()):
            keys = stage.space.shared(self.store.columns[names[0]].space)
            joins.append(f"LEFT JOIN {table} j{number} ON {_on(f'j{number}', keys)}")
            parts += [f"j{number}.{name}" for name in names]
        for number, one in enumerate(self.series.tables(stage.space, stage.sums)):
            joins.append(f"LEFT JOIN {one.table} t{number} ON {_on(f't{number}', one.keys)}")
            parts += [f"CASE WHEN t{number}.entity_no IS NULL THEN 0 ELSE t{number}.{name} END AS {name}" for name in one.columns]
        return f"SELECT {', '.join(parts)} FROM {self.store.tables[stage.space]} s {' '.join(joins)}"

    def _column(self, name: str, computed: Computed) -> str:
        whole = computed.operand.whole
        value = f"CAST({whole.sql} AS {self.backend.dialect.type_of(whole.most)})"
        value = f"CASE WHEN {computed.exists} THEN {value} END" if computed.exists else value
        zero = f", CASE WHEN {computed.by_zero} THEN 1 ELSE 0 END AS {zero_column(name)}" if computed.by_zero else ""
        return f"{value} AS {name}{zero}"

    def _count_zero_divisions(self, table: str, stage: Stage) -> None:
        names = [name for name, one in stage.computed.items() if one.by_zero]
        if names:
            (found,) = self.backend.rows(f"SELECT {', '.join(f'SUM({zero_column(name)})' for name in names)} FROM {table}")
            for name, count in zip(names, found, strict=True):
                if count:
                    self.zero_divisions[name] = self.zero_divisions.get(name, 0) + int(count)


def _on(alias: str, keys: list[str]) -> str:
    return " AND ".join(f"{alias}.{key} = s.{key}" for key in keys)
