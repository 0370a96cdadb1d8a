"""The first line of a CSV table: its encoding, the character between its columns, its headings. The rows are left to the database."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from tanheng.bulk.backend import TableFileError
from tanheng.bulk.problems import table_problem

SEPARATORS = ",;\t"
LONGEST_HEAD = 1 << 20
WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")  # UTF-16, which spreadsheet programs call Unicode text


@dataclass(frozen=True, slots=True)
class CsvHead:
    """How the columns are separated, and their headings."""

    separator: str
    headings: tuple[str, ...]


def csv_head(path: Path) -> CsvHead:
    """The head of a CSV file. Raises TableFileError where it is empty, not UTF-8, or names a column twice."""
    with path.open("rb") as file:
        start = file.read(LONGEST_HEAD)
    if not start.strip(b"\xef\xbb\xbf \t\r\n"):
        raise TableFileError(table_problem("BATCH-107"))
    first = start.splitlines()[0]
    if start[:2] in WIDE_MARKS or b"\0" in first:
        raise TableFileError(table_problem("BATCH-109"))
    try:
        line = first.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TableFileError(table_problem("BATCH-109")) from error
    separator = next((one for one in SEPARATORS if one in line), ",")
    headings = next(csv.reader([line], delimiter=separator), [])
    twice = sorted({name for name in headings if headings.count(name) > 1})
    if twice:
        raise TableFileError(*(table_problem("BATCH-106", column=name, found=name) for name in twice))
    return CsvHead(separator, tuple(headings))
