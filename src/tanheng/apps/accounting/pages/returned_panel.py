"""What Home says to those who prepare a year: that it was returned to them, why, and where they go on with it."""

from tanheng.apps.accounting.pages.years import year_address
from tanheng.apps.accounting.selectors.years import returned_years
from tanheng.apps.records.pages.packs_in_use import pack_name
from tanheng.apps.sites.access.in_view import company_in_view
from tanheng.pages.panel import Panel
from tanheng.pages.request import Frame


def returned_panel(frame: Frame) -> Panel | None:
    """The returned years of the company in view, each with the reason; None where there is none, or nobody who could submit it again."""
    company = company_in_view(frame, "submit_year")
    if company is None:
        return None
    rows = [
        {"year": one.year, "pack": pack_name(one.pack), "step": one.steps[-1], "address": year_address("accounting:year-steps", one)}
        for one in returned_years(company)
    ]
    return Panel("accounting/returned_panel.html", {"rows": rows}) if rows else None
