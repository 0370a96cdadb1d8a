"""The operand: values stay those of plain arithmetic, sensitivities are the slopes that small steps show."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, localcontext
from typing import Any

import pytest

from tanheng.engine.numbers import Ratio, exact_context
from tanheng.engine.uncertainty import Uncertain, sensitivities, uncertain_number
from tanheng.engine.words import (
    carbon,
    exponential,
    first_present,
    floored,
    greater,
    if_reported,
    lesser,
    raised,
    rounded,
    total,
    weighted_mean,
    where,
)

STEP = Decimal("1e-20")
RATIO = Ratio(Decimal(44), Decimal(12))
SMOOTH: dict[str, Callable[[Any, Any, Any], Any]] = {
    "sum and difference": lambda a, b, c: a + b - c + 3 - (2 - a),
    "product and quotient": lambda a, b, c: a * b / c + 5 / a - b / 7,
    "exact ratio": lambda a, b, c: a * RATIO + b / RATIO * c,
    "negative": lambda a, b, c: -a * b + c,
    "lesser and greater": lambda a, b, c: lesser(a, b) * greater(c, b) + greater(a, 0) - lesser(Decimal(1), c),
    "power": lambda a, b, c: raised(a, b) + raised(c, 2) + raised(Decimal("1.015"), c),
    "exponential": lambda a, b, c: exponential(a / c) * b,
    "choice": lambda a, b, c: where(a < b, a * c, b) + where(a >= b, a, b * c),
    "carbon and reported": lambda a, b, c: carbon(a) * if_reported(b) + if_reported(None) + first_present(None, c) + first_present(a, c),
    "series": lambda a, b, c: total((a, b, c)) * weighted_mean((a, b), (b, c)),
    "used twice": lambda a, b, c: (a - a * b) * (a + c),
}
POINT = (Decimal("1.3"), Decimal("0.7"), Decimal("2.9"))


@pytest.mark.parametrize("formula", SMOOTH.values(), ids=SMOOTH)
def test_the_slope_is_what_a_small_step_shows(formula):
    with localcontext(exact_context()):
        result = formula(*(Uncertain(value, source=name) for name, value in zip("abc", POINT, strict=True)))
        assert result.value == formula(*POINT)
        slopes = sensitivities(result)
        for number, name in enumerate("abc"):
            moved = [value + STEP * (number == place) for place, value in enumerate(POINT)]
            slope = (formula(*moved) - formula(*POINT)) / STEP
            assert slopes.get(name, 0.0) == pytest.approx(float(slope), rel=1e-12, abs=1e-12)


@pytest.mark.parametrize(("word", "value"), [(floored, "2"), (lambda x: rounded(x, 1), "2.4"), (lambda x: floored(x * 10), "23")])
def test_a_step_function_has_its_value_and_the_slope_of_its_line(word, value):
    with localcontext(exact_context()):
        result = word(Uncertain(Decimal("2.35"), source="x"))
    assert str(result.value) == value
    assert sensitivities(result)["x"] in (1.0, 10.0)


def test_a_ratio_of_a_user_varies_by_its_numerator():
    with localcontext(exact_context()):
        result = Uncertain(Decimal(6), source="x") * uncertain_number(RATIO, "r")
        assert result.value == 22
    assert sensitivities(result) == pytest.approx({"x": 44 / 12, "r": 6 / 12})


def test_a_plain_number_follows_nothing():
    assert sensitivities(Decimal(3)) == {}
    assert sensitivities(None) == {}


def test_a_deep_sum_needs_no_deep_stack():
    result = total(tuple(Uncertain(Decimal(1), source=number) for number in range(20_000)))
    assert set(sensitivities(result).values()) == {1.0}
    assert result.value == 20_000
