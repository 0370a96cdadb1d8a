"""Table of the pictures of a plan (B.2): organisation, site, processes, flows, boundary, where the meters stand."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from tanheng.apps.monitoring.models.words import picture_choices
from tanheng.store.append_only import AppendOnlyModel
from tanheng.store.clock import now


class PlanPicture(AppendOnlyModel):
    """A picture attached to a version while it was a draft. Without a file it takes away the one that it names; a version made from another
    has that one's pictures until it says otherwise.
    """

    node = models.ForeignKey("sites.Node", on_delete=models.PROTECT, related_name="plan_pictures")
    plan = models.PositiveIntegerField()  # number of the version
    kind = models.CharField(max_length=30, choices=picture_choices)
    caption = models.CharField(max_length=200, blank=True)
    file = models.ForeignKey("evidence.EvidenceFile", on_delete=models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=255, blank=True)
    removes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(file__isnull=False, removes=None) & ~Q(file_name="") | Q(file=None, removes__isnull=False, file_name=""),
                name="monitoring_picture_comes_or_goes",
            )
        ]
