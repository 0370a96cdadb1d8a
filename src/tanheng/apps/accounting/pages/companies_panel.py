"""The group manager's question on Home: how do the companies stand side by side, and a company's rule packs."""

from dataclasses import dataclass
from typing import Any

from tanheng.apps.accounting.pages.side_by_side import CompanyRow, company_rows
from tanheng.apps.records.pages.completeness import Part, facilities_without_figures, import_progress, imports_by_pack
from tanheng.apps.records.pages.packs_in_use import some_pack_requires
from tanheng.apps.records.selectors import companies_within, current_import
from tanheng.apps.sites.models import Node
from tanheng.apps.sites.selectors import ancestors
from tanheng.pages.panel import Panel
from tanheng.pages.request import Frame


@dataclass(frozen=True)
class Standing:
    """One company by one rule pack: how complete its data are, and its newest run.

    `waiting` names the facilities that no file of the year holds, on the company's first line.
    """

    row: CompanyRow
    percent: int
    newer_figures: bool
    waiting: tuple[str, ...] = ()

    @property
    def ready(self) -> bool:
        """False where there are no figures and nothing that a pack requires figures of."""
        return bool(self.row.pack or self.waiting)


def companies_panel(frame: Frame) -> Panel | None:
    """A line a company and pack, for whoever sees figures of more than one of either or has a group in view."""
    if frame.node is None:
        return None
    top = ancestors(frame.node)[0]
    companies = companies_within(frame.reach, "view_data", top)
    rows = company_rows(companies, frame.year)
    if frame.node.kind != "group" and len(rows) < 2:
        return None
    lines: list[Standing] = []
    for row in rows:
        first = not lines or lines[-1].row.company != row.company
        lines.append(_standing(row, frame.year, _waiting(row.company, frame.year) if first else ()))
    shown: dict[str, Any] = {"lines": lines, "year": frame.year, "group": top, "one": len(companies) == 1}
    return Panel("accounting/companies_panel.html", shown)


def _waiting(company: Node, year: int) -> tuple[str, ...]:
    found = facilities_without_figures(company, imports_by_pack(company, year))
    return tuple(node.name for node in found if some_pack_requires(node.present_kind))


def _standing(row: CompanyRow, year: int, waiting: tuple[str, ...]) -> Standing:
    one = current_import(row.company, year, row.pack) if row.pack else None
    percent = Part(one, import_progress(row.company, one)).percent if one is not None else 0
    newer = one is not None and row.run is not None and one.pk != row.run.snapshot.source_import_id
    return Standing(row, percent, newer, waiting)
