"""The two tracks as a workbook: one sheet, line by line, with live sums and the rounding that closes each column."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tanheng.analysis.tracks_words import (
    CLEARED,
    COUNTED,
    DIFFERENCE,
    PLACE,
    SOURCE,
    SUM,
    TOTAL,
    counted_text,
)
from tanheng.analysis.two_tracks import ROUNDING, TwoTracks
from tanheng.documents.analysis_sheet import FIRST_ROW, AnalysisBook
from tanheng.engine.numbers import ZERO
from tanheng.engine.part_of_year import period_of
from tanheng.engine.text import Text

NAME = Text("两本账", "Two tracks")
HEADS = (SOURCE, PLACE, Text("单位", "unit"))


def tracks_workbook(found: TwoTracks, lang: str) -> bytes:
    """The workbook's bytes."""
    book = AnalysisBook()
    run = found.tracks[0].run
    several = len(found.tracks) > 1
    heads = [one.in_(lang) for one in HEADS] + [_head(found, number, lang) for number in range(len(found.tracks))]
    heads += [DIFFERENCE.in_(lang), COUNTED.in_(lang)] if several else []
    widths = [36, 26, 10, *([24] * len(found.tracks)), *([18, 30] if several else [])]
    sheet = book.sheet(NAME.in_(lang), f"{run.case.entity_name} · {period_of(run.case).in_(lang)}", heads, widths)
    number = FIRST_ROW
    for number, one in enumerate(found.lines, start=FIRST_ROW):
        row = [one.label.in_(lang), one.place.in_(lang), one.unit, *one.amounts]
        book.row(sheet, number, [*row, one.difference, counted_text(one, found, lang)] if several else row)
    _sums(book, sheet, found, number, lang)
    return book.content()


def _head(found: TwoTracks, number: int, lang: str) -> str:
    track = found.tracks[number]
    words = [track.label.in_(lang), track.run.pack.id, *([CLEARED.in_(lang)] if track.cleared else [])]
    return "\n".join(words)


def _sums(book: AnalysisBook, sheet: Any, found: TwoTracks, last: int, lang: str) -> None:
    """Sum of the lines as a live formula, the rounding, and the total as reported."""
    sums = [None if t.total is None or c is None else t.total - c for t, c in zip(found.tracks, found.closing, strict=True)]
    totals = [one.total for one in found.tracks]
    for offset, (label, amounts) in enumerate(((SUM, sums), (ROUNDING, list(found.closing)), (TOTAL, totals)), start=1):
        cells: list[str | Decimal | None] = [label.in_(lang), "", "", *amounts]
        if len(amounts) > 1:
            cells += [(amounts[1] or ZERO) - (amounts[0] or ZERO), ""]
        book.row(sheet, last + offset, cells, bold=True)
        if label is SUM and found.lines:
            for column, whole in enumerate(sums, start=3):
                if whole is not None:
                    letter = "ABCDEFGHIJ"[column]
                    formula = f"=SUM({letter}{FIRST_ROW + 1}:{letter}{last + 1})"
                    sheet.write_formula(last + offset, column, formula, book.number(whole, bold=True), float(whole))
