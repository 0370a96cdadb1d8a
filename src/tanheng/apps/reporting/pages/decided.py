"""What the report of a run lists of decisions about its figures, as it is printed."""

from typing import Any

from tanheng.apps.accounting.models import Run
from tanheng.apps.accounting.selectors.decided import decided_of, deviation_rows, treatment_rows
from tanheng.documents.report.words import DEVIATION_HEADS, HEADINGS, TREATMENT_HEADS, WORDS
from tanheng.pages.language import reader_language


def decided_lists(run: Run) -> list[dict[str, Any]]:
    """Treatments of missing data and departures from the plan, each list with its title, headings and rows."""
    lang, decided = reader_language(), decided_of(run)
    lists = (
        ("treatments", TREATMENT_HEADS, treatment_rows(run, decided, lang)),
        ("deviations", DEVIATION_HEADS, deviation_rows(run, decided, lang)),
    )
    return [
        {"title": WORDS[name].in_(lang), "heads": [HEADINGS[one].in_(lang) for one in heads], "rows": rows} for name, heads, rows in lists
    ]
