"""The columns reading: a formula's expression tree becomes exact whole-number SQL, the same digits as decimals give.

Every value is a constant fraction × a whole-number numerator ÷ a whole-number denominator; nothing is divided before the declared
rounding. An absent operand makes the result absent exactly where it does in the decimal reading, and so does a divisor that
is zero. What whole numbers of 38 digits cannot say (powers, full-precision quotients, widths that are not proven)
raises NotExactError: the caller finishes those rows in decimals.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import gcd

from tanheng.bulk.sql.operands import Operand, Operands
from tanheng.bulk.sql.whole import (
    Dialect,
    NotExactError,
    Whole,
    absolute,
    chosen,
    divided,
    literal,
    negated,
    plus,
    scaled,
    times,
)
from tanheng.engine.numbers import Ratio
from tanheng.engine.symbols import Binary, Comparison, Expression, Literal, Name, Word


@dataclass(frozen=True, slots=True)
class Computed:
    """The query of a result: its column, the condition under which it exists, and the one of a division by zero."""

    operand: Operand
    exists: str  # empty: always
    by_zero: str  # empty: never


@dataclass(frozen=True, slots=True)
class Line:
    """A formula of single rows, to be summed before it is rounded: its value is coefficient × whole number."""

    coefficient: Fraction
    whole: Whole
    exists: str
    by_zero: str


@dataclass(frozen=True, slots=True)
class _Term:
    """A value in the making. `state`: exact, once (one rounded quotient in decimals), drifting (arithmetic after one)."""

    coefficient: Fraction
    above: Whole | None = None  # None is 1
    below: Whole | None = None  # None is 1, else positive
    absent: str = ""  # the condition under which it is absent
    state: str = "exact"
    ratio: Ratio | None = None
    cancelled: Fraction = Fraction(0)  # how large the inexact operands of a difference were


def exact_query(expression: Expression, operands: Operands, decimals: int | None, mode: str, dialect: Dialect) -> Computed:
    """The whole-number query of a formula at its declared rounding; without decimals the value itself, where it ends.

    Raises NotExactError where whole numbers of 38 digits are not proven to give the digits of the decimal reading.
    """
    reading = _Reading(operands, dialect)
    term = reading.read(expression)
    whole, scale = reading.unrounded(term) if decimals is None else (reading.rounded(term, decimals, mode), decimals)
    exists, by_zero = reading.conditions(term)
    return Computed(Operand(whole, scale, bool(exists)), exists, by_zero)


def line_query(expression: Expression, operands: Operands, dialect: Dialect) -> Line:
    """The formula as a constant times a whole number, so that rows can be summed exactly. Raises NotExactError where it divides by
    a column.
    """
    reading = _Reading(operands, dialect)
    term = reading.read(expression)
    if term.below is not None or term.ratio:
        raise NotExactError("the formula divides by a column: its lines cannot be summed before they are rounded")
    exists, by_zero = reading.conditions(term)
    return Line(term.coefficient, term.above or literal(dialect, 1), exists, by_zero)


def rounded_sum(coefficient: Fraction, whole: Whole, decimals: int | None, mode: str, dialect: Dialect) -> Operand:
    """A sum of lines at the declared rounding; without decimals the value itself, where it ends."""
    reading = _Reading(Operands({}, {}, {}, {}), dialect)
    term = _Term(coefficient, whole)
    if decimals is None:
        return Operand(*reading.unrounded(term), nullable=True)
    return Operand(reading.rounded(term, decimals, mode), decimals, nullable=True)


def outside_query(expression: Expression, operands: Operands, low: Decimal | None, high: Decimal | None, dialect: Dialect) -> str:
    """The condition that a formula has a value and it lies outside a range. Raises NotExactError where a last digit decides."""
    reading = _Reading(operands, dialect)
    term = reading.read(expression)
    if term.ratio or term.state == "drifting":
        raise NotExactError("a limit hangs on the last digit of a quotient")
    exists, _ = reading.conditions(term)
    limits = [reading.compared(sign, term, _decimal(one)) for sign, one in (("<", low), (">", high)) if one is not None]
    wrong = " OR ".join(limits) or "FALSE"
    return f"({exists}) AND ({wrong})" if exists else f"({wrong})"


class _Reading:
    """Walks one expression; collects what must be present and which divisors must not be zero."""

    def __init__(self, operands: Operands, dialect: Dialect) -> None:
        self.operands = operands
        self.dialect = dialect
        self.present: list[str] = []
        self.zero: list[str] = []
        self.told: list[str] = []  # where something is divided by zero; nothing by nothing is only absent

    def conditions(self, term: _Term) -> tuple[str, str]:
        """When the value exists, and when it fails for a divisor that is zero; empty for always and never."""
        present = list(dict.fromkeys(self.present))
        zero, told = list(dict.fromkeys(self.zero)), list(dict.fromkeys(self.told))
        absent = [f"NOT ({term.absent})"] if term.absent else []
        exists = " AND ".join([*present, *(f"NOT ({test})" for test in zero), *absent])
        return exists, " AND ".join([*present, f"({' OR '.join(told)})"]) if told else ""

    def read(self, node: Expression) -> _Term:
        """The term of an expression."""
        match node:
            case Name(name, True):
                return self._parameter(name)
            case Name(name):
                return self._column(name)
            case Literal(text):
                return _Term(Fraction(text))
            case Binary(sign, left, right):
                return self._binary(sign, self.read(left), self.read(right))
            case Word(word, arguments):
                return self._word(word, arguments)
        raise NotExactError(type(node).__name__)

    # ── names ────────────────────────────────────────────────────────────────────────────────────

    def _parameter(self, name: str) -> _Term:
        if name not in self.operands.parameters:
            raise NotExactError(f"parameter {name} has no value")
        value = self.operands.parameters[name]
        return _Term(Fraction(1), ratio=value) if isinstance(value, Ratio) else _Term(Fraction(value))

    def _column(self, name: str) -> _Term:
        if name not in self.operands.columns:
            raise NotExactError(f"{name} is no column of whole numbers here")
        return self._of(self.operands.columns[name])

    def _of(self, operand: Operand) -> _Term:
        if operand.never:
            return _Term(Fraction(0), absent=NEVER)
        absent = f"{operand.whole.sql} IS NULL" if operand.nullable else ""
        return _Term(Fraction(1, 10**operand.scale), operand.whole, absent=absent)

    # ── arithmetic ───────────────────────────────────────────────────────────────────────────────

    def _needed(self, term: _Term) -> _Term:
        """The term as an operand of arithmetic: absent, it makes the whole result absent."""
        if term.absent:
            self.present.append(f"NOT ({term.absent})")
        return replace(term, absent="")

    def _binary(self, sign: str, left: _Term, right: _Term) -> _Term:
        left, right = self._needed(left), self._needed(right)
        if left.ratio or right.ratio:
            return self._with_ratio(sign, left, right)
        if sign == "*":
            return self._product(left, right)
        if sign == "/":
            return self._quotient(left, right)
        return self._sum(sign, left, right)

    def _with_ratio(self, sign: str, left: _Term, right: _Term) -> _Term:
        """A ratio multiplies before it divides, as in decimals."""
        ratio, other = (right.ratio, left) if right.ratio else (left.ratio, right)
        if ratio is None or other.ratio or sign in "+-" or (sign == "/" and left.ratio):
            raise NotExactError("a ratio stands where only decimals know its order")
        above, below = ratio.numerator, ratio.denominator
        if sign == "/":
            above, below = below, above
        return self._quotient(self._product(other, _decimal(above)), _decimal(below))

    def _product(self, left: _Term, right: _Term) -> _Term:
        return _Term(
            left.coefficient * right.coefficient,
            self._times(left.above, right.above),
            self._times(left.below, right.below),
            state=_after(left, right),
            cancelled=left.cancelled * _most(right) + right.cancelled * _most(left),
        )

    def _quotient(self, left: _Term, right: _Term) -> _Term:
        if left.cancelled or right.cancelled:
            raise NotExactError("a difference of quotients is divided again")
        if right.coefficient == 0:
            self._divided_by_zero("TRUE", left)
            return _Term(Fraction(0))
        divisor = right.above
        if divisor is None:
            ends = right.below is None and _ends(1 / right.coefficient)
        else:
            ends = False
            if divisor.low <= 0 <= divisor.high:
                self._divided_by_zero(f"{divisor.sql} = 0", left)
        above = self._times(left.above, right.below)
        if divisor is not None and divisor.low < 0:
            above = self._with_sign_of(divisor, above)
            divisor = absolute(divisor)
        if divisor is not None:
            divisor = Whole(divisor.sql, max(divisor.low, 1), max(divisor.high, 1))
        after = _after(left, right)
        state = after if ends or after == "drifting" else "once"
        return _Term(left.coefficient / right.coefficient, above, self._times(left.below, divisor), state=state)

    def _divided_by_zero(self, condition: str, left: _Term) -> None:
        self.zero.append(condition)
        if left.coefficient:
            self.told.append(condition if left.above is None else f"{condition} AND {left.above.sql} <> 0")

    def _with_sign_of(self, divisor: Whole, above: Whole | None) -> Whole:
        number = above or literal(self.dialect, 1)
        return chosen(f"{divisor.sql} < 0", negated(number), number)

    def _sum(self, sign: str, left: _Term, right: _Term) -> _Term:
        coefficient, first, second, below = self._aligned(left, right)
        state = _after(left, right)
        result = plus(self.dialect, sign, first, second)
        cancelled = left.cancelled + right.cancelled
        if state == "drifting" and not (sign == "+" and first.low >= 0 and second.low >= 0):
            cancelled += coefficient * max(first.most, second.most) / (below.low if below else 1)
        return _Term(coefficient, result, below, state=state, cancelled=cancelled)

    def _aligned(self, left: _Term, right: _Term) -> tuple[Fraction, Whole, Whole, Whole | None]:
        """Both terms over one coefficient and one denominator."""
        common = _common(left.coefficient, right.coefficient)
        numbers = []
        same = left.below == right.below
        for own, other in ((left, right), (right, left)):
            number = own.above if same else self._times(own.above, other.below)
            factor = int(own.coefficient / common)
            whole = literal(self.dialect, factor) if number is None else scaled(self.dialect, number, factor)
            numbers.append(whole)
        return common, numbers[0], numbers[1], left.below if same else self._times(left.below, right.below)

    def _times(self, first: Whole | None, second: Whole | None) -> Whole | None:
        if first is None or second is None:
            return first or second
        return times(self.dialect, first, second)

    # ── words ────────────────────────────────────────────────────────────────────────────────────

    def _word(self, word: str, arguments: tuple[Expression, ...]) -> _Term:
        match word, arguments:
            case "total", (Name(name),) if name in self.operands.totals:
                return self._of(self.operands.totals[name])
            case "weighted_mean", (Name(values), Name(weights)) if (values, weights) in self.operands.means:
                mean = self.operands.means[values, weights]
                return self._binary("/", self._of(mean.weighted), self._of(mean.weights))
            case "first_present", (preferred, otherwise):
                return self._first_present(self.read(preferred), self.read(otherwise))
            case "if_reported", (value,):
                return self._if_reported(self.read(value))
            case "where", (condition, then, otherwise):
                return self._chosen(self.condition(condition), self.read(then), self.read(otherwise))
            case "only_where", (condition, value):
                return self._chosen(self.condition(condition), self.read(value), _Term(Fraction(0), absent=NEVER))
            case (("lesser" | "greater"), (first, second)):
                left, right = self._needed(self.read(first)), self._needed(self.read(second))
                return self._chosen(self.compared("<=" if word == "lesser" else ">=", left, right), left, right)
            case (("floored" | "ceiled"), (value,)):
                return self._cut(value, 0, "floor" if word == "floored" else "ceiling")
            case "rounded", (value, Literal(decimals)):
                return self._cut(value, int(decimals), "half_up")
        raise NotExactError(f"{word}() has no whole-number reading here")

    def _first_present(self, preferred: _Term, otherwise: _Term) -> _Term:
        if not preferred.absent:
            return preferred
        if preferred.absent == NEVER:
            return otherwise
        chosen_term = self._chosen(f"NOT ({preferred.absent})", preferred, otherwise)
        both = f"({preferred.absent}) AND ({otherwise.absent})" if otherwise.absent else ""
        return replace(chosen_term, absent=both)

    def _if_reported(self, value: _Term) -> _Term:
        if not value.absent:
            return value
        if value.absent == NEVER:
            return _Term(Fraction(0))
        return replace(self._chosen(f"NOT ({value.absent})", value, _Term(Fraction(0))), absent="")

    def _chosen(self, condition: str, then: _Term, otherwise: _Term) -> _Term:
        if then.ratio or otherwise.ratio:
            raise NotExactError("a ratio is no value by itself")
        absent = ""
        if then.absent or otherwise.absent:
            absent = f"CASE WHEN {condition} THEN {then.absent or 'FALSE'} ELSE {otherwise.absent or 'FALSE'} END"
        coefficient, first, second, below = self._aligned(then, otherwise)
        state = max(then.state, otherwise.state, key=_STATES.index)
        cancelled = max(then.cancelled, otherwise.cancelled)
        return _Term(coefficient, chosen(condition, first, second), below, absent, state, cancelled=cancelled)

    def _cut(self, value: Expression, decimals: int, mode: str) -> _Term:
        term = self._needed(self.read(value))
        return _Term(Fraction(1, 10**decimals), self.rounded(term, decimals, mode))

    # ── conditions ───────────────────────────────────────────────────────────────────────────────

    def condition(self, node: Expression) -> str:
        """The SQL of a comparison, or of comparisons joined by both() and either()."""
        match node:
            case Comparison(sign, left, right):
                first, second = self._needed(self.read(left)), self._needed(self.read(right))
                if "drifting" in (first.state, second.state):
                    raise NotExactError("a comparison hangs on the last digit of a quotient")
                return self.compared(sign, first, second)
            case Word(("both" | "either") as word, (first_condition, second_condition)):
                joined = " AND " if word == "both" else " OR "
                return f"({self.condition(first_condition)}{joined}{self.condition(second_condition)})"
        raise NotExactError("no condition")

    def compared(self, sign: str, left: _Term, right: _Term) -> str:
        """The comparison of two values."""
        if left.ratio or right.ratio:
            raise NotExactError("a ratio is no value by itself")
        _, first, second, _ = self._aligned(left, right)  # coefficients stay positive and so do denominators
        return f"({first.sql} {sign} {second.sql})"

    # ── results ──────────────────────────────────────────────────────────────────────────────────

    def rounded(self, term: _Term, decimals: int, mode: str) -> Whole:
        """The value at its declared decimals, as a whole number of the last place."""
        if term.ratio:
            raise NotExactError("a ratio is no value by itself")
        if term.cancelled and (mode != "half_up" or term.cancelled * 10**decimals > MOST_CANCELLED):
            raise NotExactError("a difference of quotients may lose its leading digits")
        places = term.coefficient * 10**decimals
        above = term.above or literal(self.dialect, 1)
        if term.below is None and places.denominator == 1:
            return scaled(self.dialect, above, places.numerator)
        above = scaled(self.dialect, above, places.numerator)
        below = literal(self.dialect, 1) if term.below is None else term.below
        return divided(self.dialect, above, scaled(self.dialect, below, places.denominator), mode)

    def unrounded(self, term: _Term) -> tuple[Whole, int]:
        """The value with all its digits, where they end."""
        if term.below is not None or term.ratio or not _ends(term.coefficient):
            raise NotExactError("a quotient at full precision")
        scale = 0
        while (term.coefficient * 10**scale).denominator != 1:
            scale += 1
        factor = int(term.coefficient * 10**scale)
        return scaled(self.dialect, term.above or literal(self.dialect, 1), factor), scale


MOST_CANCELLED = 10**6  # last places: decimals settle at 40 of 50 digits, which mends far more than this
NEVER = "TRUE"  # the condition of absence of what nobody reported
_STATES = ("exact", "once", "drifting")


def _after(left: _Term, right: _Term) -> str:
    """Arithmetic on a rounded quotient drifts."""
    return "exact" if left.state == right.state == "exact" else "drifting"


def _decimal(value: Decimal) -> _Term:
    return _Term(Fraction(value))


def _most(term: _Term) -> Fraction:
    """The greatest distance from zero of a value."""
    above, below = (term.above.most if term.above else 1), (term.below.low if term.below else 1)
    return abs(term.coefficient) * above / max(below, 1)


def _common(first: Fraction, second: Fraction) -> Fraction:
    """The greatest positive fraction that both are whole multiples of."""
    numbers = gcd(first.numerator * second.denominator, second.numerator * first.denominator)
    return Fraction(numbers, first.denominator * second.denominator) if numbers else Fraction(1)


def _ends(value: Fraction) -> bool:
    """Whether the decimal expansion ends."""
    rest = value.denominator
    for factor in (2, 5):
        while rest % factor == 0:
            rest //= factor
    return rest == 1
