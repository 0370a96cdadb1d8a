"""Pages of analysis of a run: the bridge to another edition, the worth of each default, the two tracks; and their workbooks."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from tanheng.apps.accounting import selectors
from tanheng.apps.accounting.access import access_run
from tanheng.apps.accounting.forms import asked_price, asked_supplement
from tanheng.apps.accounting.models import Run
from tanheng.apps.accounting.pages.bridge import bridge_of, bridge_page, money, plain, signed, targets_of
from tanheng.apps.accounting.pages.defaults import default_rows, defaults_chart, worths_of
from tanheng.apps.accounting.pages.side_by_side import company_rows
from tanheng.apps.accounting.pages.tracks import (
    closing_rows,
    rounding_word,
    track_heads,
    track_lines,
    tracks_chart,
    tracks_of,
)
from tanheng.apps.accounting.views import newest_or_none, proven, run_choices
from tanheng.apps.records.views import group_or_company
from tanheng.documents.bridge_workbook import bridge_workbook
from tanheng.documents.tracks_workbook import tracks_workbook
from tanheng.engine import run as engine
from tanheng.engine.problems import has_errors
from tanheng.pages.downloads import download
from tanheng.pages.language import reader_language
from tanheng.pages.request import PageRequest


@proven
def latest_analysis(request: PageRequest, node_id: int, year: int, view: str) -> HttpResponse:
    """The page `view` of the newest run of a company's year; for a group its companies to choose from."""
    company, companies = group_or_company(request, "view_data", node_id)
    if company is None:
        context = {"rows": company_rows(companies, year), "year": year, "node": request.frame.node}
        return render(request, "accounting/companies.html", context)
    request.frame.show(node=company, year=year, switch_view=f"accounting:{view}-latest")
    return newest_or_none(request, company, year, f"accounting:{view}")


def _opened(request: PageRequest, run_id: int, view: str) -> Run:
    """The run, with the frame set to its company and year."""
    found = access_run(request.reach, "view_data", run_id)
    request.frame.show(node=found.node, year=found.year, pack=found.pack, switch_view=f"accounting:{view}-latest")
    return found


def _frame(run: Run, computed: engine.Run, title: str, view: str) -> dict[str, Any]:
    """What every page of analysis shows around its answer."""
    choices = run_choices(run, f"accounting:{view}-latest")
    return {"run": run, "company": run.node, "pack": computed.pack, "title": title, "choices": choices}


@proven
def bridge(request: PageRequest, run_id: int) -> HttpResponse:
    """What another edition would give for the run's data. Values given in the address are for this page only."""
    run = _opened(request, run_id, "bridge")
    computed = selectors.recomputed(run)
    price = asked_price(request.GET)
    given = asked_supplement(request.GET, computed.case.grain)
    page = bridge_page(run, computed, request.GET.get("to", ""), given, price.amount, request.GET)
    found = page.found
    context = {
        **_frame(run, computed, _("Bridge between editions"), "bridge"),
        "page": page,
        "found": found,
        "price": price,
        "query": request.GET.urlencode(),
    }
    if found is not None and found.parts:
        totals = {"start": found.start, "end": found.end}
        context |= {name: plain(value) for name, value in totals.items()} | {"difference": signed(found.difference)}
        context |= {f"{name}_money": plain(money(value, price.amount)) for name, value in totals.items()}
        context |= {"difference_money": signed(money(found.difference, price.amount))}
    return render(request, "accounting/bridge.html", context)


@proven
def bridge_file(request: PageRequest, run_id: int) -> HttpResponse:
    """The bridge of the same address as a workbook; the page itself where it cannot be built."""
    run = access_run(request.reach, "view_data", run_id)
    computed = selectors.recomputed(run)
    target = next((one for one in targets_of(computed.pack) if one.id == request.GET.get("to", "")), None)
    price = asked_price(request.GET)
    if target is None or price.error:
        return bridge(request, run_id)
    found = bridge_of(computed, target, asked_supplement(request.GET, computed.case.grain))
    if not found.parts:
        return bridge(request, run_id)
    return download(f"bridge-{run.year}-run-{run.number}.xlsx", bridge_workbook(found, reader_language(), price.amount))


@proven
def defaults(request: PageRequest, run_id: int) -> HttpResponse:
    """What each default of the run costs, and what measuring is worth."""
    run = _opened(request, run_id, "defaults")
    computed = selectors.recomputed(run)
    price = asked_price(request.GET)
    worths = [] if has_errors(computed.problems) else worths_of(computed)
    context = {
        **_frame(run, computed, _("Worth of measuring"), "defaults"),
        "price": price,
        "rows": default_rows(run, computed, worths, price.amount),
        "chart": defaults_chart(run, computed, worths),
    }
    return render(request, "accounting/defaults.html", context)


@proven
def tracks(request: PageRequest, run_id: int) -> HttpResponse:
    """The two tracks line by line."""
    run = _opened(request, run_id, "tracks")
    computed = selectors.recomputed(run)
    found, stored = tracks_of(run, computed)
    context = {
        **_frame(run, computed, _("Two tracks"), "tracks"),
        "heads": track_heads(found, stored),
        "lines": track_lines(found, stored),
        "closing": closing_rows(found),
        "rounding": rounding_word(),
        "several": len(found.tracks) > 1,
        "chart": tracks_chart(found),
        "problems": [one.as_json(reader_language()) for one in found.problems],
    }
    return render(request, "accounting/tracks.html", context)


@proven
def tracks_file(request: PageRequest, run_id: int) -> HttpResponse:
    """The two tracks as a workbook."""
    run = access_run(request.reach, "view_data", run_id)
    found, _stored = tracks_of(run, selectors.recomputed(run))
    return download(f"tracks-{run.year}-run-{run.number}.xlsx", tracks_workbook(found, reader_language()))
