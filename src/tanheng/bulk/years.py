"""From months to the year, by the rule each quantity declares: the sum of its rounded months, its weighted mean, or its formula.

Formulas of the year read complete years only; where months are missing, what is shown of the year are the months reported, as
in `engine.years`.
"""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import Any

from tanheng.bulk.evaluate import Evaluation
from tanheng.bulk.finish import decoded, put_values
from tanheng.bulk.schema import KEYS, given_column
from tanheng.bulk.sql.whole import (
    LIMIT,
    NotExactError,
    Whole,
    absolute,
    chosen,
    divided,
    literal,
    negated,
    scaled,
    times,
)
from tanheng.bulk.store import Column, Space, Store, measured, space_of
from tanheng.engine.columns import rounded_column
from tanheng.engine.numbers import ZERO, exact_context
from tanheng.engine.pack import Quantity

MONTHS = 12


def years_of_months(evaluation: Evaluation, years: Store, wanted: set[str], given: set[str], *, gaps: bool = False) -> None:
    """The yearly columns that need no formula, in `years`; `given` are the inputs whose column Q_given says what was reported.

    With `gaps` a year counts the months that have a value, else it needs them all.
    """
    pack, months = evaluation.pack, evaluation.store
    for space, table in months.tables.items():
        names = [name for name in months.in_space(space) if name in wanted and _has_rule(pack.quantities[name])]
        if gaps and not names:
            continue
        exact: dict[str, tuple[str, int]] = {}
        rest: list[str] = []
        joins: dict[str, str] = {}
        for name in names:
            try:
                exact[name] = _query(evaluation, pack.quantities[name], name in given, joins, gaps)
            except NotExactError:
                rest.append(name)
        _make(evaluation, years, space, table, exact, joins)
        for name in rest:
            _in_decimals(evaluation, years, pack.quantities[name], name in given, gaps)


def show_reported_months(evaluation: Evaluation, years: Store, wanted: list[str]) -> None:
    """Puts the months reported in the place of incomplete years, once the formulas of the year have read what is complete."""
    shown = Store(f"{years.name}_shown")
    years_of_months(evaluation, shown, _with_gaps(evaluation, years, wanted), set(), gaps=True)
    for space, table in shown.tables.items():
        here = shown.in_space(space)
        columns = [f"{'g' if name in here else 's'}.{name}" for name in years.in_space(space)]
        target = years.next_table(space)
        evaluation.backend.make(
            target,
            f"SELECT {', '.join([*(f's.{key}' for key in KEYS), *columns])} FROM {years.tables[space]} s "
            f"JOIN {table} g ON g.place_no = s.place_no ORDER BY s.place_no",
        )
        years.tables[space] = target
        years.columns.update({name: shown.columns[name] for name in here})


def _with_gaps(evaluation: Evaluation, years: Store, wanted: list[str]) -> set[str]:
    """The results that may have a month at some place and lack another one there, and are shown all the same."""
    pack, columns = evaluation.pack, evaluation.store.columns
    shown = [one for name in wanted if (one := pack.quantities[name]).id in years.columns and not one.yearly_only]
    shown = [one for one in shown if one.year in ("sum", "mean") and one.id not in pack.sums_of_parts]
    found = {one.id for one in shown if one.weight and columns[one.weight].nullable and one.year == "mean"}
    for space, table in evaluation.store.tables.items():
        nullable = [one.id for one in shown if columns[one.id].space == space and columns[one.id].nullable]
        if not nullable:
            continue
        counts = ", ".join(f"COUNT({name}) AS {name}" for name in nullable)
        worst = ", ".join(f"MAX(CASE WHEN {name} BETWEEN 1 AND {MONTHS - 1} THEN 1 ELSE 0 END)" for name in nullable)
        query = f"SELECT {worst} FROM (SELECT place_no, {counts} FROM {table} GROUP BY place_no) c"
        found |= {name for name, some in zip(nullable, evaluation.backend.rows(query)[0], strict=True) if some}
    return found


