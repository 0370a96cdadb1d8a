"""The only way to the monthly figures of a place: a facility of a company, or the company itself."""

from tanheng.apps.sites.access import access_company
from tanheng.apps.sites.models import Node
from tanheng.pages.actor import Reach


def access_place(reach: Reach, verb: str, node_id: int) -> tuple[Node, Node]:
    """The company and the facility, or the company again, when the verb is open for the company's data."""
    company = access_company(reach, verb, node_id)
    return company, Node.objects.filter(pk=node_id, kind="facility").first() or company
