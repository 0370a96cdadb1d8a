"""Days that certificates cover: with the gaps they are the period, a failed one ends what was before it."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tanheng.analysis.calibrations import Certified, Span, common, covered_spans, days_of, gaps, holds_on

START = date(2025, 1, 1)
DAYS = st.integers(0, 60)


def day(number: int) -> date:
    return START + timedelta(days=number)


@st.composite
def certificates(draw):
    """Some, in the order in which they were recorded."""
    rows = draw(st.lists(st.tuples(DAYS, st.none() | st.integers(0, 40), st.booleans()), max_size=6))
    return [Certified(day(done), None if lasts is None else day(done + lasts), passed) for done, lasts, passed in rows]


def covered(found: list[Certified], on: date) -> bool:
    """Day by day, as the sentence says it: since the last failed one a passed one that holds still."""
    known = sorted((one for one in found if one.done_on <= on), key=lambda one: one.done_on)
    since = max((place for place, one in enumerate(known) if not one.passed), default=-1)
    return any(one.due_on is not None and one.due_on >= on for one in known[since + 1 :])


@given(certificates())
def test_every_day_is_covered_as_the_sentence_says(found):
    spans = covered_spans(found)
    for number in range(-1, 105):
        assert holds_on(spans, day(number)) == covered(found, day(number)), day(number)


@given(certificates(), DAYS, DAYS)
def test_what_is_covered_and_what_is_not_are_the_period(found, first, more):
    period = Span(day(first), day(first + more))
    spans = covered_spans(found)
    inside, outside = common(spans, [period]), gaps(spans, period)
    assert days_of(inside) + days_of(outside) == period.days
    assert common(inside, outside) == []
    assert all(later.first > earlier.last + timedelta(days=1) for earlier, later in pairwise(spans))


def test_the_last_day_there_is_has_no_day_after_it():
    forever = Span(START, date.max)
    assert gaps([forever], Span(day(-2), day(3))) == [Span(day(-2), day(-1))]
    assert gaps([], Span(START, date.max)) == [forever]
    assert common([forever], [Span(day(-2), day(3))]) == [Span(START, day(3))]
