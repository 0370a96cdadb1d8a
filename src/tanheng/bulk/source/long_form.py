"""The long form of a table, one amount a row, turned into the wide one; its own mistakes are told with their rows."""

from __future__ import annotations

from collections.abc import Iterator

from tanheng.bulk.problems import TableProblem
from tanheng.bulk.schema import LINES, SOURCE, row_column
from tanheng.bulk.source.odd_lines import plain_lines
from tanheng.bulk.source.row_checks import RowCheck, failures
from tanheng.bulk.source.table import TableShape, ValueColumn, unit_factors
from tanheng.bulk.sql.amounts import LIMITED, NUMBER, trimmed
from tanheng.bulk.sql.backend import Backend, ColumnType, sql_text
from tanheng.engine.pack import Pack
from tanheng.engine.units.choices import accepted_units

KEYS = ("entity", "year", "facility", "kind", "item", "month")


def pivoted(backend: Backend, pack: Pack, shape: TableShape) -> tuple[TableShape, dict[str, str], list[TableProblem]]:
    """The wide shape over a new `source`, the column of row numbers of each quantity, and what is wrong."""
    keys = [name for name in KEYS if name in shape.places]
    listed = (*KEYS, "quantity", "value", "unit")
    columns = ", ".join(f"{trimmed(backend, shape.places[name]) if name in shape.places else repr('')} AS {name}" for name in listed)
    attributes = "".join(f", {trimmed(backend, heading)} AS {name}" for name, heading in shape.attributes.items())
    backend.make(LINES, f"SELECT _row, {columns}{attributes} FROM {SOURCE}")
    others = " OR ".join(f"({condition})" for _, _, condition in other_units(pack)) if "unit" in shape.places else "1 = 0"
    problems = plain_lines(backend, pack, ("_row", *listed, *shape.attributes), others)
    problems += failures(backend, list(_checks(backend, pack, shape)))
    problems += [*_twice(backend, keys), *_two_words(backend, keys, list(shape.attributes))]
    found = [row[0] for row in backend.rows(f"SELECT DISTINCT quantity FROM {LINES}")]
    names = [one.id for one in pack.inputs() if one.id in found]
    parts = [f"MAX(CASE WHEN quantity = '{name}' THEN value END) AS {name}" for name in names]
    parts += [f"MIN(CASE WHEN quantity = '{name}' THEN _row END) AS {row_column(name)}" for name in names]
    parts += [f"MAX({name}) AS {name}" for name in shape.attributes]
    backend.make("source_wide", f"SELECT MIN(_row) AS _row, {', '.join([*keys, *parts])} FROM {LINES} GROUP BY {', '.join(keys)}")
    backend.replace_source("source_wide")
    text = ColumnType("text", backend.text_type)
    values = {
        name: ValueColumn(name, quantity, text, unit_factors(pack, quantity, ""))
        for name, quantity in ((name, pack.quantities[name]) for name in names)
    }
    wide = TableShape({name: name for name in keys}, {name: name for name in shape.attributes}, values)
    return wide, {name: row_column(name) for name in names}, problems


def _checks(backend: Backend, pack: Pack, shape: TableShape) -> Iterator[RowCheck]:
    inputs = [one.id for one in pack.inputs()]
    listed = ", ".join(sql_text(name) for name in inputs)
    numbers = {"found": "{value}", "known": ", ".join(inputs)}
    computed = {one.id: pack.formulas[one.id].arguments for one in pack.quantities.values() if one.id in pack.formulas}
    yield RowCheck(LINES, "BATCH-110", "quantity = ''", "quantity", "quantity", numbers={"found": "quantity"}, placed=False)
    others = " AND ".join(["quantity <> ''", f"quantity NOT IN ({listed})", *(f"quantity <> {sql_text(name)}" for name in computed)])
    yield RowCheck(LINES, "CASE-130", others, "quantity", "quantity", numbers=numbers, placed=False)
    for name, arguments in computed.items():
        numbers = {"found": "{value}", "known": ", ".join(arguments)}
        condition = f"quantity = {sql_text(name)}"
        yield RowCheck(LINES, "CASE-131", condition, "quantity", "quantity", numbers=numbers, placed=False)
    good, fits = backend.matches("value", NUMBER), backend.matches("value", LIMITED)
    found = {"found": "{value}"}
    yield RowCheck(LINES, "BATCH-113", f"{good} AND NOT {fits}", "value", "value", numbers=found, placed=False)
    for name in shape.attributes:
        words = ", ".join(sql_text(word) for word in pack.attributes[name].values)
        numbers = {**found, "name": name, "known": ", ".join(pack.attributes[name].values)}
        wrong = f"{name} <> '' AND {name} NOT IN ({words})"
        yield RowCheck(LINES, "CASE-121", wrong, name, name, numbers=numbers, placed=False)
    if "unit" not in shape.places:
        return
    for name, wanted, condition in other_units(pack):
        known = accepted_units(wanted)
        numbers = {"found": "{value}", "wanted": wanted, "known": known.zh, "known_en": known.en}
        yield RowCheck(LINES, "BATCH-119", condition, "unit", "unit", quantity=name, numbers=numbers, placed=False)


def other_units(pack: Pack) -> Iterator[tuple[str, str, str]]:
    """Each input, a unit that the pack has it in, and the condition that a line gives it in another one."""
    for one in pack.inputs():
        for wanted, items in _units(pack, one.id).items():
            at = f" AND item IN ({', '.join(sql_text(item) for item in items)})" if items else ""
            yield one.id, wanted, f"quantity = '{one.id}'{at} AND unit <> '' AND unit <> {sql_text(wanted)}"


def _units(pack: Pack, name: str) -> dict[str, list[str]]:
    quantity = pack.quantities[name]
    if "{unit}" not in quantity.unit or not quantity.item_table:
        return {quantity.unit: []}
    units: dict[str, list[str]] = {}
    for item in pack.tables[quantity.item_table].rows:
        units.setdefault(pack.unit_of(name, item), []).append(item)
    return units


def _two_words(backend: Backend, keys: list[str], attributes: list[str]) -> list[TableProblem]:
    """Lines of one place and month that say two words of an attribute: their row could hold one."""
    problems: list[TableProblem] = []
    for name in attributes:
        alike = f"(PARTITION BY {', '.join(keys)})"
        least, most = f"MIN({name}) OVER {alike} AS least", f"MAX({name}) OVER {alike} AS most"
        backend.make("lines_of_words", f"SELECT _row, {name}, {least}, {most} FROM {LINES} WHERE {name} <> ''")
        others = {"found": "least || ', ' || most"}
        two = RowCheck("lines_of_words", "BATCH-117", "least <> most", name, name, numbers={"name": name}, others=others, placed=False)
        problems += failures(backend, [two])
    return problems


def _twice(backend: Backend, keys: list[str]) -> list[TableProblem]:
    alike = f"(PARTITION BY {', '.join([*keys, 'quantity'])})"
    counted = f"COUNT(*) OVER {alike} AS number, MIN(_row) OVER {alike} AS first_row"
    backend.make("lines_counted", f"SELECT *, {counted} FROM {LINES} WHERE value <> ''")
    again = RowCheck(
        "lines_counted",
        "BATCH-114",
        "number > 1 AND _row > first_row",
        "quantity",
        "quantity",
        others={"other": "first_row"},
        placed=False,
    )
    return failures(backend, [again])
