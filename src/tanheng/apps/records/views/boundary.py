"""The page of the guide's walk: boundary → sources → source by source."""

from django.http import HttpResponse
from django.shortcuts import render

from tanheng.apps.records.pages.boundary import walk_of
from tanheng.apps.records.pages.packs_in_use import pack_choices, pack_of_walk
from tanheng.apps.records.views import group_or_company
from tanheng.pages.request import PageRequest
from tanheng.rulebook import load


def boundary(request: PageRequest, node_id: int, year: int) -> HttpResponse:
    """A year on its own boundary or, with `?today=1`, on today's."""
    company, companies = group_or_company(request, "view_data", node_id)
    if company is None:
        return render(request, "records/companies.html", {"companies": companies, "year": year, "view": "records:boundary"})
    request.frame.show(node=company, year=year)
    as_of_today = request.GET.get("today") == "1"
    pack_id, packs = pack_of_walk(company, year, request.GET.get("pack", ""))
    shown = walk_of(request.reach, company, year, load(pack_id), as_of_today=as_of_today)
    address = f"{request.path}?today=1" if as_of_today else request.path
    context = {"company": company, "year": year, "walk": shown, "as_of_today": as_of_today, "pack": shown.pack}
    return render(request, "records/boundary.html", {**context, "choices": pack_choices(packs, pack_id, address)})
