"""The panel of a cell of the monthly grid: what is known of it, and what may stand in for it or answers a doubt about it."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render

from tanheng.apps.monitoring.access.grid import access_place
from tanheng.apps.monitoring.forms.treatments import AnswerForm, TreatmentForm
from tanheng.apps.monitoring.pages.grid.cells import cell_told, of_cell
from tanheng.apps.monitoring.pages.grid.months import grid_months
from tanheng.apps.monitoring.pages.grid.table import line_address
from tanheng.apps.monitoring.pages.treatments import cards_at
from tanheng.apps.monitoring.selectors.selection import grid_rows
from tanheng.apps.monitoring.services.treatments import ANSWER
from tanheng.apps.monitoring.services.typing import ENTER
from tanheng.apps.monitoring.views.grid import VIEW, check_year, month_asked, row_asked
from tanheng.apps.monitoring.views.treatments import treated
from tanheng.apps.people.access import opens
from tanheng.pages.request import PageRequest
from tanheng.store.clock import today


def cell(request: PageRequest, node_id: int, year: int) -> HttpResponse:
    """What is known of one cell, for the panel beside the grid."""
    check_year(year)
    company, place = access_place(request.reach, VIEW, node_id)
    rows = grid_rows(company, place, year)
    row, month = row_asked(request, rows), month_asked(request, year)
    told = of_cell(request.reach, (company, place, year), rows, row, month)
    may_attach = opens(request.reach, ENTER, company) and date(year, month, 1) <= today()
    more = {"address": line_address(place, year, row, month), "may_attach": may_attach}
    return render(request, "monitoring/grid/cell.html", {**told, **more})


def asked(request: PageRequest, node_id: int, year: int) -> HttpResponse:
    """What is missing or doubtful of one cell, with its forms; accepted or answered, the same again with what counts now."""
    check_year(year)
    company, place = access_place(request.reach, VIEW, node_id)
    row, month = row_asked(request, grid_rows(company, place, year)), month_asked(request, year)
    form = None
    if request.method == "POST":
        answering = "digest" in request.POST
        access_place(request.reach, ANSWER if answering else ENTER, node_id)
        form = AnswerForm(request.POST) if answering else TreatmentForm(request.POST)
        if form.is_valid() and treated(request, company, year, form):
            return redirect(request.get_full_path())
    context = {
        "cards": cards_at(company, year, row, month, form),
        "may_enter": opens(request.reach, ENTER, company) and month not in grid_months(company, place, year).fixed,
        "may_answer": opens(request.reach, ANSWER, company),
        "action": request.get_full_path(),
        "cell": cell_told(row, f"{year}-{month:02d}", row.cells[month].reading),
    }
    return render(request, "monitoring/grid/asked.html", context, status=400 if form is not None else 200)
