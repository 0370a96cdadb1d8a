"""The shell's own pages: Home, which answers the question of each person's role, and the health check."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import redirect, render

from tanheng.apps.sites.selectors import unfinished_installation
from tanheng.pages.request import PageRequest
from tanheng.web.home import panels


def home(request: PageRequest) -> HttpResponse:
    """Home; whoever leads an unfinished set-up is taken on with it until the group exists."""
    installation = unfinished_installation()
    leads = installation is not None and installation.founder_id == request.user.pk
    if leads and not request.frame.nodes:
        return redirect("sites:setup")
    shown = panels(request.frame)
    context = {"panels": shown, "has_chart": any(panel.has_chart for panel in shown), "unfinished_setup": leads}
    return render(request, "web/home.html", context)


@login_not_required
def health(request: PageRequest) -> HttpResponse:
    """Plain "ok" when the database answers; for whoever watches the server."""
    connection.ensure_connection()
    return HttpResponse("ok", content_type="text/plain")
