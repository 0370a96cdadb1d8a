"""The company of the organisation in view, for pages that are about no address of their own."""

from tanheng.apps.people.access import opens
from tanheng.apps.sites.models import Node
from tanheng.apps.sites.selectors import company_of
from tanheng.pages.request import Frame


def company_in_view(frame: Frame, verb: str) -> Node | None:
    """The company of the organisation in view, when the verb is open for all its data."""
    company = company_of(frame.node) if frame.node else None
    return company if company is not None and opens(frame.reach, verb, company) else None
