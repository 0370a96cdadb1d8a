"""Pages of clarifications: all of them, the form to record one, and the file that belongs to one."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tanheng.apps.evidence.selectors import content_of
from tanheng.apps.guidance import selectors, services
from tanheng.apps.guidance.access import READ, WRITE, access_clarification, groups_open
from tanheng.apps.guidance.forms import ClarificationForm
from tanheng.apps.guidance.models import Clarification
from tanheng.apps.guidance.pages.addresses import place_address
from tanheng.apps.guidance.selectors.search import named
from tanheng.apps.guidance.views import opened
from tanheng.apps.people.access import refuse
from tanheng.apps.sites.models import Node
from tanheng.documents.rule_book.shapes import RuleBook
from tanheng.pages.downloads import download
from tanheng.pages.language import reader_language
from tanheng.pages.request import PageRequest
from tanheng.rulebook import pack_ids

ROWS_PER_PAGE = 50


def clarifications(request: PageRequest) -> HttpResponse:
    """Everything that was said about any edition, or about the one the address names, the newest first."""
    pack = request.GET.get("pack", "")
    pack = pack if pack in pack_ids() else ""
    found = selectors.clarifications(groups_open(request.reach, READ), pack)
    page = Paginator(found, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = named(page.object_list, reader_language())
    edition = selectors.edition_titles(reader_language()).get(pack, "")
    return render(request, "guidance/clarifications.html", {"page": page, "edition": edition})


@opened
def clarify(request: PageRequest, book: RuleBook, anchor: str) -> HttpResponse:
    """Record what was said about a place."""
    group = _group(request)
    if anchor not in book.section_of:
        raise Http404("no such place")
    older = _older(request, group, book, anchor)
    initial = {"said_by": older.said_by, "document": older.document} if older else {}
    form = ClarificationForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        typed = dict(form.cleaned_data)
        file = typed.pop("file")
        try:
            services.record_clarification(
                actor=request.actor,
                group=group,
                pack=book.pack_id,
                anchor=anchor,
                supersedes=older,
                file_name=file.name if file else "",
                content=file.read() if file else b"",
                **typed,
            )
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("The clarification has been recorded."))
            return redirect(place_address(book, anchor))
    said = selectors.clarifications([group], book.pack_id, anchor)
    context = {
        "form": form,
        "book": book,
        "anchor": anchor,
        "title": book.titles[anchor],
        "older": older,
        "said": said,
        "group": group,
        "address": place_address(book, anchor),
        "pack_hash": book.hash,
    }
    return render(request, "guidance/clarify.html", context, status=400 if form.errors else 200)


def _group(request: PageRequest) -> Node:
    """The group in view, else the first in which the person may record; PermissionDenied when there is none."""
    groups = list(groups_open(request.reach, WRITE))
    node = request.frame.node
    if not groups and node is not None:
        refuse(WRITE, node)
    if not groups:
        raise Http404("no group")
    return next((group for group in groups if node is not None and node.path.startswith(group.path)), groups[0])


def _older(request: PageRequest, group: Node, book: RuleBook, anchor: str) -> Clarification | None:
    """The clarification that this one supersedes, when the address names one."""
    text = request.GET.get("supersedes", "")
    if not text:
        return None
    found = selectors.clarifications([group], book.pack_id, anchor)
    older = found.filter(pk=int(text)).first() if text.isdecimal() and len(text) < 18 else None
    if older is None:
        raise Http404("no such clarification")
    return older


def clarification_file(request: PageRequest, clarification_id: int) -> HttpResponse:
    """The document that belongs to a clarification, byte for byte."""
    found = access_clarification(request.reach, clarification_id)
    if found.file is None:
        raise Http404("no file")
    return download(found.file_name, content_of(found.file))
