"""Pages about oneself: sign-in, accepting an invitation, the account, API tokens."""

from allauth.account.views import login as library_sign_in
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tanheng.apps.people import services
from tanheng.apps.people.access.invitations import invited_user
from tanheng.apps.people.forms import LanguageForm, PasswordForm, TokenForm
from tanheng.apps.people.models import User
from tanheng.apps.people.models.permissions import ROLES
from tanheng.apps.people.pages.tokens import token_rows
from tanheng.apps.people.selectors import tokens_of
from tanheng.apps.people.services import tokens as token_services
from tanheng.pages.request import PageRequest

NEW_TOKEN = "new-token"  # noqa: S105 - no secret: its place in the sign-in's own memory, until the next page has shown it


@login_not_required
def sign_in(request: PageRequest) -> HttpResponse:
    """The library's sign-in; an installation without any account leads to its set-up instead."""
    if request.method == "GET" and not User.objects.exists():
        return redirect("sites:setup")
    answer: HttpResponse = library_sign_in(request)
    return answer


@login_not_required
@never_cache
def accept(request: PageRequest, key: str, token: str) -> HttpResponse:
    """An invited person chooses a password, by the one-time link."""
    user = invited_user(key, token)
    form = PasswordForm(request.POST or None, user=user)
    if user and request.method == "POST" and form.is_valid():
        user = services.set_invited_password(user=user, key=key, token=token, password=form.cleaned_data["password"])
        if user:
            messages.success(request, _("The password is set. Sign in with it now."))
            return redirect("account_login")
    if user is None:
        return render(request, "people/link_void.html", status=404)
    return render(request, "people/accept.html", {"form": form, "person": user})


@login_not_required
def forgotten(request: PageRequest) -> HttpResponse:
    """No mail is sent from here: an administrator makes a new link."""
    return render(request, "people/forgotten.html")


def to_profile(request: PageRequest) -> HttpResponse:
    """E-mail addresses are kept by administrators."""
    return redirect("people:profile")


def profile(request: PageRequest) -> HttpResponse:
    """One's own name, language, roles; ways to the password and the second factor."""
    form = LanguageForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        user = services.change_own_profile(actor=request.actor, **form.cleaned_data)
        response = redirect("people:profile")
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            user.language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        )
        return response
    roles = [(ROLES[grant.role].label, grant.node_name) for grant in request.reach.grants]
    return render(request, "people/profile.html", {"form": form, "roles": roles})


@never_cache
def tokens(request: PageRequest) -> HttpResponse:
    """One's own API tokens; a new one is shown on the next page, once."""
    form = TokenForm(request.POST or None, reach=request.reach)
    if request.method == "POST" and form.is_valid():
        try:
            _token, request.session[NEW_TOKEN] = token_services.create_token(actor=request.actor, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        except PermissionDenied:
            form.add_error("node", _("Your own roles do not open all of this on that part of the group."))
        else:
            return redirect("people:tokens")
    secret = "" if request.method == "POST" else request.session.pop(NEW_TOKEN, "")
    shown = token_rows(tokens_of(request.user), lambda one: reverse("people:end-token", args=[one.pk]))
    return render(request, "people/tokens.html", {"form": form, "tokens": shown, "secret": secret})


@require_POST
def end_token(request: PageRequest, token_id: int) -> HttpResponse:
    """End one of one's own tokens."""
    token = tokens_of(request.user).filter(pk=token_id).first()
    if token is None:
        raise Http404("no such token")
    token_services.end_token(actor=request.actor, token=token)
    return redirect("people:tokens")
