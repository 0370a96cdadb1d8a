"""Writes of series: what somebody tells of a span of time becomes readings where it is new or another than what counts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tanheng.apps.monitoring.models import Entry, Reading, Series
from tanheng.apps.monitoring.models.series import WITHDRAWN
from tanheng.apps.monitoring.selectors.readings import counting
from tanheng.apps.sites.models import Node
from tanheng.engine.numbers import decimal_text

ROWS_PER_STATEMENT = 200
SAID = ("kind", "words", "evidence", "uncertainty", "note")


@dataclass(frozen=True, slots=True)
class Measurement:
    """What a series is of, but its company and source: the node of the place, quantity, item, grain, unit."""

    place: int
    measure: str
    item: str
    grain: str
    unit: str


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of one period of a measurement; without an amount `kind` says which absence it is."""

    measurement: Measurement
    start: date
    end: date
    amount: Decimal | None
    kind: str
    typed: str = ""
    words: str = ""
    evidence: str = ""
    uncertainty: str = ""
    note: str = ""

    @property
    def said(self) -> tuple[str | None, ...]:
        """All that makes it another reading where it differs."""
        return _amount_text(self.amount), self.kind, self.words, self.evidence, self.uncertainty, self.note


def take_over_whole(*, entry: Entry, source: str, first: date, last: date, told: Sequence[Told], reason: str) -> list[Reading]:
    """Take over all that a source tells of a span of time; what counted of it and is not told any more is withdrawn. Part of the caller's
    change, which holds the company; gives the readings that were made, none where nothing is new.
    """
    series = _series(entry.company, source, {one.measurement for one in told})
    before = {(one.series_id, one.start): one for one in counting(entry.company, source=source, first=first, last=last)}
    now = {(series[one.measurement], one.start): one for one in told}
    made = [_made(entry, key, one, before.get(key), reason) for key, one in now.items() if _differs(one, before.get(key))]
    made += _withdrawn(entry, (one for key, one in before.items() if key not in now and one.kind != WITHDRAWN), reason)
    Reading.objects.bulk_create(made, batch_size=ROWS_PER_STATEMENT)
    return made


def _series(company: Node, source: str, wanted: Iterable[Measurement]) -> Mapping[Measurement, int]:
    """The keys of the series of a source; those that are not there yet are made."""
    found = {_measurement(one): one.pk for one in Series.objects.filter(company=company, source=source)}
    missing = sorted((one for one in wanted if one not in found), key=lambda one: (one.measure, one.place, one.item, one.grain))
    made = [
        Series(company=company, place_id=one.place, measure=one.measure, item=one.item, source=source, grain=one.grain, unit=one.unit)
        for one in missing
    ]
    Series.objects.bulk_create(made, batch_size=ROWS_PER_STATEMENT)
    return found | {_measurement(one): one.pk for one in made}


def _measurement(series: Series) -> Measurement:
    return Measurement(series.place_id, series.measure, series.item, series.grain, series.unit)


def _differs(told: Told, before: Reading | None) -> bool:
    return before is None or told.said != (_amount_text(before.amount), *(getattr(before, name) for name in SAID))


def _amount_text(amount: Decimal | None) -> str | None:
    return None if amount is None else decimal_text(amount)


def _made(entry: Entry, key: tuple[int, date], told: Told, before: Reading | None, reason: str) -> Reading:
    return Reading(
        company_id=entry.company_id,
        series_id=key[0],
        entry=entry,
        start=told.start,
        end=told.end,
        amount=told.amount,
        kind=told.kind,
        typed=told.typed,
        words=told.words,
        evidence=told.evidence,
        uncertainty=told.uncertainty,
        note=told.note,
        reason=reason if before else "",
        supersedes=before,
    )


def _withdrawn(entry: Entry, gone: Iterable[Reading], reason: str) -> Iterator[Reading]:
    for one in gone:
        yield Reading(
            company_id=entry.company_id,
            series_id=one.series_id,
            entry=entry,
            start=one.start,
            end=one.end,
            kind=WITHDRAWN,
            reason=reason,
            supersedes=one,
        )
