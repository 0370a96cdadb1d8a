"""The sums of activity lines as queries: a plain product in DECIMAL where it is proven to fit, anything else in whole numbers.

Lines are summed as they are and the group is rounded once; or, when asked, each line is rounded first as the engine rounds it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from tanheng.bulk.lines.columns import LineColumn
from tanheng.bulk.outcome import BatchUsageError, parameters_of
from tanheng.bulk.problems import TableProblem
from tanheng.bulk.schema import SOURCE
from tanheng.bulk.source.row_checks import RowCheck, failures
from tanheng.bulk.source.table import TableShape
from tanheng.bulk.sql.amounts import number_text, trimmed
from tanheng.bulk.sql.backend import Backend, ColumnType, sql_text
from tanheng.bulk.sql.operands import Operands
from tanheng.bulk.sql.query import Line, line_query, rounded_sum
from tanheng.bulk.sql.whole import LIMIT, NotExactError, Whole
from tanheng.engine.numbers import Number, Ratio
from tanheng.engine.pack import Pack, Quantity
from tanheng.engine.symbols import Binary, Expression, Literal, Name, Word

SHORT_DECIMAL = 10**18  # DuckDB multiplies narrow decimals in one machine word and refuses what leaves it
WIDEST = 38


@dataclass(frozen=True)
class ActivityWish:
    """What is asked: quantities, the columns to group by, whether lines of one place are summed, whether each is rounded."""

    quantities: tuple[str, ...]
    by: tuple[str, ...]
    year: int
    lines_summed: bool = False
    round_lines: bool = False


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of a group before its rounding: its query, its type, the range it can have, and the constant it is multiplied by."""

    query: str
    type: ColumnType
    least: int
    most: int
    coefficient: Fraction


@dataclass(frozen=True)
class Sums:
    """Everything that the sums of one table need."""

    backend: Backend
    pack: Pack
    shape: TableShape
    wish: ActivityWish
    lines: dict[str, LineColumn]
    rows: int


def sums_query(sums: Sums, quantity: Quantity) -> str:
    """The rows of one quantity; the groups are computed here, once. Raises BatchUsageError where lines cannot be summed exactly."""
    backend, pack, wish = sums.backend, sums.pack, sums.wish
    try:
        found = _sum(sums, quantity)
        whole = Whole("total_whole", found.least, found.most)
        result = rounded_sum(found.coefficient, whole, quantity.decimals, quantity.mode, backend.dialect)
    except NotExactError as error:
        raise BatchUsageError(f"{quantity.id}：无法逐行精确汇总 / lines cannot be summed exactly: {error}") from error
    groups = [f"{backend.quoted(sums.shape.places[name])} AS {name}" for name in wish.by]
    keys = ", ".join(backend.quoted(sums.shape.places[name]) for name in wish.by)
    names = ", ".join(wish.by)
    table = f"sums_{quantity.id}"
    grouped = f"SELECT {', '.join(groups)}, {found.query} AS total FROM {SOURCE} GROUP BY {keys}"
    backend.make(table, f"SELECT {_words(backend, wish.by)}, {backend.whole_of('total', found.type)} AS part FROM ({grouped}) g")
    text = number_text(backend, "value", result.scale, quantity.decimals, result.whole.most)
    total = f"SELECT {names}, SUM(part) AS total_whole FROM {table} GROUP BY {names}"  # words that differ by blanks alone are one group
    return (
        f"SELECT * FROM (SELECT {sql_text(pack.id)} AS pack, CAST({wish.year} AS INT) AS year, {names}, "
        f"{sql_text(quantity.id)} AS quantity, {text} AS value, {_unit(pack, quantity)} AS unit FROM "
        f"(SELECT {names}, {result.whole.sql} AS value FROM ({total}) t) w ORDER BY {names}) o"
    )


def _words(backend: Backend, by: Sequence[str]) -> str:
    """The columns of the groups without the blanks around their words, and months as numbers: `01` is the month `1`."""
    words = {name: trimmed(backend, name) for name in by}
    if "month" in words:
        words["month"] = f"CAST({words['month']} AS INT)"
    return ", ".join(f"{word} AS {name}" for name, word in words.items())


def _unit(pack: Pack, quantity: Quantity) -> str:
    if "{unit}" not in quantity.unit or not quantity.item_table:
        return sql_text(quantity.unit)
    rows = pack.tables[quantity.item_table].rows
    whens = " ".join(f"WHEN {sql_text(item)} THEN {sql_text(pack.unit_of(quantity.id, item))}" for item in rows)
    return f"CASE item {whens} END"


