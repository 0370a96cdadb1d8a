"""The journal page: who did what, where and when, within one's part of the group."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from tanheng.apps.journal import selectors
from tanheng.apps.journal.forms import JournalFilter
from tanheng.apps.journal.pages.sentences import sentence
from tanheng.pages.request import PageRequest
from tanheng.registration.collected import place_names

ROWS_PER_PAGE = 50


def journal(request: PageRequest) -> HttpResponse:
    """List with filters and server paging; `request.reach` (set by the shell) says which parts are open."""
    paths = request.reach.paths("view_journal")
    if not paths:
        raise PermissionDenied("view_journal")
    events = selectors.visible_events(actor_id=request.user.pk, paths=paths)
    form = JournalFilter(request.GET or None, people=selectors.people_in(events), places=selectors.places_in(events, place_names))
    if form.is_bound and form.is_valid():
        chosen = form.cleaned_data
        events = selectors.filtered_events(
            events,
            action=chosen["area"],
            person=chosen["person"],
            place=chosen["place"],
            first=chosen["first"],
            last=chosen["last"],
        )
    page = Paginator(events, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    names = place_names(event.place for event in page)
    rows = [(event, sentence(event), names.get(event.place, "")) for event in page]
    return render(request, "journal/list.html", {"form": form, "page": page, "rows": rows})
