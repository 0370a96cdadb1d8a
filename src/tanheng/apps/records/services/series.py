"""What a file says, told to the series: the file of a year and rule pack tells all of it, so what it leaves out is withdrawn."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from tanheng.apps.monitoring.models import Entry
from tanheng.apps.monitoring.models.series import FILE, MONTH, YEAR
from tanheng.apps.monitoring.services.readings import Measurement, Told, take_over_whole
from tanheng.apps.records.models import FileReading, Import
from tanheng.apps.records.selectors.series import file_source
from tanheng.store.clock import now


def take_over_file(one: Import, stated: Sequence[FileReading]) -> None:
    """Tell the series what an accepted file says; part of the change that accepts it."""
    entry = Entry(company=one.node, kind=FILE, key=str(one.number), by=one.by, at=now())
    entry.save()
    year = one.year or 0  # an accepted one has its year
    told = [told_of(reading, one.node_id, year) for reading in stated]
    span = {"first": date(year, 1, 1), "last": date(year, 12, 31)}
    take_over_whole(entry=entry, source=file_source(one.pack), told=told, reason=one.reason or f"#{one.number}", **span)


def told_of(stated: FileReading, company: int, year: int) -> Told:
    """What a number of a file says of which measurement and period; the year as one period where it names no month."""
    grain = MONTH if stated.month else YEAR
    measurement = Measurement(stated.facility_id or company, stated.quantity, stated.item, grain, stated.unit)
    last = stated.month or 12
    return Told(
        measurement,
        date(year, stated.month or 1, 1),
        date(year, last, monthrange(year, last)[1]),
        stated.amount,
        stated.kind,
        stated.typed,
        stated.source,
        stated.evidence,
        stated.uncertainty,
        stated.note,
    )
