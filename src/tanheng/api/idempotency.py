"""Every write takes an Idempotency-Key: asked twice with the same key, it is done once and answered twice alike.

The answer is kept in the same transaction as the change, so neither can be there without the other. Refusals (4xx raised
as errors) keep nothing: the request may be mended and sent again under its key.
"""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _

from tanheng.api.models import KeptAnswer
from tanheng.api.problems import problem_answer
from tanheng.pages.request import PageRequest
from tanheng.seal.canonical import sha256_of, sha256_of_bytes

READS = {"GET", "HEAD", "OPTIONS"}
LONGEST_KEY = 200


def idempotent(operation: Callable[..., Any]) -> Callable[..., Any]:
    """Wraps an operation; reads pass through."""

    @wraps(operation)
    def wrapped(request: PageRequest, *args: Any, **kwargs: Any) -> Any:
        if request.method in READS:
            return operation(request, *args, **kwargs)
        key = request.headers.get("Idempotency-Key", "").strip()
        if not key or len(key) > LONGEST_KEY:
            remedy = _("Every write carries a header Idempotency-Key of 1 to 200 characters of your own choice.")
            return problem_answer(400, "API-400", _("Idempotency-Key is missing"), remedy)
        request_hash = _hash_of(request)
        kept = KeptAnswer.objects.filter(user_id=request.user.pk, key=key).first()
        if kept is None:
            try:
                return _done_once(request, key, request_hash, lambda: operation(request, *args, **kwargs))
            except IntegrityError:  # the same key at the same moment: whoever came first has answered by now
                kept = KeptAnswer.objects.filter(user_id=request.user.pk, key=key).first()
                if kept is None:
                    raise
        return _replayed(kept, request_hash)

    return wrapped


@transaction.atomic
def _done_once(request: PageRequest, key: str, request_hash: str, operation: Callable[[], Any]) -> HttpResponse:
    kept = KeptAnswer.objects.create(user_id=request.user.pk, key=key, request_hash=request_hash)
    result = operation()
    kept.status, body = result if isinstance(result, tuple) else (200, result)
    kept.content = json.dumps(body, ensure_ascii=False)
    kept.save(update_fields=["status", "content"])
    return _answer(kept)


def _replayed(kept: KeptAnswer, request_hash: str) -> HttpResponse:
    if kept.request_hash != request_hash:
        return problem_answer(409, "API-410", _("This Idempotency-Key was used for another request"), _("Use a new key for a new request."))
    response = _answer(kept)
    response.headers["Idempotent-Replayed"] = "true"
    return response


def _answer(kept: KeptAnswer) -> HttpResponse:
    return HttpResponse(kept.content, status=kept.status, content_type="application/json; charset=utf-8")


def _hash_of(request: PageRequest) -> str:
    """Method, address, fields and files: what makes two requests the same."""
    files = []
    for name in sorted(request.FILES):
        for file in request.FILES.getlist(name):
            files.append([name, file.name or "", sha256_of_bytes(file.read())])
            file.seek(0)
    fields = {name: request.POST.getlist(name) for name in request.POST}
    body = "" if request.POST or request.FILES else sha256_of_bytes(request.body)
    return sha256_of({"method": request.method, "path": request.get_full_path(), "fields": fields, "files": files, "body": body})
