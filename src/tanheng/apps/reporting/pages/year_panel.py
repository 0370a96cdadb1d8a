"""The carbon manager's question on Home: where does the year stand, against last year, and what has to be mended."""

from typing import Any

from django.urls import reverse

from tanheng.apps.accounting.models import Run
from tanheng.apps.accounting.pages.overview import month_chart, overview
from tanheng.apps.accounting.pages.problem_rows import problem_rows
from tanheng.apps.accounting.pages.unconfirmed import unconfirmed_rows
from tanheng.apps.accounting.pages.years import newer_sentence, year_address
from tanheng.apps.accounting.selectors import previous_run, recomputed
from tanheng.apps.accounting.selectors.years import inputs_to_run_anew, newer_than_submitted, reported_run, standing_year
from tanheng.apps.records.access import open_verbs
from tanheng.apps.records.pages.packs_in_use import asked_pack, pack_choices, pack_name, packs_in_use
from tanheng.apps.records.selectors import DigitsDifferError, current_import
from tanheng.apps.records.selectors.doubts import open_count
from tanheng.apps.reporting.selectors import reports_of
from tanheng.apps.sites.access.in_view import company_in_view
from tanheng.apps.sites.models import Node
from tanheng.engine.problems import SEVERITY_ORDER
from tanheng.pages.language import reader_language
from tanheng.pages.panel import Panel
from tanheng.pages.problem_texts import stored_problems
from tanheng.pages.request import Frame

PROBLEMS_SHOWN = 4


def year_panel(frame: Frame) -> Panel | None:
    """Total and intensities of the run that the year reports, its problems, whether newer figures wait, the latest report."""
    company = company_in_view(frame, "view_data")
    if company is None:
        return None
    packs = packs_in_use(company, frame.year)
    pack_id = asked_pack(frame.request, packs)
    run = reported_run(company, frame.year, pack_id)
    one = current_import(company, frame.year, pack_id)
    open_doubts = open_count(one) if one is not None else 0
    home = f"{reverse('web:home')}?organisation={company.pk}&year={frame.year}"
    choices = pack_choices(packs, pack_id, home)
    shown = {"company": company, "year": frame.year, "run": run, "import": one, "choices": choices, "open_doubts": open_doubts}
    shown |= {"pack_name": pack_name(pack_id) if pack_id else "", **open_verbs(frame.reach, company)}
    if run is None:
        return Panel("reporting/year_panel.html", shown)
    try:
        shown |= _figures(run, company)
    except DigitsDifferError:
        return Panel("reporting/year_panel.html", shown | {"digits_differ": True})
    standing = standing_year(company, frame.year, pack_id)
    shown |= {"newer": inputs_to_run_anew(run), "year_state": standing.state.label.in_(reader_language())}
    since = newer_than_submitted(standing) if standing.final else None
    shown["since_final"] = newer_sentence(standing, since) if since else ""
    shown["steps_address"] = year_address("accounting:year-steps", standing)
    return Panel("reporting/year_panel.html", shown, has_chart=True)


def _figures(run: Run, company: Node) -> dict[str, Any]:
    computed = recomputed(run)
    found = overview(run, computed)
    problems = sorted(stored_problems(run.problems), key=lambda one: SEVERITY_ORDER[one.severity])
    return {
        "total": found.total,
        "cards": found.cards,
        "chart": month_chart(found, without_nothing=True) if found.months else None,
        "previous": previous_run(run),
        "problems": problem_rows(run, problems[:PROBLEMS_SHOWN], computed),
        "problem_count": len(problems),
        "unconfirmed_count": len(unconfirmed_rows(run, computed)),
        "report": reports_of(company, run.year).filter(run__pack=run.pack).first(),
    }
