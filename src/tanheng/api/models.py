"""The one table of the API: answers to writes, so that a repeated request gets the same answer and does nothing twice."""

from django.conf import settings
from django.db import models

from tanheng.store.facts import RecordedModel, RecordedQuerySet


class KeptAnswer(RecordedModel):
    """The answer to a write, by its user and Idempotency-Key; it may be swept away after the days a retry can take."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    request_hash = models.CharField(max_length=71)
    status = models.PositiveSmallIntegerField(default=0)
    content = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)

    objects = RecordedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="api_kept_answer_once_per_key")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.key}"
