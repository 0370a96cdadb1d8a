"""The page of suggested revisions of the plan in force: what suggests them, and the decision about each."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tanheng.apps.monitoring.forms.revisions import KeepForm, ReviseForm
from tanheng.apps.monitoring.models.revisions import KEEP
from tanheng.apps.monitoring.pages.revisions import revision_cards
from tanheng.apps.monitoring.selectors.plans import version_in_force
from tanheng.apps.monitoring.services.plans import RefusedPlanError
from tanheng.apps.monitoring.services.revisions import WRITE, answer_revision
from tanheng.apps.people.access import opens
from tanheng.apps.sites.access import access_company
from tanheng.pages.request import PageRequest
from tanheng.store.clock import today


def revisions(request: PageRequest, node_id: int) -> HttpResponse:
    """What suggests a revision today; by POST one is taken up in a draft, or the plan stays and why."""
    company = access_company(request.reach, "view_data", node_id)
    request.frame.show(node=company)
    form: ReviseForm | None = None
    if request.method == "POST":
        access_company(request.reach, WRITE, node_id)
        form = (KeepForm if request.POST.get("decision") == KEEP else ReviseForm)(request.POST)
        if form.is_valid():
            try:
                made = answer_revision(actor=request.actor, node=company, **form.cleaned_data)
            except RefusedPlanError as refused:
                form.add_error(None, refused)
                messages.error(request, " ".join(refused.messages))  # the suggestion may be gone, and its form with it
            else:
                if made.draft:
                    messages.success(request, _("Version %(number)s takes it up: change its rows.") % {"number": made.draft})
                    return redirect("monitoring:plan", company.pk, made.draft)
                return redirect("monitoring:plan-revisions", company.pk)
    cards = revision_cards(company, today(), form)
    context: dict[str, Any] = {
        "company": company,
        "version": version_in_force(company, today()),
        "open": [one for one in cards if one.asked.answer is None],
        "decided": [one for one in cards if one.asked.answer is not None],
        "may_write": opens(request.reach, WRITE, company),
    }
    return render(request, "monitoring/plans/revisions.html", context, status=400 if form is not None else 200)
