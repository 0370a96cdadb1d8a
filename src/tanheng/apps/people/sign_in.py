"""Our side of the sign-in library: no public sign-up, and its security events go into the journal."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.signals import password_changed, user_logged_in
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.db import transaction
from django.http import HttpRequest

from tanheng.apps.journal.services import append_event
from tanheng.apps.people.models import User
from tanheng.apps.people.services import home_node


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by invitation or at set-up, never by a stranger."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Closed."""
        return False


def connect() -> None:
    """Listen to the library's signals; it offers no other way to hear of these changes."""
    user_logged_in.connect(_signed_in, dispatch_uid="tanheng.people.signed_in")
    password_changed.connect(_password_changed, dispatch_uid="tanheng.people.password_changed")
    authenticator_added.connect(_factor_added, dispatch_uid="tanheng.people.factor_added")
    authenticator_removed.connect(_factor_removed, dispatch_uid="tanheng.people.factor_removed")


def _signed_in(user: User, **_signal: Any) -> None:
    _record(user, "people.session.opened")


def _password_changed(user: User, **_signal: Any) -> None:
    _record(user, "people.password.changed")


def _factor_added(user: User, authenticator: Any, **_signal: Any) -> None:
    _record(user, "people.factor.added", kind=str(authenticator.type))


def _factor_removed(user: User, authenticator: Any, **_signal: Any) -> None:
    _record(user, "people.factor.removed", kind=str(authenticator.type))


@transaction.atomic
def _record(user: User, action: str, **payload: str) -> None:
    append_event(actor=user, action=action, subject=user, place=home_node(user), payload={"name": str(user), **payload})
