"""The ranges reading: whatever numbers lie in the ranges of the operands, the result lies in its range, and is 0 or as large as told."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tanheng.engine.numbers import exact_context
from tanheng.engine.ranges import Range, RangeSeries, bounds_of, range_of
from tanheng.engine.words import (
    both,
    ceiled,
    exponential,
    first_present,
    floored,
    greater,
    if_reported,
    lesser,
    raised,
    rounded,
    total,
    where,
)
from tests.engine.toy_pack import toy_pack

STEP = Fraction(1, 100)


@st.composite
def numbers_in_ranges(draw: Any) -> tuple[Fraction, Range]:
    """A number of two decimals and a range that holds it."""
    low, middle, high = sorted(Fraction(draw(st.integers(-500, 500)), 100) for _ in range(3))
    return middle, Range(low, high, STEP)


FORMULAS = {
    "sum": lambda a, b: a + b - 3,
    "product": lambda a, b: a * b * 2,
    "difference": lambda a, b: 1 - a - b,
    "quotient": lambda a, b: a / b,
    "share": lambda a, b: a / (a + b),
    "inverse": lambda a, b: 7 / b,
    "square": lambda a, b: (a - b) * (a - b),
}
WORDS = {
    "lesser": lambda a, b: lesser(a, b) + greater(a, 0),
    "whole": lambda a, b: floored(a * b) - ceiled(a),
    "rounded": lambda a, b: rounded(a * b, 1),
    "chosen": lambda a, b: where(both(a > 0, b > 0), a, b * 2),
    "reported": lambda a, b: if_reported(a) + first_present(b, a),
    "grown": lambda a, b: exponential(a / 10),
    "power": lambda a, b: raised(Decimal("1.015"), a),
}


def holds(found: Range, number: Fraction) -> bool:
    return found.low <= number <= found.high and (number == 0 or abs(number) >= found.least)


@pytest.mark.parametrize("name", FORMULAS)
@given(numbers_in_ranges(), numbers_in_ranges())
def test_the_result_lies_in_its_range(name, first, second):
    formula = FORMULAS[name]
    try:
        number = formula(first[0], second[0])
    except ZeroDivisionError:
        assume(False)
    assert holds(formula(first[1], second[1]), number)


@pytest.mark.parametrize("name", WORDS)
@given(numbers_in_ranges(), numbers_in_ranges())
def test_words_keep_within_their_range(name, first, second):
    formula = WORDS[name]
    with localcontext(exact_context()):
        number = formula(*(Decimal(one.numerator) / Decimal(one.denominator) for one in (first[0], second[0])))
    assert holds(formula(first[1], second[1]), Fraction(number))


def test_a_sum_over_places_and_a_mean():
    tonnes = Range(Fraction(0), Fraction(10), STEP)
    assert total(RangeSeries(tonnes, 40)) == Range(Fraction(0), Fraction(400), STEP)
    assert RangeSeries(Range(Fraction(-1), Fraction(2), STEP)).weighted_mean(RangeSeries(tonnes)).high == 2


@pytest.mark.parametrize(("name", "least"), [("output_t", "0.01"), ("ash", "0.0001"), ("fuel_carbon", "0.00001")])
def test_the_least_amount_that_can_be_typed_is_one_of_its_last_digit(name, least):
    bounds = bounds_of(toy_pack().quantities[name])
    assert bounds.least == Fraction(least)
    assert holds(bounds, Fraction(least)) and not holds(bounds, Fraction(least) / 2)


def test_what_may_be_negative_has_no_power():
    with pytest.raises(ValueError, match="has no range"):
        raised(Range(Fraction(-1), Fraction(2), STEP), range_of(2))
