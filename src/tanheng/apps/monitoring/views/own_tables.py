"""A plant's own table into the monthly grid: the upload, its layout, the preview, and taking it over; the grid as a workbook."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tanheng.apps.monitoring.access.grid import access_place
from tanheng.apps.monitoring.forms.own_tables import TableForm, TakeTableForm
from tanheng.apps.monitoring.pages import own_tables as pages
from tanheng.apps.monitoring.pages.grid.table import grid_address
from tanheng.apps.monitoring.selectors.cell_problems import SAVED_WITH_REASON
from tanheng.apps.monitoring.selectors.own_tables import is_grid_book, kept_layouts, offered
from tanheng.apps.monitoring.selectors.selection import grid_rows
from tanheng.apps.monitoring.services.own_tables import LookedAt, Table, TableRefusedError, look_at_table, take_table
from tanheng.apps.monitoring.services.typing import ENTER, Saved
from tanheng.apps.monitoring.views.grid import check_year
from tanheng.apps.sites.models import Node
from tanheng.documents.own_table.layout import GRAINS, Layout, agreeing, headings_of, likely_heading_row
from tanheng.documents.own_table.reading import table_sheets
from tanheng.documents.reading.cells import Sheet
from tanheng.pages.downloads import download
from tanheng.pages.language import reader_language
from tanheng.pages.request import PageRequest
from tanheng.store.quarantine import content_of, drop, put

PAGE = "monitoring/tables/table.html"
MOST_TOLD = 12


def own_table(request: PageRequest, node_id: int, year: int) -> HttpResponse:
    """Hand a file in; the next page asks how it is laid out."""
    company, place = _place(request, node_id, year)
    form = TableForm(request.POST or None, request.FILES or None) if request.method == "POST" else TableForm()
    problems: list[Any] = []
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        content = given.read()
        sheets, found = table_sheets(content, given.name)
        problems = pages.told_problems(found)
        if any(one.cells for one in sheets):
            held = pages.Held(put([content]), given.name)
            token = pages.held_token(held, request.actor.user.pk, place.pk)
            return redirect(grid_address("own-table-layout", place, year, table=token))
        if not problems:
            form.add_error("file", _("There is nothing in this file."))
    context = {**_head(company, place, year), "form": form, "problems": problems, "layouts": kept_layouts(place)}
    return render(request, "monitoring/tables/upload.html", context, status=400 if form.errors or problems else 200)


def own_table_layout(request: PageRequest, node_id: int, year: int) -> HttpResponse:
    """How a file is laid out, what it says by that, and taking it over."""
    company, place = _place(request, node_id, year)
    held = pages.held_of(request.GET.get("table", ""), request.actor.user.pk, place.pk)
    content = content_of(held.name) if held else None
    if held is None or content is None:
        messages.warning(request, _("The file waits no more: hand it in again."))
        return redirect(grid_address("own-table", place, year))
    sheets, _found = table_sheets(content, held.file_name)
    sheet, layout, told = _layout(request, place, sheets)
    own = is_grid_book(sheets)
    table = Table(place, year, held.file_name, content, None if own else layout)
    said = TakeTableForm(request.POST if request.method == "POST" else None, initial={"name": told["kept"]})
    rows = grid_rows(company, place, year)
    looked = look_at_table(actor=request.actor, node=company, table=table) if own or (layout and request.method == "POST") else None
    refused: list[Any] = []
    if looked and request.POST.get("do") == "save" and _is_sound(said, looked):
        seen = pages.number_of(request.POST.get("seen_up_to", ""), looked.seen_up_to)
        try:
            saved = take_table(actor=request.actor, node=company, table=table, seen_up_to=seen, **said.cleaned_data)
        except TableRefusedError as error:
            refused = pages.told_problems(error.problems)
        except ValidationError as error:
            said.add_error(None, error)
        else:
            drop(held.name)
            _say(request, saved)
            return redirect(grid_address("grid", place, year))
    context = {
        **_head(company, place, year),
        **told,
        "file_name": held.file_name,
        "own": own,
        "sheet": sheet,
        "sheets": [one.name for one in sheets if one.name],
        "top": pages.shown_top(sheet),
        "lines": pages.line_choices(rows),
        "said": said,
        "incomplete": request.method == "POST" and not own and layout is None,
        "problems": refused or (pages.told_problems(looked.problems) if looked else []),
        "cells": pages.shown_cells(looked, rows) if looked else [],
        "looked": looked,
    }
    return render(request, PAGE, context, status=400 if refused or said.errors else 200)


def _is_sound(said: TakeTableForm, looked: LookedAt) -> bool:
    """Whether all is said that taking over needs: a reason where figures of others are changed, or the plan is departed from."""
    asked = any(problem.code in SAVED_WITH_REASON for one in looked.cells for problem in one.problems)
    if said.is_valid() and asked and not said.cleaned_data["reason"].strip():
        said.add_error("reason", _("A reason is needed"))
    return not said.errors


def grid_file(request: PageRequest, node_id: int, year: int) -> HttpResponse:
    """The grid of a place's year as a workbook."""
    check_year(year)
    company, place = access_place(request.reach, "view_data", node_id)
    return download(*pages.grid_file(company, place, year, grid_rows(company, place, year)))


def _layout(request: PageRequest, place: Node, sheets: list[Sheet]) -> tuple[Sheet, Layout | None, dict[str, Any]]:
    """The sheet, the layout as it is chosen or offered, and what the form shows of it."""
    fitting, missing = offered(place, sheets)
    kept = fitting[1] if fitting else None
    data = request.POST if request.method == "POST" else request.GET
    sheet = pages.sheet_of(sheets, data.get("sheet", ""), kept)
    likely = kept.heading_row if kept and agreeing(kept, [sheet])[0] is not None else likely_heading_row(sheet)
    row = pages.number_of(data.get("heading_row", ""), likely)
    layout = pages.asked_layout({**data.dict(), "heading_row": str(row)}, sheet) if request.method == "POST" else kept
    headings = headings_of(sheet, row)
    grain = data.get("grain", layout.grain if layout else GRAINS[0])
    told = {
        "kept": fitting[0].name if fitting else "",
        "kept_layout": fitting[0] if fitting else None,
        "missing": missing,
        "heading_row": row,
        "columns": pages.shown_columns(sheet, row, layout),
        "period": headings.get(layout.period, 0) if layout else next(iter(headings.values()), 0),
        "grain": grain if grain in GRAINS else GRAINS[0],
    }
    return sheet, layout if layout is None or layout.grain in GRAINS else None, told


def _say(request: PageRequest, saved: Saved) -> None:
    lang = reader_language()
    counts = {"count": len(saved.readings), "same": len(saved.same)}
    messages.success(request, _("%(count)s figures taken over, %(same)s unchanged.") % counts)
    for _cell, problem in saved.problems[:MOST_TOLD]:
        messages.warning(request, f"{problem.message.in_(lang)} {problem.remedy.in_(lang)}")
    if saved.merges:
        said = _("%(count)s figures were changed by others since the preview and were left: look at them and hand the table in again.")
        messages.warning(request, said % {"count": len(saved.merges)})


def _place(request: PageRequest, node_id: int, year: int) -> tuple[Node, Node]:
    check_year(year)
    company, place = access_place(request.reach, ENTER, node_id)
    request.frame.show(node=company, year=year)
    return company, place


def _head(company: Node, place: Node, year: int) -> dict[str, Any]:
    return {
        "company": company,
        "place": place,
        "year": year,
        "back": grid_address("grid", place, year),
        "own_file": grid_address("grid-file", place, year),
        "upload": grid_address("own-table", place, year),
    }
