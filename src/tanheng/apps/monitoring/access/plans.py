"""The only way to get a version of a plan, and the companies whose plans a person may see."""

from django.http import Http404

from tanheng.apps.monitoring.selectors.plans import StandingPlan, standing_plan
from tanheng.apps.people.access import opens, refuse
from tanheng.apps.sites.access import access_company
from tanheng.apps.sites.models import Node
from tanheng.apps.sites.selectors import descendants
from tanheng.pages.actor import Reach


def access_plan(reach: Reach, verb: str, node_id: int, number: int) -> StandingPlan:
    """The version of a company's plan, when the verb is open for the company's data."""
    found = standing_plan(access_company(reach, verb, node_id), number)
    if found is None:
        raise Http404("no such version")
    return found


def company_or_companies(reach: Reach, node_id: int) -> tuple[Node | None, list[Node]]:
    """The company of the node; for a group None and the companies in it whose data the caller may see."""
    group = Node.objects.filter(pk=node_id, kind="group").first()
    if group is None:
        return access_company(reach, "view_data", node_id), []
    companies = [one for one in descendants(group, kind="company") if opens(reach, "view_data", one)]
    if not companies:
        if reach.sees(group):
            refuse("view_data", group)
        raise Http404("no such part of the group")
    return None, companies
