"""What turns out damaged when somebody needs it, whichever page was asked: a stored file, or a secret that the key does not open."""

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse

from tanheng.apps.evidence.views import damaged
from tanheng.pages.request import PageRequest
from tanheng.store.contents import DamagedContentError
from tanheng.store.secret_text import UnreadableTextError
from tanheng.web.errors import unreadable


class DamageMiddleware:
    """Answers both; every other exception goes on. The API has its own answer (`api.problems`)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing to do before there is an exception."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page of the damage."""
        if isinstance(exception, DamagedContentError):
            return damaged(cast("PageRequest", request), exception.sha256, exception.found)
        return unreadable(request) if isinstance(exception, UnreadableTextError) else None
