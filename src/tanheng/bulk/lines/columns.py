"""The operands of activity lines: each quantity as a DECIMAL and as a whole number, its default filled in, its range known.

Least and greatest values come from the file's own statistics where the database has them, so that rows are looked at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Any

from tanheng.bulk.layout import default_cases
from tanheng.bulk.problems import TableProblem, more_decimals
from tanheng.bulk.schema import SOURCE
from tanheng.bulk.source.row_checks import RowCheck, failures
from tanheng.bulk.source.table import TableShape
from tanheng.bulk.sql.amounts import Amount, amounts_of, number_text
from tanheng.bulk.sql.backend import Backend, sql_text
from tanheng.bulk.sql.operands import Operand
from tanheng.bulk.sql.whole import Whole, divided, literal
from tanheng.engine.numbers import figure, full_text
from tanheng.engine.pack import Pack, Quantity


@dataclass
class LineColumn:
    """One operand: `decimal` is its DECIMAL query with `digits` digits (empty where there is none), `operand` its whole number."""

    operand: Operand
    decimal: str = ""
    digits: int = 0
    checks: list[RowCheck] = field(default_factory=list)


@dataclass(frozen=True)
class Facts:
    """Least and greatest value and number of filled cells of columns, and the number of rows: one look at the file."""

    rows: int
    columns: dict[str, tuple[Any, Any, int]]


def line_columns(
    backend: Backend, pack: Pack, shape: TableShape, names: list[str], year: int
) -> tuple[dict[str, LineColumn], Facts, list[TableProblem]]:
    """The operands by quantity, facts about them and about the columns of places, and what is wrong with whole columns."""
    reported = [shape.values[name] for name in names if name in shape.values]
    amounts = amounts_of(backend, reported, {})
    problems = failures(backend, [check for one in amounts.values() for check in _readable(one)])
    looked_at = {name: _own_cell(backend, one) for name, one in amounts.items()}
    looked_at |= {name: backend.quoted(heading) for name, heading in shape.places.items() if name != "line"}
    facts = _facts(backend, looked_at)
    found: dict[str, LineColumn] = {}
    if not problems:
        for name in names:
            found[name] = _column(backend, pack, shape, pack.quantities[name], amounts.get(name), year, facts)
            problems += _recorded(backend, pack.quantities[name], amounts.get(name))
    return found, facts, problems


def _facts(backend: Backend, cells: dict[str, str]) -> Facts:
    parts = "".join(f", MIN({cell}), MAX({cell}), COUNT({cell})" for cell in cells.values())
    (number, *found) = backend.rows(f"SELECT COUNT(*){parts} FROM {SOURCE}")[0]
    return Facts(number, {name: (found[3 * n], found[3 * n + 1], found[3 * n + 2]) for n, name in enumerate(cells)})


def _own_cell(backend: Backend, amount: Amount) -> str:
    """The cell itself where it is a number already: the file's statistics know its range."""
    is_plain = amount.column.type.kind != "text" and amount.column.factor == 1
    return backend.quoted(amount.column.heading) if is_plain else amount.whole


def _readable(amount: Amount) -> list[RowCheck]:
    numbers = {"found": "{value}"}
    heading = amount.column.heading
    return [RowCheck(SOURCE, "BATCH-113", amount.long, heading, amount.text, numbers=numbers, placed=False)] if amount.long else []


def _column(
    backend: Backend,
    pack: Pack,
    shape: TableShape,
    quantity: Quantity,
    amount: Amount | None,
    year: int,
    facts: Facts,
) -> LineColumn:
    defaults = _defaults(pack, shape, quantity, year)
    if amount is None:
        if not defaults:
            return LineColumn(Operand(Whole("NULL", 0, 0), 0, nullable=True, never=True))
        return _filled(backend, shape, quantity, None, defaults, (0, 0, True))
    low, high, filled = facts.columns[quantity.id]
    is_plain = _own_cell(backend, amount) != amount.whole
    least, most = (_whole(one, is_plain, amount.scale) for one in (low, high))
    column = _filled(backend, shape, quantity, amount, defaults, (least, most, filled < facts.rows))
    column.checks += _bounds(backend, amount, least, most)
    return column


def _whole(value: int | Decimal | None, is_plain: bool, scale: int) -> int:
    if value is None:
        return 0
    return int(Decimal(value).scaleb(scale)) if is_plain else int(value)


Defaults = dict[str, Decimal]


def _defaults(pack: Pack, shape: TableShape, quantity: Quantity, year: int) -> Defaults:
    """Defaults by item; under the empty name one for all. Defaults that hang on an attribute are not filled into lines."""
    cases = default_cases(pack, quantity, year)
    if isinstance(cases, Decimal):
        return {"": cases}
    if quantity.default is None or quantity.default.attribute or "item" not in shape.places:
        return {}
    return {item: value for item, value in (cases or {}).items() if value is not None}


