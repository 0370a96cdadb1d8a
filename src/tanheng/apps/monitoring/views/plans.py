"""Pages of a company's plan: its versions, one version table by table, a new one, what differs between two, a step."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tanheng.apps.monitoring.access.plans import access_plan, company_or_companies
from tanheng.apps.monitoring.forms.plans import BeginForm, PlanStepForm
from tanheng.apps.monitoring.pages.plan_files import plan_file
from tanheng.apps.monitoring.pages.plans import (
    differences_shown,
    edition_choices,
    leads_on,
    lines_shown,
    plan_address,
    problems_shown,
    rows_shown,
    step_rows,
    title_of,
    version_context,
)
from tanheng.apps.monitoring.pages.revisions import marked_changes
from tanheng.apps.monitoring.selectors.pictures import pictures_of
from tanheng.apps.monitoring.selectors.plans import (
    StandingPlan,
    is_current,
    open_draft,
    placed_facilities,
    plans_of,
    problems_of,
    refusal_of,
    standing_plan,
    version_in_force,
)
from tanheng.apps.monitoring.selectors.revisions import triggers_of
from tanheng.apps.monitoring.services.plans import RefusedPlanError, begin_plan
from tanheng.apps.monitoring.services.proposals import propose_plan, read_file
from tanheng.apps.monitoring.services.steps import Wish, hindrances, move_plan
from tanheng.apps.people.access import opens, refuse
from tanheng.apps.sites.access import access_company
from tanheng.apps.sites.models import Node
from tanheng.engine.plan.differences import differences
from tanheng.engine.plan.plan import Plan
from tanheng.engine.plan.tables import BY_NAME, LINES, PlanTable
from tanheng.engine.problems import Problem
from tanheng.pages.downloads import download
from tanheng.pages.language import reader_language
from tanheng.pages.problem_texts import shown_problems
from tanheng.pages.request import PageRequest
from tanheng.rulebook.plans import editions_for
from tanheng.store.clock import today
from tanheng.workflow.plans import PLAN


def table_of(name: str) -> PlanTable:
    """The table of the plan by that name; Http404."""
    if name not in BY_NAME:
        raise Http404("no such table")
    return BY_NAME[name]


def plans(request: PageRequest, node_id: int) -> HttpResponse:
    """Every version of a company's plan, and what makes a revision of the one in force necessary; of a group its companies."""
    company, companies = company_or_companies(request.reach, node_id)
    if company is None:
        rows = [(one, version_in_force(one, today()), open_draft(one)) for one in companies]
        return render(request, "monitoring/plans/companies.html", {"rows": rows})
    request.frame.show(node=company)
    triggers = shown_problems(triggers_of(company, today()), reader_language())
    context = {
        "company": company,
        "rows": [_listed(one) for one in plans_of(company)],
        "triggers": triggers,
        "year": request.frame.year or today().year,
        "may_write": opens(request.reach, "write_plan", company),
        "has_draft": open_draft(company) is not None,
    }
    return render(request, "monitoring/plans/list.html", context)


def _listed(found: StandingPlan) -> dict[str, Any]:
    return {
        "plan": found,
        "title": title_of(found),
        "state": found.state.label.in_(reader_language()),
        "current": is_current(found),
        "address": plan_address("plan", found),
    }


def begin(request: PageRequest, node_id: int) -> HttpResponse:
    """Begin a version: with a proposal from editions and facilities, or with the text of an earlier one."""
    company = access_company(request.reach, "write_plan", node_id)
    request.frame.show(node=company)
    form = _begin_form(request, company)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        earlier = standing_plan(company, said["made_from"]) if said["made_from"] else None
        try:
            if said["file"]:
                told = read_file(content=said["file"].read(), file_name=said["file"].name)
                draft = begin_plan(actor=request.actor, node=company, plan=told)
            elif earlier:
                draft = begin_plan(actor=request.actor, node=company, plan=earlier.plan, made_from=earlier.number)
            else:
                draft = propose_plan(actor=request.actor, node=company, packs=said["packs"], from_month=said["from_month"])
        except RefusedPlanError as refused:
            form.add_error(None, refused)
        else:
            return redirect("monitoring:plan", company.pk, draft.plan)
    status = 400 if form.errors else 200
    return render(request, "monitoring/plans/begin.html", {"company": company, "form": form}, status=status)


