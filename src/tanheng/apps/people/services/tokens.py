"""API tokens: created once and shown once, stored as a hash, never stronger than their user."""

import secrets
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tanheng.apps.journal.services import append_event
from tanheng.apps.people.access import PersonReach, refuse
from tanheng.apps.people.access.tokens import secret_hash
from tanheng.apps.people.models import ApiToken, User
from tanheng.apps.people.models.permissions import VERBS

PREFIX = "tanheng_"


@transaction.atomic
def create_token(*, by: User, node: Any, name: str, scopes: Sequence[str], expires_on: date | None = None) -> tuple[ApiToken, str]:
    """Make a token for oneself on a part of the group; returns it with its secret, which is never stored."""
    unknown = [scope for scope in scopes if scope not in VERBS]
    if unknown or not scopes:
        raise ValidationError(_("Choose at least one scope from the list."))
    reach = PersonReach(by)
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
        secret_hash=secret_hash(secret),
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
    token.ended_at = ApiToken.objects.select_for_update(no_key=True).get(pk=token.pk).ended_at
    if token.ended_at is None:
        token.ended_at = timezone.now()
        token.save(update_fields=["ended_at"])
        append_event(actor=by, action="people.token.ended", subject=token, place=token.node, payload={"name": token.name})
    return token
