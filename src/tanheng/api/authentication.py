"""Who is calling: a bearer token, whose reach is its scopes on its part of the group, or the pages' own session."""

from dataclasses import replace
from typing import Any, cast

from django.http import HttpRequest
from django.utils import translation
from ninja.security import HttpBearer, SessionAuth

from tanheng.apps.people.access.scopes import narrow
from tanheng.apps.people.access.tokens import TokenReach, user_of_token
from tanheng.pages.actor import Actor
from tanheng.pages.request import PageRequest
from tanheng.web.language import language_of


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
        narrow(page.reach)  # until the frame's scope ends
        return holder.user


class PageAuth(SessionAuth):
    """The session of somebody signed in; writes need the CSRF token."""

    openapi_name = "session"

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        """The user of the session; `request.reach` and `request.actor` were set by the frame."""
        page = cast("PageRequest", request)
        page.actor = replace(page.actor, door="api")
        return page.user if page.user.is_authenticated else None
