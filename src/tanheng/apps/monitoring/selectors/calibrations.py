"""Reads of calibrations: whether a meter is validly calibrated, since when, until when, what is due and what was left uncovered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from tanheng.analysis.calibrations import Certified, Span, common, covered_spans, days_of, gaps, holds_on
from tanheng.analysis.meter_words import CONDITIONAL, IN_USE, PASSED
from tanheng.apps.monitoring.models import Calibration
from tanheng.apps.monitoring.selectors.meters import MeterHistory
from tanheng.store.clock import today

SOON, LATER = 30, 60  # days before a certificate ends
OVERDUE, NEVER, DUE_SOON, DUE_LATER, VALID, NOT_ASKED = "overdue", "never", "due_30", "due_60", "valid", "not_asked"


@dataclass(frozen=True)
class Coverage:
    """Whether a meter was validly calibrated through a period: the days it was not, and the certificates with conditions in it."""

    period: Span
    uncovered: list[Span]
    conditional: list[Calibration]

    @property
    def whole(self) -> bool:
        """Whether every day is covered: a reading of the period needs no mark."""
        return not self.uncovered

    @property
    def days_uncovered(self) -> int:
        """How many days are not (CT-4 treats them as not calibrated)."""
        return days_of(self.uncovered)


def certified(calibrations: Iterable[Calibration]) -> list[Certified]:
    """The calibrations as `analysis.calibrations` takes them."""
    return [Certified(one.done_on, one.due_on, one.result in (PASSED, CONDITIONAL)) for one in calibrations]


def valid_on(meter: MeterHistory, day: date) -> bool:
    """Whether it is validly calibrated on a day: the newest certificate then was passed and holds still, or none is asked of it."""
    return _not_asked(meter, day) or holds_on(covered_spans(certified(meter.calibrations)), day)


def coverage(meter: MeterHistory, first: date, last: date, *, in_use_only: bool = False) -> Coverage:
    """What of a period no certificate covers; `in_use_only`: of the days on which the meter was in use.

    A meter of which no calibration is asked has nothing uncovered. The readings of the period are flagged by it.
    """
    period = Span(first, last)
    spans = covered_spans(certified(meter.calibrations))
    uncovered = [] if _not_asked(meter, last) else gaps(spans, period)
    if in_use_only:
        uncovered = common(uncovered, meter.spans_in_use())
    conditional = [
        one for one in meter.calibrations if one.result == CONDITIONAL and one.due_on and one.done_on <= last and one.due_on >= first
    ]
    return Coverage(period, uncovered, conditional)


def uncovered_in_year(meter: MeterHistory, year: int) -> list[Span]:
    """The days of a year on which it was in use and not validly calibrated."""
    return coverage(meter, date(year, 1, 1), date(year, 12, 31), in_use_only=True).uncovered


def last_passed(meter: MeterHistory, day: date | None = None) -> Calibration | None:
    """The certificate that holds on a day (today), or held last; None where there is none."""
    until = day or today()
    passed = [one for one in meter.calibrations if one.due_on and one.done_on <= until and one.result in (PASSED, CONDITIONAL)]
    return max(passed, key=lambda one: (one.due_on or one.done_on, one.pk), default=None)


def due_on(meter: MeterHistory, day: date | None = None) -> date | None:
    """The last day on which it is validly calibrated, as seen on a day (today); None where it was never."""
    until = day or today()
    known = [one for one in meter.calibrations if one.done_on <= until]
    spans = covered_spans(certified(known))
    return spans[-1].last if spans else None


def due_state(meter: MeterHistory, day: date | None = None) -> str:
    """OVERDUE, NEVER calibrated, DUE_SOON (30 days), DUE_LATER (60), VALID, or NOT_ASKED: of a meter that is not in use, too."""
    on = day or today()
    if meter.status(on) != IN_USE or _not_asked(meter, on):
        return NOT_ASKED
    last = due_on(meter, on)
    if last is None:
        return NEVER
    if last < on:
        return OVERDUE
    left = (last - on).days
    return DUE_SOON if left <= SOON else DUE_LATER if left <= LATER else VALID


def due(meters: Iterable[MeterHistory], day: date | None = None, *, within: int = LATER) -> list[MeterHistory]:
    """Those of the meters that are overdue, were never calibrated, or are due within so many days, the most urgent first."""
    on = day or today()
    rows = [(one, due_on(one, on)) for one in meters if due_state(one, on) != NOT_ASKED]
    found = [(last or date.min, one) for one, last in rows if last is None or last <= on + timedelta(days=within)]
    return [one for _last, one in sorted(found, key=lambda row: (row[0], row[1].meter.code))]


def _not_asked(meter: MeterHistory, day: date) -> bool:
    return meter.described(day).interval_months is None
