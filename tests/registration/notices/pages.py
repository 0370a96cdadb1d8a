"""The panel of Home."""

from tanheng.apps.notices.selectors import notices_of
from tanheng.apps.sites.selectors import company_of
from tanheng.pages.panel import Panel
from tanheng.pages.request import Frame


def latest_notice(frame: Frame) -> Panel | None:
    """The newest notice of the company in view."""
    company = company_of(frame.node) if frame.node else None
    notice = notices_of(company).first() if company is not None and frame.reach.permits("read_notices", company) else None
    return Panel("notices/panel.html", {"notice": notice}) if notice else None
