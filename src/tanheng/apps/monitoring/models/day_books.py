"""What was written in the day-books of a plant, row by row; a correction names the row in whose place it stands, and why."""

from django.db import models
from django.db.models import Q

from tanheng.store.append_only import AppendOnlyModel


class DayBookRow(AppendOnlyModel):
    """A row of a book at a place: its day, its number in the book, and what stands in each column.

    A correction keeps the number; one that is `struck` says that the row counts no more. What counts is what nobody superseded.
    """

    company = models.ForeignKey("sites.Node", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("sites.Node", on_delete=models.PROTECT, related_name="day_book_rows")  # the facility, or the company itself
    entry = models.ForeignKey("monitoring.Entry", on_delete=models.PROTECT, related_name="day_book_rows")
    book = models.CharField(max_length=60)  # of day_books.yaml
    day = models.DateField()
    number = models.PositiveIntegerField()
    values = models.TextField()  # canonical JSON: column → text, of numbers the exact decimal text
    struck = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, blank=True)
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")

    class Meta:
        ordering = ["day", "number", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "book", "number"], condition=Q(supersedes=None), name="monitoring_day_book_number_unique"
            ),
            models.CheckConstraint(condition=Q(supersedes=None) | ~Q(reason=""), name="monitoring_day_book_correction_says_why"),
            models.CheckConstraint(condition=Q(struck=False) | Q(supersedes__isnull=False), name="monitoring_day_book_struck_supersedes"),
        ]
        indexes = [models.Index(fields=["place", "book", "day"], name="monitoring_day_book_of_day")]
