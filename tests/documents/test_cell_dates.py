"""Dates of workbooks as people read them, and what was typed before they became dates."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, to_excel

from tanheng.documents.reading.cell_dates import iso_text, likely_typed, serial_text
from tanheng.documents.reading.number_formats import number_format

DAY, MOMENT = number_format("yyyy-mm-dd").shape(1), number_format("yyyy-mm-dd h:mm").shape(1)
MONTH, YEAR, FEAST = number_format("mmm-yy").shape(1), number_format("yyyy").shape(1), number_format("m月d日").shape(1)
CLOCK, LENGTH = number_format("h:mm").shape(1), number_format("[h]:mm:ss").shape(1)


@pytest.mark.parametrize(
    ("serial", "shape", "text"),
    [
        ("45717", DAY, "2025-03-01"), ("45717", MONTH, "2025-03"), ("45717", YEAR, "2025"), ("45717", FEAST, "2025-03-01"),
        ("45717.5", DAY, "2025-03-01"), ("45717.354166666664", MOMENT, "2025-03-01 08:30"),
        ("45717.354178", MOMENT, "2025-03-01 08:30:01"), ("0.354166666666667", CLOCK, "08:30"), ("45717.25", CLOCK, "06:00"),
        ("29.1875", LENGTH, "700:30"), ("1", DAY, "1900-01-01"), ("59", DAY, "1900-02-28"), ("60", DAY, "1900-02-29"),
        ("61", DAY, "1900-03-01"), ("0", DAY, "1900-01-00"), ("2958465", DAY, "9999-12-31"), ("4.5717e4", DAY, "2025-03-01"),
        ("2958466", DAY, None), ("-1", DAY, None), ("", DAY, None), ("1e99", DAY, None),
    ],
)  # fmt: skip
def test_a_serial_is_read_as_it_is_shown(serial: str, shape, text: str | None) -> None:
    assert serial_text(serial, shape) == text


def test_the_calendar_from_1904_begins_there() -> None:
    assert serial_text("0", DAY, from_1904=True) == "1904-01-01"
    assert serial_text("44255", DAY, from_1904=True) == "2025-03-01"
    assert serial_text("2957003", DAY, from_1904=True) == "9999-12-31"
    assert serial_text("2957004", DAY, from_1904=True) is None


@given(st.dates(date(1904, 1, 2), date(9999, 12, 30)), st.booleans())
@pytest.mark.fuzz
def test_every_day_agrees_with_another_library(day: date, from_1904: bool) -> None:
    serial = to_excel(day, MAC_EPOCH if from_1904 else WINDOWS_EPOCH)
    assert serial_text(str(int(serial)), DAY, from_1904=from_1904) == day.isoformat()


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("2025-03-01", "2025-03-01"), ("2025-03-01T00:00:00", "2025-03-01"), ("2025-03-01T08:30:00.000Z", "2025-03-01 08:30"),
        ("08:30:15", "08:30:15"), ("PT08H30M00S", "08:30"), ("PT700H30M00S", "700:30"), ("P1DT1H", "25:00"), ("2025-02-30", None),
        ("2025-13-01", None), ("1.3.2025", None), ("", None), ("P", None), ("25:99", None),
    ],
)  # fmt: skip
def test_an_iso_text_is_read_or_refused(typed: str, text: str | None) -> None:
    assert iso_text(typed) == text


def test_what_was_probably_typed() -> None:
    assert likely_typed("2025-01-03") == "1-3"
    assert likely_typed("2025-12-10 00:00") == "12-10"
    assert likely_typed("2032-01") == "1-32"
    assert likely_typed("08:30") == likely_typed("") == ""
