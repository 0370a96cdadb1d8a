"""Tables of accounting: frozen inputs, runs over them, and every derived number of a run."""

from django.conf import settings
from django.db import models

from tanheng.store.append_only import AppendOnlyModel
from tanheng.store.decimal_text import DecimalTextField


class Snapshot(AppendOnlyModel):
    """The frozen inputs of a company's year with the answers to their doubts: canonical `case/1` and its hash."""

    node = models.ForeignKey("sites.Node", on_delete=models.PROTECT, related_name="snapshots")
    source_import = models.ForeignKey("records.Import", on_delete=models.PROTECT, related_name="snapshots")
    year = models.PositiveSmallIntegerField()
    pack = models.CharField(max_length=100)
    document = models.TextField()  # canonical JSON text
    hash = models.CharField(max_length=71)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source_import", "hash"], name="accounting_snapshot_once_a_case")]


class Run(AppendOnlyModel):
    """One calculation: rule pack at a hash over a snapshot at a hash, and the hash of what came out."""

    node = models.ForeignKey("sites.Node", on_delete=models.PROTECT, related_name="runs")
    number = models.PositiveIntegerField()  # counts the runs of a company
    year = models.PositiveSmallIntegerField()
    pack = models.CharField(max_length=100)
    pack_hash = models.CharField(max_length=71)
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="runs")
    run_hash = models.CharField(max_length=71)
    problems = models.TextField()  # JSON, each text in zh and en
    problems_hash = models.CharField(max_length=71, blank=True, default="")  # empty in runs made before problems were sealed
    beside = models.ForeignKey("records.Import", on_delete=models.PROTECT, null=True, related_name="+")  # last year's, held against
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["node", "number"], name="accounting_run_number_unique")]
        indexes = [models.Index(fields=["node", "year", "-number"])]


class StoredResult(AppendOnlyModel):
    """One derived number of a run as it was computed then."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="results")
    quantity = models.CharField(max_length=100)
    facility = models.CharField(max_length=100, blank=True)
    item = models.CharField(max_length=100, blank=True)
    month = models.PositiveSmallIntegerField(null=True)
    value = DecimalTextField()
    unit = models.CharField(max_length=40)
    raw = DecimalTextField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["run", "quantity", "facility", "item", "month"])]
