"""Pages of day-books: the books of a company, the month of one, the forms of rows and corrections, files, taking over into the plan."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tanheng.analysis.day_books.rows import stored
from tanheng.apps.monitoring.access.day_books import ENTER, READ, access_book, access_row
from tanheng.apps.monitoring.forms.day_books import BookFileForm, RowForm, TakeOverForm
from tanheng.apps.monitoring.models import DayBookRow
from tanheng.apps.monitoring.pages.day_book_files import book_file, month_of_address
from tanheng.apps.monitoring.pages.day_books import (
    book_columns,
    listed_books,
    month_text,
    neighbours,
    shown_figures,
    shown_rows,
    total_cells,
)
from tanheng.apps.monitoring.selectors.day_books import (
    BookOfPlace,
    evaluated,
    explanations_of,
    history_of_month,
    plain_row,
    proposals,
    rows_of_month,
)
from tanheng.apps.monitoring.services.day_books import (
    Entered,
    RowsRefusedError,
    add_rows,
    correct_row,
    import_rows,
    strike_row,
    take_over_figure,
)
from tanheng.apps.people.access import opens
from tanheng.apps.sites.access import access_company
from tanheng.documents.day_book.reading import TypedRow
from tanheng.engine.numbers import figure
from tanheng.engine.places import Origin
from tanheng.pages.downloads import download
from tanheng.pages.language import reader_language
from tanheng.pages.problem_texts import shown_problems
from tanheng.pages.request import PageRequest
from tanheng.store.clock import today

ROWS_PER_PAGE, MOST_TOLD = 100, 5
ROW_PAGE = "monitoring/books/row.html"


def books(request: PageRequest, node_id: int) -> HttpResponse:
    """The books of a company and its facilities."""
    company = access_company(request.reach, READ, node_id)
    request.frame.show(node=company)
    return render(request, "monitoring/books/list.html", {"company": company, "places": listed_books(company)})


def book(request: PageRequest, place_id: int, book_id: str, month: str = "") -> HttpResponse:
    """A month of a book: figures, rows with their sums, what is wrong, what explains the month, corrections."""
    kept = access_book(request.reach, READ, place_id, book_id)
    request.frame.show(node=kept.company)
    first = month_of_address(month) if month else today().replace(day=1)
    there = list(rows_of_month(kept.place, kept.book, first))
    found = evaluated(kept, first, [plain_row(kept.book, one) for one in there])
    page = Paginator(found.rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    before, after = neighbours(first)
    context = {
        **_head(kept, first),
        "before": month_text(before),
        "after": month_text(after) if after <= today() else "",
        "columns": book_columns(kept.book),
        "page": page,
        "rows": shown_rows(kept.book, page.object_list, {one.number: one for one in there}),
        "totals": total_cells(kept.book, found),
        "count": len(found.rows),
        "figures": shown_figures(kept.book, found, proposals(kept, found)),
        "problems": shown_problems(found.problems, reader_language()),
        "explanations": explanations_of(kept.place, first),
        "history": history_of_month(kept.place, kept.book, first),
        "may_enter": opens(request.reach, ENTER, kept.company),
    }
    return render(request, "monitoring/books/month.html", context)


def add(request: PageRequest, place_id: int, book_id: str, month: str) -> HttpResponse:
    """Enter a row."""
    kept, first = access_book(request.reach, ENTER, place_id, book_id), month_of_address(month)
    request.frame.show(node=kept.company)
    last = today() if first == today().replace(day=1) else first
    form = RowForm(request.POST or None, book=kept.book, initial={"day": request.GET.get("day") or last})

    def write() -> HttpResponse:
        row = TypedRow(Origin(), form.cleaned_data["day"].isoformat(), form.typed())
        done = add_rows(actor=request.actor, kept=kept, rows=[row])
        _say_entered(request, done)
        if "again" in request.POST:
            again = redirect("monitoring:book-add", kept.place.pk, kept.book.id, month_text(done.months[0]))
            again["Location"] += f"?day={form.cleaned_data['day'].isoformat()}"
            return again
        return redirect("monitoring:book", kept.place.pk, kept.book.id, month_text(done.months[0]))

    return _answered(request, {**_head(kept, first), "form": form, "title": _("Enter a row"), "adds": True}, form, write)


def correct(request: PageRequest, row_id: int) -> HttpResponse:
    """Other columns, or another day, in the place of a row; or strike it."""
    row = access_row(request.reach, ENTER, row_id)
    kept = access_book(request.reach, ENTER, row.place_id, row.book)
    request.frame.show(node=kept.company)
    strikes = "strike" in request.POST
    form = RowForm(request.POST or None, book=kept.book, corrects=True, initial={**_initial(kept, row), "day": row.day})

    def write() -> HttpResponse:
        reason = form.cleaned_data["reason"]
        if strikes:
            made = strike_row(actor=request.actor, kept=kept, row=row, reason=reason)
        else:
            day = form.cleaned_data["day"].isoformat()
            made = correct_row(actor=request.actor, kept=kept, row=row, day=day, columns=form.typed(), reason=reason)
        messages.success(request, _("Recorded."))
        return redirect("monitoring:book", kept.place.pk, kept.book.id, month_text(made.day))

    title = _("Correct row %(number)s") % {"number": row.number}
    return _answered(request, {**_head(kept, row.day.replace(day=1)), "form": form, "title": title, "row": row}, form, write)


def hand_in(request: PageRequest, place_id: int, book_id: str) -> HttpResponse:
    """Hand in a filled book, or lines that were copied from a spreadsheet."""
    kept = access_book(request.reach, ENTER, place_id, book_id)
    request.frame.show(node=kept.company)
    form = BookFileForm(request.POST or None, request.FILES or None)

    def write() -> HttpResponse:
        file, pasted = form.cleaned_data["file"], form.cleaned_data["pasted"]
        name, content = (file.name, file.read()) if file else ("", pasted.encode())
        done = import_rows(actor=request.actor, kept=kept, file_name=name, content=content)
        _say_entered(request, done)
        return redirect("monitoring:book", kept.place.pk, kept.book.id, month_text(done.months[0]))

    context = {**_head(kept, today().replace(day=1)), "form": form, "title": _("Hand in rows")}
    return _answered(request, context, form, write, "monitoring/books/file.html")


def take_over(request: PageRequest, place_id: int, book_id: str, month: str) -> HttpResponse:
    """Take a figure of the month over into a cell of the plan's grid."""
    kept, first = access_book(request.reach, ENTER, place_id, book_id), month_of_address(month)
    form = TakeOverForm(request.POST)
    if request.method == "POST" and form.is_valid():
        typed = dict(form.cleaned_data)
        figure_id = typed.pop("figure")
        try:
            saved = take_over_figure(actor=request.actor, kept=kept, month=first, figure_id=figure_id, **typed)
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
        else:
            for _cell, problem in saved.problems:
                messages.warning(request, f"{problem.message.in_(reader_language())} {problem.remedy.in_(reader_language())}")
            if saved.merges:
                messages.warning(request, _("Somebody has changed this month's figure meanwhile. Look at it and take it over again."))
            if saved.readings or saved.same:
                messages.success(request, _("Taken over into the month."))
    return redirect("monitoring:book", kept.place.pk, kept.book.id, month_text(first))


