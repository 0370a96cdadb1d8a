"""Issued reports for the search over everything."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from tanheng.apps.reporting.models import IssuedReport
from tanheng.pages.finding import MOST_OF_A_KIND, Asked, Found


def find_reports(asked: Asked) -> Iterator[Found]:
    """Reports by the name of their file, the newest first."""
    nodes = asked.reach.nodes("view_data")
    found = IssuedReport.objects.filter(asked.where("file_name"), run__node__in=nodes).select_related("run__node").order_by("-id")
    for one in found[:MOST_OF_A_KIND]:
        beside = f"{one.run.node.name} · {one.run.year} · {_('run')} {one.run.number}"
        yield Found(_("Reports"), one.file_name, beside, reverse("reporting:file", args=[one.pk]))
