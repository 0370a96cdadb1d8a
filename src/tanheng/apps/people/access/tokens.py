"""Who presents an API token, and what the token opens of what its user may."""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tanheng.apps.people.access import Grant, PersonReach
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


class TokenReach(PersonReach):
    """The reach of a token: never more than its user's, its scopes', and its part of the group's."""

    def __init__(self, holder: TokenHolder, *, ended: bool = False) -> None:
        super().__init__(holder.user)
        self.token, self.ended = holder.token, ended

    def fresh(self) -> "TokenReach":
        """The token's and its user's reach of this moment; nothing once the token has ended."""
        return TokenReach(TokenHolder(self.user, self.token), ended=not is_living(self.token.pk))

    @cached_property
    def grants(self) -> list[Grant]:
        """The user's roles, cut down to the token's part of the group."""
        if self.ended:
            return []
        base = self.token.node.path
        whole = [grant for grant in PersonReach(self.user).grants if base.startswith(grant.path) or grant.path.startswith(base)]
        return [
            Grant(g.assignment_id, g.role, self.token.node_id, base, self.token.node.name) if base.startswith(g.path) else g for g in whole
        ]

    def paths(self, verb: str) -> list[str]:
        """Paths on which the verb is open, none when the token lacks the scope."""
        return super().paths(verb) if verb in self.token.scopes else []


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
