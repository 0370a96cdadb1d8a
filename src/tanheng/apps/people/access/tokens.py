"""Who presents an API token, and what the token opens of what its user may."""

import hashlib
from dataclasses import dataclass
from typing import Any

from tanheng.apps.people.access import PersonReach
from tanheng.apps.people.models import ApiToken, User
from tanheng.store.clock import today


@dataclass(frozen=True)
class TokenHolder:
    """A presented token that is good: its user, and what it may do of what the user may."""

    user: User
    token: ApiToken

    def permits(self, verb: str, node: Any) -> bool:
        """True when the scope, the token's part of the group and the user's own roles all allow it."""
        return self.open_here(verb, node) and PersonReach(self.user).permits(verb, node)

    def open_here(self, verb: str, node: Any) -> bool:
        """True when the token itself covers the verb and the node, whatever its user may."""
        return verb in self.token.scopes and node.path.startswith(self.token.node.path)


def user_of_token(secret: str) -> TokenHolder | None:
    """The holder of a presented secret; None when unknown, ended, expired or its user is no longer active."""
    token = ApiToken.objects.select_related("user", "node").filter(secret_hash=secret_hash(secret), ended_at=None).first()
    if token is None or not token.user.is_active:
        return None
    if token.expires_on is not None and token.expires_on < today():
        return None
    return TokenHolder(token.user, token)


def is_living(token_id: int) -> bool:
    """Whether a token is neither ended nor expired at this moment."""
    found = ApiToken.objects.filter(pk=token_id, ended_at=None).first()
    return found is not None and not (found.expires_on is not None and found.expires_on < today())


def secret_hash(secret: str) -> str:
    """The hash under which a secret is stored."""
    # The secret has 256 random bits: a plain hash cannot be guessed backwards, and lookups stay fast.
    return hashlib.sha256(secret.encode()).hexdigest()
