"""The page of missing data and cross-checks of a company's year: what is missing or doubtful, what may stand in, what was accepted."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tanheng.apps.monitoring.forms.treatments import AnswerForm, TreatmentForm
from tanheng.apps.monitoring.pages.treatments import overview
from tanheng.apps.monitoring.services.treatments import ANSWER, accept_treatment, answer_check
from tanheng.apps.monitoring.services.typing import ENTER
from tanheng.apps.people.access import opens
from tanheng.apps.sites.access import access_company
from tanheng.apps.sites.models import Node
from tanheng.pages.request import PageRequest


def missing(request: PageRequest, node_id: int, year: int) -> HttpResponse:
    """Gaps and doubts of a year with their forms, and the list of what was accepted."""
    company = access_company(request.reach, "view_data", node_id)
    request.frame.show(node=company, year=year)
    form = None
    if request.method == "POST":
        answering = "digest" in request.POST
        access_company(request.reach, ANSWER if answering else ENTER, node_id)
        form = AnswerForm(request.POST) if answering else TreatmentForm(request.POST)
        if form.is_valid() and treated(request, company, year, form):
            return redirect("monitoring:missing", company.pk, year)
    context: dict[str, Any] = {
        "company": company,
        "year": year,
        "may_enter": opens(request.reach, ENTER, company),
        "may_answer": opens(request.reach, ANSWER, company),
        **overview(company, year, form, request.GET.get("page")),
    }
    return render(request, "monitoring/missing/year.html", context, status=400 if form is not None else 200)


def treated(request: PageRequest, company: Node, year: int, form: TreatmentForm | AnswerForm) -> bool:
    """Whether what the form asks for was stored; else it says why not."""
    try:
        if isinstance(form, AnswerForm):
            said = form.cleaned_data
            answer_check(actor=request.actor, node=company, year=year, digest=said["digest"], reason=said["reason"])
            messages.success(request, _("Answered."))
        else:
            accept_treatment(actor=request.actor, node=company, **form.said)
            messages.success(request, _("Accepted: it stands in the list below, and in the figures with its mark."))
    except ValidationError as refused:
        form.add_error(None, refused)
        messages.error(request, " ".join(refused.messages))  # the gap or the doubt may be gone, and its form with it
        return False
    return True
