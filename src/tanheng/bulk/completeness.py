"""What a pack asks for beyond single rows: kinds of facilities, attributes, every month, required quantities, fixed defaults."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from tanheng.bulk.layout import Layout, default_cases, named_places
from tanheng.bulk.problems import TableProblem, more_decimals, table_problem
from tanheng.bulk.schema import ENTITIES, ENTITY_ATTRIBUTES, FACILITIES, ROWS, TYPED, attribute_column, default_column, given_column
from tanheng.bulk.source.row_checks import MOST_ROWS
from tanheng.bulk.source.table import facility_kinds
from tanheng.bulk.sql.amounts import number_text
from tanheng.bulk.sql.backend import sql_text
from tanheng.bulk.store import Space, space_of
from tanheng.engine.case import Case
from tanheng.engine.defaults import choices_of
from tanheng.engine.numbers import figure, round_decimal
from tanheng.engine.pack import Quantity
from tanheng.engine.places import Where


def layout_problems(layout: Layout) -> list[TableProblem]:
    """Every problem of the lined-up table."""
    problems = [*_facility_problems(layout), *_attribute_problems(layout)]
    if not problems:
        problems += [*_kind_of_values(layout)]
    for space in layout.months.tables:
        problems += _missing(layout, space)
        problems += _fixed(layout, space)
    return [*problems, *_recorded(layout)]


# ── facilities and attributes ────────────────────────────────────────────────────────────────────


def _facility_problems(layout: Layout) -> Iterator[TableProblem]:
    backend, pack = layout.backend, layout.pack
    query = (
        f"SELECT t.entity, t.facility, MIN(t.kind), MAX(t.kind), MIN(t._row) FROM {TYPED} t WHERE t.facility <> '' AND t.kind <> '' "
        f"GROUP BY t.entity, t.facility HAVING MIN(t.kind) <> MAX(t.kind) ORDER BY 5 LIMIT {MOST_ROWS}"
    )
    for entity, facility, first, last, row in backend.rows(query):
        where = Where(facility=facility)
        kinds = f"{first}, {last}"
        yield table_problem("BATCH-115", row=row, column="kind", entity=entity, where=where, found=facility, kinds=kinds)
    if facility_kinds(pack):
        query = (
            f"SELECT t.entity, t.facility, MIN(t._row) FROM {TYPED} t WHERE t.facility <> '' "
            f"GROUP BY t.entity, t.facility HAVING MAX(t.kind) = '' ORDER BY 3 LIMIT {MOST_ROWS}"
        )
        known = ", ".join(pack.facility_kinds)
        for entity, facility, row in backend.rows(query):
            where = Where(facility=facility)
            yield table_problem("BATCH-116", row=row, column="kind", entity=entity, where=where, found=facility, known=known)
    for kind in (one for one in pack.facility_kinds.values() if one.required):
        query = (
            f"SELECT e.entity FROM {ENTITIES} e LEFT JOIN (SELECT DISTINCT entity_no FROM {FACILITIES} "
            f"WHERE kind = {sql_text(kind.id)}) f ON f.entity_no = e.entity_no WHERE f.entity_no IS NULL LIMIT {MOST_ROWS}"
        )
        for (entity,) in backend.rows(query):
            yield table_problem("CASE-113", column="kind", entity=entity, found=kind.id)


def _kind_of_values(layout: Layout) -> Iterator[TableProblem]:
    """An amount at a facility of another kind."""
    for name, amount in layout.typed.amounts.items():
        quantity = amount.column.quantity
        if not quantity.by_facility or not quantity.facility_kind:
            continue
        query = (
            f"SELECT r.{amount.row}, e.entity, f.facility, f.kind FROM {ROWS} r JOIN {FACILITIES} f ON f.facility_no = r.facility_no "
            f"JOIN {ENTITIES} e ON e.entity_no = r.entity_no WHERE r.{name} IS NOT NULL "
            f"AND f.kind <> {sql_text(quantity.facility_kind)} ORDER BY 1 LIMIT {MOST_ROWS}"
        )
        for row, entity, facility, kind in layout.backend.rows(query):
            yield table_problem(
                "CASE-135",
                row=row,
                column=amount.column.heading,
                entity=entity,
                where=Where(quantity=name, facility=facility),
                found=facility,
                kind=kind,
                wanted=quantity.facility_kind,
                name=quantity.label.zh,
                name_en=quantity.label.en,
            )


def _attribute_problems(layout: Layout) -> Iterator[TableProblem]:
    for attribute in layout.pack.attributes.values():
        of_facility = attribute.facility_kind is not None
        if attribute.id in layout.typed.attributes:
            place = "t.entity, t.facility" if of_facility else "t.entity"
            column = attribute_column(attribute.id)
            query = (
                f"SELECT t.entity, {'t.facility' if of_facility else repr('')}, MIN(t.{column}), MAX(t.{column}), MIN(t._row) "
                f"FROM {TYPED} t WHERE t.{column} <> '' GROUP BY {place} HAVING MIN(t.{column}) <> MAX(t.{column}) "
                f"ORDER BY 5 LIMIT {MOST_ROWS}"
            )
            for entity, facility, first, last, row in layout.backend.rows(query):
                where = Where(facility=facility or None)
                both = f"{first}, {last}"
                yield table_problem("BATCH-117", row=row, column=attribute.id, entity=entity, where=where, name=attribute.id, found=both)
        if attribute.required and attribute.default is None:
            yield from _blank_attributes(layout, attribute.id, attribute.facility_kind)


def _blank_attributes(layout: Layout, name: str, kind: str | None) -> Iterator[TableProblem]:
    known = ", ".join(layout.pack.attributes[name].values)
    own, general = (f"f.{attribute_column(name)}", f"a.{attribute_column(name)}") if name in layout.typed.attributes else ("NULL", "NULL")
    query = f"SELECT e.entity, NULL FROM {ENTITIES} e JOIN {ENTITY_ATTRIBUTES} a ON a.entity_no = e.entity_no WHERE {general} IS NULL"
    if kind is not None:
        query = (
            f"SELECT e.entity, f.facility FROM {FACILITIES} f JOIN {ENTITIES} e ON e.entity_no = f.entity_no "
            f"JOIN {ENTITY_ATTRIBUTES} a ON a.entity_no = f.entity_no WHERE f.kind = {sql_text(kind)} "
            f"AND {own} IS NULL AND {general} IS NULL"
        )
    for entity, facility in layout.backend.rows(f"{query} ORDER BY 1, 2 LIMIT {MOST_ROWS}"):
        yield table_problem("CASE-122", column=name, entity=entity, where=Where(facility=facility), found=name, known=known)


# ── months and required quantities ───────────────────────────────────────────────────────────────


def _missing(layout: Layout, space: Space) -> Iterator[TableProblem]:
    """Inputs with gaps: one query says which, a second one where."""
    table = layout.months.tables[space]
    inputs = [one for one in layout.pack.inputs() if space_of(one) == space]
    if not inputs:
        return
    counts = ", ".join(f"COUNT({_reported(layout, one)}), COUNT({one.id})" for one in inputs)
    (found,) = layout.backend.rows(f"SELECT COUNT(*), {counts} FROM {table}")
    number, *pairs = found
    for position, quantity in enumerate(inputs):
        reported, filled = pairs[2 * position : 2 * position + 2]
        if reported < number and (filled < number or reported > 0):
            yield from _gaps(layout, quantity, table)


def _reported(layout: Layout, quantity: Quantity) -> str:
    return given_column(quantity.id) if quantity.id in layout.given else quantity.id


def _gaps(layout: Layout, quantity: Quantity, table: str) -> Iterator[TableProblem]:
    reported, periods = _reported(layout, quantity), len(layout.periods)
    no_default = f"COUNT(COALESCE({default_column(quantity.id)}, {reported})) < {periods}" if quantity.id in layout.given else "1 = 1"
    never = f"COUNT({reported}) = 0 AND {no_default}" if quantity.required else "1 = 0"
    partly = f"COUNT({reported}) > 0 AND COUNT({reported}) < {periods} AND ({_blocks(layout, quantity, no_default)})"
    query = (
        f"SELECT place_no, MIN(_row), COUNT({reported}), CASE WHEN {no_default} THEN 1 ELSE 0 END FROM {table} "
        f"GROUP BY place_no HAVING ({never}) OR ({partly}) ORDER BY place_no LIMIT {MOST_ROWS}"
    )
    places = layout.backend.rows(query)
    if not places:
        return
    names = named_places(layout, space_of(quantity), [row[0] for row in places])
    absent = _absent_months(layout, table, reported, [row[0] for row in places])
    for place, row, count, without_default in places:
        entity, facility, item = names[place]
        where = Where(quantity=quantity.id, facility=facility, item=item)
        months = ", ".join(str(month) for month in absent.get(place, ()))
        code, severity = _code(quantity, int(count), bool(without_default))
        choices = choices_of(layout.pack, quantity, _nobody(layout), (facility, item)) if code == "CASE-152" else []
        yield table_problem(
            "CASE-160" if choices else code,
            row=row,
            column=quantity.id,
            entity=entity,
            where=where,
            severity=severity,
            name=quantity.label.zh,
            name_en=quantity.label.en,
            unit=layout.pack.unit_of(quantity.id, item),
            item=item or facility or "",
            found=layout.year if choices else months,
            known="；".join(one.zh for one in choices),
            known_en="; ".join(one.en for one in choices),
        )


def _nobody(layout: Layout) -> Case:
    """A case of the year without any data: what may be chosen hangs on the edition and the year."""
    return Case(layout.pack.id, layout.year, layout.typed.grain, "", "", (), (), ())


def _blocks(layout: Layout, quantity: Quantity, no_default: str) -> str:
    """When some months are reported and others are not: the months without a default, or measured data next to defaults."""
    measured = quantity.acquisition != "calculated" and quantity.keeps_measured is not False
    if quantity.id in layout.given and not quantity.fixed and measured:
        return "1 = 1"
    return no_default


def _code(quantity: Quantity, count: int, without_default: bool) -> tuple[str, Any]:
    if count == 0:
        return ("CASE-152" if quantity.default else "CASE-151"), "error"
    if not without_default:
        return "CASE-156", "error"
    return "CASE-150", "error" if quantity.required or quantity.default else "warning"


def _absent_months(layout: Layout, table: str, reported: str, places: list[int]) -> dict[int, list[int]]:
    listed = ", ".join(str(place) for place in places)
    query = f"SELECT place_no, month FROM {table} WHERE {reported} IS NULL AND place_no IN ({listed}) ORDER BY 1, 2"
    found: dict[int, list[int]] = {}
    for place, month in layout.backend.rows(query):
        found.setdefault(place, []).append(month)
    return found


# ── fixed defaults, decimals ─────────────────────────────────────────────────────────────────────


def _fixed(layout: Layout, space: Space) -> Iterator[TableProblem]:
    """A value that differs from a fixed default: a table names no documents, so it is refused."""
    table = layout.months.tables[space]
    for quantity in layout.pack.inputs():
        if space_of(quantity) != space or not quantity.fixed or quantity.id not in layout.typed.amounts:
            continue
        column = layout.months.columns[quantity.id]
        if quantity.id not in layout.given or column.scale is None:
            continue
        expected = _recorded_default(layout, quantity, column.scale)
        query = (
            f"SELECT place_no, _row, month, {number_text(layout.backend, given_column(quantity.id), column.scale)}, "
            f"{number_text(layout.backend, default_column(quantity.id), column.scale)} FROM {table} "
            f"WHERE {given_column(quantity.id)} IS NOT NULL AND {given_column(quantity.id)} <> {expected} ORDER BY _row LIMIT {MOST_ROWS}"
        )
        rows = layout.backend.rows(query)
        names = named_places(layout, space, [row[0] for row in rows]) if rows else {}
        for place, row, month, value, default in rows:
            entity, facility, item = names[place]
            yield table_problem(
                "CASE-153",
                row=row,
                column=quantity.id,
                value=value,
                entity=entity,
                where=Where(quantity=quantity.id, facility=facility, item=item, month=month or None),
                name=quantity.label.zh,
                name_en=quantity.label.en,
                found=figure(Decimal(value)),
                default=figure(Decimal(default)),
            )


def _recorded_default(layout: Layout, quantity: Quantity, scale: int) -> str:
    """The default as it would be recorded: at the decimals of the quantity, when it has more of its own."""
    cases = default_cases(layout.pack, quantity, layout.year)
    amounts = [cases] if isinstance(cases, Decimal) else [*(cases or {}).values()]
    whens = []
    for amount in amounts:
        if amount is None or quantity.decimals is None:
            continue
        rounded = round_decimal(amount, quantity.decimals, quantity.mode)
        if rounded != amount:
            literals = (int(one.scaleb(scale)) for one in (amount, rounded))
            whens.append("WHEN {} THEN {}".format(*(layout.backend.dialect.literal(number) for number in literals)))
    default = default_column(quantity.id)
    return f"CASE {default} {' '.join(whens)} ELSE {default} END" if whens else default


def _recorded(layout: Layout) -> Iterator[TableProblem]:
    """Amounts with more decimals than the pack keeps: used rounded, told once a column."""
    rounding = {
        name: (amount, amount.scale - decimals)
        for name, amount in layout.typed.amounts.items()
        if (decimals := amount.column.quantity.decimals) is not None and amount.scale > decimals
    }
    if not rounding:
        return
    dialect = layout.backend.dialect
    parts = [f"COUNT(CASE WHEN {name} % {dialect.literal(10**more)} <> 0 THEN 1 END)" for name, (_, more) in rounding.items()]
    (found,) = layout.backend.rows(f"SELECT {', '.join(parts)} FROM {TYPED}")
    for (amount, _), count in zip(rounding.values(), found, strict=True):
        if count:
            yield more_decimals(amount.column.heading, amount.column.quantity, count)
