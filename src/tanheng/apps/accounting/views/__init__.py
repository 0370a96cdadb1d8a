"""Pages of the accounts: run, results of a run, list of runs, comparison of two, downloads of the run and its case."""

import json
from collections.abc import Callable
from functools import wraps

import yaml
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tanheng.apps.accounting import selectors
from tanheng.apps.accounting.access import access_run
from tanheng.apps.accounting.models import Run
from tanheng.apps.accounting.pages.changes import runs_before
from tanheng.apps.accounting.pages.comparison import compare_runs
from tanheng.apps.accounting.pages.corrected import corrected_list
from tanheng.apps.accounting.pages.results_body import results_body
from tanheng.apps.accounting.pages.run_rows import run_rows
from tanheng.apps.accounting.pages.side_by_side import company_rows
from tanheng.apps.accounting.pages.years import final_marks, year_state_panel
from tanheng.apps.accounting.selectors.corrections import Corrections, superseded_runs
from tanheng.apps.accounting.selectors.decided import decided_of
from tanheng.apps.accounting.selectors.years import inputs_to_run_anew, reported_run, standing_year
from tanheng.apps.records.access import open_verbs
from tanheng.apps.records.pages.packs_in_use import PackChoice, chosen_pack, pack_choices, packs_in_use
from tanheng.apps.records.selectors import DigitsDifferError, current_import
from tanheng.apps.records.selectors.parts import parts_of_year
from tanheng.apps.records.selectors.typed_figures import typed_since
from tanheng.apps.records.views import group_or_company
from tanheng.apps.sites.access import access_company
from tanheng.apps.sites.models import Node
from tanheng.apps.work.services import ask_task
from tanheng.apps.work.views.answers import after_asking
from tanheng.engine.case import case_document
from tanheng.engine.life import MONTHS
from tanheng.pages.downloads import download
from tanheng.pages.language import reader_language
from tanheng.pages.request import PageRequest

ROWS_PER_PAGE = 50


