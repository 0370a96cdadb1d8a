"""API tokens: created once and shown once, stored as a hash, never stronger than their user."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tanheng.apps.journal.services import append_event
from tanheng.apps.people.access import Reach, refuse
from tanheng.apps.people.models import ApiToken, User
from tanheng.apps.people.permissions import VERBS

PREFIX = "tanheng_"


@dataclass(frozen=True)
class TokenHolder:
    """A presented token that is good: its user, and what it may do of what the user may."""

    user: User
    token: ApiToken

    def permits(self, verb: str, node: Any) -> bool:
        """True when the scope, the token's part of the group and the user's own roles all allow it."""
        return self.open_here(verb, node) and Reach(self.user).permits(verb, node)

    def open_here(self, verb: str, node: Any) -> bool:
        """True when the token itself covers the verb and the node, whatever its user may."""
        return verb in self.token.scopes and node.path.startswith(self.token.node.path)


@transaction.atomic
def create_token(
    *, by: User, node: Any, name: str, scopes: Sequence[str], expires_on: date | None = None
) -> tuple[ApiToken, str]:
    """Make a token for oneself on a part of the group; returns it with its secret, which is never stored."""
    unknown = [scope for scope in scopes if scope not in VERBS]
    if unknown or not scopes:
        raise ValidationError(_("Choose at least one scope from the list."))
    reach = Reach(by)
    for scope in scopes:
        if not reach.permits(scope, node):
            refuse(scope, node)
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=by,
        node=node,
        name=name,
        scopes=sorted(scopes),
        prefix=secret[: len(PREFIX) + 4],
        secret_hash=_hash(secret),
        expires_on=expires_on,
    )
    payload = {"name": name, "node": node.name, "scopes": sorted(scopes)}
    append_event(actor=by, action="people.token.created", subject=token, place=node, payload=payload)
    return token, secret


@transaction.atomic
def end_token(*, by: User, token: ApiToken) -> ApiToken:
    """End one's own token for good."""
    if token.user_id != by.pk:
        raise PermissionDenied("another person's token")
    if token.ended_at is None:
        token.ended_at = timezone.now()
        token.save(update_fields=["ended_at"])
        append_event(
            actor=by, action="people.token.ended", subject=token, place=token.node, payload={"name": token.name}
        )
    return token


def user_of_token(secret: str) -> TokenHolder | None:
    """The holder of a presented secret; None when unknown, ended, expired or its user is no longer active."""
    token = ApiToken.objects.select_related("user", "node").filter(secret_hash=_hash(secret), ended_at=None).first()
    if token is None or not token.user.is_active:
        return None
    if token.expires_on is not None and token.expires_on < timezone.localdate():
        return None
    return TokenHolder(token.user, token)


def _hash(secret: str) -> str:
    # The secret has 256 random bits: a plain hash cannot be guessed backwards, and lookups stay fast.
    return hashlib.sha256(secret.encode()).hexdigest()
