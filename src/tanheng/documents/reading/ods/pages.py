"""Page headers and footers of an OpenDocument spreadsheet, by the page style that a sheet is printed with; fields left out.

OpenDocument 1.3 part 3, 16.9 and 3.15.4: the master pages stand in styles.xml, the style of a table names its own.
"""

from __future__ import annotations

from collections.abc import Mapping

HEADS = ("header", "footer", "header-left", "footer-left", "header-first", "footer-first")
PLAIN = ("p", "h", "span", "a", "s", "tab", "line-break", "region-left", "region-center", "region-right")
USUAL = "Default"


class OdsPages:
    """The texts of headers and footers as they pass by, and which page style a table style names."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.pages: dict[str, str] = {}
        self.page = ""
        self.in_head = self.in_field = 0

    @property
    def listens(self) -> bool:
        """Whether what is read now is the text of a header or footer."""
        return bool(self.in_head and not self.in_field)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element of styles."""
        if name == "style" and attributes.get("family") == "table":
            self.pages[attributes.get("name", "")] = attributes.get("master-page-name", "")
        elif name == "master-page":
            self.page = attributes.get("name", "")
        elif name in HEADS:
            self.in_head += attributes.get("display", "true") != "false"
        elif self.in_head and name not in PLAIN:
            self.in_field += 1  # a page number, the day of printing

    def end(self, name: str) -> None:
        """The end of an element of styles."""
        if name in HEADS:
            self.in_head = max(self.in_head - 1, 0)
        elif self.in_head and name not in PLAIN:
            self.in_field = max(self.in_field - 1, 0)

    def data(self, text: str) -> None:
        """A text within a header or footer."""
        self.texts[self.page] = self.texts.get(self.page, "") + text

    def of_table(self, style: str) -> str:
        """What is printed above and below a table of this style."""
        return self.texts.get(self.pages.get(style) or USUAL, "")
