"""Months of a facility by its days: before, after and within stops they are not applicable."""

from datetime import date, timedelta
from itertools import zip_longest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanheng.engine.life import Life, Span, Stop, month_days

YEAR = 2025


def day(text: str) -> date:
    return date.fromisoformat(f"{YEAR}-{text}")


@pytest.mark.parametrize(
    ("life", "wanted"),
    [
        (Life(), ()),
        (Life((Span(day("03-15")),)), (1, 2)),
        (Life((Span(None, day("03-15")),)), (4, 5, 6, 7, 8, 9, 10, 11, 12)),
        (Life((Span(date(2030, 1, 1)),)), tuple(range(1, 13))),
        (Life(stops=(Stop(day("02-01"), day("04-29")),)), (2, 3)),
        (Life(stops=(Stop(day("10-02")),)), (11, 12)),
        (Life(stops=(Stop(day("02-01"), day("02-10")), Stop(day("02-11"), day("03-31")))), (2, 3)),
        (Life((Span(day("05-20")),), (Stop(day("05-20"), day("05-31")),)), (1, 2, 3, 4, 5)),
        (Life((Span(None, day("05-09"), handed_on=True),)), tuple(range(5, 13))),
        (Life((Span(day("05-10"), taken_over=True),), (Stop(day("05-05"), day("06-30")),)), (1, 2, 3, 4, 6)),
        (Life((Span(None, day("04-30")), Span(day("07-01")))), (5, 6)),
    ],
)
def test_months_that_are_not_applicable(life, wanted):
    assert life.not_applicable_months(YEAR) == wanted


def test_states_of_a_day():
    life = Life((Span(day("02-01"), day("09-30")),), (Stop(day("03-01"), day("03-31")),))
    days = {"01-31": "not_yet", "02-01": "in_use", "03-31": "stopped", "09-30": "in_use", "10-01": "ended"}
    assert {text: life.state(day(text)) for text in days} == days


DAYS = st.dates(date(2024, 6, 1), date(2026, 6, 30))


@given(first=DAYS, length=st.integers(0, 500), stops=st.lists(st.tuples(DAYS, st.integers(0, 90)), max_size=3))
def test_a_month_is_applicable_where_one_of_its_days_is_in_use_and_in_no_stop(first, length, stops):
    life = Life((Span(first, first + timedelta(days=length)),), tuple(Stop(one, one + timedelta(days=long)) for one, long in stops))
    for month in range(1, 13):
        start, end = month_days(YEAR, month)
        days = [start + timedelta(days=number) for number in range((end - start).days + 1)]
        runs = any(life.state(one) == "in_use" for one in days)
        assert (month not in life.not_applicable_months(YEAR)) == runs


@given(days=st.lists(DAYS, min_size=1, max_size=6, unique=True), handed=st.booleans())
def test_what_a_report_states_gives_the_same_months(days, handed):
    days = sorted(days)
    pairs = zip_longest(days[::2], days[1::2])
    spans = tuple(Span(first, last, handed and last is not None, handed and number > 0) for number, (first, last) in enumerate(pairs))
    life = Life(spans, (Stop(date(2025, 4, 20), date(2025, 6, 10)),))
    assert life.as_reported().not_applicable_months(YEAR) == life.not_applicable_months(YEAR)
