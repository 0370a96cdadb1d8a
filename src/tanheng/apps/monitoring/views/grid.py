"""The monthly grid of a facility, and the plain form for one figure."""

from datetime import MAXYEAR, MINYEAR, date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tanheng.apps.evidence.forms import EVIDENCE_FILES
from tanheng.apps.monitoring.access.grid import access_place
from tanheng.apps.monitoring.access.plans import company_or_companies
from tanheng.apps.monitoring.forms.grid import FigureForm
from tanheng.apps.monitoring.pages.cell_files import FilesOfGrid, drop_words
from tanheng.apps.monitoring.pages.grid.cells import answer_of, of_cell
from tanheng.apps.monitoring.pages.grid.months import grid_months, month_heading
from tanheng.apps.monitoring.pages.grid.problems import problems_at
from tanheng.apps.monitoring.pages.grid.table import detail_of, grid_address, line_address, shown_grid, told_of
from tanheng.apps.monitoring.pages.treatments import cards_at
from tanheng.apps.monitoring.selectors.cell_places import CellAt
from tanheng.apps.monitoring.selectors.selection import GridRow, PlanOfYear, grid_rows, packs_served, places_of_plan
from tanheng.apps.monitoring.services.cell_files import attach_to_cell
from tanheng.apps.monitoring.services.treatments import ANSWER
from tanheng.apps.monitoring.services.typing import ENTER, Typed, save_cells
from tanheng.apps.people.access import opens
from tanheng.apps.sites.models import Node
from tanheng.engine.life import MONTHS
from tanheng.pages.language import reader_language
from tanheng.pages.request import PageRequest
from tanheng.pages.wording import kind_legend
from tanheng.rulebook import load
from tanheng.store.clock import today

VIEW = "view_data"


def grid(request: PageRequest, node_id: int, year: int) -> HttpResponse:
    """The lines of the plan for a facility, or the enterprise itself, month by month; of a group its companies."""
    check_year(year)
    in_group, companies = company_or_companies(request.reach, node_id)
    if in_group is None:
        return render(request, "monitoring/grid/companies.html", {"companies": companies, "year": year})
    company, place = access_place(request.reach, VIEW, node_id)
    request.frame.show(node=company, year=year)
    plan = PlanOfYear(company, year)
    places = places_of_plan(plan)
    if place not in places and places:
        return redirect(grid_address("grid", places[0], year))
    rows = grid_rows(company, place, year, plan)
    may_write = opens(request.reach, ENTER, company)
    month, evidence = _month_in_view(request, year), FilesOfGrid(company, place, year).said
    context = {
        "company": company,
        "place": place,
        "year": year,
        "places": [(one, grid_address("grid", one, year)) for one in places],
        "grid": shown_grid(company, place, year, rows, evidence=evidence, may_write=may_write) if rows else None,
        "accept": EVIDENCE_FILES,
        "drop_words": drop_words(),
        "lines": [_listed(place, year, one, month) for one in rows],
        "month": month_heading(month),
        "months": [(month_heading(one), grid_address("grid", place, year, month=one)) for one in MONTHS],
        "legend": kind_legend(),
        "packs": [(one, load(one).sector.label.in_(reader_language())) for one in packs_served(rows)],
    }
    return render(request, "monitoring/grid/grid.html", context)


def _listed(place: Node, year: int, row: GridRow, month: int) -> tuple[str, str, dict[str, Any], str]:
    """A line as the list of a phone shows it: one month of it."""
    return row.line.name, detail_of(row), told_of(row.cells[month].reading), line_address(place, year, row, month)


