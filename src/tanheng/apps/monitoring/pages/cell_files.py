"""What pages and the API show of the files at a cell: those attached, what is named and not attached, what was taken away."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tanheng.apps.monitoring.models import CellFile, Reading
from tanheng.apps.monitoring.models.series import WITHDRAWN
from tanheng.apps.monitoring.pages.grid.table import grid_address
from tanheng.apps.monitoring.selectors.cell_files import CellKey, files_at, files_by_cell, files_of_year, not_attached, year_names
from tanheng.apps.monitoring.selectors.selection import GridRow, PlanOfYear
from tanheng.apps.sites.models import Node


@dataclass(frozen=True)
class ShownFiles:
    """The files at a cell, the names that its figure gives and nobody attached, and the page on which files are put there."""

    files: list[CellFile]
    named: str
    missing: list[str]
    address: str

    @property
    def said(self) -> str:
        """All of it in one line, for the element of the grid."""
        return said_of(self.named, [one.name for one in self.files], self.missing)


class FilesOfGrid:
    """What is attached at the cells of a place's year, read at once."""

    def __init__(self, company: Node, place: Node, year: int) -> None:
        self.place, self.year = place, year
        self.by_cell = files_by_cell(files_of_year(company, year, place))
        self.of_year = year_names(company, year)

    def said(self, row: GridRow, month: int, reading: Reading | None) -> str:
        """What the element of the grid says of a cell's evidence; blank where there is none."""
        files = self.by_cell.get(cell_key(self.place, self.year, row, month), [])
        named = named_by(reading)
        names = [one.name for one in files]
        return said_of(named, names, not_attached(named, self.of_year | set(names)) if named else [])


def cell_key(place: Node, year: int, row: GridRow, month: int) -> CellKey:
    """The cell of a row and a month."""
    return CellKey(place.pk, row.line.measure, row.line.item, row.source, date(year, month, 1))


def named_by(reading: Reading | None) -> str:
    """The evidence that a figure names; one that was taken back names none."""
    return reading.evidence if reading is not None and reading.kind != WITHDRAWN else ""


def said_of(named: str, names: Collection[str], missing: Iterable[str]) -> str:
    """The names of what is attached and what is named, and of the latter that it is not attached."""
    lost = list(missing)
    said = list(dict.fromkeys([*names, *([named] if named and not lost else [])]))
    return "；".join([*said, *(_("%(name)s (named, not attached)") % {"name": one} for one in lost)])


def shown_files(company: Node, place: Node, year: int, row: GridRow, month: int) -> ShownFiles:
    """What is shown of one cell."""
    files = list(files_at(company, cell_key(place, year, row, month)))
    named = named_by(row.cells[month].reading)
    missing = not_attached(named, year_names(company, year) | {one.name for one in files}) if named else []
    return ShownFiles(files, named, missing, files_address(place, year, row, month))


def files_address(place: Node, year: int, row: GridRow, month: int) -> str:
    """The page of the files at a cell."""
    return grid_address("cell-files", place, year, row=row.line.code, source=row.source, month=f"{year}-{month:02d}")


def files_by_line(company: Node, year: int) -> list[tuple[CellFile, str, str]]:
    """The files at cells of a company's year, each with the name of its line and the page of its cell; of a line that the plan has no more
    the measure, and no page.
    """
    files = list(files_of_year(company, year))
    if not files:
        return []
    plan = PlanOfYear(company, year, measures={one.measure for one in files})
    lines = {(line.place, line.measure, line.item): line for line in plan.newest()}
    told = []
    for one in files:
        line = lines.get(("" if one.place_id == company.pk else one.place.code, one.measure, one.item))
        month = f"{one.month:%Y-%m}"
        address = grid_address("cell-files", one.place, year, row=line.code, source=one.source, month=month) if line else ""
        told.append((one, line.name if line else one.measure, address))
    return told


def file_out(one: CellFile) -> dict[str, Any]:
    """A file at a cell as plain data."""
    return {
        "id": one.pk,
        "place": one.place_id,
        "measure": one.measure,
        "item": one.item,
        "source": one.source,
        "month": f"{one.month:%Y-%m}",
        "name": one.name,
        "sha256": one.file.sha256,
        "size": one.file.size,
        "note": one.note,
        "by": str(one.by),
        "at": one.at.isoformat(),
    }


def drop_words() -> dict[str, str]:
    """What is said while files are put at a cell of the grid; %s is a number."""
    return {
        "sending": _("Attaching …"),
        "attached": _("%s attached."),
        "lost": _("The server does not answer: nothing was attached. Try again when the connection is back."),
    }
