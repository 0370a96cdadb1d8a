"""The clerk's question on Home: how far is the year's input, what is wrong with it, and what is the next step."""

from typing import Any

from django.db.models import Q

from tanheng.apps.records.access import open_verbs
from tanheng.apps.records.models import Import
from tanheng.apps.records.pages.completeness import imports_by_pack, input_parts
from tanheng.apps.records.selectors import imports_of, years_with_data
from tanheng.apps.records.selectors.doubts import file_problems, open_count
from tanheng.apps.records.selectors.facilities import facility_names
from tanheng.apps.sites.access.in_view import company_in_view
from tanheng.apps.sites.models import Node
from tanheng.pages.language import reader_language
from tanheng.pages.panel import Panel
from tanheng.pages.problem_texts import shown_problems
from tanheng.pages.request import Frame

PROBLEMS_SHOWN = 4


def input_panel(frame: Frame) -> Panel | None:
    """Progress by facility, the latest import with its problems, one step to go on."""
    company = company_in_view(frame, "view_data")
    if company is None:
        return None
    current = imports_by_pack(company, frame.year)
    latest = imports_of(company).filter(Q(year=frame.year) | Q(year=None), node=company).first()
    verbs = open_verbs(frame.reach, company)
    problems = _problems(company, current, latest, sees_runs=verbs["may_run"])
    shown = {
        "company": company,
        "year": frame.year,
        "import": current[0] if current else None,
        "latest": latest,
        "parts": input_parts(company, frame.year, current),
        "several": len(current) > 1,
        "waiting": _waiting_doubts(current) if not verbs["may_run"] else [],
        "problems": problems[: PROBLEMS_SHOWN * max(1, len(current))],
        "problem_count": len(problems),
        "of_latest": len(current) < 2 or (latest is not None and not latest.accepted),
        "other_years": [year for year in years_with_data(company) if year != frame.year],
        **verbs,
    }
    return Panel("records/input_panel.html", shown)


def _waiting_doubts(current: list[Import]) -> list[tuple[str, int]]:
    """Packs whose figures have doubts to be answered, and how many; whoever runs the accounts sees them with the runs."""
    return [(one.pack, count) for one in current if (count := open_count(one))]


def _problems(company: Node, current: list[Import], latest: Import | None, *, sees_runs: bool) -> list[dict[str, Any]]:
    """Of a refused latest file; else of the figures that count, unless the reader sees them with the runs already."""
    refused = [latest] if latest is not None and not latest.accepted else []
    names, lang = facility_names(company), reader_language()
    return [
        problem
        for one in refused or ([] if sees_runs else current)
        for problem in shown_problems(file_problems(one), lang, one.pack, names)
    ]
