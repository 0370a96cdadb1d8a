"""Tables of guidance: dated clarifications at places of the rule book."""

from django.conf import settings
from django.db import models

from tanheng.pages.language import reader_language
from tanheng.rulebook import broken_reason, listed_pack_ids, resolved_head
from tanheng.store.append_only import AppendOnlyModel

LONGEST_TEXT = 4000


class Clarification(AppendOnlyModel):
    """What an authority or a person said about a clause, quantity, formula or table of an edition, with day and document.

    It belongs to one group and is read by everybody with a role in it. A correction is a newer one that names the older.
    """

    group = models.ForeignKey("sites.Node", on_delete=models.PROTECT, related_name="clarifications")
    pack = models.CharField(max_length=100)
    pack_hash = models.CharField(max_length=71)  # the edition's text when it was recorded
    anchor = models.CharField(max_length=150)  # the place in the rule book
    place = models.CharField(max_length=300)  # how the place was called then, should it move
    text = models.TextField(max_length=LONGEST_TEXT)
    said_by = models.CharField(max_length=200)
    said_on = models.DateField()
    document = models.CharField(max_length=300)
    file = models.ForeignKey("evidence.EvidenceFile", on_delete=models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=255, blank=True)
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-said_on", "-id"]
        indexes = [models.Index(fields=["group", "pack", "anchor"], name="guidance_place")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(file=None, file_name="") | models.Q(file__isnull=False) & ~models.Q(file_name=""),
                name="guidance_clarification_file_has_a_name",
            )
        ]

    @property
    def edition(self) -> str:
        """The title of the edition in the reader's language; its id where it is gone."""
        return (
            str(resolved_head(self.pack)["title"][reader_language()])
            if self.pack in listed_pack_ids() and not broken_reason(self.pack)
            else self.pack
        )

    @property
    def is_superseded(self) -> bool:
        """Whether a newer one stands in its place."""
        return hasattr(self, "superseded_by")
