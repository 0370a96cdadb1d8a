"""A few days of the synthetic smelter's day-books: ladles, and a cell that starts anew. Made up, as the rest of the group."""

from __future__ import annotations

from typing import Any

DAYS = 5
LADLES = [
    {"day": f"2025-03-{day:02d}", "cell": f"10{day:02d}", "ladle": str(turn), "gross_t": f"1{turn}.5{day}", "tare_t": "4.10"}
    for day in range(1, DAYS + 1)
    for turn in range(1, 4)
]
ANODES = [
    {"day": "2025-03-03", "cell": "1003", "kind": kind, "blocks": blocks, "unit_weight_kg": "985"}
    for kind, blocks in (("change", "2"), ("full_set", "28"))
]


def synthetic_books(actor: Any, company: Any) -> None:
    """Enter the rows into the books of the first potline, where nothing is written yet."""
    from tanheng.analysis.day_books.month import books
    from tanheng.apps.monitoring.models import DayBookRow
    from tanheng.apps.monitoring.selectors.day_books import BookOfPlace
    from tanheng.apps.monitoring.services.day_books import add_rows
    from tanheng.apps.sites.selectors import descendants
    from tanheng.documents.day_book.reading import TypedRow
    from tanheng.engine.places import NOWHERE

    potline = descendants(company, kind="facility").filter(facility_kind="potline").order_by("path").first()
    for name, rows in (("tapping", LADLES), ("anode_changes", ANODES)):
        if potline is not None and not DayBookRow.objects.filter(place=potline, book=name).exists():
            typed = [TypedRow(NOWHERE, row["day"], {key: text for key, text in row.items() if key != "day"}) for row in rows]
            add_rows(actor=actor, kept=BookOfPlace(company, potline, books()[name]), rows=typed)
