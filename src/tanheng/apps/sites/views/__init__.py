"""Pages of the organisation: the tree, one node with its facts, and the small forms that change it."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from tanheng.apps.sites import services
from tanheng.apps.sites.access import access_node
from tanheng.apps.sites.forms import CodeForm, CompanyForm, FacilityForm, FactForm, NameForm
from tanheng.apps.sites.models import Node
from tanheng.apps.sites.models.kinds import FACT_KINDS, LIFE_KINDS, LISTS, STATES
from tanheng.apps.sites.selectors import descendants, fact_history, facts
from tanheng.apps.sites.selectors.life import life_history, life_of
from tanheng.apps.sites.selectors.lists import memberships
from tanheng.apps.sites.views.small_forms import small_form
from tanheng.engine.credit_code import fault_of
from tanheng.pages.actor import Actor
from tanheng.pages.request import PageRequest
from tanheng.store.clock import today

CHILD_FORMS: dict[str, type[forms.Form]] = {"group": CompanyForm, "company": CodeForm, "site": FacilityForm}


def tree(request: PageRequest) -> HttpResponse:
    """Everything in one's part of the group."""
    reach = request.reach
    if not reach.anywhere("view_organisation"):
        raise PermissionDenied("view_organisation")
    return render(request, "sites/tree.html", {"nodes": reach.nodes("view_organisation")})


def node(request: PageRequest, node_id: int) -> HttpResponse:
    """One node: what it is, its facts with their history, what stands below it."""
    shown = access_node(request.reach, "view_organisation", node_id)
    request.frame.show(node=shown)
    now = [(FACT_KINDS[name], fact) for name, fact in facts(shown).items() if name in FACT_KINDS]
    history = [(FACT_KINDS[fact.attribute], fact) for fact in fact_history(shown) if fact.attribute in FACT_KINDS]
    context = {
        "node": shown,
        "facts": now,
        "history": history,
        "below": descendants(shown).exclude(pk=shown.pk),
        **life_context(shown),
        "code_fault": fault_of(shown.code) if shown.kind == "company" else None,
        "may_manage": request.reach.permits("manage_organisation", shown),
    }
    return render(request, "sites/node.html", context)


def life_context(shown: Node) -> dict[str, Any]:
    """What a page says of the life of a facility: what it is today, and every record."""
    if shown.kind == "group":
        return {}
    events = [(LIFE_KINDS[event.kind], event) for event in life_history(shown)]
    if shown.kind == "company":
        return {"life": events, "lists": [(LISTS[one.sector], one) for one in memberships(shown)]}
    return {"life": events, "state": STATES[life_of(shown).state(today())] if shown.kind == "facility" else ""}


def add(request: PageRequest, node_id: int) -> HttpResponse:
    """Add what belongs below: a company, a site or a facility."""
    parent = access_node(request.reach, "manage_organisation", node_id)
    if parent.kind not in CHILD_FORMS:
        raise PermissionDenied("nothing stands below a facility")
    titles = {"group": _("Add a company"), "company": _("Add a site"), "site": _("Add a facility")}
    form = CHILD_FORMS[parent.kind](request.POST or None)
    return small_form(request, parent, form, titles[parent.kind], lambda: add_child(actor=request.actor, parent=parent, form=form))


def rename(request: PageRequest, node_id: int) -> HttpResponse:
    """Another name."""
    shown = access_node(request.reach, "manage_organisation", node_id)
    form = NameForm(request.POST or None, initial={"name": shown.name})
    return small_form(
        request,
        shown,
        form,
        _("Rename"),
        lambda: services.rename_node(actor=request.actor, node=shown, name=form.cleaned_data["name"]),
    )


def fact(request: PageRequest, node_id: int) -> HttpResponse:
    """Append a dated fact."""
    shown = access_node(request.reach, "manage_organisation", node_id)
    form = FactForm(request.POST or None)
    return small_form(
        request,
        shown,
        form,
        _("Record a fact"),
        lambda: services.record_fact(actor=request.actor, node=shown, **form.cleaned_data),
    )


def add_child(*, actor: Actor, parent: Node, form: forms.Form) -> Node:
    """Create what belongs below `parent` from a valid form; a stated capacity becomes the first dated fact."""
    data = form.cleaned_data
    if parent.kind == "group":
        return services.create_company(actor=actor, group=parent, name=data["name"], code=data["code"])
    if parent.kind == "company":
        return services.create_site(actor=actor, company=parent, name=data["name"], code=data["code"])
    return services.create_facility(actor=actor, site=parent, **data)
