"""The page of a company's boundary as of any day, as a tree."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render

from tanheng.apps.sites.access import access_node
from tanheng.apps.sites.models.kinds import STATES
from tanheng.apps.sites.selectors.boundary import boundary_of
from tanheng.pages.request import PageRequest
from tanheng.store.clock import today


def boundary(request: PageRequest, node_id: int) -> HttpResponse:
    """Company, sites and facilities with their state on the day that the address names, today without one."""
    company = access_node(request.reach, "view_organisation", node_id, kind="company")
    request.frame.show(node=company)
    shown = boundary_of(company, day_of(request.GET.get("on", "")))
    sites = [(site, [(one, STATES[one.state]) for one in placed]) for site, placed in shown.sites]
    return render(request, "sites/boundary.html", {"node": company, "boundary": shown, "sites": sites})


def day_of(text: str) -> date:
    """The day a text names; today where it names none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return today()
