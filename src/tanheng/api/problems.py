"""Errors as `application/problem+json`: status, a stable code, what is wrong and the remedy, in the caller's language."""

import json
import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig, SuspiciousOperation, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as RequestError

from tanheng.apps.work.selectors.failures import passing
from tanheng.pages.language import reader_language
from tanheng.pages.uploads import UploadRefusedError
from tanheng.registration import Refusal
from tanheng.registration.collected import refusals
from tanheng.store.contents import DamagedContentError
from tanheng.store.damage import damage_problem

CONTENT_TYPE = "application/problem+json"
Handler = Callable[[HttpRequest, Any], HttpResponse]
logger = logging.getLogger(__name__)


def problem_answer(status: int, code: str, title: str, detail: str = "", **more: Any) -> HttpResponse:
    """One problem as an answer."""
    body = {"type": f"urn:tanheng:problem:{code}", "code": code, "title": title, "status": status, "detail": detail, **more}
    content = json.dumps({name: value for name, value in body.items() if value not in ("", None)}, ensure_ascii=False)
    response = HttpResponse(content, status=status, content_type=CONTENT_TYPE)
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="tanheng"'
    return response


def _not_authenticated(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem_answer(401, "API-401", _("Not signed in"), _("Send a token as “Authorization: Bearer …”, or sign in."))


def _not_permitted(request: HttpRequest, error: Exception) -> HttpResponse:
    detail = _("Your roles or this token's scopes do not open this.")
    return problem_answer(403, "API-403", _("Not permitted"), detail, verb=getattr(error, "verb", None))


def _not_found(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem_answer(404, "API-404", _("Not found"), _("There is no such thing, or it lies outside your part of the group."))


def _not_readable(request: HttpRequest, error: RequestError) -> HttpResponse:
    errors = [{"where": [str(part) for part in one.get("loc", ())], "message": str(one.get("msg", ""))} for one in error.errors]
    return problem_answer(422, "API-422", _("The request could not be read"), errors=errors)


def _not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problem_answer(409, "API-409", _("Refused"), " ".join(error.messages))


def _refusal(said: Refusal) -> Handler:
    """What answers an exception that an app has registered."""

    def answer(request: HttpRequest, error: Exception) -> HttpResponse:
        told = {said.problems: [one.as_json(reader_language()) for one in getattr(error, said.problems)]} if said.problems else {}
        told |= getattr(error, said.more) if said.more else {}
        return problem_answer(said.status, said.code, str(said.title), " ".join(getattr(error, "messages", [str(error)])), **told)

    return answer


def _of_no_type(request: HttpRequest, error: UploadRefusedError) -> HttpResponse:
    return problem_answer(415, "API-415", _("File type not accepted"), str(error))


def _suspicious(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem_answer(400, "API-400", _("The request could not be read"), str(error))


def too_large(request: HttpRequest, error: Exception | None = None) -> HttpResponse:
    """413: the body is over the limit; one without files has a lower one."""
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE if error is not None else settings.UPLOAD_LIMIT_BYTES
    detail = _("At most %(limit)s MB can be sent at once.") % {"limit": limit // (1024 * 1024)}
    return problem_answer(413, "API-413", _("Too large"), detail)


def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    if isinstance(error.__cause__, RequestDataTooBig):  # the framework takes it for a body that it cannot parse
        return too_large(request, error)
    return problem_answer(error.status_code, f"API-{error.status_code}", str(error))


def _damaged(request: HttpRequest, error: DamagedContentError) -> HttpResponse:
    lang, problem = reader_language(), damage_problem(error.found)
    return problem_answer(409, problem.code, problem.message.in_(lang), problem.remedy.in_(lang), sha256=error.sha256)


def _internal(request: HttpRequest, error: Exception) -> HttpResponse:
    if (words := passing(error)) is not None:
        logger.warning("%s %s: %s", request.method, request.path, error)
        return problem_answer(503, "API-503", _("Not at this moment"), words.in_(reader_language()))
    logger.exception("error in the API", exc_info=error)
    return problem_answer(500, "API-500", _("Internal error"), _("Nothing of this request was stored."))


HANDLERS: dict[type[Exception], Handler] = {
    AuthenticationError: _not_authenticated,
    PermissionDenied: _not_permitted,
    Http404: _not_found,
    RequestError: _not_readable,
    ValidationError: _not_valid,
    UploadRefusedError: _of_no_type,
    RequestDataTooBig: too_large,
    SuspiciousOperation: _suspicious,
    MultiPartParserError: _suspicious,
    BadRequest: _suspicious,
    HttpError: _http,
    DamagedContentError: _damaged,
    Exception: _internal,
}


@csrf_exempt
def unknown_address(request: HttpRequest, rest: str) -> HttpResponse:
    """404 of the API's own kind for addresses that no router knows."""
    return _not_found(request, Http404(rest))


def install(api: NinjaAPI) -> None:
    """Let the API answer every error this way, those that apps have registered too."""
    registered = {kind: _refusal(said) for kind, said in refusals()}
    for kind, handler in {**HANDLERS, **registered}.items():
        api.add_exception_handler(kind, handler)
