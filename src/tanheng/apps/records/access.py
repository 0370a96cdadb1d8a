"""The only way to get imports, attachments and evidence files: with a permission, and as if they did not exist elsewhere.

`reach` is what the caller may do: a person's, or a token's narrower one. A case belongs to a whole company: a verb is open
for its data to whoever holds it on the company or on every one of its sites.
"""

from typing import Any

from django.http import Http404

from tanheng.apps.people.access import Reach, refuse
from tanheng.apps.people.models import User
from tanheng.apps.records.models import Attachment, Import
from tanheng.apps.sites.models import Node


def covers(reach: Reach, verb: str, company: Node) -> bool:
    """Whether the verb is open for the company's data: on the company or above, or on each of its sites."""
    if reach.permits(verb, company):
        return True
    sites = list(Node.objects.filter(parent=company))
    return bool(sites) and all(reach.permits(verb, site) for site in sites)


def require_covered(by: User, verb: str, company: Node) -> None:
    """Raise PermissionDenied, with the verb and the company in it, unless the verb is open for the company's data."""
    if not covers(Reach(by), verb, company):
        refuse(verb, company)


def open_verbs(reach: Reach, company: Node) -> dict[str, bool]:
    """What pages about the company's data may offer."""
    verbs = {"may_upload": "upload_data", "may_run": "run_accounts", "may_report": "download_report"}
    return {name: covers(reach, verb, company) for name, verb in verbs.items()}


def access_company(reach: Reach, verb: str, node_id: int) -> Node:
    """The company of a node (itself, or the one above a site or facility) for whose data the verb is open.

    Http404 when the caller holds no role there or there is no company; PermissionDenied when the role does not open it.
    """
    node = Node.objects.filter(pk=node_id).first()
    company = node and Node.objects.filter(path__in=node.ancestor_paths, kind="company").first()
    return checked(reach, verb, company, company)


def access_import(reach: Reach, verb: str, import_id: int) -> Import:
    """The import, when the verb is open for its company's data."""
    found = Import.objects.select_related("node", "by", "file").filter(pk=import_id).first()
    return checked(reach, verb, found, found and found.node)


def access_attachment(reach: Reach, verb: str, attachment_id: int) -> Attachment:
    """The attached evidence, when the verb is open for its company's data."""
    found = Attachment.objects.select_related("node", "by", "file").filter(pk=attachment_id).first()
    return checked(reach, verb, found, found and found.node)


def checked(reach: Reach, verb: str, found: Any, company: Node | None) -> Any:
    """`found`, when the verb is open for the data of its company; Http404 to whoever holds no role in that company."""
    if found is None or company is None or not (reach.sees(company) or _holds_a_role_inside(reach, company)):
        raise Http404("no such record")
    if not covers(reach, verb, company):
        refuse(verb, company)
    return found


def _holds_a_role_inside(reach: Reach, company: Node) -> bool:
    return any(grant.path.startswith(company.path) for grant in reach.grants)
