"""Reads of notices."""

from django.db.models import QuerySet

from tanheng.apps.notices.models import Notice
from tanheng.apps.sites.models import Node


def notices_of(company: Node) -> QuerySet[Notice]:
    """A company's notices, the newest first."""
    return Notice.objects.filter(node=company).select_related("by").order_by("-pk")
