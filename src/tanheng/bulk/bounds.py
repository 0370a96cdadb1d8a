"""Results outside the bounds that their pack declares, over all entities: told as the engine tells them for one (`engine.outside_bounds`).

The range of every column is known once it is made, so that a table is looked through only where something lies outside.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from math import ceil, floor
from typing import Any

from tanheng.bulk.evaluate import Evaluation
from tanheng.bulk.finish import decoded
from tanheng.bulk.layout import Layout, named_places
from tanheng.bulk.problems import TableProblem
from tanheng.bulk.source.row_checks import MOST_ROWS
from tanheng.bulk.store import Column, space_of
from tanheng.engine.numbers import decimal_text
from tanheng.engine.outside_bounds import bound_problem, held_by_checks
from tanheng.engine.pack import MONTHS

Found = tuple[int, int, int, Decimal]  # place, month, entity, value


def bound_problems(layout: Layout, monthly: Evaluation, yearly: Evaluation) -> Iterator[TableProblem]:
    """One error a place and period; of what is computed of such a result nothing more is told of its entity. The year of a sum lies
    within twelve times the bounds of its months by itself.
    """
    pack, told = layout.pack, dict[str, set[int]]()
    held = held_by_checks(pack)
    for name, formula in pack.formulas.items():
        silent = set[int]().union(*(told.get(one, ()) for one in formula.arguments))
        for evaluation in (monthly,) if yearly is monthly else (monthly, yearly):
            year = evaluation is yearly is not monthly
            found = [] if year and pack.quantities[name].year == "sum" else list(_outside(evaluation, name, year=year))
            if name not in held:
                yield from _problems(layout, name, [one for one in found if one[2] not in silent], year=year)
            silent = silent | {entity for _, _, entity, _ in found}
        told[name] = silent


def _outside(evaluation: Evaluation, name: str, *, year: bool) -> Iterator[Found]:
    """The first rows whose value lies outside."""
    column, store = evaluation.store.columns.get(name), evaluation.store
    if column is None:
        return
    low, high = evaluation.pack.quantities[name].limits(year=year)
    span = _span(column, store.spans.get(name))
    if span is None or (low <= span[0] and span[1] <= high):
        return
    condition = f"{name} IS NOT NULL"
    if column.scale is not None:
        ends = (ceil(low.scaleb(column.scale)), floor(high.scaleb(column.scale)))
        parts = [f"{name} < {evaluation.backend.dialect.literal(ends[0])}" if span[0] < low else ""]
        parts += [f"{name} > {evaluation.backend.dialect.literal(ends[1])}" if span[1] > high else ""]
        condition = " OR ".join(part for part in parts if part)
    query = f"SELECT place_no, month, entity_no, {name} FROM {store.tables[column.space]} WHERE {condition} ORDER BY place_no, month"
    limit = "" if column.scale is None else f" LIMIT {MOST_ROWS}"
    count = 0
    for place, month, entity, stored in evaluation.backend.rows(query + limit):
        value = decoded(stored, column.scale)
        if value is not None and not low <= value <= high and count < MOST_ROWS:
            count += 1
            yield place, month, entity, value


def _span(column: Column, decimals: tuple[Decimal, Decimal] | None) -> tuple[Decimal, Decimal] | None:
    """The least and the greatest value; None where there is none."""
    if column.scale is None:
        return decimals
    return None if column.never else (Decimal(column.low).scaleb(-column.scale), Decimal(column.high).scaleb(-column.scale))


def _problems(layout: Layout, name: str, found: list[Found], *, year: bool) -> Iterator[TableProblem]:
    space = space_of(layout.pack.quantities[name])
    names: dict[int, Any] = named_places(layout, space, list(dict.fromkeys(place for place, _, _, _ in found)))
    for place, month, _, value in found:
        entity, facility, item = names[place]
        problem = bound_problem(layout.pack, name, (facility, item), month or None, value, year=MONTHS if year else None)
        yield TableProblem(problem, value=decimal_text(value), entity=entity)
