"""The check list of a verifier: its page, which prints, and its files."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from tanheng.apps.monitoring.access.months import YEARS
from tanheng.apps.monitoring.pages.check_list import check_list_file, rows_shown
from tanheng.apps.monitoring.selectors.check_list import check_list
from tanheng.apps.sites.access import access_company
from tanheng.pages.downloads import download
from tanheng.pages.request import PageRequest
from tanheng.store.clock import today


def page(request: PageRequest, node_id: int, year: int) -> HttpResponse:
    """Of each line of the plan what is asked for and how the year stands."""
    company = access_company(request.reach, "view_data", node_id)
    if year not in YEARS:
        raise Http404("no such year")
    request.frame.show(node=company, year=year, switch_view="monitoring:plan-check-list")
    found = check_list(company, year, today())
    context = {"company": company, "year": year, "version": found.version, "rows": rows_shown(found)}
    return render(request, "monitoring/plans/check_list.html", context)


def file(request: PageRequest, node_id: int, year: int, kind: str) -> HttpResponse:
    """The same as Excel or Word."""
    company = access_company(request.reach, "view_data", node_id)
    if kind not in ("xlsx", "docx") or year not in YEARS:
        raise Http404("no such file")
    return download(*check_list_file(check_list(company, year, today()), "docx" if kind == "docx" else "xlsx"))
