"""The page of typed figures that are not in the year's figures yet; here the year is drawn from them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tanheng.apps.records.access import open_verbs
from tanheng.apps.records.pages.drawing import waiting_figures
from tanheng.apps.records.selectors.facilities import facility_names
from tanheng.apps.records.selectors.parts import parts_of_year
from tanheng.apps.records.services.drawing import FiguresRefusedError, draw_figures
from tanheng.apps.sites.access import access_company
from tanheng.engine.life import MONTHS
from tanheng.engine.pack import Pack
from tanheng.engine.places import Place
from tanheng.pages.language import reader_language
from tanheng.pages.problem_texts import shown_problems
from tanheng.pages.request import PageRequest
from tanheng.pages.wording import place_label
from tanheng.rulebook import load, pack_ids


def typed(request: PageRequest, node_id: int, year: int) -> HttpResponse:
    """What was typed since the figures that count, and the button that draws the year from it."""
    company = access_company(request.reach, "upload_data" if request.method == "POST" else "view_data", node_id)
    pack_id = request.POST.get("pack") or request.GET.get("pack", "")
    if pack_id not in pack_ids():
        raise Http404("no such rule pack")
    request.frame.show(node=company, year=year, switch_view="records:table")
    if request.method == "POST":
        try:
            made = draw_figures(actor=request.actor, node=company, year=year, pack_id=pack_id, through_month=_asked_last(request))
        except FiguresRefusedError as refused:
            messages.error(request, refused.messages[0])
        else:
            messages.success(request, _("The year's figures are drawn from what was typed: import %(number)s.") % {"number": made.number})
            return redirect("records:import", made.pk)
    parts = parts_of_year(company, year, pack_id)
    last = _asked_last(request) or (parts[-1].last if parts else None)
    found, pack, names = waiting_figures(company, year, pack_id, last), load(pack_id), facility_names(company)
    rows = [(one, _label(pack, one.place, names, year)) for one in found.figures]
    shown = shown_problems(found.problems, reader_language(), pack_id, names)
    context: dict[str, Any] = {
        "company": company,
        "year": year,
        "pack": pack,
        "waiting": found,
        "rows": rows,
        "problems": shown,
        "part": last,
    }
    return render(
        request, "records/typed.html", context | open_verbs(request.reach, company), status=409 if request.method == "POST" else 200
    )


def _asked_last(request: PageRequest) -> int | None:
    """The last month of a part of the year that is asked for."""
    asked = (request.POST if request.method == "POST" else request.GET).get("through_month", "")
    return int(asked) if asked in map(str, MONTHS) else None


def _label(pack: Pack, place: Place, names: dict[str, str], year: int) -> str:
    facility, name = names.get(place.facility or "", place.facility or ""), pack.quantities[place.quantity].label.in_(reader_language())
    return f"{name} · " + place_label(pack, place.quantity, facility, place.item, year, place.month)
