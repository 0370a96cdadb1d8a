"""Every write takes an Idempotency-Key: asked twice with the same key, it is done once and answered twice alike.

An operation that writes checks its permission and hands over a `Write`; only then is a kept answer looked for, so that whoever may not
write any more is not answered either. The answer is kept in the transaction of the change, which the service makes, so neither can be
there without the other. Refusals (4xx raised as errors) keep nothing: the request may be mended and sent again under its key.
"""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import IntegrityError
from django.http import HttpResponse
from django.utils.translation import gettext as _

from tanheng.api.models import KeptAnswer
from tanheng.api.problems import problem_answer
from tanheng.pages.request import PageRequest
from tanheng.pages.request_hash import request_hash as hash_of
from tanheng.pages.writes import Write

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
        request_hash = hash_of(request)
        write = operation(request, *args, **kwargs)
        if not isinstance(write, Write):
            raise TypeError(f"{operation.__name__} writes: it checks the permission and returns a Write")
        kept = KeptAnswer.objects.filter(user_id=request.user.pk, key=key).first()
        if kept is None:
            try:
                return _done_once(request, key, request_hash, write)
            except IntegrityError:  # the same key at the same moment: whoever came first has answered by now
                kept = KeptAnswer.objects.filter(user_id=request.user.pk, key=key).first()
                if kept is None:
                    raise
        return _replayed(kept, request_hash)

    return wrapped


def _done_once(request: PageRequest, key: str, request_hash: str, write: Write[Any]) -> HttpResponse:
    answers = []

    def keep(made: Any) -> None:
        status, body = write.answer(made)
        content = json.dumps(body, ensure_ascii=False)
        answers.append(
            KeptAnswer.objects.create(user_id=request.user.pk, key=key, request_hash=request_hash, status=status, content=content)
        )

    write.do(actor=request.actor.keeping(keep))
    return _answer(answers[-1])


def _replayed(kept: KeptAnswer, request_hash: str) -> HttpResponse:
    if kept.request_hash != request_hash:
        return problem_answer(409, "API-410", _("This Idempotency-Key was used for another request"), _("Use a new key for a new request."))
    response = _answer(kept)
    response.headers["Idempotent-Replayed"] = "true"
    return response


def _answer(kept: KeptAnswer) -> HttpResponse:
    response = HttpResponse(kept.content, status=kept.status, content_type="application/json; charset=utf-8")
    if kept.status == 202:  # accepted: what it comes to is asked there
        response.headers["Location"] = json.loads(kept.content)["address"]
    return response
