"""The only way to get a run: with a permission, and as if it did not exist outside one's part of the group."""

from tanheng.apps.accounting.models import Run
from tanheng.apps.sites.access import checked
from tanheng.pages.actor import Reach


def access_run(reach: Reach, verb: str, run_id: int) -> Run:
    """The run, when the verb is open for its company's data; Http404 to whoever holds no role in that company."""
    run = Run.objects.select_related("node", "by", "snapshot", "snapshot__source_import").filter(pk=run_id).first()
    return checked(reach, verb, run, run.node if run else None)
