"""Who is calling: a bearer token, whose reach is its scopes on its part of the group, or the pages' own session."""

from dataclasses import replace
from functools import cached_property
from typing import Any, cast

from django.http import HttpRequest
from django.utils import translation
from ninja.security import HttpBearer, SessionAuth

from tanheng.apps.people.access import Grant, PersonReach
from tanheng.apps.people.access.tokens import TokenHolder, is_living, user_of_token
from tanheng.pages.actor import Actor
from tanheng.pages.request import PageRequest
from tanheng.web.language import language_of


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


class TokenAuth(HttpBearer):
    """`Authorization: Bearer tanheng_…`."""

    openapi_name = "token"

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """The user of a good token; sets `request.reach` and `request.actor` to the token's."""
        holder = user_of_token(token)
        if holder is None:
            return None
        request.user = holder.user
        translation.activate(language_of(request))  # the middleware that put the language on takes it off again
        page = cast("PageRequest", request)
        page.reach = TokenReach(holder)
        page.actor = Actor(holder.user, page.reach, "api", f"token:{holder.token.pk}")
        return holder.user


class PageAuth(SessionAuth):
    """The session of somebody signed in; writes need the CSRF token."""

    openapi_name = "session"

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        """The user of the session; `request.reach` and `request.actor` were set by the frame."""
        page = cast("PageRequest", request)
        page.actor = replace(page.actor, door="api")
        return page.user if page.user.is_authenticated else None
