"""Splits the text of a CSV into head lines and records, each with the line where it begins. It knows headings, not what rows mean.

Head lines begin with `#` and stand above the heading row, outside quotes; below it a `#` is a character like any other. A record
with more cells than its headings has cells that belong nowhere, mostly a number whose thousands were parted: it is refused whole.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from tanheng.documents.input.csv_bounds import (
    DELIMITERS,
    HASHES,
    TooMuch,
    is_blank,
    too_many_cells,
    too_many_lines,
    too_wide,
    too_wide_line,
)
from tanheng.documents.input.tables import HEADING_WIDTH, Heading, heading_of
from tanheng.documents.reading.cells import BLANK, LARGEST_COLUMN, Cell, Sheet
from tanheng.documents.reading.invisible_marks import without_marks
from tanheng.engine.text import Text

LINES_BEFORE_HEADINGS = 1_000
LONGEST_HEAD = 1 << 20  # characters in which the headings are looked for
SEPARATOR_LINE = re.compile(r"sep=[,;\t]?[,;\t]*", re.IGNORECASE)
THOUSANDS = re.compile(r"0\d\d")
BEFORE_THOUSANDS = re.compile(r"[-+]?\d{1,3}")


@dataclass
class CsvLines:
    """What a CSV holds: head lines, records, and what is wrong with its lines, by the line where each begins."""

    delimiter: str
    heads: list[tuple[int, str]] = field(default_factory=list)
    records: list[tuple[int, list[str]]] = field(default_factory=list)
    late_heads: list[tuple[int, str]] = field(default_factory=list)
    too_long: list[tuple[int, int, int]] = field(default_factory=list)  # line, cells, headings
    parted: list[tuple[int, int, str]] = field(default_factory=list)  # line, column, the cell that looks like thousands
    broken: tuple[int, str] | None = None
    too_much: TooMuch | None = None


class _Source:
    """The lines as the csv module pulls them, one record after the other."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.index = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self.index >= len(self.lines):
            raise StopIteration
        self.index += 1
        return self.lines[self.index - 1] + "\n"


class CsvSplitter:
    """One reading of a text. `is_known`: whether a line with `#` is one that the reader understands."""

    def __init__(self, text: str, is_known: Callable[[str], bool]) -> None:
        lines, self.found = _bounded(text.replace("\r\n", "\n").replace("\r", "\n"))
        self.lines = [] if self.found.too_much else [_plain(line) for line in lines]
        self.is_known = is_known
        self.heading: Heading | None = None
        self.width = 0
        self.below_data = False

    def split(self, most_cells: int) -> CsvLines:
        """All lines up to the first broken record, one wider than a sheet, or the limit of cells."""
        source = _Source(self.lines)
        reader = csv.reader(source, delimiter=self.found.delimiter, strict=True)
        cells = 0
        while source.index < len(self.lines) and cells <= most_cells:
            line, number = self.lines[source.index], source.index + 1
            if is_blank(line, self.found.delimiter) or _is_for_programs(line, number):
                source.index += 1
                continue
            if self.begins_with_hash(line) and self._is_head(line, self._parts(line)):
                self.found.heads.append((number, line))
                source.index += 1
                continue
            try:
                record = next(reader)
            except csv.Error as error:
                self.found.broken = (number, str(error)[:80])
                break
            if len(record) > LARGEST_COLUMN:
                self.found.too_much = too_wide(number, len(record))
                break
            if any(text.strip() for text in record):
                cells += len(record)
                self._take(number, line, record, len(record))
        if cells > most_cells:
            self.found.too_much = TooMuch(Text("单元格", "cells"), most_cells, self.found.records[-1][0])
        return self.found

    def take_row(self, number: int, record: list[str], width: int) -> None:
        """A row that is split already: one of a sheet, its first cells of so many."""
        line = self.found.delimiter.join(record).rstrip(self.found.delimiter + " ")
        if self.begins_with_hash(line) and self._is_head(line, record):
            self.found.heads.append((number, line))
        else:
            self._take(number, line, record, width)

    @staticmethod
    def begins_with_hash(line: str) -> bool:
        """Whether a line may be a head line."""
        return line.lstrip("\"' \t").startswith(HASHES)

    def _parts(self, line: str) -> list[str]:
        return next(csv.reader([line], delimiter=self.found.delimiter), [])

    def _is_head(self, line: str, record: list[str]) -> bool:
        if self.below_data:
            return False
        if self.heading is not None:
            return self.is_known(line)
        return _heading(record, 1) is None

    def _take(self, number: int, line: str, record: list[str], width: int) -> None:
        heading = _heading(record, number)
        if heading is not None:
            self.heading, self.width = heading, width
            self.below_data = self.below_data or heading.table == "data"
        elif self.below_data and self.begins_with_hash(line) and self.is_known(line):
            self.found.late_heads.append((number, line))
            return
        elif self.heading is not None:
            self._judge(number, record, self.heading, width)
        self.found.records.append((number, record))

    def _judge(self, number: int, record: list[str], heading: Heading, width: int) -> None:
        """Remembers a record that is longer than its headings, or whose numbers seem to be parted at their thousands."""
        filled = (column for column in range(len(record), 0, -1) if record[column - 1].strip())
        cells = width if width > len(record) else next(filled, 0)
        if cells > self.width:
            self.found.too_long.append((number, cells, self.width))
            return
        for column in heading.periods:
            text, before = ("" if not 0 < one <= len(record) else record[one - 1].strip() for one in (column, column - 1))
            if THOUSANDS.fullmatch(text) and BEFORE_THOUSANDS.fullmatch(before):
                self.found.parted.append((number, column, f"{before},{text}"))
                return


