"""Reads of reporting: issued files of a run or a company."""

from collections.abc import Collection

from django.db.models import QuerySet
from django.urls import reverse

from tanheng.apps.accounting.models import Run, StoredResult
from tanheng.apps.reporting.models import IssuedReport
from tanheng.apps.sites.models import Node
from tanheng.registration import StoredFile

# Measured: seconds for each number of a run (packs of 249 to 924 numbers). Setting a Word file is the slowest of them.
SECONDS_A_RESULT = {"pdf": 0.0012, "tables": 0.0012, "kit": 0.0014, "docx": 0.0045}
AT_ONCE_S = 1.0


def is_small_report(run: Run, kind: str) -> bool:
    """Whether a file of the run is made within the request: about a second's work."""
    count: int = StoredResult.objects.filter(run=run).count()
    return count * SECONDS_A_RESULT.get(kind, 0) <= AT_ONCE_S


def reports_of_run(run: Run) -> QuerySet[IssuedReport]:
    """Files issued from a run, the newest first."""
    return IssuedReport.objects.filter(run=run).select_related("run", "by", "file")


def reports_of(node: Node, year: int | None = None) -> QuerySet[IssuedReport]:
    """Files issued for a company, the newest first."""
    found = IssuedReport.objects.filter(run__node=node)
    if year is not None:
        found = found.filter(run__year=year)
    return found.select_related("run", "by", "file")


def stored_files(sha256s: Collection[str]) -> list[StoredFile]:
    """Issued files with these contents."""
    found = IssuedReport.objects.filter(file__sha256__in=sha256s).select_related("run__node", "file").order_by("pk")
    place = [(one, one.run.node.path, reverse("reporting:file", args=[one.pk])) for one in found]
    return [StoredFile(one.file.sha256, one.file_name, path, "download_report", address) for one, path, address in place]
