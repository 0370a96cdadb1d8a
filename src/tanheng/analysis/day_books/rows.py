"""Rows of a day-book as they are typed: texts to exact values, with everything that is wrong in each. It knows one row at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tanheng.analysis.day_books.sentences import SENTENCES
from tanheng.engine.numbers import decimal_text, figure, parse_decimal
from tanheng.engine.places import Where
from tanheng.engine.problems import Problem
from tanheng.engine.sentences import NO_PLACE, problem_of
from tanheng.engine.text import Text
from tanheng.engine.units.slips import unit_words
from tanheng.rulebook.day_books import Column, DayBook

MOST_DECIMALS = 6  # of a number: a gram of a tonne
LONGEST_TEXT = 100
NO_UNIT = Text("个数", "a count")
ASCII = {ord(wide): plain for wide, plain in zip("０１２３４５６７８９．－−＋", "0123456789.--+", strict=True)}
Entry = Decimal | str  # of a number its value, of a text the text, of a choice its id
Values = Mapping[str, Entry]  # a column that is blank does not stand in it


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a book: its day, its number in the book, what stands in it, and where that was read."""

    day: date
    number: int
    values: Values
    where: Where = NO_PLACE

    def number_of(self, column: str) -> Decimal | None:
        """The number in a column; None where it is blank."""
        found = self.values.get(column)
        return found if isinstance(found, Decimal) else None


def read_values(book: DayBook, typed: Mapping[str, str], where: Where = NO_PLACE) -> tuple[Values, list[Problem]]:
    """What was typed under each column's id, as values, and what is wrong with it."""
    problems = [_tell("BOOK-113", where, found=name, known=_listed(book)) for name in typed if name not in book.columns]
    values: dict[str, Entry] = {}
    for name, column in book.columns.items():
        text = plain(typed.get(name, ""))
        if not text:
            if column.required:
                problems.append(_tell("BOOK-101", where, column=column.label))
            continue
        found = _read(column, text, where)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            values[name] = found
    return values, problems


def read_day(text: str, where: Where = NO_PLACE) -> date | Problem:
    """A day as 2025-03-01, 2025/3/1 or 2025.3.1."""
    parts = plain(text).translate(ASCII).replace("/", "-").replace(".", "-").split(" ")[0].split("-")
    try:
        year, month, day = (int(one) for one in parts if one.isascii() and len(one) <= 4)
        return date(year, month, day)
    except ValueError:
        return _tell("BOOK-107", where, found=text)


def stored(values: Values) -> dict[str, str]:
    """Values as plain texts: of numbers the exact decimal text."""
    return {name: decimal_text(one) if isinstance(one, Decimal) else one for name, one in values.items()}


def restored(book: DayBook, texts: Mapping[str, str]) -> Values:
    """What `stored` gave, as values again; a column that the book has no more is left out."""
    found: dict[str, Entry] = {}
    for name, text in texts.items():
        column = book.columns.get(name)
        number = parse_decimal(text) if column is not None and column.is_number else None
        if column is not None and (number is not None or not column.is_number):
            found[name] = text if number is None else number
    return found


def shown(column: Column, entry: Entry | None, lang: str) -> str:
    """An entry as people read it: of a choice its word."""
    if entry is None:
        return ""
    if isinstance(entry, Decimal):
        return decimal_text(entry)
    return column.choices[entry].label.in_(lang) if entry in column.choices else entry


def reasons(book: DayBook, row: Row) -> list[Text]:
    """What in a row explains a month unlike others: starts and stops."""
    found: list[Text] = []
    for name, entry in row.values.items():
        column = book.columns[name]
        if isinstance(entry, Decimal):
            if column.explains and entry > 0:
                found.append(Text(f"{column.label.zh} {figure(entry)}", f"{column.label.en} {figure(entry)}"))
        elif entry in column.choices and column.choices[entry].explains:
            found.append(column.choices[entry].label)
    return found


def plain(text: str) -> str:
    """One line of printable characters."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())


def _read(column: Column, text: str, where: Where) -> Entry | Problem:
    if column.is_choice:
        for name, word in column.choices.items():
            if text.casefold() in (name, word.label.zh, word.label.en.casefold()):
                return name
        words = [one.label for one in column.choices.values()]
        known = Text("、".join(one.zh for one in words), ", ".join(one.en for one in words))
        return _tell("BOOK-105", where, column=column.label, found=text, known=known)
    if column.is_number:
        return _number(column, text, where)
    return text if len(text) <= LONGEST_TEXT else _tell("BOOK-108", where, column=column.label, most=str(LONGEST_TEXT))


def _number(column: Column, text: str, where: Where) -> Decimal | Problem:
    found = parse_decimal(text.translate(ASCII).replace(",", "").replace("，", ""))
    if found is None:
        return _tell("BOOK-102", where, column=column.label, found=text)
    if not column.low <= found <= column.high:
        unit = unit_words(column.unit) if column.unit else NO_UNIT
        bounds = {"low": figure(column.low), "high": figure(column.high)}
        return _tell("BOOK-103", where, column=column.label, found=figure(found), unit=unit, **bounds)
    if column.whole and found != found.to_integral_value():
        return _tell("BOOK-104", where, column=column.label, found=figure(found))
    if -int(found.as_tuple().exponent) > MOST_DECIMALS:
        return _tell("BOOK-109", where, column=column.label, found=text, most=str(MOST_DECIMALS))
    return found


def _listed(book: DayBook) -> Text:
    labels = [one.label for one in book.columns.values()]
    return Text("、".join(one.zh for one in labels), ", ".join(one.en for one in labels))


def _tell(code: str, where: Where, **words: str | Text) -> Problem:
    return problem_of(SENTENCES, code, where, **words)
