"""Reads of evidence: what is attached to a company's year."""

from collections.abc import Iterable

from django.db.models import QuerySet

from tanheng.apps.evidence.models import Attachment
from tanheng.apps.sites.models import Node


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