def _begin_form(request: PageRequest, company: Node) -> BeginForm:
    earlier = plans_of(company)
    year = today().year + (1 if today().month >= 11 else 0)  # the plan of a year is written from 1 November before it
    usual = [one.id for one in editions_for(placed_facilities(company), year)]
    versions = [(one.number, f"{_('Version')} {one.number} · {one.state.label.in_(reader_language())}") for one in earlier]
    initial = {"from_month": f"{year}-01", "packs": usual, "made_from": earlier[0].number if earlier else ""}
    choices = edition_choices(earlier[0].plan if earlier else Plan(), year)
    return BeginForm(versions, choices, request.POST or None, request.FILES or None, initial=initial)


def plan(request: PageRequest, node_id: int, number: int) -> HttpResponse:
    """A version: its state, its tables, what it lacks, and its steps."""
    found = _shown(request, node_id, number)
    problems = problems_of(found)
    context = {
        **version_context(request, found),
        "rows": step_rows(found),
        "problems": problems_shown(found, problems) if found.is_draft else [],
        "errors": sum(one.severity == "error" for one in problems),
        "others_of_company": [one for one in plans_of(found.node) if one.number != found.number],
        "made_from": found.draft.made_from,
        "marked": marked_changes(found),
        "picture_count": len(pictures_of(found)),
    }
    return render(request, "monitoring/plans/plan.html", context)


def plan_table(request: PageRequest, node_id: int, number: int, table: str) -> HttpResponse:
    """One table of a version."""
    found, one = _shown(request, node_id, number), table_of(table)
    lang = reader_language()
    context = {
        **version_context(request, found),
        "table": one,
        "table_title": one.title.in_(lang),
        "headings": [column.label.in_(lang) for column in one.columns],
        "shown": [] if one is LINES else rows_shown(found, one),
        "groups": lines_shown(found) if one is LINES else [],
        "add": plan_address("plan-row", found, one.name),
    }
    return render(request, "monitoring/plans/table.html", context)


def file(request: PageRequest, node_id: int, number: int, kind: str) -> HttpResponse:
    """A version as Excel or Word in the layout of the form."""
    if kind not in ("xlsx", "docx"):
        raise Http404("no such file")
    found = access_plan(request.reach, "view_data", node_id, number)
    return download(*plan_file(found, "docx" if kind == "docx" else "xlsx"))


def compare(request: PageRequest, node_id: int, number: int, other: int) -> HttpResponse:
    """What differs between two versions, `other` before."""
    found, before = _shown(request, node_id, number), access_plan(request.reach, "view_data", node_id, other)
    rows = differences_shown(differences(before.plan, found.plan))
    context = {**version_context(request, found), "before": before, "rows": rows}
    return render(request, "monitoring/plans/compare.html", context)


def step(request: PageRequest, node_id: int, number: int, verb: str) -> HttpResponse:
    """What a step will do, with what holds it back; by POST it is taken."""
    found = _shown(request, node_id, number)
    move, after = PLAN.transition(found.state.id, verb), PLAN.after(found.state.id, verb)
    if move is None or isinstance(after, Problem):
        refusal = refusal_of(request.reach, request.user, found, verb)
        messages.error(request, f"{refusal.message.in_(reader_language())} · {refusal.remedy.in_(reader_language())}")
        return redirect("monitoring:plan", node_id, number)
    if not opens(request.reach, move.permission, found.node):
        refuse(move.permission, found.node)
    form = PlanStepForm(move, request.POST or None, initial={"seen": found.step_number})
    if request.method == "POST" and form.is_valid():
        try:
            move_plan(actor=request.actor, node=found.node, number=number, verb=verb, **form.cleaned_data)
        except RefusedPlanError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("The plan now is “%(state)s”.") % {"state": after.label.in_(reader_language())})
            return redirect("monitoring:plan", found.node.pk, number)
    context: dict[str, Any] = {
        **version_context(request, found),
        "move": move.label.in_(reader_language()),
        "after": after.label.in_(reader_language()),
        "leads_on": leads_on(move),
        "held_back": problems_shown(found, hindrances(wish=Wish(request.actor, found, move), words=False)),
        "form": form,
    }
    return render(request, "monitoring/plans/step.html", context, status=409 if form.non_field_errors() else 400 if form.errors else 200)


def _shown(request: PageRequest, node_id: int, number: int) -> StandingPlan:
    """The version that the page is about, its company in the frame."""
    found = access_plan(request.reach, "view_data", node_id, number)
    request.frame.show(node=found.node)
    return found
