"""The two tracks as the document `tracks/1` that programs read; the table itself is made by `analysis.two_tracks`."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tanheng.analysis.two_tracks import TwoTracks
from tanheng.engine.part_of_year import year_entries

VERSION = "tracks/1"


def tracks_document(found: TwoTracks, lang: str) -> dict[str, Any]:
    """The table as `tracks/1`."""

    def text(value: Decimal | None) -> str | None:
        return None if value is None else format(value, "f")

    return {
        "tanheng": VERSION,
        **year_entries(found.tracks[0].run.case),
        "tracks": [
            {
                "label": one.label.in_(lang),
                "pack": one.run.pack.id,
                "run_hash": one.run.run_hash,
                "quantities": list(one.quantities),
                "quantity_label": one.words(lang),
                "total": text(one.total),
                "cleared": one.cleared,
                "unit": one.unit,
            }
            for one in found.tracks
        ],
        "lines": [
            {
                "label": one.label.in_(lang),
                "place": one.place.in_(lang),
                "unit": one.unit,
                "counted": one.counted,
                "amounts": [text(amount) for amount in one.amounts],
                "difference": text(one.difference),
            }
            for one in found.lines
        ],
        "rounding": [text(one) for one in found.closing],
        "problems": [one.as_json(lang) for one in found.problems],
    }