def _filled(
    backend: Backend,
    shape: TableShape,
    quantity: Quantity,
    amount: Amount | None,
    defaults: Defaults,
    found: tuple[int, int, bool],
) -> LineColumn:
    """The column with its default where it is blank, as whole number and, where nothing is converted, as DECIMAL."""
    least, most, has_blanks = found
    own, own_scale, decimal = _own(backend, quantity, amount, (least, most))
    scale = max([own_scale, *(_places(value) for value in defaults.values())] if has_blanks else [own_scale])
    low, high = least * 10 ** (scale - own_scale), most * 10 ** (scale - own_scale)
    if scale > own_scale and own:
        own = f"({own} * {backend.dialect.literal(10 ** (scale - own_scale))})"
    if has_blanks and defaults:
        numbers = {item: int(value.scaleb(scale)) for item, value in defaults.items()}
        low, high = min(low, *numbers.values()), max(high, *numbers.values())
        whole = _cases(backend, shape, {item: backend.dialect.literal(number) for item, number in numbers.items()})
        digits = max(len(str(abs(high))), len(str(abs(low))), scale + 1)
        texts = {item: f"CAST({full_text(value)} AS DECIMAL({digits}, {scale}))" for item, value in defaults.items()}
        cases = _cases(backend, shape, texts)
        own = f"COALESCE({own}, {whole})" if own else whole
        decimal = "" if amount is not None and not decimal else f"COALESCE({decimal}, {cases})" if decimal else cases
    nullable = has_blanks and "" not in defaults
    kind = backend.dialect.type_of(max(abs(low), abs(high)))
    digits = max(len(str(abs(low))), len(str(abs(high))), scale + 1)
    if amount is not None and amount.column.type.kind == "decimal":
        digits = max(digits, amount.column.type.digits)
    return LineColumn(Operand(Whole(f"CAST({own} AS {kind})", low, high), scale, nullable), decimal, digits)


def _own(backend: Backend, quantity: Quantity, amount: Amount | None, found: tuple[int, int]) -> tuple[str, int, str]:
    """What was reported, recorded as the pack rounds: whole number, scale, DECIMAL."""
    if amount is None:
        return "", 0, ""
    is_plain = amount.column.type.kind == "decimal" and amount.column.factor == 1
    cell = backend.quoted(amount.column.heading) if is_plain and backend.dialect.short_words else ""
    if quantity.decimals is None or amount.scale <= quantity.decimals:
        return amount.whole, amount.scale, cell
    base = literal(backend.dialect, 10 ** (amount.scale - quantity.decimals))
    rounded = divided(backend.dialect, Whole(f"({amount.whole})", *found), base, quantity.mode)
    return rounded.sql, quantity.decimals, ""


def _cases(backend: Backend, shape: TableShape, values: dict[str, str]) -> str:
    if "" in values:
        return values[""]
    item = backend.quoted(shape.places["item"])
    whens = " ".join(f"WHEN {sql_text(name)} THEN {value}" for name, value in values.items())
    return f"CASE {item} {whens} END"


def _places(value: Decimal) -> int:
    return max(0, -int(value.as_tuple().exponent))


def _bounds(backend: Backend, amount: Amount, least: int, most: int) -> list[RowCheck]:
    """A check only where the least or the greatest value is out of bounds."""
    quantity, one = amount.column.quantity, 10**amount.scale
    low = ceil(Fraction(quantity.low) * one)
    high = floor(Fraction(quantity.high) * one)
    limits = []
    if least < low:
        limits.append(f"({amount.whole}) < {backend.dialect.literal(low)}")
    if most > high:
        limits.append(f"({amount.whole}) > {backend.dialect.literal(high)}")
    if not limits:
        return []
    numbers = {
        "name": quantity.label.zh,
        "name_en": quantity.label.en,
        "found": "{figure}",
        "low": figure(quantity.low),
        "high": figure(quantity.high),
        "hint": "",
        "hint_en": "",
    }
    value = number_text(backend, f"({amount.whole})", amount.scale)
    condition = f"({' OR '.join(limits)})"
    heading = amount.column.heading
    return [RowCheck(SOURCE, "CASE-142", condition, heading, value, numbers=numbers, placed=False)]


def _recorded(backend: Backend, quantity: Quantity, amount: Amount | None) -> list[TableProblem]:
    if amount is None or quantity.decimals is None or amount.scale <= quantity.decimals:
        return []
    base = backend.dialect.literal(10 ** (amount.scale - quantity.decimals))
    count = backend.rows(f"SELECT COUNT(CASE WHEN ({amount.whole}) % {base} <> 0 THEN 1 END) FROM {SOURCE}")[0][0]
    return [more_decimals(amount.column.heading, quantity, count)] if count else []
