"""Cross-checks: a tolerance is held exactly; the parts of a whole add up to it to the last digit, each within one unit of its share."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tanheng.analysis.cross_checks import BEYOND, UNBOUNDED, WITHIN, Behind, CrossCheck, apportioned, parts_of_gate

AMOUNTS = st.decimals(min_value=0, max_value=10**15, allow_nan=False, allow_infinity=False, places=6)
WEIGHTS = st.dictionaries(st.text("abcdef", min_size=1, max_size=3), AMOUNTS, min_size=1, max_size=8)


@given(AMOUNTS, WEIGHTS, st.integers(0, 12))
def test_the_parts_are_the_whole(whole, weights, decimals):
    assume(any(weights.values()))
    parts = apportioned(whole, weights, decimals)
    assert sum(map(Fraction, parts.values())) == Fraction(whole)
    unit, total = Fraction(1, 10 ** max(decimals, 6)), sum(map(Fraction, weights.values()))
    for name, part in parts.items():
        assert abs(Fraction(part) - Fraction(whole) * Fraction(weights[name]) / total) < unit
        assert weights[name] or not part
    assert apportioned(whole, weights, decimals) == parts


@given(AMOUNTS, AMOUNTS, st.decimals(0, 1, places=4))
def test_a_tolerance_is_held_exactly(main, other, tolerance):
    found = CrossCheck(main, other, tolerance)
    near = abs(Fraction(other) - Fraction(main)) <= Fraction(tolerance) * Fraction(main)
    assert found.verdict == (WITHIN if near else BEYOND)
    assert CrossCheck(main, other, None).verdict == UNBOUNDED


def test_what_no_meter_behind_the_gate_measured_is_apportioned():
    behind = Behind({"a": Decimal(400)}, {"b": Decimal(1), "c": Decimal(1), "d": Decimal(1)})
    parts = parts_of_gate(Decimal(500), behind)
    assert {name: part.amount for name, part in parts.items()} == {"b": Decimal(34), "c": Decimal(33), "d": Decimal(33)}
    assert parts["b"].arithmetic.zh == "（关口 500 − 已计量 400）× 1 ÷ 3 = 34"
    for gate, found in ((Decimal(300), behind), (Decimal(500), Behind({}, {"b": Decimal(0)}))):
        with pytest.raises(ValueError, match="apportion"):
            parts_of_gate(gate, found)
