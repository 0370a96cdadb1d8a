"""Any plan: rows of every table with every kind of value, and references that lead somewhere."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from tanheng.engine.plan.columns import Column
from tanheng.engine.plan.plan import Plan
from tanheng.engine.plan.tables import BY_NAME, TABLES, PlanTable

WORDS = st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=12)  # without marks that nobody sees
LINES_OF_WORDS = st.lists(WORDS, min_size=1, max_size=3).map("\n".join)
POINTS_TO = {("sources", "line"): "lines", ("uses", "line"): "lines", ("sources", "instrument"): "instruments"}


def values(column: Column):
    """A value of the column, blank now and then."""
    match column.kind:
        case "text":
            found = WORDS
        case "long":
            found = LINES_OF_WORDS
        case "choice":
            found = st.sampled_from(list(column.choices))
        case "choices":
            found = st.lists(st.sampled_from(list(column.choices)), unique=True, max_size=3).map(tuple)
        case "date":
            found = st.dates(date(1990, 1, 1), date(2100, 1, 1))
        case "month":
            found = st.dates(date(1990, 1, 1), date(2100, 1, 1)).map(lambda one: one.replace(day=1))
        case "percent":
            found = st.integers(0, 10_000).map(lambda one: Decimal(one).scaleb(-5))
        case "whole":
            found = st.integers(0, 999)
        case _:
            found = st.booleans()
    return st.just(column.blank) | found


@st.composite
def rows(draw, table: PlanTable, known: dict[str, list[str]]):
    """Rows of a table whose keys are all different and that name only what is known."""
    found = {}
    for _ in range(1 if table.single else draw(st.integers(0, 3))):
        row = {}
        for column in table.columns:
            target = POINTS_TO.get((table.name, column.id))
            if column.id in table.key and target is None:
                row[column.id] = draw(WORDS)
            elif target is not None:
                row[column.id] = draw(st.sampled_from(known[target])) if known[target] else ""
            else:
                row[column.id] = "" if column.id in ("place", "gate") else draw(values(column))
        made = table.row(**row)
        if all(getattr(made, one) for one in table.key):
            found[table.key_of(made)] = made
    return tuple(found.values())


@st.composite
def plans(draw) -> Plan:
    """A plan that can be stored; it may lack much."""
    plan = Plan(from_month=draw(st.none() | st.just(date(2026, 1, 1))), packs=tuple(draw(st.lists(WORDS, unique=True, max_size=2))))
    known: dict[str, list[str]] = {}
    order = sorted(TABLES, key=lambda one: one.name in ("sources", "uses"))
    for table in order:
        made = draw(rows(table, known))
        known[table.name] = [table.key_of(one) for one in made]
        if table.name == "lines" and made:
            made = tuple(replace(one, gate=draw(st.sampled_from(["", *known["lines"]]))) for one in made)
        plan = plan.with_rows(table, made)
    return plan


assert {table for table, _ in POINTS_TO} <= set(BY_NAME)
