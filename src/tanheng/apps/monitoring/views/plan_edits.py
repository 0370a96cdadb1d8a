"""Pages on which a draft of the plan is edited: a row of a table, a row that goes, the head."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tanheng.apps.monitoring.access.plans import access_plan
from tanheng.apps.monitoring.forms.plans import HeadForm, PlanFileForm, RowForm
from tanheng.apps.monitoring.models import PlanDraft
from tanheng.apps.monitoring.pages.plans import edition_choices, parts_of_line, plan_address, version_context
from tanheng.apps.monitoring.selectors.plans import StandingPlan
from tanheng.apps.monitoring.services.plans import Edit, RefusedPlanError, edit_row, save_plan
from tanheng.apps.monitoring.services.proposals import read_file
from tanheng.apps.monitoring.views.plans import table_of
from tanheng.engine.plan.rows import Row
from tanheng.engine.plan.tables import LINES, PlanTable
from tanheng.pages.language import reader_language
from tanheng.pages.request import PageRequest
from tanheng.store.clock import today

SEEN = "seen"


def row(request: PageRequest, node_id: int, number: int, table: str) -> HttpResponse:
    """A row of a table, to be read or, in a draft, edited; without a `key` a new one."""
    found, one = _found(request, node_id, number), table_of(table)
    key = str(request.GET.get("key", ""))[:1000]
    standing = found.plan.row(one, key) if key or one.single else None
    if key and standing is None and request.method != "POST":  # of a form that is sent again the service knows that it was done
        raise Http404("no such row")
    shown = standing or _new_row(one, str(request.GET.get("line", ""))[:200])
    form = RowForm(one, found.plan, shown, request.POST or None, initial={SEEN: found.draft.edit})
    if request.method == "POST" and form.is_valid():
        edit = Edit(one, key, form.cleaned_data["row"])
        saved = _saved(form, lambda seen: edit_row(actor=request.actor, node=found.node, number=number, edit=edit, seen=seen))
        if saved:
            return redirect(_after(found, one, form.cleaned_data["row"]))
    context = {
        **version_context(request, found),
        "form": form,
        "table": one,
        "table_title": one.title.in_(reader_language()),
        "key": key,
        "parts": parts_of_line(found, key) if one is LINES and key else [],
        "back": _back(found, one, shown),
        "remove": plan_address("plan-remove", found, one.name, key=key) if key else "",
    }
    return render(request, "monitoring/plans/row.html", context, status=_status(form))


def remove(request: PageRequest, node_id: int, number: int, table: str) -> HttpResponse:
    """A row goes; a line takes its sources and uses with it."""
    found, one = _found(request, node_id, number), table_of(table)
    key = str(request.GET.get("key", ""))[:1000]
    standing = found.plan.row(one, key) if key else None
    if standing is None and (request.method != "POST" or not key):
        raise Http404("no such row")
    if request.method == "POST":
        try:
            edit_row(actor=request.actor, node=found.node, number=number, edit=Edit(one, key, None), seen=_seen(request))
        except RefusedPlanError as refused:
            messages.error(request, " ".join(refused.messages))
            return redirect(plan_address("plan-row", found, one.name, key=key))
        return redirect(_back(found, one, standing or one.row()))
    goes = [*found.plan.sources_of(key), *found.plan.uses_of(key)] if one is LINES else []
    context = {
        **version_context(request, found),
        "table": one,
        "table_title": one.title.in_(reader_language()),
        "key": key,
        "name": getattr(standing, "name", ""),
        "goes": len(goes),
        "back": plan_address("plan-row", found, one.name, key=key),
        "edit": found.draft.edit,
    }
    return render(request, "monitoring/plans/remove.html", context)


def head(request: PageRequest, node_id: int, number: int) -> HttpResponse:
    """From which month the plan is meant to count, and for which editions."""
    found = _found(request, node_id, number)
    month = found.plan.from_month
    initial = {"from_month": f"{month:%Y-%m}" if month else "", "packs": list(found.plan.packs), SEEN: found.draft.edit}
    form = HeadForm(edition_choices(found.plan, (month or today()).year), request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        changed = replace(found.plan, from_month=said["from_month"], packs=tuple(said["packs"]))
        saved = _saved(form, lambda seen: save_plan(actor=request.actor, node=found.node, number=number, plan=changed, seen=seen))
        if saved:
            return redirect("monitoring:plan", found.node.pk, number)
    context = {
        **version_context(request, found),
        "form": form,
        "table_title": _("Month and guide editions"),
        "back": plan_address("plan", found),
    }
    return render(request, "monitoring/plans/row.html", context, status=_status(form))


def read(request: PageRequest, node_id: int, number: int) -> HttpResponse:
    """An Excel of the plan takes the place of a draft's text; what cannot be read is told with its cell and nothing is saved."""
    found = _found(request, node_id, number)
    form = PlanFileForm(request.POST or None, request.FILES or None, initial={SEEN: found.draft.edit})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]

        def save(seen: int | None) -> PlanDraft:
            plan = read_file(content=given.read(), file_name=given.name)
            return save_plan(actor=request.actor, node=found.node, number=number, plan=plan, seen=seen)

        if _saved(form, save):
            return redirect("monitoring:plan", found.node.pk, number)
    context = {
        **version_context(request, found),
        "form": form,
        "table_title": _("Read an Excel of the plan"),
        "back": plan_address("plan", found),
    }
    return render(request, "monitoring/plans/row.html", context, status=_status(form))


def _found(request: PageRequest, node_id: int, number: int) -> StandingPlan:
    verb = "write_plan" if request.method == "POST" else "view_data"
    found = access_plan(request.reach, verb, node_id, number)
    request.frame.show(node=found.node)
    return found


def _new_row(table: PlanTable, line: str) -> Row:
    given: dict[str, Any] = {"line": line} if table.owner and line else {}
    return table.row(**given)


def _saved(form: Any, save: Callable[[int | None], PlanDraft]) -> bool:
    """Whether the service took it; what it refused stands above the form, which keeps what was typed."""
    try:
        save(form.cleaned_data.get(SEEN))
    except RefusedPlanError as refused:
        form.add_error(None, refused)
        return False
    return True


def _seen(request: PageRequest) -> int | None:
    text = str(request.POST.get(SEEN, ""))[:9]
    return int(text) if text.isascii() and text.isdigit() else None


def _after(found: StandingPlan, table: PlanTable, saved: Row) -> str:
    """Where one goes on: a line to itself, where its sources stand; a part of a line to the line; else to the table."""
    if table is LINES:
        return plan_address("plan-row", found, LINES.name, key=table.key_of(saved))
    return _back(found, table, saved)


def _back(found: StandingPlan, table: PlanTable, shown: Row) -> str:
    if table.owner:
        line = str(getattr(shown, table.owner))
        return plan_address("plan-row", found, LINES.name, key=line) if line else plan_address("plan-table", found, LINES.name)
    return plan_address("plan-table", found, table.name)


def _status(form: Any) -> int:
    return 409 if form.non_field_errors() else 400 if form.errors else 200
