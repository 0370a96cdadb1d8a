"""Table of answers to suggested revisions of the plan: revised, or not because of a reason; each stays, the newest counts."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from tanheng.store.append_only import AppendOnlyModel
from tanheng.store.clock import now

REVISE, KEEP = "revise", "keep"


class RevisionAnswer(AppendOnlyModel):
    """What somebody decided about a suggestion to revise a version in force: a draft took it up (`draft`, its number), or the plan stays as
    it is and why. The digest names the cause: another cause asks anew.
    """

    company = models.ForeignKey("sites.Node", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()  # number of the version in force
    code = models.CharField(max_length=20)
    digest = models.CharField(max_length=71)
    suggestion = models.TextField()  # JSON: the problem as it was told then, in zh and en
    decision = models.CharField(max_length=10)
    draft = models.PositiveIntegerField(null=True)  # number of the version that takes the change up
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["company", "version", "-id"], name="monitoring_revision_answered")]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision=REVISE, draft__isnull=False) | Q(decision=KEEP, draft=None) & ~Q(reason=""),
                name="monitoring_revision_taken_up_or_why_not",
            )
        ]
