"""Whole numbers as SQL: each expression with the range its values are proven to lie in, so that nothing overflows unseen.

It knows no formula. A dialect says how a database casts, divides and writes literals; arithmetic, ranges and refusals are
the same for all of them. What cannot be proven to fit 38 digits raises NotExactError and is finished in decimals elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tanheng.engine.errors import TanhengError

LIMIT = 10**38 - 1  # DECIMAL(38, 0) of Spark; HUGEINT of DuckDB reaches a little further
SHORT = 2**63 - 1  # one machine word: a tenth of the time of a wide number


class NotExactError(TanhengError):
    """A formula cannot be proven exact in whole numbers of 38 digits; decimals must finish it."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """What differs between databases. `short_words`: narrow whole numbers exist and must be widened by hand."""

    name: str
    wide_type: str
    short_type: str
    short_words: bool
    literal_suffix: str
    quotient: Callable[[str, str], str] = field(compare=False)  # truncated division of two whole numbers

    def literal(self, number: int) -> str:
        """A whole number as it is written in a query."""
        return f"{number}{self.literal_suffix}" if number >= 0 else f"(-{-number}{self.literal_suffix})"

    def type_of(self, most: int) -> str:
        """The column type that holds numbers up to `most`."""
        return self.short_type if most <= SHORT else self.wide_type


DUCKDB = Dialect("duckdb", "HUGEINT", "BIGINT", True, "", lambda above, below: f"({above} // {below})")
# Spark's `div` gives BIGINT and its `/` rounds at six places; without its remainder a quotient is whole and exact.
SPARK = Dialect(
    "spark",
    "DECIMAL(38,0)",
    "DECIMAL(38,0)",
    False,
    "BD",
    lambda above, below: f"CAST(({above} - {above} % {below}) / {below} AS DECIMAL(38,0))",
)


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole-number expression and the least and the greatest value it can have."""

    sql: str
    low: int
    high: int

    @property
    def most(self) -> int:
        """The greatest distance from zero."""
        return max(abs(self.low), abs(self.high))


def literal(dialect: Dialect, number: int) -> Whole:
    """A number written in the query."""
    return _proven(Whole(dialect.literal(number), number, number))


def times(dialect: Dialect, first: Whole, second: Whole) -> Whole:
    """The product."""
    corners = [a * b for a in (first.low, first.high) for b in (second.low, second.high)]
    low, high = min(corners), max(corners)
    left = _widened(dialect, first, second, max(abs(low), abs(high)))
    return _proven(Whole(f"({left} * {second.sql})", low, high))


def scaled(dialect: Dialect, number: Whole, factor: int) -> Whole:
    """The product with a constant."""
    return number if factor == 1 else times(dialect, number, literal(dialect, factor))


def plus(dialect: Dialect, sign: str, first: Whole, second: Whole) -> Whole:
    """The sum, or with sign `-` the difference."""
    low, high = (second.low, second.high) if sign == "+" else (-second.high, -second.low)
    low, high = first.low + low, first.high + high
    left = _widened(dialect, first, second, max(abs(low), abs(high)))
    return _proven(Whole(f"({left} {sign} {second.sql})", low, high))


def negated(number: Whole) -> Whole:
    """The number with the other sign."""
    return Whole(f"(-{number.sql})", -number.high, -number.low)


def absolute(number: Whole) -> Whole:
    """The distance from zero."""
    if number.low >= 0:
        return number
    return Whole(f"ABS({number.sql})", 0 if number.high >= 0 else -number.high, number.most)


def chosen(condition: str, then: Whole, otherwise: Whole) -> Whole:
    """One of two numbers."""
    low, high = min(then.low, otherwise.low), max(then.high, otherwise.high)
    return Whole(f"CASE WHEN {condition} THEN {then.sql} ELSE {otherwise.sql} END", low, high)


def divided(dialect: Dialect, above: Whole, below: Whole, mode: str) -> Whole:
    """The quotient cut to a whole number; `below` is positive. Modes: half_up (away from zero), floor, ceiling."""
    if mode == "half_up":
        return _half_up(dialect, above, below)
    if mode not in ("floor", "ceiling"):
        raise NotExactError(f"rounding {mode}")
    if mode == "ceiling":
        return negated(divided(dialect, negated(above), below, "floor"))
    if above.low >= 0:
        return _quotient(dialect, above, below)
    # Cut down, not towards zero: shift a negative number by divisor − 1 before it is cut.
    shifted = plus(dialect, "-", above, plus(dialect, "-", below, literal(dialect, 1)))
    parts = _quotient(dialect, above, below), _quotient(dialect, shifted, below)
    return chosen(f"{above.sql} >= 0", *parts)


def _half_up(dialect: Dialect, above: Whole, below: Whole) -> Whole:
    double, base = scaled(dialect, above, 2), scaled(dialect, below, 2)
    up = _quotient(dialect, plus(dialect, "+", double, below), base)
    if above.low >= 0:
        return up
    down = _quotient(dialect, plus(dialect, "-", double, below), base)
    return chosen(f"{above.sql} >= 0", up, down)


def _quotient(dialect: Dialect, above: Whole, below: Whole) -> Whole:
    """Towards zero; the range follows from the smallest divisor."""
    least = max(below.low, 1)
    low, high = -(-above.low // least) if above.low < 0 else 0, above.high // least if above.high > 0 else 0
    result = Whole(dialect.quotient(above.sql, below.sql), low, high)
    if dialect.short_words and max(above.most, below.most) > SHORT >= result.most:
        return Whole(f"CAST({result.sql} AS {dialect.short_type})", low, high)
    return result


def _widened(dialect: Dialect, first: Whole, second: Whole, most: int) -> str:
    if dialect.short_words and most > SHORT >= max(first.most, second.most):
        return f"CAST({first.sql} AS {dialect.wide_type})"
    return first.sql


def _proven(number: Whole) -> Whole:
    if number.most > LIMIT:
        raise NotExactError(f"{number.most:.3e} has more than 38 digits" if number.most < 10**300 else "too large")
    return number