def without_result(backend: Backend, pack: Pack, quantity: Quantity, lines: dict[str, LineColumn], year: int) -> list[TableProblem]:
    """Lines that lack an operand or divide by zero."""
    formula = pack.formulas[quantity.id]
    if not any(lines[name].operand.nullable for name in formula.arguments) and not _divides(backend, pack, quantity, lines, year):
        return []
    try:
        exists = _line(backend, pack, quantity, lines, year).exists
    except NotExactError:
        return []
    if not exists:
        return []
    label = quantity.label
    numbers = {"name": label.zh, "name_en": label.en, "found": ", ".join(formula.arguments)}
    check = RowCheck(
        SOURCE,
        "BATCH-125",
        f"({exists}) IS NOT TRUE",
        quantity.id,
        "''",
        quantity=quantity.id,
        numbers=numbers,
        placed=False,
    )
    return failures(backend, [check])


def _divides(backend: Backend, pack: Pack, quantity: Quantity, lines: dict[str, LineColumn], year: int) -> bool:
    try:
        return bool(_line(backend, pack, quantity, lines, year).by_zero)
    except NotExactError:
        return False


def _line(backend: Backend, pack: Pack, quantity: Quantity, lines: dict[str, LineColumn], year: int) -> Line:
    columns = {name: one.operand for name, one in lines.items()}
    operands = Operands(columns, {}, {}, parameters_of(pack, year))
    return line_query(pack.formulas[quantity.id].expression, operands, backend.dialect)


def _sum(sums: Sums, quantity: Quantity) -> Sum:
    backend, pack, wish, lines = sums.backend, sums.pack, sums.wish, sums.lines
    if not wish.round_lines and backend.dialect.short_words:
        product = _product(pack.formulas[quantity.id].expression, lines, parameters_of(pack, wish.year))
        found = _decimal_sum(product, lines, sums.rows) if product else None
        if found:
            return found
    line = _line(backend, pack, quantity, lines, wish.year)
    coefficient, whole = line.coefficient, line.whole
    if wish.round_lines:
        rounded = rounded_sum(coefficient, whole, quantity.decimals, quantity.mode, backend.dialect)
        coefficient, whole = Fraction(1, 10**rounded.scale), rounded.whole
    if whole.most * sums.rows > LIMIT:
        raise NotExactError("the sum may have more than 38 digits")
    value = f"CASE WHEN {line.exists} THEN {whole.sql} END" if line.exists else whole.sql
    least, most = min(whole.low, 0) * sums.rows, max(whole.high, 0) * sums.rows
    return Sum(f"SUM({value})", ColumnType("integer", ""), least, most, coefficient)


# ── a plain product in DECIMAL ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Product:
    """A constant times columns."""

    coefficient: Fraction
    names: tuple[str, ...] = ()


def _product(node: Expression, lines: dict[str, LineColumn], parameters: dict[str, Number]) -> Product | None:
    """The formula as a constant times columns, or None where it is more than that."""
    match node:
        case Name(name, True):
            value = parameters.get(name)
            return None if value is None else Product(_fraction(value))
        case Name(name):
            operand = lines[name].operand
            return None if operand.nullable else Product(Fraction(1), (name,))
        case Literal(text):
            return Product(Fraction(text))
        case Binary(("*" | "/") as sign, left, right):
            return _combined(sign, _product(left, lines, parameters), _product(right, lines, parameters))
        case Word("first_present", (Name(name), otherwise)) if lines[name].operand.never:
            return _product(otherwise, lines, parameters)
        case Word("first_present", (Name(name) as preferred, _)) if not lines[name].operand.nullable:
            return _product(preferred, lines, parameters)
    return None


def _combined(sign: str, left: Product | None, right: Product | None) -> Product | None:
    if left is None or right is None or (sign == "/" and (right.names or not right.coefficient)):
        return None
    if sign == "/":
        return Product(left.coefficient / right.coefficient, left.names)
    return Product(left.coefficient * right.coefficient, left.names + right.names)


def _fraction(value: Number) -> Fraction:
    return Fraction(value.numerator) / Fraction(value.denominator) if isinstance(value, Ratio) else Fraction(value)


def _decimal_sum(product: Product, lines: dict[str, LineColumn], number: int) -> Sum | None:
    """Σ of the columns' product, as anyone would write it, where its digits are proven to fit; None where they are not."""
    columns = [lines[name] for name in product.names]
    if not columns or any(not one.decimal for one in columns):
        return None
    scale = sum(one.operand.scale for one in columns)
    most = 1
    for one in columns:
        most *= max(one.operand.whole.most, 1)
    if most * number > LIMIT or scale > WIDEST:
        return None
    first, *rest = columns
    start = first.decimal
    if most >= SHORT_DECIMAL:
        digits = sum(one.digits for one in columns)
        if digits > WIDEST:
            return None
        start = f"CAST({first.decimal} AS DECIMAL({max(19, first.digits)}, {first.operand.scale}))"
        if max(19, first.digits) + sum(one.digits for one in rest) > WIDEST:
            return None
    query = " * ".join([start, *(one.decimal for one in rest)])
    least = 0 if all(one.operand.whole.low >= 0 for one in columns) else -most * number
    return Sum(f"SUM({query})", ColumnType("decimal", "", WIDEST, scale), least, most * number, product.coefficient / 10**scale)
