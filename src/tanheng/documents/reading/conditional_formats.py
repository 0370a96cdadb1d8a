"""Conditional formats of an .xlsx sheet that carry a number format: laid over the numbers of their cells (ECMA-376 18.3.1.18).

A comparison with a number is decided here; any other condition is taken to hold, for the cell may be shown so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tanheng.documents.reading.cells import Cell, Corner, Sheet, corner_of
from tanheng.documents.reading.number_formats import NumberFormat
from tanheng.documents.reading.shown_numbers import shown_by_format
from tanheng.documents.reading.stored_numbers import STORED, stored_number
from tanheng.documents.reading.xlsx_book import too_many_areas

MOST_VISITS = 5_000_000  # cells looked at for all areas of a sheet
BETWEEN = ("between", "notBetween")


class Condition:
    """One rule with its number format."""

    def __init__(self, areas: str, style: NumberFormat, attributes: Mapping[str, str]) -> None:
        self.areas = areas
        self.style = style
        self.operator = attributes.get("operator", "") if attributes.get("type") == "cellIs" else ""
        self.limits: list[str] = []

    def may_hold(self, number: float) -> bool:
        """Whether the rule holds for a number, or cannot be decided."""
        wanted = 2 if self.operator in BETWEEN else 1
        if not self.operator or len(self.limits) < wanted or not all(STORED.fullmatch(one.strip()) for one in self.limits[:wanted]):
            return True
        first, last = float(self.limits[0]), float(self.limits[wanted - 1])
        results = {
            "lessThan": number < first, "lessThanOrEqual": number <= first, "equal": number == first, "notEqual": number != first,
            "greaterThanOrEqual": number >= first, "greaterThan": number > first,
            "between": first <= number <= last, "notBetween": not first <= number <= last,
        }  # fmt: skip
        return results.get(self.operator, True)


class ConditionalFormats:
    """The rules of one sheet as they pass by. `styles`: the number formats that rules name."""

    def __init__(self, styles: Mapping[str, NumberFormat]) -> None:
        self.styles = styles
        self.areas = ""
        self.rules: list[Condition] = []
        self.open = self.in_limit = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element of the sheet."""
        if name == "conditionalFormatting":
            self.areas = attributes.get("sqref", "")
        elif name == "cfRule":
            style = self.styles.get(attributes.get("dxfId", ""))
            self.open = style is not None
            if style is not None:
                self.rules.append(Condition(self.areas, style, attributes))
        elif name == "formula" and self.open:
            self.in_limit = True
            self.rules[-1].limits.append("")

    def data(self, text: str) -> None:
        """A text of the sheet."""
        if self.in_limit:
            self.rules[-1].limits[-1] += text

    def end(self, name: str) -> None:
        """The end of an element."""
        if name == "formula":
            self.in_limit = False
        elif name == "cfRule":
            self.open = False

    def lay_over(self, sheet: Sheet) -> None:
        """Gives the numbers what a rule may show of them. Raises UnreadableWorkbook where there are too many areas."""
        visits = 0
        for rule in self.rules:
            for reference in rule.areas.split():
                corners = list(_corners(sheet, reference))
                visits += len(corners)
                if visits > MOST_VISITS:
                    raise too_many_areas()
                for corner in corners:
                    sheet.cells[corner] = _laid_over(sheet.cells[corner], rule)


def _corners(sheet: Sheet, reference: str) -> Iterable[Corner]:
    """The cells of an area in which something stands."""
    first, _, last = reference.partition(":")
    start, end = corner_of(first), corner_of(last or first)
    if start is None or end is None:
        return []
    if (end[0] - start[0] + 1) * (end[1] - start[1] + 1) > len(sheet.cells):
        return [one for one in sheet.cells if start[0] <= one[0] <= end[0] and start[1] <= one[1] <= end[1]]
    every = ((row, column) for row in range(start[0], end[0] + 1) for column in range(start[1], end[1] + 1))
    return [one for one in every if one in sheet.cells]


def _laid_over(cell: Cell, rule: Condition) -> Cell:
    number = stored_number(cell.text) if cell.kind == "number" else None
    if number is None or not rule.may_hold(float(number)):
        return cell
    shown = shown_by_format(number, rule.style.shape(float(number)))
    return cell if shown is None else cell._replace(shown=shown)
