"""Cells of a table that nobody reads, told with their rows: columns without a known heading, rows of other years, columns not used.

A warning where a figure is among them, a note for text; a figure without any heading is an error, for nobody can say what it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tanheng.bulk.problems import Spans, TableProblem, table_problem
from tanheng.bulk.schema import SOURCE
from tanheng.bulk.source.table import TableShape, UnreadColumn
from tanheng.bulk.sql.amounts import NUMBER, trimmed
from tanheng.bulk.sql.backend import Backend
from tanheng.documents.input.figure_cells import is_figure
from tanheng.documents.reading.cells import Cell
from tanheng.engine.numbers import figure
from tanheng.engine.problems import Severity

MOST_SPANS = 1000
MOST_TEXTS = 2000  # different texts with a digit that are looked at for a figure


def unread_columns(backend: Backend, shape: TableShape) -> Iterator[TableProblem]:
    """One problem for each column that is none of the table's own and holds anything."""
    texts = [trimmed(backend, column.heading) for column in shape.unread]
    filled = "".join(f", COUNT(CASE WHEN {text} <> '' THEN 1 END)" for text in texts)
    first, last, rows, *counts = backend.rows(f"SELECT MIN(_row), MAX(_row), COUNT(*){filled} FROM {SOURCE}")[0] if texts else (0, 0, 0)
    for column, text, count in zip(shape.unread, texts, counts, strict=True):
        if count:
            everywhere = count == rows == last - first + 1
            spans = ((first, last),) if everywhere else row_spans(backend, f"{text} <> ''")
            yield _column_problem(backend, column, text, count, spans)
        elif column.number is None:
            yield table_problem("BATCH-134", column=column.heading, severity="note", found=column.heading, count=0, known=column.known)


def _column_problem(backend: Backend, column: UnreadColumn, text: str, count: int, spans: Spans) -> TableProblem:
    if column.counts or (column.number is not None and _counts(backend, text)):
        return table_problem("BATCH-143", column=column.heading, spans=spans, found=column.heading)
    has_figures = _has_figures(backend, text, opaque=column.opaque)
    if column.number is not None:
        severity: Severity = "error" if has_figures else "warning"
        return table_problem("BATCH-135", column=column.heading, severity=severity, spans=spans, found=column.number, count=figure(count))
    severity = "warning" if has_figures else "note"
    return table_problem(
        "BATCH-134", column=column.heading, severity=severity, spans=spans, found=column.heading, count=figure(count), known=column.known
    )


def _counts(backend: Backend, text: str) -> bool:
    """Whether the column does nothing but count rows, from 0 or 1 on or as the file does; rows that were left out may count too."""
    counts = ("_row", "_row - first", "_row - first + 1", "place - 1", "place")
    found = ", ".join(f"COUNT(CASE WHEN x <> CAST({one} AS {backend.text_type}) THEN 1 END)" for one in counts)
    placed = f"SELECT {text} AS x, _row, MIN(_row) OVER () AS first, ROW_NUMBER() OVER (ORDER BY _row) AS place FROM {SOURCE}"
    return not all(backend.rows(f"SELECT {found} FROM ({placed}) p")[0])


def _has_figures(backend: Backend, text: str, *, opaque: bool) -> bool:
    """Whether a figure is among the cells; in lists, records and times any digit may be one."""
    distinct = f"(SELECT DISTINCT {text} AS x FROM {SOURCE}) d"
    if backend.rows(f"SELECT COUNT(CASE WHEN {backend.matches('x', NUMBER)} THEN 1 END) FROM {distinct}")[0][0]:
        return True
    digits = "(?s).*[0-9\\x{ff10}-\\x{ff19}].*"
    found = backend.rows(f"SELECT x FROM {distinct} WHERE {backend.matches('x', digits)} LIMIT {MOST_TEXTS}")
    return (opaque and bool(found)) or any(is_figure(Cell("text", row[0])) for row in found)


def rows_of_other_years(backend: Backend, shape: TableShape, year: int | None) -> Iterator[TableProblem]:
    """The rows that --year leaves out."""
    if year is None or "year" not in shape.places:
        return
    text = trimmed(backend, shape.places["year"])
    other = f"{text} NOT IN ('', '{year}')"  # a blank one is told as such
    years = [row[0] for row in backend.rows(f"SELECT DISTINCT {text} FROM {SOURCE} WHERE {other} ORDER BY 1 LIMIT 12")]
    if years and backend.rows(f"SELECT COUNT(CASE WHEN {text} = '{year}' THEN 1 END) FROM {SOURCE}")[0][0]:
        spans = row_spans(backend, other)
        yield table_problem("BATCH-138", column=shape.places["year"], spans=spans, found=", ".join(years))


def not_used(shape: TableShape, headings: Iterable[str]) -> Iterator[TableProblem]:
    """Known columns that this wish does not need."""
    for heading in headings:
        yield table_problem("BATCH-137", column=heading, found=heading)


def row_spans(backend: Backend, condition: str) -> Spans:
    """The rows of the source that meet a condition, as spans of neighbours; the last span reaches to the last row of all."""
    numbered = f"SELECT _row, _row - ROW_NUMBER() OVER (ORDER BY _row) AS run FROM {SOURCE} WHERE {condition}"
    spans = backend.rows(f"SELECT MIN(_row), MAX(_row) FROM ({numbered}) n GROUP BY run ORDER BY 1 LIMIT {MOST_SPANS}")
    if len(spans) == MOST_SPANS:
        last = backend.rows(f"SELECT MAX(_row) FROM {SOURCE} WHERE {condition}")[0][0]
        spans = [*spans[:-1], (spans[-1][0], last)]
    return tuple((int(first), int(end)) for first, end in spans)
