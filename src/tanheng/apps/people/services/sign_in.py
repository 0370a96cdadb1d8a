"""Our side of the sign-in library: no public sign-up, and its security events go into the journal."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.signals import user_logged_in
from allauth.core import context
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest

from tanheng.apps.journal.services import append_event
from tanheng.apps.people.access import home_node
from tanheng.apps.people.access.actors import in_person
from tanheng.apps.people.models import User
from tanheng.apps.people.services.changes import change
from tanheng.apps.people.services.tokens import end_all_tokens
from tanheng.store.facts import note


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # the sign-in library brings no types
    """Accounts are made by invitation or at set-up, never by a stranger."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Closed."""
        return False

    def set_password(self, user: User, password: str) -> None:
        """The password and its event in one transaction; what takes its time, the old one checked and the new one hashed, comes before."""
        user.set_password(password)

        actor = in_person(user, "web")

        def write() -> None:
            user.save(update_fields=["password"])
            end_all_tokens(actor=actor, user=user)
            _record(user, "people.password.changed")

        change(actor, "", None, write, lock=user)

    def reauthenticate(self, user: User, password: str) -> bool:
        """Ask for the password again; our users have one address, the library would look for it in its own table."""
        again = self.authenticate(context.request, email=user.email, password=password)
        return again is not None and again.pk == user.pk


def connect() -> None:
    """Listen to the library's changes; it offers no other way to hear of them.

    Its own signal for a new factor comes after the commit; the table's signals come inside the same transaction.
    """
    user_logged_in.connect(_signed_in, dispatch_uid="tanheng.people.signed_in")
    post_save.connect(_factor_added, sender=Authenticator, dispatch_uid="tanheng.people.factor_added")
    post_delete.connect(_factor_removed, sender=Authenticator, dispatch_uid="tanheng.people.factor_removed")


def _signed_in(user: User, **_signal: Any) -> None:
    _record(user, "people.session.opened")


def _factor_added(instance: Authenticator, *, created: bool, **_signal: Any) -> None:
    if created:
        _record(instance.user, "people.factor.added", instance, kind=str(instance.type))


def _factor_removed(instance: Authenticator, **_signal: Any) -> None:
    _record(instance.user, "people.factor.removed", instance, kind=str(instance.type))


@transaction.atomic
def _record(user: User, action: str, *saved: Model, **payload: str) -> None:
    note(saved)
    append_event(actor=in_person(user, "web"), action=action, subject=user, place=home_node(user), payload={"name": str(user), **payload})
