"""Where a figure departs from the plan in force, and why: a fact beside its reading."""

from django.conf import settings
from django.db import models

from tanheng.apps.monitoring.models.series import Reading
from tanheng.store.append_only import AppendOnlyModel
from tanheng.store.clock import now

SOURCE, METHOD, METER, FREQUENCY = "source", "method", "meter", "frequency"


class Deviation(AppendOnlyModel):
    """In one aspect a reading is not what the plan in force asks for: what is planned, what was done, why, by whom."""

    company = models.ForeignKey("sites.Node", on_delete=models.PROTECT, related_name="+")
    reading = models.ForeignKey(Reading, on_delete=models.PROTECT, related_name="deviations")
    line = models.CharField(max_length=200)  # code of the line of the plan, as it was called then
    aspect = models.CharField(max_length=20)
    planned_zh = models.CharField(max_length=300)
    planned_en = models.CharField(max_length=300)
    done_zh = models.CharField(max_length=300)
    done_en = models.CharField(max_length=300)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["reading", "aspect"], name="monitoring_deviation_once_an_aspect"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="monitoring_deviation_says_why"),
        ]
