"""The group manager's question: how do the companies stand side by side."""

from dataclasses import dataclass
from typing import Any

from tanheng.apps.accounting.overview import Figure
from tanheng.apps.accounting.side_by_side import CompanyRow, company_rows
from tanheng.apps.records.selectors import companies_within, current_import
from tanheng.apps.sites.selectors import ancestors
from tanheng.web.frame import Frame
from tanheng.web.home.input import complete_percent, progress_rows
from tanheng.web.home.panel import Panel


@dataclass(frozen=True)
class Standing:
    """One company's line: how complete its data are, and its newest run; `ready` is False where no pack requires figures."""

    row: CompanyRow
    percent: int
    ready: bool
    newer_figures: bool

    @property
    def total(self) -> Figure | None:
        """The number the run was made for."""
        return self.row.figures[0] if self.row.figures else None

    @property
    def intensities(self) -> tuple[Figure, ...]:
        """The yearly intensities of its facilities."""
        return self.row.figures[1:]


def companies_panel(frame: Frame) -> Panel | None:
    """A line a company, for whoever sees figures of more than one or has a group in view."""
    if frame.node is None:
        return None
    top = ancestors(frame.node)[0]
    companies = companies_within(frame.reach, "view_data", top)
    if frame.node.kind != "group" and len(companies) < 2:
        return None
    lines = [_standing(row, frame.year) for row in company_rows(companies, frame.year)]
    shown: dict[str, Any] = {"lines": lines, "year": frame.year, "group": top}
    return Panel("web/home/companies.html", shown)


def _standing(row: CompanyRow, year: int) -> Standing:
    one = current_import(row.company, year, row.run.pack if row.run else "")
    progress = progress_rows(row.company, one)
    newer = one is not None and row.run is not None and one.pk != row.run.snapshot.source_import_id
    return Standing(row, complete_percent(progress), any(line.ready and line.code for line in progress), newer)
