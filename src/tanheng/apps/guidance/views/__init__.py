"""Pages of the rule book: list of editions, search, comparison, one edition chapter by chapter, and the book as a file."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from tanheng.apps.guidance import selectors
from tanheng.apps.guidance.access import READ, WRITE, groups_open
from tanheng.apps.guidance.forms import CompareForm
from tanheng.apps.guidance.models import Clarification
from tanheng.apps.guidance.pages.addresses import place_address
from tanheng.apps.guidance.selectors import search as searching
from tanheng.documents.rule_book.book import open_book
from tanheng.documents.rule_book.changes import changes
from tanheng.documents.rule_book.html import HtmlWriter
from tanheng.documents.rule_book.shapes import RuleBook
from tanheng.engine.errors import DisabledPackError, PackError, UnknownPackError
from tanheng.engine.status_words import status_label
from tanheng.pages.downloads import download
from tanheng.pages.language import reader_language
from tanheng.pages.request import PageRequest
from tanheng.rulebook import load, pack_ids

PLACES_PER_PAGE = 50
NAME_PREFIXES = ("", "f-", "q-", "p-")  # an explanation knows the name of a number, not what kind of place it is


def opened(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Gives the view the book of the address; a disabled or broken edition shows its reason, an unknown one is not found."""

    @wraps(view)
    def with_book(request: PageRequest, pack_id: str, **rest: Any) -> HttpResponse:
        lang = reader_language()
        try:
            book = open_book(pack_id, lang)
        except DisabledPackError as error:
            edition = next(one for one in selectors.editions(lang) if one.id == pack_id)
            return render(request, "guidance/disabled.html", {"edition": edition, "reason": error.reason.in_(lang)})
        except UnknownPackError as error:
            raise Http404("no such rule pack") from error
        except PackError as error:
            edition = next(one for one in selectors.editions(lang) if one.id == pack_id)
            return render(request, "guidance/disabled.html", {"edition": edition, "reason": error.told.in_(lang)})
        return view(request, book, **rest)

    return with_book


def editions(request: PageRequest) -> HttpResponse:
    """Every edition with its status and years, the disabled ones with their reason."""
    lang = reader_language()
    counts = selectors.counts_by_pack(_groups(request))
    rows = [(one, status_label(one.status, lang), counts.get(one.id, 0)) for one in selectors.editions(lang)]
    return render(request, "guidance/editions.html", {"rows": rows})


def search(request: PageRequest) -> HttpResponse:
    """Places of all editions, and clarifications, that hold every word."""
    query, pack = request.GET.get("q", "").strip()[:200], request.GET.get("pack", "")
    lang = reader_language()
    places = searching.search(query, pack if pack in pack_ids() else "")
    page = Paginator(places, PLACES_PER_PAGE).get_page(request.GET.get("page"))
    titles = selectors.edition_titles(lang)
    rows = [(one, one.title(lang), one.chapter(lang), titles[one.pack]) for one in page]
    said = selectors.search_clarifications(_groups(request), searching.words_of(query)) if query and page.number == 1 else []
    said = searching.named(said, lang)
    context = {"query": query, "pack": pack, "page": page, "rows": rows, "said": said, "titles": titles.items()}
    return render(request, "guidance/search.html", context)


def compare(request: PageRequest) -> HttpResponse:
    """What differs between two editions, chapter by chapter."""
    lang = reader_language()
    form = CompareForm(request.GET or None, choices=list(selectors.edition_titles(lang).items()))
    chapters: dict[str, list[Any]] = {}
    compared = form.is_bound and form.is_valid()
    if compared:
        before, after = (load(form.cleaned_data[name]) for name in ("before", "after"))
        for one in changes(before, after, lang):
            chapters.setdefault(one.chapter, []).append(one)
    context = {"form": form, "compared": compared, "chapters": chapters, "count": sum(map(len, chapters.values()))}
    return render(request, "guidance/compare.html", context)


