"""Pages of a company's year on its way to final: its steps so far, and the one on which a step is taken."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from tanheng.apps.accounting.forms.years import StepForm
from tanheng.apps.accounting.pages.side_by_side import company_row, company_rows
from tanheng.apps.accounting.pages.years import leads_on, step_rows, stepper_of, year_address, year_state_panel
from tanheng.apps.accounting.selectors.years import refusal_of, standing_year
from tanheng.apps.accounting.services.years import RefusedStepError, Wish, hindrances, move_year
from tanheng.apps.monitoring.selectors.months import has_plan
from tanheng.apps.people.access import opens, refuse
from tanheng.apps.records.access import open_verbs
from tanheng.apps.records.pages.packs_in_use import asked_pack, pack_choices, pack_name, packs_in_use
from tanheng.apps.records.views import group_or_company
from tanheng.apps.sites.access import access_company
from tanheng.engine.problems import Problem
from tanheng.pages.language import reader_language
from tanheng.pages.request import PageRequest
from tanheng.workflow.picture import svg
from tanheng.workflow.years import YEAR


def steps(request: PageRequest, node_id: int, year: int) -> HttpResponse:
    """The state of a company's year, its steps with who, when and why, and the picture of what leads where."""
    company, companies = group_or_company(request, "view_data", node_id)
    if company is None:
        context = {"rows": company_rows(companies, year), "year": year, "node": request.frame.node}
        return render(request, "accounting/companies.html", context)
    request.frame.show(node=company, year=year, switch_view="accounting:year-steps")
    packs = packs_in_use(company, year)
    pack_id = asked_pack(request, packs)
    found = standing_year(company, year, pack_id)
    context = {
        "company": company,
        "year": year,
        "pack_id": pack_id,
        "choices": pack_choices(packs, pack_id, request.path),
        "year_panel": year_state_panel(request, company, year, pack_id),
        "rows": step_rows(found),
        "without_plan": not has_plan(company, year),
        "picture": mark_safe(svg(YEAR, reader_language(), current=found.state.id)),  # noqa: S308 - its words are escaped there
        **open_verbs(request.reach, company),
    }
    return render(request, "accounting/year_steps.html", context)


def step(request: PageRequest, node_id: int, year: int, verb: str) -> HttpResponse:
    """What a step will do, with what holds it back; by POST it is taken."""
    company = access_company(request.reach, "view_data", node_id)
    request.frame.show(node=company, year=year, switch_view="accounting:year-steps")
    pack_id = str((request.POST if request.method == "POST" else request.GET).get("pack", ""))[:100]
    found = standing_year(company, year, pack_id)
    after = YEAR.after(found.state.id, verb)
    move = YEAR.transition(found.state.id, verb)
    if move is None or isinstance(after, Problem):
        refusal = refusal_of(request.reach, request.user, found, verb)
        messages.error(request, f"{refusal.message.in_(reader_language())} · {refusal.remedy.in_(reader_language())}")
        return redirect(year_address("accounting:year-steps", found))
    if not opens(request.reach, move.permission, company):
        refuse(move.permission, company)
    initial = {"pack": pack_id, "seen": found.number}
    form = StepForm(move, found.last_round, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        wish = {"reason": said.get("reason", ""), "round_id": said.get("round", ""), "seen": said["seen"]}
        try:
            taken = move_year(actor=request.actor, node=company, year=year, pack_id=pack_id, verb=verb, **wish)
        except RefusedStepError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("The year now is “%(state)s”.") % {"state": after.label.in_(reader_language())})
            return redirect(year_address("accounting:year-steps", standing_year(company, year, taken.pack)))
    wish_now = Wish(request.actor, found, move)
    held_back = [one.as_json(reader_language()) for one in hindrances(wish=wish_now, words=False)]
    context: dict[str, Any] = {
        "company": company,
        "year": year,
        "pack_name": pack_name(pack_id) if pack_id in packs_in_use(company, year) else pack_id,
        "move": move.label.in_(reader_language()),
        "before": found.state.label.in_(reader_language()),
        "after": after.label.in_(reader_language()),
        "leads_on": leads_on(move),
        "run": wish_now.run,
        "row": company_row(company, wish_now.run, pack_id) if wish_now.run else None,
        "steps": stepper_of(found),
        "held_back": held_back,
        "form": form,
        "back": year_address("accounting:year-steps", found),
    }
    status = 409 if form.non_field_errors() else 400 if form.errors else 200
    return render(request, "accounting/year_step.html", context, status=status)
