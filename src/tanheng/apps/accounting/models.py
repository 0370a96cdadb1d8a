"""Tables of accounting: frozen inputs, runs over them, every derived number of a run, and the steps by which a year becomes final."""

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

    @property
    def through_month(self) -> int | None:
        """The last month, where it is of a part of the year."""
        return self.snapshot.source_import.through_month

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


class YearStep(AppendOnlyModel):
    """One step of a company's year by a rule pack, from draft to final or back; the last row is the state (`workflow.years`)."""

    node = models.ForeignKey("sites.Node", on_delete=models.PROTECT, related_name="year_steps")
    year = models.PositiveSmallIntegerField()
    pack = models.CharField(max_length=100)
    number = models.PositiveIntegerField()  # counts the steps of the year by the pack
    verb = models.CharField(max_length=20)
    state = models.CharField(max_length=20)  # after the step
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="year_steps")  # it speaks of
    round = models.CharField(max_length=20, blank=True)  # of a final one: in which round it is handed in
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["node", "year", "pack", "number"], name="accounting_year_step_number_unique")]
