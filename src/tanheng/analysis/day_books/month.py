"""A month of a day-book: what is computed of each row, the sums, the figures of the month, and what is wrong with them.

Every sum is exact, so that the order of rows makes no difference; the month is the sum of its days.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal, localcontext
from functools import lru_cache
from itertools import pairwise
from typing import Any

from tanheng.analysis.arithmetic_text import Term, arithmetic
from tanheng.analysis.day_books.rows import Row
from tanheng.analysis.day_books.sentences import SENTENCES
from tanheng.analysis.registers import EXACTLY, Reading, Register, used
from tanheng.engine.errors import PackError, UnitError
from tanheng.engine.numbers import ZERO, figure, round_decimal
from tanheng.engine.pack_sentences import listed, nearest, told
from tanheng.engine.places import Where
from tanheng.engine.problems import Problem
from tanheng.engine.records.shapes import Fault
from tanheng.engine.sentences import NO_PLACE, problem_of
from tanheng.engine.text import Text
from tanheng.engine.units import DIMENSIONLESS, Unit, unit
from tanheng.rulebook.day_books import DayBook, RegisterColumns, day_books

TOTAL = ("total",)


@dataclass(frozen=True, slots=True)
class Computed:
    """A row with what is computed of it; None where a column it needs is blank."""

    row: Row
    derived: Mapping[str, Decimal | None]

    def number_of(self, column: str) -> Decimal | None:
        """The number in a column, written or computed."""
        return self.derived[column] if column in self.derived else self.row.number_of(column)


@dataclass(frozen=True, slots=True)
class MonthOfBook:
    """The rows by day and number, the sum of each column of numbers, the figures, and every problem."""

    month: date
    rows: tuple[Computed, ...]
    totals: Mapping[str, Decimal | None]
    figures: Mapping[str, Decimal | None]
    problems: tuple[Problem, ...]


@lru_cache(maxsize=1)
def books() -> Mapping[str, DayBook]:
    """Every day-book by id, its arithmetic proved. Raises PackError with every name and unit that does not fit."""
    found = day_books()
    if lines := [fault.told for book in found.values() for fault in unproved(book)]:
        raise PackError(listed("day_books.yaml", lines))
    return found


def unproved(book: DayBook) -> Iterator[Fault]:
    """What does not hold in the arithmetic of a book: names of no column, dimensions that do not fit."""
    known: dict[str, Unit] = {
        name: _dimensions(one.unit)
        for name, one in book.columns.items()
        if one.is_number or any(word.counts is not None for word in one.choices.values())
    }
    for name, derived in book.derived.items():
        place = f"day_books.yaml: {book.id}: derived.{name}"
        if derived.text:
            yield from _unproved(place, derived.text, derived.unit, known, ())
        known[name] = _dimensions(derived.unit)
    for name, one in book.figures.items():
        yield from _unproved(f"day_books.yaml: {book.id}: figures.{name}", one.text, one.unit, known, TOTAL)


def _unproved(place: str, text: str, wanted: str, known: Mapping[str, Unit], over: tuple[str, ...]) -> Iterator[Fault]:
    try:
        read = arithmetic(text, over)
    except PackError as error:
        yield Fault(place, error.told)
        return
    strange = [one.name for one in read.terms if one.name not in known or one.item or one.parameter or bool(one.over) != bool(over)]
    for name in strange:
        yield Fault(place, told("unknown_column", name=name, near=nearest(name, known)))
    if strange:
        return
    try:
        if read.unit(lambda term: known[term.name]) != _dimensions(wanted):
            yield Fault(place, told("unit_conversion", source=text, target=wanted or "1"))
    except UnitError as error:
        yield Fault(place, error.told)


def _dimensions(text: str) -> Unit:
    """What a unit is of, whatever its size: kilograms become tonnes by a number in the arithmetic."""
    return Unit(DIMENSIONLESS.scale, unit(text).dimensions) if text else DIMENSIONLESS


def month_of(
    book: DayBook, month: date, rows: Iterable[Row], registers: Mapping[str, Register] = {}, earlier: Iterable[Row] = ()
) -> MonthOfBook:
    """The month whose first day is `month`; `registers` by the code of the meter, as the ledger knows them; `earlier` the rows of the last
    month before it in which any stand: what they end with is what this one opens with. Any order of the rows.
    """
    ordered = sorted(rows, key=lambda one: (one.day, one.number))
    judge = _Month(book, month, registers, sorted(earlier, key=lambda one: (one.day, one.number)))
    computed = tuple(judge.computed(row) for row in ordered)
    judge.all_rows(computed)
    totals = {name: _sum(one.number_of(name) for one in computed) for name in _numbers(book)}
    whole = {name: None if name in judge.incomplete else amount for name, amount in totals.items()}
    figures = {name: _valued(one.text, lambda term: whole[term.name], TOTAL) for name, one in book.figures.items()}
    return MonthOfBook(month, computed, totals, figures, tuple(judge.problems))


def _numbers(book: DayBook) -> list[str]:
    return [*(name for name, one in book.columns.items() if one.is_number), *book.derived]


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """Of those that are there; None where none is."""
    there = [one for one in amounts if one is not None]
    with localcontext(EXACTLY):
        return sum(there, ZERO) if there else None


def _valued(text: str, lookup: Any, over: tuple[str, ...] = ()) -> Decimal | None:
    return arithmetic(text, over).value(lookup)


def _called(row: Row) -> Text:
    """A row as it is spoken of: by its line in a file that is handed in, by its number where it stands in the book."""
    line = row.where.line
    if row.where.file is not None and line is not None:
        return Text(f"文件第 {line} 行", f"line {line} of the file")
    return Text(f"台账第 {row.number} 行", f"row {row.number} of the book")


def _loose(rows: Sequence[Row], names: RegisterColumns, ends: Counter[Decimal | None]) -> tuple[list[Row], Counter[Decimal | None]]:
    """Of the rows of a meter those whose start is no end, of theirs or of `ends`; and the ends where none goes on."""
    ends = ends + Counter(one.number_of(names.end) for one in rows)
    loose: list[Row] = []
    for row in rows:
        start = row.number_of(names.start)
        if ends[start] > 0:
            ends[start] -= 1
        else:
            loose.append(row)
    return loose, +ends


class _Month:
    """A month under examination."""

    def __init__(self, book: DayBook, month: date, registers: Mapping[str, Register], earlier: Sequence[Row]) -> None:
        self.book, self.month, self.registers, self.earlier = book, month, registers, earlier
        self.problems: list[Problem] = []
        self.incomplete: set[str] = set()  # derived columns that some row lacks: their sum would say too little

    def computed(self, row: Row) -> Computed:
        """The row with its derived columns, and what is wrong in it by itself."""
        if (row.day.year, row.day.month) != (self.month.year, self.month.month):
            self.tell("BOOK-106", row.where, found=row.day.isoformat(), month=f"{self.month:%Y-%m}")
        for name, column in self.book.columns.items():
            amount, limit = row.number_of(name), row.number_of(column.at_most or "")
            if amount is not None and limit is not None and amount > limit:
                words = {"column": column.label, "other": self.book.label_of(str(column.at_most))}
                self.tell("BOOK-201", row.where, found=figure(amount), known=figure(limit), **words)
        found: dict[str, Decimal | None] = {}
        for name, derived in self.book.derived.items():
            amount = self._value(derived.text, row, found) if derived.text else self._between(row)
            found[name] = amount
            if amount is not None and derived.low is not None and amount < derived.low:
                self.tell("BOOK-202", row.where, column=derived.label, found=figure(amount), low=figure(derived.low))
        return Computed(row, found)

    def _value(self, text: str, row: Row, found: Mapping[str, Decimal | None]) -> Decimal | None:
        def lookup(term: Term) -> Decimal | None:
            if term.name in found:
                return found[term.name]
            entry = row.values.get(term.name)
            if isinstance(entry, str):
                return self.book.columns[term.name].choices[entry].counts
            return entry

        return _valued(text, lookup)

    def _between(self, row: Row) -> Decimal | None:
        """What a meter measured between the two registers of a row; the day before ends where the row starts."""
        names = self.book.register
        assert names is not None
        meter, start, end = str(row.values.get(names.meter, "")), row.number_of(names.start), row.number_of(names.end)
        if start is None or end is None:
            return None
        passes = row.number_of(names.passes)
        readings = (Reading(meter, row.day - timedelta(1), start), Reading(meter, row.day, end, None if passes is None else int(passes)))
        found = used(self.registers, readings)
        self.problems += dict.fromkeys(replace(one, where=row.where) for one in found.problems)
        return found.total

    def all_rows(self, rows: Sequence[Computed]) -> None:
        """What is wrong among the rows."""
        self._twice(rows)
        self._stock(rows)
        self._registers([one.row for one in rows])
        for name, derived in self.book.derived.items():
            lacking = sum(1 for one in rows if one.derived[name] is None)
            if lacking > 0:
                self.incomplete.add(name)
            if 0 < lacking < len(rows):
                self.tell("BOOK-209", NO_PLACE, column=derived.label, found=figure(lacking))
        self._compared(rows)

    def _twice(self, rows: Sequence[Computed]) -> None:
        seen: dict[tuple[str, ...], Row] = {}
        for row in (one.row for one in rows):
            day = row.day.isoformat()
            if self.book.once_a_day and (first := seen.setdefault((day,), row)) is not row:
                self.tell("BOOK-206", row.where, found=day, first=_called(first))
            for name, column in self.book.columns.items():
                entry = row.values.get(name)
                if column.once is None or entry is None:
                    continue
                key = (name, str(entry), day if column.once == "day" else "")
                if (first := seen.setdefault(key, row)) is not row:
                    self.tell("BOOK-203", row.where, column=column.label, found=str(entry), first=_called(first))

    def _stock(self, rows: Sequence[Computed]) -> None:
        """Counts are held against what was metered, and each against the one before; nothing is altered to meet them."""
        for one in rows if self.book.balance else ():
            by_stock, by_book, explained_by = self.book.balance or ("", "", "")
            stock, book = one.number_of(by_stock), one.number_of(by_book)
            if stock is None or book is None or stock == book:
                continue
            explained = bool(one.row.values.get(explained_by))
            words = {"by_stock": by_stock, "by_book": by_book, "explained_by": explained_by}
            labels = {key: self.book.label_of(name) for key, name in words.items()}
            told_so = {"found": figure(stock), "known": figure(book), "gap": figure(stock - book)}
            self.problems.append(problem_of(SENTENCES, "BOOK-204", one.row.where, "note" if explained else None, **labels, **told_so))
        if self.book.carried:
            self._carried([*self.earlier[-1:], *(one.row for one in rows)], *self.book.carried)

    def _carried(self, rows: Sequence[Row], opening: str, closing: str) -> None:
        """Each opening stock is the closing one of the row before, that of the month before too."""
        labels = {"opening": self.book.label_of(opening), "closing": self.book.label_of(closing)}
        for before, after in pairwise(rows):
            was, now = before.number_of(closing), after.number_of(opening)
            if was is None or now is None or was == now:
                continue
            if before.day < self.month:
                self.tell("BOOK-211", after.where, found=figure(now), known=figure(was), day=before.day.isoformat(), **labels)
            else:
                self.tell("BOOK-205", after.where, found=figure(now), known=figure(was), **labels)

    def _registers(self, rows: Sequence[Row]) -> None:
        """Each start is the end of another row of its meter, whichever order rows of a day stand in; that of the month is what the month
        before ended with, or the first that was ever read.
        """
        names = self.book.register
        if names is None:
            return
        for meter in dict.fromkeys(str(one.values.get(names.meter, "")) for one in rows):
            before = [one for one in self.earlier if one.values.get(names.meter) == meter]
            left = set(_loose(before, names, Counter())[1]) or {one.number_of(names.end) for one in before[-1:]}
            own = [one for one in rows if one.values.get(names.meter) == meter]
            loose = _loose(own, names, Counter(left))[0]
            if before and not loose and left.isdisjoint(one.number_of(names.start) for one in own):
                loose = own[:1]  # a register that stands still goes on from itself, and not from what went before
            for at, row in enumerate(loose):
                start = figure(row.number_of(names.start) or ZERO)
                if at > 0:
                    self.tell("BOOK-208", row.where, meter=meter, found=start)
                elif before:
                    known = figure(before[-1].number_of(names.end) or ZERO)
                    self.tell("BOOK-210", row.where, meter=meter, found=start, known=known, day=before[-1].day.isoformat())

    def _compared(self, rows: Sequence[Computed]) -> None:
        if self.book.compare is None:
            return
        first, other, tolerance = self.book.compare
        both = [one for one in rows if one.number_of(first) is not None and one.number_of(other) is not None]
        one_way, other_way = _sum(one.number_of(first) for one in both), _sum(one.number_of(other) for one in both)
        if not one_way or other_way is None:
            return
        with localcontext(EXACTLY):
            share = abs(one_way - other_way) / one_way
        if share > tolerance:
            words: dict[str, str | Text] = {"first": self.book.label_of(first), "other": self.book.label_of(other)}
            per_cent = {"share": figure(round_decimal(share * 100, 2)), "tolerance": figure(tolerance * 100)}
            month = f"{self.month:%Y-%m}"
            self.tell("BOOK-207", NO_PLACE, month=month, found=figure(one_way), known=figure(other_way), **words, **per_cent)

    def tell(self, code: str, where: Where, **words: str | Text) -> None:
        """Note what is wrong."""
        self.problems.append(problem_of(SENTENCES, code, where, **words))
