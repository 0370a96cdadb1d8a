"""A table file as a database can read it: the file itself where it is tidy, else a copy of its sound rows in UTF-8."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tanheng.bulk.problems import TableProblem
from tanheng.bulk.source.csv_head import csv_head
from tanheng.bulk.source.csv_rows import CsvRows
from tanheng.bulk.source.extent import checked_extent
from tanheng.bulk.source.sheet_rows import sheet_rows
from tanheng.bulk.sql.backend import ShownCell

PARQUET_SUFFIXES = (".parquet", ".pq")
WORKBOOK_MARKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # zip, and the old container of .xls and of encrypted books


@dataclass(frozen=True)
class TableFile:
    """A CSV in UTF-8: its columns, how many lines stand above the rows, and whether its first column numbers them. `last`: the last
    line with anything in it, by which a database tells whether every line is a row.
    """

    path: Path
    separator: str
    names: tuple[str, ...]
    skipped: int = 0
    numbered: bool = False
    last: int = 0
    problems: list[TableProblem] = field(default_factory=list)
    shown: list[ShownCell] = field(default_factory=list)


def tidy_file(path: Path) -> TableFile | None:
    """The CSV file itself, where a database may read it; None where it must be copied. Raises TableFileError."""
    if is_workbook(path):
        return None
    head = csv_head(path)
    if not head.tidy:
        return None
    extent = checked_extent(path, head.separator, len(head.names), head.encoding)
    return TableFile(path, head.separator, head.names, head.lines, last=extent.last, problems=list(head.problems))


def sound_copy(path: Path, copy: Path) -> TableFile:
    """A copy of the sound rows of a CSV or a workbook, and what is wrong with the others. Raises TableFileError."""
    if is_workbook(path):
        book = sheet_rows(path)
        _write(copy, book)
        return TableFile(copy, ",", book.names, numbered=True, problems=book.problems, shown=book.shown)
    head = csv_head(path)
    rows = CsvRows(path, head)
    checked_extent(path, head.separator, len(head.names), rows.encoding)
    _write(copy, rows)
    return TableFile(copy, ",", head.names, numbered=True, problems=[*head.problems, *rows.problems])


def is_workbook(path: Path) -> bool:
    """Whether this is a workbook, by its first bytes."""
    with path.open("rb") as file:
        return file.read(4) in WORKBOOK_MARKS


def _write(copy: Path, rows: Iterable[tuple[int, list[str]]]) -> None:
    with copy.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows([number, *record] for number, record in rows)
