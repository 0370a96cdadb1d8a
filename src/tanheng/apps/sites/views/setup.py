"""The set-up of an empty installation, step by step: administrator, group, company, site, facilities, people.

What was typed is kept while it is typed, and the set-up can be left and resumed at the step it has reached.
"""

from typing import Any

from django import forms
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from tanheng.apps.people import services as people_services
from tanheng.apps.people.access import active_assignments
from tanheng.apps.people.access.invitations import invitation_address
from tanheng.apps.people.models import User
from tanheng.apps.sites import services
from tanheng.apps.sites.access.setup_code import forget_code
from tanheng.apps.sites.forms import AdministratorForm, CodeForm, CompanyForm, FacilityForm, NameForm, SetupPersonForm
from tanheng.apps.sites.models import Installation, Node
from tanheng.apps.sites.selectors import unfinished_installation
from tanheng.pages.request import PageRequest

STEPS = ("group", "company", "site", "facilities", "people")
FORMS: dict[str, type[forms.Form]] = {
    "group": NameForm,
    "company": CompanyForm,
    "site": CodeForm,
    "facilities": FacilityForm,
    "people": SetupPersonForm,
}


@login_not_required
@never_cache
def setup(request: PageRequest) -> HttpResponse:
    """Lead to the step the set-up has reached."""
    if not User.objects.exists():
        return redirect("sites:setup-administrator")
    _installation(request)
    return redirect("sites:setup-step", _reached())


@login_not_required
@never_cache
@sensitive_post_parameters("password", "repeated", "code")
def administrator(request: PageRequest) -> HttpResponse:
    """First step: the account of the first administrator, with the code from the server's console."""
    if User.objects.exists():
        return redirect("sites:setup")
    form = AdministratorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = services.begin_with_administrator(
            email=form.cleaned_data["email"],
            display_name=form.cleaned_data["display_name"],
            password=form.cleaned_data["password"],
            language=get_language() or "zh-hans",
        )
        forget_code()
        login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return redirect("sites:setup")
    context = {"form": form, "step": "administrator", "steps": _stepper("administrator")}
    return render(request, "sites/setup.html", context)


@never_cache
def step(request: PageRequest, step: str) -> HttpResponse:
    """One step: its form, what it has brought so far, and the way on."""
    installation = _at_step(request, step)
    if STEPS.index(step) > STEPS.index(_reached()):
        return redirect("sites:setup-step", _reached())
    form = _form(request, installation, step)
    if request.method == "POST" and form.is_valid():
        try:
            _store(request, step, form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            services.keep_draft(installation=installation, step=step, typed={})
            return redirect("sites:setup-step", step if step in ("facilities", "people") else _reached())
    context = {
        "form": None if _done(step) and step in ("group", "company", "site") else form,
        "step": step,
        "steps": _stepper(step),
        "nodes": Node.objects.filter(kind="facility" if step == "facilities" else step),
        "assignments": active_assignments().select_related("user", "node") if step == "people" else [],
        "links": request.session.get("setup-links", {}),
        "next": STEPS[STEPS.index(step) + 1] if step != "people" and _done(step) else "",
    }
    return render(request, "sites/setup.html", context)


@require_POST
def keep(request: PageRequest, step: str) -> HttpResponse:
    """Keep what is being typed, for whoever leaves and comes back."""
    installation = _at_step(request, step)
    names = FORMS[step].base_fields.keys()
    typed = {name: request.POST[name][:300] for name in names if request.POST.get(name)}
    services.keep_draft(installation=installation, step=step, typed=typed)
    return HttpResponse(status=204)


@require_POST
def finish(request: PageRequest) -> HttpResponse:
    """Close the set-up and go to work."""
    if request.user.is_authenticated and unfinished_installation() is None:
        return redirect("web:home")  # it is closed already
    _installation(request)
    services.finish_installation(actor=request.actor)
    request.session.pop("setup-links", None)
    return redirect("web:home")


def _installation(request: PageRequest) -> Installation:
    installation = unfinished_installation()
    if installation is None or installation.founder_id != request.user.pk:
        if not request.user.is_authenticated:
            raise Http404("no set-up for strangers")
        raise PermissionDenied("the set-up is led by somebody else or finished")
    return installation


def _at_step(request: PageRequest, step: str) -> Installation:
    installation = _installation(request)
    if step not in STEPS:
        raise Http404("no such step")
    return installation


def _reached() -> str:
    """The first step that has brought nothing yet."""
    return next((step for step in STEPS if not _done(step)), "people")


def _done(step: str) -> bool:
    if step == "people":
        return False
    return Node.objects.filter(kind="facility" if step == "facilities" else step).exists()


def _form(request: PageRequest, installation: Installation, step: str) -> forms.Form:
    options: dict[str, Any] = {"nodes": Node.objects.all()} if step == "people" else {}
    initial = installation.draft.get(step) or {}
    return FORMS[step](request.POST or None, initial=initial, **options)


def _above(kind: str) -> Node:
    """What an earlier step made."""
    found = Node.objects.filter(kind=kind).first()
    if found is None:
        raise Http404(f"no {kind} yet")
    return found


def _store(request: PageRequest, step: str, data: dict[str, Any]) -> None:
    actor = request.actor
    if step == "group":
        services.create_group(actor=actor, name=data["name"])
    elif step == "company":
        services.create_company(actor=actor, group=_above("group"), **data)
    elif step == "site":
        services.create_site(actor=actor, company=_above("company"), **data)
    elif step == "facilities":
        services.create_facility(actor=actor, site=_above("site"), **data)
    else:
        _store_person(request, data)


def _store_person(request: PageRequest, data: dict[str, Any]) -> None:
    node = Node.objects.get(pk=data.pop("node"))
    invited = people_services.invite_person(actor=request.actor, node=node, **data)
    if invited.link:
        links = request.session.get("setup-links", {})
        request.session["setup-links"] = {**links, str(invited.user): invitation_address(request, invited.link)}


def _stepper(current: str) -> list[dict[str, str]]:
    labels = {
        "administrator": _("Administrator"),
        "group": _("Group"),
        "company": _("Company"),
        "site": _("Site"),
        "facilities": _("Facilities"),
        "people": _("People"),
    }
    order = list(labels)
    reached = "administrator" if current == "administrator" else _reached()
    return [
        {
            "label": label,
            "state": "current" if name == current else "done" if order.index(name) < order.index(reached) else "open",
            "address": reverse("sites:setup-step", args=[name])
            if name != "administrator" and order.index(name) <= order.index(reached)
            else "",
        }
        for name, label in labels.items()
    ]
