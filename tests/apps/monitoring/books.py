"""Day-books of the northern potline as tests fill them, and every form of theirs as somebody sends it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.urls import reverse

from tanheng.analysis.day_books.month import books
from tanheng.apps.monitoring.models import DayBookRow
from tanheng.apps.monitoring.selectors.day_books import BookOfPlace, month_found, proposals
from tanheng.apps.monitoring.services.day_books import Entered, add_rows
from tanheng.documents.day_book.reading import TypedRow
from tanheng.engine.places import Origin
from tests.apps.monitoring.planned import in_force
from tests.support.acting import in_person

MONTH = date(2025, 3, 1)
LADLE = {"cell": "1001", "ladle": "1", "gross_t": "12.50", "tare_t": "4.00"}


def kept(group: Any, book: str = "tapping", place: Any = None) -> BookOfPlace:
    """A book of the northern potline."""
    return BookOfPlace(group.north, place or group.potline, books()[book])


def typed(day: str = "2025-03-01", **columns: str) -> TypedRow:
    """A ladle as it is typed."""
    return TypedRow(Origin(), day, {**LADLE, **columns})


def enter(user: Any, group: Any, *rows: TypedRow) -> Entered:
    """Ladles that somebody enters."""
    return add_rows(actor=in_person(user), kept=kept(group), rows=rows or [typed()])


def words_of_a_book(cast: Any, group: Any) -> dict[str, Any]:
    """What addresses of the tapping book and of a row of it are filled with."""
    row = enter(cast.bob, group).keys[0]
    return {"place_id": group.potline.pk, "book_id": "tapping", "month": f"{MONTH:%Y-%m}", "row_id": row}


def page(name: str, group: Any, *words: object) -> str:
    """An address of the tapping book."""
    return reverse(f"monitoring:{name}", args=[group.potline.pk, "tapping", *words])


def _added(_cast: Any, group: Any, _signed_in: Any) -> tuple[str, str, dict[str, Any]]:
    return "bob", page("book-add", group, "2025-03"), {**LADLE, "day": "2025-03-01"}


def _handed_in(_cast: Any, group: Any, _signed_in: Any) -> tuple[str, str, dict[str, Any]]:
    return "bob", page("book-hand-in", group), {"pasted": "日期,槽号,抬包号（包次）,毛重,皮重\n2025-03-01,1,1,9,4\n"}


def _corrected(cast: Any, group: Any, _signed_in: Any) -> tuple[str, str, dict[str, Any]]:
    enter(cast.bob, group)
    address = reverse("monitoring:book-correct", args=[DayBookRow.objects.get().pk])
    return "bob", address, {**LADLE, "day": "2025-03-01", "gross_t": "12.60", "reason": "抄错"}


def _taken_over(cast: Any, group: Any, _signed_in: Any) -> tuple[str, str, dict[str, Any]]:
    in_force(cast, group.north, date(2025, 1, 1))
    enter(cast.bob, group)
    offered = proposals(kept(group), month_found(kept(group), MONTH))[0]
    cell = {"figure": offered.figure.id, "line": offered.row.line.code, "source": offered.row.source}
    return "bob", page("book-take-over", group, "2025-03"), cell


BOOK_FORMS: dict[str, Callable[..., tuple[str, str, dict[str, Any]]]] = {
    "monitoring:book-add": _added,
    "monitoring:book-hand-in": _handed_in,
    "monitoring:book-correct": _corrected,
    "monitoring:book-take-over": _taken_over,
}
