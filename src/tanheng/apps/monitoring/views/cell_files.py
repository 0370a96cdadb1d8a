"""The files at a cell of the monthly grid: the list, a form that puts more there, and taking one away with a reason."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tanheng.apps.evidence.selectors import content_of
from tanheng.apps.monitoring.access.cell_files import access_cell_file
from tanheng.apps.monitoring.access.grid import access_place
from tanheng.apps.monitoring.forms.cell_files import AttachFilesForm, DetachForm
from tanheng.apps.monitoring.pages.cell_files import cell_key, files_address, shown_files
from tanheng.apps.monitoring.pages.grid.table import grid_address, line_address
from tanheng.apps.monitoring.selectors.cell_files import files_at
from tanheng.apps.monitoring.selectors.selection import GridRow, grid_rows
from tanheng.apps.monitoring.services.cell_files import ENTER, attach_to_cell, detach_from_cell
from tanheng.apps.monitoring.views.grid import VIEW, check_year, row_asked
from tanheng.apps.people.access import opens
from tanheng.apps.sites.models import Node
from tanheng.engine.life import MONTHS
from tanheng.pages.downloads import download
from tanheng.pages.request import PageRequest


def cell_files(request: PageRequest, node_id: int, year: int) -> HttpResponse:
    """The files of one month of one figure; several are put there at once."""
    company, place = access_place(request.reach, ENTER if request.method == "POST" else VIEW, node_id)
    request.frame.show(node=company, year=year)
    row, month = _cell(request, company, place, year)
    form = AttachFilesForm(request.POST or None, request.FILES or None) if request.method == "POST" else AttachFilesForm()
    shown = shown_files(company, place, year, row, month)
    if request.method == "POST" and form.is_valid() and _attached(request, company, form, (row, date(year, month, 1))):
        return redirect(shown.address)
    key = cell_key(place, year, row, month)
    context = {
        "company": company,
        "row": row,
        "month_name": f"{year}-{month:02d}",
        "shown": shown,
        "gone": list(files_at(company, key, detached=True)),
        "form": form,
        "may_write": opens(request.reach, ENTER, company),
        "back": grid_address("grid", place, year, month=month),
        "line": line_address(place, year, row, month),
    }
    return render(request, "monitoring/files/list.html", context, status=400 if form.errors else 200)


def detach(request: PageRequest, file_id: int) -> HttpResponse:
    """Take a file away from its cell, with a reason."""
    attached = access_cell_file(request.reach, ENTER, file_id)
    row = _row_of(attached.company, attached.place, attached.month.year, (attached.measure, attached.item, attached.source))
    year, month = attached.month.year, attached.month.month
    back = files_address(attached.place, year, row, month) if row else grid_address("grid", attached.place, year, month=month)
    form = DetachForm({**request.POST.dict(), "file": file_id} if request.method == "POST" else None, initial={"file": file_id})
    if request.method == "POST" and form.is_valid():
        try:
            detach_from_cell(actor=request.actor, attached=attached, reason=form.cleaned_data["reason"])
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("%(name)s is evidence here no more; it stays in the history.") % {"name": attached.name})
            return redirect(back)
    context = {"attached": attached, "row": row, "form": form, "back": back}
    return render(request, "monitoring/files/detach.html", context, status=400 if form.errors else 200)


def file(request: PageRequest, file_id: int) -> HttpResponse:
    """A file at a cell, byte for byte; one that was taken away stays readable."""
    found = access_cell_file(request.reach, VIEW, file_id)
    return download(found.name, content_of(found.file))


def _attached(request: PageRequest, company: Node, form: AttachFilesForm, at: tuple[GridRow, date]) -> bool:
    row, month = at
    files = [(one.name, one.read()) for one in form.cleaned_data["given"]]
    cell = (row.line.code, row.source, month)
    try:
        made = attach_to_cell(actor=request.actor, node=company, cell=cell, files=files, note=form.cleaned_data["note"])
    except ValidationError as refused:
        form.add_error(None, refused)
        return False
    messages.success(request, _("%(count)s files attached.") % {"count": len(made)})
    return True


def _cell(request: PageRequest, company: Node, place: Node, year: int) -> tuple[GridRow, int]:
    """The cell of the address; Http404."""
    check_year(year)
    row = row_asked(request, grid_rows(company, place, year))
    month = next((one for one in MONTHS if f"{year}-{one:02d}" == request.GET.get("month", "")), None)
    if month is None:
        raise Http404("no such cell")
    return row, month


def _row_of(company: Node, place: Node, year: int, wanted: tuple[str, str, str]) -> GridRow | None:
    """The row of a measure, item and source; None where the plan has it no more."""
    rows = grid_rows(company, place, year)
    return next((one for one in rows if (one.line.measure, one.line.item, one.source) == wanted), None)
