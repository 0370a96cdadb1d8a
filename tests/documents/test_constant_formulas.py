"""Formulas of numbers alone are what was typed; all others are left to the program that stores their result."""

import pytest

from tanheng.documents.reading.constant_formulas import constant_result


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("548.5*31", "17003.5"), ("=548.5*31", "17003.5"), ("of:=548.5*31", "17003.5"), ("1+2*3", "7"), ("(1+2)*3", "9"), ("-5+2", "-3"),
        ("0.1+0.2", "0.3"), ("10/4", "2.5"), ("1/3", "0.333333333333333"), (" 2 * ( 3 + 4 ) ", "14"), (".5*2", "1"), ("5", "5"),
        ("1.50", "1.5"),
    ],
)  # fmt: skip
def test_the_four_steps_are_computed_exactly(formula: str, result: str) -> None:
    assert constant_result(formula) == result


@pytest.mark.parametrize(
    "formula",
    ["A1*2", "SUM(1,2)", "2**9", "9//2", "1/0", "", "()", "1+", "2^3", "5%", "1e5", "import os", "1" * 200, "1,5*2", "(" * 60 + "1", "1 2"],
)
def test_everything_else_is_not(formula: str) -> None:
    assert constant_result(formula) is None
