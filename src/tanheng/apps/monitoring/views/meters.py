"""Pages of the meter ledger: the list with its filters, one meter with its history, the files, and the forms of a whole ledger."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tanheng.apps.evidence.selectors import content_of
from tanheng.apps.monitoring.access.meters import KEEP, READ, access_calibration, access_meter
from tanheng.apps.monitoring.forms.meters import FilterForm, LedgerForm, NeededForm, RequiredForm
from tanheng.apps.monitoring.pages.meters import counts, listed, meter_page
from tanheng.apps.monitoring.selectors.equipping import equipping
from tanheng.apps.monitoring.selectors.grounds import served_figures
from tanheng.apps.monitoring.selectors.ledger import ledger_of
from tanheng.apps.monitoring.selectors.meters import histories, history
from tanheng.apps.monitoring.selectors.served import places_of
from tanheng.apps.monitoring.services.equipping import record_needed, record_required
from tanheng.apps.monitoring.services.ledger import LedgerRefusedError, take_over_ledger
from tanheng.apps.people.access import opens
from tanheng.apps.sites.access import access_company
from tanheng.documents.meter_ledger import TITLE
from tanheng.documents.meter_ledger.word import ledger_word
from tanheng.documents.meter_ledger.workbook import ledger_workbook
from tanheng.engine.numbers import figure
from tanheng.pages.downloads import download
from tanheng.pages.language import reader_language
from tanheng.pages.problem_texts import shown_problems
from tanheng.pages.request import PageRequest
from tanheng.registration.collected import meter_panels

ROWS_PER_PAGE = 50
FILES = {"xlsx": ledger_workbook, "docx": ledger_word}


def meters(request: PageRequest, node_id: int) -> HttpResponse:
    """The ledger of a company, with what is overdue or due soon."""
    company = access_company(request.reach, READ, node_id)
    request.frame.show(node=company)
    form = FilterForm(request.GET or None, places=places_of(company))
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    every = histories(company)
    rows = listed(every, asked)
    context = {
        "company": company,
        "form": form,
        "page": Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page")),
        "counts": counts(listed(every, {})),
        "any": bool(every),
        "may_keep": opens(request.reach, KEEP, company),
    }
    return render(request, "monitoring/meters/list.html", context)


def meter(request: PageRequest, meter_id: int) -> HttpResponse:
    """One meter: what it is, its calibrations, replacements, states and descriptions."""
    found = access_meter(request.reach, READ, meter_id)
    request.frame.show(node=found.company)
    meter_history = history(found)
    served = served_figures(meter_history)
    context = {
        "company": found.company,
        "meter": found,
        "shown": meter_page(meter_history),
        "panels": [panel for make in meter_panels() if (panel := make(request, found.company, served))],
        "may_keep": opens(request.reach, KEEP, found.company),
    }
    return render(request, "monitoring/meters/meter.html", context)


def certificate(request: PageRequest, calibration_id: int) -> HttpResponse:
    """The certificate of a calibration, byte for byte."""
    found = access_calibration(request.reach, READ, calibration_id)
    if found.file is None:
        raise Http404("no file")
    return download(found.file_name, content_of(found.file))


def ledger_file(request: PageRequest, node_id: int, kind: str) -> HttpResponse:
    """The ledger as Excel or Word."""
    company = access_company(request.reach, READ, node_id)
    if kind not in FILES:
        raise Http404("no such file")
    lang = reader_language()
    ledger = ledger_of(company, histories(company), lang)
    return download(f"{TITLE.in_(lang)}-{company.name}-{ledger.day}.{kind}", FILES[kind](ledger, lang))


def take_over(request: PageRequest, node_id: int) -> HttpResponse:
    """Hand in a ledger that was filled in our workbook."""
    company = access_company(request.reach, KEEP, node_id)
    request.frame.show(node=company)
    form = LedgerForm(request.POST or None, request.FILES or None)
    problems = []
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        file = given.pop("file")
        try:
            done = take_over_ledger(actor=request.actor, company=company, file_name=file.name, content=file.read(), **given)
        except LedgerRefusedError as refused:
            problems = shown_problems(refused.problems, reader_language())
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            said = _("Taken over: %(entered)s entered, %(described)s described anew, %(moved)s states, %(calibrated)s certificates.")
            messages.success(
                request, said % {name: figure(getattr(done, name)) for name in ("entered", "described", "moved", "calibrated")}
            )
            return redirect("monitoring:meters", company.pk)
    status = 400 if problems or form.errors else 200
    return render(request, "monitoring/meters/take_over.html", {"company": company, "form": form, "problems": problems}, status=status)


def rates(request: PageRequest, node_id: int) -> HttpResponse:
    """The rate of equipping by energy and level, and the forms of what is needed and of a standard's rates."""
    company = access_company(request.reach, READ, node_id)
    request.frame.show(node=company)
    asked = request.POST.get("form") if request.method == "POST" else None
    forms = {
        "needed": NeededForm(request.POST if asked == "needed" else None, prefix="needed"),
        "required": RequiredForm(request.POST if asked == "required" else None, prefix="required"),
    }
    wrong = False
    if asked in forms:
        access_company(request.reach, KEEP, node_id)
        form, record = forms[asked], record_needed if asked == "needed" else record_required
        try:
            if form.is_valid():
                record(actor=request.actor, company=company, **form.cleaned_data)
                messages.success(request, _("Recorded."))
                return redirect("monitoring:rates", company.pk)
        except ValidationError as refused:
            form.add_error(None, refused)
        wrong = True
    context = {
        "company": company,
        "rows": [one for one in equipping(company, histories(company)) if one.installed or one.needed is not None],
        "table": equipping(company, []),
        "forms": forms,
        "may_keep": opens(request.reach, KEEP, company),
    }
    return render(request, "monitoring/meters/rates.html", context, status=400 if wrong else 200)
