"""Pages of the organisation: the tree, one node with its facts, and the small forms that change it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tanheng.apps.sites import services
from tanheng.apps.sites.access import access_node
from tanheng.apps.sites.forms import CodeForm, CompanyForm, EndUseForm, FacilityForm, FactForm, NameForm
from tanheng.apps.sites.models import Node
from tanheng.apps.sites.models.kinds import FACT_KINDS
from tanheng.apps.sites.selectors import descendants, fact_history, facts
from tanheng.engine.credit_code import fault_of
from tanheng.pages.actor import Actor
from tanheng.pages.request import PageRequest

CHILD_FORMS: dict[str, type[forms.Form]] = {"group": CompanyForm, "company": CodeForm, "site": FacilityForm}


def tree(request: PageRequest) -> HttpResponse:
    """Everything in one's part of the group."""
    reach = request.reach
    if not reach.anywhere("view_organisation"):
        raise PermissionDenied("view_organisation")
    return render(request, "sites/tree.html", {"nodes": reach.nodes("view_organisation")})


def node(request: PageRequest, node_id: int) -> HttpResponse:
    """One node: what it is, its facts with their history, what stands below it."""
    shown = access_node(request.user, "view_organisation", node_id)
    request.frame.show(node=shown)
    now = [(FACT_KINDS[name], fact) for name, fact in facts(shown).items() if name in FACT_KINDS]
    history = [(FACT_KINDS[fact.attribute], fact) for fact in fact_history(shown) if fact.attribute in FACT_KINDS]
    context = {
        "node": shown,
        "facts": now,
        "history": history,
        "below": descendants(shown).exclude(pk=shown.pk),
        "code_fault": fault_of(shown.code) if shown.kind == "company" else None,
        "may_manage": request.reach.permits("manage_organisation", shown),
    }
    return render(request, "sites/node.html", context)


def add(request: PageRequest, node_id: int) -> HttpResponse:
    """Add what belongs below: a company, a site or a facility."""
    parent = access_node(request.user, "manage_organisation", node_id)
    if parent.kind not in CHILD_FORMS:
        raise PermissionDenied("nothing stands below a facility")
    titles = {"group": _("Add a company"), "company": _("Add a site"), "site": _("Add a facility")}
    form = CHILD_FORMS[parent.kind](request.POST or None)
    return _change(request, parent, form, titles[parent.kind], lambda: add_child(actor=request.actor, parent=parent, form=form))


def rename(request: PageRequest, node_id: int) -> HttpResponse:
    """Another name."""
    shown = access_node(request.user, "manage_organisation", node_id)
    form = NameForm(request.POST or None, initial={"name": shown.name})
    return _change(
        request,
        shown,
        form,
        _("Rename"),
        lambda: services.rename_node(actor=request.actor, node=shown, name=form.cleaned_data["name"]),
    )


def fact(request: PageRequest, node_id: int) -> HttpResponse:
    """Append a dated fact."""
    shown = access_node(request.user, "manage_organisation", node_id)
    form = FactForm(request.POST or None)
    return _change(
        request,
        shown,
        form,
        _("Record a fact"),
        lambda: services.record_fact(actor=request.actor, node=shown, **form.cleaned_data),
    )


def end(request: PageRequest, node_id: int) -> HttpResponse:
    """Take a facility out of use."""
    shown = access_node(request.user, "manage_organisation", node_id, kind="facility")
    form = EndUseForm(request.POST or None)
    return _change(
        request,
        shown,
        form,
        _("Take out of use"),
        lambda: services.end_facility(actor=request.actor, facility=shown, **form.cleaned_data),
    )


def add_child(*, actor: Actor, parent: Node, form: forms.Form) -> Node:
    """Create what belongs below `parent` from a valid form; a stated capacity becomes the first dated fact."""
    data = form.cleaned_data
    if parent.kind == "group":
        return services.create_company(actor=actor, group=parent, name=data["name"], code=data["code"])
    if parent.kind == "company":
        return services.create_site(actor=actor, company=parent, name=data["name"], code=data["code"])
    return services.create_facility(actor=actor, site=parent, **data)


def _change(request: PageRequest, shown: Node, form: forms.Form, title: str, change: Callable[[], Any]) -> HttpResponse:
    """Fetch, form, save, redirect: the shape of every small form here."""
    request.frame.show(node=shown)
    if request.method == "POST" and form.is_valid():
        try:
            change()
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            return redirect("sites:node", shown.pk)
    return render(request, "sites/change.html", {"node": shown, "form": form, "title": title})
