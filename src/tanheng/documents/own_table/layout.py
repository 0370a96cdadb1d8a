"""How a plant's own table is laid out: its sheet and heading row, the column of periods, and what each other column says.

A layout is plain data that is kept and offered again; columns are known by their headings, a heading that stands twice by its number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from tanheng.documents.reading.cells import Sheet

MONTHLY, DAILY = "month", "day"
GRAINS = (MONTHLY, DAILY)
MOST_COLUMNS = 200
LONGEST_HEADING, LONGEST_NAME, LONGEST_UNIT = 120, 100, 40
FIRST_ROWS = 20  # among which the headings are looked for
LAST_ROW = 1_048_576  # of a sheet


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its heading, the line of the plan and the source that it tells of, and its unit ("": that of the line)."""

    heading: str
    line: str
    source: str = "main"
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """A table's layout: `sheet` "" is the only one, or the first; `grain` says whether a row is a month or a day."""

    sheet: str
    heading_row: int
    period: str
    grain: str
    columns: tuple[Column, ...]

    def document(self) -> dict[str, Any]:
        """As plain data."""
        return {**asdict(self), "columns": [asdict(one) for one in self.columns]}


def layout_of(document: Mapping[str, Any]) -> Layout:
    """A layout out of plain data. Raises ValueError for what is none."""
    try:
        columns = tuple(Column(**{name: str(text) for name, text in one.items()}) for one in document["columns"])
        said = Layout(str(document["sheet"]), int(document["heading_row"]), str(document["period"]), str(document["grain"]), columns)
        _told(said).encode()  # half a surrogate pair is no text
    except (KeyError, TypeError, AttributeError, OverflowError, UnicodeEncodeError) as error:
        raise ValueError("no layout") from error
    headings = [said.period, *(one.heading for one in columns)]
    sound = said.grain in GRAINS and 1 <= said.heading_row <= LAST_ROW and 0 < len(columns) <= MOST_COLUMNS and all(headings)
    if not sound or len(set(headings)) < len(headings) or any(len(one) > LONGEST_HEADING for one in headings):
        raise ValueError("no layout")
    return said


def _told(layout: Layout) -> str:
    """Every text of a layout, one after the other."""
    columns = (text for one in layout.columns for text in (one.heading, one.line, one.source, one.unit))
    return "".join((layout.sheet, layout.period, *columns))


def headings_of(sheet: Sheet, row: int) -> dict[str, int]:
    """The headings of a row with their columns; one that stands again is told by its number: "产量 (2)"."""
    found: dict[str, int] = {}
    for column in range(1, MOST_COLUMNS + 1):
        text = " ".join(sheet.at(row, column).text.split())[: LONGEST_HEADING - 6]
        if text:
            name, number = text, 1
            while name in found:
                number += 1
                name = f"{text} ({number})"
            found[name] = column
    return found


def likely_heading_row(sheet: Sheet) -> int:
    """The first of the upper rows in which most texts stand."""
    rows = {row: sum(cell.kind == "text" for cell in cells.values()) for row, cells in sheet.rows().items() if row <= FIRST_ROWS}
    return max(rows, key=lambda row: (rows[row], -row), default=1)


def agreeing(layout: Layout, sheets: list[Sheet]) -> tuple[Sheet | None, list[str]]:
    """The sheet that a layout fits and the headings that it misses there; of several sheets the one that misses fewest."""
    named = [one for one in sheets if not layout.sheet or one.name == layout.sheet] or sheets
    wanted = [layout.period, *(one.heading for one in layout.columns)]
    tried = [(one, [heading for heading in wanted if heading not in headings_of(one, layout.heading_row)]) for one in named]
    return min(tried, key=lambda one: len(one[1]), default=(None, wanted))
