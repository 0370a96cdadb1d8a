"""Reads of evidence: what is attached to a company's year."""

from collections.abc import Collection, Iterable

from django.db.models import QuerySet
from django.urls import reverse

from tanheng.apps.evidence.models import Attachment, EvidenceFile
from tanheng.apps.sites.models import Node
from tanheng.registration import StoredFile
from tanheng.store.contents import read_content


def attachments_of(node: Node, year: int) -> QuerySet[Attachment]:
    """Evidence attached to a company's year, by name."""
    return Attachment.objects.filter(node=node, year=year).select_related("by", "file").order_by("name", "-id")


def attachments_by_name(node: Node, year: int, names: Iterable[str] | None = None) -> dict[str, Attachment]:
    """The newest attachment of each name, for links from readings to their evidence."""
    found = attachments_of(node, year)
    if names is not None:
        found = found.filter(name__in=list(names))
    newest: dict[str, Attachment] = {}
    for attachment in found:
        newest.setdefault(attachment.name, attachment)
    return newest


def content_of(file: EvidenceFile) -> bytes:
    """The content of a recorded file, proven: the one way to open it. Raises DamagedContentError, which every door answers with what is
    wrong and the remedy.
    """
    return read_content(file.sha256, file.size)


def stored_files(sha256s: Collection[str]) -> list[StoredFile]:
    """Attached evidence with these contents."""
    found = Attachment.objects.filter(file__sha256__in=sha256s).select_related("node", "file").order_by("pk")
    return [StoredFile(one.file.sha256, one.name, one.node.path, "view_data", reverse("evidence:file", args=[one.pk])) for one in found]
