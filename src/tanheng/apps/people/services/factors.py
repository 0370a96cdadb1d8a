"""Second factors: their secrets are encrypted where they are stored, and an administrator takes away one that its owner has lost."""

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator

from tanheng.apps.journal.services import append_event
from tanheng.apps.people.access import home_node
from tanheng.apps.people.access.invitations import LinkRefusedError, may_make_link
from tanheng.apps.people.models import User
from tanheng.apps.people.services.changes import change
from tanheng.pages.actor import Actor
from tanheng.store.facts import note
from tanheng.store.secret_text import decrypted, encrypted

PURPOSE = "second-factor"


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # the sign-in library brings no types
    """The library's adapter, which stores the secrets of authenticator apps and recovery codes as they come unless it is told otherwise."""

    def encrypt(self, text: str) -> str:
        """As it is stored."""
        return encrypted(text, PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret again. Raises UnreadableTextError: a secret that cannot be read opens nothing."""
        return decrypted(encrypted_text, PURPOSE)


def remove_factors(*, actor: Actor, user: User) -> list[str]:
    """Take away somebody's second factors, for whoever lost them: by an administrator of every part the person belongs to, never by
    oneself. Gives the kinds that were removed. Raises LinkRefusedError.
    """
    if actor.user.pk == user.pk or not may_make_link(actor.reach, user):
        raise LinkRefusedError("not every part of this person's roles is kept by whoever asks")

    def write() -> list[str]:
        if not may_make_link(actor.reach.fresh(), user):
            raise LinkRefusedError("not every part of this person's roles is kept any more")
        return taken_away(actor=actor, user=user)

    return change(actor, "", None, write, lock=user)


def taken_away(*, actor: Actor, user: User) -> list[str]:
    """The factors of a person gone, with one event that names who did it; part of the caller's change."""
    held = Authenticator.objects.filter(user=user)
    rows = list(held)
    kinds = sorted(str(row.type) for row in rows)
    if rows:
        held._raw_delete(held.db)  # the table's own signal would say that the person did it
        note(rows)
        payload = {"name": str(user), "kinds": kinds}
        append_event(actor=actor, action="people.factors.removed", subject=user, place=home_node(user), payload=payload)
    return kinds
