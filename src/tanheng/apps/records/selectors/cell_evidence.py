"""Evidence of a year's figures by a rule pack: files at the cells of the monthly grid, and what is attached to the year by its name."""

from collections import defaultdict
from functools import cached_property

from tanheng.apps.evidence.models import Attachment
from tanheng.apps.evidence.selectors import attachments_by_name
from tanheng.apps.monitoring.models import CellFile
from tanheng.apps.monitoring.selectors.cell_files import files_by_cell, files_of_year, not_attached
from tanheng.apps.monitoring.selectors.selection import PLANNED
from tanheng.apps.records.selectors.typed_figures import places_asked
from tanheng.apps.sites.models import Node
from tanheng.engine.places import Place


def files_at_places(node: Node, year: int, pack_id: str) -> dict[Place, list[CellFile]]:
    """The files at the cells from which the plan in force takes the pack's figures, by the places of these."""
    by_cell = files_by_cell(files_of_year(node, year))
    if not by_cell:
        return {}
    found: dict[Place, list[CellFile]] = defaultdict(list)
    places = places_asked(node, year, pack_id)
    for cell, files in by_cell.items():
        place = places.get(((cell.place, cell.measure, cell.item, PLANNED + cell.source), cell.month.month))
        if place is not None:
            found[place] += files
    return dict(found)


class YearEvidence:
    """What is attached of a year, read when it is first asked for."""

    def __init__(self, node: Node, year: int, pack_id: str) -> None:
        self.node, self.year, self.pack_id = node, year, pack_id

    @cached_property
    def attached(self) -> dict[str, Attachment]:
        """What is attached to the year itself, by name."""
        return attachments_by_name(self.node, self.year)

    @cached_property
    def at_cells(self) -> dict[Place, list[CellFile]]:
        """What is attached to single months of figures."""
        return files_at_places(self.node, self.year, self.pack_id)

    def files(self, place: Place) -> list[CellFile]:
        """The files of one figure."""
        return self.at_cells.get(place, [])

    def missing(self, place: Place, text: str) -> list[str]:
        """The names in a figure's evidence under which nothing is attached, neither to it nor to the year."""
        files = self.files(place) if text else []
        return not_attached(text, self.attached.keys() | {one.name for one in files} if files else self.attached)
