"""Every form of a page does what it does once: its actor carries the form's key, and a repeat is led to where the first one led.

The key is a hidden field of the form (`{% once %}`); with it goes what was typed, so a form that was changed and sent again is another. A
repeat is authorised anew: who may not any more is told that, and nothing else. The API has its own answer to repeats (`api.idempotency`).
"""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import Resolver404, resolve
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from tanheng.apps.people.services.sent_forms import Sending, SentBeforeError
from tanheng.pages.request import PageRequest
from tanheng.pages.request_hash import request_hash
from tanheng.registration.collected import task_kinds

LONGEST_ONCE = 64
REFUSED = {401, 403, 404}  # who may not, or sees nothing there, is told that and no more
WAITS_S, LOOKS_S = 3.0, 0.1  # for the answer to the first of several clicks


class _Form:
    """The form of one request. `taken`: a change of this request has taken its key; `repeated`: it has been answered as a repeat."""

    def __init__(self, request: PageRequest) -> None:
        self.request = request
        self.taken = self.repeated = False

    @cached_property
    def sending(self) -> Sending | None:
        """None where the form carries no key, or nobody is signed in."""
        once = self.request.POST.get("once", "")[:LONGEST_ONCE]
        if not once or not self.request.user.is_authenticated:
            return None
        sent = f"{once} {request_hash(self.request)}"  # what was typed may be secret: its hash alone could be guessed from the table
        return Sending(self.request.user.pk, salted_hmac("tanheng.sent-form", sent, algorithm="sha256").hexdigest())

    def begin(self) -> None:
        """Before a change."""
        if self.sending is not None:
            self.sending.begin()

    def keep(self, made: object) -> None:
        """Last in a change."""
        if self.sending is not None:
            self.sending.keep(made)
            self.taken = True

    def leads_to(self, address: str) -> None:
        """A repeat is led there, unless the answer itself leads on."""
        if self.sending is not None:
            self.sending.leads_to(address)

    def answered(self, response: HttpResponse) -> HttpResponse:
        """The answer, remembered; or, of a form that could do nothing because it had been sent before, the answer to that."""
        if self.repeated or response.status_code in REFUSED or (sending := self.sending) is None:
            return response
        if not self.taken:
            return self._instead() if sending.done_before() else response
        if "Location" in response.headers:
            sending.leads_to(response.headers["Location"])
        else:
            sending.leads_to(self.page, unless_it_does=True)
        return response

    def again(self) -> HttpResponse:
        """The answer to a repeat: on to where the first one led."""
        self.repeated = True
        address = self._first_address() or self.page
        if not _is_download(address):
            messages.info(self.request, _("This form was sent before: this is what came of it."))
        return redirect(address)

    def _instead(self) -> HttpResponse:
        """The same, where the page has said meanwhile that nothing could be done: that is no news to whoever has done it."""
        for _said in messages.get_messages(self.request):
            pass  # what is read is not shown again
        return self.again()

    @property
    def page(self) -> str:
        """The page with the form, as far as the browser says so; else Home."""
        page = self.request.headers.get("Referer", "")
        own = url_has_allowed_host_and_scheme(page, allowed_hosts={self.request.get_host()}, require_https=self.request.is_secure())
        return page if page and own else resolve_url("web:home")

    def _first_address(self) -> str:
        sending, end = self.sending, time.monotonic() + WAITS_S
        address = sending.address() if sending else ""
        while sending and not address and time.monotonic() < end:
            time.sleep(LOOKS_S)
            address = sending.address()
        return address


class _FormRequest(PageRequest):
    """A request with its form."""

    sent_form: _Form


class OnceMiddleware:
    """Gives the actor of a form that is sent the form's key, and answers repeats."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer to the form, or to its repeat."""
        page = cast("_FormRequest", request)
        page.sent_form = _Form(page)
        page.leads_to = page.sent_form.leads_to
        if not _is_form(request):
            return self.get_response(request)
        page.actor = replace(page.actor, begin=page.sent_form.begin, keep=page.sent_form.keep)
        return page.sent_form.answered(self.get_response(request))

    def process_view(self, request: HttpRequest, _view: object, _args: object, _kwargs: object) -> None:
        """Read the key, and the hash of what is sent, before any lock is held."""
        if _is_form(request):
            _read_now = cast("_FormRequest", request).sent_form.sending

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A change that had been made before."""
        return cast("_FormRequest", request).sent_form.again() if isinstance(exception, SentBeforeError) else None


def _is_form(request: HttpRequest) -> bool:
    """Whether a page's form may have been sent; the API reads its own requests."""
    return request.method == "POST" and not request.path_info.startswith("/api/")


def _is_download(address: str) -> bool:
    """Whether it gives a file: what is told with it would only be seen on some later page."""
    try:
        name = resolve(address.partition("?")[0]).view_name
    except Resolver404:
        return False
    return any(kind.download and kind.view == name for kind in task_kinds().values())
