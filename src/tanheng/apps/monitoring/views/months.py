"""Pages of months: the matrix, a month with its next step, late months with reminders, the timetable, substitutes."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tanheng.apps.monitoring.access.months import YEARS, access_month
from tanheng.apps.monitoring.access.plans import company_or_companies
from tanheng.apps.monitoring.forms.months import MonthStepForm, ReminderForm, SubstituteForm, TimetableForm
from tanheng.apps.monitoring.pages.due_panel import due_shown
from tanheng.apps.monitoring.pages.months import (
    late_rows,
    leads_on,
    matrix_shown,
    month_address,
    month_context,
    month_shown,
    moves_together,
    problems_shown,
    refused_shown,
)
from tanheng.apps.monitoring.selectors.due_work import due_work
from tanheng.apps.monitoring.selectors.month_matrix import month_matrix
from tanheng.apps.monitoring.selectors.months import StandingMonth, refusal_of
from tanheng.apps.monitoring.selectors.timetable import (
    late_months,
    own_timetables,
    substitutes_of,
    substitutes_on,
    waited_for,
    with_substitutes,
)
from tanheng.apps.monitoring.services.month_days import KEEP, Days, name_substitute, remind, set_timetable
from tanheng.apps.monitoring.services.months import AskedMonth, RefusedMonthError, Together, Wish, hindrances, move_month, move_months
from tanheng.apps.people.access import PersonReach, active_assignments, opens, refuse
from tanheng.apps.people.models import User
from tanheng.apps.sites.access import access_company
from tanheng.apps.sites.models import Node
from tanheng.apps.sites.selectors import descendants
from tanheng.engine.life import MONTHS
from tanheng.engine.problems import Problem
from tanheng.pages.language import reader_language
from tanheng.pages.request import PageRequest
from tanheng.store.clock import today
from tanheng.workflow.months import MONTH


def months(request: PageRequest, node_id: int, year: int) -> HttpResponse:
    """The matrix of a company's places, or of all places of a group, and the twelve months of a year."""
    company, companies = company_or_companies(request.reach, node_id)
    if year not in YEARS:
        raise Http404("no such year")
    node = company or Node.objects.get(pk=node_id)
    request.frame.show(node=node, year=year, switch_view="monitoring:months")
    together = _taken_together(request, company, year) if request.method == "POST" and company else None
    matrix = month_matrix([company] if company else companies, year, today())
    counts = [{"label": one.label.in_(reader_language()), "count": matrix.counts[one.id]} for one in MONTH.states]
    context = {
        "node": node,
        "company": company,
        "year": year,
        "matrix": matrix,
        "groups": matrix_shown(matrix),
        "months": MONTHS,
        "counts": counts,
        "planless": matrix.planless,
        "moves": moves_together(request, company) if company else [],
        "refused": refused_shown(together) if together else [],
    }
    return render(request, "monitoring/months/matrix.html", context, status=409 if together and not together.steps else 200)


def _taken_together(request: PageRequest, company: Node, year: int) -> Together:
    """The same step of the months that are ticked, or of all that stand before it."""
    verb, every = request.POST.get("verb", ""), "all" in request.POST
    states = {one.state for one in MONTH.transitions if one.verb == verb}
    rows = month_matrix([company], year, today()).rows
    stand = {(one.place, month): cell.state for one in rows for month, cell in zip(MONTHS, one.cells, strict=True)}
    ticked = set(request.POST.getlist("month"))
    wanted = [
        AskedMonth(place, date(year, month, 1))
        for (place, month), state in stand.items()
        if (state in states and date(year, month, 1) <= today() if every else f"{place.pk}:{month}" in ticked)
    ]
    try:
        done = move_months(actor=request.actor, company=company, months=wanted, verb=verb)
    except RefusedMonthError as refused:
        messages.error(request, refused.messages[0])
        return Together([], [])
    if done.steps:
        messages.success(request, _("Months that took the step: %(count)s.") % {"count": len(done.steps)})
    elif not wanted:
        messages.error(request, _("No month was ticked, or none stands before this step."))
    return done


def month(request: PageRequest, node_id: int, year: int, month: int) -> HttpResponse:
    """A month at a place: its state and next step, what is missing, when it is due, who did what."""
    found = _shown(request, node_id, year, month)
    return render(request, "monitoring/months/month.html", {**month_context(request, found), **month_shown(found)})


def step(request: PageRequest, node_id: int, year: int, month: int, verb: str) -> HttpResponse:
    """What a step will do, with what holds it back; by POST it is taken."""
    found = _shown(request, node_id, year, month)
    address = month_address("month", found.place, found.month)
    move, after = MONTH.transition(found.state.id, verb), MONTH.after(found.state.id, verb)
    if move is None or isinstance(after, Problem):
        refusal = refusal_of(request.reach, request.user, found, verb)
        messages.error(request, f"{refusal.message.in_(reader_language())} · {refusal.remedy.in_(reader_language())}")
        return redirect(address)
    if not opens(request.reach, move.permission, found.company):
        refuse(move.permission, found.company)
    form = MonthStepForm(move, request.POST or None, initial={"seen": found.step_number})
    if request.method == "POST" and form.is_valid():
        at: dict[str, Any] = {"company": found.company, "place": found.place, "month": found.month}
        try:
            move_month(actor=request.actor, **at, verb=verb, **form.cleaned_data)
        except RefusedMonthError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("The month now is “%(state)s”.") % {"state": after.label.in_(reader_language())})
            return redirect(address)
    context: dict[str, Any] = {
        **month_context(request, found),
        "move": move.label.in_(reader_language()),
        "after": after.label.in_(reader_language()),
        "leads_on": leads_on(move),
        "held_back": problems_shown(hindrances(wish=Wish(request.actor, found, move), words=False)),
        "form": form,
    }
    return render(request, "monitoring/months/step.html", context, status=_status(form))


