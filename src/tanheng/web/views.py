"""The shell's own pages: Home, which answers the question of each person's role, the guides, and the health check."""

from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from tanheng.apps.keeping.selectors.health import health as health_of_installation
from tanheng.apps.sites.selectors import unfinished_installation
from tanheng.pages.language import reader_language
from tanheng.pages.markdown import title_and_body
from tanheng.pages.request import PageRequest
from tanheng.web.home import panels

GUIDES = Path(__file__).parent / "guides"


def home(request: PageRequest) -> HttpResponse:
    """Home; whoever leads an unfinished set-up is taken on with it until the group exists."""
    installation = unfinished_installation()
    leads = installation is not None and installation.founder_id == request.user.pk
    if leads and not request.frame.nodes:
        return redirect("sites:setup")
    shown = panels(request.frame)
    context = {"panels": shown, "has_chart": any(panel.has_chart for panel in shown), "unfinished_setup": leads}
    return render(request, "web/home.html", context)


def guide(request: PageRequest, name: str) -> HttpResponse:
    """A guide of docs/guides in the reader's language, from the program itself: no network is needed."""
    file = GUIDES / (f"{name}.zh.md" if reader_language() == "zh" else f"{name}.md")
    if file not in GUIDES.iterdir():  # looked up, not opened: a name may be longer than any file's
        raise Http404("no such guide")
    title, body = title_and_body(file.read_text(encoding="utf-8"))
    return render(request, "web/guide.html", {"title": title, "body": body})


@login_not_required
def health(request: PageRequest) -> HttpResponse:
    """JSON on database and disk, 200 or 503; for whoever watches the server."""
    well, found = health_of_installation()
    response = JsonResponse(found, status=200 if well else 503)
    response.headers["Cache-Control"] = "no-store"
    return response
