"""The engine's words in every reading: exact numbers, units, text and cells of a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanheng.engine.errors import UnitError
from tanheng.engine.numbers import exact_context
from tanheng.engine.symbols import Expression, Name, as_cell_formula, as_text
from tanheng.engine.units import DIMENSIONLESS, unit
from tanheng.engine.words import (
    both,
    ceiled,
    either,
    exponential,
    first_present,
    floored,
    greater,
    lesser,
    raised,
    rounded,
    where,
)

A, B, C = Name("a"), Name("b"), Name("c")
amounts = st.decimals(min_value=-(10**9), max_value=10**9, places=4)


@given(amounts, amounts)
def test_the_lesser_and_the_greater(one, other):
    assert lesser(one, other) == min(one, other)
    assert greater(one, other) == max(one, other)
    assert lesser(one, 0) + greater(one, 0) == one


@given(st.integers(min_value=1, max_value=10**6), st.integers(min_value=1, max_value=10**6))
def test_a_quotient_times_its_divisor_is_whole_again(whole, divisor):
    with localcontext(exact_context()):
        back = Decimal(whole) / Decimal(divisor) * Decimal(divisor)
        assert floored(back) == ceiled(back) == whole


@given(amounts, st.integers(min_value=1, max_value=999))
def test_cutting_down_and_up_agrees_with_fractions(amount, divisor):
    with localcontext(exact_context()):
        quotient = Fraction(amount) / divisor
        assert floored(amount / divisor) == quotient.__floor__()
        assert ceiled(amount / divisor) == quotient.__ceil__()


@pytest.mark.parametrize(("number", "down", "up"), [("2.5", 2, 3), ("-2.5", -3, -2), ("7", 7, 7), ("0", 0, 0), ("-0.1", -1, 0)])
def test_down_and_up_of_negative_numbers(number, down, up):
    assert floored(Decimal(number)) == down
    assert ceiled(Decimal(number)) == up


def test_powers():
    with localcontext(exact_context()):
        assert raised(Decimal("1.015"), Decimal(3)) == Decimal("1.045678375")
        assert raised(2, Decimal(-2)) == Decimal("0.25")
        assert raised(Decimal(2), Decimal("0.5")) == Decimal("1.414213562373095048801688724209698078570")
        assert exponential(Decimal(1)) == Decimal("2.718281828459045235360287471352662497757")


def test_conditions_are_joined():
    low, high = Decimal(1), Decimal(2)
    assert where(both(low < high, high <= 2), 1, 0) == 1
    assert where(both(low < high, high < 2), 1, 0) == 0
    assert where(either(low > high, high >= 2), 1, 0) == 1
    assert where(either(low > high, high > 2), 1, 0) == 0


@pytest.mark.parametrize(
    "chosen",
    [where(True, 1, 2), lesser(1, 2), greater(1, 2), first_present(None, 1)],
    ids=["where", "lesser", "greater", "first"],
)
def test_a_whole_number_of_a_formula_comes_out_as_a_decimal(chosen):
    assert isinstance(chosen, Decimal)


@pytest.mark.parametrize("word", [lesser, greater, raised])
def test_an_absent_operand_gives_no_number(word):
    with pytest.raises(TypeError):
        word(None, Decimal(1))
    with pytest.raises(TypeError):
        word(Decimal(1), None)


# ── units ────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_compared_has_one_unit():
    tonnes, none = unit("t"), DIMENSIONLESS
    assert lesser(tonnes, tonnes) == greater(tonnes, 0) == lesser(0, tonnes) == tonnes
    assert where(tonnes > 0, tonnes, 0) == where(tonnes > 0, 0, tonnes) == tonnes
    assert where(both(tonnes < tonnes, none >= 1), none, 1) == none
    assert floored(tonnes) == ceiled(tonnes) == rounded(tonnes, 2) == tonnes
    assert raised(none, none) == raised(2, none) == exponential(none) == none


@pytest.mark.parametrize(
    "mistake",
    [
        lambda: lesser(unit("t"), unit("tC")),
        lambda: greater(unit("t"), 5),
        lambda: unit("t") < 5,
        lambda: unit("MWh") <= unit("GJ"),
        lambda: where(unit("t") > 0, unit("t"), unit("kg")),
        lambda: where(unit("t") > 0, unit("t"), 1),
        lambda: raised(unit("t"), DIMENSIONLESS),
        lambda: raised(DIMENSIONLESS, unit("%")),
        lambda: exponential(unit("h")),
        lambda: both(unit("t") > 0, unit("t")),
        lambda: either(unit("t") > 0, True),
    ],
)
def test_what_does_not_fit_is_refused(mistake: Callable[[], Any]):
    with pytest.raises(UnitError):
        mistake()


# ── symbols ──────────────────────────────────────────────────────────────────────────────────────

WRITTEN: list[tuple[Any, str, str, str, str]] = [
    (lesser(A, B), "min(a; b)", "取小(a; b)", "the lesser of (a; b)", "MIN(a,b)"),
    (greater(0, A), "max(a; 0)", "取大(a; 0)", "the greater of (a; 0)", "MAX(a,0)"),
    (floored(A), "⌊a⌋", "向下取整(a)", "rounded down (a)", "INT(ROUND(a,9))"),
    (ceiled(A + B), "⌈a + b⌉", "向上取整(a + b)", "rounded up (a + b)", "(-INT(-ROUND(a+b,9)))"),
    (raised(A, B - 1), "(a)^(b − 1)", "(a)的(b − 1)次方", "(a) to the power of (b − 1)", "POWER(a,b-1)"),
    (raised(2, A), "(2)^(a)", "(2)的(a)次方", "(2) to the power of (a)", "POWER(2,a)"),
    (exponential(A * -1), "e^(a × (−1))", "e的(a × (−1))次方", "e to the power of (a × (−1))", "EXP(a*-1)"),
    (
        where(both(A <= B, either(A < 1, C >= 2)), A, 0),
        "{a if (a ≤ b ∧ (a < 1 ∨ c ≥ 2)); 0 otherwise}",
        "〔若 (a ≤ b 且 (a < 1 或 c ≥ 2)) 则 a，否则 0〕",
        "[a if (a ≤ b and (a < 1 or c ≥ 2)), otherwise 0]",
        "IF(AND(a<=b,OR(a<1,c>=2)),a,0)",
    ),
]


@pytest.mark.parametrize(("tree", "signs", "zh", "en", "cell"), WRITTEN, ids=[row[1] for row in WRITTEN])
def test_words_are_written(tree: Expression, signs: str, zh: str, en: str, cell: str):
    def name(one: Name) -> str:
        return one.id

    assert as_text(tree, name) == signs
    assert as_text(tree, name, "zh") == zh
    assert as_text(tree, name, "en") == en
    assert as_cell_formula(tree, name) == cell
