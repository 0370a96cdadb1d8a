"""The chapters of parameters, item tables and official tables: every value with its unit, years, status and source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tanheng.documents.rule_book.context import Context
from tanheng.documents.rule_book.shapes import Cell, Entry, Row, Section, Table
from tanheng.engine.numbers import decimal_text, number_text
from tanheng.engine.pack import ItemTable, Parameter, TableRow

DATED_COLUMN = re.compile(r"\w+_((?:19|20)\d\d)")  # factor_2021: the value of that year


def parameters_section(c: Context) -> Section:
    """All dated parameters in one table."""
    w = c.words
    headings = (w["symbol"], w["name"], w["value"], w["unit"], w["valid_from_to"], w["clause"], w["status"], w["source"])
    rows = tuple(_parameter(c, one, first) for dated in c.pack.parameters.values() for first, one in enumerate(dated))
    table = Table(headings, rows, wide=(1, 5))
    return Section("parameters", w["s_parameters"], tables=(table,) if rows else (), paragraphs=() if rows else (w["nothing"],))


def _parameter(c: Context, one: Parameter, position: int) -> Row:
    anchor = f"p-{one.id}" if position == 0 else ""
    span = "–".join(str(year) if year else "" for year in (one.valid_from, one.valid_to))
    note = " · ".join(part for part in (c.text(one.note), c.words["fixed_told"] if one.fixed else "") if part)
    here = Cell(c.text(one.label), f"p-{one.id}")
    return Row(
        (
            Cell(one.symbol, kind="symbol"),
            Cell(c.text(one.label)),
            Cell(number_text(one.value), kind="number"),
            Cell(c.shown_unit(one.unit)),
            Cell("" if span == "–" else span),
            c.clause(one.clause, *(() if position else (here,))),
            c.status(one.status),
            c.source(one.source),
        ),
        anchor,
        f"{c.text(one.label)} {one.symbol}",
        note,
    )


# ── item tables ──────────────────────────────────────────────────────────────────────────────────


def tables_section(c: Context) -> Section:
    """Fuels, carbonates, technologies: items with their default values."""
    entries = tuple(_table(c, name, table) for name, table in c.pack.tables.items())
    return Section("tables", c.words["s_tables"], entries=entries, paragraphs=() if entries else (c.words["nothing"],))


def _table(c: Context, name: str, table: ItemTable) -> Entry:
    w, here = c.words, Cell(c.text(table.label), f"t-{name}")
    headings = [_column_heading(c, name, column, unit) for column, unit in table.columns.items()]
    by_unit = any(row.unit != "1" for row in table.rows.values())
    head = (w["item"], *((w["unit"],) if by_unit else ()), *headings, w["status"], w["source"])
    rows = tuple(_item(c, table, row, by_unit=by_unit) for row in table.rows.values())
    facts = [c.fact("id", Cell(table.set_id, kind="code"))]
    if table.clause:
        facts.insert(0, c.fact("clause", c.clause(table.clause, here)))
    tables = (Table(head, rows, wide=(0,)), *_dated(c, table))
    return Entry(f"t-{name}", c.text(table.label), name=name, facts=tuple(facts), tables=tables)


def _dated(c: Context, table: ItemTable) -> Iterator[Table]:
    """What is known of single columns or values: status, source, day of publication."""
    if not table.facts:
        return
    w = c.words
    rows = tuple(
        Row((Cell(place, kind="code"), Cell(one.published), c.status(one.status), c.source(one.source), Cell(c.text(one.note))))
        for place, one in table.facts.items()
    )
    yield Table((w["column"], w["published"], w["status"], w["source"], w["note"]), rows, wide=(4,))


def _column_heading(c: Context, name: str, column: str, unit: str) -> str:
    """The label of the quantity that takes its default from the column, or the column's own name; with the unit."""
    dated = DATED_COLUMN.fullmatch(column)
    label = next((c.text(one.label) for one in c.pack.inputs() if one.default and _takes(one.default, name, column)), "")
    if dated:
        label = dated[1] if column.startswith("factor_") else f"{label or column.removesuffix(dated[1]).rstrip('_')} {dated[1]}"
    else:
        label = f"{label} {column}".strip()
    return label if unit == "1" else f"{label} ({unit.replace('{unit}', c.words['unit'])})"