@opened
def book(request: PageRequest, found: RuleBook) -> HttpResponse:
    """The front page of an edition: what document it is, its chapters, and what was said about it last."""
    said = list(selectors.clarifications(_groups(request), found.pack_id))
    gone = [one for one in said if one.anchor not in found.section_of]
    newest = searching.named(said[:10], found.lang)
    context = {**_book_context(request, found, "document"), "said": newest, "said_count": len(said), "gone": gone}
    return render(request, "guidance/book.html", context)


@opened
def section(request: PageRequest, found: RuleBook, section: str) -> HttpResponse:
    """A chapter with the clarifications at their places."""
    if found.section(section) is None:
        raise Http404("no such chapter")
    return render(request, "guidance/section.html", _book_context(request, found, section))


@opened
def place(request: PageRequest, found: RuleBook, anchor: str) -> HttpResponse:
    """To the page on which a place stands; a quantity, formula or parameter is found by its name alone."""
    known = next((prefix + anchor for prefix in NAME_PREFIXES if prefix + anchor in found.section_of), None)
    if known is not None:
        return redirect(place_address(found, known))
    if selectors.clarifications(_groups(request), found.pack_id, anchor).exists():  # the place left the edition, the answer stays
        return redirect(reverse("guidance:book", args=[found.pack_id]) + "#gone")
    raise Http404("no such place")


@opened
def book_pdf(request: PageRequest, found: RuleBook) -> HttpResponse:
    """The book as PDF, the same bytes as the command line writes."""
    from tanheng.documents.rule_book.pdf import rule_book_pdf

    return download(_file_name(found, "pdf"), rule_book_pdf(found))


@opened
def book_html(request: PageRequest, found: RuleBook) -> HttpResponse:
    """The book as one HTML file."""
    from tanheng.documents.rule_book.html import rule_book_html

    return download(_file_name(found, "html"), rule_book_html(found))


def _file_name(found: RuleBook, suffix: str) -> str:
    return f"{found.pack_id.replace('/', '-')}-{found.lang}.{suffix}"


def _groups(request: PageRequest) -> Any:
    return groups_open(request.reach, READ)


def _book_context(request: PageRequest, found: RuleBook, section: str) -> dict[str, Any]:
    said = selectors.by_anchor(selectors.clarifications(_groups(request), found.pack_id))
    may_clarify = groups_open(request.reach, WRITE).exists()
    shown = found.section(section)
    assert shown is not None
    writer = _writer(found, said, may_clarify=may_clarify)
    return {
        "book": found,
        "section": shown,
        "body": mark_safe(writer.section(shown)),  # noqa: S308 - every text in it is escaped
        "edition": next(one for one in selectors.editions(found.lang) if one.id == found.pack_id),
        "may_clarify": may_clarify,
        "tools": mark_safe(writer.tools(shown.anchor, shown.title)),  # noqa: S308
    }


def _writer(found: RuleBook, said: dict[str, list[Clarification]], *, may_clarify: bool) -> HtmlWriter:
    """Writes the book's pieces with a link to clarify at each place, below it what was said, and a mark where it is named."""

    def tools(anchor: str, title: str) -> SafeString:
        clarify = {"pack_id": found.pack_id, "anchor": anchor, "title": title}
        return render_to_string("guidance/clarify_link.html", clarify) if may_clarify else mark_safe("")

    def notes(anchor: str, title: str) -> SafeString:
        if anchor not in said:
            return mark_safe("")
        context = {"said": said[anchor], "pack_hash": found.hash, "may_clarify": may_clarify, "title": title}
        return render_to_string("guidance/notes.html", context)

    def marks(anchor: str, title: str) -> SafeString:
        current = [one for one in said.get(anchor, ()) if not one.is_superseded]
        context = {"address": place_address(found, anchor), "count": len(current), "title": title}
        return render_to_string("guidance/mark.html", context) if current else mark_safe("")

    return HtmlWriter(found, lambda anchor: place_address(found, anchor), tools, notes, marks=marks, heading=2)
