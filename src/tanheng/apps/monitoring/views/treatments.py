"""The page of missing data and cross-checks of a company's year: what is missing or doubtful, what may stand in, what was accepted."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tanheng.apps.monitoring.forms.treatments import AnswerForm, TreatmentForm
from tanheng.apps.monitoring.pages.treatments import card_of, overview
from tanheng.apps.monitoring.selectors.cross_checks import LineDoubt, doubts_of
from tanheng.apps.monitoring.selectors.missing import Gap, gaps_of
from tanheng.apps.monitoring.selectors.year_sources import YearSources
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
        form = AnswerForm(request.POST) if answering else _asked(request, company, year)
        if form.is_valid() and _stored(request, company, year, form):
            return redirect("monitoring:missing", company.pk, year)
    context: dict[str, Any] = {
        "company": company,
        "year": year,
        "may_enter": opens(request.reach, ENTER, company),
        "may_answer": opens(request.reach, ANSWER, company),
        **overview(company, year, form, request.GET.get("page")),
    }
    return render(request, "monitoring/missing/year.html", context, status=400 if form is not None else 200)


def _asked(request: PageRequest, company: Node, year: int) -> TreatmentForm:
    """The form of the gap or doubt that was answered, with the proposals there are now."""
    sources = YearSources(company, year)
    every: list[Gap | LineDoubt] = [*gaps_of(sources), *doubts_of(sources)]
    found = next((one for one in every if one.key == request.POST.get("asked")), None)
    card = card_of(found, None) if found else None
    if card is None or card.treatment is None:
        raise Http404("nothing is proposed there any more")
    field: Any = card.treatment.fields["proposal"]
    form = TreatmentForm(list(field.choices), request.POST)
    form.of = card.asked
    return form


def _stored(request: PageRequest, company: Node, year: int, form: TreatmentForm | AnswerForm) -> bool:
    try:
        if isinstance(form, AnswerForm):
            said = form.cleaned_data
            answer_check(actor=request.actor, node=company, year=year, digest=said["digest"], reason=said["reason"])
            messages.success(request, _("Answered."))
        else:
            assert form.of is not None
            accept_treatment(actor=request.actor, node=company, line=form.of.row.line.code, month=form.of.month, **form.said)
            messages.success(request, _("Accepted: it stands in the list below, and in the figures with its mark."))
    except ValidationError as refused:
        form.add_error(None, refused)
        return False
    return True
