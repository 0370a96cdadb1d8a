"""API tokens: created once and shown once, stored as a hash, never stronger than their user."""

import secrets
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tanheng.apps.journal.services import append_event
from tanheng.apps.people.access import refuse
from tanheng.apps.people.access.actors import on_the_machine
from tanheng.apps.people.access.tokens import secret_hash
from tanheng.apps.people.models import ApiToken, User
from tanheng.apps.people.models.permissions import VERBS
from tanheng.apps.people.services.changes import change
from tanheng.pages.actor import Actor
from tanheng.store.clock import now, today

PREFIX = "tanheng_"


def create_token(*, actor: Actor, node: Any, name: str, scopes: Sequence[str], expires_on: date | None = None) -> tuple[ApiToken, str]:
    """Make a token for oneself on a part of the group; returns it with its secret, which is never stored."""
    unknown = [scope for scope in scopes if scope not in VERBS]
    if unknown or not scopes:
        raise ValidationError(_("Choose at least one scope from the list."))
    secret = PREFIX + secrets.token_urlsafe(32)

    def write() -> tuple[ApiToken, str]:
        reach = actor.reach.fresh()
        for scope in scopes:
            if not reach.permits(scope, node):
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
    """End a token for good: one's own, or one on a part of the group where one keeps people."""
    verb = "" if token.user_id == actor.user.pk else "manage_people"
    return change(actor, verb, token.node, lambda: _ended(actor, token), lock=token)


def end_all_tokens(*, actor: Actor, user: User) -> list[ApiToken]:
    """End every token of a person whose password changes, for whoever knew the old one may have made some; part of the caller's change."""
    living = ApiToken.objects.filter(user=user, ended_at=None).select_related("node").order_by("pk")
    return [_ended(actor, token) for token in living]


def end_expired_tokens() -> int:
    """End every token whose last day has passed, each with its event; how many that were. They open nothing any more as it is."""
    actor = on_the_machine("worker")
    expired = ApiToken.objects.filter(ended_at=None, expires_on__lt=today()).select_related("node").order_by("pk")
    for token in expired:
        change(actor, "", token.node, partial(_ended, actor, token), lock=token)
    return len(expired)


def _ended(actor: Actor, token: ApiToken) -> ApiToken:
    token.ended_at = ApiToken.objects.get(pk=token.pk).ended_at
    if token.ended_at is None:
        token.ended_at = now()
        token.save(update_fields=["ended_at"])
        append_event(actor=actor, action="people.token.ended", subject=token, place=token.node, payload={"name": token.name})
    return token
