"""The number formats of an OpenDocument spreadsheet: which style of a cell shows which words beside a number, or divides it.

OpenDocument 1.3 part 3, chapter 16.29: data styles. Formats with conditions are left to the text that the file holds beside the number.
Conditional formats of cells are the maps of their styles (16.3).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from tanheng.documents.reading.cells import Shown
from tanheng.documents.reading.laid_over import LaidOver, Rule, comparison
from tanheng.documents.reading.number_formats import PLAIN, NumberFormat, Shape, adds_digits, names_power, says_negative, says_something

PERCENTAGES = "percentage-style"
FORMATS = ("number-style", "currency-style", PERCENTAGES)
CONTENT = re.compile(r"cell-content\(\)\s*(<=|>=|!=|<|>|=)([^<>=]+)")
BETWEEN = re.compile(r"cell-content-is-(not-)?between\(([^,]+),([^,)]+)\)")
SIGNS = {"<": "lessThan", "<=": "lessThanOrEqual", "=": "equal", "!=": "notEqual", ">=": "greaterThanOrEqual", ">": "greaterThan"}
TEXTS = ("text", "currency-symbol")
LARGEST_POWER = 12


class OdsFormats:
    """Data styles and the styles of cells that name them, as they pass by."""

    def __init__(self) -> None:
        self.shapes: dict[str, Shape] = {}  # of data styles that show more than the number
        self.cells: dict[str, str] = {}  # style of a cell → data style
        self.parents: dict[str, str] = {}
        self.known: set[str] = set()  # data styles that were understood
        self.percentages: set[str] = set()
        self.maps: dict[str, list[tuple[str, str]]] = {}  # style of a cell → conditions and the styles that they lay over it
        self.rules: dict[str, list[Rule]] = {}  # the same once a cell was met
        self.style = self.kind = ""
        self.name = self.before = self.after = ""
        self.open = self.in_text = self.has_digits = self.conditional = False
        self.power = 0
        self.decimals: int | None = None

    def shape(self, style: str) -> Shape | None:
        """What a style of a cell shows; None for a plain number."""
        return self.shapes.get(self._data_style(style))

    def _data_style(self, style: str) -> str:
        seen: set[str] = set()
        while style and style not in seen:
            if style in self.cells:
                return self.cells[style]
            seen.add(style)
            style = self.parents.get(style, "")
        return ""

    def laid_over(self, style: str, number: str, own: Shown | None, *, percent: bool) -> Shown | None:
        """What may be seen of a number whose style has maps, where `own` is what is seen without them."""
        if style not in self.rules:
            self.rules[style] = [_rule(condition, self._format(over)) for condition, over in self._maps_of(style)]
        if not self.rules[style]:
            return own
        found = LaidOver(number, percent=percent)
        for rule in self.rules[style]:
            found.lay(rule)
        return found.shown(own)

    def _maps_of(self, style: str) -> list[tuple[str, str]]:
        seen: set[str] = set()
        while style and style not in seen and style not in self.maps:
            seen.add(style)
            style = self.parents.get(style, "")
        return self.maps.get(style, [])

    def _format(self, style: str) -> NumberFormat | None:
        """What a map lays over a number; None where it changes no format, or one that is not understood."""
        name = self._data_style(style)
        shape = Shape("percent") if name in self.percentages else self.shapes.get(name, PLAIN)
        return NumberFormat(((None, shape),)) if name in self.known else None

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element of styles."""
        if name in FORMATS:
            self.name, self.open, self.before, self.after, self.kind = attributes.get("name", ""), True, "", "", name
            self.has_digits, self.conditional, self.power, self.decimals = False, False, 0, None
        elif name == "style" and attributes.get("family") == "table-cell":
            self._style(attributes)
        elif self.open and name in TEXTS:
            self.in_text = True
        elif self.open and name == "number":
            self.has_digits = True
            self.power, self.decimals = _power(attributes.get("display-factor", "1")), _decimals(attributes)
        elif self.open and name == "map":
            self.conditional = True
        elif name == "map" and self.style:
            self.maps.setdefault(self.style, []).append((attributes.get("condition", ""), attributes.get("apply-style-name", "")))

    def _style(self, attributes: Mapping[str, str]) -> None:
        name = self.style = attributes.get("name", "")
        if "data-style-name" in attributes:
            self.cells[name] = attributes["data-style-name"]
        self.parents[name] = attributes.get("parent-style-name", "")

    def data(self, text: str) -> None:
        """A text within a data style."""
        if self.in_text:
            self.after, self.before = (self.after + text, self.before) if self.has_digits else (self.after, self.before + text)

    def end(self, name: str) -> None:
        """The end of an element of styles."""
        if name in TEXTS:
            self.in_text = False
        elif name == "style":
            self.style = ""
        if name in FORMATS and self.open:
            self.open = False
            if self.conditional:
                return
            self.known.add(self.name)
            if self.kind == PERCENTAGES:
                self.percentages.add(self.name)
                return
            says = says_something(self.before + self.after) or names_power(self.after)
            if self.power or says or adds_digits(self.before, self.after) or says_negative(self.before, self.after):
                self.shapes[self.name] = self._made()

    def _made(self) -> Shape:
        before, after = self.before.strip(), self.after.strip()
        if not self.has_digits:
            return Shape("words", before=before)
        thousands, behind = divmod(self.power, 3)
        altered, negative = adds_digits(self.before, self.after), says_negative(self.before, self.after)
        return Shape("number", frozenset(), "", before, after, thousands, behind, self.decimals, altered, negative)


def _rule(condition: str, style: NumberFormat | None) -> Rule:
    """The rule of a map: the first one that holds counts, whether it changes the number format or not."""
    content, between = CONTENT.fullmatch(condition.strip()), BETWEEN.fullmatch(condition.strip())
    if content:
        return Rule(comparison(SIGNS[content[1]], [content[2]]), style, stops=True)
    return Rule(comparison("notBetween" if between[1] else "between", [between[2], between[3]]) if between else None, style, stops=True)


def _power(factor: str) -> int:
    """The power of ten by which a number is divided before it is shown: 3 for a factor of 1000."""
    digits = factor.partition(".")[0]
    return len(digits) - 1 if digits == f"1{'0' * (len(digits) - 1)}" and len(digits) <= LARGEST_POWER else 0


def _decimals(attributes: Mapping[str, str]) -> int | None:
    places = attributes.get("decimal-places", "")
    return int(places) if places.isascii() and places.isdigit() and len(places) < 3 else None
