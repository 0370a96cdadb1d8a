"""Conditional formats of an .xlsx sheet that carry a number format: laid over the numbers of their cells (ECMA-376 18.3.1.18).

Those of Excel's extension (MS-XLSX 2.6.10), written where a rule refers to another sheet, are the same elements with their areas and
their style inside. Rules count by their priority, wherever they stand.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping

from tanheng.documents.reading.cells import LARGEST_ROW, Corner, Sheet, corner_of
from tanheng.documents.reading.laid_over import LaidOver, Rule, comparison
from tanheng.documents.reading.number_formats import NumberFormat, number_format
from tanheng.documents.reading.stored_numbers import stored_number
from tanheng.documents.reading.xlsx_book import XlsxBook

LIMITS = ("formula", "f")
TRUE = ("1", "true", "on")
LOOKS_OF_A_TEXT = 8  # what is shown takes longer to make than a cell to look at
LAST = 1_000_000_000  # the priority of a rule that states none


class OpenRule:
    """A rule while its elements pass by."""

    def __init__(self, attributes: Mapping[str, str], style: NumberFormat | None) -> None:
        self.style = style
        self.operator = attributes.get("operator", "") if attributes.get("type") == "cellIs" else ""
        self.stops = attributes.get("stopIfTrue") in TRUE
        self.limits: list[str] = []
        priority = attributes.get("priority", "")
        self.priority = int(priority) if priority.isascii() and priority.isdigit() and len(priority) < 10 else LAST

    def closed(self) -> Rule | None:
        """The rule; None for one that changes no number format."""
        decides = comparison(self.operator, self.limits)
        return Rule(decides, self.style, self.stops) if self.style is not None or (decides and self.stops) else None


class ConditionalFormats:
    """The rules of one sheet as they pass by."""

    def __init__(self, book: XlsxBook) -> None:
        self.book = book
        self.rules: list[tuple[int, int, Rule, str]] = []  # by priority, then place; with their areas
        self.group: list[tuple[int, Rule]] = []  # those whose areas are not known yet
        self.areas = ""
        self.rule: OpenRule | None = None
        self.listens = False
        self.pieces: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element of the sheet."""
        if name == "conditionalFormatting":
            self.areas, self.group = attributes.get("sqref", ""), []
        elif name == "cfRule":
            self.rule = OpenRule(attributes, self.book.conditional.get(attributes.get("dxfId", "")))
        elif name == "sqref" or (name in LIMITS and self.rule is not None):
            self.listens, self.pieces = True, []
        elif name == "numFmt" and self.rule is not None:
            self.rule.style = number_format(attributes.get("formatCode", ""))

    def data(self, text: str) -> None:
        """A text of the sheet."""
        if self.listens:
            self.pieces.append(text)

    def end(self, name: str) -> None:
        """The end of an element."""
        if self.listens:
            self.listens = False
            if name == "sqref":
                self.areas = "".join(self.pieces)
            elif self.rule is not None:
                self.rule.limits.append("".join(self.pieces))
        elif name == "cfRule" and self.rule is not None:
            closed = self.rule.closed()
            self.group += [] if closed is None else [(self.rule.priority, closed)]
            self.rule = None
        elif name == "conditionalFormatting":
            self.rules += [(priority, len(self.rules) + place, rule, self.areas) for place, (priority, rule) in enumerate(self.group)]

    def lay_over(self, sheet: Sheet) -> None:
        """Gives the numbers what the rules may show of them. Raises UnreadableWorkbook where there are too many cells to look at."""
        if all(rule.style is None for _, _, rule, _ in self.rules):
            return
        numbers = NumbersByColumn(sheet, self.book)
        for _, _, rule, areas in sorted(self.rules, key=lambda one: one[:2]):
            for reference in areas.split():
                for corner in numbers.within(reference):
                    if numbers.at(corner).lay(rule):
                        self.book.count_looks(LOOKS_OF_A_TEXT, sheet)
        numbers.finish()


class NumbersByColumn:
    """The numbers of a sheet by column, and what rules show of those that they reach."""

    def __init__(self, sheet: Sheet, book: XlsxBook) -> None:
        self.sheet = sheet
        self.book = book
        self.rows: dict[int, list[int]] = {}
        for (row, column), cell in sheet.cells.items():
            if cell.kind == "number" and stored_number(cell.text) is not None:
                self.rows.setdefault(column, []).append(row)
        for rows in self.rows.values():
            rows.sort()
        self.columns = sorted(self.rows)
        self.reached: dict[Corner, LaidOver] = {}

    def within(self, reference: str) -> Iterator[Corner]:
        """The numbers of an area. Every column, and every number in it, is counted before it is looked at."""
        area = _area(reference)
        if area is None:
            self.book.count_looks(1, self.sheet)
            return
        (top, left), (bottom, right) = area
        columns = self.columns[bisect_left(self.columns, left) : bisect_right(self.columns, right)]
        self.book.count_looks(1 + len(columns), self.sheet)
        for column in columns:
            rows = self.rows[column]
            first, last = bisect_left(rows, top), bisect_right(rows, bottom)
            self.book.count_looks(last - first, self.sheet)
            for place in range(first, last):
                yield rows[place], column

    def at(self, corner: Corner) -> LaidOver:
        """The number of a cell under its rules."""
        found = self.reached.get(corner)
        if found is None:
            cell = self.sheet.cells[corner]
            found = self.reached[corner] = LaidOver(stored_number(cell.text) or cell.text, percent=cell.percent)
        return found

    def finish(self) -> None:
        """Writes what was found into the cells."""
        for corner, found in self.reached.items():
            if found.replaced or found.seen:
                cell = self.sheet.cells[corner]
                self.sheet.cells[corner] = cell._replace(shown=found.shown(cell.shown))


def _area(reference: str) -> tuple[Corner, Corner] | None:
    """The corners of `B2:C9`, `B2`, `B:C` or `2:9`."""
    first, _, last = reference.partition(":")
    last = last or first
    for start, end in ((first, last), (f"{first}1", f"{last}{LARGEST_ROW}"), (f"A{first}", f"XFD{last}")):
        one, other = corner_of(start), corner_of(end)
        if one and other:
            return (min(one[0], other[0]), min(one[1], other[1])), (max(one[0], other[0]), max(one[1], other[1]))
    return None
