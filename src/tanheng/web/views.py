"""The shell's own pages: Home, which shows each person what is there and the next step, and the health check."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tanheng.apps.sites.selectors import unfinished_installation
from tanheng.web.home import cards


def home(request: HttpRequest) -> HttpResponse:
    """Home; whoever leads an unfinished set-up is taken on with it until the group exists."""
    installation = unfinished_installation()
    leads = installation is not None and installation.founder_id == request.user.pk
    if leads and not request.frame.nodes:  # type: ignore[attr-defined]
        return redirect("sites:setup")
    return render(request, "web/home.html", {"cards": cards(request.frame), "unfinished_setup": leads})  # type: ignore[attr-defined]


@login_not_required
def health(request: HttpRequest) -> HttpResponse:
    """Plain "ok" when the database answers; for whoever watches the server."""
    connection.ensure_connection()
    return HttpResponse("ok", content_type="text/plain")
