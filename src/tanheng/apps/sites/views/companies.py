"""Pages of changes of companies: another name or code, facilities handed over, a merger."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from tanheng.apps.sites.access import access_node
from tanheng.apps.sites.forms import HandOverForm, IdentityForm, MergeForm
from tanheng.apps.sites.models import Node
from tanheng.apps.sites.selectors import descendants
from tanheng.apps.sites.services.companies import change_identity, hand_over, merge_company
from tanheng.apps.sites.services.life import MANAGE
from tanheng.apps.sites.views.small_forms import small_form
from tanheng.pages.request import PageRequest


def identity(request: PageRequest, node_id: int) -> HttpResponse:
    """Another name or code from a day on; the past keeps the old one."""
    company = access_node(request.reach, MANAGE, node_id, kind="company")
    form = IdentityForm(request.POST or None, initial={"name": company.name, "code": company.code})
    return small_form(
        request,
        company,
        form,
        _("Change name or code"),
        lambda: change_identity(actor=request.actor, company=company, **form.cleaned_data),
    )


def handover(request: PageRequest, node_id: int) -> HttpResponse:
    """Facilities that belong to another company from a day on."""
    company = access_node(request.reach, MANAGE, node_id, kind="company")
    facilities = {one.pk: one for one in descendants(company, kind="facility")}
    others = request.reach.nodes(MANAGE).filter(kind="site").exclude(path__startswith=company.path).select_related("parent")
    sites = {one.pk: one for one in others}
    form = HandOverForm(request.POST or None, facilities=facilities.values(), sites=sites.values())

    def hand() -> list[Node]:
        typed = {**form.cleaned_data}
        chosen, site = [facilities[key] for key in typed.pop("facilities")], sites[typed.pop("site")]
        return hand_over(actor=request.actor, facilities=chosen, site=site, **typed)

    return small_form(request, company, form, _("Hand over facilities"), hand)


def merger(request: PageRequest, node_id: int) -> HttpResponse:
    """The company as part of another one from a day on."""
    company = access_node(request.reach, MANAGE, node_id, kind="company")
    others = {one.pk: one for one in request.reach.nodes(MANAGE).filter(kind="company").exclude(pk=company.pk)}
    form = MergeForm(request.POST or None, companies=others.values())

    def merge() -> list[Node]:
        typed = {**form.cleaned_data}
        return merge_company(actor=request.actor, company=company, into=others[typed.pop("into")], **typed)

    return small_form(request, company, form, _("Merge into another company"), merge)
