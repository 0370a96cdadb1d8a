"""The record of reading: which cells of a file were taken into the case or are known by their place. What is left is told.

An error where a figure stands in a row or column that was read, a warning for other figures, a note for text beside the tables.
Whoever reads a cell marks it here; nobody marks what nobody read, so that no figure can vanish without a word.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tanheng.documents.input.areas import areas_of, places_text
from tanheng.documents.input.figure_cells import is_figure
from tanheng.documents.input.headings import PERIODS
from tanheng.documents.input.lost_rows import LostRows
from tanheng.documents.input.tables import Heading, Row, Tables, is_unit
from tanheng.documents.input.template.sheets import TemplateSheets
from tanheng.documents.reading.cells import Cell, Corner, Sheet
from tanheng.documents.reading.problems import input_problem
from tanheng.engine.problems import Problem, Severity

NAMING = ("FILE-240", "FILE-241", "FILE-245")  # these name the heading over the cells
MOST_HEADINGS = 3
MOST_PLACES = 12  # problems a sheet and kind; what is left over is named as one area


@dataclass
class Record:
    """What was taken of each sheet, and which rows of data were read or name a quantity."""

    taken: dict[int, dict[int, set[int]]] = field(default_factory=dict)  # sheet → row → columns
    read: dict[int, set[int]] = field(default_factory=dict)
    named: dict[int, set[int]] = field(default_factory=dict)

    def take(self, row: Row, names: Iterable[str]) -> None:
        """The cells of these fields were taken."""
        columns = row.heading.columns
        self._columns(row.sheet, row.number).update([columns[name] for name in names if name in columns])

    def take_heading(self, heading: Heading) -> None:
        """The words of a heading row are known."""
        columns = {*heading.columns.values(), *heading.periods, *heading.twice} - heading.inherited
        self._columns(heading.sheet, heading.row).update(columns)
        if heading.unit_row is not None:
            self._columns(heading.sheet, heading.unit_row).update(heading.periods)

    def take_row(self, row: Row) -> None:
        """Nothing of a row needs telling: it has been told as a whole."""
        self._columns(row.sheet, row.number).update(row.cells)

    def mark(self, row: Row, *, read: bool) -> None:
        """The row names a quantity; `read`: its amounts were taken too."""
        self.named.setdefault(id(row.sheet), set()).add(row.number)
        if read:
            self.read.setdefault(id(row.sheet), set()).add(row.number)

    def is_read(self, row: Row) -> bool:
        """Whether the amounts of a row were taken."""
        return row.number in self.read.get(id(row.sheet), ())

    def strays(self, row: Row) -> set[int]:
        """The columns of the row in which a figure stands where no amount belongs, but in its remark, and was not taken."""
        strays = row.cells.keys() - {*row.heading.amounts.values(), row.columns.get("note")} - self._columns(row.sheet, row.number)
        return {column for column in strays if is_figure(row.cells[column])}

    def left(self, sheet: Sheet) -> dict[Corner, Cell]:
        """The cells of a sheet in which something stands that nobody took."""
        taken, none = self.taken.get(id(sheet), {}), set[int]()
        return {
            corner: cell
            for corner, cell in sheet.cells.items()
            if corner[1] not in taken.get(corner[0], none) and cell.text and not cell.text.isspace()
        }  # fmt: skip

    def _columns(self, sheet: Sheet, row: int) -> set[int]:
        return self.taken.setdefault(id(sheet), {}).setdefault(row, set())


class Leftovers:
    """Tells what was left over on the sheets of one file."""

    def __init__(self, tables: Tables, record: Record, known: TemplateSheets, lost: LostRows, year: int | None) -> None:
        self.tables = tables
        self.lost = lost
        self.record = record
        self.known = known
        self.year = year
        self.headings: dict[int, list[Heading]] = {}
        for heading in tables.headings:
            self.headings.setdefault(id(heading.sheet), []).append(heading)

    def problems(self) -> list[Problem]:
        """One problem for each kind, heading and area of cells left over."""
        return [problem for sheet in self.tables.sheets for problem in self._of_sheet(sheet)]

    def _of_sheet(self, sheet: Sheet) -> Iterable[Problem]:
        left = self.record.left(sheet)
        headings = self.headings.get(id(sheet), [])
        for corner in self.known.known_cells(sheet, left, first_heading=headings[0].row if headings else None):
            del left[corner]
        if left and not headings and not self.known.is_own(sheet):
            yield self._unknown_sheet(sheet, left)
            return
        kinds: dict[str, list[Corner]] = {}
        for corner, cell in left.items():
            kinds.setdefault(self._kind(sheet, headings, corner, cell), []).append(corner)
        kinds.pop("", None)
        other = self.known.other_year(sheet, headings[0].row, self.year) if headings else None
        if other is not None:
            yield input_problem("FILE-254", sheet.origin(self.tables.file, *other[0]), found=other[1], known=self.year)
            defaults = {heading.columns.get("default") for heading in headings}  # shown for the year of the template
            kinds["FILE-242"] = [corner for corner in kinds.get("FILE-242", ()) if corner[1] not in defaults]
        self._spare_headings(headings, kinds)
        for code, corners in sorted(kinds.items()):
            yield from self._told(sheet, headings, code, corners)

    @staticmethod
    def _spare_headings(headings: list[Heading], kinds: dict[str, list[Corner]]) -> None:
        """A heading is not told itself where the cells below it are told with it."""
        below = {(_heading_above(headings, row), column) for code in NAMING for row, column in kinds.get(code, ())}
        spared = {(heading.row, column) for heading, column in below if heading is not None}
        kept = [corner for corner in kinds.get("FILE-244", ()) if corner not in spared]
        if "FILE-244" in kinds:
            kinds["FILE-244"] = kept

    def _unknown_sheet(self, sheet: Sheet, left: Mapping[Corner, Cell]) -> Problem:
        rows = self.lost.rows_of_ours(left)
        if rows:
            places = areas_of(corner for corner in left if corner[0] in rows)
            return input_problem("FILE-267", sheet.origin(self.tables.file, *places[0].first), found=places_text(places))
        places = areas_of(left)
        at = sheet.origin(self.tables.file, *places[0].first)
        severity: Severity = "warning" if any(is_figure(cell) for cell in left.values()) else "note"
        return input_problem("FILE-210", at, severity, found=places_text(places))

    def _told(self, sheet: Sheet, headings: list[Heading], code: str, corners: list[Corner]) -> Iterable[Problem]:
        if not corners:
            return
        heads = dict.fromkeys(_head(headings, corner) for corner in sorted(corners, key=lambda corner: corner[::-1]))
        above = dict.fromkeys(sheet.at(*one).text.replace("\n", " ").strip()[:40] if one else "" for one in heads)
        words = "".join(f"“{one}”" for one in list(above)[:MOST_HEADINGS] if one) + ("…" if len(above) > MOST_HEADINGS else "")
        areas = areas_of(corners)
        for places in areas[: MOST_PLACES - 1], areas[MOST_PLACES - 1 :]:
            if places:
                at = sheet.origin(self.tables.file, *places[0].first)
                known = self.year or ""
                cells = _cells(heads)
                under = {"under": f"（表头{words}，{cells}）", "under_en": f" (heading {words}, {cells})"} if words else {"under": ""}
                yield input_problem(code, at, found=places_text(places), heading=words, cells=cells, known=known, **under)

    def _kind(self, sheet: Sheet, headings: list[Heading], corner: Corner, cell: Cell) -> str:
        """The code of what is to be said of a cell."""
        heading = _heading_above(headings, corner[0])
        if heading is None or heading.table != "data" or heading.row == corner[0]:
            return "FILE-243" if is_figure(cell) else "FILE-244"
        return self._kind_in_data(sheet, heading, corner, cell)

    def _kind_in_data(self, sheet: Sheet, heading: Heading, corner: Corner, cell: Cell) -> str:
        row, column = corner
        read = row in self.record.read.get(id(sheet), ())
        named = row in self.record.named.get(id(sheet), ())
        if column in heading.twice:
            return ""  # the two headings were told
        name = next((name for name, at in heading.columns.items() if at == column), None)
        unknown = "FILE-240" if column in heading.others or column in heading.periods else "FILE-239"
        if not is_figure(cell):
            if self.lost.is_in(cell, figures=0 if column in heading.others else 3 if read else 2):
                return "FILE-266"
            if name is None and read and is_unit(cell.text):
                return unknown
            return "FILE-245" if read else "FILE-244"
        if column in heading.other_years(self.year):
            return "FILE-241"
        if name is None:
            return unknown if read or named else "FILE-243"
        return "FILE-242" if read or name in PERIODS or (named and name != "note") else "FILE-243"


def _heading_above(headings: list[Heading], row: int) -> Heading | None:
    position = bisect_right([heading.row for heading in headings], row) - 1
    return headings[position] if position >= 0 else None


def _cells(heads: Iterable[Corner | None]) -> str:
    """Where the headings stand, or ought to: there it is mended."""
    corners = [one for one in heads if one is not None]
    return places_text(areas_of(corners)) if corners else ""


def _head(headings: list[Heading], corner: Corner) -> Corner | None:
    """The cell of the heading over a cell."""
    heading = _heading_above(headings, corner[0])
    if heading is None:
        return None
    return heading.row, heading.first if corner[1] in heading.inherited else corner[1]  # a title heads all of them
