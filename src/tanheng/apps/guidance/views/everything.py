"""The page of the search over everything."""

from django.http import HttpResponse
from django.shortcuts import render

from tanheng.apps.guidance.pages.finding import LONGEST_QUERY, asked_in, find_everything
from tanheng.pages.request import PageRequest


def everything(request: PageRequest) -> HttpResponse:
    """What of everything the reader may see holds every word, kind by kind."""
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    found = find_everything(asked_in(request.frame, query))
    return render(request, "guidance/everything.html", {"query": query, "found": found.items()})
