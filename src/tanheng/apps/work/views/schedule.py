"""The page of what the installation does by itself, and of the group's own table of working days."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from tanheng.apps.people.access import refuse
from tanheng.apps.sites.models import Node
from tanheng.apps.work.access import KEEP_WORK
from tanheng.apps.work.forms import CalendarDayForm
from tanheng.apps.work.selectors.schedule import shown_jobs
from tanheng.apps.work.selectors.working_days import last_known_year, own_days
from tanheng.apps.work.services.schedule import set_calendar_day
from tanheng.pages.request import PageRequest
from tanheng.store.clock import now


def schedule(request: PageRequest) -> HttpResponse:
    """Every job with its last and its next time; the table of days, for whoever keeps the work of the whole group."""
    if not request.reach.anywhere(KEEP_WORK):
        refuse(KEEP_WORK, request.frame.node)
    group = request.reach.nodes(KEEP_WORK).filter(kind="group").first()
    form = CalendarDayForm(request.POST or None)
    if request.method == "POST" and group is not None and form.is_valid():
        set_calendar_day(actor=request.actor, group=group, **form.cleaned_data)
        return redirect("work:schedule")
    status = 400 if form.errors else 200
    return render(request, "work/schedule.html", _context(group, form), status=status)


def _context(group: Node | None, form: CalendarDayForm) -> dict[str, Any]:
    days = own_days(group) if group else []
    return {"jobs": shown_jobs(now(), group), "days": days, "group": group, "form": form, "last_year": last_known_year()}
