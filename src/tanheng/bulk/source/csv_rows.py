"""The rows of an untidy CSV, one after the other: rows that are none are told and left out, so that the sound ones can be judged."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from tanheng.bulk.problems import TableProblem, table_problem
from tanheng.bulk.source.csv_head import CsvHead
from tanheng.bulk.source.extent import MOST_COLUMNS, too_wide
from tanheng.bulk.source.row_checks import MOST_ROWS
from tanheng.bulk.sql.backend import TableFileError
from tanheng.documents.input.headings import folded
from tanheng.documents.reading.invisible_marks import without_marks
from tanheng.documents.reading.text_encoding import encoding_of

LARGEST_WHOLE = 1 << 29  # bytes that are looked at together to tell GBK from damaged UTF-8
MOST_BROKEN = 100
SHOWN_CELL, SHOWN_CELLS = 40, 200
NOT_DECODED = "\ufffd"


class CsvRows:
    """The rows below the headings, each with the line where it begins, and what is wrong with the others once all have passed."""

    def __init__(self, path: Path, head: CsvHead) -> None:
        self.path = path
        self.head = head
        self.problems: list[TableProblem] = []
        self.told: Counter[str] = Counter()
        self.encoding = _whole_encoding(path, head)
        self.entity = next((n for n, name in enumerate(head.names) if folded(name) == "entity"), None)

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        width, wide = len(self.head.names), 0
        with self.path.open(encoding=self.encoding, errors="replace") as file:
            for _ in range(self.head.lines):
                next(file, None)
            for number, record in self._records(file):
                if record is None:
                    self._tell("BATCH-130", number, [])
                elif any(NOT_DECODED in text for text in record):
                    self._tell("BATCH-128", number, [])
                elif _is_ragged(record, width):
                    self._tell("BATCH-129", number, record)
                    wide += len(record) > MOST_COLUMNS
                    if wide > MOST_BROKEN:
                        raise TableFileError(too_wide(number, len(record)))
                elif any(text.strip() for text in record):
                    yield number, record[:width]
                if self.told["BATCH-130"] > MOST_BROKEN:
                    self._tell("BATCH-131", number, [])
                    return

    def _records(self, file: TextIO) -> Iterator[tuple[int, list[str] | None]]:
        """The line and the cells of each row; None for one whose quotes do not pair: the next line begins a row again."""
        lines = _Lines(file, self.head.lines)
        reader = csv.reader(lines, delimiter=self.head.separator, strict=True)
        while True:
            lines.taken.clear()
            first = lines.number + 1
            try:
                yield first, next(reader)
            except StopIteration:
                return
            except csv.Error:
                if not lines.taken:
                    return
                lines.give_back()
                reader = csv.reader(lines, delimiter=self.head.separator, strict=True)
                yield first, None

    def _tell(self, code: str, row: int, record: list[str]) -> None:
        self.told[code] += 1
        if self.told[code] > MOST_ROWS:
            return
        entity = record[self.entity].strip() if self.entity is not None and len(record) > self.entity else None
        width = len(self.head.names)
        numbers: dict[str, Any] = {"found": len(record), "wanted": width, "encoding": self.encoding.upper().removesuffix("-SIG")}
        self.problems.append(table_problem(code, row=row, entity=entity or None, **numbers, **beyond(record[width:])))


def beyond(cells: list[str]) -> dict[str, Any]:
    """The texts that stand beyond the headings, as words of a sentence in both languages."""
    filled = (f"“{text.strip()[:SHOWN_CELL]}”" for text in cells if text.strip())
    shown = ", ".join(islice(filled, SHOWN_CELLS))[:SHOWN_CELLS]
    return {"more": f"；多出的格：{shown}" if shown else "", "more_en": f"; beyond them: {shown}" if shown else ""}


def _is_ragged(record: list[str], width: int) -> bool:
    """More cells than headings, or fewer in a row that holds something; blank ones too many are nothing."""
    return any(text.strip() for text in (record if len(record) < width else record[width:]))


class _Lines:
    """Lines as the csv module pulls them, counted as in the file; those of a broken row can be given back."""

    def __init__(self, file: TextIO, number: int) -> None:
        self.file = file
        self.number = number  # of the line taken last
        self.taken: list[str] = []
        self.waiting: list[str] = []  # the last one comes first

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self.waiting.pop() if self.waiting else without_marks(next(self.file).rstrip("\n")).replace("\n", " ") + "\n"
        self.taken.append(line)
        self.number += 1
        return line

    def give_back(self) -> None:
        """All lines taken but the first."""
        self.waiting = self.taken[:0:-1] + self.waiting
        self.number -= len(self.taken) - 1


def _whole_encoding(path: Path, head: CsvHead) -> str:
    """The encoding of all rows: a file may begin with letters that are the same in UTF-8 and in GBK."""
    if not head.encoding.startswith("utf-8") or path.stat().st_size > LARGEST_WHOLE:
        return head.encoding
    return encoding_of(path.read_bytes()).name
