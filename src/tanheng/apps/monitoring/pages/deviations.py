"""Departures from the plan as pages and the API show them."""

from collections.abc import Iterable
from typing import Any

from tanheng.apps.monitoring.models import Deviation
from tanheng.apps.monitoring.selectors.deviations import ASPECTS, planned_and_done
from tanheng.pages.language import reader_language


def deviation_rows(found: Iterable[Deviation]) -> list[dict[str, Any]]:
    """Each with its month, line and place, what is planned and what was done, why, by whom, and whether its figure still counts."""
    lang = reader_language()
    rows = []
    for one in found:
        planned, done = planned_and_done(one)
        series = one.reading.series
        rows.append(
            {
                "month": f"{one.reading.start:%Y-%m}",
                "line": one.line,
                "place": "" if series.place_id == one.company_id else series.place.name,
                "aspect": one.aspect,
                "label": ASPECTS[one.aspect].in_(lang),
                "planned": planned.in_(lang),
                "done": done.in_(lang),
                "reason": one.reason,
                "by": str(one.by),
                "at": one.at,
                "counts": not hasattr(one.reading, "superseded_by"),
                "reading": one.reading_id,
            }
        )
    return rows
