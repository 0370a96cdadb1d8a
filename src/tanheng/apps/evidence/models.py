"""Tables of evidence: files by their content, and what they are attached to."""

from django.conf import settings
from django.db import models

from tanheng.store.append_only import AppendOnlyModel


class EvidenceFile(AppendOnlyModel):
    """A file known by the SHA-256 of its content; the content lies in the data folder and is never overwritten."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.BigIntegerField()
    stored_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "records_evidencefile"  # where it stood before evidence was an app


class Attachment(AppendOnlyModel):
    """Evidence attached to a company's year under the name by which readings refer to it."""

    journal_type = "records.attachment"  # events keep the name under which the first of them were sealed

    node = models.ForeignKey("sites.Node", on_delete=models.PROTECT, related_name="attachments")
    year = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=255)
    file = models.ForeignKey(EvidenceFile, on_delete=models.PROTECT)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "records_attachment"
        ordering = ["name", "-id"]
        indexes = [models.Index(fields=["node", "year", "name"])]
