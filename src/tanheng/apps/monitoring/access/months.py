"""The only way to get a month of a place."""

from datetime import date

from django.http import Http404

from tanheng.apps.monitoring.selectors.months import StandingMonth, standing_month
from tanheng.apps.sites.access import access_company
from tanheng.apps.sites.models import Node
from tanheng.pages.actor import Reach

YEARS = range(1900, 3000)


def access_month(reach: Reach, verb: str, node_id: int, year: int, month: int) -> StandingMonth:
    """The month at a facility, or at the company itself, when the verb is open for the company's data."""
    company = access_company(reach, verb, node_id)
    place = Node.objects.get(pk=node_id)
    if place.kind not in ("facility", "company") or not 1 <= month <= 12 or year not in YEARS:
        raise Http404("no such month")
    return standing_month(company, place, date(year, month, 1))
