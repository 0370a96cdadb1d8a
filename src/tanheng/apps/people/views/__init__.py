"""Pages by which administrators keep people and roles, and the page that explains permissions to everybody."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tanheng.apps.people import services
from tanheng.apps.people.access import explain_permission, refuse
from tanheng.apps.people.access.invitations import LinkRefusedError, OneTimeLink, invitation_address
from tanheng.apps.people.access.separations import held_together, hindrances, standings
from tanheng.apps.people.forms import EndForm, PermissionQuestion, PersonForm, RoleForm
from tanheng.apps.people.models import User
from tanheng.apps.people.models.permissions import ROLES, VERBS
from tanheng.apps.people.pages.tokens import token_rows
from tanheng.apps.people.selectors import (
    assignments_within,
    factor_kinds,
    people_with_assignments,
    people_within,
    tokens_kept,
    tokens_within,
)
from tanheng.apps.people.services import tokens as token_services
from tanheng.pages.actor import Reach
from tanheng.pages.request import PageRequest


def people(request: PageRequest) -> HttpResponse:
    """Everybody with a role in one's part of the group."""
    reach = _administrator(request)
    return render(request, "people/list.html", {"people": people_with_assignments(reach)})


def invite(request: PageRequest) -> HttpResponse:
    """Give somebody new (or known) a role and show the one-time link, where there is one."""
    reach = _administrator(request)
    form = PersonForm(request.POST or None, reach=reach)
    if request.method == "POST" and form.is_valid():
        try:
            invited = services.invite_person(actor=request.actor, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            if invited.link:
                _show_link(request, invited.user, invited.link)
            else:
                messages.info(request, _("This address has an account already: it has the role now, and its own way to sign in."))
            return redirect("people:person", invited.user.pk)
    return render(request, "people/invite.html", {"form": form})


def person(request: PageRequest, user_id: int) -> HttpResponse:
    """One person: roles now and before, another role."""
    reach = _administrator(request)
    shown = _person_or_404(reach, user_id)
    form = RoleForm(request.POST or None, reach=reach)
    if request.method == "POST" and form.is_valid():
        try:
            services.assign_role(actor=request.actor, user=shown, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            return redirect("people:person", user_id)
    context = {
        "person": shown,
        "assignments": assignments_within(reach).filter(user=shown),
        "form": form,
        "link": request.session.pop(f"invitation-{user_id}", ""),
        "tokens": token_rows(tokens_kept(reach, shown), lambda one: reverse("people:end-others-token", args=[user_id, one.pk])),
        "factor_kinds": factor_kinds(shown),
    }
    return render(request, "people/person.html", context)


@require_POST
def end_token(request: PageRequest, user_id: int, token_id: int) -> HttpResponse:
    """End somebody's token."""
    reach = _administrator(request)
    token = tokens_within(reach, _person_or_404(reach, user_id)).filter(pk=token_id).first()
    if token is None:
        raise Http404("no such token")
    token_services.end_token(actor=request.actor, token=token)
    messages.success(request, _("The token has been ended."))
    return redirect("people:person", user_id)


@require_POST
def renew_link(request: PageRequest, user_id: int) -> HttpResponse:
    """A new one-time link for somebody who lost the first or the password."""
    reach = _administrator(request)
    shown = _person_or_404(reach, user_id)
    try:
        _show_link(request, shown, services.renew_invitation(actor=request.actor, user=shown))
    except LinkRefusedError:
        told = _("A link is made by an administrator of every part in which the person has a role, or ever had one.")
        messages.error(request, told)
    return redirect("people:person", user_id)


def end(request: PageRequest, assignment_id: int) -> HttpResponse:
    """End a role, with the reason."""
    reach = _administrator(request)
    assignment = assignments_within(reach).filter(pk=assignment_id).select_related("user").first()
    if assignment is None:
        raise Http404("no such assignment")
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.end_assignment(actor=request.actor, assignment=assignment, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("The role has been ended."))
            return redirect("people:person", assignment.user_id)
    return render(request, "people/end.html", {"form": form, "assignment": assignment})


def permissions(request: PageRequest) -> HttpResponse:
    """The permission table, and why somebody may or may not do something somewhere."""
    reach = request.reach
    form = PermissionQuestion(request.GET or None, reach=reach, people=_askable(reach, request.user))
    explanation, asked = None, {}
    if form.is_bound and form.is_valid():
        asked = form.cleaned_data
        explanation = explain_permission(asked["person"], asked["verb"], asked["node"])
        within = [grant for grant in explanation.elsewhere if any(grant.path.startswith(g.path) for g in reach.grants)]
        explanation.elsewhere[:] = within
    node = _company_or_group(request.frame.node)
    context = {
        "roles": ROLES.values(),
        "verbs": VERBS.items(),
        "form": form,
        "explanation": explanation,
        "hindrances": hindrances(asked["person"], explanation.roles, asked["node"]) if explanation and not explanation.allowed else [],
        "node": node,
        "standings": standings(node) if node else [],
        "held_together": held_together(node) if node and reach.permits("manage_people", node) else [],
        "may_decide": node is not None and reach.permits("decide_separations", node),
    }
    return render(request, "people/permissions.html", context)


def _company_or_group(node: Any) -> Any:
    """The part on whose duties there is something to say: the company, above its sites and facilities."""
    while node is not None and node.kind not in ("group", "company"):
        node = node.parent
    return node


def _askable(reach: Reach, user: Any) -> QuerySet[User]:
    """Oneself; for administrators also the people in their part."""
    keys = [user.pk, *people_within(reach).values_list("pk", flat=True)]
    return User.objects.filter(pk__in=keys).order_by("display_name")


def _administrator(request: PageRequest) -> Reach:
    reach: Reach = request.reach
    if not reach.anywhere("manage_people"):
        node = request.frame.node
        if node is None:
            raise PermissionDenied("manage_people")
        refuse("manage_people", node)
    return reach


def _person_or_404(reach: Reach, user_id: int) -> User:
    found = people_within(reach).filter(pk=user_id).first()
    if found is None:
        raise Http404("no such person")
    return found


def _show_link(request: PageRequest, user: User, link: OneTimeLink) -> None:
    """Keep the link for the next page only; it is stored nowhere else."""
    request.session[f"invitation-{user.pk}"] = invitation_address(request, link)
