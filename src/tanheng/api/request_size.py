"""The size of a request to the API, looked at before any of it is read; pages have their own answer (`web.security`)."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from tanheng.api.problems import too_large


class RequestSizeMiddleware:
    """Answers a body over TANHENG_UPLOAD_LIMIT_MB in the API's own way."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look at the announced length."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        if request.path_info.startswith("/api/") and length.isdecimal() and int(length) > settings.UPLOAD_LIMIT_BYTES:
            return too_large(request)
        return self.get_response(request)
