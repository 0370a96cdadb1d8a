"""The life of a facility by days, and what follows from it for months: when it is in use, when it stands still, which months are not
applicable.

A month belongs to whoever holds a facility on the last day on which it lives in that month. So a facility that goes from one company to
another is in one report in every month, in neither two nor none: the day on which it is handed over, and its month, are the receiver's.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from itertools import pairwise
from typing import Literal, NamedTuple

State = Literal["not_yet", "in_use", "stopped", "ended"]
MONTHS = range(1, 13)
DAY, MOST = timedelta(days=1), date(MAXYEAR, 12, 31)


class Span(NamedTuple):
    """Days in use, both ends included; None: from or to where nothing is known. `handed_on`: another company has it from the day after;
    `taken_over`: another had it until the day before.
    """

    first: date | None = None
    last: date | None = None
    handed_on: bool = False
    taken_over: bool = False


class Stop(NamedTuple):
    """Days of standstill, both ends included; without a last one it goes on."""

    first: date
    last: date | None = None
    reason: str = ""


@dataclass(frozen=True)
class Life:
    """Spans of use in their order (none: nothing is known, and it is in use) and the stops in them."""

    spans: tuple[Span, ...] = (Span(),)
    stops: tuple[Stop, ...] = ()

    @property
    def first(self) -> date | None:
        """The first day of use, where it is known."""
        return self.spans[0].first

    @property
    def last(self) -> date | None:
        """The last day of use, where there is one."""
        return self.spans[-1].last

    def span_on(self, day: date) -> Span | None:
        """The span of use in which a day lies."""
        return next((one for one in self.spans if _holds(one, day)), None)

    def stop_on(self, day: date) -> Stop | None:
        """The stop in which a day of use lies."""
        return next((one for one in self.stops if _holds(one, day)), None) if self.span_on(day) else None

    def state(self, day: date) -> State:
        """What it is on a day."""
        if self.span_on(day):
            return "stopped" if self.stop_on(day) else "in_use"
        return "not_yet" if self.first is not None and day < self.first else "ended"

    def not_applicable_months(self, year: int) -> tuple[int, ...]:
        """Months of a year that are wholly before its life, after it, or wholly within a stop."""
        if not MINYEAR <= year <= MAXYEAR:
            return ()
        return tuple(month for month in MONTHS if not self._is_applicable(year, month))

    def is_anothers(self, year: int, month: int) -> bool:
        """Whether a month is another company's to report: it was handed over by then, or is not taken over yet."""
        first, last = month_days(year, month)
        if any(self._reports(span, first, last) for span in self.spans):
            return False
        before = [one for one in self.spans if one.last is not None and one.last < last]
        if before:
            return before[-1].handed_on
        later = [one for one in self.spans if one.first is not None and one.first > last]
        return bool(later) and later[0].taken_over

    def as_reported(self) -> Life:
        """The same months as one span with stops, as a report of the company can state it: a month in which it is handed over begins with
        the receiver and ends the days of whoever hands it over.
        """
        spans = [
            Span(
                one.first.replace(day=1) if one.first and one.taken_over else one.first,
                (one.last + DAY).replace(day=1) - DAY if one.last and one.handed_on else one.last,
            )
            for one in self.spans
        ]
        spans = [one for one in spans if one.first is None or one.last is None or one.first <= one.last] or [Span(MOST, MOST)]
        gaps = [Stop(before.last + DAY, after.first - DAY) for before, after in pairwise(spans) if before.last and after.first]
        apart = [gap for gap in gaps if gap.last and gap.first <= gap.last]
        return Life((Span(spans[0].first, spans[-1].last),), tuple(sorted((*self.stops, *apart), key=_first)))

    def _is_applicable(self, year: int, month: int) -> bool:
        first, last = month_days(year, month)
        for span in self.spans:
            if not self._reports(span, first, last):
                continue
            start, end = max(span.first or first, first), min(span.last or last, last)
            # who takes over in a month reports the days before, too
            if not self._stands_still(first if span.taken_over else start, end):
                return True
        return False

    @staticmethod
    def _reports(span: Span, first: date, last: date) -> bool:
        """Whether a month is reported by whoever holds the facility in a span: on the last day on which it lives in the month."""
        start, end = max(span.first or first, first), min(span.last or last, last)
        return start <= end and not (span.handed_on and span.last is not None and span.last < last)

    def _stands_still(self, first: date, last: date) -> bool:
        """Whether every day is in a stop."""
        day = first
        for stop in sorted(self.stops, key=_first):
            if stop.first <= day and (stop.last is None or stop.last >= day):
                if stop.last is None or stop.last >= last:
                    return True
                day = stop.last + DAY
        return False


def _first(stop: Stop) -> date:
    return stop.first


def month_days(year: int, month: int) -> tuple[date, date]:
    """The first and the last day of a month."""
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _holds(one: Span | Stop, day: date) -> bool:
    return (one.first is None or one.first <= day) and (one.last is None or day <= one.last)
