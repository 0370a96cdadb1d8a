"""What a person typed into a number cell, percentages above all."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanheng.documents.input.typed_numbers import number_or_text, typed_number
from tanheng.documents.reading.cells import Cell
from tanheng.documents.reading.stored_numbers import STORED, _shortest, stored_number
from tanheng.engine.units import conversion

CONTENTS = ["1", "", "%", "‰", "tC/t", "t/t", "kg/kg", "kg/t", "百分比"]


@pytest.mark.parametrize(
    ("typed", "unit", "wanted"),
    [
        ("98%", "1", "0.98"), ("98 ％", "", "0.98"), ("98%", "%", "98"), ("0.5%", "1", "0.005"), ("0.5 ％", "1", "0.005"),
        ("5‰", "1", "0.005"),
        ("5‰", "%", "0.5"), ("54.12%", "tC/t", "0.5412"), ("54.12%", "t/t", "0.5412"), ("54.12%", "kg/kg", "0.5412"),
        ("0.5%", "kg/t", "5"),
        ("-1.5%", "1", "-0.015"), ("98", "%", "98"), ("0.98", "1", "0.98"), (".5%", "1", "0.005"), ("98%", "百分比", "98"),
        ("100%", "1", "1"),
        ("98\u200b%", "1", "0.98"), ("98percent", "1", "0.98"), ("5‰", "‰", "5"),
    ],
)  # fmt: skip
def test_a_typed_percentage_is_a_share_of_the_whole(typed: str, unit: str, wanted: str) -> None:
    assert typed_number(Cell("text", typed), unit).text == wanted


@pytest.mark.parametrize(("unit", "wanted"), [("1", "0.98"), ("%", "98"), ("tC/t", "0.98"), ("kg/t", "980"), ("t/t", "0.98")])
def test_a_percent_cell_is_read_as_it_is_shown(unit: str, wanted: str) -> None:
    assert typed_number(Cell("number", "0.98", percent=True), unit).text == wanted


@pytest.mark.parametrize("unit", ["t", "GJ/t", "tCO2/MWh", "MWh"])
def test_a_percentage_of_what_is_no_content_is_refused(unit: str) -> None:
    for cell in (Cell("text", "12%"), Cell("number", "0.12", percent=True)):
        typed = typed_number(cell, unit)
        assert (typed.text, typed.refusal, typed.words["found"]) == (None, "FILE-221", "12%")


@given(st.decimals(-9999, 9999, places=6), st.sampled_from(CONTENTS[:8]))
@pytest.mark.fuzz
def test_a_percentage_is_the_same_share_in_every_unit(number: Decimal, unit: str) -> None:
    typed = typed_number(Cell("text", f"{number}%"), unit).text
    factor = conversion(unit or "1", "1") if unit != "tC/t" else 1
    assert typed is not None
    assert Decimal(typed) * Decimal(int(factor * 1000)) / 1000 == number / 100


@pytest.mark.parametrize(
    "typed", ["140\u202f000", "140\u00a0000", "1\u200b40000", "\ufeff140000", "140000\u202c", "140,000", "１４０，０００"]
)
def test_marks_and_blanks_of_any_width_do_not_spoil_a_number(typed: str) -> None:
    assert typed_number(Cell("text", typed), "t").text == "140000"


@pytest.mark.parametrize(("typed", "shown"), [("\u00ad5", "‹U+00AD›5"), ("\u202e123", "‹U+202E›123"), ("1\x082", "1‹U+0008›2")])
def test_what_may_be_a_sign_is_named(typed: str, shown: str) -> None:
    refused = typed_number(Cell("text", typed), "t")
    assert (refused.refusal, refused.words["found"]) == ("FILE-219", shown)


def test_a_date_in_a_number_cell_is_said_as_people_see_it() -> None:
    refused = typed_number(Cell("date", "2025-03-01", likely="3-1"), "t")
    assert (refused.refusal, refused.words["found"]) == ("FILE-215", "2025-03-01")


def test_text_that_is_no_number_may_go_on_as_typed() -> None:
    assert number_or_text(Cell("text", "44/12"), "1").text == "44/12"
    assert number_or_text(Cell("text", "98%"), "1").text == "0.98"
    assert number_or_text(Cell("date", "2025-03-01"), "1").refusal == "FILE-215"


@given(st.from_regex(STORED, fullmatch=True) | st.floats(allow_nan=False, allow_infinity=False).map(repr))
@pytest.mark.fuzz
def test_the_short_way_to_a_stored_number_gives_what_the_long_one_gives(text: str) -> None:
    assert stored_number(text) == (_shortest(text) if STORED.fullmatch(text) else None)
