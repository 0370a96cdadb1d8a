"""The page of a company's membership of the lists of key emitters, year by year."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from tanheng.apps.sites.access import access_node
from tanheng.apps.sites.forms import MembershipForm
from tanheng.apps.sites.services.life import MANAGE
from tanheng.apps.sites.services.lists import record_membership
from tanheng.apps.sites.views.small_forms import small_form
from tanheng.pages.request import PageRequest


def record(request: PageRequest, node_id: int) -> HttpResponse:
    """Append that the company is, or is not, on a list in a year."""
    company = access_node(request.reach, MANAGE, node_id, kind="company")
    form = MembershipForm(request.POST or None)
    return small_form(
        request,
        company,
        form,
        _("Record the list of key emitters"),
        lambda: record_membership(actor=request.actor, company=company, **form.cleaned_data),
    )
