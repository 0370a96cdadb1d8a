"""Lines up entities, facilities, items and months, and lays every input in its column: recorded as the pack rounds, defaults where
nothing was reported. Completeness is looked at elsewhere, on the tables made here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from tanheng.bulk.schema import (
    ENTITIES,
    ENTITY_ATTRIBUTES,
    FACILITIES,
    ITEM_NUMBERS,
    ITEMS,
    ROWS,
    TYPED,
    attribute_column,
    default_column,
    given_column,
    joined_names,
)
from tanheng.bulk.source.reading import TypedTable
from tanheng.bulk.sql.backend import Backend, sql_text
from tanheng.bulk.sql.whole import Whole, divided, literal
from tanheng.bulk.store import Space, Store, measured, space_of
from tanheng.engine.case import AttributeValue, Case
from tanheng.engine.defaults import default_of
from tanheng.engine.pack import Pack, Quantity


@dataclass
class Layout:
    """The tables `entities`, `facilities`, `items`, `rows_`, one table of places and one of inputs for each space."""

    backend: Backend
    pack: Pack
    typed: TypedTable
    year: int
    months: Store
    given: set[str] = field(default_factory=set)  # inputs with a default: column Q_given holds what was reported
    places: dict[Space, str] = field(default_factory=dict)

    @property
    def periods(self) -> tuple[int, ...]:
        """The months, or 0 for the year."""
        return tuple(range(1, 13)) if self.typed.grain == "month" else (0,)


def lay_out(backend: Backend, pack: Pack, typed: TypedTable, year: int, word: str) -> Layout:
    """The layout of a table that was read without errors; `word` begins the names of its tables."""
    layout = Layout(backend, pack, typed, year, Store(f"{word}_months"))
    _number_places(layout)
    for space in dict.fromkeys(space_of(quantity) for quantity in pack.quantities.values()):
        _make_places(layout, space)
        _make_inputs(layout, space)
    return layout


def _number_places(layout: Layout) -> None:
    backend = layout.backend
    backend.make(
        ENTITIES,
        f"SELECT entity, ROW_NUMBER() OVER (ORDER BY entity) AS entity_no FROM (SELECT DISTINCT entity FROM {TYPED}) e",
    )
    items = [(item, number, table, rank) for number, (item, table, rank) in enumerate(_items(layout.pack), start=1)]
    numbers: dict[str, int] = {}
    rows = [(item, numbers.setdefault(item, number), table, rank) for item, number, table, rank in items]
    text = backend.text_type
    backend.put(ITEMS, {"item": text, "item_no": "INT", "item_table": text, "item_rank": "INT"}, rows)
    attributes = "".join(f", MAX(NULLIF({attribute_column(name)}, '')) AS {attribute_column(name)}" for name in layout.typed.attributes)
    backend.make(
        FACILITIES,
        "SELECT ROW_NUMBER() OVER (ORDER BY e.entity_no, t.facility) AS facility_no, e.entity_no, t.facility, "
        f"MAX(t.kind) AS kind{attributes} FROM {TYPED} t JOIN {ENTITIES} e ON e.entity = t.entity "
        "WHERE t.facility <> '' GROUP BY e.entity_no, t.facility",
    )
    own = "".join(f", {_entity_attribute(layout, name)} AS {attribute_column(name)}" for name in layout.typed.attributes)
    backend.make(
        ENTITY_ATTRIBUTES,
        f"SELECT e.entity_no{own} FROM {TYPED} t JOIN {ENTITIES} e ON e.entity = t.entity GROUP BY e.entity_no",
    )
    names = ", ".join([*layout.typed.amounts, *(one.row for one in layout.typed.amounts.values() if one.row != "_row")])
    backend.make(
        ROWS,
        "SELECT t._row, e.entity_no, COALESCE(f.facility_no, 0) AS facility_no, COALESCE(i.item_no, 0) AS item_no, t.month"
        f"{', ' + names if names else ''} FROM {TYPED} t JOIN {ENTITIES} e ON e.entity = t.entity "
        f"LEFT JOIN {FACILITIES} f ON f.entity_no = e.entity_no AND f.facility = t.facility "
        f"LEFT JOIN {ITEM_NUMBERS} i ON i.item = t.item",
    )


def _items(pack: Pack) -> list[tuple[str, str, int]]:
    tables = dict.fromkeys(one.item_table for one in pack.quantities.values() if one.item_table)
    return [(item, table, rank) for table in tables for rank, item in enumerate(pack.tables[table].rows)]


def _entity_attribute(layout: Layout, name: str) -> str:
    """An attribute of the entity may stand on all its rows; one of a facility kind counts for all where no facility is named."""
    everywhere, word = layout.pack.attributes[name].facility_kind is None, f"NULLIF({attribute_column(name)}, '')"
    return f"MAX({word})" if everywhere else f"MAX(CASE WHEN t.facility = '' THEN {word} END)"


# ── places ───────────────────────────────────────────────────────────────────────────────────────


def _make_places(layout: Layout, space: Space) -> None:
    """The places of a space, numbered by entity, facility and the row of the item in its table."""
    table = f"places_{space.name}"
    layout.places[space] = table
    if space.table:
        found = _item_places(layout, space)
    elif space.facility:
        kind = sql_text(space.kind or "")
        found = f"SELECT entity_no, facility_no, 0 AS item_no, 0 AS item_rank FROM {FACILITIES} WHERE kind = {kind}"
    else:
        found = f"SELECT entity_no, 0 AS facility_no, 0 AS item_no, 0 AS item_rank FROM {ENTITIES}"
    order = "ORDER BY entity_no, facility_no, item_rank"
    layout.backend.make(table, f"SELECT ROW_NUMBER() OVER ({order}) AS place_no, entity_no, facility_no, item_no FROM ({found}) p")


def _item_places(layout: Layout, space: Space) -> str:
    """An item exists once one of its quantities is reported."""
    names = [name for name in layout.typed.amounts if space_of(layout.pack.quantities[name]) == space]
    reported = " OR ".join(f"{name} IS NOT NULL" for name in names) or "1 = 0"
    facility = "facility_no > 0" if space.facility else "facility_no = 0"
    return (
        f"SELECT DISTINCT r.entity_no, r.facility_no, r.item_no, i.item_rank FROM {ROWS} r "
        f"JOIN {ITEMS} i ON i.item_no = r.item_no AND i.item_table = {sql_text(space.table or '')} "
        f"WHERE {facility} AND ({reported})"
    )


# ── inputs ───────────────────────────────────────────────────────────────────────────────────────


def _make_inputs(layout: Layout, space: Space) -> None:
    """One row a place and period; what was reported, and under it the default."""
    inputs = [one for one in layout.pack.inputs() if space_of(one) == space]
    ranges = _ranges(layout, inputs)
    inner = ["p.place_no", "p.entity_no", "p.facility_no", "p.item_no", "m.month", "r._row"]
    outer = ["place_no", "entity_no", "facility_no", "item_no", "month", "_row"]
    scales: dict[str, int] = {}
    for quantity in inputs:
        source = "y" if quantity.yearly_only and layout.typed.grain == "month" else "r"
        parts, finished, scales[quantity.id] = _input_columns(layout, quantity, space, source, ranges)
        inner += parts
        outer += finished
    periods = ", ".join(f"({period})" for period in layout.periods)
    same = "entity_no = p.entity_no AND {0}.facility_no = p.facility_no AND {0}.item_no = p.item_no AND {0}.month"
    joins = f"LEFT JOIN {ROWS} r ON r.{same.format('r')} = m.month"
    if any(one.yearly_only for one in inputs) and layout.typed.grain == "month":
        joins += f" LEFT JOIN {ROWS} y ON y.{same.format('y')} = 0"
    if layout.typed.attributes:
        joins += f" LEFT JOIN {FACILITIES} f ON f.facility_no = p.facility_no"
        joins += f" LEFT JOIN {ENTITY_ATTRIBUTES} e ON e.entity_no = p.entity_no"
    table = layout.months.next_table(space)
    layout.backend.make(
        table,
        f"SELECT {', '.join(outer)} FROM (SELECT {', '.join(inner)} FROM {layout.places[space]} p "
        f"CROSS JOIN (SELECT * FROM (VALUES {periods}) AS v(month)) m {joins}) i ORDER BY place_no, month",
    )
    layout.months.tables[space] = table
    columns = measured(layout.backend, table, [(one.id, space, scales[one.id]) for one in inputs])
    layout.months.columns.update(columns)


def _ranges(layout: Layout, inputs: list[Quantity]) -> dict[str, tuple[int, int]]:
    names = [one.id for one in inputs if one.id in layout.typed.amounts]
    if not names:
        return {}
    parts = ", ".join(f"MIN({name}), MAX({name})" for name in names)
    (found,) = layout.backend.rows(f"SELECT {parts} FROM {TYPED}")
    return {name: (int(found[2 * n] or 0), int(found[2 * n + 1] or 0)) for n, name in enumerate(names)}


def _input_columns(
    layout: Layout, quantity: Quantity, space: Space, source: str, ranges: dict[str, tuple[int, int]]
) -> tuple[list[str], list[str], int]:
    """The parts of the inner query, those of the outer one, and the scale of the column."""
    name, dialect = quantity.id, layout.backend.dialect
    reported, scale = _recorded(layout, quantity, source, ranges)
    cases, default_scale = _default_query(layout, quantity, space)
    common = max(scale, default_scale)
    most = max([abs(bound) for bound in ranges.get(name, (0, 0))]) * 10 ** (common - scale)
    kind = dialect.type_of(most)
    lifted = reported if common == scale else f"({reported}) * {dialect.literal(10 ** (common - scale))}"
    given = f"CAST({lifted} AS {kind})"
    if quantity.default is None:
        return [f"{given} AS {name}"], [name], common
    layout.given.add(name)
    layout.months.extras.setdefault(space, []).append(given_column(name))
    default = _lifted_cases(layout, cases, common)
    return (
        [f"{given} AS {given_column(name)}", f"{default} AS {default_column(name)}"],
        [f"COALESCE({given_column(name)}, {default_column(name)}) AS {name}", given_column(name), default_column(name)],
        common,
    )


def _recorded(layout: Layout, quantity: Quantity, source: str, ranges: dict[str, tuple[int, int]]) -> tuple[str, int]:
    """The reported amount at the decimals with which it is recorded."""
    amount = layout.typed.amounts.get(quantity.id)
    dialect = layout.backend.dialect
    if amount is None:
        return "NULL", 0
    column = f"{source}.{quantity.id}"
    if quantity.decimals is None or amount.scale <= quantity.decimals:
        return column, amount.scale
    base = literal(dialect, 10 ** (amount.scale - quantity.decimals))
    return divided(dialect, Whole(column, *ranges[quantity.id]), base, quantity.mode).sql, quantity.decimals


DefaultCases = dict[str, Decimal | None] | Decimal | None


def _default_query(layout: Layout, quantity: Quantity, space: Space) -> tuple[tuple[str, DefaultCases], int]:
    """The key column of the defaults and the defaults by key (or the one for all), and their longest fraction."""
    cases = default_cases(layout.pack, quantity, layout.year)
    amounts = [cases] if isinstance(cases, Decimal) else [*(cases or {}).values()]
    scale = max((_places(one) for one in amounts if one is not None), default=0)
    if not isinstance(cases, dict):
        return ("", cases), scale
    assert quantity.default is not None
    attribute = quantity.default.attribute
    if attribute is None:
        return ("p.item_no", cases), scale
    fallback = layout.pack.attributes[attribute].default
    last = sql_text(fallback) if fallback is not None else "NULL"
    if attribute not in layout.typed.attributes:
        return (last, cases), scale
    own = f"f.{attribute_column(attribute)}, " if space.facility else ""
    return (f"COALESCE({own}e.{attribute_column(attribute)}, {last})", cases), scale


def default_cases(pack: Pack, quantity: Quantity, year: int) -> DefaultCases:
    """The default of a quantity in a year: one for all, or by the id of the row that an item or an attribute names."""
    default = quantity.default
    if default is None:
        return None
    case = Case(pack.id, year, "month", "", "", (), (), ())
    if default.parameter is not None or default.row is not None:
        return default_of(pack, quantity, case, (None, None))[0]
    found: dict[str, Decimal | None] = {}
    words = pack.attributes[default.attribute].values if default.attribute else pack.tables[quantity.item_table or ""].rows
    for row in words:
        if default.attribute:
            at = Case(pack.id, year, "month", "", "", (), (AttributeValue(default.attribute, None, row),), ())
            found[row] = default_of(pack, quantity, at, (None, None))[0]
        else:
            found[row] = default_of(pack, quantity, case, (None, row))[0]
    return found


def _lifted_cases(layout: Layout, keyed: tuple[str, DefaultCases], scale: int) -> str:
    key, cases = keyed
    dialect = layout.backend.dialect

    def whole(value: Decimal) -> str:
        number = int(value.scaleb(scale))
        return f"CAST({dialect.literal(number)} AS {dialect.type_of(abs(number))})"

    if isinstance(cases, Decimal):
        return whole(cases)
    known = {row: value for row, value in (cases or {}).items() if value is not None}
    if not known:
        return f"CAST(NULL AS {dialect.short_type})"
    numbers = dict(layout_item_numbers(layout.pack)) if key == "p.item_no" else {}
    whens = " ".join(f"WHEN {numbers[row] if numbers else sql_text(row)} THEN {whole(value)}" for row, value in known.items())
    return f"CASE {key} {whens} END"


def layout_item_numbers(pack: Pack) -> dict[str, int]:
    """The number of each item, the same in every table that has it."""
    numbers: dict[str, int] = {}
    for number, (item, _, _) in enumerate(_items(pack), start=1):
        numbers.setdefault(item, number)
    return numbers


def _places(value: Decimal) -> int:
    return max(0, -int(value.as_tuple().exponent))


def named_places(layout: Layout, space: Space, places: list[int]) -> dict[int, tuple[str, str | None, str | None]]:
    """Entity, facility and item of places by their numbers."""
    if not places:
        return {}
    listed = ", ".join(str(place) for place in places)
    query = (
        f"SELECT p.place_no, e.entity, f.facility, i.item FROM {layout.places[space]} p {joined_names('p')} WHERE p.place_no IN ({listed})"
    )
    return {row[0]: (row[1], row[2], row[3]) for row in layout.backend.rows(query)}
