"""Files at cells of the monthly grid: the evidence of one month of one measurement, whichever reading counts in it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from tanheng.store.append_only import AppendOnlyModel


class CellFile(AppendOnlyModel):
    """A file that was put at a cell: of what is measured where, by which source of the plan's line, in the month of this first day.

    It hangs on the cell and not on a reading, so that a correction of the figure keeps it. One that is `detached` says that the file which
    it supersedes is evidence there no more, and why; what counts is what nobody superseded.
    """

    company = models.ForeignKey("sites.Node", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("sites.Node", on_delete=models.PROTECT, related_name="cell_files")  # the facility, or the company itself
    measure = models.CharField(max_length=100)
    item = models.CharField(max_length=100, blank=True)
    source = models.CharField(max_length=200)  # key of the source in its line
    month = models.DateField()
    file = models.ForeignKey("evidence.EvidenceFile", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    note = models.CharField(max_length=300, blank=True)
    detached = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, blank=True)
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["month", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(detached=False, supersedes=None) | (Q(detached=True, supersedes__isnull=False) & ~Q(reason="")),
                name="monitoring_cell_file_detached_says_why",
            ),
        ]
        indexes = [models.Index(fields=["company", "month"], name="monitoring_cell_file_of_month")]
