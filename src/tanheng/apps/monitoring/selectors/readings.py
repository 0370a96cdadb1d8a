"""Reads of series: which reading counts, now or as an entry left it."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from tanheng.apps.monitoring.models import Entry, Reading
from tanheng.apps.sites.models import Node


def counting(company: Node, *, source: str, first: date, last: date, as_of: Entry | None = None) -> QuerySet[Reading]:
    """The readings of a source that count of the periods that begin from `first` to `last`, absences among them: those that nobody has
    superseded, today or when `as_of` was made.
    """
    found = Reading.objects.filter(series__company=company, series__source=source, start__range=(first, last))
    newer = Reading.objects.filter(supersedes=OuterRef("pk"))
    if as_of is not None:
        found, newer = found.filter(entry__lte=as_of), newer.filter(entry__lte=as_of)
    return found.exclude(Exists(newer)).select_related("series").order_by("id")


def chain_of(reading: Reading) -> list[Reading]:
    """Every reading of the same series and period, the newest first."""
    found = Reading.objects.filter(series=reading.series_id, start=reading.start)
    return list(found.select_related("entry", "entry__by", "series").order_by("-id"))
