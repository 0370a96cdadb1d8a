"""A month among the others: three sigma by exact squares, and the robust rule with medians and neighbours."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanheng.engine.checks.month_spread import beyond_sigma, idle_outliers_of, median_of, outliers_of

# A season (heat of a plant), a start-up fuel, and a kiln that stands still in February and starts in March.
HEAT = "2166.19 2009.02 1437.85 870.72 314.33 182.46 174.97 177.50 208.17 647.78 1533.48 2085.43"
DIESEL = "8.40 11.20 7.90 26.50 8.80 7.60 9.10 8.70 8.20 27.10 12.40 8.90"
CLINKER = "72110.08 0 139069.44 154521.60 159672.32 149370.88 159672.32 159672.32 154521.60 159672.32 123617.28 46356.48"
EVEN = "100 101 99 100 102 98 100 101 99 100 100 100"


def column(text: str) -> list[Decimal | None]:
    return [None if one == "-" else Decimal(one) for one in text.split()]


@pytest.mark.parametrize("text", [HEAT, DIESEL, CLINKER, EVEN])
def test_seasons_starts_and_stops_are_not_told(text: str) -> None:
    assert outliers_of(column(text)) == {}


@pytest.mark.parametrize("text", [HEAT, DIESEL, EVEN])
@pytest.mark.parametrize("factor", ["10", "1000", "10000", "0.001"])
def test_any_single_month_in_another_unit_is_told(text: str, factor: str) -> None:
    for month in range(12):
        months = column(text)
        months[month] = (months[month] or Decimal(0)) * Decimal(factor)
        assert list(outliers_of(months)) == [month], (month, months)


def test_six_months_are_needed_and_blanks_are_no_months() -> None:
    assert outliers_of(column("10 10 10 10 10000 - - - - - - -")) == {}
    assert outliers_of(column("10 10 10 10 10 10000 - - - - - -")) == {5: Decimal(10)}
    assert outliers_of(column("10 0 10 10 10 10 10000 - - - - -")) == {6: Decimal(10)}


def test_an_irregular_series_is_not_told() -> None:
    assert outliers_of(column("1 900 2 800 1 700 3 950 2 600 1 999")) == {}


@given(st.lists(st.none() | st.decimals("0", "99999999", places=4), min_size=12, max_size=12), st.lists(st.decimals("0", "9", places=1)))
def test_no_column_makes_the_rules_fail(months: list[Decimal | None], older: list[Decimal]) -> None:
    reported = {number for number, value in enumerate(months) if value}
    assert set(outliers_of(months, older)) <= reported
    assert set(beyond_sigma(months, list(older), Decimal(3), Decimal("0.02"))[0]) <= reported


def test_the_median_is_that_of_the_other_months_and_of_last_year() -> None:
    assert median_of(column("3 1 2")) == 2 and median_of(column("4 1 2 3")) == Decimal("2.5")  # type: ignore[arg-type]
    months = column("10 11 12 13 14 15 9000 - - - - -")
    assert outliers_of(months)[6] == Decimal("12.5")
    assert outliers_of(months, column("20 20 20 20 20 20 20"))[6] == 20


def test_a_month_at_a_standstill_is_told_only_above_all_others() -> None:
    active = [None if one == 0 else one for one in column(CLINKER)]
    power = column("3587 1150 5850 6372 6546 6198 6546 6546 6372 6546 5328 2716")
    idle = [None if number == 1 else value for number, value in enumerate(power)]
    assert active[1] is None and idle_outliers_of(power, idle) == {}
    power[1] = Decimal(1150000)
    assert list(idle_outliers_of(power, idle)) == [1]


INTENSITY = "13366 13380 13350 13371 13390 13342 13360 13355 13377 13369 13384 13348"


@pytest.mark.parametrize("factor", ["1.05", "2", "1000", "10000", "0.001", "0.5"])
@pytest.mark.parametrize("slipped", [(4,), (0, 11), (2, 3, 9)])
def test_slipped_months_take_no_part_in_the_fences_they_are_held_against(slipped: tuple[int, ...], factor: str) -> None:
    right = column(INTENSITY)
    months = [(one or 0) * Decimal(factor) if number in slipped else one for number, one in enumerate(right)]
    found, fences = beyond_sigma(months, [], Decimal(3), Decimal("0.02"))
    assert tuple(found) == slipped
    assert fences is not None and 13000 < fences.low < fences.mean < fences.high < 13700


def test_the_fences_are_three_deviations_of_the_other_months() -> None:
    """Of five 9 and six 11 with 20 beside them: mean 111 ÷ 11, variance (11 × 1131 − 111²) ÷ 11²."""
    found, fences = beyond_sigma(column("9 11 9 11 9 11 9 11 9 11 11 20"), [], Decimal(3), Decimal(0))
    assert found == [11] and fences is not None and fences.mean * 11 == pytest.approx(Decimal(111))
    assert (fences.high - fences.mean) ** 2 == pytest.approx(9 * (11 * Decimal(1131) - Decimal(111) ** 2) / 121)


def test_one_right_month_among_wrong_ones_is_not_blamed_beside_last_year() -> None:
    """Eleven months in kWh and one as it should be: last year's months say that it is not the one."""
    months = [(one or 0) * (1 if number == 6 else 1000) for number, one in enumerate(column(INTENSITY))]
    assert beyond_sigma(months, column(INTENSITY), Decimal(3), Decimal("0.02"))[0] == []


def test_small_deviations_zero_and_few_months_are_not_judged() -> None:
    assert beyond_sigma(column("1 1 1 1 1 1 1 1 1 1 1 1.02"), [], Decimal(3), Decimal("0.02"))[0] == []
    assert beyond_sigma(column("0 - - 1 1 1 1 1 1 1 1 2"), [], Decimal(3), Decimal(0))[0] == []  # nine months
    assert beyond_sigma(column("0 - 1 1 1 1 1 1 1 1 1 2"), [], Decimal(3), Decimal(0))[0] == [11]
    assert beyond_sigma(column("1 1 1 1 9 - - - - - - -"), [], Decimal(1), Decimal(0)) == ([], None)
