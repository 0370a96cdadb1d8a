"""Class and certificate of a meter as a standard uncertainty, with formula and source."""

from decimal import Decimal
from math import isclose, sqrt

import pytest

from tanheng.analysis.meter_uncertainty import class_per_cent, uncertainty_by


@pytest.mark.parametrize(
    ("typed", "per_cent"),
    [
        ("0.5", "0.5"),
        ("0.5S", "0.5"),
        ("0.2s 级", "0.2"),
        (" 2.0级", "2.0"),
        ("Ⅲ", None),
        ("III", None),
        ("", None),
        ("0,5", None),
        ("1/2", None),
    ],
)
def test_a_class_in_per_cent_is_known_and_no_other_is_guessed(typed, per_cent):
    assert class_per_cent(typed) == (None if per_cent is None else Decimal(per_cent))


def test_a_class_is_a_half_width_over_the_root_of_three():
    found = uncertainty_by("0.5S")
    assert isclose(found.standard, 0.005 / sqrt(3))
    assert (found.shown, found.entry) == ("0.2887", {"meter_class": "0.5"})
    assert found.lines[0].zh == "a = 0.5%（0.5S 级，最大允许误差），均匀分布，u = a/√3 = 0.2887%（GUM 4.3.7）"


def test_a_certificate_adds_its_own_part():
    found = uncertainty_by("0.5", Decimal("0.004"), Decimal(2), "合成-1")
    assert isclose(found.standard, sqrt(0.005**2 / 3 + 0.002**2))
    assert found.entry == {"meter_class": "0.5", "calibration": {"expanded": "0.004", "k": "2"}}
    assert "U = 0.4 %, k = 2 (合成-1), u = U/k = 0.2 %" in found.lines[1].en


def test_without_class_or_certificate_nothing_is_said():
    assert (uncertainty_by("").standard, uncertainty_by("").lines) == (None, ())
    other = uncertainty_by("Ⅲ")
    assert other.standard is None and "Ⅲ" in other.lines[0].zh
    assert isclose(uncertainty_by("Ⅲ", Decimal("0.004")).standard, 0.002)  # k is 2 where none is stated
