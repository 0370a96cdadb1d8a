"""Error pages in the look and the language of the rest; they say what happened and the next step, never internals."""

import sys
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _

from tanheng.apps.people.access import NotPermittedError, explain_permission
from tanheng.apps.people.models.permissions import VERBS
from tanheng.apps.work.selectors.failures import passing
from tanheng.pages.language import reader_language
from tanheng.pages.uploads import UploadRefusedError


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, or 415 for a file of a type we do not accept."""
    if isinstance(exception, UploadRefusedError):
        message = _("“%(name)s” is of no type that is accepted here, or its content is not what its name says.")
        remedy = _("Save it as .xlsx, .ods, .csv, .pdf, .png or .jpg and try again.")
        return _page(request, 415, _("File type not accepted"), message % {"name": exception}, remedy)
    return _page(request, 400, _("The request could not be read"), "", _("Go back, reload the page and try again."))


def not_allowed(request: HttpRequest, allowed: str) -> HttpResponse:
    """405: the address takes only what a form sends, as after a sign-in that led back to it."""
    message = _("This address takes what a form sends; opened by itself it does nothing, and nothing was changed.")
    page = _page(request, 405, _("Nothing to show here"), message, _("Go back to the page with the button and press it again."))
    page.headers["Allow"] = allowed
    return page


def too_large(request: HttpRequest) -> HttpResponse:
    """413: the body is over the limit."""
    megabytes = settings.UPLOAD_LIMIT_BYTES // (1024 * 1024)
    message = _("At most %(limit)s MB can be sent at once.") % {"limit": megabytes}
    return _page(request, 413, _("Too large"), message, _("Split the file or leave out pictures, then try again."))


def unreadable(request: HttpRequest) -> HttpResponse:
    """409: a secret was encrypted with a key that is not this installation's any more, as after a restore without the keys."""
    message = _("Your second factor cannot be opened: it was stored under another key of this installation.")
    remedy = _("Have the key brought back (tanheng restore-keys), or an administrator take the second factor away (People).")
    return _page(request, 409, _("Second factor unreadable"), message, remedy)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 with the reason: the verb that is missing and who could give it."""
    context: dict[str, Any] = {}
    if isinstance(exception, NotPermittedError) and request.user.is_authenticated:
        context["verb"] = VERBS[exception.verb]
        context["node"] = exception.node
        context["explanation"] = explain_permission(request.user, exception.verb, exception.node)
    return _page(request, 403, _("Not permitted"), _("Your roles do not open this."), "", **context)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, also for what lies outside one's part of the group."""
    message = _("There is no such page, or it lies outside your part of the group.")
    return _page(request, 404, _("Not found"), message, _("Check the address or start again from Home."))


def server_error(request: HttpRequest) -> HttpResponse:
    """500; nothing of what went wrong inside is shown. 503 where the disk or the database fails for a while: that page asks neither."""
    error = sys.exc_info()[1]
    if error is not None and (words := passing(error)) is not None:
        said = {"title": _("Not at this moment"), "message": words.in_(reader_language())}
        return HttpResponse(loader.render_to_string("web/not_now.html", said), status=503, headers={"Retry-After": "10"})
    message = _("Something went wrong inside. Nothing of your last step was stored.")
    remedy = _("Try again; if it stays, tell your administrator the time.")
    return _page(request, 500, _("Internal error"), message, remedy)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that has grown stale."""
    message = _("The form was too old or came from another site.")
    return _page(request, 403, _("Form not accepted"), message, _("Go back, reload the page and try again."))


def _page(request: HttpRequest, status: int, title: str, message: str, remedy: str, **context: Any) -> HttpResponse:
    shown = {"status": status, "title": title, "message": message, "remedy": remedy, **context}
    return render(request, "web/error.html", shown, status=status)