def proven(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Say loudly that stored and recomputed digits differ, instead of showing either."""

    @wraps(view)
    def guarded(request: PageRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except DigitsDifferError as error:
            return render(request, "accounting/digits_differ.html", {"detail": str(error)}, status=409)

    return guarded


@proven
def latest(request: PageRequest, node_id: int, year: int) -> HttpResponse:
    """The newest run of a company's year; for a group its companies side by side."""
    company, companies = group_or_company(request, "view_data", node_id)
    if company is None:
        context = {"rows": company_rows(companies, year), "year": year, "node": request.frame.node}
        return render(request, "accounting/companies.html", context)
    request.frame.show(node=company, year=year, switch_view="accounting:latest")
    return newest_or_none(request, company, year, "accounting:results")


def newest_or_none(request: PageRequest, company: Node, year: int, view: str) -> HttpResponse:
    """On to `view` of the newest run by the pack asked for, last looked at or first in use; else the page that says there is none."""
    packs, asked = packs_in_use(company, year), request.GET.get("pack", "")
    wanted = asked if asked in packs else ""
    found = latest_run_of(request, company, year, packs, wanted)
    if found is not None:
        return redirect(view, found.pk)
    pack_id = chosen_pack(packs, wanted)
    context = {
        "company": company,
        "year": year,
        "pack_id": pack_id,
        "has_figures": current_import(company, year, pack_id) is not None or bool(typed_since(company, year, pack_id)),
        "choices": pack_choices(packs, pack_id, request.path),
        "parts": parts_of_year(company, year, pack_id) if pack_id else [],
        **open_verbs(request.reach, company),
    }
    return render(request, "accounting/no_run.html", context)


def latest_run_of(request: PageRequest, company: Node, year: int, packs: list[str], asked: str) -> Run | None:
    """The run that the year reports by the pack asked for; without one by the pack last looked at, else the first in use that has a run."""
    if asked:
        return reported_run(company, year, asked)
    newest = selectors.latest_run_of(company, year, packs, request.frame.pack)
    return reported_run(company, year, newest.pack) if newest else None


def run_choices(run: Run, view: str) -> list[PackChoice]:
    """The switch to the same page by the other packs of the run's company and year; `view` takes node and year."""
    return pack_choices(packs_in_use(run.node, run.year), run.pack, reverse(view, args=[run.node_id, run.year]))


@require_POST
def run(request: PageRequest, node_id: int, year: int) -> HttpResponse:
    """Run the accounts over the current figures."""
    company = access_company(request.reach, "run_accounts", node_id)
    pack_id = request.POST.get("pack", "")
    words: dict[str, str | int] = {"node": company.pk, "year": year, "pack": pack_id}
    if (last := request.POST.get("through_month", "")) in map(str, MONTHS):
        words["through_month"] = int(last)
    task = ask_task(actor=request.actor, name="accounting.run", place=company, arguments=words)
    small, back = selectors.is_small_run(company, year, pack_id), redirect("accounting:latest", company.pk, year)
    return after_asking(request, task, small=small, back=back).response


@proven
def results(request: PageRequest, run_id: int) -> HttpResponse:
    """What came out of a run, every figure a link to its explanation."""
    reach = request.reach
    found = access_run(reach, "view_data", run_id)
    request.frame.show(node=found.node, year=found.year, pack=found.pack, switch_view="accounting:latest")
    computed = selectors.recomputed(found)
    changed, before = selectors.state_of_inputs(found), runs_before(found)
    corrections = Corrections(found, computed, changed)
    standing = standing_year(found.node, found.year, found.pack)
    waiting = {"newer": inputs_to_run_anew(found, changed, standing), "open_doubts": len(selectors.doubts_of_run(found))}
    context = {
        "run": found,
        "company": found.node,
        "pack": computed.pack,
        "body": results_body(found, computed, corrections, before),
        "corrected": corrected_list(found, computed, corrections),
        "previous": before[0],
        "decided": decided_of(found),
        "rules_now": selectors.rules_now(found),
        "problems_proof": selectors.problems_proof(found),
        **waiting,
        "year_panel": year_state_panel(request, found.node, found.year, found.pack, standing),
        "choices": run_choices(found, "accounting:latest"),
        **open_verbs(reach, found.node),
    }
    return render(request, "accounting/results.html", context)


def runs(request: PageRequest, node_id: int) -> HttpResponse:
    """Every run of a company, the newest first, with two to choose for a comparison."""
    company, _companies = group_or_company(request, "view_data", node_id)
    if company is None:
        return redirect("accounting:latest", node_id, request.frame.year)
    request.frame.show(node=company, switch_view="accounting:latest")
    first, second = request.GET.get("before", ""), request.GET.get("after", "")
    if first.isdecimal() and second.isdecimal():
        return redirect("accounting:compare", int(second), int(first))
    page = Paginator(selectors.runs_of(company), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    listed = list(page)
    context = {"company": company, "page": page, "rows": run_rows(listed), "before": _likely_before(listed), "marks": final_marks(listed)}
    return render(request, "accounting/runs.html", {**context, "corrected": superseded_runs(listed)})


def _likely_before(listed: list[Run]) -> Run | None:
    """The run the newest one is most likely compared with: of the same pack, of the same year if there is one."""
    if not listed:
        return None
    others = [one for one in listed[1:] if one.pack == listed[0].pack] or listed[1:]
    return next((one for one in others if one.year == listed[0].year), others[0] if others else None)


@proven
def compare(request: PageRequest, run_id: int, other_id: int) -> HttpResponse:
    """Two runs of one company: `other` before, `run` after."""
    reach = request.reach
    after, before = access_run(reach, "view_data", run_id), access_run(reach, "view_data", other_id)
    if after.node_id != before.node_id:
        raise Http404("runs of two companies are not compared")
    request.frame.show(node=after.node, year=after.year, switch_view="accounting:latest")
    months = request.GET.get("months") == "1"
    context = {"comparison": compare_runs(before, after, months=months), "months": months, "company": after.node}
    return render(request, "accounting/compare.html", context)


@proven
def run_json(request: PageRequest, run_id: int) -> HttpResponse:
    """The run as `run/1`."""
    found = access_run(request.reach, "view_data", run_id)
    document = selectors.run_document(found, reader_language())
    return download(f"run-{found.number}-{found.year}.json", json.dumps(document, ensure_ascii=False, indent=1).encode())


@proven
def receipt_file(request: PageRequest, run_id: int) -> HttpResponse:
    """All that made the numbers of the run, as `receipt/1`."""
    found = access_run(request.reach, "view_data", run_id)
    return download(f"receipt-{found.year}-run-{found.number}.json", selectors.run_receipt(found, reader_language()))


@proven
def case_yaml(request: PageRequest, run_id: int) -> HttpResponse:
    """The frozen inputs of the run as a `case/1` file."""
    found = access_run(request.reach, "view_data", run_id)
    document = case_document(selectors.frozen_case(found))
    text = yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=120)
    return download(f"case-{found.year}-run-{found.number}.yaml", text.encode())
