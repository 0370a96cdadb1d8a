"""Reads a table of a batch: headings, then every row's place and amounts as whole numbers, then what is wrong with them.

It gives the table `typed` (one row a place and month, blanks as absent) and problems; what a pack asks for beyond single rows
(months, required quantities, fixed defaults) is looked at where places are lined up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from tanheng.bulk.problems import TableProblem, table_problem
from tanheng.bulk.schema import PLACE, SOURCE, TYPED, attribute_column, none_column
from tanheng.bulk.source.odd_cells import MONTH, TOTAL, YEAR
from tanheng.bulk.source.row_checks import MOST_ROWS, RowCheck, failures
from tanheng.bulk.source.table import TableShape, facility_kinds, unit_of_heading
from tanheng.bulk.sql.amounts import Amount, amounts_of, number_text, trimmed
from tanheng.bulk.sql.backend import Backend, sql_text
from tanheng.engine.month_lengths import high_of
from tanheng.engine.numbers import figure
from tanheng.engine.pack import Pack, Quantity
from tanheng.engine.places import Where
from tanheng.engine.units.choices import refusal_words

MOST_WHOLE_DIGITS = 20  # before the point, as in a case
UNADDRESSABLE = "[^@/:\\x00-\\x1f\\x7f]*"


@dataclass(frozen=True)
class TypedTable:
    """What was read: the amounts of `typed` by quantity, its attributes, and whether rows are months or whole years."""

    amounts: dict[str, Amount]
    attributes: tuple[str, ...]
    grain: str

    @property
    def none(self) -> tuple[str, ...]:
        """The amounts of which some are `/`: the column Q_none says where."""
        return tuple(name for name, one in self.amounts.items() if one.none)


def years_of(backend: Backend, shape: TableShape) -> tuple[list[int], list[TableProblem]]:
    """The years of the column year, and its cells that are none; no years without that column."""
    if "year" not in shape.places:
        return [], []
    text = trimmed(backend, shape.places["year"])
    wrong = RowCheck(
        SOURCE,
        "BATCH-112",
        f"{text} <> '' AND NOT {backend.matches(text, YEAR)}",
        shape.places["year"],
        text,
        numbers={"found": "{value}"},
        placed=False,
    )
    blank = RowCheck(SOURCE, "BATCH-110", f"{text} = ''", shape.places["year"], text, numbers={"found": "year"}, placed=False)
    sound = f"SELECT DISTINCT {text} FROM {SOURCE} WHERE {backend.matches(text, YEAR)} ORDER BY 1"
    return [int(row[0]) for row in backend.rows(sound)], failures(backend, [wrong, blank])


def read_rows(
    backend: Backend, pack: Pack, shape: TableShape, row_of: dict[str, str], year: int
) -> tuple[TypedTable | None, list[TableProblem]]:
    """The table `typed` of one year, and the problems of single rows; None where it has no rows."""
    amounts = amounts_of(backend, list(shape.values.values()), row_of)
    months = trimmed(backend, shape.places["month"]) if "month" in shape.places else "''"
    grain = _grain(backend, months)
    problems = failures(backend, list(_source_checks(backend, shape, amounts, months, grain)))
    attributes = tuple(shape.attributes)
    typed = TypedTable(amounts, attributes, grain)
    _make_typed(backend, pack, shape, typed, months, year)
    if not backend.rows(f"SELECT COUNT(*) FROM {TYPED}")[0][0]:
        code = "BATCH-124" if "year" in shape.places else "BATCH-107"
        return None, [*problems, table_problem(code, year=year)]
    problems += failures(backend, list(_typed_checks(backend, pack, typed, year)))
    problems += _duplicates(backend)
    return typed, problems


def _grain(backend: Backend, months: str) -> str:
    """A table without months gives whole years."""
    if months == "''":
        return "year"
    return "month" if backend.rows(f"SELECT COUNT(CASE WHEN {months} <> '' THEN 1 END) FROM {SOURCE}")[0][0] else "year"


def _make_typed(backend: Backend, pack: Pack, shape: TableShape, typed: TypedTable, months: str, year: int) -> None:
    kinds = facility_kinds(pack)
    only_kind = sql_text(kinds[0] if len(kinds) == 1 else "")
    facility = _text_of(backend, shape, "facility")
    kind = _text_of(backend, shape, "kind") if "kind" in shape.places else f"CASE WHEN {facility} <> '' THEN {only_kind} ELSE '' END"
    no_month = f"CASE WHEN {months} = '' THEN 0 ELSE -1 END"  # a month that is none is told by itself
    month = f"CASE WHEN {backend.matches(months, MONTH)} THEN CAST({months} AS INT) ELSE {no_month} END"
    parts = [
        "_row",
        f"{_text_of(backend, shape, 'entity')} AS entity",
        f"{facility} AS facility",
        f"{kind} AS kind",
        f"{_text_of(backend, shape, 'item')} AS item",
        f"{month if typed.grain == 'month' else '0'} AS month",
    ]
    parts += [f"{trimmed(backend, heading)} AS {attribute_column(name)}" for name, heading in shape.attributes.items()]
    parts += [f"{one.whole} AS {name}" for name, one in typed.amounts.items()]
    parts += [one.row for one in typed.amounts.values() if one.row != "_row"]
    parts += [f"CASE WHEN {typed.amounts[name].none} THEN 1 ELSE 0 END AS {none_column(name)}" for name in typed.none]
    condition = f" WHERE NOT {backend.matches(_text_of(backend, shape, 'entity'), TOTAL)} AND NOT {backend.matches(months, TOTAL)}"
    condition += f" AND {_text_of(backend, shape, 'year')} = '{year}'" if "year" in shape.places else ""
    backend.make(TYPED, f"SELECT {', '.join(parts)} FROM {SOURCE}{condition}")


def _text_of(backend: Backend, shape: TableShape, name: str) -> str:
    return trimmed(backend, shape.places[name]) if name in shape.places else "''"


# ── single cells ─────────────────────────────────────────────────────────────────────────────────


def _source_checks(backend: Backend, shape: TableShape, amounts: dict[str, Amount], months: str, grain: str) -> Iterator[RowCheck]:
    found = {"found": "{value}"}
    entity = trimmed(backend, shape.places["entity"])
    yield RowCheck(SOURCE, "BATCH-110", f"{entity} = ''", "entity", entity, numbers={"found": "entity"}, placed=False)
    yield RowCheck(SOURCE, "BATCH-146", backend.matches(entity, TOTAL), shape.places["entity"], entity, numbers=found, placed=False)
    if grain == "month":
        total = backend.matches(months, TOTAL)
        yield RowCheck(SOURCE, "BATCH-146", total, shape.places["month"], months, numbers=found, placed=False)
        a_place = f"NOT {backend.matches(entity, TOTAL)}"
        if not _has_yearly(amounts):  # else figures of the year stand in rows without a month
            blank = f"{months} = '' AND {a_place}"
            yield RowCheck(SOURCE, "BATCH-152", blank, shape.places["month"], months, placed=False)
        wrong = f"{months} <> '' AND NOT {backend.matches(months, MONTH)} AND NOT {total} AND {a_place}"
        yield RowCheck(SOURCE, "BATCH-111", wrong, shape.places["month"], months, numbers=found, placed=False)
    for name, one in amounts.items():
        if one.long:
            heading = one.column.heading
            yield RowCheck(SOURCE, "BATCH-113", one.long, heading, one.text, one.row, name, numbers=found, placed=False)


def _has_yearly(amounts: Mapping[str, Amount]) -> bool:
    return any(one.column.quantity.yearly_only for one in amounts.values())


def _typed_checks(backend: Backend, pack: Pack, typed: TypedTable, year: int) -> Iterator[RowCheck]:
    kinds = ", ".join(sql_text(kind) for kind in pack.facility_kinds)
    known = ", ".join(pack.facility_kinds)
    found = {"found": "{value}"}
    yield RowCheck(TYPED, "CASE-112", f"kind <> '' AND kind NOT IN ({kinds})", "kind", "kind", numbers={**found, "known": known})
    addressable = backend.matches("facility", UNADDRESSABLE)
    yield RowCheck(TYPED, "CASE-114", f"NOT {addressable}", "facility", "facility", numbers=found)
    items = sorted({item for table in _item_tables(pack) for item in pack.tables[table].rows})
    if items:
        listed = ", ".join(sql_text(item) for item in items)
        numbers = {**found, "known": ", ".join(items)}
        yield RowCheck(TYPED, "CASE-136", f"item <> '' AND item NOT IN ({listed})", "item", "item", numbers=numbers)
    for name in typed.attributes:
        words = ", ".join(sql_text(word) for word in pack.attributes[name].values)
        column = attribute_column(name)
        numbers = {**found, "name": name, "known": ", ".join(pack.attributes[name].values)}
        yield RowCheck(TYPED, "CASE-121", f"{column} <> '' AND {column} NOT IN ({words})", name, column, numbers=numbers)
    for one in typed.amounts.values():
        yield from _place_checks(pack, one)
        yield from _month_checks(one, typed)
        yield from _width_checks(backend, one)
        yield from _bound_checks(backend, one, year)


def _item_tables(pack: Pack) -> list[str]:
    return sorted({one.item_table for one in pack.inputs() if one.item_table})


def _place_checks(pack: Pack, amount: Amount) -> Iterator[RowCheck]:
    quantity = amount.column.quantity
    label = {"name": quantity.label.zh, "name_en": quantity.label.en}
    given = f"{quantity.id} IS NOT NULL AND"
    heading = amount.column.heading
    conditions: list[tuple[str, str, str, dict[str, str]]] = []
    if quantity.by_facility:
        conditions.append(("CASE-133", "facility = ''", "facility", {**label, "known": "facility"}))
    else:
        conditions.append(("CASE-134", "facility <> ''", "facility", label))
    if quantity.by_item:
        rows = list(pack.tables[quantity.item_table or ""].rows)
        listed = ", ".join(sql_text(item) for item in rows)
        conditions.append(("CASE-137", "item = ''", "item", {**label, "known": ", ".join(rows[:6])}))
        others = {"found": "{value}", "known": ", ".join(rows)}
        conditions.append(("CASE-136", f"item <> '' AND item NOT IN ({listed})", "item", others))
        unfit = [item for item in rows if amount.column.factors.get(pack.unit_of(quantity.id, item)) is None]
        if unfit:
            listed = ", ".join(sql_text(item) for item in unfit)
            wanted = pack.unit_of(quantity.id, unfit[0])
            conditions.append(("CASE-148", f"item IN ({listed})", "item", refusal_words(unit_of_heading(heading), wanted)))
    else:
        conditions.append(("CASE-138", "item <> ''", "item", label))
    for code, condition, value, numbers in conditions:
        yield RowCheck(TYPED, code, f"{given} {condition}", heading, value, amount.row, quantity.id, numbers=numbers)


def _width_checks(backend: Backend, amount: Amount) -> Iterator[RowCheck]:
    """A wide DECIMAL may hold more digits than a case can; text was looked at as text."""
    if amount.column.type.kind == "text" or amount.column.type.digits - amount.scale <= MOST_WHOLE_DIGITS:
        return
    name, limit = amount.column.quantity.id, backend.dialect.literal(10 ** (MOST_WHOLE_DIGITS + amount.scale))
    numbers = {"found": "{value}"}
    value, heading = number_text(backend, name, amount.scale), amount.column.heading
    yield RowCheck(TYPED, "BATCH-113", f"ABS({name}) >= {limit}", heading, value, amount.row, name, numbers=numbers)


def _month_checks(amount: Amount, typed: TypedTable) -> Iterator[RowCheck]:
    """A figure of the year stands in a row without a month, anything else in the row of its month."""
    quantity = amount.column.quantity
    if typed.grain == "year" or not (quantity.yearly_only or _has_yearly(typed.amounts)):
        return  # without a column of figures of the year a row without a month is told as a whole
    code, wrong = ("BATCH-127", "month > 0") if quantity.yearly_only else ("BATCH-126", "month = 0")
    numbers = {"name": quantity.label.zh, "name_en": quantity.label.en}
    condition = f"{quantity.id} IS NOT NULL AND {wrong}"
    heading = amount.column.heading
    yield RowCheck(TYPED, code, condition, heading, "CAST(month AS INT)", amount.row, quantity.id, numbers=numbers)


def _bound_checks(backend: Backend, amount: Amount, year: int) -> Iterator[RowCheck]:
    quantity = amount.column.quantity
    others = {}
    least = ceil(Fraction(quantity.low) * 10**amount.scale)
    limits = [f"{quantity.id} < {backend.dialect.literal(least)}"]
    if quantity.calendar is not None:
        highs = {month: high_of(quantity, year, month or None) for month in range(13)}
        scaled = {month: floor(Fraction(high) * 10**amount.scale) for month, high in highs.items()}
        limits.append(f"{quantity.id} > {_by_month({m: backend.dialect.literal(one) for m, one in scaled.items()})}")
        others["high"] = _by_month({month: sql_text(figure(high)) for month, high in highs.items()})
    else:
        most = floor(Fraction(quantity.high) * 10**amount.scale)
        limits.append(f"{quantity.id} > {backend.dialect.literal(most)}")
    yield RowCheck(
        TYPED,
        "CASE-142",
        f"({' OR '.join(limits)})",
        amount.column.heading,
        number_text(backend, quantity.id, amount.scale),
        amount.row,
        quantity.id,
        numbers={**_bounds(quantity), "found": "{figure}"},
        others=others,
    )


def _by_month(values: dict[int, str]) -> str:
    """What stands for the month of a row; month 0 is the year."""
    whens = " ".join(f"WHEN {month} THEN {value}" for month, value in values.items())
    return f"(CASE month {whens} END)"


def _bounds(quantity: Quantity) -> dict[str, str]:
    return {
        "name": quantity.label.zh,
        "name_en": quantity.label.en,
        "low": figure(quantity.low),
        "high": figure(quantity.high),
        "hint": "；百分数请写成小数" if quantity.unit == "1" else "",
        "hint_en": "; a percentage is written as a fraction" if quantity.unit == "1" else "",
    }


# ── rows beside each other ───────────────────────────────────────────────────────────────────────


def _duplicates(backend: Backend) -> list[TableProblem]:
    place = ", ".join(PLACE)
    groups = f"SELECT {place}, MIN(_row) AS first_row, COUNT(*) AS number FROM {TYPED} WHERE month >= 0 GROUP BY {place}"
    if not backend.rows(f"SELECT COUNT(*) FROM ({groups}) g WHERE number > 1")[0][0]:
        return []
    query = (
        f"SELECT t._row, g.first_row, {', '.join(f't.{name}' for name in PLACE)} FROM {TYPED} t JOIN ({groups}) g "
        f"ON {' AND '.join(f'g.{name} = t.{name}' for name in PLACE)} "
        f"WHERE g.number > 1 AND t._row > g.first_row ORDER BY 1 LIMIT {MOST_ROWS}"
    )
    return [
        table_problem(
            "BATCH-114",
            row=row,
            column="entity",
            value=entity,
            entity=entity,
            where=Where(facility=facility or None, item=item or None, month=month or None),
            other=other,
        )
        for row, other, entity, facility, item, month in backend.rows(query)
    ]