def file(request: PageRequest, place_id: int, book_id: str, month: str, kind: str) -> HttpResponse:
    """The month as CSV or Excel, which can be filled on and handed in."""
    kept, first = access_book(request.reach, READ, place_id, book_id), month_of_address(month)
    return download(*book_file(kept, first, kind))


def _initial(kept: BookOfPlace, row: DayBookRow) -> dict[str, str]:
    return stored(plain_row(kept.book, row).values)


def _head(kept: BookOfPlace, month: date) -> dict[str, Any]:
    return {"company": kept.company, "place": kept.place, "book": kept.book, "month": month_text(month)}


def _say_entered(request: PageRequest, done: Entered) -> None:
    messages.success(request, _("Entered: %(count)s rows.") % {"count": figure(len(done.keys))})
    for problem in done.problems[:MOST_TOLD]:
        messages.warning(request, problem.message.in_(reader_language()))


def _answered(
    request: PageRequest, context: dict[str, Any], form: Any, write: Callable[[], HttpResponse], template: str = ROW_PAGE
) -> HttpResponse:
    """The page that the write leads to, or the form with every problem."""
    problems: list[Any] = []
    if request.method == "POST" and form.is_valid():
        try:
            answer: HttpResponse = write()
        except RowsRefusedError as refused:
            problems = shown_problems(refused.problems, reader_language())
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            return answer
    status = 400 if problems or form.errors else 200
    return render(request, template, {**context, "problems": problems}, status=status)