def reminder(request: PageRequest, node_id: int, year: int, month: int) -> HttpResponse:
    """Remind those whom the next step of a month waits for."""
    found = _shown(request, node_id, year, month)
    if not opens(request.reach, KEEP, found.company):
        refuse(KEEP, found.company)
    persons = waited_for(found)
    pairs = with_substitutes(found.company, persons, today())
    form = ReminderForm(pairs.items(), request.POST or None, initial={"persons": [str(one.pk) for one in persons]})
    if request.method == "POST" and form.is_valid():
        wanted = [one for one in persons if str(one.pk) in form.cleaned_data["persons"]]
        at: dict[str, Any] = {"company": found.company, "place": found.place, "month": found.month}
        try:
            made = remind(actor=request.actor, **at, persons=wanted, note=form.cleaned_data["note"])
        except RefusedMonthError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("Reminded: %(persons)s.") % {"persons": "、".join(str(one.person) for one in made)})
            return redirect(month_address("month", found.place, found.month))
    context = {**month_context(request, found), "form": form, "pairs": pairs}
    return render(request, "monitoring/months/remind.html", context, status=_status(form))


def late(request: PageRequest, node_id: int) -> HttpResponse:
    """The late months of a company, or of the companies of a group, the longest late first."""
    company, companies = company_or_companies(request.reach, node_id)
    node = company or Node.objects.get(pk=node_id)
    request.frame.show(node=node)
    shown = [company] if company else companies
    facilities = [one for company_ in shown for one in descendants(company_, kind="facility")]
    may_remind = {one.pk for one in shown if opens(request.reach, KEEP, one)}
    rows = [{**one, "may_remind": one["company"].pk in may_remind} for one in late_rows(late_months(shown, facilities, today()))]
    context = {"node": node, "company": company, "rows": rows, "year": request.frame.year, **due_shown(due_work(shown, today()))}
    return render(request, "monitoring/months/late.html", context)


def timetable(request: PageRequest, node_id: int) -> HttpResponse:
    """By which days of the month after figures are there, reviewed and closed, department by department; by POST a row is added."""
    company = access_company(request.reach, "view_data", node_id)
    request.frame.show(node=company)
    may_keep = opens(request.reach, KEEP, company)
    if request.method == "POST" and not may_keep:
        refuse(KEEP, company)
    form = TimetableForm(request.POST or None, initial={"from_month": f"{today():%Y-%m}"})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        days = Days(said["report_day"], said["review_day"], said["close_day"])
        words: dict[str, Any] = {"from_month": said["from_month"], "days": days, "department": said["department"]}
        try:
            set_timetable(actor=request.actor, company=company, **words)
        except RefusedMonthError as refused:
            form.add_error(None, refused)
        else:
            return redirect("monitoring:month-timetable", company.pk)
    context = {"company": company, "rows": own_timetables(company), "form": form if may_keep else None, "year": request.frame.year}
    return render(request, "monitoring/months/timetable.html", context, status=_status(form))


def substitutes(request: PageRequest, node_id: int) -> HttpResponse:
    """Who stands in for whom in a company; by POST somebody names their own substitute."""
    company = access_company(request.reach, "view_data", node_id)
    request.frame.show(node=company)
    persons = [one for one in _colleagues(company) if one.pk != request.user.pk]
    form = SubstituteForm(persons, request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        chosen = next((one for one in persons if str(one.pk) == said["substitute"]), None)
        try:
            name_substitute(actor=request.actor, company=company, substitute=chosen, first=said["first"], last=said["last"])
        except RefusedMonthError as refused:
            form.add_error(None, refused)
        else:
            return redirect("monitoring:month-substitutes", company.pk)
    today_ = {one.pk for one in substitutes_on(company, today()).values()}
    context = {"company": company, "rows": substitutes_of(company), "now": today_, "form": form, "year": request.frame.year}
    return render(request, "monitoring/months/substitutes.html", context, status=_status(form))


def _colleagues(company: Node) -> list[User]:
    """Those who may see the company's data."""
    held = active_assignments().filter(user__is_active=True).select_related("user", "node").order_by("user_id")
    near = [one for one in held if company.path.startswith(one.node.path) or one.node.path.startswith(company.path)]
    persons = {one.user_id: one.user for one in near}
    return [one for one in persons.values() if opens(PersonReach(one), "view_data", company)]


def _shown(request: PageRequest, node_id: int, year: int, month: int) -> StandingMonth:
    """The month that the page is about, its place in the frame."""
    found = access_month(request.reach, "view_data", node_id, year, month)
    request.frame.show(node=found.place, year=year)
    return found


def _status(form: Any) -> int:
    return 409 if form.non_field_errors() else 400 if form.errors else 200
