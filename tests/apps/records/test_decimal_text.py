"""Exact decimals keep every digit in the database."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from tanheng.store.decimal_text import DecimalTextField

FIELD = DecimalTextField()


@given(st.decimals(allow_nan=False, allow_infinity=False, places=12, min_value=-(10**15), max_value=10**15))
def test_what_goes_in_comes_out_digit_by_digit(number):
    text = FIELD.get_prep_value(number)
    back = FIELD.from_db_value(text, None, None)
    assert "E" not in text
    assert back.as_tuple() == number.as_tuple() or (back == number == 0)


@pytest.mark.parametrize("wrong", [1.5, 1, True])
def test_only_decimals_and_their_text_are_taken(wrong):
    with pytest.raises(TypeError):
        FIELD.get_prep_value(wrong)


@pytest.mark.parametrize("wrong", ["NaN", "Infinity", "twelve", Decimal("sNaN")])
def test_what_is_no_finite_number_is_refused(wrong):
    with pytest.raises(ValidationError):
        FIELD.get_prep_value(wrong)
