"""Writes of day-books: rows as typed or out of a file, corrections, and figures of a month taken over into the plan's grid."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from tanheng.analysis.day_books.rows import Row, read_day, read_values, stored
from tanheng.analysis.day_books.sentences import SENTENCES
from tanheng.apps.journal.services import append_event
from tanheng.apps.monitoring.access.day_books import ENTER
from tanheng.apps.monitoring.models import DayBookRow, Entry
from tanheng.apps.monitoring.models.series import MONTH
from tanheng.apps.monitoring.selectors.day_books import (
    BookOfPlace,
    evaluated,
    mark_of,
    month_found,
    of_stock,
    plain_row,
    proposals,
    rows_of_month,
)
from tanheng.apps.monitoring.selectors.months import Touched, closed_problems
from tanheng.apps.monitoring.services.meters import needed_reason
from tanheng.apps.monitoring.services.typing import Saved, Typed, save_cells
from tanheng.apps.people.access import require
from tanheng.apps.people.services.changes import change
from tanheng.documents.day_book.reading import MOST_ROWS, TypedRow, read_book
from tanheng.engine.numbers import figure
from tanheng.engine.places import Origin, Where
from tanheng.engine.plan.lists import CALCULATED, MAIN, MEASURED
from tanheng.engine.problems import Problem, has_errors
from tanheng.engine.sentences import NO_PLACE, problem_of
from tanheng.pages.actor import Actor
from tanheng.seal.canonical import canonical_bytes
from tanheng.store.clock import now, today
from tanheng.store.many_rows import append_rows
from tanheng.store.one_line import one_line

BOOK = "book"  # a kind of entry: rows of a day-book
OF_ROW = ("company_id", "place_id", "entry_id", "book", "day", "number", "values", "struck", "reason", "supersedes_id")
TEXT_NAME = "TSV"


class RowsRefusedError(Exception):
    """Rows that cannot be entered; `problems` are all that stand in the way."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(_("The rows were not entered: nothing of them was stored."))
        self.problems = list(problems)


@dataclass(frozen=True)
class Entered:
    """What was entered: the rows' keys and their first and last number in the book, the months, and what is told of them."""

    keys: list[int]
    first: int
    last: int
    months: list[date]
    problems: list[Problem]


def add_rows(*, actor: Actor, kept: BookOfPlace, rows: Sequence[TypedRow], file_name: str = "") -> Entered:
    """Enter rows: all of them, or nothing with every problem (RowsRefusedError). What is only doubtful is stored and told."""
    require(actor, ENTER, kept.company)
    read, problems = _read(kept, rows)
    if not rows or len(rows) > MOST_ROWS:
        code, words = ("BOOK-112", {"found": figure(len(rows)), "most": figure(MOST_ROWS)}) if rows else ("BOOK-111", {})
        problems.append(problem_of(SENTENCES, code, **words))
    if has_errors(problems):
        raise RowsRefusedError(problems)
    return change(actor, ENTER, kept.company, lambda: _added(actor, kept, read, one_line(file_name, 255)))


def import_rows(*, actor: Actor, kept: BookOfPlace, file_name: str, content: bytes) -> Entered:
    """Enter the rows of a workbook, a CSV or lines pasted from a spreadsheet; the same all or nothing."""
    require(actor, ENTER, kept.company)
    name = one_line(file_name, 255) or TEXT_NAME
    rows, problems = read_book(kept.book, content, name)
    if has_errors(problems):
        raise RowsRefusedError([*problems, *_read(kept, rows)[1]])
    return add_rows(actor=actor, kept=kept, rows=rows, file_name=name)


def correct_row(*, actor: Actor, kept: BookOfPlace, row: DayBookRow, day: str, columns: Mapping[str, str], reason: str) -> DayBookRow:
    """Another day or other columns in the place of a row, which stays in the history; RowsRefusedError with every problem."""
    require(actor, ENTER, kept.company)
    read, problems = _read(kept, [TypedRow(Origin(line=row.number), day, columns)])
    if has_errors(problems):
        raise RowsRefusedError(problems)
    return change(actor, ENTER, kept.company, lambda: _superseded(actor, kept, row, replace(read[0], number=row.number), reason))


def strike_row(*, actor: Actor, kept: BookOfPlace, row: DayBookRow, reason: str) -> DayBookRow:
    """Say that a row counts no more; it stays in the history."""
    require(actor, ENTER, kept.company)
    return change(actor, ENTER, kept.company, lambda: _superseded(actor, kept, row, None, reason))


def take_over_figure(
    *, actor: Actor, kept: BookOfPlace, month: date, figure_id: str, line: str, source: str, seen: int | None, reason: str = ""
) -> Saved:
    """Take a figure of a month over into a cell of the plan's grid; the reading's words name the book and how many rows it sums."""
    require(actor, ENTER, kept.company)
    found = month_found(kept, month)
    offered = next(
        (one for one in proposals(kept, found) if (one.figure.id, one.row.line.code, one.row.source) == (figure_id, line, source)), None
    )
    if offered is None or offered.amount is None:
        raise ValidationError(_("The book has no such figure for this line of the plan."))
    count = len(found.rows)
    words = f"{kept.book.label.zh} {month:%Y-%m} 共{count}行 {mark_of(kept.book, offered.figure)}"
    there = offered.reading
    if kept.book.balance and offered.row.role == MAIN and there is not None and there.kind == MEASURED and not of_stock(there):
        raise ValidationError(
            _("A metered figure is not altered to meet a stock count: take the stock over beside it, and explain the difference.")
        )
    of_kind = CALCULATED if kept.book.balance else ""
    typed = Typed(line, month, offered.text, source, of_kind, words=words, seen=seen)
    return save_cells(actor=actor, node=kept.company, cells=[typed], reason=reason, kind=BOOK)


