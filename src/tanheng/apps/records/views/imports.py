"""Pages of imports: the upload, the list, one import with its problems, the template to fill."""

from dataclasses import replace

from django.core.files.base import ContentFile
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tanheng.apps.evidence.selectors import content_of
from tanheng.apps.records.access import access_import, open_verbs
from tanheng.apps.records.forms import UploadForm
from tanheng.apps.records.pages.marked_imports import can_be_marked, marked_import, marked_is_gone
from tanheng.apps.records.pages.packs_in_use import pack_for_template, template_choices
from tanheng.apps.records.pages.possible_bases import possible_bases
from tanheng.apps.records.pages.superseded import Superseded, changes_shown, superseded_by
from tanheng.apps.records.selectors import case_of, current_import, imports_of, is_current
from tanheng.apps.records.selectors.doubts import file_problems, open_count, year_case, year_problems
from tanheng.apps.records.selectors.facilities import facility_names, registered_facilities
from tanheng.apps.records.selectors.files import is_small_file
from tanheng.apps.records.selectors.since_base import base_text
from tanheng.apps.records.selectors.waiting_uploads import waiting_of
from tanheng.apps.records.services.asking import AskedError, OthersChangedError
from tanheng.apps.records.services.waiting import ask_for_import
from tanheng.apps.sites.access import access_company
from tanheng.apps.sites.selectors.companies import identity_in
from tanheng.apps.work.views.answers import after_asking
from tanheng.documents.input.template.workbook import filled_template, input_template
from tanheng.engine.answers import open_doubts
from tanheng.pages.downloads import download
from tanheng.pages.language import reader_language
from tanheng.pages.problem_texts import shown_problems
from tanheng.pages.request import PageRequest
from tanheng.registration.collected import upload_panels, year_panels
from tanheng.rulebook import load, pack_ids

ROWS_PER_PAGE = 50


def upload(request: PageRequest, node_id: int) -> HttpResponse:
    """Give a file; the answer is its import, accepted or refused with every problem."""
    company = access_company(request.reach, "upload_data", node_id)
    request.frame.show(node=company, switch_view="records:table")
    waiting = waiting_of(request.actor.user, company)
    meant = waiting if waiting and request.POST.get("waiting") == str(waiting.task) else None
    form = UploadForm(request.POST or None, request.FILES or None, waiting=meant is not None, bases=possible_bases(company))
    changes: Superseded | None = None
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        given = said.pop("file")
        if given or not meant:
            said["confirm"] = None  # what was shown was of the file that waits
        file = ContentFile(meant.content, meant.file_name) if meant and not given else given
        task = ask_for_import(actor=request.actor, place=company, file=file, **said)
        back = redirect("records:upload", company.pk)
        answered = after_asking(request, task, small=is_small_file(file.size), back=back, own=AskedError)
        if not isinstance(answered.error, AskedError):
            return answered.response
        _ask(form, answered.error)
        waiting, found = waiting_of(request.actor.user, company), answered.error.found
        changes = changes_shown(found) if found else None
    year, last = request.frame.year, request.frame.pack
    context = {
        "waiting": waiting,
        "others": shown_problems(waiting.others, reader_language()) if waiting else [],
        "superseded": changes,
        "company": company,
        "told_before": [panel for make in upload_panels() if (panel := make(request, company))],
        "form": form,
        "packs": template_choices(year),
        "year": year,
        "likely_pack": pack_for_template(company, year, last),
    }
    return render(request, "records/upload.html", context, status=409 if changes else 400 if form.errors else 200)


def _ask(form: UploadForm, error: AskedError) -> None:
    """Says at its field what is still to be said of the file."""
    if not isinstance(error, OthersChangedError):
        form.add_error("reason", error)
        return
    form.add_error("confirm", error)
    if not form.cleaned_data.get("reason"):
        form.add_error("reason", _("A reason is needed"))


def imports(request: PageRequest, node_id: int) -> HttpResponse:
    """Every import of a company, the newest first."""
    company = access_company(request.reach, "view_data", node_id)
    request.frame.show(node=company, switch_view="records:table")
    page = Paginator(imports_of(company), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    rows = [(one, open_count(one) if is_current(one) else 0) for one in page]
    context = {"company": company, "page": page, "rows": rows, **open_verbs(request.reach, company)}
    return render(request, "records/imports.html", context)


def show_import(request: PageRequest, import_id: int) -> HttpResponse:
    """One import: what was taken over, or every problem that stood in the way."""
    one = access_import(request.reach, "view_data", import_id)
    request.frame.show(node=one.node, year=one.year, switch_view="records:table")
    current = is_current(one)
    told = [panel for make in year_panels() if (panel := make(request, one.node, one.year, one.pack))] if current else []
    context = {
        "year_panels": told,
        "import": one,
        "company": one.node,
        "current": current,
        "superseded": superseded_by(one),
        "open_doubts": open_count(one) if current else 0,
        "can_be_marked": can_be_marked(one),
        "marked_is_gone": marked_is_gone(one),
        "problems": shown_problems(file_problems(one), reader_language(), one.pack, facility_names(one.node)),
        **open_verbs(request.reach, one.node),
    }
    return render(request, "records/import.html", context)


def import_file(request: PageRequest, import_id: int) -> HttpResponse:
    """The file of an accepted import, byte for byte."""
    one = access_import(request.reach, "view_data", import_id)
    if one.file is None:
        raise Http404("the content of a refused file is not kept")
    return download(one.file_name, content_of(one.file))


def import_marked(request: PageRequest, import_id: int) -> HttpResponse:
    """The import's workbook with its problems at their cells; of a refused one for a day."""
    found = marked_import(access_import(request.reach, "view_data", import_id), reader_language())
    if found is None:
        raise Http404("the file cannot be marked, or is not kept any more")
    return download(*found)


def template(request: PageRequest, node_id: int, year: int) -> HttpResponse:
    """The workbook to fill, for a pack and the year, with the company's facilities; `filled=1` with the figures that count now."""
    company = access_company(request.reach, "upload_data", node_id)
    pack_id = request.GET.get("pack") or pack_for_template(company, year)
    if pack_id not in pack_ids() or not 1990 <= year <= 2100:
        raise Http404("no such rule pack or year")
    pack, one = load(pack_id), current_import(company, year, pack_id)
    if one is not None and request.GET.get("filled") == "1":
        content = filled_template(pack, replace(year_case(one), base=base_text(one)), open_doubts(year_problems(one)))
    else:
        items = sorted({value.item for value in case_of(one).values if value.item}) if one else ()
        content = input_template(pack, year, registered_facilities(company, pack, year), items, entity=identity_in(company, year))
    return download(f"{pack_id.replace('/', '-')}-{year}-{company.code}.xlsx", content)
