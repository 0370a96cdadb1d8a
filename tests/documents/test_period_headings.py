"""Months and years as people head their columns, and what looks like one and is none."""

import pytest

from tanheng.documents.input.period_headings import Period, period_of
from tanheng.documents.reading.cells import Cell

JANUARY = [
    "1月", "1月份", "01月", "一月", "一月份", "１月", "1 月", "第1月", "1月度", "1月\nJan", "1月 Jan", "Jan", "JAN", "January", "Jan.",
    "month 1", "M1", "1",
]  # fmt: skip
JANUARY_2025 = [
    "2025年1月", "2025年01月", "2025年1月份", "2025年 1月", "2025-01", "2025-1", "2025/1", "2025/01", "2025.1", "2025.01", "202501",
    "01/2025", "1-2025", "2025-01-01", "2025/1/31", "2025年1月1日", "Jan-25", "Jan 2025", "January 2025", "2025 Jan", "Jan'25", "25-Jan",
    "二〇二五年一月", "1月\n2025年1月",
]  # fmt: skip
NO_MONTH = [
    "1-3月", "1月~3月", "1月-3月", "1月累计", "1月合计", "1月计划", "1月(实际)", "13月", "0月", "一季度", "上半年", "十三月", "202513",
    "20251", "2025年13月", "mayor", "1月/2月", "1月\n2月", "2025年1月\n2024年1月", "月份", "t", "10^4 Nm3", "1号窑", "#1窑", "",
    "1月/t\nJan/kg",
]  # fmt: skip


@pytest.mark.parametrize("heading", JANUARY)
def test_january_may_be_headed_in_many_ways(heading: str) -> None:
    assert period_of(Cell("text", heading)) == Period("1")


@pytest.mark.parametrize("heading", JANUARY_2025)
def test_a_heading_may_say_its_year(heading: str) -> None:
    assert period_of(Cell("text", heading)) == Period("1", 2025)


@pytest.mark.parametrize("heading", NO_MONTH)
def test_what_can_be_read_in_two_ways_names_no_month(heading: str) -> None:
    assert period_of(Cell("text", heading)) is None


@pytest.mark.parametrize(
    ("words", "month"), [("十月", 10), ("十一月份", 11), ("十二月", 12), ("Sept", 9), ("Dec", 12), ("2025年十二月", 12)]
)
def test_the_other_months_too(words: str, month: int) -> None:
    found = period_of(Cell("text", words))
    assert found is not None
    assert found.field == str(month)


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("1月/t", "t"), ("1月(t)", "t"), ("1月（万Nm3）", "万Nm3"), ("1月\n(MWh)", "MWh"), ("Jan/MWh", "MWh"), ("2025年1月(GJ/t)", "GJ/t"),
        ("全年/t", "t"), ("合计(t)", "t"), ("数值(kWh)", "kWh"), ("1月Jan(t)", "t"), ("1月 [10^4 Nm3]", "10^4 Nm3"),
    ],
)  # fmt: skip
def test_a_unit_may_stand_behind(heading: str, unit: str) -> None:
    found = period_of(Cell("text", heading))
    assert found is not None
    assert found.unit == unit


@pytest.mark.parametrize(
    ("heading", "wanted"),
    [
        ("全年", Period("year")), ("全年\nYear", Period("year")), ("Total", Period("year")), ("合计", Period("year")),
        ("2025年", Period("year", 2025)), ("2025", Period("year", 2025)), ("2024年合计", Period("year", 2024)),
        ("数值\nValue", Period("value")),
    ],
)  # fmt: skip
def test_the_year_and_a_plain_value_likewise(heading: str, wanted: Period) -> None:
    assert period_of(Cell("text", heading)) == wanted


@pytest.mark.parametrize(
    ("kind", "stored", "wanted"),
    [
        ("date", "2025-01-01", Period("1", 2025)), ("date", "2025-01", Period("1", 2025)), ("date", "2025-12-01", Period("12", 2025)),
        ("date", "2025-12-01 12:00", Period("12", 2025)), ("date", "12:00", None), ("date", "noon", None),
        ("number", "1", Period("1")), ("number", "12.0", Period("12")),
        ("number", "202501", Period("1", 2025)), ("number", "2025.01", Period("1", 2025)), ("number", "2025.11", Period("11", 2025)),
        ("number", "2025", Period("year", 2025)), ("number", "13", None), ("number", "12.5", None), ("number", "45658", None),
        ("boolean", "TRUE", None),
    ],
)  # fmt: skip
def test_dates_and_numbers_may_head_a_column(kind, stored: str, wanted: Period | None) -> None:
    assert period_of(Cell(kind, stored)) == wanted


def test_a_number_that_may_have_lost_a_zero_is_no_month() -> None:
    assert period_of(Cell("number", "2025.1")) is None  # January or October
    assert period_of(Cell("text", "2025.10")) == Period("10", 2025)
