"""Reads of day-books: which a plant keeps, a month of one with its sums, what its figures are in the plan, what explains a month."""

import json
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import QuerySet

from tanheng.analysis.day_books.month import MonthOfBook, books, month_of
from tanheng.analysis.day_books.rows import Row, reasons, restored
from tanheng.apps.monitoring.models import DayBookRow, Reading
from tanheng.apps.monitoring.selectors.meters import registers_of
from tanheng.apps.monitoring.selectors.selection import GridRow, grid_rows
from tanheng.apps.sites.models import Node
from tanheng.apps.sites.selectors import descendants
from tanheng.engine.errors import UnitError
from tanheng.engine.numbers import decimal_text
from tanheng.engine.places import Where
from tanheng.engine.text import Text
from tanheng.engine.units import conversion
from tanheng.rulebook.day_books import DayBook, Figure

MOST_REASONS = 50


@dataclass(frozen=True)
class BookOfPlace:
    """A book that is kept at a place of a company."""

    company: Node
    place: Node
    book: DayBook


@dataclass(frozen=True)
class Proposed:
    """A figure of a month beside a cell of the plan's grid that it feeds: what counts there now, and whether it came from this book."""

    figure: Figure
    amount: Decimal | None
    row: GridRow
    reading: Reading | None
    from_book: bool

    @property
    def differs(self) -> bool:
        """Whether what counts is another amount than the sum of the book; also where the book's sum is gone."""
        there = self.reading.amount if self.reading is not None else None
        return there != self._converted

    @property
    def stale(self) -> bool:
        """Whether the month's figure was taken from the book and is not its sum any more."""
        return self.from_book and self.differs

    @property
    def text(self) -> str:
        """The amount with its unit, as it is typed into the cell."""
        return "" if self.amount is None else f"{decimal_text(self.amount)} {self.figure.unit}"

    @property
    def _converted(self) -> Decimal | None:
        if self.amount is None:
            return None
        factor = conversion(self.figure.unit, self.row.unit)
        return self.amount * factor.numerator / factor.denominator


@dataclass(frozen=True)
class Explanation:
    """A row of a book that explains a month unlike others: potlines and kilns that stop and start."""

    book: DayBook
    day: date
    number: int
    words: tuple[Text, ...]


def keeps(place: Node, book: DayBook) -> bool:
    """Whether a book is kept at a place."""
    if place.kind == "company":
        return book.company and any(one.present_kind in book.facility_kinds for one in descendants(place, kind="facility"))
    return place.kind == "facility" and place.present_kind in book.facility_kinds


def books_kept(company: Node) -> list[BookOfPlace]:
    """The books of a company's places: those of the whole first, then by facility in the order of the tree."""
    facilities = list(descendants(company, kind="facility"))
    kinds = {one.present_kind for one in facilities}
    whole = [book for book in books().values() if book.company and kinds & set(book.facility_kinds)]
    own = [BookOfPlace(company, place, book) for place in facilities for book in books().values() if keeps(place, book)]
    return [*(BookOfPlace(company, company, book) for book in whole), *own]


def books_at(company: Node, place: Node) -> list[BookOfPlace]:
    """Those that are kept at one place of it."""
    return [BookOfPlace(company, place, book) for book in books().values() if keeps(place, book)]


def standing_rows(place: Node, book: DayBook) -> QuerySet[DayBookRow]:
    """The rows that count, by day and number: not superseded, not struck."""
    found = DayBookRow.objects.filter(place=place, book=book.id, superseded_by=None, struck=False)
    return found.select_related("entry__by").order_by("day", "number")


def rows_of_month(place: Node, book: DayBook, month: date) -> QuerySet[DayBookRow]:
    """Those of a month."""
    last = monthrange(month.year, month.month)[1]
    return standing_rows(place, book).filter(day__range=(month, month.replace(day=last)))


def history_of_month(place: Node, book: DayBook, month: date) -> list[DayBookRow]:
    """The corrections of a month's rows, the newest first, each with what it took the place of."""
    last = month.replace(day=monthrange(month.year, month.month)[1])
    found = DayBookRow.objects.filter(place=place, book=book.id, supersedes__day__range=(month, last))
    return list(found.select_related("supersedes", "entry__by").order_by("-pk"))


