"""Pages of the way from meter to report: the chain of any number of a run, and the flows of carbon of a run; with their files."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from tanheng.apps.accounting import selectors
from tanheng.apps.accounting.access import access_run
from tanheng.apps.accounting.models import Run
from tanheng.apps.accounting.pages.addresses import explanation_address, place_query
from tanheng.apps.accounting.pages.carbon import CarbonPage
from tanheng.apps.accounting.pages.chain.shown import ShownChain, chain_address, chain_listing, opened_keys
from tanheng.apps.accounting.pages.chain.steps import Step
from tanheng.apps.accounting.pages.chain.walk import Chain
from tanheng.apps.accounting.selectors.years import reported_run
from tanheng.apps.accounting.views import newest_or_none, proven, run_choices
from tanheng.apps.accounting.views.explain import asked_place
from tanheng.apps.sites.access import access_company
from tanheng.documents.list_csv import list_csv
from tanheng.documents.list_workbook import list_workbook
from tanheng.engine.places import Place
from tanheng.pages.downloads import download
from tanheng.pages.request import PageRequest


@proven
def latest_chain(request: PageRequest, node_id: int, year: int, quantity: str) -> HttpResponse:
    """On to the way of a number in the run that the year reports by the pack asked for; without a run, or where it has no such number, to
    its results or the page that says there is none.
    """
    company = access_company(request.reach, "view_data", node_id)
    run = reported_run(company, year, request.GET.get("pack", ""))
    if run is None:
        return newest_or_none(request, company, year, "accounting:results")
    place = asked_place(request, quantity)
    if Chain(run, selectors.recomputed(run)).root(place) is None:
        messages.info(request, _("The run has no such number: here are its results."))
        return redirect("accounting:results", run.pk)
    return redirect(chain_address(run.pk, place))


def _chain(request: PageRequest, run_id: int, quantity: str) -> tuple[Run, Chain, Step, Place]:
    """The run, its chain, the number asked for, and its place."""
    run = access_run(request.reach, "view_data", run_id)
    request.frame.show(node=run.node, year=run.year, switch_view="accounting:latest")
    chain, place = Chain(run, selectors.recomputed(run)), asked_place(request, quantity)
    root = chain.root(place)
    if root is None:
        raise Http404("the run has no such number")
    return run, chain, root, place


@proven
def chain(request: PageRequest, run_id: int, quantity: str) -> HttpResponse:
    """The way of a number from meter to report, as a picture and a table."""
    run, steps, root, place = _chain(request, run_id, quantity)
    opened = opened_keys(request.GET.getlist("open"))
    shown = ShownChain(steps, root, place, opened)
    context = {
        "run": run,
        "company": run.node,
        "pack": steps.computed.pack,
        "root": root,
        "rows": shown.rows,
        "marks": shown.marks,
        "picture": mark_safe(shown.picture),  # noqa: S308 - its words are escaped where it is written
        "query": place_query(*place[1:]),
        "place": place,
        "opened": bool(opened),
        "folded_address": chain_address(run.pk, place),
        "explanation": explanation_address(run.pk, *place),
    }
    return render(request, "accounting/chain.html", context)


@proven
def chain_file(request: PageRequest, run_id: int, quantity: str, kind: str) -> HttpResponse:
    """The picture as SVG as it is folded, or every step as a table."""
    run, steps, root, place = _chain(request, run_id, quantity)
    name = f"chain-{run.year}-run-{run.number}-{quantity}.{kind}"
    if kind == "svg":
        return download(name, ShownChain(steps, root, place, opened_keys(request.GET.getlist("open"))).picture.encode())
    return _table(name, kind, lambda: chain_listing(steps, root))


@proven
def carbon(request: PageRequest, run_id: int) -> HttpResponse:
    """What flows into the total of a run, or into what a facility brings into it."""
    run, page = _carbon(request, run_id)
    context = {
        "run": run,
        "company": run.node,
        "pack": page.computed.pack,
        "page": page,
        "picture": mark_safe(page.picture),  # noqa: S308 - its words are escaped where it is written
        "choices": run_choices(run, "accounting:carbon-latest"),
    }
    return render(request, "accounting/carbon.html", context)


@proven
def carbon_file(request: PageRequest, run_id: int, kind: str) -> HttpResponse:
    """The picture as SVG, or its table."""
    run, page = _carbon(request, run_id)
    if page.root is None:
        raise Http404("nothing flows")
    name = "-".join(filter(None, ("carbon", str(run.year), "run", str(run.number), page.facility))) + f".{kind}"
    return download(name, page.picture.encode()) if kind == "svg" else _table(name, kind, page.listing)


def _carbon(request: PageRequest, run_id: int) -> tuple[Run, CarbonPage]:
    run = access_run(request.reach, "view_data", run_id)
    request.frame.show(node=run.node, year=run.year, pack=run.pack, switch_view="accounting:carbon-latest")
    page = CarbonPage(run, selectors.recomputed(run), request.GET.get("facility") or None)
    if page.facility and page.facility not in page.computed.case.facility_names:
        raise Http404("the run has no such facility")
    return run, page


def _table(name: str, kind: str, listing: Any) -> HttpResponse:
    """A listing as a workbook or as CSV."""
    if kind not in ("xlsx", "csv"):
        raise Http404("no such file")
    found = listing()
    return download(name, list_workbook([found]) if kind == "xlsx" else list_csv(found))
