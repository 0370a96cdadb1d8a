"""The only way to get a day-book of a place, and a row of one."""

from django.http import Http404

from tanheng.analysis.day_books.month import books
from tanheng.apps.monitoring.models import DayBookRow
from tanheng.apps.monitoring.selectors.day_books import BookOfPlace, keeps
from tanheng.apps.sites.access import access_company, checked
from tanheng.apps.sites.models import Node
from tanheng.pages.actor import Reach

READ, ENTER = "view_data", "upload_data"


def access_book(reach: Reach, verb: str, place_id: int, book_id: str) -> BookOfPlace:
    """The book that is kept at a facility or by a company, when the verb is open for the company's data."""
    company = access_company(reach, verb, place_id)
    place, book = Node.objects.get(pk=place_id), books().get(book_id)
    if book is None or not keeps(place, book):
        raise Http404("no such book")
    return BookOfPlace(company, place, book)


def access_row(reach: Reach, verb: str, row_id: int) -> DayBookRow:
    """The row, when the verb is open for the data of its company."""
    found = DayBookRow.objects.select_related("company", "place", "entry").filter(pk=row_id).first()
    return checked(reach, verb, found, found.company if found else None)
