"""What the table of the two tracks calls its columns and closing lines, on paper and in a terminal."""

from __future__ import annotations

from tanheng.analysis.two_tracks import Line, TwoTracks
from tanheng.engine.text import Text

SOURCE, PLACE = Text("排放源", "source"), Text("设施/品种", "facility/item")
DIFFERENCE, COUNTED = Text("差额", "difference"), Text("计入", "counted in")
SUM, TOTAL = Text("各行之和", "sum of the lines"), Text("报告合计", "total as reported")
CLEARED, ALL = Text("须清缴", "to be cleared"), Text("都计入", "all")


def counted_text(one: Line, found: TwoTracks, lang: str) -> str:
    """In all tracks, or the names of those that count the line."""
    if one.counted == "both":
        return ALL.in_(lang)
    return ("、" if lang == "zh" else ", ").join(
        track.label.in_(lang) for track, amount in zip(found.tracks, one.amounts, strict=True) if amount is not None
    )
