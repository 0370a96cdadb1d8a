"""The only way to get imports: with a permission, and as if they did not exist elsewhere."""

from tanheng.apps.people.access import opens
from tanheng.apps.records.models import Import
from tanheng.apps.sites.access import checked
from tanheng.apps.sites.models import Node
from tanheng.pages.actor import Reach


def open_verbs(reach: Reach, company: Node) -> dict[str, bool]:
    """What pages about the company's data may offer."""
    verbs = {"may_upload": "upload_data", "may_answer": "answer_warnings", "may_run": "run_accounts", "may_report": "download_report"}
    return {name: opens(reach, verb, company) for name, verb in verbs.items()}


def access_import(reach: Reach, verb: str, import_id: int) -> Import:
    """The import, when the verb is open for its company's data."""
    found = Import.objects.select_related("node", "by", "file").filter(pk=import_id).first()
    return checked(reach, verb, found, found.node if found else None)
