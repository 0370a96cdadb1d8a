"""A month of a day-book as a file, and months as addresses write them."""

from datetime import date

from django.http import Http404

from tanheng.apps.monitoring.pages.day_books import month_text
from tanheng.apps.monitoring.selectors.day_books import BookOfPlace, month_found
from tanheng.documents.day_book.writing import book_csv, book_workbook
from tanheng.engine.text import Text
from tanheng.pages.language import reader_language

MONTH_LENGTH = len("2026-03")


def book_file(kept: BookOfPlace, month: date, kind: str) -> tuple[str, bytes]:
    """The name and the bytes of a month's file."""
    lang = reader_language()
    found = month_found(kept, month)
    name = f"{kept.book.label.in_(lang)}-{kept.place.name}-{month_text(month)}.{kind}"
    if kind == "csv":
        return name, book_csv(kept.book, found, lang)
    if kind == "xlsx":
        note = f"{kept.company.name} · {kept.place.name} · {month_text(month)}"
        return name, book_workbook(kept.book, found, Text(note, note), lang)
    raise Http404("no such file")


def month_of_address(text: str) -> date:
    """The first day of a month written 2026-03; Http404 for what is none."""
    try:
        return date.fromisoformat(f"{text}-01" if len(text) == MONTH_LENGTH else "")
    except ValueError as error:
        raise Http404("no such month") from error
