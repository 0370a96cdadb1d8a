"""The verifier's question on Home: which runs and reports are there to be followed, down to their inputs and the journal."""

from tanheng.apps.accounting.pages.side_by_side import company_row
from tanheng.apps.accounting.selectors import runs_of
from tanheng.apps.journal.selectors import filtered_events, visible_events
from tanheng.apps.reporting.selectors import reports_of
from tanheng.apps.sites.access.in_view import company_in_view
from tanheng.pages.panel import Panel
from tanheng.pages.request import Frame

ROWS_SHOWN = 8


def verification_panel(frame: Frame) -> Panel | None:
    """Runs and issued files of the company, newest first, and how far its journal reaches."""
    company = company_in_view(frame, "view_data")
    if company is None:
        return None
    events = visible_events(actor_id=frame.request.user.pk, paths=frame.reach.paths("view_journal"))
    events = filtered_events(events, place=company.path)
    shown = {
        "company": company,
        "year": frame.year,
        "rows": [company_row(company, run) for run in runs_of(company).filter(node=company)[:ROWS_SHOWN]],
        "reports": reports_of(company)[:ROWS_SHOWN],
        "event_count": events.count(),
        "last_event": events.first(),
    }
    return Panel("reporting/verification_panel.html", shown)
