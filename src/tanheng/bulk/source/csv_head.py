"""The head of a CSV table: its encoding, the separator, the row of headings and what stands above it. The rows are left to others."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tanheng.bulk.problems import TableProblem, table_problem
from tanheng.bulk.source.extent import MOST_COLUMNS, check_columns, too_wide
from tanheng.bulk.source.table import LONG_COLUMNS, PLACE_COLUMNS, place_name
from tanheng.bulk.sql.backend import TableFileError
from tanheng.documents.input.csv_bounds import DELIMITERS, HASHES, too_wide_line
from tanheng.documents.input.csv_lines import LINES_BEFORE_HEADINGS, SEPARATOR_LINE
from tanheng.documents.input.head_lines import FIRST_ROWS, is_known
from tanheng.documents.input.headings import folded
from tanheng.documents.reading.invisible_marks import with_names, without_marks
from tanheng.documents.reading.text_encoding import encoding_of
from tanheng.engine.numbers import figure
from tanheng.engine.place_spans import numbers_text
from tanheng.engine.problems import Severity

LONGEST_HEAD = 1 << 20
LINE_END = re.compile("\r\n|\r|\n")
KNOWN = frozenset((*PLACE_COLUMNS, *LONG_COLUMNS))
MOST_HEADING_LINES = 20  # of a heading row whose quoted headings have several lines
SHOWN_TEXT, SHOWN_LINES = 60, 4


@dataclass(frozen=True, slots=True)
class CsvHead:
    """How a CSV is to be read. `lines`: up to the headings and with them; `tidy`: a database may read the rows below by itself."""

    encoding: str
    separator: str
    names: tuple[str, ...]
    lines: int
    tidy: bool
    problems: tuple[TableProblem, ...] = ()


def csv_head(path: Path) -> CsvHead:
    """The head of a CSV file. Raises TableFileError where it holds nothing."""
    with path.open("rb") as file:
        start = file.read(LONGEST_HEAD)
        cut = bool(file.read(1))
    encoding = encoding_of(start, cut=cut)
    text = start.decode(encoding.name, errors="replace").removeprefix("\ufeff")
    split = LINE_END.split(text)
    if wide := too_wide_line(split, MOST_COLUMNS):
        raise TableFileError(too_wide(*wide))
    lines = [without_marks(line).replace("\n", " ") for line in split]
    if not any(line.strip() for line in lines):
        raise TableFileError(table_problem("BATCH-107"))
    number, separator, count = _heading_line(lines)
    record = _split("\n".join(lines[number : number + count]), separator)
    if not is_table_heading(record) and _is_case(lines):
        raise TableFileError(table_problem("BATCH-144"))
    check_columns(len(record))
    above = lines[:number]
    tidy = encoding.name in ("utf-8", "utf-8-sig") and encoding.wrong is None and not any('"' in line for line in above)
    problems = tuple(above_problems(enumerate(above, start=1)))
    return CsvHead(encoding.name, separator, column_names(record), number + count, tidy, problems)


def is_table_heading(record: Sequence[str]) -> bool:
    """Whether a row is the headings of a table: the entity and another column, or two other known ones."""
    names = {folded(without_marks(text)) for text in record if text.strip()}
    places = KNOWN.intersection(map(place_name, names))  # in Chinese too; a sheet of facts has one of them
    return len(names & KNOWN) >= 2 or ("entity" in names and len(names) > 1) or ("entity" in places and len(places) > 1)


def above_problems(lines: Iterable[tuple[int, str]]) -> Iterator[TableProblem]:
    """What stands above the headings, told with its lines: those with a figure as a warning, others as a note."""
    found: dict[Severity, dict[int, str]] = {"warning": {}, "note": {}}
    for number, line in lines:
        shown = with_names(" ".join(line.split()).strip(DELIMITERS)[:SHOWN_TEXT])
        if any(map(str.isalnum, shown)) and not (number == 1 and SEPARATOR_LINE.fullmatch(line.strip("\ufeff\"' "))):
            found["warning" if any(map(str.isdigit, line)) else "note"][number] = shown
    for severity, texts in found.items():
        if texts:
            shown = " | ".join([*texts.values()][:SHOWN_LINES]) + (" …" if len(texts) > SHOWN_LINES else "")
            yield table_problem("BATCH-133", line=min(texts), severity=severity, lines=numbers_text(texts), found=shown)


def _is_case(lines: list[str]) -> bool:
    """Whether this is the input of one enterprise: a filled CSV by its head lines, a YAML or JSON by its first."""
    first = next((line.strip() for line in lines if line.strip()), "")
    heads = (line for line in lines[:FIRST_ROWS] if line.lstrip("\"' \t").startswith(HASHES))
    return first.startswith(("tanheng:", "{")) or any(is_known(line) for line in heads)


def column_names(headings: Sequence[str]) -> tuple[str, ...]:
    """The headings, each once: a blank one, or one that stood before, with the number of its column: `(5)`, `month (5)`."""
    names: list[str] = []
    taken = {"_row"}
    for number, heading in enumerate(headings, start=1):
        name = " ".join(without_marks(heading).split())
        if not name or folded(name) in taken:
            name = f"{name} ({number})".strip()
        taken.add(folded(name))
        names.append(name)
    return tuple(names)


def _heading_line(lines: list[str]) -> tuple[int, str, int]:
    """The index of the heading row, its separator, and of how many lines it is; without known headings the first row that may be one."""
    for index, line in enumerate(lines[:LINES_BEFORE_HEADINGS]):
        for separator in DELIMITERS:
            if separator in line:
                count = _lines_of_row(lines, index)
                if is_table_heading(_split("\n".join(lines[index : index + count]), separator)):
                    return index, separator, count
    for index, line in enumerate(lines):
        if line.strip() and not line.lstrip("\"' \t").startswith(HASHES) and not SEPARATOR_LINE.fullmatch(line.strip()):
            return index, next((one for one in DELIMITERS if one in line), ","), _lines_of_row(lines, index)
    return 0, ",", 1


def _lines_of_row(lines: list[str], index: int) -> int:
    """A quoted heading may go on in the next line; quotes that never pair are no reason to look further."""
    quotes = 0
    for count, line in enumerate(lines[index : index + MOST_HEADING_LINES], start=1):
        quotes += line.count('"')
        if quotes % 2 == 0:
            return count
    return 1


def _split(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader(line.split("\n"), delimiter=separator), [])
    except csv.Error as error:
        raise TableFileError(table_problem("BATCH-151", known=figure(csv.field_size_limit()))) from error
