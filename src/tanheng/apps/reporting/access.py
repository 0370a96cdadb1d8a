"""The only way to get an issued report: with a permission, and as if it did not exist outside one's part of the group."""

from tanheng.apps.reporting.models import IssuedReport
from tanheng.apps.sites.access import checked
from tanheng.pages.actor import Reach


def access_report(reach: Reach, verb: str, report_id: int) -> IssuedReport:
    """The issued file, when the verb is open for its company's data; Http404 to whoever holds no role in that company."""
    found = IssuedReport.objects.select_related("run", "run__node", "by", "file").filter(pk=report_id).first()
    return checked(reach, verb, found, found.run.node if found else None)
