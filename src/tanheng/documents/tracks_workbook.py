"""The two tracks as a workbook: one sheet, line by line, with live sums and the rounding that closes each column."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tanheng.analysis.two_tracks import ROUNDING, Line, TwoTracks
from tanheng.documents.analysis_sheet import FIRST_ROW, AnalysisBook
from tanheng.engine.errors import Text
from tanheng.engine.numbers import ZERO

NAME = Text("两本账", "Two tracks")
HEADS = (Text("排放源", "source"), Text("设施/品种", "facility/item"), Text("单位", "unit"))
DIFFERENCE, COUNTED = Text("差额", "difference"), Text("计入", "counted in")
SUM, TOTAL, CLEARED = (
    Text("各行之和", "sum of the lines"),
    Text("报告合计", "total as reported"),
    Text("须清缴", "to be cleared"),
)
ALL = Text("都计入", "all")


def tracks_workbook(found: TwoTracks, lang: str) -> bytes:
    """The workbook's bytes."""
    book = AnalysisBook()
    run = found.tracks[0].run
    several = len(found.tracks) > 1
    heads = [one.in_(lang) for one in HEADS] + [_head(found, number, lang) for number in range(len(found.tracks))]
    heads += [DIFFERENCE.in_(lang), COUNTED.in_(lang)] if several else []
    widths = [36, 26, 10, *([24] * len(found.tracks)), *([18, 30] if several else [])]
    sheet = book.sheet(NAME.in_(lang), f"{run.case.entity_name} · {run.case.year}", heads, widths)
    number = FIRST_ROW
    for number, one in enumerate(found.lines, start=FIRST_ROW):
        row = [one.label.in_(lang), one.place.in_(lang), one.unit, *one.amounts]
        book.row(sheet, number, [*row, one.difference, _counted(one, found, lang)] if several else row)
    _sums(book, sheet, found, number, lang)
    return book.content()


def _head(found: TwoTracks, number: int, lang: str) -> str:
    track = found.tracks[number]
    words = [track.label.in_(lang), track.run.pack.id, *([CLEARED.in_(lang)] if track.cleared else [])]
    return "\n".join(words)


def _counted(one: Line, found: TwoTracks, lang: str) -> str:
    if one.counted == "both":
        return ALL.in_(lang)
    return ("、" if lang == "zh" else ", ").join(
        track.label.in_(lang) for track, amount in zip(found.tracks, one.amounts, strict=True) if amount is not None
    )


def _sums(book: AnalysisBook, sheet: Any, found: TwoTracks, last: int, lang: str) -> None:
    """Sum of the lines as a live formula, the rounding, and the total as reported."""
    sums = [
        None if t.total is None or c is None else t.total - c for t, c in zip(found.tracks, found.closing, strict=True)
    ]
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
