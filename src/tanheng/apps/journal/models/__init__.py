"""Tables of the journal: the events, which are the leaves of a Merkle tree, and the head that says where they end."""

from django.conf import settings
from django.db import models

from tanheng.store.append_only import AppendOnlyModel


class Event(AppendOnlyModel):
    """One change: who did what to which object, where in the group and when; sealed to the event before it."""

    sequence = models.BigIntegerField(unique=True)
    time = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    door = models.CharField(max_length=10, blank=True, default="")  # web, api, command, worker; empty: before doors were recorded
    through = models.CharField(max_length=80, blank=True, default="")  # session or token, never its secret
    action = models.CharField(max_length=100)
    object_type = models.CharField(max_length=100)
    object_id = models.CharField(max_length=100)
    place = models.CharField(max_length=200, blank=True)  # path of the organisation node; empty: of the person alone
    payload = models.TextField()  # canonical JSON text
    facts_root = models.CharField(max_length=64, blank=True, default="")  # of what it sealed; empty: before facts were sealed
    facts = models.TextField(blank=True, default="")  # JSON: the groups below that root, and what names a row that changed
    previous_hash = models.CharField(max_length=71)
    hash = models.CharField(max_length=71)

    class Meta:
        ordering = ["-sequence"]
        indexes = [
            models.Index(fields=["place", "-sequence"]),
            models.Index(fields=["action", "-sequence"]),
            models.Index(fields=["object_type", "object_id"]),
        ]


class Head(models.Model):
    """The single row that holds the end of the log; writers queue on it, so that the log has no forks."""

    sequence = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=71)
    frontier = models.TextField(blank=True, default="")  # of the tree over the events (`seal.merkle`); empty: not yet made

    def __str__(self) -> str:
        return f"{self.sequence} {self.hash}"
