"""Pages of the reports: a company's issued files, and the files of one run, made on request."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tanheng.apps.accounting.access import access_run
from tanheng.apps.accounting.selectors import latest_run
from tanheng.apps.accounting.views import proven, run_choices
from tanheng.apps.records.downloads import download
from tanheng.apps.records.evidence_store import read_content
from tanheng.apps.records.packs_in_use import asked_pack, pack_choices, packs_in_use
from tanheng.apps.records.views import group_or_company
from tanheng.apps.records.wording import reader_language
from tanheng.apps.reporting import services
from tanheng.apps.reporting.access import access_report
from tanheng.apps.reporting.forms import IssueForm
from tanheng.apps.reporting.kinds import LANGUAGES, REPORT_KINDS
from tanheng.apps.reporting.selectors import reports_of, reports_of_run
from tanheng.rulebook import load


def reports(request: HttpRequest, node_id: int, year: int) -> HttpResponse:
    """Files issued for a company's year, and the newest run to make more from."""
    company, companies = group_or_company(request, "download_report", node_id)
    if company is None:
        return render(request, "reporting/companies.html", {"companies": companies, "year": year})
    request.frame.show(node=company, year=year, switch_view="reporting:list")  # type: ignore[attr-defined]
    packs = packs_in_use(company, year)
    pack_id = asked_pack(request, packs)
    context = {
        "company": company, "year": year, "run": latest_run(company, year, pack_id), "reports": reports_of(company, year),
        "choices": pack_choices(packs, pack_id, request.path), "pack_id": pack_id,
    }
    return render(request, "reporting/list.html", context)


@proven
def run_reports(request: HttpRequest, run_id: int) -> HttpResponse:
    """The files of a run: what was issued before, and buttons that make one now and hand it out."""
    run = access_run(request.reach, "download_report", run_id)  # type: ignore[attr-defined]
    request.frame.show(node=run.node, year=run.year, pack=run.pack, switch_view="reporting:list")  # type: ignore[attr-defined]
    form = IssueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        issued = services.issue_report(by=request.user, run=run, **form.cleaned_data)  # type: ignore[arg-type]
        return download(issued.file_name, read_content(issued.file.sha256))
    context = {
        "run": run, "company": run.node, "kinds": REPORT_KINDS.values(), "languages": LANGUAGES.items(),
        "language": reader_language(), "reports": reports_of_run(run), "form": form,
        "choices": run_choices(run, "reporting:list"), "pack": load(run.pack),
    }
    return render(request, "reporting/run.html", context, status=400 if form.errors else 200)


def report_file(request: HttpRequest, report_id: int) -> HttpResponse:
    """An issued file again, byte for byte."""
    found = access_report(request.reach, "download_report", report_id)  # type: ignore[attr-defined]
    return download(found.file_name, read_content(found.file.sha256))
