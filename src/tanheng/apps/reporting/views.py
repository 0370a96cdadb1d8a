"""Pages of the reports: a company's issued files, and the files of one run, made on request."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tanheng.apps.accounting.access import access_run
from tanheng.apps.accounting.pages.problem_rows import problem_rows
from tanheng.apps.accounting.pages.years import year_state_panel
from tanheng.apps.accounting.selectors import doubts_of_run, recomputed
from tanheng.apps.accounting.selectors.years import inputs_to_run_anew, reported_run
from tanheng.apps.accounting.views import proven, run_choices
from tanheng.apps.evidence.selectors import content_of
from tanheng.apps.records.access import open_verbs
from tanheng.apps.records.pages.packs_in_use import asked_pack, pack_choices, packs_in_use
from tanheng.apps.records.selectors import DigitsDifferError
from tanheng.apps.records.views import group_or_company
from tanheng.apps.reporting.access import access_report
from tanheng.apps.reporting.forms import IssueForm
from tanheng.apps.reporting.models.kinds import LANGUAGES, REPORT_KINDS
from tanheng.apps.reporting.pages.decided import decided_lists
from tanheng.apps.reporting.selectors import is_small_report, reports_of, reports_of_run
from tanheng.apps.work.services import ask_task
from tanheng.apps.work.views.answers import after_asking
from tanheng.pages.downloads import download
from tanheng.pages.language import reader_language
from tanheng.pages.request import PageRequest
from tanheng.rulebook import load_as


def reports(request: PageRequest, node_id: int, year: int) -> HttpResponse:
    """Files issued for a company's year, and the newest run to make more from."""
    company, companies = group_or_company(request, "download_report", node_id)
    if company is None:
        return render(request, "reporting/companies.html", {"companies": companies, "year": year})
    request.frame.show(node=company, year=year, switch_view="reporting:list")
    packs = packs_in_use(company, year)
    pack_id = asked_pack(request, packs)
    context = {
        "company": company,
        "year": year,
        "run": reported_run(company, year, pack_id),
        "year_panel": year_state_panel(request, company, year, pack_id),
        "reports": reports_of(company, year),
        "choices": pack_choices(packs, pack_id, request.path),
        "pack_id": pack_id,
    }
    return render(request, "reporting/list.html", context)


@proven
def run_reports(request: PageRequest, run_id: int) -> HttpResponse:
    """The files of a run: what was issued before, and buttons that make one now and hand it out."""
    run = access_run(request.reach, "download_report", run_id)
    request.frame.show(node=run.node, year=run.year, pack=run.pack, switch_view="reporting:list")
    form, doubts = IssueForm(request.POST or None), doubts_of_run(run)
    if request.method == "POST" and form.is_valid():
        words, small = {"run": run.pk, **form.cleaned_data}, is_small_report(run, form.cleaned_data["kind"])
        task = ask_task(actor=request.actor, name="reporting.issue", place=run.node, arguments=words)
        answered = after_asking(request, task, small=small)
        if isinstance(answered.error, DigitsDifferError):
            raise answered.error
        if not isinstance(answered.error, ValidationError):
            if not answered.made:
                return answered.response
            request.leads_to(reverse("reporting:file", args=[answered.made]))
            return report_file(request, int(answered.made))
        form.add_error(None, answered.error)
    context = {
        "open_doubts": len(doubts),
        "newer": inputs_to_run_anew(run),
        "year_panel": year_state_panel(request, run.node, run.year, run.pack),
        "doubts": problem_rows(run, doubts, recomputed(run)) if doubts else [],
        **open_verbs(request.reach, run.node),
        "run": run,
        "company": run.node,
        "kinds": REPORT_KINDS.values(),
        "languages": LANGUAGES.items(),
        "language": reader_language(),
        "reports": reports_of_run(run),
        "decided": decided_lists(run),
        "form": form,
        "choices": run_choices(run, "reporting:list"),
        "pack": load_as(run.pack, run.pack_hash),
    }
    status = 409 if form.non_field_errors() else 400 if form.errors else 200
    return render(request, "reporting/run.html", context, status=status)


def report_file(request: PageRequest, report_id: int) -> HttpResponse:
    """An issued file again, byte for byte."""
    found = access_report(request.reach, "download_report", report_id)
    return download(found.file_name, content_of(found.file))
