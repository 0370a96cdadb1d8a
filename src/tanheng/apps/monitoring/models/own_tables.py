"""How the tables are laid out that a plant keeps itself: a version is a fact, the next one stands beside it."""

from django.conf import settings
from django.db import models

from tanheng.store.append_only import AppendOnlyModel


class TableLayout(AppendOnlyModel):
    """A version of a layout by its name, at a facility or the company itself: which column of a table tells of which row of the plan."""

    company = models.ForeignKey("sites.Node", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("sites.Node", on_delete=models.PROTECT, related_name="table_layouts")
    name = models.CharField(max_length=100)
    version = models.PositiveIntegerField()
    document = models.TextField()  # canonical JSON of documents.own_table.layout.Layout
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["place", "name", "version"], name="monitoring_table_layout_unique")]
