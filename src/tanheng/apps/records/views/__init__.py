"""Data pages: the month × quantity table, one value with its source and history, the evidence of a year."""

from typing import Any
from urllib.parse import quote, urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tanheng.apps.evidence.forms import AttachForm
from tanheng.apps.evidence.selectors import attachments_of
from tanheng.apps.evidence.services import attach_evidence
from tanheng.apps.monitoring.pages.cell_files import files_by_line
from tanheng.apps.people.access import opens, refuse
from tanheng.apps.records import selectors
from tanheng.apps.records.access import open_verbs
from tanheng.apps.records.models import Import
from tanheng.apps.records.pages.month_table import ENTERPRISE, answers_address, earlier_figures, month_table
from tanheng.apps.records.pages.packs_in_use import asked_pack, pack_choices, packs_in_use
from tanheng.apps.records.selectors.cell_evidence import YearEvidence
from tanheng.apps.records.selectors.doubts import file_problems_and_doubts
from tanheng.apps.records.selectors.facilities import facility_names
from tanheng.apps.records.selectors.typed_figures import typed_since
from tanheng.apps.sites.access import access_company
from tanheng.apps.sites.models import Node
from tanheng.documents.report.labels import one_language
from tanheng.engine.answers import open_doubts
from tanheng.engine.explain import explain
from tanheng.engine.explanation import Explanation
from tanheng.engine.places import Place
from tanheng.engine.run import Run
from tanheng.engine.status_words import status_label
from tanheng.pages.language import reader_language
from tanheng.pages.problem_texts import shown_problems
from tanheng.pages.request import PageRequest
from tanheng.pages.wording import kind_legend, kind_mark, month_label, place_label
from tanheng.registration.collected import year_panels
from tanheng.rulebook import load


def group_or_company(request: PageRequest, verb: str, node_id: int) -> tuple[Node | None, list[Node]]:
    """The company of the node; for a group None and the companies below it on which the verb is open."""
    reach = request.reach
    node = Node.objects.filter(pk=node_id, kind="group").first()
    if node is None:
        return access_company(reach, verb, node_id), []
    if not reach.sees(node) and not any(path.startswith(node.path) for path in reach.paths(verb)):
        raise Http404("no such part of the group")
    companies = selectors.companies_within(reach, verb, node)
    if not companies:
        refuse(verb, node)
    request.frame.show(node=node)
    return None, companies


def table(request: PageRequest, node_id: int, year: int) -> HttpResponse:
    """The figures of a company's year as they count now."""
    company, companies = group_or_company(request, "view_data", node_id)
    if company is None:
        return render(request, "records/companies.html", {"companies": companies, "year": year})
    request.frame.show(node=company, year=year)
    packs = packs_in_use(company, year)
    pack_id = asked_pack(request, packs)
    if len(packs) > 1 and request.GET.get("pack") != pack_id:  # the address says what is shown
        return redirect(f"{request.path}?{urlencode({**request.GET.dict(), 'pack': pack_id})}")
    one = selectors.current_import(company, year, pack_id)
    choices = pack_choices(packs, pack_id, request.path)
    context: dict[str, Any] = {"company": company, "year": year, "choices": choices, "import": one, **open_verbs(request.reach, company)}
    typed = len(typed_since(company, year, pack_id))
    context |= {"pack_id": pack_id, "typed": typed, "has_figures": one is not None or typed}
    context["year_panels"] = [panel for make in year_panels() if (panel := make(request, company, year, pack_id))]
    if one is not None:
        context |= _table_context(request, one)
    return render(request, "records/table.html", context)


