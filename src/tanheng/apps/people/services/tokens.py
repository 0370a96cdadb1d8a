"""API tokens: created once and shown once, stored as a hash, never stronger than their user."""

import secrets
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from tanheng.apps.journal.services import append_event
from tanheng.apps.people.access import refuse
from tanheng.apps.people.access.tokens import secret_hash
from tanheng.apps.people.models import ApiToken
from tanheng.apps.people.models.permissions import VERBS
from tanheng.apps.people.services.changes import change
from tanheng.pages.actor import Actor
from tanheng.store.clock import now

PREFIX = "tanheng_"


def create_token(*, actor: Actor, node: Any, name: str, scopes: Sequence[str], expires_on: date | None = None) -> tuple[ApiToken, str]:
    """Make a token for oneself on a part of the group; returns it with its secret, which is never stored."""
    unknown = [scope for scope in scopes if scope not in VERBS]
    if unknown or not scopes:
        raise ValidationError(_("Choose at least one scope from the list."))
    secret = PREFIX + secrets.token_urlsafe(32)

    def write() -> tuple[ApiToken, str]:
        for scope in scopes:
            if not actor.reach.permits(scope, node):
                refuse(scope, node)
        token = ApiToken.objects.create(
            user=actor.user,
            node=node,
            name=name,
            scopes=sorted(scopes),
            prefix=secret[: len(PREFIX) + 4],
            secret_hash=secret_hash(secret),
            expires_on=expires_on,
        )
        payload = {"name": name, "node": node.name, "scopes": sorted(scopes)}
        append_event(actor=actor, action="people.token.created", subject=token, place=node, payload=payload)
        return token, secret

    return change(actor, "", node, write)


def end_token(*, actor: Actor, token: ApiToken) -> ApiToken:
    """End one's own token for good."""
    if token.user_id != actor.user.pk:
        raise PermissionDenied("another person's token")

    def write() -> ApiToken:
        token.ended_at = ApiToken.objects.get(pk=token.pk).ended_at
        if token.ended_at is None:
            token.ended_at = now()
            token.save(update_fields=["ended_at"])
            append_event(actor=actor, action="people.token.ended", subject=token, place=token.node, payload={"name": token.name})
        return token

    return change(actor, "", None, write, lock=token)
