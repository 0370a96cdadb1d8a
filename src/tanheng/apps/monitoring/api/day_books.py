"""Day-books by the API: what their pages can do."""

from functools import partial
from typing import Any, Literal

from django.http import HttpResponse
from ninja import Field, File, Query, Router, Schema
from ninja.files import UploadedFile

from tanheng.apps.monitoring.access.day_books import ENTER, READ, access_book, access_row
from tanheng.apps.monitoring.models import DayBookRow
from tanheng.apps.monitoring.pages.day_book_files import book_file, month_of_address
from tanheng.apps.monitoring.pages.day_books import Plain, book_out, explanation_out, month_out, month_text, problems_out
from tanheng.apps.monitoring.selectors.day_books import (
    books_kept,
    evaluated,
    explanations_of,
    plain_row,
    proposals,
    rows_of_month,
)
from tanheng.apps.monitoring.services import day_books
from tanheng.apps.monitoring.services.typing import Saved
from tanheng.apps.sites.access import access_company
from tanheng.apps.sites.models import Node
from tanheng.documents.day_book.reading import MOST_ROWS, TypedRow
from tanheng.engine.numbers import decimal_text
from tanheng.engine.places import Origin
from tanheng.pages.downloads import download
from tanheng.pages.language import reader_language
from tanheng.pages.request import PageRequest
from tanheng.pages.writes import Write

router = Router(tags=["day-books"])
MOST_ID = 2**62
MOST_COLUMNS = 60
BOOK = "/organisations/{int:place_id}/day-books/{book_id}"


class BookRowIn(Schema):
    """A row: its day, and its columns by id as decimal text, text, or the id of a choice."""

    day: str = Field(max_length=20)
    columns: dict[str, str] = Field(max_length=MOST_COLUMNS)


class BookRowsIn(Schema):
    """Rows that are entered together, or not at all."""

    rows: list[BookRowIn] = Field(max_length=MOST_ROWS)


class BookCorrectionIn(BookRowIn):
    """What stands in the place of a row, and why."""

    reason: str = Field(max_length=300)


class BookReasonIn(Schema):
    """Why."""

    reason: str = Field(max_length=300)


class TakeOverIn(Schema):
    """A figure of the month, the line of the plan and its source, and the key of the reading that was seen there."""

    figure: str = Field(max_length=100)
    line: str = Field(max_length=200)
    source: str = Field("main", max_length=200)
    seen: int | None = Field(None, ge=1, le=MOST_ID)
    reason: str = Field("", max_length=300)


@router.get("/organisations/{int:node_id}/day-books", response=list[Plain], summary="The day-books of a company")
def list_books(request: PageRequest, node_id: int) -> list[Plain]:
    """By place: columns, what is computed, figures of a month with the measure of the plan they feed."""
    return [book_out(one) for one in books_kept(access_company(request.reach, READ, node_id))]


@router.get(BOOK + "/months/{month}", response=Plain, summary="A month of a day-book")
def get_book_month(request: PageRequest, place_id: int, book_id: str, month: str) -> Plain:
    """Rows with what is computed of them, sums, figures and the cells of the plan they feed, and what is wrong; the month as 2026-03."""
    kept, first = access_book(request.reach, READ, place_id, book_id), month_of_address(month)
    rows = list(rows_of_month(kept.place, kept.book, first))
    found = evaluated(kept, first, [plain_row(kept.book, one) for one in rows])
    return month_out(kept, found, {one.number: one for one in rows}, proposals(kept, found))


@router.get(BOOK + "/months/{month}/file", response={200: bytes}, summary="A month of a day-book as a file")
def get_book_file(request: PageRequest, place_id: int, book_id: str, month: str, kind: Literal["csv", "xlsx"] = "csv") -> HttpResponse:
    """CSV or Excel, which can be filled on and handed in."""
    kept, first = access_book(request.reach, READ, place_id, book_id), month_of_address(month)
    return download(*book_file(kept, first, kind))


