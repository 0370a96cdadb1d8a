"""Formulas as whole-number SQL: each word and operator, over numbers of any sign and size, against the same formula in decimals."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, localcontext
from random import Random
from typing import Any

import duckdb
import pytest

from tanheng.bulk.sql.operands import Operand, Operands
from tanheng.bulk.sql.query import exact_query
from tanheng.bulk.sql.whole import DUCKDB, NotExactError, Whole
from tanheng.engine.columns import evaluated, rounded_column
from tanheng.engine.numbers import Ratio, exact_context
from tanheng.engine.symbols import expression_of
from tanheng.engine.words import (
    both,
    ceiled,
    either,
    exponential,
    first_present,
    floored,
    greater,
    if_reported,
    lesser,
    raised,
    rounded,
    where,
)


class _Constants:
    """Stands in for `p` in the decimal reading."""

    co2_per_carbon = Ratio(Decimal(44), Decimal(12))
    thousand = Decimal(1000)
    percent = Decimal("0.01")


PARAMETERS = {name: value for name, value in vars(_Constants).items() if not name.startswith("_")}
SCALES = {"a": 2, "b": 3, "c": 0}
Formula = Callable[..., Any]

FORMULAS: dict[str, Formula] = {
    "product": lambda a, b, c, *, p: a * b * c,
    "sum and difference": lambda a, b, c, *, p: a - b * (1 - c) + 7,
    "ratio of carbon": lambda a, b, c, *, p: a * b * p.co2_per_carbon,
    "over a ratio": lambda a, b, c, *, p: a * b / p.co2_per_carbon,
    "quotient": lambda a, b, c, *, p: a / b,
    "quotient of sums": lambda a, b, c, *, p: (a + b) / (b - c),
    "a third times three": lambda a, b, c, *, p: a * p.co2_per_carbon * 3,
    "thousandth": lambda a, b, c, *, p: a * c / p.thousand + b * p.percent,
    "where": lambda a, b, c, *, p: where(a < b, a * 2, b / 3),
    "both and either": lambda a, b, c, *, p: where(both(a <= b, either(b > c, a >= c)), a, c - b),
    "lesser and greater": lambda a, b, c, *, p: lesser(a * b, greater(b, c)),
    "floored": lambda a, b, c, *, p: floored(a * b / 7) * 2,
    "ceiled": lambda a, b, c, *, p: ceiled(a / b) + c,
    "rounded inside": lambda a, b, c, *, p: rounded(a * b, 1) * c,
    "first present": lambda a, b, c, *, p: first_present(a, b * c),
    "if reported": lambda a, b, c, *, p: if_reported(a) + if_reported(b) * c,
}


@pytest.mark.parametrize("mode", ["half_up", "floor"])
@pytest.mark.parametrize("decimals", [0, 2, 6])
@pytest.mark.parametrize("formula", FORMULAS.values(), ids=FORMULAS.keys())
def test_formula_in_sql_is_the_formula_in_decimals(formula: Formula, decimals: int, mode: str) -> None:
    rows = random_numbers(Random(decimals), 300)
    try:
        found = _by_sql(formula, rows, decimals, mode)
    except NotExactError:
        assert mode == "floor" or "where" in str(formula.__code__.co_names), "only these are left to decimals"
        return
    assert found == decimal_values(formula, rows, decimals, mode)


@pytest.mark.parametrize(
    "formula",
    [
        lambda a, b, c, *, p: raised(a, 2),
        lambda a, b, c, *, p: exponential(a / 1000000),
        lambda a, b, c, *, p: where(a / b * c < c, a, b),
    ],
    ids=["power", "exponential", "comparison of a drifting quotient"],
)
def test_what_whole_numbers_cannot_say_is_refused(formula: Formula) -> None:
    with pytest.raises(NotExactError):
        _by_sql(formula, random_numbers(Random(1), 5), 2, "half_up")


def test_a_quotient_at_full_precision_is_left_to_decimals() -> None:
    with pytest.raises(NotExactError):
        _by_sql(FORMULAS["quotient"], random_numbers(Random(1), 5), None, "half_up")


def test_numbers_wider_than_38_digits_are_refused() -> None:
    wide = {name: Operand(Whole(name, -(10**20), 10**20), 0, nullable=False) for name in "ab"}
    expression = expression_of(lambda a, b: a * b, ("a", "b"), uses_parameters=False)
    with pytest.raises(NotExactError):
        exact_query(expression, Operands(wide, {}, {}, {}), 0, "half_up", DUCKDB)


def random_numbers(random: Random, number: int) -> list[tuple[int | None, ...]]:
    """Whole numbers of three columns: of any sign, small and large, round ones that give ties, and absent ones."""

    def one() -> int | None:
        if random.random() < 0.1:
            return random.choice([None, 0])
        size = 10 ** random.randint(1, 8)
        return random.randint(-size, size) * random.choice([1, 1, 5, 500])

    return [(one(), one(), one()) for _ in range(number)]


def _by_sql(formula: Formula, rows: list[tuple[int | None, ...]], decimals: int | None, mode: str) -> list[Decimal | None]:
    most = max(abs(value) for row in rows for value in row if value is not None)
    columns = {name: Operand(Whole(name, -most, most), scale, nullable=True) for name, scale in SCALES.items()}
    expression = expression_of(formula, tuple(SCALES), uses_parameters=True)
    computed = exact_query(expression, Operands(columns, {}, {}, PARAMETERS), decimals, mode, DUCKDB)
    value = f"CASE WHEN {computed.exists or 'TRUE'} THEN {computed.operand.whole.sql} END"
    connection = duckdb.connect()
    connection.execute("CREATE TABLE t (n INT, a BIGINT, b BIGINT, c BIGINT)")
    cells = ", ".join(f"({n}, {', '.join('NULL' if v is None else str(v) for v in row)})" for n, row in enumerate(rows))
    connection.execute(f"INSERT INTO t VALUES {cells}")
    found = connection.execute(f"SELECT {value} FROM t ORDER BY n").fetchall()
    return [None if row[0] is None else Decimal(row[0]).scaleb(-computed.operand.scale) for row in found]


def decimal_values(formula: Formula, rows: list[tuple[int | None, ...]], decimals: int, mode: str) -> list[Decimal | None]:
    with localcontext(exact_context()):
        operands = [
            [None if row[position] is None else Decimal(row[position] or 0).scaleb(-scale) for row in rows]
            for position, scale in enumerate(SCALES.values())
        ]
        values, _ = evaluated(lambda *arguments: formula(*arguments, p=_Constants), operands, len(rows))
        return rounded_column(values, decimals, mode)