def _read(kept: BookOfPlace, rows: Iterable[TypedRow]) -> tuple[list[Row], list[Problem]]:
    """The rows as values, their numbers still to be given, and what is wrong in each by itself."""
    read: list[Row] = []
    problems: list[Problem] = []
    for one in rows:
        where = one.origin.where()
        day = read_day(one.day, where)
        values, told = read_values(kept.book, one.columns, where)
        problems += told
        if isinstance(day, Problem):
            problems.append(day)
        elif day > today():
            problems.append(problem_of(SENTENCES, "BOOK-114", where, found=day.isoformat()))
        else:
            read.append(Row(day, 0, values, where))
    return read, problems


def _added(actor: Actor, kept: BookOfPlace, rows: Sequence[Row], file_name: str) -> Entered:
    """Part of a change, which holds the company: the numbers go on from the last one."""
    last = DayBookRow.objects.filter(place=kept.place, book=kept.book.id).aggregate(last=Max("number"))["last"] or 0
    numbered = [replace(one, number=last + at, where=_where(one, last + at)) for at, one in enumerate(rows, 1)]
    told = _judged(kept, numbered, set())
    entry = _entry(actor, kept)
    keys = append_rows(DayBookRow, OF_ROW, [_stored(kept, entry, one, reason="", supersedes=None) for one in numbered])
    payload = {**_payload(kept), "count": len(numbered), "first": last + 1, "last": last + len(numbered)}
    if file_name:
        payload["file_name"] = file_name
    action = "monitoring.book.imported" if file_name else "monitoring.book.entered"
    append_event(actor=actor, action=action, subject=entry, place=kept.company, payload=payload)
    return Entered(keys, last + 1, last + len(numbered), sorted({one.day.replace(day=1) for one in numbered}), told)


def _superseded(actor: Actor, kept: BookOfPlace, row: DayBookRow, now_says: Row | None, reason: str) -> DayBookRow:
    why = needed_reason(reason=reason)
    if DayBookRow.objects.filter(supersedes=row).exists() or row.struck:
        raise ValidationError(_("This has been corrected already."))
    if (row.place_id, row.book) != (kept.place.pk, kept.book.id):
        raise ValidationError(_("This row is another book's."))
    if now_says is not None:
        if stored(now_says.values) == stored(plain_row(kept.book, row).values) and now_says.day == row.day:
            raise ValidationError(_("Nothing of this row would change."))
        _judged(kept, [now_says], {row.number})
    _refuse_closed(kept, row.day)
    entry = _entry(actor, kept)
    said = now_says or Row(row.day, row.number, plain_row(kept.book, row).values)
    values = _stored(kept, entry, said, reason=why, supersedes=row.pk, struck=now_says is None)
    made = DayBookRow(**dict(zip(OF_ROW, values, strict=True)))
    made.save()
    action = "monitoring.book.struck" if now_says is None else "monitoring.book.corrected"
    payload = {**_payload(kept), "number": row.number, "reason": why}
    append_event(actor=actor, action=action, subject=entry, place=kept.company, payload=payload)
    return made


def _judged(kept: BookOfPlace, rows: Sequence[Row], corrected: set[int]) -> list[Problem]:
    """What is told of rows among those of their months, without those they take the place of; RowsRefusedError where one cannot stand."""
    told: list[Problem] = []
    for month in sorted({one.day.replace(day=1) for one in rows}):
        _refuse_closed(kept, month)
        there = [plain_row(kept.book, one) for one in rows_of_month(kept.place, kept.book, month) if one.number not in corrected]
        new = [one for one in rows if one.day.replace(day=1) == month]
        old = set(evaluated(kept, month, there).problems)
        told += [one for one in evaluated(kept, month, [*there, *new]).problems if one not in old]
    if has_errors(told):
        raise RowsRefusedError([one for one in told if one.severity == "error"])
    return told


def _refuse_closed(kept: BookOfPlace, day: date) -> None:
    """A month that was submitted takes no row, as it takes no figure: what was reviewed would not be what the book says."""
    touched = Touched(kept.place.pk, MONTH, day.replace(day=1), NO_PLACE)
    if problems := closed_problems(kept.company, [touched]):
        raise RowsRefusedError(problems)


def _where(row: Row, number: int) -> Where:
    """Of a row in a file its line there; of one that is typed its number."""
    return row.where if row.where.line is not None else Where(line=number)


def _entry(actor: Actor, kept: BookOfPlace) -> Entry:
    last = Entry.objects.filter(company=kept.company, kind=BOOK).order_by("-pk").values_list("key", flat=True).first()
    entry = Entry(company=kept.company, kind=BOOK, key=str(int(last or 0) + 1), by=actor.user, at=now())
    entry.save()
    return entry


def _stored(kept: BookOfPlace, entry: Entry, row: Row, *, reason: str, supersedes: int | None, struck: bool = False) -> tuple[object, ...]:
    values = canonical_bytes(stored(row.values)).decode()
    return (kept.company.pk, kept.place.pk, entry.pk, kept.book.id, row.day, row.number, values, struck, reason, supersedes)


def _payload(kept: BookOfPlace) -> dict[str, object]:
    return {"book": kept.book.id, "place_name": kept.place.name}