def _has_rule(quantity: Quantity) -> bool:
    if quantity.yearly_only:
        return quantity.role == "input"
    return quantity.year in ("sum", "mean")


def _make(
    evaluation: Evaluation,
    years: Store,
    space: Space,
    table: str,
    exact: dict[str, tuple[str, int]],
    joins: dict[str, str],
) -> None:
    keys = ", ".join(f"s.{key}" for key in KEYS if key != "month")
    parts = "".join(f", {query} AS {name}" for name, (query, _) in exact.items())
    joined = " ".join(f"LEFT JOIN {other} {alias} ON {on}" for (alias, (other, on)) in _parted(joins))
    target = years.next_table(space)
    evaluation.backend.make(target, f"SELECT {keys}, 0 AS month{parts} FROM {table} s {joined} GROUP BY {keys} ORDER BY place_no")
    years.tables[space] = target
    made = [(name, space, scale) for name, (_, scale) in exact.items()]
    years.columns.update(measured(evaluation.backend, target, made))


def _parted(joins: dict[str, str]) -> list[tuple[str, tuple[str, str]]]:
    return [(alias, (text.partition(" ON ")[0], text.partition(" ON ")[2])) for alias, text in joins.items()]


# ── whole numbers ────────────────────────────────────────────────────────────────────────────────


def _query(evaluation: Evaluation, quantity: Quantity, has_given: bool, joins: dict[str, str], gaps: bool) -> tuple[str, int]:
    column = evaluation.store.columns[quantity.id]
    if column.scale is None:
        raise NotExactError(f"{quantity.id} stands in decimals")
    if quantity.yearly_only:
        return f"MIN(s.{quantity.id})", column.scale
    if quantity.year == "sum":
        return _sum(evaluation, quantity, column, gaps)
    return _mean(evaluation, quantity, column, has_given, joins, gaps)


def _sum(evaluation: Evaluation, quantity: Quantity, column: Column, gaps: bool) -> tuple[str, int]:
    assert column.scale is not None
    name = f"s.{quantity.id}"
    least, most = MONTHS * min(column.low, 0), MONTHS * max(column.high, 0)
    if max(-least, most) > LIMIT:
        raise NotExactError("the sum may have more than 38 digits")
    rounded, scale = _cut(evaluation, quantity, Whole(f"SUM({name})", least, most), column.scale)
    value = f"CAST({rounded.sql} AS {evaluation.backend.dialect.type_of(rounded.most)})"
    return f"CASE WHEN COUNT({name}) {'> 0' if gaps else f'= {MONTHS}'} THEN {value} END", scale


def _cut(evaluation: Evaluation, quantity: Quantity, whole: Whole, scale: int) -> tuple[Whole, int]:
    """At the decimals of the year, where these are fewer."""
    decimals = quantity.year_decimals
    if decimals is None or decimals >= scale:
        return whole, scale
    dialect = evaluation.backend.dialect
    return divided(dialect, whole, literal(dialect, 10 ** (scale - decimals)), quantity.mode), decimals


