"""The chapters of checks and worked cases: what is held against which range, what to do, and what a case must give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tanheng.documents.report.labels import SEVERITIES, kind_label
from tanheng.documents.rule_book.context import Context
from tanheng.documents.rule_book.quantities import legend, mathematics, range_text
from tanheng.documents.rule_book.shapes import Cell, Entry, Row, Section, Table
from tanheng.documents.rule_book.words import INDEX
from tanheng.engine.checks.kinds import held
from tanheng.engine.checks.runs import OTHERS
from tanheng.engine.numbers import figure
from tanheng.engine.pack import Check
from tanheng.rulebook.check_clauses import clause_text

MONTHS = 12


def checks_section(c: Context) -> Section:
    """Expectations first, then the plausibility checks, as the pack numbers them."""
    entries = (*(_expectation(c, one) for one in c.pack.expects_any), *(_check(c, one) for one in c.pack.checks))
    return Section("checks", c.words["s_checks"], entries=entries, paragraphs=() if entries else (c.words["nothing"],))


def _severity(c: Context, severity: str) -> str:
    return SEVERITIES[severity].in_(c.lang) if severity in SEVERITIES else severity


def _check(c: Context, one: Check) -> Entry:
    numbers = {"low": one.low, "high": one.high}
    message = one.message.in_(c.lang).replace("{value}", c.words["limit"]).replace("{mean}", c.words["limit"])
    message = message.replace("{others}", OTHERS.in_(c.lang))
    for name, limit in numbers.items():
        message = message.replace("{" + name + "}", "–" if limit is None else figure(limit))
    facts = [
        c.fact("severity", _severity(c, one.severity)),
        c.fact("index", " × ".join(INDEX[part].in_(c.lang) for part in one.index if part in INDEX)),
        c.fact("remedy", one.remedy.in_(c.lang)),
        c.fact("basis", c.text(clause_text(one.clause))),
        c.fact("status", c.status(one.status)),
    ]
    if one.kind != "range":
        facts.insert(1, c.fact("range", c.text(held(one))))
    elif one.low is not None or one.high is not None:
        unit = "" if one.unit == "1" else c.shown_unit(one.unit)
        facts.insert(1, c.fact("range", f"{range_text(c, one.low, one.high)} {unit}".strip()))
    tree = one.formula.expression
    formula = mathematics(c, c.words["measure"], tree, one.index)
    return Entry(f"c-{one.id}", f"{one.id} {message}", formula=formula, facts=tuple(facts), tables=(legend(c, tree),))


def _expectation(c: Context, one: Mapping[str, Any]) -> Entry:
    names = tuple(c.quantity(str(name)) for name in one.get("any_of", ()))
    facts = [c.fact("severity", _severity(c, str(one.get("severity", "")))), c.fact("expects", *names)]
    facts.append(c.fact("index", INDEX["facility" if one.get("per") == "facility" else "entity"].in_(c.lang)))
    facts.append(c.fact("remedy", str(one.get(f"remedy_{c.lang}", ""))))
    return Entry(f"c-{one['id']}", f"{one['id']} {c.text(one)}", facts=tuple(facts))


# ── worked cases ─────────────────────────────────────────────────────────────────────────────────


def cases_section(c: Context) -> Section:
    """Every worked case: given, expected, source."""
    entries = tuple(_case(c, number, one) for number, one in enumerate(c.pack.cases, start=1))
    return Section("cases", c.words["s_cases"], entries=entries, paragraphs=() if entries else (c.words["nothing"],))


def _case(c: Context, number: int, one: Mapping[str, Any]) -> Entry:
    given: Mapping[str, Any] = one.get("given") or {}
    facts = [c.fact("data_year", str(given.get("year", "")))]
    if one.get("status"):
        facts.append(c.fact("status", c.status(str(one["status"]))))
    if one.get("source"):
        facts.append(c.fact("source", c.source(str(one["source"]))))
    if one.get("expected_problem"):
        facts.append(c.fact("expected_problem", Cell(str(one["expected_problem"]), kind="code")))
    note = " ".join(c.text(one.get("note")).split())
    return Entry(
        f"case-{number}",
        f"{number}. {c.text(one.get('title'))}",
        paragraphs=(note,) if note else (),
        facts=tuple(facts),
        tables=tuple(_case_tables(c, one, given)),
    )


def _case_tables(c: Context, one: Mapping[str, Any], given: Mapping[str, Any]) -> Iterator[Table]:
    w = c.words
    names = {str(row.get("id")): str(row.get("name") or row.get("id")) for row in _mappings(given.get("facilities"))}
    attributes = tuple(_attribute(c, row, names) for row in _mappings(given.get("attributes")))
    if attributes:
        yield Table((w["facility"], w["attributes"], w["value"]), attributes, caption=w["attributes"], wide=(1, 2))
    values = tuple(_given(c, row, names) for row in _mappings(given.get("values")))
    if values:
        head = (w["facility"], w["quantity"], w["item"], w["value"], w["unit"], w["acquisition"])
        yield Table(head, values, caption=w["given"], wide=(1, 3))
    expected = tuple(_expected(c, row, names) for row in _mappings(one.get("expected")))
    if expected:
        head = (w["facility"], w["quantity"], w["item"], w["period"], w["value"], w["unit"])
        yield Table(head, expected, caption=w["expected"], wide=(1,))


def _mappings(rows: Any) -> Iterator[Mapping[str, Any]]:
    """The rows that are mappings: a case of bad input may hold anything."""
    yield from (row for row in rows or () if isinstance(row, Mapping))


def _attribute(c: Context, row: Mapping[str, Any], names: Mapping[str, str]) -> Row:
    name, value = str(row.get("name", "")), str(row.get("value", ""))
    known = c.pack.attributes.get(name)
    label = Cell(c.text(known.label), f"a-{name}") if known else Cell(name, kind="code")
    word = known.values.get(value) if known else None
    return Row((Cell(names.get(str(row.get("facility")), "")), label, Cell(c.text(word) if word else value)))


def _place(c: Context, row: Mapping[str, Any]) -> tuple[Cell, Cell, Cell]:
    """Quantity, item and unit of a row."""
    name, item = str(row.get("quantity", "")), row.get("item")
    known = c.pack.quantities.get(name)
    table = c.pack.tables.get(known.item_table or "") if known else None
    found = table.rows.get(str(item)) if table else None
    unit = c.shown_unit(c.pack.unit_of(name, str(item) if found else None)) if known else ""
    shown_item = "" if item is None else c.text(found.label) if found else str(item)
    return c.quantity(name), Cell(shown_item), Cell(str(row.get("unit") or unit))


def _given(c: Context, row: Mapping[str, Any], names: Mapping[str, str]) -> Row:
    quantity, item, unit = _place(c, row)
    facility = Cell(names.get(str(row.get("facility")), str(row.get("facility") or "")))
    return Row((facility, quantity, item, Cell(_amounts(c, row)), unit, Cell(kind_label(str(row.get("kind", "")), c.lang))))


def _amounts(c: Context, row: Mapping[str, Any]) -> str:
    """The value with its period: once where all months are alike, else month by month."""
    w = c.words
    if "each_month" in row:
        return f"{row['each_month']} ({w['each_month']})"
    if "year" in row:
        return f"{row['year']} ({w['whole_year']})"
    months = row.get("months")
    if not isinstance(months, Mapping):
        return str(months or "")
    if len(months) == MONTHS and len(set(map(str, months.values()))) == 1:
        return f"{next(iter(months.values()))} ({w['each_month']})"
    return "; ".join(f"{_month(c, month)} {value}" for month, value in months.items())


def _month(c: Context, month: Any) -> str:
    if month is None:
        return c.words["whole_year"]
    return f"{month}月" if c.lang == "zh" else f"month {month}:"


def _expected(c: Context, row: Mapping[str, Any], names: Mapping[str, str]) -> Row:
    quantity, item, unit = _place(c, row)
    facility = Cell(names.get(str(row.get("facility")), str(row.get("facility") or "")))
    value = Cell("—" if row.get("value") is None else str(row["value"]), kind="number")
    return Row((facility, quantity, item, Cell(_month(c, row.get("month")).rstrip(":")), value, unit))
