"""Finishes in decimals what whole numbers cannot say: quotients at full precision, powers, numbers wider than 38 digits.

The engine's own functions do the arithmetic, each different set of operands once; values come and go as exact text.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation, localcontext
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Protocol

from tanheng.bulk.sql.backend import sql_text
from tanheng.bulk.store import Space, Store, measured, space_of
from tanheng.engine.columns import bound, evaluated, rounded_column
from tanheng.engine.numbers import decimal_text, exact_context
from tanheng.engine.pack import Formula

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tanheng.bulk.sql.backend import Backend
    from tanheng.engine.numbers import Number
    from tanheng.engine.pack import Pack, Quantity

Period = tuple[int, int]  # place_no, month
ROW = ("place_no", "month", "entity_no", "facility_no", "item_no")  # of a place in a month, as it is read
EXACT = exact_context()
MOST_PLACES = 18  # decimals up to which a value that ends goes back to whole numbers
MOST_WHOLE_DIGITS = 36


class Evaluation(Protocol):
    """What is finished: one grain of a batch at work, with what could not be computed."""

    @property
    def backend(self) -> Backend:
        """The database."""

    @property
    def pack(self) -> Pack:
        """The rules."""

    @property
    def store(self) -> Store:
        """Where the columns stand."""

    @property
    def decimals_of(self) -> Callable[[Quantity], int | None]:
        """The digits of a quantity at this grain."""

    @property
    def parameters(self) -> Mapping[str, Number]:
        """The parameters of the year."""

    @property
    def zero_divisions(self) -> dict[str, int]:
        """How often a quantity was divided by zero."""

    @property
    def too_large(self) -> list[str]:
        """Quantities with numbers beyond what can be told."""

    @property
    def without_parameter(self) -> dict[str, str]:
        """Quantities whose parameter has no value in the year."""


def finished(evaluation: Evaluation, name: str) -> None:
    """Computes one formula in decimals and adds its column to the table of its space."""
    pack, store = evaluation.pack, evaluation.store
    quantity, formula = pack.quantities[name], pack.formulas[name]
    space = space_of(quantity)
    places = places_of(evaluation, space)
    with localcontext(exact_context()):
        values, by_zero = raw_values(evaluation, formula, space, places)
        try:
            values = rounded_column(values, evaluation.decimals_of(quantity), quantity.mode)
        except InvalidOperation:
            evaluation.too_large.append(name)
            values = [None] * len(places)
    if by_zero:
        evaluation.zero_divisions[name] = evaluation.zero_divisions.get(name, 0) + by_zero
    put_values(evaluation, store, name, space, [(row[0], row[1]) for row in places], values)


def places_of(evaluation: Evaluation, space: Space) -> list[tuple[Any, ...]]:
    """Place, month and keys of every row of a space, in their order."""
    return evaluation.backend.rows(f"SELECT {', '.join(ROW)} FROM {evaluation.store.tables[space]} ORDER BY place_no, month")


def raw_values(evaluation: Evaluation, formula: Formula, space: Space, places: list[tuple[Any, ...]]) -> tuple[list[Decimal | None], int]:
    """The unrounded values of a formula at all places, and how many divided by zero. Runs in the caller's context."""
    operands = [_aligned(evaluation, argument, space, places) for argument in formula.arguments]
    function = bound(formula, SimpleNamespace(**evaluation.parameters))
    if not operands:
        return [function()] * len(places), 0
    rows = list(zip(*operands, strict=True))
    different = list(dict.fromkeys(rows))
    values, failures = evaluated(function, list(zip(*different, strict=True)), len(different))
    by_zero = {different[position] for position, error in failures if isinstance(error, ArithmeticError)}
    for _, error in failures:
        if isinstance(error, AttributeError):
            evaluation.without_parameter[formula.quantity] = str(error.name)
    found = dict(zip(different, values, strict=True))
    return [found[row] for row in rows], sum(row in by_zero for row in rows) if by_zero else 0


def decoded(value: Any, scale: int | None) -> Decimal | None:
    """A stored value as a decimal: a whole number with its scale, or decimal text."""
    if value is None:
        return None
    return Decimal(value) if scale is None else Decimal(value).scaleb(-scale, EXACT)


def _aligned(evaluation: Evaluation, name: str, space: Space, places: list[tuple[Any, ...]]) -> list[Any]:
    """The operand at each place: a value, or the tuple of a series in the order of its places."""
    column = evaluation.store.columns[name]
    table = evaluation.store.tables[column.space]
    if column.space == space:
        rows = evaluation.backend.rows(f"SELECT {name} FROM {table} ORDER BY place_no, month")
        known = {row: decoded(row[0], column.scale) for row in dict.fromkeys(rows)}
        return [known[row] for row in rows]
    keys = space.shared(column.space)
    query = f"SELECT {name}, {', '.join(keys)} FROM {table} ORDER BY place_no, month"
    groups: dict[tuple[Any, ...], list[Decimal | None]] = {}
    for value, *key in evaluation.backend.rows(query):
        groups.setdefault(tuple(key), []).append(decoded(value, column.scale))
    if not groups:
        return [() if space.is_series(column.space) else None] * len(places)
    positions = [ROW.index(key) for key in keys]
    wanted = [tuple(place[position] for position in positions) for place in places]
    if space.is_series(column.space):
        return [tuple(groups.get(key, ())) for key in wanted]
    return [groups[key][0] if key in groups else None for key in wanted]


def put_values(
    evaluation: Evaluation,
    store: Store,
    name: str,
    space: Space,
    places: Sequence[Period],
    values: Sequence[Decimal | None],
) -> None:
    """Adds a column of decimals to the table of its space, as whole numbers where all of them end soon enough."""
    backend = evaluation.backend
    different = list(dict.fromkeys(values))
    scale = whole_scale(different)
    if scale is None:
        present = [value for value in different if value is not None]
        store.spans[name] = (min(present), max(present))
    kind = backend.text_type if scale is None else backend.dialect.wide_type
    cells = {value: _cell(value, scale) for value in different}
    table, old = store.next_table(space), store.tables[space]
    if len(different) == 1 and different[0] is not None:  # nothing to line up
        backend.make(table, f"SELECT s.*, CAST({sql_text(str(cells[different[0]]))} AS {kind}) AS {name} FROM {old} s")
    else:
        rows = [(place, month, cells[value]) for (place, month), value in zip(places, values, strict=True)]
        backend.put("finished_values", {"place_no": "BIGINT", "month": "INT", name: kind}, rows)
        backend.make(
            table,
            f"SELECT s.*, v.{name} FROM {old} s LEFT JOIN finished_values v ON v.place_no = s.place_no "
            "AND v.month = s.month ORDER BY s.place_no, s.month",
        )
    store.tables[space] = table
    store.columns.update(measured(backend, table, [(name, space, scale)]))


def _cell(value: Decimal | None, scale: int | None) -> str | int | None:
    if value is None:
        return None
    return decimal_text(value) if scale is None else int(value.scaleb(scale))


def whole_scale(values: Sequence[Decimal | None]) -> int | None:
    """The scale at which all values are whole numbers of at most 36 digits; None where there is none."""
    scale = digits = 0
    for value in values:
        if value is None:
            continue
        exponent = int(value.as_tuple().exponent)
        scale = max(scale, -exponent)
        digits = max(digits, len(value.as_tuple().digits) + max(exponent, 0))
        if scale > MOST_PLACES:
            return None
    return scale if digits + scale <= MOST_WHOLE_DIGITS else None
