"""When a meter is validly calibrated: days that certificates cover, and the days between them. Dates in, spans of days out; which meter,
and who keeps its certificates, is not known here.

The newest certificate on a day decides: one that was failed ends what earlier ones covered, until the next that was passed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` to `last`, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Certified:
    """A verification or calibration: the day it was done, the last day it holds for (None: it covers nothing of its own, as a comparison
    does), and whether it was passed.
    """

    done_on: date
    due_on: date | None
    passed: bool


def covered_spans(certificates: Iterable[Certified]) -> list[Span]:
    """The days on which a passed certificate holds, as spans in order that neither overlap nor touch. Of two of one day the later given
    counts last.
    """
    ordered = sorted(certificates, key=lambda one: one.done_on)  # stable: of one day the order given
    failed = [(place, one.done_on) for place, one in enumerate(ordered) if not one.passed]
    return joined(_held(one, place, failed) for place, one in enumerate(ordered))


def _held(one: Certified, place: int, failed: list[tuple[int, date]]) -> Span | None:
    """What a certificate covers until one after it was failed; None where that is nothing."""
    if not one.passed or one.due_on is None:
        return None
    ends = [day - DAY for later, day in failed if later > place]
    last = min([one.due_on, *ends])
    return Span(one.done_on, last) if last >= one.done_on else None


def joined(spans: Iterable[Span | None]) -> list[Span]:
    """The same days as spans in order, those that overlap or touch made one."""
    found: list[Span] = []
    for span in sorted((one for one in spans if one is not None), key=lambda one: one.first):
        if found and span.first - DAY <= found[-1].last:
            found[-1] = Span(found[-1].first, max(found[-1].last, span.last))
        else:
            found.append(span)
    return found


def holds_on(spans: Iterable[Span], day: date) -> bool:
    """Whether a day lies in one of the spans."""
    return any(one.first <= day <= one.last for one in spans)


def common(spans: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """The days that lie in both."""
    others = list(others)
    pairs = ((max(one.first, other.first), min(one.last, other.last)) for one in spans for other in others)
    return joined(Span(first, last) for first, last in pairs if first <= last)


def gaps(spans: Iterable[Span], period: Span) -> list[Span]:
    """The days of a period that lie in none of the spans, as spans in order."""
    return list(_gaps(joined(spans), period))


def _gaps(spans: list[Span], period: Span) -> Iterator[Span]:
    day = period.first
    for one in spans:
        if one.first > period.last:
            break
        if one.first > day:
            yield Span(day, one.first - DAY)
        if one.last >= period.last:
            return
        day = max(day, one.last + DAY)
    yield Span(day, period.last)


def days_of(spans: Iterable[Span]) -> int:
    """How many days they are together."""
    return sum(one.days for one in spans)
