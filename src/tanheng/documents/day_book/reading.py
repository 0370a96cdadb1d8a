"""Reads rows of a day-book from a workbook, a CSV or lines pasted from a spreadsheet: typed texts by column, every problem at its line.

Columns that are computed and the numbers of rows are not read: they are made anew.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tanheng.analysis.day_books.sentences import SENTENCES
from tanheng.documents.day_book import DAY, NUMBER, headings
from tanheng.documents.formula_signs import as_meant
from tanheng.documents.input.headings import folded
from tanheng.documents.input.workbook import workbook_sheets
from tanheng.documents.reading.cells import BLANK, Cell
from tanheng.documents.reading.problems import input_problem
from tanheng.documents.reading.text_encoding import decoded_text
from tanheng.documents.reading.workbook_package import UnreadableWorkbook
from tanheng.engine.numbers import figure
from tanheng.engine.places import Origin
from tanheng.engine.problems import Problem
from tanheng.engine.sentences import problem_of
from tanheng.engine.text import Text
from tanheng.rulebook.day_books import DayBook

FIRST_ROWS = 20  # among which the headings stand
MOST_ROWS = 5_000  # at once: some months of every ladle of a potline
MOST_CELLS = 60  # of a line
LARGEST_BYTES = 5_000_000
ZIP = b"PK\x03\x04"
DAY_COLUMN = "day"
NOTHING = {"/", "—", "-"}


@dataclass(frozen=True, slots=True)
class TypedRow:
    """A row as it was typed: its day and its columns as texts, and where it stands."""

    origin: Origin
    day: str
    columns: Mapping[str, str]


def read_book(book: DayBook, content: bytes, file: str) -> tuple[list[TypedRow], list[Problem]]:
    """The rows in the bytes and what is wrong with their places; what the texts mean, the analysis judges."""
    origin = Origin(file=file)
    if len(content) > LARGEST_BYTES:
        return [], [input_problem("FILE-003", origin, found=figure(len(content)), known=figure(LARGEST_BYTES))]
    if not content.startswith(ZIP):
        text, encoding = decoded_text(content)
        if text is None:
            wrong = encoding.wrong or 0
            line = content.count(b"\n", 0, wrong) + 1
            return [], [input_problem("FILE-004", origin._replace(line=line), found=f"0x{content[wrong]:02X}", likely="")]
        return read_lines(book, text, file)
    try:
        sheets = workbook_sheets(content)
    except UnreadableWorkbook as error:
        return [], [input_problem(error.code, origin, **error.words)]
    for sheet in sheets:
        lines = [(row, _texts(cells)) for row, cells in sheet.rows().items()]
        if _head(book, lines) is not None:
            odd = [input_problem(one.code, sheet.origin(file, *(one.corner or (1, 1))), **one.words) for one in sheet.odd]
            rows, problems = _read(book, lines, Origin(file=file, sheet=sheet.name))
            return rows, [*odd, *problems]
    return [], [_no_headings(book, origin)]


def _texts(cells: Mapping[int, Cell]) -> list[str]:
    return [cells.get(column, BLANK).text for column in range(1, min(max(cells), MOST_CELLS) + 1)]


def read_lines(book: DayBook, text: str, file: str | None = None) -> tuple[list[TypedRow], list[Problem]]:
    """The same of the text of a CSV, or of what was copied from a spreadsheet (cells parted by tabs)."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    reader = csv.reader(io.StringIO(plain), delimiter=_delimiter(plain))
    try:
        lines = [
            (reader.line_num, [as_meant(one.strip()) for one in record[:MOST_CELLS]])
            for record in reader
            if any(one.strip() for one in record)
        ]
    except csv.Error:
        return [], [_no_headings(book, Origin(file=file, line=reader.line_num))]
    return _read(book, lines, Origin(file=file))


def _delimiter(text: str) -> str:
    first = "\n".join(text.split("\n", FIRST_ROWS)[:FIRST_ROWS])
    return max("\t,;", key=first.count)


def _read(book: DayBook, lines: list[tuple[int, list[str]]], origin: Origin) -> tuple[list[TypedRow], list[Problem]]:
    head = _head(book, lines)
    if head is None:
        return [], [_no_headings(book, origin)]
    place, columns = head
    problems = list(_strange(book, lines[place], columns, origin))
    rows = []
    for line, cells in lines[place + 1 :]:
        texts = {name: _said(cells[at]) for name, at in columns.items() if at < len(cells)}
        day = texts.pop(DAY_COLUMN, "")
        if day or any(texts.values()):
            rows.append(TypedRow(origin._replace(line=line), day, texts))
    if not rows:
        problems.append(problem_of(SENTENCES, "BOOK-111", origin.where()))
    if len(rows) > MOST_ROWS:
        return [], [problem_of(SENTENCES, "BOOK-112", origin.where(), found=figure(len(rows)), most=figure(MOST_ROWS))]
    return rows, problems


def _said(text: str) -> str:
    plain = text.strip()
    return "" if plain in NOTHING else plain


def _head(book: DayBook, lines: list[tuple[int, list[str]]]) -> tuple[int, dict[str, int]] | None:
    """The place of the headings among the lines and of each column; None where no line has all that a row needs."""
    words = {folded(word): name for name, text in _words(book).items() for word in (text.zh, text.en)}
    words |= {folded(word): name for name, one in book.columns.items() for word in (name, one.label.zh, one.label.en)}
    needed = {DAY_COLUMN, *(name for name, one in book.columns.items() if one.required)}
    for place, (_line, cells) in enumerate(lines[:FIRST_ROWS]):
        found = {words[folded(text)]: at for at, text in reversed(list(enumerate(cells))) if folded(text) in words}
        if needed <= set(found):
            return place, found
    return None


def _words(book: DayBook) -> dict[str, Text]:
    return {DAY_COLUMN: DAY, **{name: text for name, text in headings(book).items() if name in book.columns}}


def _strange(book: DayBook, head: tuple[int, list[str]], columns: Mapping[str, int], origin: Origin) -> Iterator[Problem]:
    """Headings that nobody knows, unless they are of what is computed; so that nothing is left out unseen."""
    computed = [text for name, text in headings(book).items() if name in book.derived]
    known = {folded(word) for text in (NUMBER, *computed) for word in (text.zh, text.en)}
    for at, text in enumerate(head[1]):
        if text.strip() and at not in columns.values() and folded(text) not in known:
            every = list(_words(book).values())
            listed = Text("、".join(one.zh for one in every), ", ".join(one.en for one in every))
            yield problem_of(SENTENCES, "BOOK-113", origin._replace(line=head[0]).where(), found=text, known=listed)


def _no_headings(book: DayBook, origin: Origin) -> Problem:
    needed = [DAY, *(headings(book)[name] for name, one in book.columns.items() if one.required)]
    words = Text("、".join(one.zh for one in needed), ", ".join(one.en for one in needed))
    return problem_of(SENTENCES, "BOOK-110", origin.where(), rows=str(FIRST_ROWS), headings=words)
