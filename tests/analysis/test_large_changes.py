"""Which change stands out: by the limits of the check against last year, up and down alike; and nothing beside something."""

from decimal import Decimal

import pytest

from tanheng.analysis.large_changes import large_change
from tanheng.engine.checks.kinds import CHANGES
from tanheng.engine.checks.last_year import AMOUNT, CONTENT, INTENSITY, OUTPUT, limit_of
from tanheng.rulebook import load


@pytest.mark.parametrize(
    ("before", "now", "limit", "large"),
    [
        ("100", "200", "2", ""), ("100", "200.01", "2", "rise"), ("100", "50", "2", ""), ("100", "49.99", "2", "fall"),
        ("1.60", "1.93", "1.2", "rise"), ("1.60", "1.92", "1.2", ""), ("0", "0.01", "2", "new"), ("5", "0", "2", "gone"),
        ("-100", "-160", "1.5", "fall"), ("-100", "-60", "1.5", "rise"), ("-1", "1", "2", "rise"), ("7", "7.00", "2", ""),
        (None, "5", "2", ""), ("5", None, "2", ""),
    ],
)  # fmt: skip
def test_what_is_large(before, now, limit, large):
    numbers = [None if text is None else Decimal(text) for text in (before, now)]
    assert large_change(*numbers, Decimal(limit)) == large


@pytest.mark.parametrize(
    ("name", "limit"),
    [
        ("fuel_consumption", AMOUNT), ("molten_aluminium_output_t", OUTPUT), ("fuel_net_calorific_value", CONTENT),
        ("enterprise_emission_tco2e", OUTPUT),
    ],
)  # fmt: skip
def test_the_limit_is_that_of_the_check_against_last_year(name, limit):
    pack = load("cn/aluminium/cets_2024")
    assert limit_of(pack.quantities[name], pack.main_output) == limit


def test_the_words_of_the_check_name_its_limits():
    for limit in (AMOUNT, OUTPUT, CONTENT, INTENSITY):
        assert f"1/{limit} 至 {limit}" in CHANGES.zh and f"1/{limit} to {limit}" in CHANGES.en
