"""What keeps a month at a place from being closed though nothing is missing: doubts without an answer, stocks that do not close and are
not explained, figures that are not the sum of the day-book they were taken from. All of it at once.
"""

from collections.abc import Collection, Iterator
from datetime import date

from tanheng.apps.monitoring.selectors.cell_problems import cell_place
from tanheng.apps.monitoring.selectors.cross_checks import LineDoubt, answers_of, doubts_in
from tanheng.apps.monitoring.selectors.day_books import BookOfPlace, Proposed, books_at, month_found, proposals
from tanheng.apps.monitoring.selectors.missing import gap_in
from tanheng.apps.monitoring.selectors.months import StandingMonth
from tanheng.apps.monitoring.selectors.year_sources import YearSources
from tanheng.apps.sites.models import Node
from tanheng.engine.problems import Problem
from tanheng.engine.sentences import problem_of
from tanheng.workflow.month_sentences import SENTENCES

UNEXPLAINED = "BOOK-204"  # as a warning; with an explanation it is a note


def open_points(found: StandingMonth, told: Collection[str] = ()) -> list[Problem]:
    """Everything that must be answered or mended before a month is closed; of the lines that are `told` it is known that they lack a
    figure.
    """
    company, place, month = found.company, found.place, found.month
    sources = YearSources(company, month.year)
    return [*_gaps(sources, place, month, told), *(_unanswered(one) for one in month_doubts(sources, place, month)), *_books(found)]


def month_doubts(sources: YearSources, place: Node, month: date) -> list[LineDoubt]:
    """The doubts about the rows of a place in a month that wait for an answer."""
    said = answers_of(sources.company, sources.year)
    rows = [row for row in sources.rows.values() if row.place.pk == place.pk and month.month in sources.months(row)]
    return [one for row in rows for one in doubts_in(sources, row, month.month) if one.problem.digest not in said]


def _gaps(sources: YearSources, place: Node, month: date, told: Collection[str]) -> Iterator[Problem]:
    """Parts of a gate's figure that nobody accepted: their lines need not be due by themselves."""
    for row in sources.rows.values():
        if row.place.pk != place.pk or row.line.code in told or month.month not in sources.months(row):
            continue
        planned = sources.planned(row, month.month)
        if planned is not None and planned.apportioned_by and gap_in(sources, row, month.month):
            yield problem_of(SENTENCES, "MONTH-408", cell_place(row.line, month), line=row.line.name)


def _unanswered(one: LineDoubt) -> Problem:
    return problem_of(SENTENCES, "MONTH-415", one.problem.where, code=one.problem.code, doubt=one.problem.message)


def _books(found: StandingMonth) -> Iterator[Problem]:
    for kept in books_at(found.company, found.place):
        month = month_found(kept, found.month)
        if month.rows:
            for one in month.problems:
                if (one.code, one.severity) == (UNEXPLAINED, "warning"):
                    yield problem_of(SENTENCES, "MONTH-416", one.where, book=kept.book.label, doubt=one.message)
            yield from _stale(kept, found, proposals(kept, month))


def _stale(kept: BookOfPlace, found: StandingMonth, offered: list[Proposed]) -> Iterator[Problem]:
    for one in offered:
        if one.stale:
            line = one.row.line
            yield problem_of(SENTENCES, "MONTH-417", cell_place(line, found.month), line=line.name, book=kept.book.label)