@router.post(BOOK + "/rows", response={201: Plain}, summary="Enter rows into a day-book")
def add_book_rows(request: PageRequest, place_id: int, book_id: str, said: BookRowsIn) -> Write[day_books.Entered]:
    """All of them, or none (409, BOOK-409) with every problem. What is only doubtful is stored and told."""
    kept = access_book(request.reach, ENTER, place_id, book_id)
    rows = [TypedRow(Origin(path=f"rows[{at}]"), one.day, one.columns) for at, one in enumerate(said.rows)]
    return Write(partial(day_books.add_rows, kept=kept, rows=rows), _entered)


@router.post(BOOK + "/files", response={201: Plain}, summary="Hand in rows of a day-book as a file")
def import_book_rows(request: PageRequest, place_id: int, book_id: str, file: File[UploadedFile]) -> Write[day_books.Entered]:
    """Excel or CSV with the headings of the book."""
    kept = access_book(request.reach, ENTER, place_id, book_id)
    return Write(partial(day_books.import_rows, kept=kept, file_name=file.name or "", content=file.read()), _entered)


@router.post("/day-book-rows/{int:row_id}/corrections", response={201: Plain}, summary="Correct a row of a day-book")
def correct_book_row(request: PageRequest, row_id: int, said: BookCorrectionIn) -> Write[DayBookRow]:
    """Another day or other columns in its place; the row stays in the history."""
    row = access_row(request.reach, ENTER, row_id)
    kept = access_book(request.reach, ENTER, row.place_id, row.book)
    return Write(partial(day_books.correct_row, kept=kept, row=row, **said.dict()), _corrected)


@router.post("/day-book-rows/{int:row_id}/strike", response={201: Plain}, summary="Strike a row of a day-book")
def strike_book_row(request: PageRequest, row_id: int, said: BookReasonIn) -> Write[DayBookRow]:
    """It counts no more and stays in the history."""
    row = access_row(request.reach, ENTER, row_id)
    kept = access_book(request.reach, ENTER, row.place_id, row.book)
    return Write(partial(day_books.strike_row, kept=kept, row=row, reason=said.reason), _corrected)


@router.post(BOOK + "/months/{month}/take-over", response={201: Plain}, summary="Take a figure over into the plan")
def take_over_book_figure(request: PageRequest, place_id: int, book_id: str, month: str, said: TakeOverIn) -> Write[Saved]:
    """The sum of the book becomes the figure of the month of a line; what counts there by now is told and not overwritten unseen."""
    kept, first = access_book(request.reach, ENTER, place_id, book_id), month_of_address(month)
    typed = said.dict()
    return Write(partial(day_books.take_over_figure, kept=kept, month=first, figure_id=typed.pop("figure"), **typed), _taken)


@router.get("/organisations/{int:place_id}/explanations", response=list[Plain], summary="What explains a month unlike others")
def list_explanations(request: PageRequest, place_id: int, month: str = Query(..., max_length=7)) -> list[Plain]:
    """Rows of the place's day-books that tell of starts and stops."""
    access_company(request.reach, READ, place_id)
    return [explanation_out(one) for one in explanations_of(Node.objects.get(pk=place_id), month_of_address(month))]


def _entered(done: day_books.Entered) -> tuple[int, Plain]:
    months = [month_text(one) for one in done.months]
    return 201, {"ids": done.keys, "first": done.first, "last": done.last, "months": months, "problems": problems_out(done.problems)}


def _corrected(made: DayBookRow) -> tuple[int, Plain]:
    return 201, {"id": made.pk, "number": made.number, "day": made.day.isoformat(), "struck": made.struck}


def _taken(saved: Saved) -> tuple[int, Any]:
    lang = reader_language()
    return 201, {
        "readings": [{"id": one.pk, "amount": None if one.amount is None else decimal_text(one.amount)} for _cell, one in saved.readings],
        "same": len(saved.same),
        "merges": [{"line": one.cell.line, "theirs": one.theirs.pk if one.theirs else None} for one in saved.merges],
        "problems": [one.as_json(lang) for _cell, one in saved.problems],
    }
