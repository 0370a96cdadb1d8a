"""Attached files for the search over everything."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from tanheng.apps.evidence.models import Attachment
from tanheng.pages.finding import MOST_OF_A_KIND, Asked, Found


def find_attachments(asked: Asked) -> Iterator[Found]:
    """Supporting files by their name or note, the newest first."""
    nodes = asked.reach.nodes("view_data")
    found = Attachment.objects.filter(asked.where("name", "note"), node__in=nodes).select_related("node").order_by("-id")
    for one in found[:MOST_OF_A_KIND]:
        yield Found(_("Supporting files"), one.name, f"{one.node.name} · {one.year}", reverse("evidence:file", args=[one.pk]))