def plain_row(book: DayBook, stored: DayBookRow) -> Row:
    """A stored row as the analysis takes it."""
    return Row(stored.day, stored.number, restored(book, json.loads(stored.values)), Where(line=stored.number))


def month_found(kept: BookOfPlace, month: date) -> MonthOfBook:
    """A month of a book with its sums and what is wrong with it."""
    return evaluated(kept, month, [plain_row(kept.book, one) for one in rows_of_month(kept.place, kept.book, month)])


def evaluated(kept: BookOfPlace, month: date, rows: Iterable[Row]) -> MonthOfBook:
    """Rows as a month of the book; its meters are those of the company's ledger."""
    return month_of(kept.book, month, rows, registers_of(kept.company) if kept.book.register else {}, _earlier(kept, month))


def _earlier(kept: BookOfPlace, month: date) -> list[Row]:
    """The rows of the last month before this one in which any stand, of a book that goes on from one month to the next."""
    if not kept.book.register and not kept.book.carried:
        return []
    last = standing_rows(kept.place, kept.book).filter(day__lt=month).order_by("-day").values_list("day", flat=True).first()
    return [plain_row(kept.book, one) for one in rows_of_month(kept.place, kept.book, last.replace(day=1))] if last else []


def months_of(kept: BookOfPlace) -> list[date]:
    """The months in which anything is written, the newest first."""
    days = standing_rows(kept.place, kept.book).order_by().values_list("day", flat=True).distinct()
    return sorted({day.replace(day=1) for day in days}, reverse=True)


def proposals(kept: BookOfPlace, found: MonthOfBook) -> list[Proposed]:
    """What the figures of a month are in the plan: each beside the cells it may be taken over into."""
    month = found.month.month
    rows = grid_rows(kept.company, kept.place, found.month.year)
    return [
        _proposed(kept.book, figure, found, row, row.cells[month].reading)
        for figure in kept.book.figures.values()
        for row in rows
        if figure.measure and row.line.measure == figure.measure and _fits(figure.unit, row.unit)
    ]


def _proposed(book: DayBook, figure: Figure, found: MonthOfBook, row: GridRow, reading: Reading | None) -> Proposed:
    from_book = reading is not None and mark_of(book, figure) in reading.words
    return Proposed(figure, found.figures[figure.id], row, reading, from_book)


def mark_of(book: DayBook, figure: Figure) -> str:
    """By which the words of a reading name the book and the figure it was taken from."""
    return f"[{book.id}/{figure.id}]"


def of_stock(reading: Reading) -> bool:
    """Whether a reading was taken from a book of stocks: it is what a count leaves over, and no measurement."""
    return any(f"[{book.id}/" in reading.words for book in books().values() if book.balance)


def _fits(unit: str, other: str) -> bool:
    try:
        return bool(conversion(unit, other))
    except UnitError:
        return False


class Explained:
    """What the day-books of a company's places say of months of a year that a check finds unlike others; each asked for once."""

    def __init__(self, company: Node, year: int) -> None:
        self.company, self.year = company, year
        self._found: dict[tuple[str, int], list[Explanation]] = {}

    def at(self, where: Where) -> list[Explanation]:
        """Of the facility and month of a problem; of one of the company what its facilities say. None of a problem of the year."""
        if where.month is None or not self._keeps:
            return []
        key = where.facility or "", where.month
        if key not in self._found:
            month = date(self.year, where.month, 1)
            places = [one for one in self._places if not where.facility or one.code == where.facility]
            self._found[key] = [found for place in places for found in explanations_of(place, month)][:MOST_REASONS]
        return self._found[key]

    @cached_property
    def _keeps(self) -> bool:
        return DayBookRow.objects.filter(company=self.company).exists()

    @cached_property
    def _places(self) -> list[Node]:
        return list(descendants(self.company, kind="facility"))


def explanations_of(place: Node, month: date) -> list[Explanation]:
    """The rows of a place's books that explain a month unlike others, by day."""
    kept = [book for book in books().values() if keeps(place, book)]
    rows = ((book, one, reasons(book, plain_row(book, one))) for book in kept for one in rows_of_month(place, book, month))
    found = [Explanation(book, one.day, one.number, tuple(words)) for book, one, words in rows if words]
    return sorted(found, key=lambda one: (one.day, one.book.id, one.number))[:MOST_REASONS]