def _mean(
    evaluation: Evaluation, quantity: Quantity, column: Column, has_given: bool, joins: dict[str, str], gaps: bool
) -> tuple[str, int]:
    """Σ value × weight ÷ Σ weight; one default for the whole year stays itself, and so does a value that is the same all year
    where the weights are zero.
    """
    weight = evaluation.store.columns[quantity.weight or ""]
    decimals = quantity.year_decimals
    if decimals is None or weight.scale is None or column.scale is None:
        raise NotExactError("a mean at full precision")
    name, weights = f"s.{quantity.id}", _weights(evaluation, quantity, weight, joins)
    dialect = evaluation.backend.dialect
    product = times(dialect, Whole(name, column.low, column.high), Whole(weights, weight.low, weight.high))
    above = Whole(f"SUM({product.sql})", MONTHS * min(product.low, 0), MONTHS * max(product.high, 0))
    heavy = _heavy(name, weights, gaps)
    below = Whole(heavy, MONTHS * min(weight.low, 0), MONTHS * max(weight.high, 0))
    if below.low < 0:
        above = chosen(f"{below.sql} < 0", negated(above), above)
    below = absolute(below)
    shift = decimals - column.scale
    top = scaled(dialect, above, 10 ** max(shift, 0))
    bottom = scaled(dialect, Whole(below.sql, 1, max(below.high, 1)), 10 ** max(-shift, 0))
    mean = divided(dialect, top, bottom, quantity.mode).sql
    same = divided(
        dialect,
        scaled(dialect, Whole(f"MIN({name})", column.low, column.high), 10 ** max(shift, 0)),
        literal(dialect, 10 ** max(-shift, 0)),
        quantity.mode,
    ).sql
    first = f"WHEN COUNT(s.{given_column(quantity.id)}) = 0 THEN {same} " if has_given else ""
    lacking = "" if gaps else f"WHEN COUNT({name}) < {MONTHS} OR COUNT({weights}) < {MONTHS} THEN NULL "
    query = f"CASE {first}{lacking}WHEN {heavy} <> 0 THEN {mean} WHEN MIN({name}) = MAX({name}) THEN {same} END"
    return query, decimals


def _heavy(name: str, weights: str, gaps: bool) -> str:
    """The sum of the weights; of those months alone that have a value, where some have none."""
    return f"SUM(CASE WHEN {name} IS NOT NULL THEN {weights} END)" if gaps else f"SUM({weights})"


def _weights(evaluation: Evaluation, quantity: Quantity, weight: Column, joins: dict[str, str]) -> str:
    space = space_of(quantity)
    if weight.space == space:
        return f"s.{quantity.weight}"
    if space.is_series(weight.space):
        raise NotExactError(f"{quantity.weight} has more indices than {quantity.id}")
    alias = f"w_{weight.space.name}"
    keys = space.shared(weight.space)
    on = " AND ".join(f"{alias}.{key} = s.{key}" for key in keys)
    joins[alias] = f"{evaluation.store.tables[weight.space]} ON {on}"
    return f"{alias}.{quantity.weight}"


# ── decimals ─────────────────────────────────────────────────────────────────────────────────────


def _in_decimals(evaluation: Evaluation, years: Store, quantity: Quantity, has_given: bool, gaps: bool) -> None:
    """The sum or the mean as the engine computes it, for columns that are no whole numbers and for full precision."""
    space = space_of(quantity)
    with localcontext(exact_context()):
        found = _sums_divided(evaluation, quantity, has_given, gaps)
        if found is None:
            found = _one_by_one(evaluation, quantity, has_given, gaps)
        values = list(found.values())
        if not quantity.yearly_only:
            values = rounded_column(values, quantity.year_decimals, quantity.mode)
    put_values(evaluation, years, quantity.id, space, [(place, 0) for place in found], values)


def _sums_divided(evaluation: Evaluation, quantity: Quantity, has_given: bool, gaps: bool) -> dict[int, Decimal | None] | None:
    """A mean of whole numbers at full precision: the sums are exact in the database, one division a place is left."""
    column = evaluation.store.columns[quantity.id]
    weight = evaluation.store.columns.get(quantity.weight or "") if quantity.year == "mean" else None
    if quantity.yearly_only or weight is None or column.scale is None or weight.scale is None:
        return None
    joins: dict[str, str] = {}
    try:
        name, weights = f"s.{quantity.id}", _weights(evaluation, quantity, weight, joins)
        product = times(evaluation.backend.dialect, Whole(name, column.low, column.high), Whole(weights, weight.low, weight.high))
        if product.most * MONTHS > LIMIT:
            return None
    except NotExactError:
        return None
    given = f"COUNT(s.{given_column(quantity.id)})" if has_given else "1"
    joined = " ".join(f"LEFT JOIN {other} {alias} ON {on}" for (alias, (other, on)) in _parted(joins))
    rows = evaluation.backend.rows(
        f"SELECT s.place_no, SUM({product.sql}), {_heavy(name, weights, gaps)}, COUNT({name}), COUNT({weights}), "
        f"MIN({name}), MAX({name}), {given} "
        f"FROM {evaluation.store.tables[column.space]} s {joined} GROUP BY s.place_no ORDER BY s.place_no"
    )
    unit = Decimal(10) ** column.scale
    return {row[0]: _divided(row[1:], unit, gaps) for row in rows}


