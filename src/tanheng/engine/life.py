"""The life of a facility by days, and what follows from it for months: when it is in use, when it stands still, which months are not
applicable.

A month belongs to whoever holds a facility on the last day on which it lives in that month. So a facility that goes from one company to
another is in one report in every month, in neither two nor none: the day on which it is handed over, and its month, are the receiver's.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import Literal, NamedTuple

State = Literal["not_yet", "in_use", "stopped", "ended"]
MONTHS = range(1, 13)


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

    def _is_applicable(self, year: int, month: int) -> bool:
        first, last = month_days(year, month)
        for span in self.spans:
            start, end = max(span.first or first, first), min(span.last or last, last)
            if start > end or (span.handed_on and span.last is not None and span.last < last):
                continue
            # who takes over in a month reports the days before, too
            if not self._stands_still(first if span.taken_over else start, end):
                return True
        return False

    def _stands_still(self, first: date, last: date) -> bool:
        """Whether every day is in a stop."""
        day = first
        for stop in sorted(self.stops):
            if stop.first <= day and (stop.last is None or stop.last >= day):
                if stop.last is None or stop.last >= last:
                    return True
                day = stop.last + timedelta(days=1)
        return False


def month_days(year: int, month: int) -> tuple[date, date]:
    """The first and the last day of a month."""
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _holds(one: Span | Stop, day: date) -> bool:
    return (one.first is None or one.first <= day) and (one.last is None or day <= one.last)


def month_runs(months: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Months as runs, first and last: 1, 2, 3, 7 are 1–3 and 7–7."""
    run: list[int] = []
    for month in months:
        if run and month != run[-1] + 1:
            yield run[0], run[-1]
            run = []
        run.append(month)
    if run:
        yield run[0], run[-1]