def line(request: PageRequest, node_id: int, year: int) -> HttpResponse:
    """One figure of one line, as a plain form; what the service says of it stands above the form, which keeps what was typed."""
    check_year(year)
    company, place = access_place(request.reach, ENTER if request.method == "POST" else VIEW, node_id)
    request.frame.show(node=company, year=year)
    rows = grid_rows(company, place, year)
    row, month = row_asked(request, rows), month_asked(request, year)
    columns, initial = grid_months(company, place, year), _initial(row, month)
    form = FigureForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid() and _saved(request, company, form, row, date(year, month, 1)):
        messages.success(request, _("%(name)s of %(month)s is saved.") % {"name": row.line.name, "month": f"{year}-{month:02d}"})
        return redirect(grid_address("grid", place, year, month=month))
    context = {
        **of_cell(request.reach, (company, place, year), rows, row, month),
        "form": form,
        "may_write": opens(request.reach, ENTER, company) and month not in columns.fixed,
        "may_enter": opens(request.reach, ENTER, company) and month not in columns.fixed,
        "may_answer": opens(request.reach, ANSWER, company),
        "cards": cards_at(company, year, row, month),
        "action": reverse("monitoring:missing", args=[company.pk, year]),
        "problems": problems_at(company, place, row, date(year, month, 1)),
        "why": columns.fixed.get(month, ""),
        "months": [(one, month_heading(one), line_address(place, year, row, one)) for one in MONTHS],
        "back": grid_address("grid", place, year, month=month),
    }
    return render(request, "monitoring/grid/line.html", context, status=409 if form.non_field_errors() else 400 if form.errors else 200)


def _initial(row: GridRow, month: int) -> dict[str, Any]:
    reading = row.cells[month].reading
    told = told_of(reading)
    words = {name: getattr(reading, name, "") for name in ("words", "note")}
    kind = told["kind"] if told["kind"] != row.line.way else ""
    return {"seen": told["seen"], "text": told["amount"], "kind": kind, **words}


def _saved(request: PageRequest, company: Node, form: FigureForm, row: GridRow, month: date) -> bool:
    """Whether the figure was taken; of two people who met, theirs is told and seen from now on."""
    said = form.cleaned_data
    typed = Typed(row.line.code, month, said["text"], row.source, said["kind"], said["words"], None, said["note"], said["seen"])
    answer = answer_of(save_cells(actor=request.actor, node=company, cells=[typed], reason=said["reason"]))
    for one in answer["problems"]:
        if one["severity"] == "error":
            form.add_error(None, ValidationError(f"{one['message']} {one['remedy']}"))
        else:
            messages.warning(request, f"{one['message']} {one['remedy']}")
    for one in answer["merges"]:
        form.add_error(None, ValidationError(one["message"]))
        data = request.POST.copy()
        data["seen"] = one["seen"] or ""
        form.data = data
    return not form.errors and _attached(request, company, form, (row.line.code, row.source, month))


def _attached(request: PageRequest, company: Node, form: FigureForm, cell: CellAt) -> bool:
    """Whether the photo or file that came with a figure is at its cell; none came: nothing is missing."""
    if given := form.cleaned_data["file"]:
        try:
            attach_to_cell(actor=request.actor, node=company, cell=cell, files=[(given.name, given.read())])
        except ValidationError as refused:
            form.add_error("file", refused)
    return not form.errors


def check_year(year: int) -> None:
    """A year that has dates, and one before it; Http404."""
    if not MINYEAR < year <= MAXYEAR:
        raise Http404("no such year")


def row_asked(request: PageRequest, rows: list[GridRow]) -> GridRow:
    """The row of the address; Http404."""
    wanted = (request.GET.get("row", ""), request.GET.get("source", "main"))
    found = next((one for one in rows if (one.line.code, one.source) == wanted), None)
    if found is None:
        raise Http404("no such line")
    return found


def month_asked(request: PageRequest, year: int) -> int:
    """The month of the address, "2026-03"; of none the one in view."""
    text = request.GET.get("month", "")
    if not text:
        return _month_in_view(request, year)
    found = next((month for month in MONTHS if f"{year}-{month:02d}" == text), None)
    if found is None:
        raise Http404("no such month")
    return found


def _month_in_view(request: PageRequest, year: int) -> int:
    """The month that was chosen; else the last one that has ended: it is the one to be filled."""
    wanted = request.GET.get("month", "")
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 3 and int(wanted) in MONTHS:
        return int(wanted)
    now = today()
    return now.month - 1 or 1 if now.year == year else 12 if now.year > year else 1
