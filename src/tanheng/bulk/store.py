"""Where the columns of a batch stand: a space is the places that share indices, a store its tables at one grain. Shapes only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from tanheng.bulk.schema import KEYS
from tanheng.bulk.sql.backend import Backend
from tanheng.bulk.sql.operands import Operand
from tanheng.bulk.sql.whole import Whole
from tanheng.engine.pack import Quantity


@dataclass(frozen=True, slots=True)
class Space:
    """The places of quantities with the same indices: facilities of a kind, items of a table, both, or entities."""

    facility: bool = False
    kind: str | None = None  # only where there are no items
    table: str | None = None

    @property
    def name(self) -> str:
        """Its word in table names."""
        return "_".join(part for part in ("at", "unit" if self.facility else "", self.kind or "", self.table or "") if part)

    def shared(self, other: Space) -> list[str]:
        """The keys by which a place of another space belongs to a place of this one."""
        keys = ["entity_no", "month"]
        if self.facility and other.facility:
            keys.append("facility_no")
        if self.table and other.table:
            keys.append("item_no")
        return keys

    def is_series(self, other: Space) -> bool:
        """Whether several places of the other space belong to one of this."""
        return (other.facility and not self.facility) or (bool(other.table) and not self.table)


def space_of(quantity: Quantity) -> Space:
    """The space of a quantity; items at facilities share one space whatever their kind, as in the engine."""
    if quantity.by_item:
        return Space(quantity.by_facility, None, quantity.item_table)
    return Space(quantity.by_facility, quantity.facility_kind if quantity.by_facility else None)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a store: whole numbers with their scale and range, or decimal text (scale None)."""

    space: Space
    scale: int | None
    low: int = 0
    high: int = 0
    nullable: bool = True
    never: bool = False

    def operand(self, sql: str) -> Operand:
        """The column as an operand of a query."""
        assert self.scale is not None
        return Operand(Whole(sql, self.low, self.high), self.scale, self.nullable, self.never)


@dataclass
class Store:
    """The tables of one grain, and the columns that stand in them."""

    name: str
    tables: dict[Space, str] = field(default_factory=dict)
    columns: dict[str, Column] = field(default_factory=dict)
    extras: dict[Space, list[str]] = field(default_factory=dict)  # helping columns that no formula reads
    spans: dict[str, tuple[Decimal, Decimal]] = field(default_factory=dict)  # least and greatest value of a column of decimal text
    versions: int = 0

    def in_space(self, space: Space) -> list[str]:
        """The columns of a space, in the order in which they came."""
        return [name for name, column in self.columns.items() if column.space == space]

    def kept_columns(self, space: Space) -> list[str]:
        """The columns that the next table of a space keeps."""
        return [*KEYS, *self.in_space(space), *self.extras.get(space, ())]

    def next_table(self, space: Space) -> str:
        """A fresh name for the table of a space."""
        self.versions += 1
        return f"{self.name}_{space.name}_{self.versions}"


def measured(backend: Backend, table: str, columns: Iterable[tuple[str, Space, int | None]]) -> dict[str, Column]:
    """The columns with the range of what really stands in them: tighter than any proof, and free of guesses."""
    listed = list(columns)
    whole = [one for one in listed if one[2] is not None]
    parts = [part for name, _, _ in whole for part in (f"MIN({name})", f"MAX({name})", f"COUNT({name})")]
    found: tuple[int | None, ...] = ()
    number = 0
    if parts:
        number, *rest = backend.rows(f"SELECT COUNT(*), {', '.join(parts)} FROM {table}")[0]
        found = tuple(rest)
    result = {name: Column(space, None) for name, space, scale in listed if scale is None}
    for position, (name, space, scale) in enumerate(whole):
        low, high, count = found[3 * position : 3 * position + 3]
        result[name] = Column(space, scale, int(low or 0), int(high or 0), count != number, count == 0 < number)
    return {name: result[name] for name, _, _ in listed}
