"""Reads of reporting: issued files of a run or a company."""

from django.db.models import QuerySet

from tanheng.apps.accounting.models import Run
from tanheng.apps.reporting.models import IssuedReport
from tanheng.apps.sites.models import Node


def reports_of_run(run: Run) -> QuerySet[IssuedReport]:
    """Files issued from a run, the newest first."""
    return IssuedReport.objects.filter(run=run).select_related("run", "by", "file")


def reports_of(node: Node, year: int | None = None) -> QuerySet[IssuedReport]:
    """Files issued for a company, the newest first."""
    found = IssuedReport.objects.filter(run__node=node)
    if year is not None:
        found = found.filter(run__year=year)
    return found.select_related("run", "by", "file")