def _bounded(text: str) -> tuple[list[str], CsvLines]:
    """The lines of a text with their separator, or what there is too much of."""
    many = too_many_lines(text)
    lines = [] if many else text.split("\n")
    wide = too_wide_line(lines)
    if many or wide:
        return lines, CsvLines(",", too_much=many or too_wide(*(wide or (0, 0))))
    delimiter = delimiter_of(lines)
    return lines, CsvLines(delimiter, too_much=too_many_cells(lines, delimiter))


def _is_for_programs(line: str, number: int) -> bool:
    """Whether a line names the separator for spreadsheet programs."""
    return number == 1 and SEPARATOR_LINE.fullmatch(line.strip("\ufeff\"' ")) is not None


def _plain(line: str) -> str:
    """A line without marks that nobody sees; none of them can end a line of a file."""
    return without_marks(line).replace("\n", " ")


def lines_of_sheet(sheet: Sheet, is_known: Callable[[str], bool]) -> CsvLines:
    """The same of a sheet that was a CSV before: rows instead of lines."""
    splitter = CsvSplitter("", is_known)
    for number, cells in sheet.rows().items():
        width = max(cells)
        splitter.take_row(number, [cells.get(column, BLANK).text for column in range(1, min(width, HEADING_WIDTH) + 1)], width)
    return splitter.found


def is_heading(record: list[str]) -> bool:
    """Whether a record is the heading row of a table."""
    return _heading(record, 1) is not None


def delimiter_of(lines: list[str]) -> str:
    """The separator with which a heading row is found; without one the most frequent of the first line that has any."""
    first: list[str] = []
    length = 0
    for line in islice(lines, LINES_BEFORE_HEADINGS):
        length += len(line)
        if first and length > LONGEST_HEAD:
            break
        first.append(_plain(line))
    headed = [(_first_heading(first, delimiter), delimiter) for delimiter in DELIMITERS]
    for wanted in ("data", None):
        for heading, delimiter in headed:
            if heading is not None and wanted in (heading.table, None):
                return delimiter
    for line in lines:
        counts = {mark: line.count(mark) for mark in DELIMITERS}
        if any(counts.values()) and not line.lstrip("\"' \t").startswith(HASHES):
            return max(counts, key=lambda mark: counts[mark])
    return ","


def _first_heading(lines: list[str], delimiter: str) -> Heading | None:
    """The first heading row of data, else of any table."""
    other = None
    try:
        for number, record in enumerate(csv.reader((line + "\n" for line in lines), delimiter=delimiter)):
            heading = _heading(record, number)
            if heading is not None and heading.table == "data":
                return heading
            other = other or heading
    except csv.Error:
        return other
    return other


def _heading(record: list[str], number: int) -> Heading | None:
    cells = {column: Cell("text", text) for column, text in enumerate(record[:HEADING_WIDTH], start=1) if text.strip()}
    return heading_of(Sheet(name=None), number, cells)


def unquoted(line: str, delimiter: str) -> str:
    """A head line without the quotes and the blank cells that a spreadsheet program put around it."""
    text = line.strip()
    if text.startswith('"'):
        text = delimiter.join(next(csv.reader([text], delimiter=delimiter), []))
    return text.strip().rstrip(DELIMITERS + " ")
