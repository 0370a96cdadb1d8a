"""What no page of its own answers, whichever was asked: a stored file that turns out damaged, a secret that the key does not open, an
address that takes only forms.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import cast

from django.http import HttpRequest, HttpResponse

from tanheng.apps.evidence.views import damaged
from tanheng.pages.request import PageRequest
from tanheng.store.contents import DamagedContentError
from tanheng.store.secret_text import UnreadableTextError
from tanheng.web.errors import not_allowed, unreadable


class DamageMiddleware:
    """Answers them; every other exception goes on. The API has its own answer (`api.problems`)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """What a page leaves blank because it takes only forms says so (405)."""
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.content and not request.path.startswith("/api/"):
            return not_allowed(request, response.headers["Allow"])
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page of the damage."""
        if isinstance(exception, DamagedContentError):
            return damaged(cast("PageRequest", request), exception.sha256, exception.found)
        return unreadable(request) if isinstance(exception, UnreadableTextError) else None