def _divided(row: tuple[Any, ...], unit: Decimal, gaps: bool) -> Decimal | None:
    above, below, values, weights, least, most, given = row
    if not given:
        return None if least is None else Decimal(least) / unit
    if not gaps and (values < MONTHS or weights < MONTHS):
        return None
    if below:
        return Decimal(above) / (Decimal(below) * unit)
    return Decimal(least) / unit if least is not None and least == most else None


def _one_by_one(evaluation: Evaluation, quantity: Quantity, has_given: bool, gaps: bool) -> dict[int, Decimal | None]:
    groups: dict[int, list[tuple[Decimal | None, Decimal | None, bool]]] = {}
    for place, value, weight, reported in _monthly(evaluation, quantity, has_given):
        groups.setdefault(place, []).append((value, weight, reported))
    found: dict[int, Decimal | None] = {}
    for place, rows in groups.items():
        amounts = [row[0] for row in rows]
        if quantity.yearly_only:
            found[place] = amounts[0]
        elif quantity.year == "sum":
            found[place] = _total(amounts, gaps)
        else:
            found[place] = _weighted(amounts, [row[1] for row in rows], all(not row[2] for row in rows), gaps)
    return found


def _monthly(evaluation: Evaluation, quantity: Quantity, has_given: bool) -> list[tuple[int, Decimal | None, Decimal | None, bool]]:
    """Place, value, weight and whether it was reported, in the order of places and months."""
    months, space = evaluation.store, space_of(quantity)
    column = months.columns[quantity.id]
    weight = months.columns.get(quantity.weight or "") if quantity.year == "mean" else None
    joins: dict[str, str] = {}
    weights = _weights(evaluation, quantity, weight, joins) if weight else "NULL"
    joined = " ".join(f"LEFT JOIN {other} {alias} ON {on}" for (alias, (other, on)) in _parted(joins))
    given = f"s.{given_column(quantity.id)} IS NOT NULL" if has_given else "1 = 1"
    query = f"SELECT s.place_no, s.{quantity.id}, {weights}, {given} FROM {months.tables[space]} s {joined} ORDER BY s.place_no, s.month"
    rows: list[tuple[Any, ...]] = evaluation.backend.rows(query)
    scale = weight.scale if weight else None
    return [(row[0], decoded(row[1], column.scale), decoded(row[2], scale), bool(row[3])) for row in rows]


def _total(values: list[Decimal | None], gaps: bool) -> Decimal | None:
    present = [value for value in values if value is not None]
    return sum(present, ZERO) if present and (gaps or len(present) == len(values)) else None


def _weighted(values: list[Decimal | None], weights: list[Decimal | None], one_default: bool, gaps: bool) -> Decimal | None:
    first = values[0]
    if one_default:
        return first
    pairs = [(v, w) for v, w in zip(values, weights, strict=True) if v is not None and w is not None]
    if len(pairs) < len(values) and not gaps:
        return None
    heavy = sum((w for _, w in pairs), ZERO)
    if heavy:
        return sum((v * w for v, w in pairs), ZERO) / heavy
    present = [value for value in values if value is not None]
    return present[0] if present and all(value == present[0] for value in present) else None
