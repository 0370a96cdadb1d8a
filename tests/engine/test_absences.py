"""Not applicable and idle as operands: what every sign and word makes of them beside numbers and blanks."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tanheng.engine.absences import IDLE, NOT_APPLICABLE
from tanheng.engine.numbers import Ratio
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

D = Decimal
NA = NOT_APPLICABLE


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        (NA + D(3), D(3)), (D(3) + NA, D(3)), (D(3) - NA, D(3)), (NA - D(3), D(-3)), (1 - NA, D(1)), (NA + NA, NA), (NA - NA, NA),
        (NA * D(3), NA), (D(3) * NA, NA), (NA * None, NA), (None * NA, NA), (NA * Ratio(D(44), D(12)), NA),
        (NA * IDLE, NA), (IDLE * NA, NA),
        (NA / D(0), NA), (D(3) / NA, NA), (NA / None, NA), (-NA, NA),
        (total((NA, D(3), NA)), D(3)), (total((NA, NA)), NA), (total((NA, D(0))), D(0)), (total(()), D(0)),
        (weighted_mean((D(2), NA, D(4)), (D(1), D(9), D(1))), D(3)), (weighted_mean((D(2), D(4)), (D(1), NA)), D(2)),
        (first_present(NA, D(5)), D(5)), (first_present(NA, None), NA), (first_present(None, NA), NA), (first_present(NA, 0), D(0)),
        (if_reported(NA), NA), (lesser(NA, D(2)), NA), (greater(NA, D(2)), D(2)), (greater(D(2), NA), D(2)), (lesser(D(-2), NA), D(-2)),
        (where(NA > 0, D(1), D(2)), D(2)), (where(D(3) > NA, NA, D(2)), NA), (where(NA <= 0, D(1), D(2)), D(1)),
        (floored(NA), NA), (rounded(NA, 2), NA), (carbon(NA), NA), (raised(NA, D(2)), NA), (exponential(NA), NA),
    ],
)  # fmt: skip
def test_what_is_not_applicable_is_no_activity(found, wanted):
    assert found is wanted or found == wanted


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        (IDLE * D(0), D(0)), (D("0.00") * IDLE, D(0)), (D(0) * IDLE * D("0.98") * Ratio(D(44), D(12)), D(0)), (IDLE * D(3), IDLE),
        (IDLE + D(3), IDLE), (1 - IDLE, IDLE), (D(3) / IDLE, IDLE), (D(0) / IDLE, D(0)), (NA / IDLE, NA),
        (IDLE / D(3), IDLE), (IDLE * Ratio(D(44), D(12)), IDLE),
        (first_present(IDLE, D(5)), D(5)), (first_present(IDLE, None), IDLE), (first_present(None, IDLE), IDLE), (if_reported(IDLE), D(0)),
        (where(D(1) > 0, IDLE, D(2)), IDLE), (greater(IDLE, D(1)), IDLE), (floored(IDLE), IDLE),
    ],
)  # fmt: skip
def test_a_property_of_nothing_times_nothing_is_nothing(found, wanted):
    assert found is wanted or found == wanted


@pytest.mark.parametrize("absent", [NA, IDLE])
@pytest.mark.parametrize("step", [lambda one: one + None, lambda one: None - one, lambda one: total((one, None))])
def test_beside_a_blank_the_result_is_blank(absent, step):
    with pytest.raises(TypeError):
        step(absent)


def test_a_property_of_nothing_cannot_be_compared():
    with pytest.raises(TypeError):
        where(IDLE > 0, D(1), D(2))
