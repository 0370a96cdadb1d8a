"""What a plant's own table says of the cells of a place's grid, and the layouts that were kept for it."""

import json
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tanheng.apps.monitoring.models import TableLayout
from tanheng.apps.monitoring.selectors.selection import GridRow, grid_rows, monthly_uses
from tanheng.apps.sites.models import Node
from tanheng.documents.own_table.grid_book import grid_columns, read_grid_book
from tanheng.documents.own_table.layout import DAILY, Column, Layout, agreeing, layout_of
from tanheng.documents.own_table.reading import Found, TableRead, as_typed, read_table, table_sheets
from tanheng.documents.own_table.sentences import SENTENCES
from tanheng.documents.reading.cells import Sheet
from tanheng.engine.errors import UnitError
from tanheng.engine.numbers import EXACT
from tanheng.engine.places import Origin
from tanheng.engine.plan.lists import FREQUENCIES
from tanheng.engine.problems import Problem
from tanheng.engine.sentences import problem_of
from tanheng.engine.units import conversion
from tanheng.rulebook import load

FINER_THAN_MONTHS = ("continuous", "shift", "day", "batch", "week")
LONGEST_WORDS = 500


@dataclass(frozen=True)
class TableCell:
    """What a table says of a cell: the line of the plan, its source, the month, the figure as it is typed, and where it stands."""

    line: str
    source: str
    month: date
    text: str
    words: str


@dataclass
class OwnTable:
    """What a file says: its cells, and every problem of its layout and of its own cells."""

    cells: list[TableCell] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def kept_layouts(place: Node) -> list[tuple[TableLayout, Layout]]:
    """The newest version of each layout of a place, the newest first."""
    newest = {one.name: one for one in TableLayout.objects.filter(place=place).select_related("by").order_by("id")}
    return [(one, layout_of(json.loads(one.document))) for one in sorted(newest.values(), key=lambda one: -one.pk)]


def offered(place: Node, sheets: list[Sheet]) -> tuple[tuple[TableLayout, Layout] | None, list[str]]:
    """The kept layout that fits a table best and the headings that it misses there; None where none has any in common."""
    tried = [(kept, agreeing(kept[1], sheets)[1]) for kept in kept_layouts(place)]
    tried = [(kept, missing) for kept, missing in tried if len(missing) <= len(kept[1].columns)]
    return min(tried, key=lambda one: len(one[1]), default=(None, []))


def is_grid_book(sheets: Iterable[Sheet]) -> bool:
    """Whether a file is a grid that was downloaded, which needs no layout."""
    return any(grid_columns(sheet) for sheet in sheets)


def own_table(company: Node, place: Node, year: int, file: tuple[str, bytes], layout: Layout | None) -> OwnTable:
    """What a file (name, content) says of a place's year by a layout; by none where it is a grid that was downloaded."""
    name, content = file
    sheets, problems = table_sheets(content, name)
    told = OwnTable(problems=list(problems))
    rows = {(one.line.code, one.source): one for one in grid_rows(company, place, year)}
    if layout is None:
        sheet = next((one for one in sheets if grid_columns(one)), None)
        if sheet is not None:
            _take(told, read_grid_book(sheet, year, name), rows, (sheet, name), daily=False)
        return told
    if layout.sheet and sheets and layout.sheet not in [one.name for one in sheets]:
        told.problems.append(problem_of(SENTENCES, "OWN-102", Origin(file=name).where(), sheet=layout.sheet))
        return told
    sheet = agreeing(layout, sheets)[0]
    if sheet is not None:
        checked, refused = _checked(layout, rows, Origin(file=name, sheet=sheet.name))
        told.problems += refused
        _take(told, read_table(sheet, checked, year, name), rows, (sheet, name), daily=layout.grain == DAILY)
    return told


def _checked(layout: Layout, rows: dict[tuple[str, str], GridRow], origin: Origin) -> tuple[Layout, list[Problem]]:
    """The layout with the columns that can be read, in the units in which they are read, and why the others cannot."""
    columns, problems = [], []
    given: dict[tuple[str, str], str] = {}
    for column in layout.columns:
        row = rows.get((column.line, column.source))
        told = _refused(column, row, given.get((column.line, column.source)), daily=layout.grain == DAILY)
        given.setdefault((column.line, column.source), column.heading)
        if told is not None:
            code, words = told
            problems.append(problem_of(SENTENCES, code, origin.where(), heading=column.heading, **words))
        else:
            columns.append(column if column.unit or row is None else Column(column.heading, column.line, column.source, row.unit))
    return Layout(layout.sheet, layout.heading_row, layout.period, layout.grain, tuple(columns)), problems


def _refused(column: Column, row: GridRow | None, other: str | None, *, daily: bool) -> tuple[str, dict[str, object]] | None:
    if other is not None:
        return "OWN-108", {"other": other}
    if row is None:
        return None  # the grid says which line it does not know
    try:
        conversion(column.unit or row.unit, row.unit)
    except UnitError:
        return "OWN-103", {"unit": column.unit, "wanted": row.unit}
    use = monthly_uses(row.line)[0]
    if daily and load(use.pack).quantities[use.quantity].year != "sum":
        return "OWN-104", {"name": row.line.name}
    if daily and row.line.frequency not in FINER_THAN_MONTHS:
        return "OWN-105", {"name": row.line.name, "frequency": FREQUENCIES[row.line.frequency]}
    return None


def _take(told: OwnTable, read: TableRead, rows: dict[tuple[str, str], GridRow], at: tuple[Sheet, str], *, daily: bool) -> None:
    """The cells of what was read: the months themselves, or the sums of their days."""
    told.problems += read.problems
    sheet, file = at
    by_cell: dict[tuple[Column, date], list[Found]] = defaultdict(list)
    for one in read.found:
        by_cell[one.column, one.month].append(one)
    for (column, month), found in by_cell.items():
        if daily and (problem := _unsound(column, month, found, read, sheet.origin(file, found[-1].row, 1))):
            told.problems.append(problem)
            if problem.severity == "error":
                continue
        row = rows.get((column.line, column.source))
        unit = "" if row is not None and row.unit == column.unit else column.unit
        words = " ".join(one for one in (file, sheet.name or "", column.heading) if one)[:LONGEST_WORDS]
        told.cells.append(TableCell(column.line, column.source, month, as_typed(_sum(found), unit), words))


def _unsound(column: Column, month: date, found: Sequence[Found], read: TableRead, origin: Origin) -> Problem | None:
    """What is wrong with the days of a month, or to be known of their sum."""
    where, words = origin.where(month=month.month), {"month": f"{month:%Y-%m}", "heading": column.heading}
    if (column.heading, month) in read.unread:
        return problem_of(SENTENCES, "OWN-303", where, **words)
    days = [one.day for one in found if one.day]
    several = sorted({f"{day}" for day in days if days.count(day) > 1})
    if several:
        return problem_of(SENTENCES, "OWN-302", where, **words, found=", ".join(several[:5]))
    length = monthrange(month.year, month.month)[1]
    if len(days) < length:
        return problem_of(SENTENCES, "OWN-301", where, **words, found=len(days), days=length)
    return None


def _sum(found: Sequence[Found]) -> Decimal | None:
    numbers = [one.number for one in found if one.number is not None]
    total = None
    for one in numbers:
        total = one if total is None else EXACT.add(total, one)
    return total
