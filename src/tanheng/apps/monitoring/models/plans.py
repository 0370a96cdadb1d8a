"""Tables of the data quality control plan: texts of drafts, versions as they were submitted, their steps, the lines that drive the rest.

A version's document is written once, when it is submitted; its lines are derived from it then, so that what is asked every day
(which source counts, how often, what stands in for it) is asked of tables.
"""

from django.conf import settings
from django.db import models

from tanheng.store.append_only import AppendOnlyModel
from tanheng.store.clock import now
from tanheng.store.decimal_text import DecimalTextField


class PlanDraft(AppendOnlyModel):
    """The text of a version while it is a draft, as it was saved; the newest edit counts."""

    node = models.ForeignKey("sites.Node", on_delete=models.PROTECT, related_name="plan_drafts")
    plan = models.PositiveIntegerField()  # the number of the version; counts the company's
    edit = models.PositiveIntegerField()  # counts the edits of the draft
    made_from = models.PositiveIntegerField(null=True)  # the version it was begun from
    document = models.TextField()  # canonical JSON text, `plan/1`
    hash = models.CharField(max_length=71)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["edit"]
        constraints = [models.UniqueConstraint(fields=["node", "plan", "edit"], name="monitoring_plan_draft_edit_unique")]


class PlanVersion(AppendOnlyModel):
    """A version as it was submitted."""

    node = models.ForeignKey("sites.Node", on_delete=models.PROTECT, related_name="plan_versions")
    number = models.PositiveIntegerField()
    from_month = models.DateField()  # the first day of the month
    document = models.TextField()  # canonical JSON text, `plan/1`
    hash = models.CharField(max_length=71)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["node", "number"], name="monitoring_plan_version_number_unique")]


class PlanStep(AppendOnlyModel):
    """One step of a version from draft to in force, or to its end; the last row is the state (`workflow.plans`)."""

    node = models.ForeignKey("sites.Node", on_delete=models.PROTECT, related_name="plan_steps")
    plan = models.PositiveIntegerField()  # the number of the version
    number = models.PositiveIntegerField()  # counts the steps of the version
    verb = models.CharField(max_length=20)
    state = models.CharField(max_length=20)  # after the step
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["node", "plan", "number"], name="monitoring_plan_step_number_unique")]


class PlanLine(AppendOnlyModel):
    """What one line of B.4 or B.5 determines: a measure at a place ("" the enterprise) for an item, how often, by whom, and what stands in
    for it where it is missing, in order.
    """

    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="lines")
    code = models.CharField(max_length=200)
    place = models.CharField(max_length=200, blank=True)  # code of the facility
    measure = models.CharField(max_length=200)
    item = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=200)
    unit = models.CharField(max_length=200)
    way = models.CharField(max_length=20)
    frequency = models.CharField(max_length=20)
    missing_order = models.CharField(max_length=200, blank=True)  # treatments, parted by commas
    department = models.CharField(max_length=200, blank=True)
    person = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="monitoring_plan_line_code_unique"),
            models.UniqueConstraint(fields=["version", "place", "measure", "item"], name="monitoring_plan_line_once_a_measure"),
        ]

    @property
    def missing(self) -> tuple[str, ...]:
        """The treatments of missing data in the order in which they are tried."""
        return tuple(filter(None, self.missing_order.split(",")))


class PlanSource(AppendOnlyModel):
    """A source of a line: the main one, or one to compare it with within a tolerance (a fraction)."""

    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="sources")
    line = models.ForeignKey(PlanLine, on_delete=models.PROTECT, related_name="sources")
    key = models.CharField(max_length=200)
    role = models.CharField(max_length=20)
    rank = models.PositiveIntegerField(null=True)
    tolerance = DecimalTextField(null=True)
    instrument = models.CharField(max_length=200, blank=True)  # code of a measuring instrument
    record = models.CharField(max_length=200, blank=True)  # the original record and ledger, in words

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["line", "key"], name="monitoring_plan_source_key_unique"),
            models.UniqueConstraint(fields=["line"], condition=models.Q(role="main"), name="monitoring_plan_source_one_main"),
        ]


class PlanUse(AppendOnlyModel):
    """Which quantity of which edition a line serves, at which facility and item of it."""

    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="uses")
    line = models.ForeignKey(PlanLine, on_delete=models.PROTECT, related_name="uses")
    pack = models.CharField(max_length=200)
    quantity = models.CharField(max_length=200)
    facility = models.CharField(max_length=200, blank=True)
    item = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "pack", "quantity", "facility", "item"], name="monitoring_plan_use_once"),
        ]