def _takes(default: Any, table: str, column: str) -> bool:
    year = DATED_COLUMN.fullmatch(column)
    named = (default.column or "").replace("{year}", year[1]).replace("{frozen_year}", year[1]) if year else default.column
    return bool(default.table == table and named == column)


def _item(c: Context, table: ItemTable, row: TableRow, *, by_unit: bool) -> Row:
    unit = (Cell(c.shown_unit(row.unit)),) if by_unit else ()
    values = (_value(c, table, row, column) for column in table.columns)
    cells = (Cell(c.text(row.label)), *unit, *values, c.status(row.status), c.source(row.source))
    return Row(cells, f"t-{table.id}-{row.id}", f"{c.text(row.label)} {row.id}", c.text(row.note))


def _value(c: Context, table: ItemTable, row: TableRow, column: str) -> Cell:
    """A value, marked by itself where it rests on something else than its row."""
    value, status = row.values.get(column), table.fact(row.id, column).status
    mark = c.status(status).unconfirmed if value is not None and status != row.status else ""
    return Cell("—" if value is None else decimal_text(value), kind="number", unconfirmed=mark)


# ── official tables ──────────────────────────────────────────────────────────────────────────────


def forms_section(c: Context) -> Section:
    """Which quantity stands in which row of which official table."""
    forms = c.pack.forms
    entries = tuple(_form(c, one) for one in forms.get("tables") or ())
    title = c.text(forms.get("title"))
    facts = []
    if forms.get("numbering"):
        facts.append(c.fact("status", c.status(str(forms["numbering"]))))
    if forms.get("source"):
        facts.append(c.fact("source", c.source(str(forms["source"]))))
    paragraphs = (title,) if title else ()
    return Section("forms", c.words["s_forms"], paragraphs or (() if entries else (c.words["nothing"],)), tuple(facts), entries=entries)


def _form(c: Context, one: Mapping[str, Any]) -> Entry:
    facts = [c.fact("per", _per(c, one))]
    if one.get("status"):
        facts.append(c.fact("status", c.status(str(one["status"]))))
    paragraphs = (c.text(one.get("note")),) if one.get("note") else ()
    number = str(one["id"])
    return Entry(f"form-{number}", f"{number} {c.text(one)}", paragraphs=paragraphs, facts=tuple(facts), tables=tuple(_form_tables(c, one)))


def _per(c: Context, one: Mapping[str, Any]) -> str:
    if one.get("per") != "facility":
        return c.words["entity"]
    kind = c.pack.facility_kinds.get(str(one.get("facility_kind")))
    return c.text(kind.label) if kind else c.words["every_facility"]


def _form_tables(c: Context, one: Mapping[str, Any]) -> Iterator[Table]:
    w = c.words
    if one.get("rows"):
        rows = tuple(_form_row(c, row) for row in one["rows"])
        yield Table((w["code"], w["row"], w["symbol"], w["unit"], w["meter"]), rows, wide=(1,))
    if one.get("fields"):
        fields = tuple(Row((Cell(c.text(row)), Cell(c.text(row.get("note"))))) for row in one["fields"])
        yield Table((w["row"], w["note"]), fields, wide=(0, 1))
    for part in one.get("lists") or ():
        columns = tuple(Row((Cell(c.text(column)), Cell(c.text(column.get("note"))))) for column in part.get("columns") or ())
        yield Table((w["row"], w["note"]), columns, caption=c.text(part), wide=(0, 1))


def _form_row(c: Context, row: Mapping[str, Any]) -> Row:
    code = Cell(str(row.get("code", "")), kind="code")
    quantity, dated = c.pack.quantities.get(str(row.get("quantity"))), c.pack.parameters.get(str(row.get("parameter")))
    own = c.text(row) if "zh" in row else ""
    meter = Cell(c.words["yes"] if row.get("meter") else "")
    if quantity is not None:
        unit = str(row.get("shown_in") or c.unit(quantity))
        label = Cell(own or c.text(quantity.label), f"q-{quantity.id}")
        return Row((code, label, Cell(quantity.symbol, kind="symbol"), Cell(unit), meter))
    if dated:
        label = Cell(own or c.text(dated[0].label), f"p-{dated[0].id}")
        return Row((code, label, Cell(dated[0].symbol, kind="symbol"), Cell(c.shown_unit(dated[0].unit)), meter))
    return Row((code, Cell(own), Cell(""), Cell(""), meter))
