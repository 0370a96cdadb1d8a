"""Tables of what stands beside readings: treatments of missing data that were accepted, and answers to doubts about lines and months."""

from django.conf import settings
from django.db import models

from tanheng.apps.monitoring.models.series import Reading
from tanheng.store.append_only import AppendOnlyModel
from tanheng.store.clock import now


class Treatment(AppendOnlyModel):
    """A reading that stands in for a missing or doubtful one: by which method and arithmetic, what the choice rests on, why, by whom."""

    company = models.ForeignKey("sites.Node", on_delete=models.PROTECT, related_name="+")
    reading = models.OneToOneField(Reading, on_delete=models.PROTECT, related_name="treatment")
    line = models.CharField(max_length=200)  # code of the line of the plan, as it was called then
    method = models.CharField(max_length=30)
    side = models.CharField(max_length=10, blank=True)
    arithmetic_zh = models.CharField(max_length=500)
    arithmetic_en = models.CharField(max_length=500)
    status = models.CharField(max_length=20)
    rule_zh = models.CharField(max_length=200)
    rule_en = models.CharField(max_length=200)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["id"]


class CheckAnswer(AppendOnlyModel):
    """What somebody said to a doubt about the figures of a line in a month; it holds as long as the figures are those of the digest."""

    company = models.ForeignKey("sites.Node", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=20)
    line = models.CharField(max_length=200)
    place = models.CharField(max_length=200, blank=True)
    month = models.DateField()  # its first day
    digest = models.CharField(max_length=71)
    doubt = models.TextField()  # JSON: the problem as it was told then, in zh and en
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["company", "month", "-id"], name="monitoring_answer_of_month")]
