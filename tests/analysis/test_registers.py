"""Registers of meters: any split sums to the whole, zero and replacements change nothing, and what cannot be told is refused."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanheng.analysis.registers import SENTENCES, Reading, Register, Replacement, used

START = date(2025, 1, 1)
DECIMAL = st.decimals(min_value=0, max_value=10**12, allow_nan=False, places=4)
MULTIPLIER = st.sampled_from([Decimal(1), Decimal(40), Decimal("0.1"), Decimal("1232.123456789")])


def day(number: int) -> date:
    return START + timedelta(days=number)


@st.composite
def walks(draw):
    """What a point used day by day, and the registers that show it: a meter with or without a size, sometimes replaced."""
    count = draw(st.integers(2, 8))
    size = draw(st.sampled_from([None, Decimal(1000), Decimal("99999.9999")]))
    most = (size or Decimal(10**9)) * Decimal("0.49")
    moved = draw(st.lists(st.decimals(0, most, allow_nan=False, places=4), min_size=count, max_size=count))
    replaced = draw(st.sets(st.integers(1, count - 1), max_size=3))
    multipliers = draw(st.lists(MULTIPLIER, min_size=len(replaced) + 1, max_size=len(replaced) + 1))
    registers = {f"E-{place}": Register(f"E-{place}", one, size) for place, one in enumerate(multipliers)}
    begins = draw(st.lists(DECIMAL, min_size=len(multipliers), max_size=len(multipliers)))
    begins = [one % size if size else one for one in begins]
    return moved, size, sorted(replaced), registers, begins


def told(walk):
    """The readings and replacements of a walk, and what was used in exact fractions, day by day."""
    moved, size, replaced, registers, begins = walk
    place, register = 0, begins[0]
    readings, changes, truth = [Reading("E-0", day(0), register)], [], []
    for number, amount in enumerate(moved, start=1):
        register = (register + amount) % size if size else register + amount
        truth.append(Fraction(amount) * Fraction(registers[f"E-{place}"].multiplier))
        if number in replaced:
            changes.append(Replacement(day(number), f"E-{place}", f"E-{place + 1}", register, begins[place + 1]))
            place, register = place + 1, begins[place + 1]
        readings.append(Reading(f"E-{place}", day(number), register))
    return registers, readings, changes, truth


@given(walks())
def test_the_whole_is_what_was_used_through_zero_and_over_replacements(walk):
    registers, readings, changes, truth = told(walk)
    found = used(registers, readings[::-1], changes)  # the order in which they are given says nothing
    assert found.problems == ()
    assert Fraction(found.total) == sum(truth)


@given(walks(), st.data())
def test_any_split_sums_to_the_whole(walk, data):
    registers, readings, changes, truth = told(walk)
    cut = data.draw(st.integers(1, len(readings) - 2)) if len(readings) > 2 else 1
    parts = [used(registers, part, changes) for part in (readings[: cut + 1], readings[cut:]) if len(part) > 1]
    assert sum(Fraction(part.total) for part in parts) == sum(truth)


@given(walks(), st.data())
def test_a_replacement_at_any_place_by_a_meter_like_it_gives_the_same_total(walk, data):
    """The register of the old one as it was taken out, any opening of the new one."""
    moved, size, _replaced, registers, begins = walk
    plain = told((moved, size, [], registers, begins))
    place = data.draw(st.integers(1, len(moved)))
    like = {"E-0": registers["E-0"], "E-1": Register("E-1", registers["E-0"].multiplier, size)}
    opening = data.draw(DECIMAL) % (size or Decimal(10**13))
    with_one = told((moved, size, [place] if place < len(moved) else [], like, [begins[0], opening]))
    assert Fraction(used(*with_one[:3]).total) == Fraction(used(*plain[:3]).total)


@given(walks(), st.data())
def test_leaving_readings_out_gives_the_same_or_is_refused(walk, data):
    registers, readings, changes, truth = told(walk)
    kept = [one for one in readings[1:-1] if data.draw(st.booleans())]
    found = used(registers, [readings[0], *kept, readings[-1]], changes)
    lost_turns = any(sum(walk[0][start:end]) * 2 >= walk[1] for start, end in _spans(readings, kept)) if walk[1] else False
    if found.total is not None and not lost_turns:
        assert Fraction(found.total) == sum(truth)
    assert found.total is not None or lost_turns


def _spans(readings, kept):
    places = [0, *(readings.index(one) for one in kept), len(readings) - 1]
    return list(pairwise(places))


ONE = {"E": Register("E", Decimal(40), Decimal(1000))}
UNSIZED = {"E": Register("E"), "F": Register("F")}


def at(number: int, amount: str, meter: str = "E", passes: int | None = None) -> Reading:
    return Reading(meter, day(number), Decimal(amount), passes)


@pytest.mark.parametrize(
    ("code", "registers", "readings", "changes"),
    [
        ("METER-101", UNSIZED, [at(0, "900"), at(1, "899")], ()),
        ("METER-101", ONE, [at(0, "900"), at(1, "899")], ()),  # would have moved on by 999 of 1000
        ("METER-101", ONE, [at(0, "900"), at(1, "100", passes=0)], ()),
        ("METER-102", UNSIZED, [at(0, "1"), at(1, "2", "F"), at(2, "3")], ()),
        ("METER-103", UNSIZED, [at(0, "1"), at(1, "2"), at(1, "3")], ()),
        ("METER-104", ONE, [at(0, "1"), at(1, "1000")], ()),
        ("METER-104", UNSIZED, [at(0, "-1"), at(1, "1")], ()),
        ("METER-105", UNSIZED, [at(0, "1")], ()),
        ("METER-106", {**UNSIZED, "G": Register("G")}, [at(0, "1"), at(3, "3")], [("F", "G")]),
        ("METER-107", UNSIZED, [], ()),
        ("METER-108", UNSIZED, [at(0, "1", "X"), at(1, "2", "X")], ()),
        ("METER-109", UNSIZED, [at(0, "1"), at(1, "2", passes=1)], ()),
    ],
)
def test_what_cannot_be_told_is_refused(code, registers, readings, changes):
    swaps = [Replacement(day(1), old, new, Decimal(5), Decimal(0)) for old, new in changes]
    found = used(registers, readings, swaps)
    assert code in [one.code for one in found.problems]
    assert (found.total, found.stretches) == (None, ())
    assert all("{" not in text for one in found.problems for text in (one.message.zh, one.message.en, one.remedy.zh, one.remedy.en))


def test_every_code_stands_above():
    marks = test_what_cannot_be_told_is_refused.pytestmark[0].args[1]
    assert {row[0] for row in marks} == set(SENTENCES)


def test_who_says_how_often_it_passed_zero_is_believed():
    assert used(ONE, [at(0, "900"), at(1, "899", passes=1)]).total == Decimal(999 * 40)
    assert used(ONE, [at(0, "900"), at(1, "950", passes=2)]).total == Decimal(2050 * 40)
    assert used(ONE, [at(0, "900"), at(1, "100")]).total == Decimal(200 * 40)


def test_of_the_day_of_a_replacement_both_meters_have_two_registers():
    swap = Replacement(day(1), "E", "F", Decimal(105), Decimal(10))
    readings = [at(0, "100"), at(1, "103"), at(1, "12", "F"), at(2, "20", "F")]
    found = used(UNSIZED, readings, [swap])
    assert (found.problems, found.total) == ((), Decimal(3 + 2 + 2 + 8))
    assert used(UNSIZED, readings[:2], [swap]).total == Decimal(3)
    assert used(UNSIZED, readings[2:], [swap]).total == Decimal(8)
