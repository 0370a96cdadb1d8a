"""Writes of series: what somebody tells of a span of time becomes readings where it is new or another than what counts."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from tanheng.apps.monitoring.models import Entry, Reading, Series
from tanheng.apps.monitoring.models.series import WITHDRAWN
from tanheng.apps.monitoring.selectors.months import Touched, kept_out
from tanheng.apps.monitoring.selectors.readings import counting
from tanheng.apps.sites.models import Node
from tanheng.engine.numbers import decimal_text
from tanheng.engine.sentences import NO_PLACE
from tanheng.store.many_rows import Row, append_rows

OF_SERIES = ("company_id", "place_id", "measure", "item", "source", "grain", "unit")
SAID = ("amount", "kind", "words", "evidence", "uncertainty", "note")
OF_READING = ("company_id", "entry_id", "series_id", "start", "end", *SAID, "typed", "reason", "supersedes_id")
WITHDRAWAL = (None, WITHDRAWN, "", "", "", "", "")
Said = tuple[Decimal | None, str, str, str, str, str]
Key = tuple[int, date]  # series and first day


class Measurement(NamedTuple):
    """What a series is of, but its company and source: the node of the place, quantity, item, grain, unit."""

    place: int
    measure: str
    item: str
    grain: str
    unit: str


class Told(NamedTuple):
    """What is told of one period of a measurement; without an amount `kind` says which absence it is."""

    measurement: Measurement
    start: date
    end: date
    amount: Decimal | None
    kind: str
    words: str = ""
    evidence: str = ""
    uncertainty: str = ""
    note: str = ""
    typed: str = ""

    @property
    def said(self) -> Said:
        """All that makes it another reading where it differs."""
        return self.amount, self.kind, self.words, self.evidence, self.uncertainty, self.note


class Counting(NamedTuple):
    """A reading that counts, as far as it is compared."""

    id: int
    end: date
    said: Said


def take_over_whole(
    *,
    entry: Entry,
    source: str,
    first: date,
    last: date,
    told: Sequence[Told],
    reason: str,
    anew: Collection[tuple[Measurement, date]] = (),
) -> list[int]:
    """Take over all that a source tells of a span of time; what counted of it and is not told any more is withdrawn. Part of the caller's
    change, which holds the company; gives the keys of the readings that were made, none where nothing is new. What is told `anew` (of a
    measurement, from a day) becomes a reading even where the source said the same before. A month that takes no figure keeps what it has:
    whoever calls has told what is said otherwise of it.
    """
    series = series_of(company=entry.company, source=source, wanted={one.measurement for one in told})
    before = _before(entry.company, source, first, last)
    now = {(series[one.measurement], one.start): one for one in told}
    by = entry.company_id, entry.pk
    rows = [
        _row(by, key, one, before.get(key), reason)
        for key, one in now.items()
        if _differs(one, before.get(key)) or (one.measurement, one.start) in anew
    ]
    rows += _withdrawn(by, ((key, one) for key, one in before.items() if key not in now and one.said[1] != WITHDRAWN), reason)
    return append_rows(Reading, OF_READING, _into_open_months(entry.company, rows, series))


def _into_open_months(company: Node, rows: list[Row], series: Mapping[Measurement, int]) -> list[Row]:
    of_key = {key: one for one, key in series.items()}
    touched = [Touched(of_key[row[2]].place, of_key[row[2]].grain, row[3], NO_PLACE) for row in rows]
    return [row for row, told in zip(rows, kept_out(company, touched), strict=True) if told is None]


def series_of(*, company: Node, source: str, wanted: Iterable[Measurement]) -> Mapping[Measurement, int]:
    """Part of the caller's change, which holds the company: the keys of the series of a source; those that are not there yet are made."""
    known = Series.objects.filter(company=company, source=source).values_list("pk", "place", "measure", "item", "grain", "unit")
    found = {Measurement(place, measure, item, grain, unit): key for key, place, measure, item, grain, unit in known}
    missing = sorted(one for one in wanted if one not in found)
    rows = [(company.pk, one.place, one.measure, one.item, source, one.grain, one.unit) for one in missing]
    return found | dict(zip(missing, append_rows(Series, OF_SERIES, rows), strict=True))


def _before(company: Node, source: str, first: date, last: date) -> dict[Key, Counting]:
    rows = counting(company, source=source, first=first, last=last).values_list("pk", "end", "series_id", "start", *SAID)
    return {(series, start): Counting(key, end, tuple(said)) for key, end, series, start, *said in rows}


def _differs(told: Told, before: Counting | None) -> bool:
    """Whether anything is another; of an amount also the digits after its point that change no value."""
    if before is None or told.said != before.said:
        return True
    return told.amount is not None and before.said[0] is not None and decimal_text(told.amount) != decimal_text(before.said[0])


def _row(by: tuple[int, int], key: Key, told: Told, before: Counting | None, reason: str) -> Row:
    chain = (reason, before.id) if before else ("", None)
    return (*by, *key, told.end, *told.said, told.typed, *chain)


def _withdrawn(by: tuple[int, int], gone: Iterable[tuple[Key, Counting]], reason: str) -> Iterator[Row]:
    for key, one in gone:
        yield (*by, *key, one.end, *WITHDRAWAL, reason, one.id)