def _table_context(request: PageRequest, one: Import) -> dict[str, Any]:
    chosen = request.GET.get("facility", "")
    facilities = [(ENTERPRISE, _("Enterprise level")), *selectors.case_of(one).facility_names.items()]
    known = chosen if chosen in dict(facilities) else ""
    problems, answers = file_problems_and_doubts(one), answers_address(one)
    return {
        "pack": load(one.pack),
        "table": month_table(one, facility=known),
        "facilities": facilities,
        "facility": known,
        "legend": kind_legend(),
        "compared": [label for label, _import in earlier_figures(one)],
        "open_doubts": len(open_doubts(problems)),
        "problems": shown_problems(problems, reader_language(), one.pack, facility_names(one.node), answers),
    }


def value(request: PageRequest, node_id: int, year: int, quantity: str) -> HttpResponse:
    """One value as it counts now: kind, source, evidence, where it was read, and everything reported before it."""
    company = access_company(request.reach, "view_data", node_id)
    request.frame.show(node=company, year=year)
    place = Place(quantity, request.GET.get("facility") or None, request.GET.get("item") or None, _month(request))
    one, run, found = _current_value(company, year, place, request.GET.get("pack", ""))
    facility = run.case.facility_names.get(place.facility or "", "")
    readings = list(selectors.readings_at(company, year, one.pack, place))
    evidence = YearEvidence(company, year, one.pack)
    context = {
        "company": company,
        "year": year,
        "import": one,
        "pack": run.pack,
        "value": found,
        "place": place,
        "kind": kind_mark(found.value_kind),
        "readings": readings,
        "clause": one_language(found.clause, reader_language()),
        "status": status_label(found.status, reader_language()),
        "source": one_language(found.source, reader_language()),
        "place_label": place_label(run.pack, quantity, facility, place.item, year, place.month, run.case.through_month),
        "attachment": evidence.attached.get(found.evidence),
        "files": evidence.files(place),
        "missing": evidence.missing(place, found.evidence),
        "months": [(month_label(year, part.month), _query_of(one.pack, part), part) for part in found.operands],
        **open_verbs(request.reach, company),
    }
    return render(request, "records/value.html", context)


def _current_value(company: Node, year: int, place: Place, pack_id: str) -> tuple[Import, Run, Explanation]:
    """The value as it counts now, by the pack named, else by the latest import that has one at the place."""
    for one in selectors.current_imports(company, year):
        if pack_id in ("", one.pack):
            run = selectors.run_of(one)
            found = explain(run, *place, depth=1)
            if found is not None:
                return one, run, found
    raise Http404("no such value")


def _query_of(pack_id: str, month: Explanation) -> str:
    """What leads from the page of a year's value to that of one of its months."""
    place = {"pack": pack_id, "facility": month.facility, "item": month.item, "month": month.month}
    return urlencode({name: value for name, value in place.items() if value}, safe="/", quote_via=quote)


def _month(request: PageRequest) -> int | None:
    text = request.GET.get("month", "")
    if text and not (text.isdecimal() and 1 <= int(text[:3]) <= 12):
        raise Http404("no such month")
    return int(text) if text else None


def evidence(request: PageRequest, node_id: int, year: int) -> HttpResponse:
    """Evidence attached to a company's year, and the names that readings refer to and nobody attached yet."""
    company = access_company(request.reach, "view_data", node_id)
    request.frame.show(node=company, year=year)
    form = AttachForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        if not opens(request.reach, "upload_data", company):
            refuse("upload_data", company)
        if form.is_valid():
            file = form.cleaned_data["file"]
            given = {"year": year, "file_name": file.name, "content": file.read(), "note": form.cleaned_data["note"]}
            attach_evidence(actor=request.actor, node=company, **given)
            return redirect("records:evidence", company.pk, year)
    missing: set[str] = set()
    for one in selectors.current_imports(company, year):
        attached = YearEvidence(company, year, one.pack)
        missing.update(name for said in selectors.case_of(one).values for name in attached.missing(said.place, said.evidence))
    context = {
        "company": company,
        "year": year,
        "form": form,
        "attachments": attachments_of(company, year),
        "missing": sorted(missing),
        "cells": files_by_line(company, year),
        **open_verbs(request.reach, company),
    }
    return render(request, "records/evidence.html", context)
