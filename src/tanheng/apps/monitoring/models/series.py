"""What is measured where (series), and what was read (readings): a chain for each series and period, of which the last one counts.

A reading belongs to a measurement, neither to an upload nor to a rule pack; files, the grid and the API are ways in (decision 16).
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from tanheng.engine.absences import NOT_APPLICABLE_KIND
from tanheng.store.append_only import AppendOnlyModel
from tanheng.store.decimal_text import DecimalTextField

WITHDRAWN = "withdrawn"  # whoever told of it tells nothing of it any more
ABSENCES = (NOT_APPLICABLE_KIND, WITHDRAWN)
APPORTIONED = "apportioned"  # a part of what a gate meter measured; a case knows no such kind and calls it calculated
MONTH, YEAR = "month", "year"
GRAINS = (MONTH, YEAR)
# Kinds of entries: a file that was taken over; figures that were typed; the figures of a year drawn from those, which tell nothing new.
TREATED = "treated"  # a kind of entry too: what stands in for a missing or doubtful figure
FILE, GRID, DRAWN = "file", "grid", "drawn"


class Series(AppendOnlyModel):
    """One quantity at one place from one source: what a row of the grid, a column of a workbook or a meter tells of."""

    company = models.ForeignKey("sites.Node", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("sites.Node", on_delete=models.PROTECT, related_name="series")  # the facility, or the company itself
    measure = models.CharField(max_length=100)
    item = models.CharField(max_length=100, blank=True)
    source = models.CharField(max_length=200)  # "import:cn/aluminium/cets_2024": what files by a rule pack tell
    grain = models.CharField(max_length=10, choices=[(one, one) for one in GRAINS])
    unit = models.CharField(max_length=40)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "place", "measure", "item", "source", "grain", "unit"], name="monitoring_series_unique"
            ),
        ]


class Entry(AppendOnlyModel):
    """One act by which readings came: of which kind, under which key, by whom."""

    company = models.ForeignKey("sites.Node", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=200)  # of a file: the number of its import
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["company", "kind", "key"], name="monitoring_entry_unique")]


class Reading(AppendOnlyModel):
    """What a series says of a period: an amount, or an absence of a kind; a correction names the one it supersedes, and why.

    `start` and `end` are the first and the last day, in Chinese time. Nobody supersedes what was superseded: one chain a period.
    """

    company = models.ForeignKey("sites.Node", on_delete=models.PROTECT, related_name="+")
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="readings")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="readings")
    start = models.DateField()
    end = models.DateField()
    amount = DecimalTextField(null=True)  # in the unit of the series; absent: `kind` says why
    kind = models.CharField(max_length=20)
    typed = models.CharField(max_length=100, blank=True)  # as typed, where recording converted or rounded it
    words = models.CharField(max_length=500, blank=True)  # its source, as whoever told of it calls it
    evidence = models.CharField(max_length=500, blank=True)
    uncertainty = models.CharField(max_length=60, blank=True)
    note = models.CharField(max_length=500, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["series", "start"], condition=Q(supersedes=None), name="monitoring_reading_one_chain"),
            models.UniqueConstraint(fields=["entry", "series", "start"], name="monitoring_reading_once_an_entry"),
            models.CheckConstraint(
                condition=Q(amount=None, kind__in=ABSENCES) | (~Q(kind__in=ABSENCES) & Q(amount__isnull=False)),
                name="monitoring_reading_amount_or_absence",
            ),
            models.CheckConstraint(condition=Q(supersedes=None) | ~Q(reason=""), name="monitoring_reading_correction_says_why"),
            models.CheckConstraint(condition=Q(end__gte=models.F("start")), name="monitoring_reading_ends_after_it_starts"),
        ]
        indexes = [
            models.Index(fields=["series", "start", "-id"], name="monitoring_reading_of_series"),
            models.Index(fields=["company", "start"], condition=Q(kind=WITHDRAWN), name="monitoring_reading_withdrawn"),
        ]
