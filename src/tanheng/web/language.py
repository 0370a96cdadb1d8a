"""Language of a page: the reader's own switch, then the account's language, then Chinese.

The browser's language is left aside on purpose: the application is Chinese first.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation


class LanguageMiddleware:
    """Activates the language for one request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the chosen language."""
        language = language_of(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


def language_of(request: HttpRequest) -> str:
    """Code of the language to answer in, one of settings.LANGUAGES."""
    known = dict(settings.LANGUAGES)
    wishes = (request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME), getattr(request.user, "language", None))
    return next((wish for wish in wishes if wish in known), settings.LANGUAGE_CODE)
