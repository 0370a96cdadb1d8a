"""Tables of the meter ledger: a meter, what it is from a day on, its states, replacements and calibrations.

Nothing is edited. What a meter is changes by a newer description; a mistake in a step, replacement or calibration by a row that names the
one it supersedes and says why.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tanheng.analysis.meter_words import VOID
from tanheng.apps.monitoring.models.words import (
    calibration_choices,
    energy_choices,
    kind_choices,
    level_choices,
    result_choices,
    status_choices,
)
from tanheng.store.append_only import AppendOnlyModel
from tanheng.store.clock import now
from tanheng.store.decimal_text import DecimalTextField

PERSON = settings.AUTH_USER_MODEL
REASONED = Q(supersedes=None) | ~Q(reason="")  # whatever takes another's place says why


class Meter(AppendOnlyModel):
    """A meter of a company by the code of its ledger, which stays; everything else is described."""

    company = models.ForeignKey("sites.Node", on_delete=models.PROTECT, related_name="meters")
    code = models.CharField(max_length=50)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["company", "code"], name="monitoring_meter_code_unique")]

    def __str__(self) -> str:
        return self.code


class MeterDescription(AppendOnlyModel):
    """What a meter is, where it stands and what it serves from a day on; of one day the newest counts.

    `register_size` is where the register begins at zero again, `multiplier` what a difference of it is multiplied by (变比). Both belong to
    the meter for its whole life: the newest description says them for every day, and another ratio of transformers is another meter.
    """

    meter = models.ForeignKey(Meter, on_delete=models.PROTECT, related_name="descriptions")
    valid_from = models.DateField()
    kind = models.CharField(max_length=50, choices=kind_choices)
    name = models.CharField(max_length=100)
    model = models.CharField(max_length=100, blank=True)
    serial_number = models.CharField(max_length=100, blank=True)
    maker = models.CharField(max_length=100, blank=True)
    measuring_range = models.CharField(max_length=100, blank=True)
    accuracy_class = models.CharField(max_length=20, blank=True)
    location = models.CharField(max_length=200, blank=True)
    facility = models.ForeignKey("sites.Node", on_delete=models.PROTECT, null=True, related_name="+")
    parameter = models.CharField(max_length=200, blank=True)  # what it measures, in words
    pack = models.CharField(max_length=100, blank=True)
    quantity = models.CharField(max_length=100, blank=True)
    item = models.CharField(max_length=100, blank=True)
    frequency = models.CharField(max_length=50, blank=True)  # of monitoring, in words
    interval_months = models.PositiveSmallIntegerField(null=True)  # of calibration; absent: none is asked for
    unit = models.CharField(max_length=40, blank=True)
    register_size = DecimalTextField(null=True)
    multiplier = DecimalTextField()
    seal_number = models.CharField(max_length=100, blank=True)
    energy = models.CharField(max_length=30, blank=True, choices=energy_choices)
    level = models.CharField(max_length=20, blank=True, choices=level_choices)
    remark = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["valid_from", "id"]
        indexes = [models.Index(fields=["meter", "valid_from"], name="monitoring_described")]
        constraints = [
            models.CheckConstraint(condition=Q(energy="", level="") | ~Q(energy="") & ~Q(level=""), name="monitoring_energy_at_a_level")
        ]


class MeterStep(AppendOnlyModel):
    """A meter is in use, spare, stopped, under repair or scrapped from a day on."""

    meter = models.ForeignKey(Meter, on_delete=models.PROTECT, related_name="steps")
    on = models.DateField()
    status = models.CharField(max_length=10, choices=status_choices)
    reason = models.CharField(max_length=300, blank=True)
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["on", "id"]
        constraints = [models.CheckConstraint(condition=REASONED, name="monitoring_step_corrected_with_reason")]


class MeterReplacement(AppendOnlyModel):
    """On a day one meter takes another's place: the register of the old one as it was taken out, that of the new one as it began.

    Both stand where the old one has a register. A later reading of the day belongs to the new meter.
    """

    old = models.ForeignKey(Meter, on_delete=models.PROTECT, related_name="replaced_by")
    new = models.ForeignKey(Meter, on_delete=models.PROTECT, related_name="replaces")
    on = models.DateField()
    closing = DecimalTextField(null=True)
    opening = DecimalTextField(null=True)
    reason = models.CharField(max_length=300)
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(old=F("new")), name="monitoring_replacement_by_another"),
            models.CheckConstraint(
                condition=Q(closing=None, opening=None) | Q(closing__isnull=False, opening__isnull=False),
                name="monitoring_replacement_both_registers",
            ),
            models.UniqueConstraint(fields=["old", "on"], condition=Q(supersedes=None), name="monitoring_replaced_once_a_day"),
            models.UniqueConstraint(fields=["new", "on"], condition=Q(supersedes=None), name="monitoring_replaces_once_a_day"),
        ]


class Calibration(AppendOnlyModel):
    """A verification, calibration or comparison of a meter, with its certificate.

    It holds from the day it was done through `due_on`, where it was passed; a comparison has none and covers nothing of its own.
    `found_error` is the largest error found, `expanded` the relative expanded uncertainty of the certificate with its factor `coverage`:
    both in per cent, as classes are. `void` is the result of a row that takes a mistaken one away.
    """

    meter = models.ForeignKey(Meter, on_delete=models.PROTECT, related_name="calibrations")
    kind = models.CharField(max_length=20, choices=calibration_choices)
    done_on = models.DateField()
    due_on = models.DateField(null=True)
    result = models.CharField(max_length=20, choices=result_choices)
    conditions = models.CharField(max_length=300, blank=True)
    agency = models.CharField(max_length=200, blank=True)
    certificate_number = models.CharField(max_length=100, blank=True)
    found_error = DecimalTextField(null=True)
    expanded = DecimalTextField(null=True)
    coverage = DecimalTextField(null=True)
    file = models.ForeignKey("evidence.EvidenceFile", on_delete=models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=255, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["done_on", "id"]
        indexes = [models.Index(fields=["meter", "done_on"], name="monitoring_calibrated")]
        constraints = [
            models.CheckConstraint(condition=REASONED, name="monitoring_calibration_corrected_with_reason"),
            models.CheckConstraint(condition=~Q(result=VOID) | Q(supersedes__isnull=False), name="monitoring_void_takes_one_away"),
            models.CheckConstraint(condition=Q(due_on=None) | Q(due_on__gte=F("done_on")), name="monitoring_calibration_due_after_done"),
            models.CheckConstraint(
                condition=Q(file=None, file_name="") | Q(file__isnull=False) & ~Q(file_name=""),
                name="monitoring_certificate_has_a_name",
            ),
        ]
